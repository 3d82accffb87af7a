"""The rolled-up network: parallel links as one pair, events folded, places passed only with overlapping times.

Pairs are not written out: they follow from three tables (links between things, parts in events, presences at places and
with organisations), and the pairs of any set of entities are expanded from those when asked for. So the build is linear
in the links, and a busy place costs nothing until somebody puts it back.
"""

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct_pairs
from graphsvc.analysis.presence import Presences, presences
from graphsvc.analysis.selection import (
    Selection,
    Times,
    administrative,
    effective_times,
    investigating,
    is_type,
    of_type,
    supported,
    suspected_false,
)
from graphsvc.model.view import NetworkView


class RollParameters(Selection):
    """What the rolled-up network is made from."""

    keep_undated: bool = Field(True, description="with a period: whether undated statements still take part")
    largest_event: int = Field(30, ge=2, le=200, description="events with more participants than this are not folded")
    through_officers: bool = Field(False, description="whether a part as investigating officer joins people")
    through_areas: bool = Field(False, description="whether lying in the same area or postcode joins things")


@dataclass(frozen=True)
class Setaside:
    """How many statements or events were left out of the network, and why: what a finding's limits say."""

    suspected_false: int
    too_low: int
    outside_period: int
    administrative: int
    investigating: int
    areas: int
    large_events: int


@dataclass(frozen=True)
class Parts:
    """Who and what took part in which foldable event; the place where it happened is a part of it too."""

    event: Ints
    thing: Ints
    row: Ints
    by_event: Groups
    by_thing: Groups


@dataclass(frozen=True)
class RolledNetwork:
    """A view rolled up under ``parameters``: build it once for a version and scope, and ask it often.

    ``near`` holds each link in both directions (``ends``: the far end, ``rows``: the link) grouped by the near end.
    ``passable`` are the entities a chain may stand on between its ends; ``meets`` counts what meets at each place.
    """

    view: NetworkView
    parameters: RollParameters
    usable: Mask
    near: Groups
    ends: Ints
    rows: Ints
    parts: Parts
    presences: Presences
    passable: Mask
    meets: Ints
    set_aside: Setaside

    @classmethod
    def build(cls, view: NetworkView, parameters: RollParameters | None = None) -> "RolledNetwork":
        """The rolled-up network of a view."""
        chosen = parameters or RollParameters()
        good = supported(view, chosen)
        times = effective_times(view, good)
        timely = _timely(times, chosen)
        paper, duty = administrative(view), investigating(view)
        area = of_type(view, "PART_OF")
        usable = good & timely & ~paper
        usable &= True if chosen.through_officers else ~duty
        usable &= True if chosen.through_areas else ~area
        usable &= view.link_from != view.link_to
        n, rows = len(view.entity_ids), np.flatnonzero(usable)
        parts, large = _parts(view, rows, n, chosen.largest_event)
        areas = np.zeros(n, bool)
        areas[view.link_to[good & area]] = True
        stood_at = presences(
            view, usable, times, (parts.event, parts.thing, parts.row), areas & (not chosen.through_areas)
        )
        low = int(np.count_nonzero(~good)) - suspected_false(view)
        return cls(
            view,
            chosen,
            usable,
            *_near(view, rows, n),
            parts,
            stood_at,
            _passable(view, areas & chosen.through_areas),
            np.diff(stood_at.members.start),
            Setaside(
                suspected_false(view),
                max(low, 0),
                int(np.count_nonzero(good & ~timely)),
                int(np.count_nonzero(good & paper)),
                0 if chosen.through_officers else int(np.count_nonzero(good & duty)),
                0 if chosen.through_areas else int(np.count_nonzero(good & area)),
                large,
            ),
        )

    def hinges(self, hub_neighbours: int, put_back: Ints) -> tuple[Mask, Mask]:
        """The places and organisations a step may go through, and the busy ones left out; ``put_back`` stay in."""
        busy = self.meets > hub_neighbours
        busy[put_back] = False
        return ~busy, busy


def _timely(times: Times, chosen: RollParameters) -> Mask:
    """The links that touch the period; undated ones as asked. Without a period: all of them."""
    if not chosen.has_period:
        return np.ones(len(times.dated), bool)
    return times.overlaps(chosen) | (~times.dated & chosen.keep_undated)


def _near(view: NetworkView, rows: Ints, n: int) -> tuple[Groups, Ints, Ints]:
    source, target = view.link_from[rows].astype(np.int64), view.link_to[rows].astype(np.int64)
    return (
        Groups.by(np.concatenate([source, target]), n),
        np.concatenate([target, source]),
        np.concatenate([rows, rows]),
    )


def _parts(view: NetworkView, rows: Ints, n: int, largest: int) -> tuple[Parts, int]:
    """The parts in events small enough to fold, and how many events are not."""
    joined = rows[of_type(view, "TOOK_PART", "INVOLVED_IN")[rows]]
    happened = rows[of_type(view, "OCCURRED_AT")[rows]]
    event = np.concatenate([view.link_to[joined], view.link_from[happened]]).astype(np.int64)
    thing = np.concatenate([view.link_from[joined], view.link_to[happened]]).astype(np.int64)
    row = np.concatenate([joined, happened])
    size = np.bincount(distinct_pairs(event, thing, max(n, 1))[0], minlength=n)
    keep = size[event] <= largest
    event, thing, row = event[keep], thing[keep], row[keep]
    parts = Parts(event, thing, row, Groups.by(event, n), Groups.by(thing, n))
    return parts, int(np.count_nonzero(size > largest))


def _passable(view: NetworkView, areas: Mask) -> Mask:
    """Things, never events (folded) and never places or organisations (only through, with overlapping times)."""
    return (view.entity_seen & ~is_type(view, "Event", "Location", "Organisation")) | areas
