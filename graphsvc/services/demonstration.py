"""The demonstration: its users and the invented town of Wexmoor, put in like any stranger's files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.model.principal import Principal, Role
from graphsvc.security.passwords import hash_password
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts
from graphsvc.state.accounts import NewAccount
from graphsvc.wexmoor import OUTLINE, demonstration_files

POLICE = "Wexmoor Police"
PASSWORD = "demonstration"  # noqa: S105 - printed at every start; opens fictional data on this machine alone
_MAPPING, _TOWN = "wexmoor", "wexmoor"

Tell = Callable[[str, float | None], None]


@dataclass(frozen=True)
class DemonstrationUser:
    """A user of the demonstration and what they come for."""

    username: str
    display_name: str
    agency: str
    role: Role
    what_for: str


@dataclass(frozen=True)
class Prepared:
    """What the demonstration holds: rows read, rows refused as their senders' mistakes, and the folder that keeps those."""

    rows: int
    refused: int
    refused_in: str


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


def prepare_demonstration(parts: Parts, tell: Tell) -> Prepared:
    """Make the users that are not there yet and put the town in; doing it again changes nothing.

    A start that was broken off, while the town was made or while it was read in, is made whole by the next.
    """
    add_users(parts, tell)
    files = demonstration_files(
        parts.settings.data_dir / _TOWN, lambda phrase, share: tell(f"Making the invented town: {phrase}", share)
    )
    held = _held(parts, files)
    return held if held is not None else _imported(parts, files, tell)


def add_users(parts: Parts, tell: Tell) -> None:
    """Make the demonstration's users that are not there yet."""
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


def outline_path(data_dir: Path) -> Path:
    """Where the outline of the town lies once the demonstration was prepared."""
    return data_dir / _TOWN / OUTLINE


def _held(parts: Parts, files: tuple[Path, ...]) -> Prepared | None:
    """What an earlier start put in, where one run took in every one of these files to the end."""
    digests = [f.sha256 for f in plan_files(load_mapping(_MAPPING), files).files]
    for run in parts.imports.of_file(digests[0]):
        if {f.sha256 for f in run.files}.issuperset(digests):
            return Prepared(run.counts.rows, run.counts.rejected, run.rejects_path)
    return None


def _imported(parts: Parts, files: tuple[Path, ...], tell: Tell) -> Prepared:
    loader = Principal("demonstration", "demonstration", "demonstration", "operator", frozenset({Role.OPERATOR}))
    done = import_files(
        parts, loader, files, _MAPPING,
        progress=lambda p: tell("Importing its partners' files", p.rows / max(1, p.total_rows)),
    )  # fmt: skip
    folder = str(done.reject_files[0].parent) if done.reject_files else ""
    return Prepared(done.counts.rows, done.counts.rejected, folder)
