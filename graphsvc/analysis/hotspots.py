"""Which places, vehicles and times does the evidence gather at? Ranked by what recurs there, beside the plain count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Ints, Mask, distinct, numbered
from graphsvc.analysis.company import Company, company
from graphsvc.analysis.convergence import Concern, around
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.occasions import Occasions, Part, Weighing, occasions
from graphsvc.analysis.people import Households
from graphsvc.analysis.selection import coverage_of, is_type, suspected_false
from graphsvc.analysis.strength import SLOT_HOURS, cited, grid, months, strength, timed, week_hours
from graphsvc.analysis.whereabouts import coordinates, default_points
from graphsvc.model.standing_out import Hotspot, Hotspots, HotspotSubject, PatternKind, Slot, Strength
from graphsvc.model.view import NetworkView

QUESTION = "Where and when does the evidence gather?"
ONE_AGENCY_SHARE = 0.75

STANDING_LIMITS = (
    "This ranks what is reported, not what happens: a place that nobody reports from stands nowhere.",
    "An occasion of concern is one in which a child is reported as harmed, or somebody is alleged to have done it.",
    "The strength counts the occasions of concern in which the same children, people alleged, vehicles or numbers recur more "
    "often than chance brings them; one-off occasions are counted beside it.",
    "Whether company recurs is judged within the period asked for: a short period shows less of it.",
    "The weights of confirmed, unconfirmed and tentative, and of age, are this service's own choice.",
    "Where paper was filled in (a police station, a hospital) and default points are left out and counted aside.",
    "There is no denominator: how many people pass a place is not known here.",
)


class HotspotParameters(Weighing):
    """What hotspots are ranked of, and how."""

    of: HotspotSubject = Field(HotspotSubject.PLACES, description="places, vehicles or times of the week")
    limit: int = Field(20, ge=1, le=500, description="how many to show")
    no_claim_below: int = Field(5, ge=0, le=1000, description="with fewer occasions of concern nothing is claimed")
    compare_previous: bool = Field(True, description="with a period: the period of the same length before beside it")


@dataclass(frozen=True)
class _Ground:
    """What every line is drawn from."""

    found: Occasions
    concern: Concern
    pairs: Company

    @classmethod
    def of(cls, view: NetworkView, chosen: Weighing) -> "_Ground":
        found = occasions(view, chosen)
        return cls(found, Concern.of(found), company(found, Households.of(view, found.usable)))

    def concerning(self, entity: int) -> Ints:
        """The occasions of concern of one entity."""
        rows = self.found.of(entity)
        return rows[self.concern.any[rows]]

    def recurring(self, kind: PatternKind, entity: int) -> tuple[Ints, frozenset[int]]:
        """Those of them in which company recurs, and which company."""
        draft = around(self.concern, self.pairs, kind, entity)
        if draft is None:
            return np.zeros(0, np.int64), frozenset()
        return draft.rows[self.concern.any[draft.rows]], draft.company


def hotspots(view: NetworkView, parameters: HotspotParameters | None = None) -> Hotspots:
    """The hotspots of a view, strongest first."""
    chosen = parameters or HotspotParameters()
    ground = _Ground.of(view, chosen)
    before = _before(view, chosen)
    table = _Times(ground, chosen, before) if chosen.of is HotspotSubject.TIMES else _Things(ground, chosen, before)
    rows = tuple(table.rows())
    found, concern = ground.found, np.flatnonzero(ground.concern.any)
    clocked = timed(found, concern)
    return Hotspots(
        analysis="hotspots",
        question=QUESTION,
        parameters=chosen.model_dump(mode="json"),
        as_of=view.as_of,
        link_ids=tuple(sorted({i for r in rows for i in r.link_ids})),
        report_ids=tuple(sorted({i for r in rows for i in r.report_ids})),
        limits=_limits(found, chosen, rows),
        coverage=coverage_of(view, distinct(found.row[ground.concern.any[found.at]])),
        of=chosen.of,
        rows=rows,
        total=table.total,
        concern=found.tellings(concern),
        hours=_nested(grid(*week_hours(found, clocked))),
        no_hour=found.tellings(concern) - len(clocked),
        undated=int(np.count_nonzero(~found.dated[concern])),
        unlocated=sum(r.point is None for r in rows) if chosen.of is HotspotSubject.PLACES else 0,
        aside=_aside(found, chosen),
    )


def _before(view: NetworkView, chosen: HotspotParameters) -> _Ground | None:
    """The period of the same length just before, where one was asked for."""
    if not (chosen.compare_previous and chosen.from_at and chosen.to_at):
        return None
    earlier = {"from_at": chosen.from_at - (chosen.to_at - chosen.from_at), "to_at": chosen.from_at}
    return _Ground.of(view, chosen.model_copy(update=earlier))


class _Things:
    """Hotspots of places or vehicles."""

    def __init__(self, ground: _Ground, chosen: HotspotParameters, before: _Ground | None) -> None:
        self._ground, self._chosen, self._before = ground, chosen, before
        places = chosen.of is HotspotSubject.PLACES
        self._kind = PatternKind.PLACE if places else PatternKind.VEHICLE
        self._part = Part.PLACE if places else Part.VEHICLE
        view, found = ground.found.view, ground.found
        self._ranked = is_type(view, "Location" if places else "Vehicle") & ~default_points(view)
        self._concern = self._count(ground.concern.any)
        self._plain = self._count(found.inside)
        self._plain_rank = _ranks(self._plain)
        self._north, self._east = coordinates(view)
        self._admin = np.bincount(found.paper, minlength=len(view.entity_ids))
        self.total = int(np.count_nonzero(self._concern))

    def rows(self) -> Iterator[Hotspot]:
        """The first lines."""
        evidence = self._evidence()
        recurring = {
            int(e): self._ground.recurring(self._kind, int(e))
            for e in distinct(np.concatenate([self._ground.pairs.a, self._ground.pairs.b]))
            if self._concern[e]
        }
        values = np.zeros(len(self._concern))
        for entity, (rows, _) in recurring.items():
            values[entity] = strength(self._ground.found, rows).value if len(rows) else 0.0
        candidates = np.flatnonzero(self._concern)
        order = candidates[np.lexsort((candidates, -evidence[candidates], -values[candidates]))]
        nothing = (np.zeros(0, np.int64), frozenset[int]())
        for rank, entity in enumerate(order[: self._chosen.limit].tolist(), start=1):
            yield self._row(rank, entity, *recurring.get(entity, nothing))

    def _count(self, wanted: Mask) -> Ints:
        """How many independent tellings of wanted occasions each thing has."""
        _, first = self._tellings(wanted)
        return np.bincount(self._ground.found.who[first], minlength=len(self._ranked))

    def _evidence(self) -> np.ndarray:
        _, first = self._tellings(self._ground.concern.any)
        found = self._ground.found
        return np.bincount(found.who[first], weights=found.weight[found.at[first]], minlength=len(self._ranked))

    def _tellings(self, wanted: Mask) -> tuple[Ints, Ints]:
        """Each thing's independent tellings, the best borne out of each first: positions of parts."""
        found = self._ground.found
        use = np.flatnonzero((found.part == self._part) & wanted[found.at] & self._ranked[found.who])
        use = use[np.argsort(-found.weight[found.at[use]], kind="stable")]
        codes, first = numbered(found.who[use], found.telling[found.at[use]])
        return codes, use[first]

    def _row(self, rank: int, entity: int, rows: Ints, together: frozenset[int]) -> Hotspot:
        found, view = self._ground.found, self._ground.found.view
        concerning = self._ground.concerning(entity)
        clocked = timed(found, concerning)
        borne = strength(found, rows)
        links, reports = cited(found, concerning)
        alleged = sum(bool((found.part[found.by_who.rows(c)] == Part.ALLEGED).any()) for c in together)
        vehicles = sum(bool(is_type(view, "Vehicle")[c]) for c in together)
        previous, previous_concern = self._previous(entity)
        return Hotspot(
            rank=rank,
            strength=borne,
            concern=found.tellings(concerning),
            events=int(self._plain[entity]),
            plain_rank=int(self._plain_rank[entity]),
            no_claim=found.tellings(concerning) < self._chosen.no_claim_below,
            entity_id=view.id_of(entity),
            converges=borne.children >= 2 and alleged > 0 and vehicles > 0,
            alleged=alleged,
            vehicles=vehicles,
            admin=int(self._admin[entity]),
            hours=_nested(grid(*week_hours(found, clocked))),
            no_hour=found.tellings(concerning) - len(clocked),
            months=months(found, concerning),
            one_agency=_one_agency(found, concerning),
            previous=previous,
            previous_concern=previous_concern,
            point=self._point(entity),
            link_ids=links,
            report_ids=reports,
        )

    def _previous(self, entity: int) -> tuple[Strength | None, int | None]:
        if self._before is None:
            return None, None
        rows, _ = self._before.recurring(self._kind, entity)
        concerning = self._before.concerning(entity)
        return strength(self._before.found, rows), self._before.found.tellings(concerning)

    def _point(self, entity: int) -> tuple[float, float] | None:
        north, east = float(self._north[entity]), float(self._east[entity])
        return (north, east) if np.isfinite(north) and np.isfinite(east) else None


class _Times:
    """Hotspots in the week: three hours of a weekday, local time."""

    def __init__(self, ground: _Ground, chosen: HotspotParameters, before: _Ground | None) -> None:
        self._ground, self._chosen, self._before = ground, chosen, before
        self._rows = timed(ground.found, np.flatnonzero(ground.concern.any))
        self._slots = self._numbers(ground, self._rows)
        everything = timed(ground.found, np.flatnonzero(ground.found.inside))
        self._plain = np.bincount(self._numbers(ground, everything), minlength=7 * 24 // SLOT_HOURS)
        self._share = self._plain / max(int(self._plain.sum()), 1)
        self._plain_rank = _ranks(self._plain)
        self.total = len(distinct(self._slots))

    @staticmethod
    def _numbers(ground: _Ground, rows: Ints) -> Ints:
        weekday, hour = week_hours(ground.found, rows)
        return weekday * (24 // SLOT_HOURS) + hour // SLOT_HOURS

    def rows(self) -> Iterator[Hotspot]:
        """The first lines."""
        found = self._ground.found
        made = [(int(s), self._rows[self._slots == s]) for s in distinct(self._slots)]
        ranked = sorted(((strength(found, rows), slot, rows) for slot, rows in made), key=lambda t: (-t[0].value, t[1]))
        for rank, (borne, slot, rows) in enumerate(ranked[: self._chosen.limit], start=1):
            links, reports = cited(found, rows)
            day, block = divmod(slot, 24 // SLOT_HOURS)
            expected = float(self._share[slot] * len(self._rows))
            previous, previous_concern = self._previous(slot)
            yield Hotspot(
                rank=rank,
                strength=borne,
                concern=len(rows),
                events=int(self._plain[slot]),
                plain_rank=int(self._plain_rank[slot]),
                no_claim=len(rows) < self._chosen.no_claim_below,
                slot=Slot(day, block * SLOT_HOURS, (block + 1) * SLOT_HOURS, len(rows), len(self._rows), expected),
                one_agency=_one_agency(found, rows),
                previous=previous,
                previous_concern=previous_concern,
                link_ids=links,
                report_ids=reports,
            )

    def _previous(self, slot: int) -> tuple[Strength | None, int | None]:
        if self._before is None:
            return None, None
        rows = timed(self._before.found, np.flatnonzero(self._before.concern.any))
        rows = rows[self._numbers(self._before, rows) == slot]
        return strength(self._before.found, rows), len(rows)


def _ranks(counts: Ints) -> Ints:
    """The rank of each by its count alone, from 1; equal counts in the order of their rows."""
    rank = np.zeros(len(counts), np.int64)
    rank[np.lexsort((np.arange(len(counts)), -counts))] = np.arange(1, len(counts) + 1)
    return rank


def _nested(counts: Ints) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(c) for c in day) for day in counts)


def _one_agency(found: Occasions, rows: Ints) -> tuple[str, float] | None:
    """The agency that tells of three in four of these occasions or more, where there are several occasions."""
    if len(rows) < 2:
        return None
    at = found.parts_of(rows)
    reports, of_part = np.unique(found.view.link_report[found.row[at]], return_inverse=True)
    names = [found.view.reports[r].agency for r in reports]
    agencies = sorted(set(names))
    told = np.array([agencies.index(name) for name in names], np.int64)[of_part]
    _, first = numbered(found.at[at], told)
    counts = np.bincount(told[first], minlength=len(agencies))
    share = float(counts.max() / len(rows))
    return (agencies[int(counts.argmax())], share) if share >= ONE_AGENCY_SHARE else None


def _aside(found: Occasions, chosen: HotspotParameters) -> Mapping[str, int]:
    """What was left out and counted: statements of where paper was filled in, and occasions at default points."""
    if chosen.of is not HotspotSubject.PLACES:
        return {}
    default = default_points(found.view)
    at_default = (found.part == Part.PLACE) & default[found.who] & found.inside[found.at]
    return {
        "reported or filed there": len(found.paper),
        "at a default point": len(distinct(found.at[at_default])),
    }


def _limits(found: Occasions, chosen: HotspotParameters, rows: tuple[Hotspot, ...]) -> tuple[str, ...]:
    limits = []
    if false := suspected_false(found.view):
        limits.append(f"{false:,} statements graded E were left out.")
    if outside := int(np.count_nonzero(~found.inside)):
        limits.append(f"{outside:,} occasions lie outside the period or cannot be placed in it, and are left out.")
    if any(r.no_claim for r in rows):
        limits.append(f"No claim is made where there are fewer than {chosen.no_claim_below} occasions of concern.")
    if not rows:
        limits.append(
            "No report in scope says that a child was harmed or that somebody is alleged to have done it: the busiest places "
            "count what there is."
        )
    return (*STANDING_LIMITS, *limits)


HOTSPOTS = Analysis(
    id="hotspots",
    question=QUESTION,
    parameters=HotspotParameters,
    limits=STANDING_LIMITS,
    references=(
        "Sherman, L. W., Gartin, P. R. and Buerger, M. E. (1989). Hot spots of predatory crime. Criminology 27(1), 27-56.",
        "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical "
        "Society B 57(1), 289-300.",
        "College of Policing, Authorised Professional Practice: Intelligence management, problem profile.",
    ),
    run=hotspots,
)
