"""Children missing at the same hours again and again."""

from collections.abc import Iterator

import pytest

from graphsvc.analysis.absences import missing_together
from graphsvc.analysis.convergence import Draft
from graphsvc.analysis.people import Households
from graphsvc.model.standing_out import PatternKind
from tests.support.harm import happening, names_at, occasions_of
from tests.support.views import Known, Said, a_view, said

NIGHTS = ((1, 2), (11, 12), (24, 25))


def absences(child: str, nights: tuple[tuple[int, int], ...] = NIGHTS, **more: str) -> list[Said]:
    """A child's absences, from ten in the evening to six in the morning, each an event and a report of its own."""
    agency, clock = more.pop("by", ""), more.pop("clock", "22:00")
    told = []
    for i, (out, back) in enumerate(nights):
        when = {"start": f"2026-03-{out:02} {clock}", "end": f"2026-03-{back:02} 06:00", **more}
        told += happening(f"m{agency}{i} {child}", harmed=(child,), **when)
    return told


def found_in(statements: list[Said], kind: str = "Missing episode") -> tuple[list[Draft], list[set[str]]]:
    """The groups found, with their names; every event is called ``kind``."""
    events = sorted({s.second for s in statements if s.link == "TOOK_PART"})
    view = a_view(*statements, known=tuple(Known(e, kind=kind) for e in events))
    found = occasions_of(view)
    drafts = list(missing_together(found, Households.of(view, found.usable)))
    return drafts, [names_at(view, d.centre) for d in drafts]


def three() -> Iterator[Said]:
    """Three children who are missing on the same three nights."""
    for child in ("ann", "bea", "cat"):
        yield from absences(child)


def test_three_children_of_three_homes_who_are_missing_on_three_nights() -> None:
    """They are one group, with their nine absences and the three of them as children."""
    homes = [said(c, "LIVES_AT", f"home {c}", report="x") for c in ("ann", "bea", "cat")]
    drafts, names = found_in([*three(), *homes])
    assert names == [{"ann", "bea", "cat"}]
    assert (drafts[0].kind, drafts[0].strength.children, len(drafts[0].rows)) == (PatternKind.MISSING, 3, 9)


def test_residents_of_one_home_are_not_a_group() -> None:
    """Three of one children's home who are out on the same nights are what a home's register looks like."""
    home = [said(c, "LIVES_AT", "home", report="x") for c in ("ann", "bea", "cat")]
    assert found_in([*three(), *home])[1] == []
    sisters = said("ann", "FAMILY_OF", "bea", role="sister", report="x")
    assert found_in([*absences("ann"), *absences("bea"), sisters])[1] == []


LONG_AGO = happening("old", harmed=("gus",), start="2010-01-01 22:00", end="2010-01-02 06:00")
"""An absence of somebody else that makes the years long, so that no two of March overlap by chance."""


def test_two_nights_are_no_pattern() -> None:
    """Missing together on two nights is not again and again, however seldom anybody is missing; three are."""
    for number, expected in ((2, []), (3, [{"ann", "bea"}])):
        told = [s for c in ("ann", "bea") for s in absences(c, NIGHTS[:number])]
        assert found_in([*told, *LONG_AGO])[1] == expected


def test_nights_that_do_not_overlap_are_no_pattern() -> None:
    """One is back before the other goes: at six in the morning and not a minute later."""
    later = [
        s
        for i, (_, back) in enumerate(NIGHTS)
        for s in happening(f"d{i}", harmed=("bea",), start=f"2026-03-{back:02} 06:00", end=f"2026-03-{back:02} 20:00")
    ]
    assert found_in([*absences("ann"), *later])[1] == []


def test_overlapping_tellings_of_one_absence_are_one() -> None:
    """Two nights that police and the home both tell, an hour apart, are two nights, not four; a third night makes three."""
    told = [s for c in ("ann", "bea") for by, clock in (("p", "22:00"), ("h", "23:00"))
            for s in absences(c, NIGHTS[:2], by=by, clock=clock)]  # fmt: skip
    assert found_in(told)[1] == []
    third = [s for c in ("ann", "bea") for s in absences(c, NIGHTS[2:], by="x")]
    drafts, names = found_in([*told, *third])
    assert names == [{"ann", "bea"}]
    assert len(drafts[0].rows) == 10, "every telling is cited, though it counts once"


@pytest.mark.parametrize(
    "when",
    [
        {"end": ""},
        {"end": "", "precision": "hour"},
        {"start": "", "end": ""},
        {"start": "2026-03-01", "end": "2026-04-01", "precision": "month"},
        {"precision": "day"},
    ],
)
def test_an_absence_without_known_hours_is_left_out(when: dict[str, str]) -> None:
    """No known end, no date, a month alone or a day alone: nothing says that two were missing at the same hours."""
    assert found_in([*absences("ann", **when), *absences("bea", **when)])[1] == []


def test_an_absence_of_more_than_two_weeks_is_left_out() -> None:
    """Somebody away for a month overlaps with everybody and says nothing."""
    months = [
        s
        for c in ("ann", "bea")
        for m in (1, 2, 3)
        for s in happening(f"m{m} {c}", harmed=(c,), start=f"2026-{m:02}-01 00:00", end=f"2026-{m:02}-25 00:00")
    ]
    assert found_in([*months, *LONG_AGO])[1] == []


def test_being_out_most_nights_is_explained_by_chance() -> None:
    """Two who are each missing on every night of a month overlap every night, as chance would have it."""
    every = tuple((d, d + 1) for d in range(1, 29))
    told = [s for c in ("ann", "bea") for s in absences(c, every, clock="07:00")]
    assert found_in(told)[1] == []


def test_only_what_is_called_missing_or_says_where_somebody_was_found() -> None:
    """Other events with the same hours are none; one whose place says "found at" is."""
    assert found_in(list(three()), kind="Theft")[1] == []
    found_at = [said(s.second, "OCCURRED_AT", "park", role="found at", report=s.report, start=s.start) for s in three()]
    assert found_in([*three(), *found_at], kind="Theft")[1] == [{"ann", "bea", "cat"}]


def test_nobody_missing_gives_no_group() -> None:
    """An empty view, and one child alone, have no groups."""
    assert found_in([])[1] == found_in(absences("ann"))[1] == []
