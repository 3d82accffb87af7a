"""The arithmetic of a pattern, and its time of the week."""

from datetime import UTC, datetime

import numpy as np
import pytest

from graphsvc.analysis.occasions import Occasions
from graphsvc.analysis.strength import cited, grid, slot_of, strength, timed, week_hours
from graphsvc.model.standing_out import Slot
from tests.support.harm import happening, occasions_of
from tests.support.views import AS_OF, Said, a_view, id_of, link_id, said


def every(found: Occasions) -> np.ndarray:
    """All occasions."""
    return np.arange(len(found))


def test_strength_is_evidence_times_the_root_of_children_and_agencies() -> None:
    """One confirmed, one unconfirmed and one tentative of today, two children, two agencies: 1.85 x √4 = 3.70."""
    now = AS_OF.strftime("%Y-%m-%d %H:%M")
    told = [
        *happening("e1", harmed=("ann",), start=now, report="a", grade="1-A"),
        *happening("e2", harmed=("bea",), start=now, report="b", grade="2-C"),
        *happening("e3", harmed=("ann",), start=now, report="c", grade="3-D"),
    ]
    found = occasions_of(a_view(*told, agencies={"c": "school"}))
    made = strength(found, every(found))
    assert made.evidence == pytest.approx(1.85)
    assert made.value == pytest.approx(3.7)
    assert (made.occasions, made.confirmed, made.unconfirmed, made.tentative) == (3, 1, 1, 1)
    assert (made.children, made.agencies) == (2, ("police", "school"))
    assert made.first_at == made.last_at == AS_OF
    assert strength(found, every(found), children=8).value == pytest.approx(7.4)
    assert cited(found, every(found)) == (
        tuple(sorted(link_id(s) for s in told)),
        tuple(sorted(id_of(r) for r in "abc")),
    )


def test_two_occasions_of_one_telling_are_split_once() -> None:
    """One caller's two events of a day are one occasion of strength, at the better of the two."""
    told = [
        s
        for e, g in (("e1", "1-A"), ("e2", "3-D"))
        for s in happening(e, harmed=("ann",), report="a", grade=g, start="2026-03-31 09:00")
    ]
    made = strength(found := occasions_of(a_view(*told)), every(found))
    assert (made.occasions, made.confirmed, made.unconfirmed, made.tentative) == (1, 1, 0, 0)


def test_undated_occasions_have_no_first_and_last() -> None:
    """Where nothing is dated there is no first and no last; nothing has no strength."""
    made = strength(found := occasions_of(a_view(*happening("e1", harmed=("ann",)))), every(found))
    assert (made.first_at, made.last_at) == (None, None)
    nothing = strength(found, every(found)[:0])
    assert (nothing.value, nothing.occasions, nothing.agencies) == (0.0, 0, ())


def test_hours_are_local_on_both_sides_of_the_clock_change() -> None:
    """18:30 UTC is 18:30 on the Saturday before the clocks go forward and 19:30 on the Monday after; Monday comes first."""
    saturday = said("a", "SEEN_AT", "park", start="2026-03-28 18:30")
    monday = said("a", "SEEN_AT", "park", start="2026-03-30 18:30")
    late = said("a", "SEEN_AT", "park", start="2026-03-30 23:30")
    found = occasions_of(a_view(saturday, monday, late, origins={}))
    weekday, hour = week_hours(found, every(found))
    assert sorted(zip(weekday.tolist(), hour.tolist(), strict=True)) == [(0, 19), (1, 0), (5, 18)]
    counts = grid(weekday, hour)
    assert counts.shape == (7, 24)
    assert (counts[5, 18], counts[0, 19], counts[1, 0], counts.sum()) == (1, 1, 1, 3)


def test_only_what_is_known_to_the_hour_has_an_hour() -> None:
    """A day alone and no date have none; one origin's two events of a day are one."""
    told = [
        *happening("e1", start="2026-03-03 22:00", harmed=("ann",), report="a"),
        *happening("e2", start="2026-03-03 23:00", harmed=("ann",), report="a"),
        *happening("e3", start="2026-03-04 23:00", harmed=("ann",), report="b", precision="hour"),
        *happening("e4", start="2026-03-04", harmed=("ann",), report="c"),
        *happening("e5", harmed=("ann",), report="d"),
    ]
    found = occasions_of(a_view(*told))
    moments = sorted(
        datetime.fromtimestamp(int(s), UTC).strftime("%d %H") for s in found.start[timed(found, every(found))]
    )
    assert moments == ["03 23", "04 23"]


def fridays(number: int, others: int = 0) -> list[Said]:
    """So many Fridays at five in the afternoon, and so many other mornings, in winter."""
    at = [f"2025-{m:02}-{d:02} 17:10" for m, d in ((1, 3), (1, 10), (1, 17), (1, 24), (1, 31), (2, 7), (2, 14))][
        :number
    ]
    at += [f"2025-02-{d:02} 09:10" for d in (3, 4, 5, 6, 10, 11, 12)][:others]
    return [s for i, when in enumerate(at) for s in happening(f"e{i}", harmed=("ann",), start=when)]


FLAT = np.ones((7, 24), np.int64)


def test_a_time_of_the_week_needs_five_of_half() -> None:
    """Five of five on Fridays is a time of the week; four of four is not, nor five of twelve."""
    found = occasions_of(a_view(*fridays(5)))
    # By a week in which every hour is as busy as every other, 3 of 168 hours of five occasions would be usual.
    slot = slot_of(found, every(found), FLAT)
    assert slot is not None
    assert (slot.weekday, slot.inside, slot.timed, slot.expected) == (4, 5, 5, pytest.approx(5 * 3 / 168))
    assert slot.from_hour <= 17 < slot.to_hour == slot.from_hour + 3
    for fewer in (fridays(4), fridays(5, 7)):
        found = occasions_of(a_view(*fewer))
        assert slot_of(found, every(found), FLAT) is None


def test_a_time_at_which_everything_is_reported_is_no_finding() -> None:
    """Where most that is reported falls on Friday afternoons, seven more of it are usual."""
    everything = FLAT.copy()
    everything[4, 15:20] = 200
    found = occasions_of(a_view(*fridays(7)))
    assert slot_of(found, every(found), everything) is None
    assert isinstance(slot_of(found, every(found), FLAT), Slot)


def test_no_hours_give_no_time_of_the_week() -> None:
    """Nothing, or a week in which nothing is timed, is no finding and no division by nothing."""
    found = occasions_of(a_view())
    assert slot_of(found, every(found), np.zeros((7, 24), np.int64)) is None
