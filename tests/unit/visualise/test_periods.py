"""Period against period, and the months of one place."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import AnalysisError
from graphsvc.products.render.drawings import lift_words
from tests.support.lettering import SVG, boxes, meetings, parse, strays, words
from visualise.periods import (
    BEFORE,
    MOST_PAIRS,
    NOW,
    Mark,
    Month,
    Pair,
    Periods,
    change,
    describe_months,
    describe_periods,
    draw_months,
    draw_periods,
)
from visualise.sheet import Sheet

PAGE = Sheet("Corner Grill by month", "12 March 2026 14:02", "OFFICIAL-SENSITIVE")
THEN = ("1 December 2025 to 28 February 2026", "1 September to 30 November 2025")
HOSTILE = ("<script>alert(1)</script>", '"/><svg onload=x', "]]>&amp;'", "\x00\ud800", "\u202etxt", "", "x" * 500)


def months(*counts: int | None, start: date = date(2024, 3, 1)) -> list[Month]:
    """Months in a row with these counts."""
    made, on = [], start
    for count in counts:
        made.append(Month(on, count))
        on = (on + timedelta(days=32)).replace(day=1)
    return made


def widths(svg: str, fill: str) -> list[float]:
    """The lengths of the bars of one period, without the key's."""
    bars = [e for g in parse(svg).iter(f"{SVG}g") for e in g.iter(f"{SVG}rect") if e.get("fill") == fill]
    return [float(e.get("width", "0")) for e in bars]


def test_bars_are_as_long_as_their_counts() -> None:
    """Half the events, half the bar; the order is the caller's."""
    svg = draw_periods(Periods(*THEN, (Pair("Quay Hotel", 10, 5), Pair("Ferrant Park", 4, 20))), PAGE)
    now, before = widths(svg, NOW), widths(svg, BEFORE)

    assert now[0] / before[0] == pytest.approx(2, rel=0.01)
    assert before[1] / before[0] == pytest.approx(4, rel=0.01)
    assert [w for w, _ in boxes(svg) if w in ("Quay Hotel", "Ferrant Park")] == ["Quay Hotel", "Ferrant Park"]
    assert {"+5", "−16", "10", "20", *THEN} <= {w for w, _ in boxes(svg)}


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (5, 2, "+3"),
        (2, 5, "−3"),
        (4, 4, "the same"),
        (1, 2, "no claim"),
        (0, 0, "no claim"),
        (5, 0, "+5"),
        (2000, 0, "+2,000"),
    ],
)
def test_a_change_is_a_difference_or_no_claim(now: int, before: int, expected: str) -> None:
    """Never per cent; with fewer than five events in both periods together nothing is claimed."""
    assert change(Pair("x", now, before), 5) == expected


def test_what_is_left_out_is_said() -> None:
    """Twenty pairs are drawn, the foot says of how many."""
    many = Periods(*THEN, tuple(Pair(f"Place {i}", i, i) for i in range(30)), total=34)

    assert "Shows 20 of 34." in words(draw_periods(many, PAGE))
    assert len(widths(draw_periods(many, PAGE), NOW)) == MOST_PAIRS - 1  # none for the place without events
    assert describe_periods(many, PAGE).count(" now, ") == MOST_PAIRS


def test_nothing_to_compare_is_said() -> None:
    """No bars, and a sentence."""
    assert "Nothing to compare." in words(draw_periods(Periods(*THEN, ()), PAGE))


def test_the_floor_is_explained_where_it_is_used() -> None:
    """The reader learns what "no claim" means, and only where it stands."""
    told = "No claim: fewer than 5 events in both periods together."

    assert told in words(draw_periods(Periods(*THEN, (Pair("x", 1, 1),), 5), PAGE))
    assert told not in words(draw_periods(Periods(*THEN, (Pair("x", 9, 1),), 5), PAGE))


pairs = st.builds(Pair, st.text(max_size=40), st.integers(0, 5000), st.integers(0, 5000))


@settings(deadline=None, max_examples=40)
@given(st.lists(pairs, max_size=25).map(tuple), st.integers(0, 20))
def test_any_pairs_are_drawn(some: tuple[Pair, ...], floor: int) -> None:
    """No word on another, none beyond the edge, the same input gives the same bytes."""
    periods = Periods(*THEN, some, floor)
    svg = draw_periods(periods, PAGE)

    assert svg == draw_periods(periods, PAGE)
    assert meetings(svg) == []
    assert strays(svg) == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_becomes_markup(hostile: str) -> None:
    """Names of places, periods and days to remember are text."""
    drawn = draw_periods(Periods(hostile, hostile, (Pair(hostile, 3, 1),)), PAGE)
    drawn_months = draw_months(months(1, 2, 3), [Mark(date(2024, 4, 2), hostile)], PAGE)
    for svg in (drawn, drawn_months):
        assert {e.tag.removeprefix(SVG) for e in parse(svg).iter()} <= {
            "svg",
            "title",
            "desc",
            "rect",
            "g",
            "text",
            "line",
        }
        assert strays(svg) == []
        assert all(re.fullmatch(r"#[0-9a-f]{6}", w["fill"]) for w in lift_words(svg)["words"])


def test_counts_below_nothing_are_refused() -> None:
    """In a pair and in a month."""
    with pytest.raises(AnalysisError):
        Periods(*THEN, (Pair("x", -1, 0),))
    with pytest.raises(AnalysisError):
        draw_months(months(-1), [], PAGE)


def test_every_month_has_its_bar_and_figure() -> None:
    """Bars as high as their counts, a nought where there was none, the years below."""
    svg = draw_months(months(*range(24)), [], PAGE)
    bars = [float(e.get("height", "0")) for e in parse(svg).iter(f"{SVG}rect") if e.get("fill") == BEFORE]

    assert len(bars) == 23
    assert bars[22] / bars[0] == pytest.approx(23, rel=0.02)
    assert {"0", "23", "2024", "2025", "2026"} <= {w for w, _ in boxes(svg)}
    assert "276 events in 24 months." in words(svg)


def test_a_month_without_collection_is_not_a_month_without_events() -> None:
    """It has a dash, and its months are not counted as empty."""
    svg = draw_months(months(None, 0, 3), [], PAGE)

    assert "3 events in 2 months." in words(svg)
    assert "– stands where nothing was collected: 1 month." in words(svg)
    assert "March 2024: not collected. April 2024: 0. May 2024: 3." in describe_months(months(None, 0, 3), [], PAGE)


def test_a_month_that_still_runs_is_drawn_and_said_so() -> None:
    """A fall that is only a month not yet over must not be read as one."""
    running = [*months(5, 5), Month(date(2024, 5, 1), 1, complete=False)]
    svg = draw_months(running, [], PAGE)

    assert "May 2024 is not complete." in words(svg)
    assert [e.get("stroke-dasharray") for e in parse(svg).iter(f"{SVG}rect")].count("3 2") == 1


def test_a_day_to_remember_stands_where_it_falls() -> None:
    """Half through its month, with its words; one outside is said below; words of several meet nothing."""
    marks = [
        Mark(date(2024, 4, 16), "closed on"),
        Mark(date(2024, 4, 20), "opened on"),
        Mark(date(2020, 1, 1), "built on"),
    ]
    svg = draw_months(months(1, 2, 3, 4), marks, PAGE)
    lines = [float(e.get("x1", "0")) for e in parse(svg).iter(f"{SVG}line") if e.get("stroke-dasharray")]

    assert lines[0] == pytest.approx(12 + 184 * 1.5, abs=0.1)
    assert len(lines) == 2
    assert "closed on 16 April 2024" in words(svg)
    assert "Outside these months: built on 1 January 2020." in words(svg)
    assert "closed on 16 April 2024." in describe_months(months(1, 2, 3, 4), marks, PAGE)
    assert meetings(svg) == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.none() | st.integers(0, 2000), max_size=40), st.lists(st.integers(-400, 1600), max_size=3))
def test_any_months_are_drawn(some: list[int | None], days: list[int]) -> None:
    """No word beyond the edge, the same input gives the same bytes."""
    made = months(*some)
    marks = [Mark(date(2024, 3, 1) + timedelta(days=d), "closed on") for d in days]

    assert draw_months(made, marks, PAGE) == draw_months(made, marks, PAGE)
    assert strays(draw_months(made, marks, PAGE)) == []


@pytest.mark.parametrize(
    "made",
    [
        [*months(1, 2), Month(date(2024, 7, 1), 1)],
        [Month(date(2024, 3, 2), 1)],
        [*months(1), *months(1)],
        months(1, 2)[::-1],
    ],
)
def test_months_that_do_not_follow_one_another_are_refused(made: list[Month]) -> None:
    """A month that is missing would be taken for one without events."""
    with pytest.raises(AnalysisError):
        draw_months(made, [], PAGE)


def test_more_months_than_fit_are_cut_at_the_past() -> None:
    """The last three years are shown, and that it is not all is said."""
    assert "Shows the last 36 of 40 months." in words(draw_months(months(*range(40)), [], PAGE))
