"""Finding rows of a view by id."""

from tests.support.views import a_view, id_of, said


def test_links_are_found_by_id_with_both_ends() -> None:
    """A cited assertion leads back to the two things it joins; an unknown id to nothing."""
    view = a_view(said("ann", "KNOWS", "bob"), said("bob", "KNOWS", "cat"))
    wanted = view.link_id_of(1)
    found = view.links_by_id([wanted, "f" * 32])
    assert [f["id"] for f in found] == [wanted]
    assert {found[0]["from_id"], found[0]["to_id"]} == {id_of("bob"), id_of("cat")}


def test_no_ids_find_nothing() -> None:
    """An empty question has an empty answer, on an empty view as well."""
    assert a_view(said("ann", "KNOWS", "bob")).links_by_id([]) == []


def test_an_unknown_or_hostile_id_has_no_row() -> None:
    """Ids that are no ids are simply not there."""
    view = a_view(said("ann", "KNOWS", "bob"))
    for given in ("", "x", "é" * 32, "0" * 64, id_of("ann") + "\x00"):
        assert view.index_of(given) is None
