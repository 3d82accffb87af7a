"""Who was at a place or with an organisation, when; and whether two of them were certainly there at the same time.

The rule is conservative: "at the same time" is said only where the reported precision makes an overlap certain.

- A *state* (lives at, attends, works for, is operated by) holds throughout its dates; a *sighting* (was at, or took
  part in an event there) holds at some moment within them.
- Two states: known to the day or better, and their dates overlap.
- A state and a sighting: the sighting, known to the day or better, lies whole within the state; or it is known to
  the hour or better and overlaps it.
- Two sightings: both known to the hour or better, and they overlap. The same day is not the same time.
- Two undated states of one report are as at that report's date: the same time. A register of addresses is this.
- Anything else (a month, a year, one of them undated) is "both known at", however likely an overlap is.
"""

from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Groups, Ints, Mask
from graphsvc.analysis.selection import DAY, HOUR, Times, is_type, of_type
from graphsvc.model.view import NetworkView

_STATES = ("LIVES_AT", "ATTENDS", "WORKS_FOR", "OPERATED_BY")


@dataclass(frozen=True)
class Presences:
    """One row for each statement that a thing was at a place or with an organisation (the hinge).

    ``row`` is the link that says so; through an event, ``row`` is the thing's part in it and ``place_row`` the link that
    says where it happened (-1 and ``event`` -1 where there is no event).
    """

    hinge: Ints
    thing: Ints
    row: Ints
    place_row: Ints
    event: Ints
    state: Mask
    times: Times
    report: Ints
    by_hinge: Groups
    by_thing: Groups

    def same_time(self, i: Ints, j: Ints) -> Mask:
        """Whether presences ``i`` and ``j`` certainly overlap, pairwise (see the rule above)."""
        start, end, dated = self.times.start, self.times.end, self.times.dated
        state, precision = self.state, self.times.precision
        overlap = dated[i] & dated[j] & (start[i] < end[j]) & (start[j] < end[i])
        throughout = state[i] & (start[i] <= start[j]) & (end[j] <= end[i])
        throughout |= state[j] & (start[j] <= start[i]) & (end[i] <= end[j])
        known = (state[i] | (precision[i] <= HOUR)) & (state[j] | (precision[j] <= HOUR))
        certain = overlap & (precision[i] <= DAY) & (precision[j] <= DAY) & (throughout | known)
        undated: Mask = ~dated[i] & ~dated[j] & state[i] & state[j] & (self.report[i] == self.report[j])
        return certain | undated

    def same_event(self, i: Ints, j: Ints) -> Mask:
        """Whether presences ``i`` and ``j`` are parts in one event, pairwise."""
        same: Mask = (self.event[i] >= 0) & (self.event[i] == self.event[j])
        return same


def presences(view: NetworkView, usable: Mask, times: Times, parts: tuple[Ints, Ints, Ints], closed: Mask) -> Presences:
    """Every presence the usable links state, by themselves or through an event; nothing at ``closed`` places.

    ``parts`` are the event, thing and row of each part in a foldable event.
    """
    n = len(view.entity_ids)
    direct = np.flatnonzero(usable & of_type(view, *_STATES, "SEEN_AT"))
    none = np.full(len(direct), -1, np.int64)
    own = (view.link_to[direct].astype(np.int64), view.link_from[direct].astype(np.int64), direct, none, none)
    both = zip(own, _through_events(view, parts, n), strict=True)
    hinge, thing, row, place_row, event = (np.concatenate(pair) for pair in both)
    keep = ~closed[hinge] & (hinge != thing)
    hinge, thing, row, place_row, event = (a[keep] for a in (hinge, thing, row, place_row, event))
    when = np.where(place_row >= 0, np.where(times.dated[row], row, place_row), row)
    return Presences(
        hinge,
        thing,
        row,
        place_row,
        event,
        of_type(view, *_STATES)[row],
        Times(times.dated[when], times.start[when], times.end[when], times.precision[when]),
        view.link_report[row].astype(np.int64),
        Groups.by(hinge, n),
        Groups.by(thing, n),
    )


def _through_events(view: NetworkView, parts: tuple[Ints, Ints, Ints], n: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Presence through an event: every part in it is present where it happened."""
    event, thing, row = parts
    at_place = is_type(view, "Location")[thing]
    spot, other = np.flatnonzero(at_place), np.flatnonzero(~at_place)
    which, found = Groups.by(event[other], n).expand(event[spot])
    who = other[found]
    return thing[spot][which], thing[who], row[who], row[spot][which], event[who]
