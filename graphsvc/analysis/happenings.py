"""What happened where: events and sightings at places, sorted into the period, the undated and the administrative."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct_pairs
from graphsvc.analysis.selection import (
    Selection,
    Times,
    administrative,
    effective_times,
    investigating,
    is_type,
    of_type,
    supported,
)
from graphsvc.model.view import NetworkView

_DEEPEST = 6


class PlaceParameters(Selection):
    """Which statements count, and at which level of place."""

    level: Literal["place", "nearest_area", "widest_area"] = Field(
        "place",
        description="rank places themselves, the nearest area around each (a postcode, a ward), or the widest",
    )


@dataclass(frozen=True)
class Happenings:
    """One row for each statement of an event or sighting at a place, rolled up to the level asked for.

    ``thing`` is the event, or who was seen; ``counted`` rows belong to the period, ``unplaced`` ones cannot be put in or
    out of it (undated, or a month that straddles its edge), ``paper`` ones only say where something was reported.
    """

    view: NetworkView
    place: Ints
    thing: Ints
    row: Ints
    is_event: Mask
    counted: Mask
    unplaced: Mask
    paper: Mask
    times: Times
    usable: Mask
    containers: Mask
    outside_areas: int


def happenings(view: NetworkView, chosen: PlaceParameters) -> Happenings:
    """Every event and sighting at a place under these parameters."""
    usable = supported(view, chosen)
    times = effective_times(view, usable)
    row = np.flatnonzero(usable & of_type(view, "OCCURRED_AT", "SEEN_AT"))
    place, thing = view.link_to[row].astype(np.int64), view.link_from[row].astype(np.int64)
    inner, outer = _within(view, usable)
    containers = np.zeros(len(view.entity_ids), bool)
    containers[outer] = True
    level, kept = _levelled(view, place, (inner, outer), containers, chosen.level)
    row, thing = row[kept], thing[kept]
    paper, dated = administrative(view)[row], times.dated[row]
    if chosen.has_period:
        inside = times.within(chosen)[row]
        unplaced = ~inside & (~dated | times.overlaps(chosen)[row]) & ~paper
    else:
        inside, unplaced = np.ones(len(row), bool), ~dated & ~paper
    event = is_type(view, "Event")[thing]
    outside = len(np.unique(place)) - len(np.unique(place[kept])) if chosen.level != "place" else int(containers.sum())
    return Happenings(
        view, level, thing, row, event, inside & ~paper, unplaced, inside & paper, times, usable, containers, outside
    )


def level_of(view: NetworkView, chosen: PlaceParameters, place: int) -> Literal["place", "nearest_area", "widest_area"]:
    """The level at which one place gathers what happened there: an area gathers from the places within it."""
    within = _within(view, supported(view, chosen))
    if not (within[1] == place).any():
        return "place"
    return "nearest_area" if (within[0] == place).any() else "widest_area"


def participants(found: Happenings) -> tuple[Ints, Ints, Ints]:
    """For each counted (place, event): the place, each person or thing that took part, and the link that says so.

    Investigating officers are doing their job: they are not counted.
    """
    view, n = found.view, len(found.view.entity_ids)
    use = found.counted & found.is_event
    place, event = distinct_pairs(found.place[use], found.thing[use], max(n, 1))
    rows = np.flatnonzero(found.usable & of_type(view, "TOOK_PART", "INVOLVED_IN") & ~investigating(view))
    which, position = Groups.by(view.link_to[rows], n).expand(event)
    return place[which], view.link_from[rows[position]].astype(np.int64), rows[position]


def _within(view: NetworkView, usable: Mask) -> tuple[Ints, Ints]:
    """Which place lies directly within which, distinct."""
    rows = np.flatnonzero(usable & of_type(view, "PART_OF") & (view.link_from != view.link_to))
    return distinct_pairs(view.link_from[rows], view.link_to[rows], max(len(view.entity_ids), 1))


def _levelled(
    view: NetworkView, place: Ints, within: tuple[Ints, Ints], containers: Mask, level: str
) -> tuple[Ints, Ints]:
    """The place at the level asked for, for each kept row; and the positions of the rows kept."""
    if level == "place":
        kept = np.flatnonzero(~containers[place])
        return place[kept], kept
    n = len(view.entity_ids)
    areas = _nearest(within, n) if level == "nearest_area" else _widest(within, n)
    own = np.flatnonzero(containers if level == "nearest_area" else containers & ~_inner(within, n))
    inner, outer = np.concatenate([areas[0], own]), np.concatenate([areas[1], own])
    inner, outer = distinct_pairs(inner, outer, max(n, 1))
    kept, found = Groups.by(inner, n).expand(place)
    return outer[found], kept


def _inner(within: tuple[Ints, Ints], n: int) -> Mask:
    inside = np.zeros(n, bool)
    inside[within[0]] = True
    return inside


def _nearest(within: tuple[Ints, Ints], n: int) -> tuple[Ints, Ints]:
    """Each plain place with the areas directly around it, without those that also contain another of these."""
    inner, outer = within
    container = np.zeros(n, bool)
    container[outer] = True
    plain = ~container[inner]
    inner, outer = inner[plain], outer[plain]
    which, found = Groups.by(within[0], n).expand(outer)
    wider = inner[which] * n + within[1][found]
    keep = ~np.isin(inner * n + outer, wider)
    return inner[keep], outer[keep]


def _widest(within: tuple[Ints, Ints], n: int) -> tuple[Ints, Ints]:
    """Each place with the areas around it that lie within nothing."""
    upwards, has_outer = Groups.by(within[0], n), _inner(within, n)
    inner, outer = within
    done: list[tuple[Ints, Ints]] = []
    for _ in range(_DEEPEST):
        top = ~has_outer[outer]
        done.append((inner[top], outer[top]))
        inner, outer = inner[~top], outer[~top]
        which, found = upwards.expand(outer)
        inner, outer = distinct_pairs(inner[which], within[1][found], max(n, 1))
    return np.concatenate([d[0] for d in done]), np.concatenate([d[1] for d in done])
