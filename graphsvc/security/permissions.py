"""Which role may do what. One table; nothing else in the service asks for a role by name."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from graphsvc.errors import AccessDenied
from graphsvc.model.principal import Principal, Role


class Permission(StrEnum):
    """Something a user may be let do."""

    SEARCH = "search"
    EXPAND = "expand"
    CONNECT = "connect"
    FINDINGS = "findings"
    PLACES = "places"
    BRIEF = "brief"
    MAKE_BRIEF = "make_brief"
    MAKE_BUNDLE = "make_bundle"
    EXPORT_CHART = "export_chart"
    VERIFY = "verify"
    IMPORT = "import"
    READ_LOG = "read_log"
    VERIFY_LOG = "verify_log"
    ACCOUNT = "account"
    MANAGE_ACCOUNTS = "manage_accounts"

    @property
    def words(self) -> str:
        """What it lets a user do, to follow "may" or "may not"."""
        return _WORDS[self]


_WORDS: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.SEARCH: "search for people, places, vehicles and phones",
        Permission.EXPAND: "see what an entity is linked to, and the reports that say so",
        Permission.CONNECT: "ask what joins entities",
        Permission.FINDINGS: "see the patterns that stand out",
        Permission.PLACES: "see the busiest places and the hotspots",
        Permission.BRIEF: "read a location brief",
        Permission.MAKE_BRIEF: "make a location brief and put it on record",
        Permission.MAKE_BUNDLE: "make an evidence bundle, and the officer's notes on what it leaves out",
        Permission.EXPORT_CHART: "take a chart away as a file",
        Permission.VERIFY: "check that a document is unchanged",
        Permission.IMPORT: "import files",
        Permission.READ_LOG: "read the log of who did what",
        Permission.VERIFY_LOG: "check that the log is whole",
        Permission.ACCOUNT: "see and change their own account",
        Permission.MANAGE_ACCOUNTS: "add and disable accounts",
    }
)

_CASES = frozenset(
    {
        Permission.SEARCH,
        Permission.EXPAND,
        Permission.CONNECT,
        Permission.FINDINGS,
        Permission.PLACES,
        Permission.BRIEF,
        Permission.VERIFY,
        Permission.ACCOUNT,
    }
)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.PANEL_MEMBER: _CASES,
        Role.ANALYST: _CASES | {Permission.MAKE_BRIEF, Permission.EXPORT_CHART},
        Role.ORDER_OFFICER: _CASES | {Permission.MAKE_BRIEF, Permission.EXPORT_CHART, Permission.MAKE_BUNDLE},
        Role.INTAKE_OFFICER: _CASES | {Permission.IMPORT},
        # the auditor watches those who see cases, and so sees none: whoever checks the log must not be in it
        Role.AUDITOR: frozenset(
            {Permission.READ_LOG, Permission.VERIFY_LOG, Permission.VERIFY, Permission.ACCOUNT},
        ),
        Role.OPERATOR: frozenset(Permission),
    }
)
"""The table. A user with several roles may do what any of them may."""

CASE_PERMISSIONS = frozenset(
    {
        Permission.SEARCH,
        Permission.EXPAND,
        Permission.CONNECT,
        Permission.FINDINGS,
        Permission.PLACES,
        Permission.BRIEF,
    }
)
"""Those that show case data. Without one of them a viewer's scope is empty."""


def permissions_of(principal: Principal) -> frozenset[Permission]:
    """Everything ``principal`` may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in principal.roles))


def allowed(principal: Principal, permission: Permission) -> bool:
    """Whether ``principal`` may do it."""
    return permission in permissions_of(principal)


def require(principal: Principal, permission: Permission) -> None:
    """AccessDenied, with who may, unless ``principal`` may do it."""
    if not allowed(principal, permission):
        may = sorted(role.label for role, has in PERMISSIONS.items() if permission in has and role is not Role.OPERATOR)
        raise AccessDenied(
            f"Your role may not {permission.words}.",
            next_step=f"Ask a colleague who may: {', '.join(may) or 'whoever runs the service'}.",
        )


def may_see_cases(principal: Principal) -> bool:
    """Whether any role of ``principal`` shows case data."""
    return not CASE_PERMISSIONS.isdisjoint(permissions_of(principal))
