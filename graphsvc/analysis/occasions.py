"""Occasions: each thing that happened once, with who and what was in it, how well it is borne out and how long ago it was.

Hotspots and findings count occasions, never reports or statements: one thing told five times happened once.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct, distinct_pairs, numbered
from graphsvc.analysis.people import People
from graphsvc.analysis.selection import (
    Selection,
    Times,
    administrative,
    effective_times,
    investigating,
    is_type,
    of_type,
    origin_codes,
    supported,
    with_role,
)
from graphsvc.model.links import LocationRole, PersonRole
from graphsvc.model.provenance import ReportKind, StatementKind
from graphsvc.model.view import STATEMENT_CODE, NetworkView

DAY_S = 86400
UNDATED_RECENCY = 0.25
"""What an undated occasion counts for beside one of today: it may be old, and it borrows no date."""


class Part(IntEnum):
    """What somebody or something was in an occasion."""

    HARMED = 0
    """Reported as victim or possible victim, and not known to have been an adult then."""
    ALLEGED = 1
    """Suspected or convicted of it."""
    PERSON = 2
    """Anybody else: witness, present, other, role not stated."""
    VEHICLE = 3
    NUMBER = 4
    """A telephone or an online account."""
    PLACE = 5
    OTHER = 6


class Borne(IntEnum):
    """How well an occasion is borne out, best first."""

    CONFIRMED = 0
    UNCONFIRMED = 1
    TENTATIVE = 2


class Weighing(Selection):
    """How evidence is weighed. The weights are this service's own choice, not a published scale; the ranking shows them."""

    confirmed: float = Field(1.0, ge=0, le=1, description="what a confirmed occasion counts")
    unconfirmed: float = Field(0.6, ge=0, le=1, description="what an unconfirmed occasion counts")
    tentative: float = Field(0.25, ge=0, le=1, description="what a tentative occasion counts")
    half_life_days: int = Field(365, ge=1, le=36500, description="after so many days an occasion counts half")


@dataclass(frozen=True)
class Sources:
    """What weighing needs of every report and link, looked up once: ``of_record`` and ``origin`` by report, ``times`` by link."""

    of_record: Mask
    origin: Ints
    times: Times

    @classmethod
    def of(cls, view: NetworkView, usable: Mask) -> "Sources":
        """The sources of a view."""
        kinds = (ReportKind.RECORD.value, ReportKind.REGISTER.value)
        of_record = np.array([r.kind in kinds for r in view.reports], bool)
        return cls(of_record, origin_codes(view), effective_times(view, usable))


@dataclass(frozen=True)
class Occasions:
    """Occasions (k) and the parts in them (p), the parts sorted by occasion.

    ``event`` is the event's entity row, -1 for a bare sighting; ``start`` seconds where ``dated``; ``end`` likewise;
    ``precision`` as in the view; ``telling`` numbers independent tellings: what one origin says of one day has one number;
    ``borne`` a ``Borne``; ``weight`` that class's weight times the recency; ``harm``: somebody harmed has a part;
    ``inside``: it belongs to the period. ``at`` (p) is the occasion, ``who`` (p) an entity row, ``part`` (p) a ``Part``,
    ``row`` (p) the link that says so. ``paper`` (entity rows) are the places that only took the report, one for each.
    """

    view: NetworkView
    chosen: Weighing
    people: People
    usable: Mask
    sources: Sources
    event: Ints
    dated: Mask
    start: Ints
    end: Ints
    precision: Ints
    telling: Ints
    borne: Ints
    recency: np.ndarray
    weight: np.ndarray
    harm: Mask
    inside: Mask
    at: Ints
    who: Ints
    part: Ints
    row: Ints
    paper: Ints
    by_who: Groups
    by_occasion: Groups

    def __len__(self) -> int:
        return len(self.event)

    @property
    def class_weights(self) -> np.ndarray:
        """What an occasion of each class counts before recency, in the order of ``Borne``."""
        return np.array([self.chosen.confirmed, self.chosen.unconfirmed, self.chosen.tentative])

    def of(self, entity: int) -> Ints:
        """The occasions of one entity, distinct."""
        return distinct(self.at[self.by_who.rows(entity)])

    def parts_of(self, occasions: Ints) -> Ints:
        """The positions of all parts in these occasions."""
        return self.by_occasion.expand(occasions)[1]

    def agencies(self, occasions: Ints) -> frozenset[str]:
        """The agencies whose reports tell of these occasions."""
        rows = self.row[self.parts_of(occasions)]
        return frozenset(self.view.reports[r].agency for r in distinct(self.view.link_report[rows].astype(np.int64)))

    def tellings(self, occasions: Ints) -> int:
        """How many independent tellings these occasions are."""
        return len(distinct(self.telling[occasions]))

    def evidence(self, occasions: Ints) -> float:
        """The sum of the weights, each independent telling once, at its best."""
        if len(occasions) == 0:
            return 0.0
        order = np.lexsort((-self.weight[occasions], self.telling[occasions]))
        chosen = occasions[order]
        first = np.ones(len(chosen), bool)
        first[1:] = self.telling[chosen][1:] != self.telling[chosen][:-1]
        return float(self.weight[chosen[first]].sum())


@dataclass(frozen=True)
class BorneOut:
    """How well some groups of links are borne out, and what each counts for."""

    borne: Ints
    weight: np.ndarray


def borne_out(found: Occasions, group: Ints, row: Ints, groups: int) -> BorneOut:
    """The same weighing for links that are no occasion, such as who knows whom, by group."""
    dated, start, _, _ = _when(group, row, found.sources.times, groups)
    borne = _borne(found.view, found.sources, (group, row), groups)
    return BorneOut(borne, found.class_weights[borne] * _recency(found.view, found.chosen, dated, start))


def occasions(view: NetworkView, chosen: Weighing) -> Occasions:
    """Every occasion of a view. ``inside`` says which belong to the period asked for."""
    usable = supported(view, chosen)
    sources = Sources.of(view, usable)
    people = People.of(view)
    at, who, row, event = _parts(view, usable)
    n = len(event)
    dated, start, end, precision = _when(at, row, sources.times, n)
    part = _part_of(view, people, (who, row), (start[at], dated[at]))
    borne = _borne(view, sources, (at, row), n)
    recency = _recency(view, chosen, dated, start)
    harm = np.zeros(n, bool)
    harm[at[part == Part.HARMED]] = True
    paper = administrative(view) & usable
    return Occasions(
        view, chosen, people, usable, sources, event, dated, start, end, precision,
        _tellings(view, sources, (at, row), (dated, start), n), borne, recency,
        np.array([chosen.confirmed, chosen.unconfirmed, chosen.tentative])[borne] * recency,
        harm, _inside(chosen, dated, start, end, precision), at, who, part, row,
        view.link_to[paper].astype(np.int64),
        Groups.by(who, len(view.entity_ids)), Groups.by(at, n),
    )  # fmt: skip


def _parts(view: NetworkView, usable: Mask) -> tuple[Ints, Ints, Ints, Ints]:
    """Occasion, entity and link of every part, and the event of every occasion."""
    n = len(view.entity_ids)
    keep = usable & ~administrative(view) & ~investigating(view)
    joined = np.flatnonzero(keep & of_type(view, "TOOK_PART", "INVOLVED_IN"))
    happened = np.flatnonzero(keep & of_type(view, "OCCURRED_AT"))
    seen = np.flatnonzero(keep & of_type(view, "SEEN_AT"))
    event = np.concatenate([view.link_to[joined], view.link_from[happened]]).astype(np.int64)
    # One person or vehicle at one place at one time is one sighting, however many reports tell it.
    sighting = _sightings(view, seen, n)
    key = np.concatenate([event, sighting, sighting])
    who = np.concatenate([view.link_from[joined], view.link_to[happened], view.link_from[seen], view.link_to[seen]])
    row = np.concatenate([joined, happened, seen, seen])
    names, at = np.unique(key, return_inverse=True)
    order = np.lexsort((row, who, at))
    return at[order].astype(np.int64), who[order].astype(np.int64), row[order], np.where(names < n, names, -1)


def _sightings(view: NetworkView, seen: Ints, n: int) -> Ints:
    codes, _ = numbered(view.link_from[seen], view.link_to[seen], view.link_from_s[seen], view.link_to_s[seen])
    return n + codes


def _when(at: Ints, row: Ints, times: Times, n: int) -> tuple[Mask, Ints, Ints, Ints]:
    """When each occasion was: from its best dated statement, the finest, then the earliest, then the longest.

    The longest, because a report that gives no end would otherwise hide the end that another gives, by the order of rows.
    """
    told = times.dated[row]
    order = np.lexsort((-times.end[row[told]], times.start[row[told]], times.precision[row[told]], at[told]))
    where, best = at[told][order], row[told][order]
    first = np.ones(len(where), bool)
    first[1:] = where[1:] != where[:-1]
    dated, start, end, precision = (
        np.zeros(n, bool),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
    )
    dated[where[first]] = True
    for column, said in ((start, times.start), (end, times.end), (precision, times.precision)):
        column[where[first]] = said[best[first]]
    return dated, start, end, precision


def _part_of(view: NetworkView, people: People, parts: tuple[Ints, Ints], when: tuple[Ints, Mask]) -> Ints:
    who, row = parts
    found = np.full(len(who), Part.OTHER, np.int64)
    for part, types in (
        (Part.PERSON, ("Person",)),
        (Part.VEHICLE, ("Vehicle",)),
        (Part.NUMBER, ("Phone", "OnlineAccount")),
        (Part.PLACE, ("Location",)),
    ):
        found[is_type(view, *types)[who]] = part
    person = found == Part.PERSON
    alleged = with_role(view, (PersonRole.SUSPECT.value, PersonRole.CONVICTED.value))[row]
    harmed = with_role(view, (PersonRole.VICTIM.value,))[row] & ~people.adult_at(who, *when)
    found[person & alleged] = Part.ALLEGED
    found[person & harmed] = Part.HARMED
    return found


def _borne(view: NetworkView, sources: Sources, parts: tuple[Ints, Ints], n: int) -> Ints:
    """How well each occasion is borne out.

    Confirmed: a record or register states it as fact, or a report graded 1-A, or two independent origins at source 2 and
    intelligence B or better. Tentative: everything said of it is graded source 3 or intelligence D, or is a mere opinion.
    """
    at, row = parts
    source, intelligence = view.link_source[row], view.link_intelligence[row]
    fact = view.link_statement[row] == STATEMENT_CODE[StatementKind.FACT]
    opinion = view.link_statement[row] == STATEMENT_CODE[StatementKind.OPINION]
    graded = intelligence > 0
    sure = fact & (
        (sources.of_record[view.link_report[row]] & ~graded) | (graded & (source <= 1) & (intelligence <= 1))
    )
    good = fact & graded & (source <= 2) & (intelligence <= 2)
    origins = distinct_pairs(at[good], sources.origin[view.link_report[row[good]]], max(len(view.reports), 1))[0]
    weak = opinion | (graded & ((source == 3) | (intelligence >= 4)))
    found = np.full(n, Borne.UNCONFIRMED, np.int64)
    strong = np.ones(n, bool)
    strong[at[~weak]] = False
    found[strong] = Borne.TENTATIVE
    found[at[sure]] = Borne.CONFIRMED
    found[np.bincount(origins, minlength=n) >= 2] = Borne.CONFIRMED
    return found


def _recency(view: NetworkView, chosen: Weighing, dated: Mask, start: Ints) -> np.ndarray:
    until = chosen.to_s if chosen.to_at else int(view.as_of.timestamp())
    age = np.maximum(until - start, 0) / DAY_S
    return np.where(dated, np.exp2(-age / chosen.half_life_days), UNDATED_RECENCY)


def _inside(chosen: Weighing, dated: Mask, start: Ints, end: Ints, precision: Ints) -> Mask:
    if not chosen.has_period:
        return np.ones(len(start), bool)
    return Times(dated, start, end, precision).within(chosen)


def _tellings(view: NetworkView, sources: Sources, parts: tuple[Ints, Ints], when: tuple[Mask, Ints], n: int) -> Ints:
    """A number for each independent telling: occasions of one day that one and the same origin tells share it.

    An occasion of several origins takes the first of them by name, so that it shares a telling with at most one.
    """
    at, row = parts
    dated, start = when
    origin = np.full(n, len(view.reports), np.int64)
    np.minimum.at(origin, at, sources.origin[view.link_report[row]])
    day = np.where(dated, start // DAY_S, -1)
    undated_alone = np.where(dated, 0, np.arange(1, n + 1))
    return numbered(origin, day, undated_alone)[0]


def residence(view: NetworkView, row: Ints) -> Mask:
    """Whether these links say only that it was at somebody's home."""
    return with_role(view, (LocationRole.RESIDENCE.value,))[row]
