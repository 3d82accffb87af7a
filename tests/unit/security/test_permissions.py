"""Who may do what."""

import pytest

from graphsvc.errors import AccessDenied
from graphsvc.model.principal import Principal, Role
from graphsvc.security.permissions import PERMISSIONS, Permission, allowed, may_see_cases, permissions_of, require

SEES_CASES = {Permission.SEARCH, Permission.EXPAND, Permission.CONNECT, Permission.PLACES, Permission.BRIEF}


def user(*roles: Role) -> Principal:
    """A user with these roles."""
    return Principal("u1", "ann", "Ann", "police", frozenset(roles))


def test_every_role_has_its_row() -> None:
    """The table answers for every role there is."""
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_is_held_by_somebody_and_has_words() -> None:
    """No permission is forgotten, and a refusal can always be told in words."""
    assert set().union(*PERMISSIONS.values()) == set(Permission)
    assert all(p.words for p in Permission)


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.ANALYST, SEES_CASES | {Permission.MAKE_BRIEF}, {Permission.IMPORT, Permission.READ_LOG}),
        (Role.ORDER_OFFICER, SEES_CASES | {Permission.MAKE_BRIEF}, {Permission.IMPORT, Permission.READ_LOG}),
        (Role.PANEL_MEMBER, SEES_CASES, {Permission.MAKE_BRIEF, Permission.IMPORT, Permission.READ_LOG}),
        (Role.INTAKE_OFFICER, SEES_CASES | {Permission.IMPORT}, {Permission.MAKE_BRIEF, Permission.READ_LOG}),
        (
            Role.AUDITOR,
            {Permission.READ_LOG, Permission.VERIFY_LOG},
            SEES_CASES | {Permission.IMPORT, Permission.MAKE_BRIEF},
        ),
        (Role.OPERATOR, set(Permission), set()),
    ],
)
def test_the_table(role: Role, may: set[Permission], may_not: set[Permission]) -> None:
    """Each role may do its work and nothing beside it."""
    assert {p for p in Permission if allowed(user(role), p)} >= may
    assert not any(allowed(user(role), p) for p in may_not)


def test_only_the_operator_manages_accounts() -> None:
    """No signed-in role can make itself an account."""
    assert [r for r in Role if allowed(user(r), Permission.MANAGE_ACCOUNTS)] == [Role.OPERATOR]


def test_two_roles_add_up() -> None:
    """A user with two roles may do what either may."""
    both = permissions_of(user(Role.AUDITOR, Role.INTAKE_OFFICER))
    assert both == PERMISSIONS[Role.AUDITOR] | PERMISSIONS[Role.INTAKE_OFFICER]


def test_no_role_no_right() -> None:
    """A user without a role may do nothing and sees nothing."""
    assert permissions_of(user()) == frozenset()
    assert not may_see_cases(user())


@pytest.mark.parametrize("role", Role)
def test_only_the_auditor_sees_no_cases(role: Role) -> None:
    """Every role but the auditor's shows case data."""
    assert may_see_cases(user(role)) == (role is not Role.AUDITOR)


def test_a_refusal_says_what_and_who_may() -> None:
    """The refused user learns what was refused and which colleagues to ask."""
    with pytest.raises(AccessDenied, match="import files") as refused:
        require(user(Role.ANALYST), Permission.IMPORT)
    assert "intake officer" in refused.value.next_step
    with pytest.raises(AccessDenied) as refused:
        require(user(Role.ANALYST), Permission.MANAGE_ACCOUNTS)
    assert "runs the service" in refused.value.next_step
    require(user(Role.INTAKE_OFFICER), Permission.IMPORT)
