"""The busiest places: arithmetic worked out by hand."""

from datetime import UTC, datetime

import pytest

from graphsvc.analysis.place_counts import RankingParameters
from graphsvc.analysis.place_detail import place_detail
from graphsvc.analysis.places import busiest_places
from graphsvc.errors import InputError, NotFound
from graphsvc.model.finding import PlaceDetail, PlaceRanking, PlaceRow
from graphsvc.model.view import NetworkView
from tests.support.views import Said, a_view, id_of, link_id, name_of, said, unseen

MARCH = {"from_at": datetime(2026, 3, 1, tzinfo=UTC), "to_at": datetime(2026, 4, 1, tzinfo=UTC)}


def rank(view: NetworkView, **parameters: object) -> PlaceRanking:
    """The ranking under these parameters."""
    return busiest_places(view, RankingParameters.model_validate(parameters))


def detail(view: NetworkView, place: str, **parameters: object) -> PlaceDetail:
    """The detail of a place, by name."""
    return place_detail(view, id_of(place), RankingParameters.model_validate(parameters))


def names(found: PlaceRanking) -> list[str]:
    """The places in order, by name."""
    return [name_of(r.place_id) for r in found.rows]


def line(found: PlaceRanking, place: str) -> PlaceRow:
    """The line of one place."""
    return next(r for r in found.rows if name_of(r.place_id) == place)


def happened(event: str, place: str, **more: str) -> Said:
    """An event happened at a place."""
    return said(event, "OCCURRED_AT", place, role=more.pop("role", "offence"), **more)


def test_a_line_has_its_arithmetic() -> None:
    """Two events (one told twice) and one sighting: each count is of different things."""
    view = a_view(
        happened("e1", "park", report="a", start="2026-03-01 20:00"),
        happened("e1", "park", report="b", start="2026-03-01 20:00"),
        happened("e2", "park", report="b", start="2026-03-09 21:00"),
        said("ann", "TOOK_PART", "e1", report="a"),
        said("ann", "TOOK_PART", "e2", report="b"),
        said("officer", "TOOK_PART", "e2", role="investigating officer", report="b"),
        said("cab", "INVOLVED_IN", "e2", types=("Vehicle", "Event"), report="b"),
        said("bob", "SEEN_AT", "park", report="c"),
        origins={"a": "one source", "b": "one source"},
        agencies={"c": "school"},
    )
    row = line(rank(view), "park")
    assert (row.events, row.sightings, row.people, row.vehicles, row.statements) == (2, 1, 2, 1, 4)
    assert (row.origins, row.agencies, row.undated) == (2, ("police", "school"), 1)
    assert row.first_at == datetime(2026, 3, 1, 20, tzinfo=UTC)
    assert row.last_at == datetime(2026, 3, 9, 21, tzinfo=UTC)


def test_places_rank_by_events_then_people_then_origins_then_id() -> None:
    """Ties are broken by people, then origins, then id; never by the order of the rows."""
    view = a_view(
        happened("e9", "d one person"), said("ann", "TOOK_PART", "e9"),
        happened("e5", "c told twice", report="x"), happened("e5", "c told twice", report="y"),
        happened("e7", "b plain"), happened("e6", "a plain"),
        happened("e1", "z most"), happened("e2", "z most"),
    )  # fmt: skip
    assert names(rank(view)) == ["z most", "d one person", "c told twice", "a plain", "b plain"]
    assert names(rank(view, order="people"))[0] == "d one person"
    assert names(rank(view, order="origins"))[0] == "c told twice"


def test_shares_add_up_to_the_whole() -> None:
    """Each place's share is of everything counted, the cumulative share of the last place is the whole."""
    view = a_view(*(happened(f"e{i}", "park" if i < 3 else "shop") for i in range(4)))
    found = rank(view)
    assert [(r.share, r.cumulative_share) for r in found.rows] == [(0.75, 0.75), (0.25, 1.0)]
    assert (found.total, found.all_events) == (2, 4)


def test_where_things_are_only_reported_is_counted_aside() -> None:
    """A police station where offences are reported does not rank, and its paperwork does not count elsewhere."""
    view = a_view(
        *(happened(f"e{i}", "station", role="reported at") for i in range(9)),
        happened("e0", "park"),
        happened("e1", "park", role="admin"),
    )
    found = rank(view)
    assert names(found) == ["park"]
    assert (found.rows[0].events, found.rows[0].admin_statements) == (1, 1)


def test_living_working_and_attending_do_not_make_a_place_busy() -> None:
    """A school with its pupils but no event is not in the ranking."""
    assert names(rank(a_view(*(said(f"p{i}", "ATTENDS", "school") for i in range(9)), happened("e", "park")))) == [
        "park"
    ]


def test_grade_e_never_counts_and_low_grades_as_asked() -> None:
    """What is suspected to be false is not counted; a lowest grade leaves out what is below it."""
    view = a_view(happened("e1", "park", grade="1-E"), happened("e2", "park", grade="3-D"), happened("e3", "park"))
    assert line(rank(view), "park").events == 2
    assert line(rank(view, lowest_source="2"), "park").events == 1


@pytest.mark.parametrize(
    ("when", "counted", "undated"),
    [
        ({"start": "2026-03-01 00:00"}, 1, 0),
        ({"start": "2026-03-31 23:59"}, 1, 0),
        ({"start": "2026-04-01 00:00"}, 0, 0),
        ({"start": "2026-02-28 23:59"}, 0, 0),
        ({"start": "2026-03-01", "end": "2026-04-01", "precision": "month"}, 1, 0),
        ({"start": "2026-02-01", "end": "2026-03-01", "precision": "month"}, 0, 0),
        ({"start": "2026-01-01", "end": "2027-01-01", "precision": "year"}, 0, 1),
        ({}, 0, 1),
    ],
)
def test_what_belongs_to_a_period(when: dict[str, str], counted: int, undated: int) -> None:
    """The start is in and the end is out; a month counts where it lies inside; what cannot be placed is counted aside."""
    view = a_view(happened("e", "park", **when), happened("sure", "park", start="2026-03-10 12:00"))
    row = line(rank(view, **MARCH), "park")
    assert (row.events - 1, row.undated) == (counted, undated)


def test_an_event_lends_its_time_to_a_statement_without_one() -> None:
    """A place given without a time takes the time another report gives the same event."""
    view = a_view(happened("e", "park"), said("ann", "TOOK_PART", "e", start="2026-03-05 10:00", report="r2"))
    assert line(rank(view, **MARCH), "park").undated == 0


def test_the_period_before_stands_beside() -> None:
    """The same places in the period of the same length just before."""
    view = a_view(
        happened("e1", "park", start="2026-03-05 10:00"),
        happened("e2", "park", start="2026-02-20 10:00"),
        happened("e3", "park", start="2026-02-21 10:00"),
        happened("e4", "park", start="2020-02-21 10:00"),
    )
    found = rank(view, **MARCH)
    assert (found.rows[0].events, found.previous[id_of("park")].events) == (1, 2)
    assert rank(view).previous == {}


def test_areas_are_not_ranked_beside_places_but_can_be_asked_for() -> None:
    """A postcode is not a place among places; asked for, it gathers what happened within it, nearest or widest."""
    view = a_view(
        said("shop", "PART_OF", "postcode"), said("park", "PART_OF", "postcode"), said("postcode", "PART_OF", "town"),
        said("shop", "PART_OF", "town"),
        happened("e1", "shop"), happened("e2", "park"), happened("e3", "postcode"), happened("e4", "lonely"),
    )  # fmt: skip
    assert names(rank(view)) == ["lonely", "park", "shop"]
    nearest = rank(view, level="nearest_area")
    assert (names(nearest), nearest.rows[0].events) == (["postcode"], 3)
    assert names(rank(view, level="widest_area")) == ["town"]
    assert line(rank(view, level="widest_area"), "town").events == 3


def test_places_within_one_another_in_a_circle_do_not_hang() -> None:
    """Bad data that puts each of two places within the other gives an answer."""
    view = a_view(said("a", "PART_OF", "b"), said("b", "PART_OF", "a"), happened("e", "a"), happened("f", "c"))
    assert names(rank(view)) == ["c"]
    assert rank(view, level="widest_area").rows == ()


def test_no_claim_is_made_on_few_events() -> None:
    """Below the number asked for, the line says that nothing is claimed, and so do the limits."""
    found = rank(a_view(*(happened(f"e{i}", "park") for i in range(5)), happened("x", "shop")))
    assert [r.no_claim for r in found.rows] == [False, True]
    assert any("No claim" in limit for limit in found.limits)


def test_nothing_reported_gives_an_empty_ranking() -> None:
    """No places, no rows, no division by nothing."""
    assert rank(a_view(said("ann", "KNOWS", "bob"))).rows == ()
    assert rank(a_view()).total == 0


def test_only_the_first_are_shown_of_all() -> None:
    """The ranking says of how many places it shows the first."""
    found = rank(a_view(*(happened(f"e{i}", f"place{i}") for i in range(7))), limit=3)
    assert (len(found.rows), found.total) == (3, 7)


def test_the_detail_of_a_place_holds_every_statement_by_what_it_is() -> None:
    """Events, sightings, who took part, who lives there and what was only reported there, each by its ids."""
    event, part = happened("e1", "park"), said("ann", "TOOK_PART", "e1")
    seen, home = said("bob", "SEEN_AT", "park"), said("cat", "LIVES_AT", "park")
    filed = happened("e2", "park", role="reported at")
    elsewhere = [happened("e3", "shop"), said("dan", "TOOK_PART", "e3")]
    found = detail(a_view(event, part, seen, home, filed, *elsewhere), "park")
    assert (found.happened, found.seen) == ((link_id(event),), (link_id(seen),))
    assert (found.took_part, found.standing, found.admin) == ((link_id(part),), (link_id(home),), (link_id(filed),))
    assert set(found.link_ids) == {link_id(event), link_id(seen), link_id(part)}
    assert found.row == line(rank(a_view(event, part, seen, home, filed, *elsewhere)), "park")


def test_the_detail_of_a_place_without_events_has_no_line() -> None:
    """A place where nothing happened has a detail all the same."""
    found = detail(a_view(said("ann", "LIVES_AT", "home")), "home")
    assert (found.row, len(found.standing), found.link_ids) == (None, 1, ())


def test_the_detail_of_what_is_no_place_is_refused() -> None:
    """A person's id is refused; an id out of scope is not found."""
    view = a_view(said("ann", "SEEN_AT", "park"), alone=("hidden",))
    with pytest.raises(InputError):
        detail(view, "ann")
    for name in ("nowhere", "hidden"):
        with pytest.raises(NotFound):
            detail(unseen(view, "hidden"), name)


def test_the_detail_of_an_area_gathers_what_happened_within_it() -> None:
    """A town has the events of its shop and its postcode; a postcode those directly within it."""
    events = [happened("e1", "shop"), happened("e2", "postcode"), happened("e3", "far off")]
    view = a_view(said("shop", "PART_OF", "postcode"), said("postcode", "PART_OF", "town"), *events)
    for area in ("town", "postcode"):
        found = detail(view, area)
        assert set(found.happened) == {link_id(e) for e in events[:2]}
        assert found.row is not None
        assert found.row.events == 2
        assert any("within it" in limit for limit in found.limits)


def test_an_event_at_two_places_counts_at_both_and_the_limits_say_so() -> None:
    """The total then holds it twice, which is said."""
    found = rank(a_view(happened("e", "park"), happened("e", "shop", role="pick-up")))
    assert ([r.events for r in found.rows], found.all_events) == ([1, 1], 2)
    assert any("several places" in limit for limit in found.limits)
    assert not any("several places" in limit for limit in rank(a_view(happened("e", "park"))).limits)


def test_an_event_one_report_dates_is_not_undated_by_another() -> None:
    """An event put in the period by one report is not also counted aside because another gives only the year."""
    view = a_view(
        happened("e", "park", report="r1", start="2026-03-05 10:00"),
        happened("e", "park", report="r2", start="2026-01-01", end="2027-01-01", precision="year"),
    )
    row = line(rank(view, **MARCH), "park")
    assert (row.events, row.undated) == (1, 0)
