"""Who is asking, and what that lets them see."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a user may do. A user may hold several."""

    ANALYST = "analyst"
    INTAKE_OFFICER = "intake_officer"
    PANEL_MEMBER = "panel_member"
    ORDER_OFFICER = "order_officer"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    """Whoever runs the commands on the machine itself."""

    @property
    def label(self) -> str:
        """The role in words."""
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Principal:
    """A signed-in user, or the operator at the command line. ``user_id`` is what the log keeps."""

    user_id: str
    username: str
    display_name: str
    agency: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Scope:
    """What one viewer may see, for one purpose.

    ``visible`` holds the access classes (see ``model.provenance.access_class``) the viewer may read. Every assertion in
    the graph carries exactly one access class, and every read filters on membership; an empty set sees nothing.
    """

    viewer: str
    agency: str
    visible: frozenset[str] = field(default_factory=frozenset)
    purpose: str = ""

    def parameters(self) -> dict[str, list[str]]:
        """The scope as the parameter every read query takes."""
        return {"visible": sorted(self.visible)}
