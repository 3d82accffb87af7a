"""The arithmetic of places: what is counted at each, the order that follows, and a line of the ranking."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Ints, Mask, distinct, distinct_pairs
from graphsvc.analysis.happenings import Happenings, PlaceParameters, happenings, participants
from graphsvc.analysis.selection import is_type, origin_codes
from graphsvc.model.finding import PlaceRow
from graphsvc.model.view import NetworkView


class RankingParameters(PlaceParameters):
    """How places are ranked."""

    order: Literal["events", "people", "vehicles", "agencies", "origins"] = Field(
        "events", description="what is ranked by first: events and sightings, people, vehicles, agencies or origins"
    )
    limit: int = Field(20, ge=1, le=1000, description="how many places to show")
    no_claim_below: int = Field(5, ge=0, le=1000, description="with fewer events and sightings nothing is claimed")
    compare_previous: bool = Field(True, description="with a period: the same places in the period before beside it")


@dataclass(frozen=True)
class Counts:
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
        """Events and sightings together."""
        return self.events + self.sightings


def count(view: NetworkView, chosen: RankingParameters) -> Counts:
    """What is counted at every place under these parameters, and the order that follows."""
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
    counts = Counts(
        found,
        events,
        sightings,
        _distinct(*_only(visited, is_type(view, "Person")), n),
        _distinct(*_only(visited, is_type(view, "Vehicle")), n),
        np.bincount(found.place[use], minlength=n),
        _distinct(found.place[use], agencies[use], n),
        _distinct(found.place[use], origin_codes(view)[report][use], n),
        _undated(found, n),
        np.bincount(found.place[found.paper], minlength=n),
        np.zeros(0, np.int64),
    )
    return _ranked(counts, chosen)


def _distinct(place: Ints, what: Ints, n: int) -> Ints:
    """How many different ``what`` there are at each place."""
    width = max(n, int(what.max(initial=0)) + 1)
    return np.bincount(distinct_pairs(place, what, width)[0], minlength=n)


def _undated(found: Happenings, n: int) -> Ints:
    """Events and sightings at each place without a usable date; none that another report puts in the period."""
    keys = found.place * max(n, 1) + found.thing
    sure = keys[found.counted & ~found.unplaced & found.is_event]
    left = np.flatnonzero(found.unplaced)
    left = left[~np.isin(keys[left], sure)]
    return _distinct(found.place[left], found.thing[left], n)


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


def _ranked(counts: Counts, chosen: RankingParameters) -> Counts:
    """The same counts with the order of the places: by what was asked first, then the rest, then by id."""
    places = np.flatnonzero(counts.happened)
    usual = [counts.happened, counts.people, counts.origins]
    first = counts.happened if chosen.order == "events" else getattr(counts, chosen.order)
    # lexsort takes the most important key last; entity rows are in the order of their ids.
    keys = [places, *(-key[places] for key in reversed([first, *usual]))]
    order = places[np.lexsort(keys)]
    return replace(counts, order=order)


def cited_rows(counts: Counts, places: Ints) -> Ints:
    """The links that were counted at these places."""
    found = counts.happenings
    return distinct(found.row[found.counted & np.isin(found.place, places)])


def rows_for(counts: Counts, chosen: RankingParameters, places: Ints) -> tuple[PlaceRow, ...]:
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
            link_ids=link_ids_of(found.view, found.row[at]),
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


def link_ids_of(view: NetworkView, rows: Ints) -> tuple[str, ...]:
    """The ids of these links, sorted."""
    return tuple(sorted(view.link_id_of(row) for row in rows))


def report_ids_of(view: NetworkView, rows: Ints) -> tuple[str, ...]:
    """The ids of the reports behind these links, sorted."""
    return tuple(sorted(view.reports[r].id for r in distinct(view.link_report[rows].astype(np.int64))))
