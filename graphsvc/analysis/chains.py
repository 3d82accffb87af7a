"""Every chain of a given length between two entities, shortest first, out of two walks that meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Mask
from graphsvc.analysis.reach import Gate, Pairs, Walk
from graphsvc.analysis.rolled import RolledNetwork

_MOST_TRIED = 50_000
_MOST_CHAINS = 2_000

Rows = tuple[int, ...]


@dataclass
class Meeting:
    """Two walks towards one another. ``cut`` says that the search was stopped before it had seen everything."""

    here: Walk
    there: Walk
    source: int
    target: int
    cut: bool = False

    @classmethod
    def between(cls, rolled: RolledNetwork, gate: Gate, source: int, target: int) -> "Meeting":
        """The search for chains from one entity to another."""
        return cls(Walk.start(rolled, gate, source), Walk.start(rolled, gate, target), source, target)

    def of_length(self, length: int) -> list[Rows]:
        """The chains of exactly so many steps, as entity rows, in the order of the rows; no entity twice in one."""
        self._reach(length)
        layers = self._layers(length)
        found: list[Rows] = []
        for path in self._paths(layers, length) if layers else ():
            if len(found) == _MOST_CHAINS:
                self.cut = True
                break
            found.append(path)
        return found

    def finished(self) -> bool:
        """Whether no longer chain can exist: one side has been walked to its end without meeting the other."""
        return any(len(w.frontier) == 0 and not w.exhausted and w.distance[e] < 0 for w, e in self._sides())

    def look_round(self, steps: int) -> None:
        """Walk on from both sides, evenly, so that the busy places between them are met; only for naming those."""
        for walk, share in ((self.here, (steps + 1) // 2), (self.there, steps + 1 - (steps + 1) // 2)):
            while walk.radius < share and len(walk.frontier) and not walk.exhausted:
                walk.grow()

    def _sides(self) -> tuple[tuple[Walk, int], tuple[Walk, int]]:
        return (self.here, self.target), (self.there, self.source)

    def _reach(self, length: int) -> None:
        while self.here.radius + self.there.radius < length:
            here_first = len(self.here.frontier) <= len(self.there.frontier)
            (self.here if here_first else self.there).grow()
        self.cut |= self.here.exhausted or self.there.exhausted

    def _layers(self, length: int) -> list[Pairs]:
        """For each position, the steps that lie on some walk of exactly this length; none where there is none."""
        layers: list[Pairs] = []
        alive = np.zeros(len(self.here.distance), bool)
        alive[self.target] = True
        mine, theirs = self.here.all_steps(), self.there.all_steps()
        for position in range(length - 1, -1, -1):
            if position < self.here.radius:
                layer = _before(mine, alive, self.here, position)
            else:
                # The other walk's steps run towards us: read them backwards.
                layer = _before(Pairs(theirs.far, theirs.near, theirs.weak), alive, None, position)
            if len(layer.near) == 0:
                return []
            alive[:] = False
            alive[layer.near] = True
            layers.append(layer)
        return layers[::-1]

    def _paths(self, layers: list[Pairs], length: int) -> Iterator[Rows]:
        loose = self.here.gate.loose
        tried = 0
        stack: list[tuple[Rows, int]] = [((self.source,), 0)]
        while stack:
            path, weak = stack.pop()
            if len(path) == length + 1:
                if not loose or weak == 1:
                    yield path
                continue
            tried += 1
            if tried > _MOST_TRIED:
                self.cut = True
                return
            for far, is_weak in reversed(_after(layers[len(path) - 1], path[-1])):
                if far not in path and weak + is_weak <= 1:
                    stack.append(((*path, far), weak + is_weak))


def _before(steps: Pairs, alive: Mask, walk: Walk | None, position: int) -> Pairs:
    """The steps into the living entities, from those the walk can have reached by this position."""
    keep = alive[steps.far]
    if walk is not None:
        keep &= walk.distance[steps.near] <= position
    near, far, weak = steps.near[keep], steps.far[keep], steps.weak[keep]
    order = np.lexsort((far, near))
    return Pairs(near[order], far[order], weak[order])


def _after(layer: Pairs, entity: int) -> list[tuple[int, int]]:
    start, end = np.searchsorted(layer.near, [entity, entity + 1])
    return [(int(far), int(weak)) for far, weak in zip(layer.far[start:end], layer.weak[start:end], strict=True)]


@dataclass(frozen=True)
class Choice:
    """How to choose among chains: ``strength`` ranks one, ``roundabout`` says that it goes round what it could cross."""

    most: int
    strength: Callable[[Rows], tuple[int, int]]
    roundabout: Callable[[Rows], bool]

    def different(self, found: list[Rows], chosen: list[Rows]) -> list[Rows]:
        """From chains of one length, those to show beside the ``chosen``: those that share least with them first.

        Then the one whose weakest step has most independent origins, then most origins in all, then by id. A chain
        that is a shorter chosen one with a detour is not another chain, nor is one that goes round.
        """
        shown = list(chosen)
        detour = [set(s[1:-1]) for s in chosen if len(s) > 2]
        strength = {c: self.strength(c) for c in found if not any(s < set(c[1:-1]) for s in detour)}
        while strength and len(shown) < self.most:
            used = {row for chain in shown for row in chain[1:-1]}
            rest = sorted(strength, key=lambda c: (len(used & set(c[1:-1])), *(-x for x in strength[c]), c))
            for chain in rest:
                del strength[chain]
                if not self.roundabout(chain):
                    shown.append(chain)
                    break
        return shown[len(chosen) :]
