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

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct_pairs
from graphsvc.analysis.selection import DAY, HOUR, Times, is_type, of_type
from graphsvc.model.view import NetworkView

_STATES = ("LIVES_AT", "ATTENDS", "WORKS_FOR", "OPERATED_BY")
_FURTHEST_S = 2**36
"""Seconds from 1970 beyond which times are cut, so that a place and a time fit one sortable number."""


@dataclass(frozen=True)
class Presences:
    """One row for each statement that a thing was at a place or with an organisation (the hinge).

    ``row`` is the link that says so; through an event, ``row`` is the thing's part in it and ``place_row`` the link that
    says where it happened (-1 and ``event`` -1 where there is no event). ``members`` are the different things known at
    each hinge.
    """

    hinge: Ints
    thing: Ints
    row: Ints
    place_row: Ints
    event: Ints
    state: Mask
    times: Times
    report: Ints
    by_thing: Groups
    members: Groups
    member: Ints
    clock: "Clock"

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

    def together(self, i: Ints) -> tuple[Ints, Ints]:
        """Every presence that certainly overlaps one of the presences ``i``, as pairs; parts in one event apart."""
        lowest, highest = self.clock.windows(self.hinge[i], self.times, i)
        counts = highest - lowest
        which = np.repeat(np.arange(len(i)), counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        mine, theirs = i[which], self.clock.order[np.repeat(lowest, counts) + within]
        one_event = (self.event[mine] >= 0) & (self.event[mine] == self.event[theirs])
        keep = (self.thing[mine] != self.thing[theirs]) & ~one_event & self.same_time(mine, theirs)
        return mine[keep], theirs[keep]

    def work(self, i: Ints) -> int:
        """How many pairs ``together`` will look at."""
        lowest, highest = self.clock.windows(self.hinge[i], self.times, i)
        return int((highest - lowest).sum())


@dataclass(frozen=True)
class Clock:
    """Presences that can be certain of anything, by place and then by time.

    A camera that saw one vehicle ten thousand times is then no harder than one that saw ten: only what is near in time
    is compared. ``longest`` is the longest presence at each place.
    """

    order: Ints
    keys: Ints
    longest: Ints

    @classmethod
    def of(cls, hinge: Ints, times: Times, state: Mask, n: int) -> "Clock":
        """The presences known to the day or better, and the undated states."""
        useful = np.flatnonzero((times.dated & (times.precision <= DAY)) | (~times.dated & state))
        keys = _key(hinge[useful], np.where(times.dated[useful], times.start[useful], -_FURTHEST_S))
        order = np.argsort(keys)
        longest = np.zeros(n, np.int64)
        dated = useful[times.dated[useful]]
        np.maximum.at(longest, hinge[dated], times.end[dated] - times.start[dated])
        return cls(useful[order], keys[order], longest)

    def windows(self, hinge: Ints, times: Times, i: Ints) -> tuple[Ints, Ints]:
        """For each presence ``i``, from where to where in ``order`` those stand that may overlap it."""
        dated = times.dated[i]
        earliest = np.where(dated, times.start[i] - self.longest[hinge], -_FURTHEST_S)
        latest = np.where(dated, times.end[i], 1 - _FURTHEST_S)
        lowest, highest = (
            np.searchsorted(self.keys, _key(hinge, earliest)),
            np.searchsorted(self.keys, _key(hinge, latest)),
        )
        return lowest, np.maximum(lowest, highest)


def _key(hinge: Ints, seconds: Ints) -> Ints:
    keys: Ints = hinge * (4 * _FURTHEST_S) + np.clip(seconds, -_FURTHEST_S, _FURTHEST_S)
    return keys


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
    when = np.where((place_row >= 0) & ~times.dated[row], place_row, row)
    at = Times(times.dated[when], times.start[when], times.end[when], times.precision[when])
    state = of_type(view, *_STATES)[row]
    met, member = distinct_pairs(hinge, thing, max(n, 1))
    return Presences(
        hinge,
        thing,
        row,
        place_row,
        event,
        state,
        at,
        view.link_report[row].astype(np.int64),
        Groups.by(thing, n),
        Groups.by(met, n),
        member,
        Clock.of(hinge, at, state, n),
    )


def _through_events(view: NetworkView, parts: tuple[Ints, Ints, Ints], n: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Presence through an event: every part in it is present where it happened."""
    event, thing, row = parts
    at_place = is_type(view, "Location")[thing]
    spot, other = np.flatnonzero(at_place), np.flatnonzero(~at_place)
    which, found = Groups.by(event[other], n).expand(event[spot])
    who = other[found]
    return thing[spot][which], thing[who], row[who], row[spot][which], event[who]
