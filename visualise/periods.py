"""Period against period: counts of this period beside those of the one before, and the months of one place.

Only differences of counts are told, never per cent: with few events a per cent says more than is known.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graphsvc.errors import AnalysisError
from visualise import lettering, sheet, svg
from visualise.sheet import HEAD, MARGIN, Sheet
from visualise.theme import FRAME, INK, LINE, PAPER, SECONDARY_INK

MOST_PAIRS, MOST_MONTHS = 20, 36
NOW, BEFORE = LINE, "#c9d1d6"
_LABEL, _SMALL = 12.0, 10.5
_NAMES, _CHANGE, _PAIR, _BAR = 210.0, 74.0, 36.0, 12.0
_HIGH = 120.0


@dataclass(frozen=True)
class Pair:
    """One place or kind: how many events in this period and in the one before."""

    label: str
    now: int
    before: int


@dataclass(frozen=True)
class Periods:
    """What is compared: both periods in words, the pairs in the order they are to stand in.

    ``no_claim_below``: with fewer events in both periods together no change is claimed. ``total`` is how many pairs there
    are, of which these may be the first.
    """

    now: str
    before: str
    pairs: tuple[Pair, ...]
    no_claim_below: int = 0
    total: int | None = None

    def __post_init__(self) -> None:
        """Refuse counts below nothing."""
        if any(min(p.now, p.before) < 0 for p in self.pairs):
            raise AnalysisError("A count is below nothing.", next_step="Count the events again.")


@dataclass(frozen=True)
class Month:
    """A month by its first day. ``count``: None where nothing was collected; ``complete``: False while it still runs."""

    first_on: date
    count: int | None
    complete: bool = True


@dataclass(frozen=True)
class Mark:
    """A day to remember on the row of months: ``closed``."""

    on: date
    words: str


def change(pair: Pair, no_claim_below: int = 0) -> str:
    """The difference in words: ``+3``, ``−2``, ``the same``, ``no claim``."""
    if pair.now + pair.before < no_claim_below:
        return "no claim"
    difference = pair.now - pair.before
    return "the same" if difference == 0 else f"{difference:+,}".replace("-", "−")


def draw_periods(periods: Periods, page: Sheet) -> str:
    """Two bars for each place or kind, this period above the one before, with their figures and the difference."""
    shown = periods.pairs[:MOST_PAIRS]
    most = max([1, *(max(p.now, p.before) for p in shown)])
    room = page.width - 2 * MARGIN - _NAMES - _CHANGE - lettering.width(f"{most:,}", _SMALL) - 8
    key = _key(periods, page)
    parts, y = [key], HEAD + 30
    if shown:
        parts.append(
            svg.text("Difference", page.width - MARGIN, y - 4, size=_SMALL, fill=SECONDARY_INK, text_anchor="end")
        )
    for pair in shown:
        parts.append(_pair(pair, y, room / most, page, change(pair, periods.no_claim_below)))
        y += _PAIR
    axis = MARGIN + _NAMES
    parts.append(svg.element("line", x1=axis, y1=HEAD + 28, x2=axis, y2=y, stroke=INK, stroke_width=1))
    below, height = sheet.foot(page, period_remarks(periods), y)
    return sheet.finish(page, height, describe_periods(periods, page), "".join(parts) + below)


def period_remarks(periods: Periods) -> list[str]:
    """How much is shown, and where no change is claimed."""
    shown = min(len(periods.pairs), MOST_PAIRS)
    total = max(periods.total or 0, len(periods.pairs))
    if not total:
        return ["Nothing to compare."]
    told = [f"Shows {shown:,} of {total:,}." if shown < total else f"Shows all {total:,}."]
    if any(p.now + p.before < periods.no_claim_below for p in periods.pairs[:MOST_PAIRS]):
        told.append(f"No claim: fewer than {periods.no_claim_below:,} events in both periods together.")
    return told


def describe_periods(periods: Periods, page: Sheet) -> str:
    """The comparison in words."""
    told = [f"{page.title}.", f"{periods.now} against {periods.before}.", *period_remarks(periods)]
    for p in periods.pairs[:MOST_PAIRS]:
        told.append(f"{_name(p.label)}: {p.now:,} now, {p.before:,} before, {change(p, periods.no_claim_below)}.")
    return " ".join([*told, f"As of {page.as_of}."])


def _key(periods: Periods, page: Sheet) -> str:
    half = (page.width - 2 * MARGIN) / 2
    parts = []
    for i, (words, fill) in enumerate(((periods.now, NOW), (periods.before, BEFORE))):
        x = MARGIN + half * i
        parts.append(_bar(x, HEAD, 22, fill))
        parts.append(svg.text(lettering.fit(words, half - 40, _SMALL), x + 28, HEAD + 10, size=_SMALL))
    return "".join(parts)


def _pair(pair: Pair, y: float, unit: float, page: Sheet, words: str) -> str:
    axis = MARGIN + _NAMES
    name = lettering.fit(_name(pair.label), _NAMES - 8, _LABEL)
    parts = [
        svg.title(f"{pair.label}: {pair.now:,} now, {pair.before:,} before"),
        svg.text(name, axis - 8, y + _PAIR / 2 + 2, size=_LABEL, text_anchor="end"),
        svg.text(words, page.width - MARGIN, y + _PAIR / 2 + 2, size=_LABEL, text_anchor="end", font_weight="bold"),
    ]
    for i, (count, fill) in enumerate(((pair.now, NOW), (pair.before, BEFORE))):
        top = y + 4 + (_BAR + 2) * i
        parts.append(_bar(axis, top, count * unit, fill) if count else "")
        parts.append(svg.text(f"{count:,}", axis + count * unit + 4, top + _BAR - 2, size=_SMALL))
    return svg.element("g", "".join(parts))


def _bar(x: float, y: float, wide: float, fill: str) -> str:
    """A bar: dark for this period, light with a border for the one before."""
    return svg.element("rect", x=x, y=y, width=wide, height=_BAR, fill=fill, stroke=INK, stroke_width=0.7)


def draw_months(months: Sequence[Month], marks: Sequence[Mark], page: Sheet) -> str:
    """A bar for each month with its figure, and a dashed line for each day to remember."""
    _check(months)
    shown = months[-MOST_MONTHS:]
    step = (page.width - 2 * MARGIN) / max(1, len(shown))
    most = max([1, *(m.count or 0 for m in shown)])
    inside = [m for m in marks if _covers(shown, m.on)]
    rows = _mark_rows(inside, shown, step, page)
    top = HEAD + 16 * (1 + max(rows, default=-1)) + 8
    floor = top + 14 + _HIGH
    parts = [_month(m, i, step, floor, most) for i, m in enumerate(shown)]
    parts.append(svg.element("line", x1=MARGIN, y1=floor, x2=page.width - MARGIN, y2=floor, stroke=INK, stroke_width=1))
    parts += [_mark(m, r, shown, step, floor) for m, r in zip(inside, rows, strict=True)]
    below, height = sheet.foot(page, month_remarks(months, marks), floor + 34)
    return sheet.finish(page, height, describe_months(months, marks, page), "".join(parts) + below)


def month_remarks(months: Sequence[Month], marks: Sequence[Mark]) -> list[str]:
    """How many events in how many months, which months are not whole, and what is not drawn."""
    shown = months[-MOST_MONTHS:]
    if not shown:
        return ["No month to show."]
    counted = [m.count for m in shown if m.count is not None]
    told = [f"{sum(counted):,} event{'' if sum(counted) == 1 else 's'} in {_months(len(counted))}."]
    if len(shown) < len(months):
        told.append(f"Shows the last {len(shown):,} of {_months(len(months))}.")
    if len(counted) < len(shown):
        told.append(f"– stands where nothing was collected: {_months(len(shown) - len(counted))}.")
    told += [f"{m.first_on:%B %Y} is not complete." for m in shown if not m.complete][:3]
    told += [f"Outside these months: {_marked(m)}." for m in marks if not _covers(shown, m.on)][:3]
    return told


def describe_months(months: Sequence[Month], marks: Sequence[Mark], page: Sheet) -> str:
    """The months in words."""
    shown = months[-MOST_MONTHS:]
    told = [f"{page.title}.", *month_remarks(months, marks)]
    told += [f"{m.first_on:%B %Y}: {'not collected' if m.count is None else f'{m.count:,}'}." for m in shown]
    told += [f"{_marked(m)}." for m in marks if _covers(shown, m.on)]
    return " ".join([*told, f"As of {page.as_of}."])


def _months(count: int) -> str:
    return f"{count:,} month{'' if count == 1 else 's'}"


def _check(months: Sequence[Month]) -> None:
    """Months follow one another: a missing one would be taken for none."""
    if any(m.first_on.day != 1 or (m.count or 0) < 0 for m in months):
        raise AnalysisError("A month begins on its first day and has a count.", next_step="Count the events again.")
    if any(_after(a.first_on) != b.first_on for a, b in itertools.pairwise(months)):
        raise AnalysisError("The months do not follow one another.", next_step="Give every month, empty ones too.")


def _after(first_on: date) -> date:
    return (first_on + timedelta(days=32)).replace(day=1)


def _covers(months: Sequence[Month], on: date) -> bool:
    return bool(months) and months[0].first_on <= on < _after(months[-1].first_on)


def _month(month: Month, index: int, step: float, floor: float, most: int) -> str:
    x, wide = MARGIN + step * index, step * 0.72
    middle = x + step / 2
    parts = [svg.title(f"{month.first_on:%B %Y}: {'not collected' if month.count is None else f'{month.count:,}'}")]
    high = (month.count or 0) / most * _HIGH
    if high:
        look: dict[str, str | float] = {"fill": BEFORE, "stroke": INK, "stroke_width": 0.7}
        if not month.complete:
            look |= {"fill": PAPER, "stroke_dasharray": "3 2"}
        parts.append(svg.element("rect", x=middle - wide / 2, y=floor - high, width=wide, height=high, **look))
    words = "–" if month.count is None else f"{month.count:,}"
    size = min(_SMALL, (step - 1) / lettering.width(words, 1))
    parts.append(svg.text(words, middle, floor - high - 4, size=size, text_anchor="middle"))
    parts.append(svg.text(f"{month.first_on:%b}"[0], middle, floor + 13, size=_SMALL, text_anchor="middle"))
    if index == 0 or month.first_on.month == 1:
        parts.append(svg.text(f"{month.first_on:%Y}", x + 2, floor + 27, size=_SMALL, fill=SECONDARY_INK))
        parts.append(svg.element("line", x1=x, y1=floor, x2=x, y2=floor + 28, stroke=FRAME, stroke_width=1))
    return svg.element("g", "".join(parts))


def _at(on: date, months: Sequence[Month], step: float) -> float:
    """Where a day lies on the row of months."""
    first = next(i for i, m in enumerate(months) if m.first_on <= on < _after(m.first_on))
    start = months[first].first_on
    return MARGIN + step * (first + (on - start).days / (_after(start) - start).days)


def _mark_rows(marks: Sequence[Mark], months: Sequence[Month], step: float, page: Sheet) -> list[int]:
    """The row each mark's words stand in: the first where they meet no others."""
    ends: list[list[tuple[float, float]]] = []
    rows = []
    for mark in marks:
        x, words = _at(mark.on, months, step), lettering.fit(_marked(mark), 300, _SMALL)
        wide = lettering.width(words, _SMALL)
        left = x + 4 if x + 4 + wide <= page.width - MARGIN else x - 4 - wide
        row = next((i for i, e in enumerate(ends) if all(left > b + 6 or left + wide < a - 6 for a, b in e)), len(ends))
        if row == len(ends):
            ends.append([])
        ends[row].append((left, left + wide))
        rows.append(row)
    return rows


def _mark(mark: Mark, row: int, months: Sequence[Month], step: float, floor: float) -> str:
    x, y = _at(mark.on, months, step), HEAD + 4 + 16 * row
    words = lettering.fit(_marked(mark), 300, _SMALL)
    right = x + 4 + lettering.width(words, _SMALL) <= MARGIN + step * len(months)
    line = svg.element("line", x1=x, y1=y - 8, x2=x, y2=floor, stroke=INK, stroke_width=1.4, stroke_dasharray="5 3")
    return line + svg.text(words, x + (4 if right else -4), y, size=_SMALL, text_anchor="start" if right else "end")


def _marked(mark: Mark) -> str:
    return f"{svg.shorten(svg.clean(mark.words), 80)} {mark.on.day} {mark.on:%B %Y}".strip()


def _name(label: str) -> str:
    return svg.shorten(svg.clean(label), 80) or "not named"
