"""What one step of a chain stands on: its links, what it goes through, and how many independent origins say so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from graphsvc.analysis.columns import Ints, Mask
from graphsvc.analysis.rolled import RolledNetwork
from graphsvc.analysis.selection import origin_codes
from graphsvc.model.finding import Step, StepBasis


@dataclass(frozen=True)
class Ground:
    """What carries a step: link rows, rows of the events or places it goes through, and its origins."""

    basis: StepBasis
    rows: frozenset[int]
    via: tuple[int, ...]
    origins: frozenset[int]


@dataclass
class Evidence:
    """Looks up what steps stand on, once for each pair. ``open`` are the places a step may go through."""

    rolled: RolledNetwork
    open: Mask
    _origin: Ints = field(init=False)
    _known: dict[tuple[int, int], Ground] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._origin = origin_codes(self.rolled.view)

    def of(self, a: int, b: int) -> Ground:
        """What a step between two entities stands on; the direction does not matter.

        Everything that joins them is cited: reports of a link, shared events, and places at the same time. Only where
        there is none of these does the step rest on being known at the same place.
        """
        pair = (min(a, b), max(a, b))
        if pair not in self._known:
            grounds = [g for g in (self._linked(*pair), self._in_events(*pair), self._together(*pair)) if g.rows]
            self._known[pair] = _united(grounds or [self._both_known(*pair)])
        return self._known[pair]

    def step(self, a: int, b: int) -> Step:
        """The step from one entity to the next, by ids."""
        view, ground = self.rolled.view, self.of(a, b)
        links = tuple(sorted(view.link_id_of(row) for row in ground.rows))
        via = tuple(view.id_of(row) for row in ground.via)
        return Step(view.id_of(a), view.id_of(b), ground.basis, links, via, len(ground.origins))

    def strength(self, chain: tuple[int, ...]) -> tuple[int, int]:
        """The origins of a chain's weakest step, and of all its steps: more is stronger."""
        counts = [len(self.of(a, b).origins) for a, b in pairwise(chain)]
        return min(counts), sum(counts)

    def roundabout(self, chain: tuple[int, ...]) -> bool:
        """Whether a chain walks round an event or place: steps through it between two who met there themselves."""
        for i, j in combinations(range(len(chain)), 2):
            met = self.of(chain[i], chain[j])
            if j - i < 2 or met.basis is StepBasis.BOTH_KNOWN_AT:
                continue
            between = [self.of(a, b) for a, b in pairwise(chain[i : j + 1])]
            if any(g.basis is not StepBasis.LINK and not set(met.via).isdisjoint(g.via) for g in between):
                return True
        return False

    def _origins(self, rows: Iterable[int]) -> frozenset[int]:
        reports = self.rolled.view.link_report
        return frozenset(int(self._origin[reports[row]]) for row in rows)

    def _linked(self, a: int, b: int) -> Ground:
        rolled = self.rolled
        found = rolled.near.rows(a)
        rows = frozenset(int(r) for r in rolled.rows[found[rolled.ends[found] == b]])
        return Ground(StepBasis.LINK, rows, (), self._origins(rows))

    def _in_events(self, a: int, b: int) -> Ground:
        parts = self.rolled.parts
        mine, theirs = parts.by_thing.rows(a), parts.by_thing.rows(b)
        shared = np.intersect1d(parts.event[mine], parts.event[theirs])
        rows: set[int] = set()
        origins: set[int] = set()
        for event in shared:
            one, two = ({int(r) for r in parts.row[side[parts.event[side] == event]]} for side in (mine, theirs))
            rows |= one | two
            origins |= self._of_both(one, two)
        return Ground(StepBasis.EVENT, frozenset(rows), tuple(int(e) for e in shared), frozenset(origins))

    def _together(self, a: int, b: int) -> Ground:
        """What says that they were at one place, or with one organisation, at the same time."""
        stood_at = self.rolled.presences
        mine, theirs = stood_at.together(self._open_presences(a))
        of_b = stood_at.thing[theirs] == b
        return self._met(StepBasis.SAME_TIME, mine[of_b], theirs[of_b])

    def _both_known(self, a: int, b: int) -> Ground:
        """What says only that both are known at one place."""
        hinge = self.rolled.presences.hinge
        mine, theirs = self._open_presences(a), self._open_presences(b)
        shared = np.intersect1d(hinge[mine], hinge[theirs])
        return self._met(
            StepBasis.BOTH_KNOWN_AT, mine[np.isin(hinge[mine], shared)], theirs[np.isin(hinge[theirs], shared)]
        )

    def _open_presences(self, entity: int) -> Ints:
        stood_at = self.rolled.presences
        rows = stood_at.by_thing.rows(entity)
        return rows[self.open[stood_at.hinge[rows]]]

    def _met(self, basis: StepBasis, i: Ints, j: Ints) -> Ground:
        stood_at = self.rolled.presences
        rows: set[int] = set()
        origins: set[int] = set()
        places, events = set(), set()
        for hinge in np.unique(stood_at.hinge[i]):
            here, there = i[stood_at.hinge[i] == hinge], j[stood_at.hinge[j] == hinge]
            one, two = self._rows_of(here), self._rows_of(there)
            rows |= one | two
            origins |= self._of_both(one, two)
            places.add(int(hinge))
            events |= {int(e) for e in stood_at.event[np.concatenate([here, there])] if e >= 0}
        return Ground(basis, frozenset(rows), (*sorted(places), *sorted(events)), frozenset(origins))

    def _rows_of(self, found: Ints) -> set[int]:
        stood_at = self.rolled.presences
        both = np.concatenate([stood_at.row[found], stood_at.place_row[found]])
        return {int(r) for r in both if r >= 0}

    def _of_both(self, one: set[int], two: set[int]) -> frozenset[int]:
        """The origins that count for a meeting: it takes both sides, so those of the side that has fewer."""
        first, second = self._origins(one), self._origins(two)
        return min(first, second, key=lambda side: (len(side), sorted(side)))


def _united(grounds: list[Ground]) -> Ground:
    """All that carries one step, under the name of the best of it."""
    return Ground(
        grounds[0].basis,
        frozenset().union(*(g.rows for g in grounds)),
        tuple(dict.fromkeys(via for g in grounds for via in g.via)),
        frozenset().union(*(g.origins for g in grounds)),
    )
