"""Recurring company: which two keep turning up together on more occasions than chance would bring them together.

Two things that are each seen often meet often by chance: a station and everybody who passes it. So each pair's number of
shared occasions is held against the number that independence would give, and only what is far beyond it is kept.
"""

import math
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct, distinct_pairs, numbered
from graphsvc.analysis.occasions import Occasions, Part, residence
from graphsvc.analysis.people import Households

LARGEST_OCCASION = 30
"""Occasions with more parts than this join nobody: a party of forty says nothing about two of them."""
FALSE_SHARE = 0.01
"""The expected share of pairs that are kept and are chance after all (Benjamini and Hochberg 1995)."""
_MOST_TERMS = 60


@dataclass(frozen=True)
class Company:
    """Pairs of entities that meet more often than chance (``a`` < ``b``, entity rows).

    ``count`` is the number of independent tellings in which both have a part, ``expected`` what independence would give.
    ``by_entity`` groups the pairs in both directions: ``other`` (2k) is the far end, ``pair`` (2k) the pair.
    """

    a: Ints
    b: Ints
    count: Ints
    expected: np.ndarray
    by_entity: Groups
    other: Ints
    pair: Ints

    def of(self, entity: int) -> tuple[Ints, Ints]:
        """Who or what keeps company with an entity, and the pair for each."""
        rows = self.by_entity.rows(entity)
        return self.other[rows], self.pair[rows]


def company(found: Occasions, households: Households, fewest: int = 2) -> Company:
    """The pairs that meet at least ``fewest`` times and more than chance explains."""
    n = max(len(found.view.entity_ids), 1)
    a, b, occasion = _meetings(found, households, n)
    first = numbered(a, b, found.telling[occasion])[1]
    counted = numbered(a[first], b[first])
    count = np.bincount(counted[0]) if len(first) else np.zeros(0, np.int64)
    a, b = a[first][counted[1]], b[first][counted[1]]
    expected = _expected(found, a, b, n)
    keep = (count >= fewest) & _beyond_chance(count, expected)
    a, b, count, expected = a[keep], b[keep], count[keep], expected[keep]
    both, pair = np.concatenate([a, b]), np.tile(np.arange(len(a)), 2)
    return Company(a, b, count, expected, Groups.by(both, n), np.concatenate([b, a]), pair)


def _meetings(found: Occasions, households: Households, n: int) -> tuple[Ints, Ints, Ints]:
    """Every pair in every occasion, once; without what everyday life puts together."""
    at_home = (found.part == Part.PLACE) & residence(found.view, found.row)
    use = (found.part != Part.OTHER) & ~at_home & found.inside[found.at]
    at, who = distinct_pairs(found.at[use], found.who[use], n)
    groups = Groups.by(at, len(found))
    small = np.diff(groups.start)[at] <= LARGEST_OCCASION
    at, who = at[small], who[small]
    which, position = Groups.by(at, len(found)).expand(at)
    a, b, occasion = who[which], who[position], at[which]
    keep = (a < b) & ~households.holds(a, b)
    return a[keep], b[keep], occasion[keep]


def _expected(found: Occasions, a: Ints, b: Ints, n: int) -> np.ndarray:
    """How often each pair would meet if who comes had nothing to do with who else does."""
    inside = found.inside[found.at]
    _, first = numbered(found.who[inside], found.telling[found.at[inside]])
    often = np.bincount(found.who[inside][first], minlength=n)
    tellings = max(len(distinct(found.telling[found.inside])), 1)
    return often[a] * often[b] / tellings


def _beyond_chance(count: Ints, expected: np.ndarray) -> Mask:
    """Which counts are too many for chance, with the false discovery rate held at ``FALSE_SHARE``."""
    return discoveries(poisson_tail(count, expected))


def discoveries(p: np.ndarray) -> Mask:
    """Which of many chances are kept so that about ``FALSE_SHARE`` of those kept are chance after all."""
    if len(p) == 0:
        return np.zeros(0, bool)
    order = np.argsort(p, kind="stable")
    passing = np.flatnonzero(p[order] <= FALSE_SHARE * np.arange(1, len(p) + 1) / len(p))
    limit = p[order][passing[-1]] if len(passing) else -1.0
    found: Mask = p <= limit
    return found


def poisson_tail(count: Ints, expected: np.ndarray) -> np.ndarray:
    """The chance of ``count`` or more where ``expected`` are usual. Counts above 60 are taken as 60, which is safe."""
    wanted = np.minimum(count, _MOST_TERMS)
    term, below = np.exp(-np.asarray(expected, float)), np.zeros(len(count))
    for i in range(int(wanted.max(initial=0))):
        below += np.where(i < wanted, term, 0.0)
        term = term * expected / (i + 1)
    return np.clip(1.0 - below, 0.0, 1.0)


def binomial_tail(hits: int, draws: int, share: float) -> float:
    """The chance of ``hits`` or more in ``draws`` where each hits with this share."""
    return math.fsum(math.comb(draws, i) * share**i * (1 - share) ** (draws - i) for i in range(hits, draws + 1))
