"""The demonstration: its users and its fictional reports, put in like any stranger's files."""

from collections.abc import Callable
from dataclasses import dataclass

from graphsvc.ingest.library import example_files, load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.model.principal import Principal, Role
from graphsvc.security.passwords import hash_password
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts
from graphsvc.state.accounts import NewAccount

EXAMPLE_MAPPING = "example"
POLICE = "Wexmoor Police"
PASSWORD = "demonstration"  # noqa: S105 - printed at every start; opens fictional data on this machine alone


@dataclass(frozen=True)
class DemonstrationUser:
    """A user of the demonstration and what they come for."""

    username: str
    display_name: str
    agency: str
    role: Role
    what_for: str


DEMONSTRATION_USERS = (
    DemonstrationUser(
        "analyst", "Asha Analyst", POLICE, Role.ANALYST, "searches, expands networks, asks what connects people"
    ),
    DemonstrationUser(
        "panel",
        "Piotr Panel",
        "Wexmoor Children's Social Care",
        Role.PANEL_MEMBER,
        "reads location briefs before the panel meets",
    ),
    DemonstrationUser("orders", "Olwen Orders", POLICE, Role.ORDER_OFFICER, "exports documents with their sources"),
    DemonstrationUser(
        "intake", "Imran Intake", POLICE, Role.INTAKE_OFFICER, "loads partners' files and sees what was refused"
    ),
    DemonstrationUser(
        "auditor", "Audrey Auditor", "audit", Role.AUDITOR, "reads who looked at what, and checks that the log is whole"
    ),
)


def prepare_demonstration(parts: Parts, tell: Callable[[str, float | None], None]) -> None:
    """Make the users that are not there yet and put the fictional reports in; doing it again changes nothing."""
    held = {a.username for a in parts.identity.accounts.list()}
    for user in DEMONSTRATION_USERS:
        if user.username not in held:
            tell("Adding demonstration users", None)
            parts.identity.accounts.add(
                NewAccount(
                    user.username,
                    user.display_name,
                    user.agency,
                    (user.role,),
                    hash_password(PASSWORD),
                    demonstration=True,
                )
            )
    loader = Principal("demonstration", "demonstration", "demonstration", "operator", frozenset({Role.OPERATOR}))
    if not all(
        parts.imports.of_file(f.sha256) for f in plan_files(load_mapping(EXAMPLE_MAPPING), example_files()).files
    ):
        tell("Importing the fictional reports", None)
        import_files(parts, loader, example_files(), EXAMPLE_MAPPING)
