"""Places that follow one another."""

from datetime import UTC, datetime

import pytest

from graphsvc.analysis.company import company
from graphsvc.analysis.convergence import Draft, converging
from graphsvc.analysis.moves import moved
from graphsvc.analysis.occasions import Occasions
from graphsvc.analysis.people import Households
from graphsvc.model.standing_out import PatternKind
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, days, happening, names_at, occasions_of
from tests.support.views import Known, Said, a_view

CROWD = crowd(1000)
TEN = tuple(range(1, 20, 2))


def nights(place: str, month: str, numbers: tuple[int, ...] = (3, 10, 17, 24), **parts: object) -> list[Said]:
    """Nights at a place on which one child is harmed by one man with one car."""
    people = parts or {"harmed": ("ann",), "alleged": ("dan",), "vehicles": ("cab",)}
    told = enumerate(days(month, numbers))
    return [s for i, at in told for s in happening(f"{place}{month[5:]} {i}", place, start=at, **people)]


def moves(*statements: Said, known: tuple[Known, ...] = ()) -> list[tuple[Draft, Occasions]]:
    """The moves among the patterns of these statements."""
    view: NetworkView = a_view(*statements, *CROWD, known=known)
    found = occasions_of(view)
    drafts = list(converging(found, company(found, Households.of(view, found.usable)), ~view.entity_seen, 3))
    return [(d, found) for d in moved(found, drafts)]


def at(place: str, north: float) -> Known:
    """Where a place is, on one meridian."""
    return Known(place, latitude=north, longitude=-1.0)


def test_first_here_then_there_with_the_same_company() -> None:
    """The park in January, the mill in February, 0.01 degrees of latitude or 1,112 metres apart: from one to the other."""
    ((draft, found),) = moves(
        *nights("park", "2026-01"), *nights("mill", "2026-02"), known=(at("park", 53.00), at("mill", 53.01))
    )
    assert [names_at(found.view, [c]) for c in draft.centre] == [{"park"}, {"mill"}]
    assert draft.kind is PatternKind.MOVED
    assert draft.distance_m == pytest.approx(1111.95, abs=0.05)
    assert draft.turned_at_s == datetime(2026, 2, 3, 22, tzinfo=UTC).timestamp()
    assert (len(draft.rows), draft.strength.children) == (8, 1)
    assert names_at(found.view, draft.company) >= {"ann", "dan", "cab"}


@pytest.mark.parametrize(("degrees", "found"), [(0.026, 1), (0.028, 0)])
def test_a_move_is_at_most_three_kilometres(degrees: float, found: int) -> None:
    """0.026 degrees are 2,891 metres and a move; 0.028 are 3,113 and two places."""
    known = (at("park", 53.0), at("mill", 53.0 + degrees))
    assert len(moves(*nights("park", "2026-01"), *nights("mill", "2026-02"), known=known)) == found


@pytest.mark.parametrize("known", [(), (at("park", 53.0),), (at("park", 53.0), Known("mill", latitude=53.0))])
def test_a_move_to_a_place_of_unknown_coordinates_is_found_without_a_distance(known: tuple[Known, ...]) -> None:
    """Unknown is not far: the move is found, and no distance is told."""
    ((draft, _),) = moves(*nights("park", "2026-01"), *nights("mill", "2026-02"), known=known)
    assert draft.distance_m is None


def test_places_used_at_the_same_time_are_no_move() -> None:
    """The same company now here and now there, through one month, has two places."""
    assert moves(*nights("park", "2026-01", (3, 10, 17, 24)), *nights("mill", "2026-01", (5, 12, 19, 26))) == []


@pytest.mark.parametrize(("late", "found"), [(1, 1), (2, 0)])
def test_a_straggler_in_ten_is_forgiven(late: int, found: int) -> None:
    """One night in ten on the wrong side of the turn may be a late report; two are an overlap."""
    here = [*nights("park", "2026-01", TEN[: 10 - late]), *nights("park", "2026-03", TEN[:late])]
    assert len(moves(*here, *nights("mill", "2026-02", TEN))) == found


def test_other_company_elsewhere_is_no_move() -> None:
    """Another child and another man at the second place are another matter, and so are two children without the man."""
    others = nights("mill", "2026-02", harmed=("bea",), alleged=("eve",), vehicles=("van",))
    assert moves(*nights("park", "2026-01"), *others) == []
    for children in (("ann",), ("ann", "amy")):
        here = nights("park", "2026-01", harmed=children, alleged=("dan",))
        assert moves(*here, *nights("mill", "2026-02", harmed=children, alleged=("eve",))) == []


def test_undated_occasions_decide_no_turn() -> None:
    """Only dated nights say what came first: with fewer than three of them at one place there is no move."""
    undated = [
        s for i in range(4) for s in happening(f"u{i}", "mill", harmed=("ann",), alleged=("dan",), vehicles=("cab",))
    ]
    assert moves(*nights("park", "2026-01"), *undated) == []
