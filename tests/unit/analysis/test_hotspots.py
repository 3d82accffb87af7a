"""Hotspots: arithmetic worked out by hand, and what is left out."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from graphsvc.analysis.hotspots import STANDING_LIMITS, HotspotParameters, hotspots
from graphsvc.model.standing_out import Hotspot, Hotspots
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, days, happening
from tests.support.views import AS_OF, Known, Said, a_view, id_of, link_id, name_of, said

CROWD = crowd(1000)
BEFORE = crowd(1000, start="2026-02-14 12:00", prefix="b")
NOW = AS_OF.strftime("%Y-%m-%d %H:%M")
MARCH = {"from_at": datetime(2026, 3, 1, tzinfo=UTC), "to_at": datetime(2026, 4, 1, tzinfo=UTC)}
NEVER_OLD = {"half_life_days": 36500}


def hot(view: NetworkView, **parameters: object) -> Hotspots:
    """The hotspots under these parameters."""
    return hotspots(view, HotspotParameters.model_validate(parameters))


def names(found: Hotspots) -> list[str]:
    """The places or vehicles in order, by name."""
    return [name_of(r.entity_id) for r in found.rows]


def line(found: Hotspots, name: str) -> Hotspot:
    """The line of one place or vehicle."""
    return next(r for r in found.rows if name_of(r.entity_id) == name)


def nights(place: str, when: Iterable[str], **parts: object) -> list[Said]:
    """An event at a place at each of these moments, each told by a report of its own."""
    people = {"harmed": ("ann",), "alleged": ("dan",)} | parts
    return [s for i, at in enumerate(when) for s in happening(f"{place[:8]} {i}", place, start=at, **people)]


def test_the_strength_of_a_place_by_hand() -> None:
    """Three recurring nights of today's weight, 1.0, 0.6 and 0.25, with two children by two agencies: 1.85 x √4 = 3.7.

    Two more that day with a child and a man who never come again count as concern and not as strength.
    """
    graded = ("1-A", "2-C", "3-D")
    told = [
        s
        for i, grade in enumerate(graded)
        for s in happening(
            f"e{i}", "park", harmed=("ann", "bea"), alleged=("dan",), vehicles=("cab",), grade=grade, start=NOW
        )
    ]
    once = [*happening("x1", "park", harmed=("eva",), start=NOW), *happening("x2", "park", alleged=("gus",), start=NOW)]
    calm = happening("calm", "park", present=("hal",), start=NOW)
    found = hot(a_view(*told, *once, *calm, *CROWD, agencies={"r e1": "school"}))
    row = line(found, "park")
    assert row.strength.evidence == pytest.approx(1.85)
    assert row.strength.value == pytest.approx(3.7)
    assert (row.strength.occasions, row.strength.confirmed, row.strength.unconfirmed, row.strength.tentative) == (
        3,
        1,
        1,
        1,
    )
    assert (row.concern, row.events, row.no_claim, found.concern) == (5, 6, False, 5)
    assert (row.alleged, row.vehicles, row.converges) == (1, 1, True)
    assert set(row.link_ids) == {link_id(s) for s in (*told, *once)}
    assert set(found.link_ids) == set(row.link_ids)


@pytest.mark.parametrize(
    "parts",
    [
        {"harmed": ("ann",), "vehicles": ("cab",)},
        {"harmed": ("ann", "bea"), "alleged": (), "vehicles": ("cab",)},
        {"harmed": ("ann", "bea")},
    ],
)
def test_it_converges_only_with_children_people_alleged_and_a_vehicle(parts: dict[str, tuple[str, ...]]) -> None:
    """One child, nobody alleged, or no vehicle: something recurs there, but the three do not converge."""
    row = line(hot(a_view(*nights("park", days("2026-03", [1, 5, 9]), **parts), *CROWD)), "park")
    assert row.strength.occasions == 3
    assert not row.converges


def test_recurrence_ranks_before_numbers_and_the_plain_rank_stands_beside() -> None:
    """Three nights of one company rank before nine different ones; by plain count the busy square is first."""
    busy = [
        s
        for i, at in enumerate(days("2026-03", range(1, 10)))
        for s in happening(f"b{i}", "square", harmed=(f"kid{i}",), start=at)
    ]
    found = hot(a_view(*nights("park", days("2026-03", [1, 5, 9])), *busy, *crowd(300, "square")))
    assert names(found) == ["park", "square"]
    assert [(r.rank, r.plain_rank, r.events, r.concern) for r in found.rows] == [(1, 2, 3, 3), (2, 1, 309, 9)]
    assert found.rows[1].strength.value == 0.0


def test_default_points_and_paperwork_are_left_out_and_counted_aside() -> None:
    """A default point and a police station where it was only reported are no hotspots, however much gathers there."""
    paper = [said(f"park {i}", "OCCURRED_AT", "station", role="reported at", report=f"r park {i}") for i in range(3)]
    view = a_view(
        *nights("middle", days("2026-03", range(1, 10))),
        *nights("park", days("2026-02", [1, 5, 9])),
        *paper,
        said("park 0", "OCCURRED_AT", "park", role="admin", report="r park 0"),
        *CROWD,
        known=(Known("middle", kind="default point"),),
    )
    found = hot(view)
    assert names(found) == ["park"]
    assert (line(found, "park").events, line(found, "park").admin) == (3, 1)
    assert dict(found.aside) == {"reported or filed there": 4, "at a default point": 9}
    assert hot(view, of="vehicles").aside == {}


@pytest.mark.parametrize(("occasions", "claim"), [(4, False), (5, True)])
def test_no_claim_below_five(occasions: int, claim: bool) -> None:
    """Four occasions of concern make no claim and the limits say so; five do; another floor may be asked for."""
    view = a_view(*nights("park", days("2026-03", range(1, occasions + 1))), *CROWD)
    found = hot(view)
    assert (not found.rows[0].no_claim, not any("No claim" in limit for limit in found.limits)) == (claim, claim)
    assert [hot(view, no_claim_below=n).rows[0].no_claim for n in (occasions, occasions + 1)] == [False, True]


@pytest.mark.parametrize(("of_four", "expected"), [(2, None), (3, ("police", 0.75)), (4, ("police", 1.0))])
def test_a_place_of_one_agency_says_so(of_four: int, expected: tuple[str, float] | None) -> None:
    """From three in four occasions told by one agency it is named with its share."""
    view = a_view(
        *nights("park", days("2026-03", range(1, 5))),
        *CROWD,
        agencies={f"r park {i}": "school" for i in range(of_four, 4)},
    )
    assert hot(view).rows[0].one_agency == expected


def test_a_place_without_coordinates_has_no_point_and_is_counted() -> None:
    """One place with a point, one without: the second has None, and the finding says that one is unlocated."""
    view = a_view(
        *nights("park", days("2026-03", [1, 5])),
        *nights("shop", days("2026-03", [2, 6])),
        *CROWD,
        known=(Known("park", latitude=53.4, longitude=-1.3), Known("shop", latitude=53.4)),
    )
    found = hot(view)
    assert (line(found, "park").point, line(found, "shop").point, found.unlocated) == ((53.4, -1.3), None, 1)
    assert hot(view, of="vehicles").unlocated == 0


def test_all_events_on_one_day() -> None:
    """Sixty reports of one day, all that there is, rank without complaint, and say their one day."""
    told = [
        s
        for i in range(60)
        for s in happening(
            f"e{i}", "park" if i % 3 else "shop", harmed=(f"kid{i % 7}",), alleged=(f"m{i % 5}",), start=NOW
        )
    ]
    for of in ("places", "vehicles", "times"):
        found = hot(a_view(*told), of=of)
        assert found.concern == 60
        assert sum(map(sum, found.hours)) + found.no_hour == 60
    assert names(hot(a_view(*told))) == ["park", "shop"]


def test_nothing_of_concern_gives_no_rows_and_says_why() -> None:
    """An empty view, and one with acquaintances or calm events alone, has no hotspots of any sort, and says so."""
    for view in (a_view(), a_view(said("ann", "KNOWS", "bob")), a_view(*crowd(9, "park"))):
        for of in ("places", "vehicles", "times"):
            found = hot(view, of=of, **MARCH)
            assert (found.rows, found.total, found.concern, found.unlocated) == ((), 0, 0, 0)
            assert any("No report in scope says that a child was harmed" in limit for limit in found.limits)
            assert found.limits[: len(STANDING_LIMITS)] == STANDING_LIMITS


def test_period_against_period() -> None:
    """March beside the 31 days before it: five occasions of concern, before it two; without a period nothing is compared."""
    moments = [*days("2026-03", [2, 5, 8, 11, 14]), *days("2026-02", [10, 20]), "2025-06-01 20:00"]
    view = a_view(*nights("park", moments, vehicles=("cab",)), *CROWD, *BEFORE)
    for of in ("places", "vehicles"):
        row = hot(view, of=of, **MARCH).rows[0]
        assert (row.concern, row.previous_concern) == (5, 2)
        assert row.previous is not None
        assert (row.strength.occasions, row.previous.occasions) == (5, 2)
        assert (hot(view, of=of).rows[0].previous, hot(view, of=of).rows[0].previous_concern) == (None, None)
        assert hot(view, of=of, **MARCH, compare_previous=False).rows[0].previous_concern is None
    assert any("1,003 occasions lie outside" in limit for limit in hot(view, **MARCH).limits)


def test_what_moved_away_stands_with_the_period_before() -> None:
    """Recency in the period before counts from its own end: the same nights a month earlier have the same strength."""
    moments = [*days("2026-03", [2, 5, 8]), *days("2026-02", [2, 5, 8])]
    period = {"from_at": datetime(2026, 3, 1, tzinfo=UTC), "to_at": datetime(2026, 3, 29, tzinfo=UTC)}
    row = hot(a_view(*nights("park", moments), *CROWD, *BEFORE), **period).rows[0]
    assert row.previous is not None
    assert row.previous.evidence == pytest.approx(row.strength.evidence, rel=1e-9)


def test_times_rank_by_local_slots_of_three_hours() -> None:
    """18:30 UTC before and after the clocks go forward are two slots; Monday is day 0, and each slot says what is usual."""
    moments = ["2026-03-02 18:30", "2026-03-09 18:30", "2026-03-30 18:30", "2026-03-31 18:30"]
    view = a_view(*nights("park", moments), *happening("calm", present=("hal",), start="2026-03-16 07:00"))
    found = hot(view, of="times", **NEVER_OLD)
    slots = {(r.slot.weekday, r.slot.from_hour, r.slot.to_hour): r for r in found.rows if r.slot}
    assert set(slots) == {(0, 18, 21), (1, 18, 21)}
    monday = slots[0, 18, 21]
    assert monday.slot is not None
    # Three of the five events of known hour fall there, and four are of concern: 3 / 5 x 4 would be usual.
    assert (monday.concern, monday.events, monday.plain_rank, monday.slot.timed) == (3, 3, 1, 4)
    assert monday.slot.expected == pytest.approx(2.4)
    assert (found.hours[0][18], found.hours[0][19], found.hours[1][19], found.total) == (2, 1, 1, 2)
    assert found.rows[0] is monday


def test_what_has_no_hour_is_counted_beside_the_week() -> None:
    """A day alone and no date are not in the grid, and are counted."""
    view = a_view(*nights("park", ["2026-03-02 20:30", "2026-03-03", ""]), *CROWD)
    found = hot(view)
    assert (sum(map(sum, found.hours)), found.no_hour, found.undated) == (1, 2, 1)
    assert (sum(map(sum, found.rows[0].hours)), found.rows[0].no_hour) == (1, 2)


def test_vehicles_rank_as_places_do() -> None:
    """The car of three recurring nights is first of two; a car in a calm event is none."""
    view = a_view(
        *nights("park", days("2026-03", [1, 5, 9]), vehicles=("cab",)),
        *happening("x", alleged=("gus",), vehicles=("van",), start=NOW),
        *happening("y", vehicles=("bus",), start=NOW),
        *CROWD,
    )
    found = hot(view, of="vehicles")
    assert (names(found), found.total) == (["cab", "van"], 2)
    assert found.rows[0].point is None


def test_only_the_first_are_shown_of_all() -> None:
    """Three of seven, and the finding says that there are seven."""
    told = [
        s for i in range(7) for s in happening(f"e{i}", f"place{i}", harmed=("ann",), start=f"2026-03-{i + 1:02} 10:00")
    ]
    found = hot(a_view(*told), limit=3)
    assert ([r.rank for r in found.rows], found.total) == ([1, 2, 3], 7)


def test_what_is_suspected_to_be_false_is_left_out_and_said() -> None:
    """Grade E makes no hotspot, and the limits count it."""
    found = hot(a_view(*nights("park", days("2026-03", [1, 5, 9]), grade="1-E"), *CROWD))
    assert found.rows == ()
    assert "9 statements graded E were left out." in found.limits


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_at": datetime(2026, 3, 2, tzinfo=UTC), "to_at": datetime(2026, 3, 1, tzinfo=UTC)},
        {"from_at": datetime(2026, 3, 1, tzinfo=UTC), "to_at": datetime(2026, 3, 1, tzinfo=UTC)},
        {"from_at": datetime(2026, 3, 1)},  # noqa: DTZ001
        {"limit": 0},
        {"limit": 501},
        {"no_claim_below": -1},
        {"of": "children"},
        {"of": "people"},
        {"half_life_days": 0},
        {"unheard": 1},
    ],
)
def test_hostile_parameters_are_refused(wrong: dict[str, object]) -> None:
    """A period that ends before it starts, no zone, senseless numbers, and a ranking of people or children."""
    with pytest.raises(ValueError, match="validation error"):
        HotspotParameters.model_validate(wrong)


def test_no_hotspot_is_a_person() -> None:
    """Places and vehicles are ranked and nobody is: no line is about a person."""
    view = a_view(*nights("park", days("2026-03", [1, 5, 9]), vehicles=("cab",)), *CROWD)
    people = {id_of(n) for n in ("ann", "dan")}
    assert not people & {r.entity_id for of in ("places", "vehicles", "times") for r in hot(view, of=of).rows}
