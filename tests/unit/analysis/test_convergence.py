"""Patterns round one place, vehicle, number or person alleged."""

import numpy as np
import pytest

from graphsvc.analysis.company import company
from graphsvc.analysis.convergence import Concern, Draft, converging, merged
from graphsvc.analysis.people import Households
from graphsvc.model.standing_out import PatternKind, Strength
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, days, happening, names_at, occasions_of, row_of
from tests.support.views import Said, a_view, said

CROWD = crowd(1000)


def nights(number: int, place: str = "park", month: str = "2026-03", **parts: object) -> list[Said]:
    """So many nights at a place, each an event and a report of its own."""
    told = enumerate(days(month, [2 + 3 * i for i in range(number)]))
    return [s for i, at in told for s in happening(f"{place[:4]}{month[5:]} {i}", place, start=at, **parts)]


def a_draft(centre: int, value: float, rows: tuple[int, ...], kind: PatternKind = PatternKind.PLACE) -> Draft:
    """A pattern of these occasions with this strength."""
    strength = Strength(value, value, len(rows), 0, len(rows), 0, 1, ("police",))
    return Draft(kind, (centre,), np.array(rows, np.int64), frozenset(), strength)


def found_in(view: NetworkView, set_aside: tuple[str, ...] = (), fewest: int = 3) -> dict[str, Draft]:
    """The patterns of a view by the name of their centre."""
    found = occasions_of(view)
    pairs = company(found, Households.of(view, found.usable))
    aside = np.zeros(len(view.entity_ids), bool)
    aside[[row_of(view, name) for name in set_aside]] = True
    drafts = list(converging(found, pairs, aside, fewest))
    assert all(len(d.centre) == 1 for d in drafts)
    return {names_at(view, d.centre).pop(): d for d in drafts}


def test_children_people_alleged_and_a_vehicle_recur_at_a_place() -> None:
    """Round each of place, vehicle, number and person alleged stands the same company, with the children it harms."""
    parts = {"harmed": ("ann", "amy"), "alleged": ("dan",), "vehicles": ("cab",), "phones": ("07700",)}
    view = a_view(*nights(4, **parts), *CROWD)
    drafts = found_in(view)
    assert {name: d.kind for name, d in drafts.items()} == {
        "park": PatternKind.PLACE,
        "cab": PatternKind.VEHICLE,
        "07700": PatternKind.NUMBER,
        "dan": PatternKind.PERSON,
    }
    for name, draft in drafts.items():
        assert names_at(view, draft.children) == {"ann", "amy"}
        assert names_at(view, draft.company) == {"ann", "amy", "dan", "cab", "07700", "park"} - {name}
        assert (draft.strength.occasions, draft.strength.children) == (4, 2)


def test_somebody_harmed_is_never_a_centre() -> None:
    """Not a child who is harmed, and not one of whom something is alleged as well, be it on another night."""
    view = a_view(
        *nights(4, harmed=("ann",), alleged=("amy",)),
        *happening("other", harmed=("amy",), start="2026-01-05 20:00"),
        *CROWD,
    )
    assert set(found_in(view)) == {"park"}


def test_a_worker_witness_or_parent_is_no_company() -> None:
    """Who stands in another part each night is no centre, is in no company, and makes no pattern by being there."""
    told = nights(4, harmed=("ann",), alleged=("dan",), present=("worker",))
    told += [said("parent", "TOOK_PART", s.second, role="witness or informant", report=s.report, start=s.start)
             for s in told if s.first == "ann"]  # fmt: skip
    view = a_view(*told, *CROWD)
    drafts = found_in(view)
    assert set(drafts) == {"park", "dan"}
    assert all(not names_at(view, d.company) & {"worker", "parent"} for d in drafts.values())
    alone = [
        s
        for i, at in enumerate(days("2026-03", [2, 5, 8, 11]))
        for s in happening(f"n{i}", "park", harmed=(f"kid{i}",), present=("worker",), start=at)
    ]
    assert found_in(a_view(*alone, *CROWD)) == {}


def test_company_that_has_nothing_to_do_with_harm_is_none() -> None:
    """Two who meet at a park night after night where nobody is harmed and nothing alleged are no pattern."""
    assert found_in(a_view(*nights(6, present=("ann", "bob"), vehicles=("cab",)), *CROWD)) == {}


def test_company_of_calm_nights_is_no_part_of_the_pattern() -> None:
    """A van that comes to the park on four nights of its own, on which nobody is harmed, is not in the park's pattern."""
    view = a_view(*nights(4, harmed=("ann",), alleged=("dan",)), *nights(4, month="2026-02", vehicles=("van",)), *CROWD)
    park = found_in(view)["park"]
    assert names_at(view, park.company) == {"ann", "dan"}
    assert len(park.rows) == 4


def test_things_alleged_without_a_child_are_no_pattern() -> None:
    """Where nobody is reported as harmed there is no pattern, however often somebody is alleged."""
    assert found_in(a_view(*nights(6, alleged=("dan",), vehicles=("cab",)), *CROWD)) == {}


def test_fewer_tellings_than_asked_for_are_no_pattern() -> None:
    """Three nights are a pattern where three are asked for, and none where four are."""
    view = a_view(*nights(3, harmed=("ann",), alleged=("dan",)), *CROWD)
    assert set(found_in(view, fewest=3)) == {"park", "dan"}
    assert found_in(view, fewest=4) == {}


def test_what_is_set_aside_is_no_centre() -> None:
    """A default point is the centre of nothing; what recurs there still stands round the person alleged."""
    view = a_view(*nights(4, harmed=("ann",), alleged=("dan",)), *CROWD)
    assert set(found_in(view, set_aside=("park",))) == {"dan"}


def test_concern_is_harm_or_allegation() -> None:
    """An occasion matters where a child is harmed or somebody is alleged, and not where people are only present."""
    view = a_view(
        *happening("e1", harmed=("ann",)), *happening("e2", alleged=("dan",)), *happening("e3", present=("bob",))
    )
    found = occasions_of(view)
    concern = Concern.of(found)
    order = [found.event.tolist().index(row_of(view, e)) for e in ("e1", "e2", "e3")]
    assert [[bool(m[i]) for i in order] for m in (concern.harm, concern.alleged, concern.any)] == [
        [True, False, False],
        [False, True, False],
        [True, True, False],
    ]


def test_patterns_of_the_same_occasions_stand_once() -> None:
    """Four centres of the same four nights are one pattern with three others beside it; other nights are another."""
    view = a_view(
        *nights(4, harmed=("ann",), alleged=("dan",), vehicles=("cab",)),
        *nights(3, "shop", "2026-02", harmed=("bea",), alleged=("eve",)),
        *CROWD,
    )
    drafts = list(found_in(view).values())
    kept = merged(drafts)
    assert [len(d.also) for d in kept] == [2, 1]
    assert [d.strength.value for d in kept] == sorted((d.strength.value for d in kept), reverse=True)
    assert sum(1 + len(d.also) for d in kept) == len(drafts)
    assert [len(d.everything) for d in kept] == [4, 3]


@pytest.mark.parametrize(("smaller", "patterns"), [((4, 5, 10, 11), 1), ((4, 5, 10, 11, 12), 2)])
def test_half_of_the_smaller_is_enough_to_be_one_pattern(smaller: tuple[int, ...], patterns: int) -> None:
    """Of a smaller pattern's four occasions two are the larger's: one pattern; of five two: two patterns."""
    larger = a_draft(0, 9.0, (0, 1, 2, 3, 4, 5))
    kept = merged([a_draft(1, 5.0, smaller), larger])
    assert (len(kept), kept[0]) == (patterns, larger)


def test_of_equals_the_place_that_moved_stands_first() -> None:
    """It says more than that somebody was at both places; a stronger pattern still stands before it."""
    person = a_draft(0, 5.0, (0, 1), PatternKind.PERSON)
    move = a_draft(1, 5.0, (0, 1), PatternKind.MOVED)
    assert merged([person, move]) == [move]
    assert merged([a_draft(2, 6.0, (0, 1), PatternKind.VEHICLE), a_draft(1, 5.0, (0, 1), PatternKind.MOVED)])[
        0
    ].centre == (2,)
