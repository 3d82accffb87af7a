"""Every chain of a given length between two entities, shortest first, out of two walks that meet."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from graphsvc.analysis.columns import Ints, Mask
from graphsvc.analysis.reach import Gate, Pairs, Walk
from graphsvc.analysis.rolled import RolledNetwork

_MOST_TRIED = 20_000
_MOST_CHAINS = 500

Rows = tuple[int, ...]


@dataclass
class Meeting:
    """Two walks towards one another. ``cut`` says that the search was stopped before it had seen everything."""

    here: Walk
    there: Walk
    source: int
    target: int
    cut: bool = False
    _tried: int = 0

    @classmethod
    def between(cls, rolled: RolledNetwork, gate: Gate, source: int, target: int) -> "Meeting":
        """The search for chains from one entity to another."""
        return cls(Walk.start(rolled, gate, source), Walk.start(rolled, gate, target), source, target)

    def of_length(self, length: int) -> list[Rows]:
        """The chains of exactly so many steps, as entity rows, no entity twice in one; the order depends on ids alone."""
        self._reach(length)
        layers = self._layers(length)
        found: list[Rows] = []
        for path in self._paths(layers) if layers else ():
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

    def _layers(self, length: int) -> list["Layer"]:
        """For each position, the steps that lie on some walk of exactly this length; none where there is none."""
        layers: list[Layer] = []
        ends_sure, ends_weak = (np.zeros(len(self.here.distance), bool) for _ in range(2))
        ends_sure[self.target] = True
        mine, theirs = self.here.all_steps(), self.there.all_steps()
        # The other walk's steps run towards us: read them backwards.
        theirs = Pairs(theirs.far, theirs.near, theirs.weak)
        for position in range(length - 1, -1, -1):
            ours = position < self.here.radius
            layer = Layer.of(mine if ours else theirs, ends_sure, ends_weak)
            layer = layer.only(self.here.distance[layer.near] <= position) if ours else layer
            ends_sure, ends_weak = layer.marks(len(ends_sure))
            layers.append(layer)
        return layers[::-1] if (ends_weak if self.here.gate.loose else ends_sure)[self.source] else []

    def _paths(self, layers: list["Layer"]) -> Iterator[Rows]:
        """Every path through the layers, taking turns between the first steps, so that the first found differ."""
        self._tried = 0
        spent = not self.here.gate.loose
        firsts = layers[0].after(self.source, spent)[::-1]
        ways = deque(
            self._onwards(layers, ((self.source, far), spent or weak), turn) for turn, (far, weak) in enumerate(firsts)
        )
        while ways and self._tried <= _MOST_TRIED:
            path = next(ways[0], None)
            if path is None:
                ways.popleft()
            else:
                yield path
                ways.rotate(-1)

    def _onwards(self, layers: list["Layer"], start: tuple[Rows, bool], turn: int) -> Iterator[Rows]:
        """Every path with this beginning. A loose one takes exactly one weak step, any other none.

        ``turn`` turns the order of the steps, so that two beginnings do not lead through the same entities first.
        """
        stack = [start]
        while stack:
            path, spent = stack.pop()
            if len(path) == len(layers) + 1:
                yield path
                continue
            self._tried += 1
            if self._tried > _MOST_TRIED:
                self.cut = True
                return
            onward = layers[len(path) - 1].after(path[-1], spent)
            first = -turn % max(len(onward), 1)
            stack.extend(
                ((*path, far), spent or weak) for far, weak in onward[first:] + onward[:first] if far not in path
            )


@dataclass(frozen=True)
class Layer:
    """The steps at one position, by near end. ``sure``: what follows needs no weak step; ``chance``: exactly one."""

    near: Ints
    far: Ints
    weak: Mask
    sure: Mask
    chance: Mask
    _seen: dict[tuple[int, bool], list[tuple[int, bool]]] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Pairs, ends_sure: Mask, ends_weak: Mask) -> "Layer":
        """The steps from which the target can still be reached."""
        sure = ~steps.weak & ends_sure[steps.far]
        chance = (~steps.weak & ends_weak[steps.far]) | (steps.weak & ends_sure[steps.far])
        keep = np.flatnonzero(sure | chance)
        keep = keep[np.lexsort((steps.far[keep], steps.near[keep]))]
        return cls(steps.near[keep], steps.far[keep], steps.weak[keep], sure[keep], chance[keep])

    def only(self, keep: Mask) -> "Layer":
        """Some of these steps."""
        return Layer(self.near[keep], self.far[keep], self.weak[keep], self.sure[keep], self.chance[keep])

    def marks(self, n: int) -> tuple[Mask, Mask]:
        """The entities at this position from which the target can be reached without a weak step, and with one."""
        ends_sure, ends_weak = np.zeros(n, bool), np.zeros(n, bool)
        ends_sure[self.near[self.sure]] = True
        ends_weak[self.near[self.chance]] = True
        return ends_sure, ends_weak

    def after(self, entity: int, spent: bool) -> list[tuple[int, bool]]:
        """The steps on from an entity, last first, and which are weak; ``spent``: no weak one may follow any more."""
        if (entity, spent) not in self._seen:
            start, end = np.searchsorted(self.near, [entity, entity + 1])
            steps = slice(start, end)
            open_ = (self.sure if spent else self.chance)[steps]
            found = zip(self.far[steps][open_].tolist(), self.weak[steps][open_].tolist(), strict=True)
            self._seen[entity, spent] = list(found)[::-1]
        return self._seen[entity, spent]


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
