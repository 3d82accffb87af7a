"""The arithmetic of a pattern: its strength, when it was, what it cites, and its time of the week."""

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np

from graphsvc.analysis.columns import Ints, distinct
from graphsvc.analysis.company import poisson_tail
from graphsvc.analysis.occasions import Borne, Occasions, Part
from graphsvc.analysis.selection import HOUR, MONTH
from graphsvc.model.standing_out import Slot, Strength
from graphsvc.model.view import NetworkView
from graphsvc.model.wording import LOCAL

SLOT_HOURS = 3
MOST_MONTHS = 36
_FEWEST_IN_SLOT, _SLOT_CHANCE = 5, 0.001


def strength(found: Occasions, rows: Ints, children: int | None = None) -> Strength:
    """The strength of some occasions. ``children``: how many, where they are not those harmed in these occasions."""
    evidence = found.evidence(rows)
    agencies = tuple(sorted(found.agencies(rows)))
    kids = len(harmed_in(found, rows)) if children is None else children
    best = _best_of_each_telling(found, rows)
    classes = np.bincount(found.borne[best], minlength=len(Borne))
    dated = rows[found.dated[rows]]
    return Strength(
        value=float(evidence * np.sqrt(kids * len(agencies))),
        evidence=evidence,
        occasions=len(best),
        confirmed=int(classes[Borne.CONFIRMED]),
        unconfirmed=int(classes[Borne.UNCONFIRMED]),
        tentative=int(classes[Borne.TENTATIVE]),
        children=kids,
        agencies=agencies,
        first_at=moment_of(found.start[dated].min()) if len(dated) else None,
        last_at=moment_of(found.start[dated].max()) if len(dated) else None,
    )


def harmed_in(found: Occasions, rows: Ints) -> Ints:
    """Who is reported as harmed in some occasions, distinct entity rows."""
    return with_part(found, rows, Part.HARMED)


def with_part(found: Occasions, rows: Ints, *parts: Part) -> Ints:
    """Who or what has one of these parts in some occasions, distinct entity rows."""
    at = found.parts_of(rows)
    return distinct(found.who[at[np.isin(found.part[at], [int(p) for p in parts])]])


def cited(found: Occasions, rows: Ints, more: Ints | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The links and reports of some occasions, and of ``more`` link rows, as sorted ids."""
    links = found.row[found.parts_of(rows)]
    return cited_links(found.view, links if more is None else np.concatenate([links, more]))


def cited_links(view: NetworkView, links: Ints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Link rows as sorted ids, and those of their reports."""
    chosen = distinct(links)
    reports = distinct(view.link_report[chosen].astype(np.int64))
    return tuple(sorted(view.link_id_of(r) for r in chosen)), tuple(sorted(view.reports[r].id for r in reports))


def ids_of(view: NetworkView, rows: Ints) -> tuple[str, ...]:
    """Entity rows as ids, sorted: the order says nothing about anybody."""
    return tuple(sorted(view.id_of(int(r)) for r in rows))


def timed(found: Occasions, rows: Ints) -> Ints:
    """Those of some occasions whose hour is known, each independent telling once."""
    best = _best_of_each_telling(found, rows)
    return best[found.dated[best] & (found.precision[best] <= HOUR)]


def week_hours(found: Occasions, rows: Ints) -> tuple[Ints, Ints]:
    """Weekday (0 is Monday) and hour, local time, of occasions with a known hour."""
    local = [datetime.fromtimestamp(int(s), LOCAL) for s in found.start[rows]]
    return np.array([t.weekday() for t in local], np.int64), np.array([t.hour for t in local], np.int64)


def months(found: Occasions, rows: Ints) -> tuple[tuple[date, int], ...]:
    """How many independent tellings fall into each month, local time, from the first to the last, the latest 36.

    A month without any stands with 0; what is known by its year alone, and what is undated, is in none.
    """
    best = _best_of_each_telling(found, rows)
    dated = best[found.dated[best] & (found.precision[best] <= MONTH)]
    starts = [datetime.fromtimestamp(int(s), LOCAL) for s in found.start[dated]]
    counts = Counter(t.year * 12 + t.month - 1 for t in starts)
    if not counts:
        return ()
    first, last = max(min(counts), max(counts) - MOST_MONTHS + 1), max(counts)
    return tuple((date(m // 12, m % 12 + 1, 1), counts[m]) for m in range(first, last + 1))


def grid(weekday: Ints, hour: Ints) -> Ints:
    """Counts by weekday and hour, 7 x 24."""
    return np.bincount(weekday * 24 + hour, minlength=168).reshape(7, 24)


def slot_of(found: Occasions, rows: Ints, everything: Ints) -> Slot | None:
    """The time of the week into which far more of some occasions fall than the hours of ``everything`` explain."""
    mine = timed(found, rows)
    if len(mine) < _FEWEST_IN_SLOT:
        return None
    counts, usual = grid(*week_hours(found, mine)), everything / max(int(everything.sum()), 1)
    best: tuple[float, Slot] | None = None
    for day in range(7):
        for hour in range(25 - SLOT_HOURS):
            inside = int(counts[day, hour : hour + SLOT_HOURS].sum())
            if inside < _FEWEST_IN_SLOT or inside * 2 < len(mine):
                continue
            expected = float(usual[day, hour : hour + SLOT_HOURS].sum() * len(mine))
            chance = float(poisson_tail(np.array([inside]), np.array([expected]))[0])
            if best is None or (chance, -inside) < (best[0], -best[1].inside):
                best = chance, Slot(day, hour, hour + SLOT_HOURS, inside, len(mine), expected)
    # 7 x 22 windows were tried: the chance is that of the best of them.
    return best[1] if best is not None and best[0] * 154 <= _SLOT_CHANCE else None


def _best_of_each_telling(found: Occasions, rows: Ints) -> Ints:
    order = np.lexsort((-found.weight[rows], found.telling[rows]))
    chosen = rows[order]
    first = np.ones(len(chosen), bool)
    first[1:] = found.telling[chosen][1:] != found.telling[chosen][:-1]
    return chosen[first]


def moment_of(second: int) -> datetime:
    """Seconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(int(second), UTC)
