"""Which places is most reported at? Ranked with their arithmetic; and everything reported of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Ints, Mask, distinct_pairs
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.happenings import Happenings, PlaceParameters, happenings, participants
from graphsvc.analysis.selection import coverage_of, is_type, of_type, origin_codes, suspected_false
from graphsvc.errors import InputError, NotFound
from graphsvc.model.finding import PlaceDetail, PlaceRanking, PlaceRow
from graphsvc.model.view import NetworkView

QUESTION = "At which places is most reported?"

STANDING_LIMITS = (
    "This ranks what is reported, not what happens: a place that reports well stands high, one nobody watches does not.",
    "There is no denominator: how many people pass a place is not known here.",
    "Where something was only reported or filed (a police station, a hospital) does not count; it is counted aside.",
    "Living, working at or attending a place does not count; only events and sightings do.",
    "Statements graded E (suspected to be false) never count.",
)


class RankingParameters(PlaceParameters):
    """How places are ranked."""

    order: Literal["events", "people", "vehicles", "agencies", "origins"] = Field(
        "events", description="what is ranked by first: events and sightings, people, vehicles, agencies or origins"
    )
    limit: int = Field(20, ge=1, le=1000, description="how many places to show")
    no_claim_below: int = Field(5, ge=0, le=1000, description="with fewer events and sightings nothing is claimed")
    compare_previous: bool = Field(True, description="with a period: the same places in the period before beside it")


@dataclass(frozen=True)
class _Counts:
    """The arithmetic of every place, by entity row."""

    happenings: Happenings
    events: Ints
    sightings: Ints
    people: Ints
    vehicles: Ints
    statements: Ints
    agencies: Ints
    origins: Ints
    undated: Ints
    paper: Ints
    order: Ints
    """The places with anything, best first."""

    @property
    def happened(self) -> Ints:
        return self.events + self.sightings


def busiest_places(view: NetworkView, parameters: RankingParameters | None = None) -> PlaceRanking:
    """The places by how much is reported there, the first ``limit`` of them."""
    chosen = parameters or RankingParameters()
    counts = _count(view, chosen)
    rows = _rows(counts, chosen, counts.order[: chosen.limit])
    previous = _previous(view, chosen, rows)
    shown = counts.happenings.row[_shown(counts)]
    cited = [link for row in rows for link in row.link_ids]
    return PlaceRanking(
        analysis="busiest_places",
        question=QUESTION,
        parameters=chosen.model_dump(mode="json"),
        as_of=view.as_of,
        link_ids=tuple(sorted(set(cited))),
        report_ids=_report_ids(view, _cited_rows(counts, counts.order[: chosen.limit])),
        limits=_limits(counts, chosen, rows),
        coverage=coverage_of(view, np.unique(shown)),
        rows=rows,
        total=len(counts.order),
        all_events=int(counts.happened.sum()),
        previous=previous,
    )


def place_detail(view: NetworkView, place_id: str, parameters: RankingParameters | None = None) -> PlaceDetail:
    """Everything that is reported of one place: the statements by what they are, and its line in the ranking.

    Raises NotFound where there is no such place in scope, InputError where the id is not of a place.
    """
    chosen = (parameters or RankingParameters()).model_copy(update={"level": "place"})
    place = _place_row(view, place_id)
    counts = _count(view, chosen)
    found = counts.happenings
    here = found.place == place
    ranked = np.flatnonzero(counts.order == place)
    where, _, part_rows = participants(found)
    happened, seen = here & found.counted & found.is_event, here & found.counted & ~found.is_event
    parts = np.unique(part_rows[where == place])
    core = np.unique(np.concatenate([found.row[happened | seen], parts]))
    return PlaceDetail(
        analysis="place_detail",
        question="What is reported of this place?",
        parameters={"place_id": place_id, **chosen.model_dump(mode="json")},
        as_of=view.as_of,
        link_ids=_link_ids(view, core),
        report_ids=_report_ids(view, core),
        limits=(*STANDING_LIMITS, *_area_limit(found, place)),
        coverage=coverage_of(view, core),
        place_id=place_id,
        row=_rows(counts, chosen, counts.order[ranked])[0] if len(ranked) else None,
        happened=_link_ids(view, found.row[happened]),
        seen=_link_ids(view, found.row[seen]),
        took_part=_link_ids(view, parts),
        undated=_link_ids(view, found.row[here & found.unplaced]),
        standing=_link_ids(view, _standing(view, found.usable, place)),
        admin=_link_ids(view, found.row[here & found.paper]),
    )


def _place_row(view: NetworkView, place_id: str) -> int:
    place = view.index_of(place_id)
    if place is None:
        raise NotFound("There is no such place.", next_step="Search for it, and take its id from there.")
    if not is_type(view, "Location")[place]:
        raise InputError("That is not a place.", next_step="Give the id of a place.")
    return place


def _standing(view: NetworkView, usable: Mask, place: int) -> Ints:
    """Who lives, works at or attends a place, and who runs it."""
    ends = (view.link_from == place) | (view.link_to == place)
    return np.flatnonzero(usable & ends & of_type(view, "LIVES_AT", "ATTENDS", "WORKS_FOR", "OPERATED_BY"))


def _count(view: NetworkView, chosen: RankingParameters) -> _Counts:
    found, n = happenings(view, chosen), len(view.entity_ids)
    use, event = found.counted, found.is_event
    where, who, _ = participants(found)
    seen = use & ~event
    visited = np.concatenate([where, found.place[seen]]), np.concatenate([who, found.thing[seen]])
    report = view.link_report[found.row]
    agency = {name: i for i, name in enumerate(sorted({r.agency for r in view.reports}))}
    agencies = np.array([agency[r.agency] for r in view.reports], np.int64)[report]
    events = _distinct(found.place[use & event], found.thing[use & event], n)
    sightings = _sightings(found, seen, n)
    counts = _Counts(
        found,
        events,
        sightings,
        _distinct(*_only(visited, is_type(view, "Person")), n),
        _distinct(*_only(visited, is_type(view, "Vehicle")), n),
        np.bincount(found.place[use], minlength=n),
        _distinct(found.place[use], agencies[use], n),
        _distinct(found.place[use], origin_codes(view)[report][use], n),
        _distinct(found.place[found.unplaced], found.thing[found.unplaced], n),
        np.bincount(found.place[found.paper], minlength=n),
        np.zeros(0, np.int64),
    )
    return _ranked(counts, chosen)


def _distinct(place: Ints, what: Ints, n: int) -> Ints:
    """How many different ``what`` there are at each place."""
    width = max(n, int(what.max(initial=0)) + 1)
    return np.bincount(distinct_pairs(place, what, width)[0], minlength=n)


def _only(visited: tuple[Ints, Ints], wanted: Mask) -> tuple[Ints, Ints]:
    keep = wanted[visited[1]]
    return visited[0][keep], visited[1][keep]


def _sightings(found: Happenings, seen: Mask, n: int) -> Ints:
    """Sightings at each place: one person or vehicle at one time is one, however many reports tell it."""
    row = found.row[seen]
    start = np.where(found.times.dated[row], found.times.start[row], 0)
    end = np.where(found.times.dated[row], found.times.end[row], 0)
    keys = np.stack([found.place[seen], found.thing[seen], start, end])
    order = np.lexsort(keys)
    keys = keys[:, order]
    fresh = np.ones(keys.shape[1], bool)
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    return np.bincount(keys[0][fresh], minlength=n)


def _ranked(counts: _Counts, chosen: RankingParameters) -> _Counts:
    """The same counts with the order of the places: by what was asked first, then the rest, then by id."""
    places = np.flatnonzero(counts.happened)
    usual = [counts.happened, counts.people, counts.origins]
    first = counts.happened if chosen.order == "events" else getattr(counts, chosen.order)
    # lexsort takes the most important key last; entity rows are in the order of their ids.
    keys = [places, *(-key[places] for key in reversed([first, *usual]))]
    order = places[np.lexsort(keys)]
    return _Counts(**{**counts.__dict__, "order": order})


def _shown(counts: _Counts) -> Mask:
    return counts.happenings.counted


def _cited_rows(counts: _Counts, places: Ints) -> Ints:
    found = counts.happenings
    return np.unique(found.row[found.counted & np.isin(found.place, places)])


def _rows(counts: _Counts, chosen: RankingParameters, places: Ints) -> tuple[PlaceRow, ...]:
    """The lines of the ranking for some places; rank and cumulative share come from the whole ranking."""
    total = max(int(counts.happened.sum()), 1)
    cumulative = np.cumsum(counts.happened[counts.order]) / total
    rank = np.zeros(len(counts.events), np.int64)
    rank[counts.order] = np.arange(1, len(counts.order) + 1)
    found = counts.happenings
    use = np.flatnonzero(found.counted & np.isin(found.place, places))
    by_place = {int(p): use[found.place[use] == p] for p in places}
    return tuple(
        PlaceRow(
            place_id=found.view.id_of(place),
            rank=int(rank[place]),
            events=int(counts.events[place]),
            people=int(counts.people[place]),
            vehicles=int(counts.vehicles[place]),
            statements=int(counts.statements[place]),
            agencies=tuple(sorted({found.view.reports[r].agency for r in found.view.link_report[found.row[at]]})),
            origins=int(counts.origins[place]),
            first_at=_moment(found, at, latest=False),
            last_at=_moment(found, at, latest=True),
            admin_statements=int(counts.paper[place]),
            undated=int(counts.undated[place]),
            share=float(counts.happened[place] / total),
            cumulative_share=float(cumulative[rank[place] - 1]),
            link_ids=_link_ids(found.view, found.row[at]),
            sightings=int(counts.sightings[place]),
            no_claim=bool(counts.happened[place] < chosen.no_claim_below),
        )
        for place, at in by_place.items()
    )


def _moment(found: Happenings, at: Ints, *, latest: bool) -> datetime | None:
    """When the first or last thing dated there began."""
    rows = found.row[at]
    starts = found.times.start[rows[found.times.dated[rows]]]
    if len(starts) == 0:
        return None
    return datetime.fromtimestamp(int(starts.max() if latest else starts.min()), UTC)


def _previous(view: NetworkView, chosen: RankingParameters, rows: tuple[PlaceRow, ...]) -> Mapping[str, PlaceRow]:
    """The same places in the period of the same length just before."""
    if not (chosen.compare_previous and chosen.from_at and chosen.to_at):
        return {}
    before = chosen.model_copy(
        update={"from_at": chosen.from_at - (chosen.to_at - chosen.from_at), "to_at": chosen.from_at}
    )
    counts = _count(view, before)
    wanted = np.array([view.index_of(row.place_id) for row in rows], np.int64)
    places = counts.order[np.isin(counts.order, wanted)]
    return {row.place_id: row for row in _rows(counts, before, places)}


def _link_ids(view: NetworkView, rows: Ints) -> tuple[str, ...]:
    return tuple(sorted(view.link_id_of(row) for row in rows))


def _report_ids(view: NetworkView, rows: Ints) -> tuple[str, ...]:
    return tuple(sorted(view.reports[r].id for r in np.unique(view.link_report[rows])))


def _area_limit(found: Happenings, place: int) -> tuple[str, ...]:
    if not found.containers[place]:
        return ()
    return ("This is an area: what happened at places within it is not listed here.",)


def _limits(counts: _Counts, chosen: RankingParameters, rows: tuple[PlaceRow, ...]) -> tuple[str, ...]:
    found = counts.happenings
    limits = []
    if false := suspected_false(found.view):
        limits.append(f"{false:,} statements graded E were left out.")
    if unplaced := int(np.count_nonzero(found.unplaced)):
        limits.append(
            f"{unplaced:,} statements of events or sightings cannot be placed in the period (no date, or a month or year "
            "that reaches over its edge) and are counted aside."
            if chosen.has_period
            else f"{unplaced:,} statements of events or sightings have no date; they are counted."
        )
    if found.outside_areas and chosen.level == "place":
        limits.append(
            f"{found.outside_areas:,} areas and postcodes that contain other places are not ranked beside them."
        )
    elif found.outside_areas:
        limits.append(f"{found.outside_areas:,} places lie within no such area and are not in this ranking.")
    if any(row.no_claim for row in rows):
        limits.append(f"No claim is made about places with fewer than {chosen.no_claim_below} events and sightings.")
    return (*STANDING_LIMITS, *limits)


BUSIEST_PLACES = Analysis(
    id="busiest_places",
    question=QUESTION,
    parameters=RankingParameters,
    limits=STANDING_LIMITS,
    references=(
        "Sherman, L. W., Gartin, P. R. and Buerger, M. E. (1989). Hot spots of predatory crime. Criminology 27(1), 27-56.",
        "College of Policing, Authorised Professional Practice: Intelligence management, problem profile.",
    ),
    run=busiest_places,
)
