"""Patterns centred on one place, vehicle, number or person alleged, where children are harmed and the same company recurs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from graphsvc.analysis.columns import Ints, Mask, distinct
from graphsvc.analysis.company import Company
from graphsvc.analysis.occasions import Occasions, Part
from graphsvc.analysis.strength import harmed_in, strength
from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.standing_out import PatternKind, Strength

_CENTRES = {
    "Location": PatternKind.PLACE,
    "Vehicle": PatternKind.VEHICLE,
    "Phone": PatternKind.NUMBER,
    "OnlineAccount": PatternKind.NUMBER,
}


@dataclass
class Draft:
    """A pattern before it has a rank: its centre, its occasions, the company that recurs, and how strong it is."""

    kind: PatternKind
    centre: tuple[int, ...]
    rows: Ints
    company: frozenset[int]
    strength: Strength
    children: frozenset[int] = frozenset()
    links: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    distance_m: float | None = None
    turned_at_s: int | None = None
    also: list["Draft"] = field(default_factory=list)

    @property
    def everything(self) -> Ints:
        """Its occasions and those of the patterns taken into it."""
        return distinct(np.concatenate([self.rows, *(d.rows for d in self.also)]))


@dataclass(frozen=True)
class Concern:
    """Which occasions matter: where a child is harmed, or somebody is alleged."""

    found: Occasions
    harm: Mask
    alleged: Mask

    @classmethod
    def of(cls, found: Occasions) -> "Concern":
        """The occasions of concern among all."""
        alleged = np.zeros(len(found), bool)
        alleged[found.at[found.part == Part.ALLEGED]] = True
        return cls(found, found.harm & found.inside, alleged & found.inside)

    @property
    def any(self) -> Mask:
        """Of either sort."""
        found: Mask = self.harm | self.alleged
        return found


def converging(found: Occasions, pairs: Company, set_aside: Mask, fewest: int) -> Iterator[Draft]:
    """Every pattern centred on a place, vehicle, number or person alleged. ``set_aside`` entities are no centre."""
    concern = Concern.of(found)
    for centre in distinct(np.concatenate([pairs.a, pairs.b])):
        kind = _kind(found, int(centre))
        if kind is None or set_aside[centre]:
            continue
        draft = around(concern, pairs, kind, int(centre))
        if draft is not None and draft.strength.occasions >= fewest and draft.strength.children:
            yield draft


def around(concern: Concern, pairs: Company, kind: PatternKind, centre: int) -> Draft | None:
    """The pattern round one entity: its occasions in which some company recurs that has to do with harm.

    Company counts where at least one of the shared occasions is of concern. People in other parts (a worker, a witness, a
    parent) are no company here: they are there because of their part.
    """
    found = concern.found
    rows = found.of(centre)
    rows = rows[found.inside[rows]]
    at = found.parts_of(rows)
    others, _ = pairs.of(centre)
    counts = np.isin(found.part[at], [Part.HARMED, Part.ALLEGED, Part.VEHICLE, Part.NUMBER, Part.PLACE])
    at = at[counts & np.isin(found.who[at], others)]
    kept = distinct(found.who[at[concern.any[found.at[at]]]])
    bound = distinct(found.at[at[np.isin(found.who[at], kept)]])
    if len(bound) == 0:
        return None
    company = frozenset(int(k) for k in kept)
    return Draft(
        kind, (centre,), bound, company, strength(found, bound), frozenset(int(c) for c in harmed_in(found, bound))
    )


def _kind(found: Occasions, entity: int) -> PatternKind | None:
    """What a pattern round this entity is called; None where an entity of this sort is no centre."""
    sort = ENTITY_TYPES[found.view.entity_type[entity]].name
    if sort != "Person":
        return _CENTRES.get(sort)
    parts = found.part[found.by_who.rows(entity)]
    # Whoever is reported as harmed is never the centre of a pattern, whatever else is alleged.
    return PatternKind.PERSON if (parts == Part.ALLEGED).any() and not (parts == Part.HARMED).any() else None


def merged(drafts: list[Draft]) -> list[Draft]:
    """Patterns of mostly the same occasions as one, under the strongest of them; strongest first.

    Of equals the place that moved stands first: it says more than that somebody was at both.
    """
    kept: list[Draft] = []
    holding: dict[int, list[int]] = {}
    for draft in sorted(
        drafts, key=lambda d: (-d.strength.value, d.kind is not PatternKind.MOVED, d.kind.value, d.centre)
    ):
        rows = draft.rows.tolist()
        near = sorted({k for row in rows for k in holding.get(row, ())})
        home = next((kept[k] for k in near if _mostly_one(draft, kept[k])), None)
        if home is not None:
            home.also.append(draft)
            continue
        for row in rows:
            holding.setdefault(row, []).append(len(kept))
        kept.append(draft)
    return kept


def _mostly_one(one: Draft, other: Draft) -> bool:
    """Whether at least half of the occasions of the smaller are the other's as well."""
    shared, smaller = len(np.intersect1d(one.rows, other.rows)), min(len(one.rows), len(other.rows))
    return smaller > 0 and 2 * shared >= smaller
