"""The hour-by-weekday grid."""

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import AnalysisError
from graphsvc.products.render.drawings import lift_words
from tests.support.lettering import SVG, boxes, meetings, parse, strays, words
from visualise.hours import INKS, LEVELS, TINTS, HourGrid, describe_hours, draw_hours, hour_table, level
from visualise.sheet import Sheet

PAGE = Sheet("Events by hour and day", "12 March 2026 14:02", "OFFICIAL-SENSITIVE")


def grid(cells: dict[tuple[int, int], float], **more: int) -> HourGrid:
    """A grid with these cells (day from 0 for Monday, hour) and nothing else."""
    return HourGrid(tuple(tuple(cells.get((d, h), 0) for h in range(24)) for d in range(7)), **more)


EVENING = grid({(4, 20): 7, (4, 21): 3, (5, 1): 1, (0, 0): 2, (6, 23): 1}, day_only=5, undated=3)
counts = st.lists(st.lists(st.integers(0, 300), min_size=24, max_size=24), min_size=7, max_size=7)
shares = st.lists(st.lists(st.floats(0, 50), min_size=24, max_size=24), min_size=7, max_size=7)


def week(rows: list[list[float]]) -> HourGrid:
    """A grid of rows as they come."""
    return HourGrid(tuple(tuple(row) for row in rows))


def test_each_count_stands_in_its_hour_and_the_totals_add_up() -> None:
    """Friday 20:00 holds 7; rows, columns and the corner are sums."""
    table = hour_table(EVENING)

    assert [r.day for r in table.rows][4] == "Friday"
    assert [c.text for c in table.rows[4].cells][19:23] == ["", "7", "3", ""]
    assert [r.total for r in table.rows] == ["2", "0", "0", "0", "10", "1", "1"]
    assert (table.totals[0], table.totals[20], table.total) == ("2", "7", "14")


def test_what_stands_in_no_hour_is_said_beside_it() -> None:
    """A day without an hour and an event without a date are counted, never spread over the grid."""
    for told in (words(draw_hours(EVENING, PAGE)), describe_hours(EVENING, PAGE)):
        assert "14 events with a day and an hour." in told
        assert "Not in the grid: 5 events with a day but no hour, 3 events without any date." in told


def test_the_fullest_hours_are_told_in_words() -> None:
    """The three fullest, and each day; a tie for the last is said."""
    told = describe_hours(EVENING, PAGE)

    assert "Most in one hour: Friday 20:00 to 21:00 with 7; Friday 21:00 to 22:00 with 3; Monday 00:00 to 01:00" in told
    assert "Sunday 1." in told
    tied = describe_hours(grid({(d, 23): 1 for d in range(5)}), PAGE)
    assert "Wednesday 23:00 to 00:00 with 1, others have as many." in tied


def test_too_few_events_are_no_pattern() -> None:
    """The figures stand there, untinted, and the words claim nothing."""
    few = grid({(4, 22): 1, (5, 23): 1, (5, 1): 1}, no_claim_below=5)
    svg, told = draw_hours(few, PAGE), describe_hours(few, PAGE)

    assert "No claim: 3 events with a day and an hour; a pattern by hour needs at least 5." in words(svg)
    assert "Most in one hour" not in told
    assert hour_table(few).classes == ()
    assert {e.get("fill") for e in parse(svg).iter(f"{SVG}rect")} <= {TINTS[0]}
    assert [w for w, _ in boxes(svg)].count("1") == 3 + 3 + 1  # cells, hours, Friday


def test_as_many_events_as_the_floor_are_enough() -> None:
    """The floor itself makes a claim."""
    assert grid({(0, 0): 5}, no_claim_below=5).claims
    assert not grid({(0, 0): 4}, no_claim_below=5).claims
    assert not grid({}).claims


def test_shared_events_keep_their_number() -> None:
    """An event spread over six hours is one event: the floor and the words count events, not cells."""
    spread = grid({(4, h): 1 / 6 for h in range(18, 24)}, events=1, no_claim_below=2)

    assert "No claim: 1 event with a day and an hour" in describe_hours(spread, PAGE)
    assert "is shared over the hours between them" in describe_hours(spread, PAGE)
    assert hour_table(spread).rows[4].cells[18].text == "0.2"
    assert hour_table(spread).total == "1.0"


def test_whole_classes_are_told_as_whole_numbers() -> None:
    """Five classes up to the fullest hour; where it holds three, only three of them."""
    assert [w for _, w in hour_table(grid({(0, 0): 12})).classes] == [
        "1 to 2",
        "3 to 4",
        "5 to 7",
        "8 to 9",
        "10 to 12",
    ]
    assert [w for _, w in hour_table(grid({(0, 0): 3})).classes] == ["1", "2", "3"]
    assert hour_table(grid({(0, 0): 1.5})).classes[0] == (1, "over 0 to 0.3")


@settings(deadline=None, max_examples=30)
@given(counts)
def test_a_cell_has_the_class_its_count_falls_into(rows: list[list[int]]) -> None:
    """The legend is true of every cell, nothing has no tint, the fullest hour has the darkest."""
    made = week([[float(c) for c in row] for row in rows])
    named = dict(hour_table(made).classes)
    for row in made.counts:
        for count in row:
            tint = level(count, made)
            assert (tint == 0) == (count == 0)
            if tint:
                low, _, high = named[tint].replace(",", "").partition(" to ")
                assert int(low) <= count <= int(high or low)
    if made.sum:
        assert max(level(c, made) for row in made.counts for c in row) == LEVELS


@settings(deadline=None, max_examples=20)
@given(counts | shares)
def test_any_week_is_drawn(rows: list[list[float]]) -> None:
    """Every figure stands in the drawing, none on another, the same input gives the same bytes."""
    made = week(rows)
    svg = draw_hours(made, PAGE)

    assert svg == draw_hours(made, PAGE)
    assert meetings(svg) == []
    assert strays(svg) == []
    shown = [w for w, _ in boxes(svg)]
    assert all(cell.text in shown for row in hour_table(made).rows for cell in row.cells if cell.text)
    assert math.isclose(made.sum, sum(made.by_day))
    assert math.isclose(made.sum, sum(made.by_hour))


def test_a_week_of_a_million_events_is_drawn() -> None:
    """Figures shrink to their cells, totals to their column."""
    svg = draw_hours(week([[9999.0 - h for h in range(24)] for _ in range(7)]), PAGE)

    assert meetings(svg) == []
    assert strays(svg) == []


def luminance(colour: str) -> float:
    """How light a colour is, as the contrast of text is reckoned (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_figures_can_be_read_on_every_tint_and_tints_told_apart_in_grey() -> None:
    """Contrast of figure to tint at least 4.5 to 1; each class is clearly darker than the one before."""
    light = [luminance(t) for t in TINTS]

    for tint, ink in zip(light, map(luminance, INKS), strict=True):
        assert (max(tint, ink) + 0.05) / (min(tint, ink) + 0.05) >= 4.5
    assert all((a + 0.05) / (b + 0.05) >= 1.15 for a, b in itertools.pairwise(light))


@pytest.mark.parametrize(
    "rows",
    [(), ((0.0,) * 24,) * 6, ((0.0,) * 23,) * 7, ((0.0,) * 24,) * 8, ((math.nan,) * 24,) * 7, ((-1.0,) * 24,) * 7,
     ((math.inf,) * 24,) * 7],
)  # fmt: skip
def test_what_is_no_week_is_refused(rows: tuple[tuple[float, ...], ...]) -> None:
    """Seven days of 24 counts, none below nothing, none that is no number."""
    with pytest.raises(AnalysisError):
        HourGrid(rows)


@pytest.mark.parametrize("apart", [{"day_only": -1}, {"undated": -1}, {"events": -1}])
def test_counts_beside_the_grid_are_checked_too(apart: dict[str, int]) -> None:
    """Less than none is refused."""
    with pytest.raises(AnalysisError):
        grid({}, **apart)


def test_the_words_can_be_set_by_a_typesetter() -> None:
    """Every word has its place and colour."""
    lifted = lift_words(draw_hours(EVENING, PAGE))

    assert all(re.fullmatch(r"#[0-9a-f]{6}", w["fill"]) for w in lifted["words"])
    assert "<text" not in lifted["svg"]
