"""Walking the rolled-up network outwards from an entity, a whole ring at a time."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from graphsvc.analysis.columns import Ints, Mask, distinct, distinct_pairs
from graphsvc.analysis.rolled import RolledNetwork


@dataclass(frozen=True)
class Gate:
    """Where chains may go: ``allowed`` entities, ``open`` places and organisations, ``busy`` ones that are left out.

    ``loose`` also takes steps that rest on nothing but "both known at". ``most_pairs`` bounds the work of one walk.
    """

    allowed: Mask
    open: Mask
    busy: Mask
    loose: bool
    most_pairs: int


@dataclass(frozen=True)
class Pairs:
    """Steps out of a ring, distinct and sorted: ``weak`` ones rest on nothing but "both known at"."""

    near: Ints
    far: Ints
    weak: Mask


@dataclass
class Walk:
    """Rings round one entity. ``distance`` is -1 where not reached; ``steps`` are all steps out of the rings so far."""

    rolled: RolledNetwork
    gate: Gate
    frontier: Ints
    distance: npt.NDArray[np.int8]
    radius: int = 0
    steps: list[Pairs] = field(default_factory=list)
    busy_met: dict[int, int] = field(default_factory=dict)
    """The busy places next to a ring, and how far out that was first."""
    spent: int = 0
    exhausted: bool = False
    """Whether the walk was stopped because of its size, so that what it did not reach may still be there."""

    @classmethod
    def start(cls, rolled: RolledNetwork, gate: Gate, entity: int) -> "Walk":
        """A walk that has reached nothing but its own entity."""
        distance = np.full(len(gate.allowed), -1, np.int8)
        distance[entity] = 0
        return cls(rolled, gate, np.array([entity], np.int64), distance)

    def grow(self) -> None:
        """Walk one ring further."""
        self.radius += 1
        if len(self.frontier) == 0 or self.exhausted:
            return
        for hinge in distinct(self.rolled.presences.hinge[_present(self.rolled, self.frontier, self.gate.busy)]):
            self.busy_met.setdefault(int(hinge), self.radius - 1)
        self.spent += _cost(self.rolled, self.frontier, self.gate)
        if self.spent > self.gate.most_pairs:
            self.exhausted = True
            return
        pairs = steps_from(self.rolled, self.frontier, self.gate)
        self.steps.append(pairs)
        fresh = distinct(pairs.far[self.distance[pairs.far] < 0])
        self.distance[fresh] = self.radius
        self.frontier = fresh

    def all_steps(self) -> Pairs:
        """Every step out of the rings walked so far."""
        if not self.steps:
            none = np.zeros(0, np.int64)
            return Pairs(none, none, np.zeros(0, bool))
        near, far, weak = (np.concatenate([getattr(p, name) for p in self.steps]) for name in ("near", "far", "weak"))
        return Pairs(near, far, weak)


def steps_from(rolled: RolledNetwork, entities: Ints, gate: Gate) -> Pairs:
    """Every distinct step from these entities that the gate lets through."""
    n = max(len(gate.allowed), 1)
    sure = distinct(
        np.concatenate(
            [
                _kept(p, gate, n)
                for p in (_by_link(rolled, entities), _by_event(rolled, entities), _together(rolled, entities, gate))
            ]
        )
    )
    weak = np.zeros(0, np.int64)
    if gate.loose:
        weak = np.setdiff1d(_kept(_both_known(rolled, entities, gate), gate, n), sure)
    keys = np.concatenate([sure, weak])
    order = np.argsort(keys)
    flags = np.concatenate([np.zeros(len(sure), bool), np.ones(len(weak), bool)])
    return Pairs((keys // n)[order], (keys % n)[order], flags[order])


def _kept(pair: tuple[Ints, Ints], gate: Gate, n: int) -> Ints:
    near, far = pair
    keep = gate.allowed[far] & (near != far)
    keys: Ints = near[keep] * n + far[keep]
    return keys


def _by_link(rolled: RolledNetwork, entities: Ints) -> tuple[Ints, Ints]:
    which, found = rolled.near.expand(entities)
    return entities[which], rolled.ends[found]


def _by_event(rolled: RolledNetwork, entities: Ints) -> tuple[Ints, Ints]:
    parts = rolled.parts
    which, found = parts.by_thing.expand(entities)
    again, other = parts.by_event.expand(parts.event[found])
    return entities[which][again], parts.thing[other]


def _together(rolled: RolledNetwork, entities: Ints, gate: Gate) -> tuple[Ints, Ints]:
    """Steps between those who were certainly at a place or with an organisation at the same time."""
    stood_at = rolled.presences
    mine, theirs = stood_at.together(_present(rolled, entities, gate.open))
    return stood_at.thing[mine], stood_at.thing[theirs]


def _both_known(rolled: RolledNetwork, entities: Ints, gate: Gate) -> tuple[Ints, Ints]:
    """Steps between those who are known at the same place or organisation, whenever."""
    stood_at = rolled.presences
    mine = _present(rolled, entities, gate.open)
    entity, hinge = distinct_pairs(stood_at.thing[mine], stood_at.hinge[mine], max(len(gate.allowed), 1))
    which, found = stood_at.members.expand(hinge)
    return entity[which], stood_at.member[found]


def _present(rolled: RolledNetwork, entities: Ints, at: Mask) -> Ints:
    """The presences of these entities at the places and organisations marked (the open ones, or the busy ones)."""
    found = rolled.presences.by_thing.expand(entities)[1]
    return found[at[rolled.presences.hinge[found]]]


def _cost(rolled: RolledNetwork, entities: Ints, gate: Gate) -> int:
    """How many pairs a ring will give, before any of them is made."""
    joined = rolled.parts.event[rolled.parts.by_thing.expand(entities)[1]]
    mine = _present(rolled, entities, gate.open)
    cost = rolled.near.count(entities) + rolled.parts.by_event.count(joined) + rolled.presences.work(mine)
    if gate.loose:
        keys = rolled.presences.thing[mine] * max(len(gate.allowed), 1) + rolled.presences.hinge[mine]
        cost += rolled.presences.members.count(distinct(keys) % max(len(gate.allowed), 1))
    return cost
