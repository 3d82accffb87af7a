"""The hour-by-weekday grid: how many events fall into each hour of the week, local time.

Counts may be shares: an event known only as "between 20:00 and 02:00" counts a sixth in each of six hours. What has a day but
no hour, or no date, is in no cell and is said beside the grid. Below a floor the grid shows its figures and claims nothing.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.errors import AnalysisError
from visualise import lettering, sheet, svg
from visualise.sheet import HEAD, MARGIN, Sheet
from visualise.theme import FRAME, INK, PAPER, SECONDARY_INK

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 24
LEVELS = 5
TINTS = (PAPER, "#e6eef5", "#c1d4e6", "#8db1d0", "#3f6d99", "#12304f")
"""Nothing, then five classes from light to dark: each is told from the next in greyscale, and its figure can be read on it."""
INKS = (INK, INK, INK, INK, PAPER, PAPER)
_LEFT, _TOTAL, _ROW, _TOP, _CELL_TEXT = 84.0, 48.0, 24.0, HEAD + 22, 10.5
_LEAST_SHOWN = 0.05
_MOST_NAMED = 3


@dataclass(frozen=True)
class HourGrid:
    """Events by day (Monday first) and hour, and those that can stand in no hour.

    ``events`` is how many events the cells were made from; None: their sum. ``no_claim_below``: with fewer events no pattern
    is claimed.
    """

    counts: tuple[tuple[float, ...], ...]
    day_only: int = 0
    undated: int = 0
    events: int | None = None
    no_claim_below: int = 0

    def __post_init__(self) -> None:
        """Refuse what is not a week of counts."""
        cells = [c for row in self.counts for c in row]
        if len(self.counts) != len(DAYS) or any(len(row) != HOURS for row in self.counts):
            raise AnalysisError(
                "A week has seven days of 24 hours.", next_step="Count the events by day and hour again."
            )
        if (
            not all(math.isfinite(c) and c >= 0 for c in cells)
            or min(self.day_only, self.undated, self.events or 0) < 0
        ):
            raise AnalysisError("A count is below nothing or no number.", next_step="Count the events again.")

    @property
    def total(self) -> float:
        """How many events the grid rests on."""
        return self.events if self.events is not None else self.sum

    @property
    def sum(self) -> float:
        """All cells together."""
        return math.fsum(c for row in self.counts for c in row)

    @property
    def claims(self) -> bool:
        """Whether there are enough events to speak of a pattern."""
        return self.total > 0 and self.total >= self.no_claim_below

    @property
    def whole(self) -> bool:
        """Whether every cell is a whole number."""
        return all(c == int(c) for row in self.counts for c in row)

    @property
    def by_day(self) -> tuple[float, ...]:
        """The sum of each day."""
        return tuple(math.fsum(row) for row in self.counts)

    @property
    def by_hour(self) -> tuple[float, ...]:
        """The sum of each hour of the day."""
        return tuple(math.fsum(row[hour] for row in self.counts) for hour in range(HOURS))


@dataclass(frozen=True)
class Cell:
    """One cell of the table: its figure as written (empty for none) and its class, 0 to 5."""

    text: str
    level: int


@dataclass(frozen=True)
class HourRow:
    """One day of the table."""

    day: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True)
class HourTable:
    """The grid as a table for a page: headings, a row for each day, totals, the classes, and what is said beside it."""

    hours: tuple[str, ...]
    rows: tuple[HourRow, ...]
    totals: tuple[str, ...]
    total: str
    classes: tuple[tuple[int, str], ...]
    remarks: tuple[str, ...]


def hour_table(grid: HourGrid) -> HourTable:
    """The same figures, classes and remarks as the drawing, for a table."""
    rows = tuple(
        HourRow(day, tuple(Cell(figure(c, grid), level(c, grid)) for c in counts), figure(total, grid) or "0")
        for day, counts, total in zip(DAYS, grid.counts, grid.by_day, strict=True)
    )
    return HourTable(
        tuple(f"{hour:02d}" for hour in range(HOURS)),
        rows,
        tuple(figure(c, grid) for c in grid.by_hour),
        figure(grid.sum, grid) or "0",
        tuple((i, words) for i, words in enumerate(class_words(grid), start=1) if words),
        tuple(remarks(grid)),
    )


def level(count: float, grid: HourGrid) -> int:
    """The class of a cell: 0 for nothing, else 1 to 5 in equal steps up to the fullest cell. 0 where nothing is claimed."""
    most = _most(grid)
    if count < _LEAST_SHOWN or not grid.claims:
        return 0
    # A share of five fifths may come out a hair above five.
    return max(1, min(LEVELS, math.ceil(count / most * LEVELS - 1e-9)))


def class_words(grid: HourGrid) -> list[str]:
    """What each class holds (``1 to 2``); empty for a class no whole number falls into, no classes where nothing is claimed."""
    if not grid.claims:
        return []
    most = _most(grid)
    edges = [most * i / LEVELS for i in range(LEVELS + 1)]
    if not grid.whole:
        return [f"over {figure(a, grid) or '0'} to {figure(b, grid)}" for a, b in itertools.pairwise(edges)]
    found = []
    for a, b in itertools.pairwise(edges):
        low, high = math.floor(a + 1e-9) + 1, math.floor(b + 1e-9)
        found.append("" if low > high else f"{low:,}" if low == high else f"{low:,} to {high:,}")
    return found


def remarks(grid: HourGrid) -> list[str]:
    """What the grid rests on, and what is not in it."""
    first = f"{_events(grid.total)} with a day and an hour."
    if not grid.claims:
        needs = f"; a pattern by hour needs at least {grid.no_claim_below:,}" if grid.total else ""
        first = f"No claim: {_events(grid.total)} with a day and an hour{needs}."
    apart = [f"{_events(grid.day_only)} with a day but no hour"] if grid.day_only else []
    apart += [f"{_events(grid.undated)} without any date"] if grid.undated else []
    told = [first, f"Not in the grid: {', '.join(apart)}." if apart else ""]
    if not grid.whole:
        told.append(
            "An event known only as between two times is shared over the hours between them, so figures are not whole."
        )
    return [t for t in told if t]


def describe_hours(grid: HourGrid, page: Sheet) -> str:
    """The grid in words: what it rests on and, where a claim can be made, its fullest hours and day."""
    told = [f"{page.title}.", *remarks(grid)]
    if grid.claims:
        cells = [(-c, d, h) for d, row in enumerate(grid.counts) for h, c in enumerate(row) if c >= _LEAST_SHOWN]
        named = [
            f"{DAYS[d]} {h:02d}:00 to {(h + 1) % HOURS:02d}:00 with {figure(-c, grid)}" for c, d, h in sorted(cells)
        ]
        tied = sum(c == sorted(cells)[_MOST_NAMED - 1][0] for c, _, _ in cells) if len(cells) > _MOST_NAMED else 0
        told.append(f"Most in one hour: {'; '.join(named[:_MOST_NAMED])}{', others have as many' if tied > 1 else ''}.")
        told.append(
            "By day: "
            + ", ".join(f"{d} {figure(c, grid) or '0'}" for d, c in zip(DAYS, grid.by_day, strict=True))
            + "."
        )
    return " ".join([*told, "Hours are local time.", f"As of {page.as_of}."])


def figure(count: float, grid: HourGrid) -> str:
    """A count as it stands in a cell: whole, or with one decimal where events are shared over hours.

    Empty for nothing, ``<0.1`` for next to nothing.
    """
    if count <= 0:
        return ""
    if count < _LEAST_SHOWN:
        return "<0.1"
    return f"{count:,.0f}" if grid.whole else f"{count:,.1f}"


def draw_hours(grid: HourGrid, page: Sheet) -> str:
    """The grid as a stand-alone SVG: seven rows of 24 cells with their figures, totals at the edges, the classes below."""
    table = hour_table(grid)
    across = (page.width - MARGIN - _LEFT - _TOTAL) / HOURS
    parts = [_words("Hour beginning, local time", _LEFT, HEAD + 8, anchor="start")]
    parts += [_words(hour, _LEFT + across * (i + 0.5), _TOP + 10) for i, hour in enumerate(table.hours)]
    parts.append(_words("Total", page.width - MARGIN, _TOP + 10, anchor="end"))
    for i, row in enumerate(table.rows):
        parts += _row(row, _TOP + 16 + _ROW * i, across, page)
    y = _TOP + 16 + _ROW * len(DAYS)
    parts.append(_words("Total", MARGIN, y + 16, anchor="start"))
    parts += [_figure(t, _LEFT + across * (i + 0.5), y + 16, across) for i, t in enumerate(table.totals)]
    parts.append(_bold(table.total, page.width - MARGIN, y + 16))
    legend, y = _legend(table.classes, page, y + 26)
    below, height = sheet.foot(page, table.remarks, y)
    return sheet.finish(page, height, describe_hours(grid, page), "".join(parts) + legend + below)


def _row(row: HourRow, y: float, across: float, page: Sheet) -> list[str]:
    parts = [_words(row.day, MARGIN, y + 16, anchor="start", ink=INK)]
    for i, cell in enumerate(row.cells):
        x = _LEFT + across * i
        parts.append(_tint(cell.level, x, y, across, _ROW))
        parts.append(_figure(cell.text, x + across / 2, y + 16, across, INKS[cell.level]))
    return [*parts, _bold(row.total, page.width - MARGIN, y + 16)]


def _legend(classes: Sequence[tuple[int, str]], page: Sheet, y: float) -> tuple[str, float]:
    if not classes:
        return "", y
    x, parts = _LEFT, [_words("Events", MARGIN, y + 12, anchor="start")]
    for number, words in classes:
        across = 28 + lettering.width(words, _CELL_TEXT) + 12
        if x > _LEFT and x + across > page.width - MARGIN:
            x, y = _LEFT, y + 20
        parts += [_tint(number, x, y, 22, 16), _words(words, x + 27, y + 12, anchor="start")]
        x += across
    return "".join(parts), y + 22


def _tint(number: int, x: float, y: float, wide: float, high: float) -> str:
    return svg.element("rect", x=x, y=y, width=wide, height=high, fill=TINTS[number], stroke=FRAME, stroke_width=0.7)


def _words(words: str, x: float, y: float, *, anchor: str = "middle", ink: str = SECONDARY_INK) -> str:
    return svg.text(words, x, y, size=_CELL_TEXT, fill=ink, text_anchor=anchor)


def _bold(words: str, x: float, y: float) -> str:
    size = min(_CELL_TEXT, (_TOTAL - 4) / lettering.width(words, 1, bold=True))
    return svg.text(words, x, y, size=size, text_anchor="end", font_weight="bold")


def _figure(words: str, x: float, y: float, room: float, ink: str = INK) -> str:
    """A figure in its cell, as large as the cell allows; without a halo, which would eat the tint."""
    if not words:
        return ""
    size = min(_CELL_TEXT, (room - 2) / lettering.width(words, 1))
    return svg.element("text", words.replace("<", "&lt;"), x=x, y=y, font_size=size, fill=ink, text_anchor="middle")


def _most(grid: HourGrid) -> float:
    return max(c for row in grid.counts for c in row)


def _events(count: float) -> str:
    return f"{count:,.0f} event{'' if round(count) == 1 else 's'}"
