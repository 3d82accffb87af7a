"""Who sees which access classes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.principal import Principal, Role
from graphsvc.model.provenance import Handling, Restriction, access_class
from graphsvc.security.scope import scope_for

OPEN = access_class("police", None, Restriction.NONE)
POLICE_CONDITIONS = access_class("police", Handling.CONDITIONS, Restriction.NONE)
HEALTH_CONDITIONS = access_class("health", Handling.CONDITIONS, Restriction.NONE)
POLICE_ONLY = access_class("police", Handling.PERMITTED, Restriction.AGENCY)
HEALTH_ONLY = access_class("health", Handling.CONDITIONS, Restriction.AGENCY)
STRANGE = "secret"
ALL = [OPEN, POLICE_CONDITIONS, HEALTH_CONDITIONS, POLICE_ONLY, HEALTH_ONLY, STRANGE]
ANY_CLASS = st.one_of(
    st.sampled_from(ALL),
    st.text(),
    st.builds("{}:{}".format, st.sampled_from(["agency", "conditions", "open"]), st.text()),
)


def user(agency: str, *roles: Role) -> Principal:
    """A user of ``agency``."""
    return Principal("u1", "ann", "Ann", agency, frozenset(roles))


@pytest.mark.parametrize(
    ("agency", "role", "sees"),
    [
        ("police", Role.ANALYST, {OPEN, POLICE_CONDITIONS, HEALTH_CONDITIONS, POLICE_ONLY}),
        ("police", Role.ORDER_OFFICER, {OPEN, POLICE_CONDITIONS, HEALTH_CONDITIONS, POLICE_ONLY}),
        ("police", Role.INTAKE_OFFICER, {OPEN, POLICE_CONDITIONS, HEALTH_CONDITIONS, POLICE_ONLY}),
        ("police", Role.PANEL_MEMBER, {OPEN, POLICE_CONDITIONS, POLICE_ONLY}),
        ("health", Role.ANALYST, {OPEN, HEALTH_CONDITIONS, HEALTH_ONLY}),
        ("health", Role.PANEL_MEMBER, {OPEN, HEALTH_CONDITIONS, HEALTH_ONLY}),
        ("council", Role.PANEL_MEMBER, {OPEN}),
        ("police", Role.AUDITOR, set()),
        ("anything", Role.OPERATOR, set(ALL)),
    ],
)
def test_who_sees_what(agency: str, role: Role, sees: set[str]) -> None:
    """Each role of each agency sees its classes and no other."""
    scope = scope_for(user(agency, role), ALL, "panel")
    assert scope.visible == sees
    assert (scope.viewer, scope.agency, scope.purpose) == ("u1", agency, "panel")


@pytest.mark.parametrize("agency", ["", "polic", "police ", "Police", "police:x"])
def test_an_agency_that_is_almost_the_police_is_not(agency: str) -> None:
    """Agencies are compared exactly: no part, case or space is forgiven."""
    assert scope_for(user(agency, Role.ANALYST), ALL, "").visible == {OPEN}


def test_a_class_without_owner_is_nobodys() -> None:
    """A broken class is not seen by a user whose agency is empty, nor by the police."""
    broken = ["agency:", "conditions:", "agency", "conditions", "", "open:", "open:police"]
    assert scope_for(user("", Role.ANALYST), broken, "").visible == frozenset()
    assert scope_for(user("police", Role.ANALYST), broken, "").visible == frozenset()


def test_which_agencies_are_police_can_be_said() -> None:
    """Another area names its force otherwise."""
    scope = scope_for(user("south-force", Role.ANALYST), ALL, "", police_agencies={"south-force"})
    assert scope.visible == {OPEN, POLICE_CONDITIONS, HEALTH_CONDITIONS}


def test_the_auditor_who_is_an_analyst_too_sees_as_the_analyst() -> None:
    """Roles add up."""
    assert OPEN in scope_for(user("health", Role.AUDITOR, Role.ANALYST), ALL, "").visible


def test_no_role_sees_nothing() -> None:
    """A user without a role has an empty scope."""
    assert scope_for(user("police"), ALL, "").visible == frozenset()


@given(agency=st.text(), roles=st.frozensets(st.sampled_from(Role)), classes=st.lists(ANY_CLASS))
def test_scope_never_exceeds_what_exists_nor_what_is_owned(
    agency: str, roles: frozenset[Role], classes: list[str]
) -> None:
    """Nobody sees a class that does not exist, and but for the operator nobody sees what another agency keeps to itself."""
    visible = scope_for(Principal("u", "u", "U", agency, roles), classes, "").visible
    assert visible <= set(classes)
    if Role.OPERATOR not in roles:
        assert all(c == f"agency:{agency}" for c in visible if c.startswith("agency"))
