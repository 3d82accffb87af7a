"""The declared entity and link types hold together."""

import pytest

from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.entities import ENTITY_TYPES, EntityType, FieldKind, LocationKind
from graphsvc.model.links import LINK_TYPES, LinkType, LocationRole, PersonRole
from graphsvc.store.rows import RESERVED


@pytest.mark.parametrize("declared", ENTITY_TYPES, ids=lambda t: t.name)
def test_captions_and_identity_name_declared_fields(declared: EntityType) -> None:
    """What names or identifies a thing is one of its own fields, and no field takes a reserved property."""
    names = {f.name for f in declared.fields}
    assert {*declared.caption, *declared.identity} <= names
    assert len(names) == len(declared.fields)
    assert not names & RESERVED


@pytest.mark.parametrize("declared", ENTITY_TYPES, ids=lambda t: t.name)
def test_sensitive_fields_are_neither_captions_nor_searchable(declared: EntityType) -> None:
    """A number used for matching alone never appears as a name or in the index."""
    for field in declared.fields:
        if field.sensitive:
            assert field.name not in declared.caption
            assert field.term is None


@pytest.mark.parametrize("declared", LINK_TYPES, ids=lambda t: t.name)
def test_link_ends_are_declared_entity_types(declared: LinkType) -> None:
    """Only known kinds of thing stand at the ends, and an undirected link joins one kind with itself."""
    known = {t.name for t in ENTITY_TYPES}
    assert all({a, b} <= known for a, b in declared.ends)
    assert declared.directed or all(a == b for a, b in declared.ends)


def test_the_places_and_roles_of_the_field_are_there() -> None:
    """Schools, parks, children's homes and the rest can be told apart, and so can roles in events and of places."""
    assert {
        "school",
        "park",
        "residential children's home",
        "home address",
        "area",
        "takeaway",
        "hotel",
        "taxi rank",
    } <= set(LocationKind)
    assert {"transport hub", "online space", "other"} <= set(LocationKind)
    assert {"suspect", "convicted", "victim or possible victim", "witness or informant"} <= set(PersonRole)
    assert {"offence", "meeting", "pick-up", "found at", "residence", "reported at"} <= set(LocationRole)


def test_plate_taxi_plate_and_driver_badge_are_three_things() -> None:
    """A registration, a licence plate and a driver's badge are fields of their own, the badge of a person."""
    by_name = {t.name: t for t in ENTITY_TYPES}
    vehicle, person = by_name["Vehicle"], by_name["Person"]
    assert vehicle.field("vrm") != vehicle.field("taxi_plate")
    assert vehicle.field("driver_badge") is None
    badge = person.field("driver_badge")
    assert badge is not None
    assert badge.kind is FieldKind.REFERENCE


def test_a_mention_is_found_by_every_searchable_form() -> None:
    """Name, each alias and identifiers are folded; sensitive numbers are not among them."""
    mention = Mention(
        "r", "row 2", "Person", "e", {"name": "José Almeida", "alias": ("Zé", "Joe"), "nhs_number": "9434765919"}
    )
    assert [(t.kind.value, t.form) for t in mention.terms()] == [
        ("name", "jose almeida"),
        ("alias", "ze"),
        ("alias", "joe"),
    ]
    assert mention.caption == "José Almeida"


def test_two_roles_of_one_row_are_two_assertions() -> None:
    """The role is part of what is asserted; the time is not, so a replay meets itself."""
    first = LinkAssertion("r", "row 2", "TOOK_PART", "a", "b", role="suspect")
    second = LinkAssertion("r", "row 2", "TOOK_PART", "a", "b", role="witness or informant")
    assert first.id != second.id
    assert first.id == LinkAssertion("r", "row 2", "TOOK_PART", "a", "b", role="suspect", sentence="x").id
