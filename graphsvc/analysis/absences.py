"""Children who are missing at the same hours again and again, though they do not share a home."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Ints, Mask, distinct, numbered
from graphsvc.analysis.company import discoveries, poisson_tail
from graphsvc.analysis.convergence import Draft
from graphsvc.analysis.occasions import Occasions, Part
from graphsvc.analysis.people import Households
from graphsvc.analysis.selection import HOUR, with_role
from graphsvc.analysis.strength import strength
from graphsvc.model.links import LocationRole
from graphsvc.model.standing_out import PatternKind

FEWEST_TOGETHER = 3
_SHORTEST_S, _LONGEST_S = 3600, 14 * 86400
_MOST_OVERLAPS = 5_000_000


@dataclass(frozen=True)
class _Episodes:
    """One row for each time a child was missing: overlapping tellings of one absence are one."""

    child: Ints
    start: Ints
    end: Ints
    occasion: Ints
    """One of the occasions that tell it."""
    spans: dict[int, Ints]
    """All occasions of an episode, by its row."""


def missing_together(found: Occasions, households: Households) -> Iterator[Draft]:
    """The groups of children whose absences overlap on at least three occasions and more than chance explains."""
    episodes = _episodes(found)
    pairs = _overlapping(found, episodes, households)
    for group in _groups(pairs):
        used = {e for (a, b), both in pairs.items() if a in group and b in group for e in both}
        rows = distinct(np.concatenate([episodes.spans[e] for e in sorted(used)]))
        borne = strength(found, rows, len(group))
        yield Draft(PatternKind.MISSING, tuple(sorted(group)), rows, frozenset(), borne, frozenset(group))


def _episodes(found: Occasions) -> _Episodes:
    """Absences with a known beginning and end, of people reported as harmed or missing."""
    episode = _is_episode(found) & found.dated & (found.precision <= HOUR) & found.inside
    length = found.end - found.start
    # "About ten" without an end is an interval of exactly one hour: how long the absence was is not known.
    episode &= (length > _SHORTEST_S) & (length <= _LONGEST_S)
    at = np.flatnonzero((found.part == Part.HARMED) & episode[found.at])
    child, occasion = found.who[at], found.at[at]
    order = np.lexsort((found.start[occasion], child))
    child, occasion = child[order], occasion[order]
    start, end = found.start[occasion], found.end[occasion]
    fresh = np.ones(len(child), bool)
    reach = -(2**62)
    for i in range(len(child)):
        if i and child[i] == child[i - 1]:
            fresh[i] = start[i] >= reach
            reach = max(reach, int(end[i])) if not fresh[i] else int(end[i])
        else:
            reach = int(end[i])
    number = np.cumsum(fresh) - 1
    count = int(number[-1]) + 1 if len(number) else 0
    first, last = start[fresh], np.full(count, -(2**62))
    np.maximum.at(last, number, end)
    spans = {k: occasion[number == k] for k in range(count)}
    return _Episodes(child[fresh], first, last, occasion[fresh], spans)


def _is_episode(found: Occasions) -> Mask:
    """Occasions that their sender calls missing, or whose place says where somebody was found."""
    view, said = found.view, found.view.mentions
    kinds = np.array(["missing" in word.casefold() for word in said.words], bool)
    called = np.zeros(len(view.entity_ids) + 1, bool)
    called[said.entity[kinds[said.kind]]] = True
    episode: Mask = called[np.where(found.event >= 0, found.event, len(view.entity_ids))]
    episode[found.at[with_role(view, (LocationRole.FOUND_AT.value,))[found.row]]] = True
    return episode


def _overlapping(
    found: Occasions, episodes: _Episodes, households: Households
) -> dict[tuple[int, int], frozenset[int]]:
    """The pairs of children who are missing together more than chance explains, with the episodes that say so."""
    one, other = _at_once(episodes)
    a = np.minimum(episodes.child[one], episodes.child[other])
    b = np.maximum(episodes.child[one], episodes.child[other])
    keep = (a != b) & ~households.holds(a, b)
    one, other, a, b = one[keep], other[keep], a[keep], b[keep]
    codes, first = numbered(a, b)
    count = np.bincount(codes) if len(first) else np.zeros(0, np.int64)
    a, b = a[first], b[first]
    beyond = discoveries(poisson_tail(count, _by_chance(found, episodes, a, b)))
    good = np.flatnonzero(beyond & (count >= FEWEST_TOGETHER))
    return {(int(a[g]), int(b[g])): frozenset(int(e) for side in (one, other) for e in side[codes == g]) for g in good}


def _at_once(episodes: _Episodes) -> tuple[Ints, Ints]:
    """Every two episodes that overlap, by their rows."""
    order = np.argsort(episodes.start, kind="stable")
    start, end = episodes.start[order], episodes.end[order]
    last = np.searchsorted(start, end, "left")
    counts = np.maximum(last - np.arange(len(start)) - 1, 0)
    # With more absences than this at once, everybody overlaps with everybody and nothing is said by it.
    counts = counts if int(counts.sum()) <= _MOST_OVERLAPS else np.minimum(counts, _MOST_OVERLAPS // max(len(start), 1))
    which = np.repeat(np.arange(len(start)), counts)
    within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[which], order[which + 1 + within]


def _by_chance(found: Occasions, episodes: _Episodes, a: Ints, b: Ints) -> np.ndarray:
    """How often two children's absences would overlap by chance, from how many there are and how long they last."""
    n = max(len(found.view.entity_ids), 1)
    often = np.bincount(episodes.child, minlength=n)
    hours = np.bincount(episodes.child, weights=episodes.end - episodes.start, minlength=n)
    span = float(episodes.end.max() - episodes.start.min()) if len(episodes.start) else 1.0
    return (often[a] * hours[b] + often[b] * hours[a]) / max(span, 1.0)


def _groups(pairs: dict[tuple[int, int], frozenset[int]]) -> list[frozenset[int]]:
    """Children joined by such pairs, directly or through one another."""
    group: dict[int, set[int]] = {}
    for a, b in pairs:
        joined = group.get(a, {a}) | group.get(b, {b})
        group.update(dict.fromkeys(joined, joined))
    return sorted({frozenset(g) for g in group.values()}, key=sorted)
