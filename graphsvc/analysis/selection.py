"""Which statements an analysis may stand on: grades, period, and the links that are about paperwork, not about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from graphsvc.analysis.columns import Ints, Mask, distinct
from graphsvc.model.finding import Coverage
from graphsvc.model.links import ADMIN_LOCATION_ROLES, PersonRole
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import LINK_CODE, NO_TIME, TYPE_CODE, NetworkView

HOUR, DAY, MONTH = (list(DatePrecision).index(p) for p in (DatePrecision.HOUR, DatePrecision.DAY, DatePrecision.MONTH))
_LEAST_SECONDS = np.array([60, 3600, 86400, 31 * 86400, 366 * 86400, 86400], np.int64)
_SUSPECTED_FALSE = 5
_DAY_S = 86400


class Selection(BaseModel):
    """Which statements take part. Records, registers and other ungraded statements always do; grade E never does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lowest_source: Literal["1", "2", "3"] = Field("3", description="lowest source grade that takes part")
    lowest_intelligence: Literal["A", "B", "C", "D"] = Field(
        "D", description="lowest intelligence grade that takes part"
    )
    from_at: AwareDatetime | None = Field(None, description="start of the period")
    to_at: AwareDatetime | None = Field(None, description="end of the period, not included")

    @model_validator(mode="after")
    def _period_runs_forward(self) -> "Selection":
        if self.from_at and self.to_at and self.to_at <= self.from_at:
            raise ValueError("the period ends before it starts")
        return self

    @property
    def from_s(self) -> int:
        """Start of the period in seconds since 1970; far in the past where there is none."""
        return int(self.from_at.timestamp()) if self.from_at else -(2**62)

    @property
    def to_s(self) -> int:
        """End of the period in seconds since 1970; far in the future where there is none."""
        return int(self.to_at.timestamp()) if self.to_at else 2**62

    @property
    def has_period(self) -> bool:
        """Whether a period was asked for."""
        return self.from_at is not None or self.to_at is not None


@dataclass(frozen=True)
class Times:
    """When each link was so, as half-open intervals in seconds; only where ``dated``.

    A statement about a part in an event that gives no time of its own takes the time of that event.
    """

    dated: Mask
    start: Ints
    end: Ints
    precision: Ints

    @property
    def sharp(self) -> Mask:
        """Known to the hour or better."""
        return self.dated & (self.precision <= HOUR)

    @property
    def fine(self) -> Mask:
        """Known to the day or better."""
        return self.dated & (self.precision <= DAY)

    def overlaps(self, selection: Selection) -> Mask:
        """Dated and touching the period."""
        touching: Mask = self.dated & (self.start < selection.to_s) & (self.end > selection.from_s)
        return touching

    def within(self, selection: Selection) -> Mask:
        """Dated and certain to belong to the period.

        What is known to the day or better belongs where it started; a month or year must lie inside it whole.
        """
        starts = (self.start >= selection.from_s) & (self.start < selection.to_s)
        inside: Mask = self.dated & starts & ((self.precision <= DAY) | (self.end <= selection.to_s))
        return inside


def supported(view: NetworkView, selection: Selection) -> Mask:
    """The links whose ends are in scope and whose grade is good enough, axis by axis; E never is."""
    seen = view.entity_seen[view.link_from] & view.entity_seen[view.link_to]
    lowest = "ABCD".index(selection.lowest_intelligence) + 1
    graded = (view.link_source <= int(selection.lowest_source)) & (view.link_intelligence <= lowest)
    good: Mask = seen & graded & (view.link_intelligence != _SUSPECTED_FALSE)
    return good


def suspected_false(view: NetworkView) -> int:
    """How many links in scope are graded E."""
    return int(np.count_nonzero(view.link_intelligence == _SUSPECTED_FALSE))


def with_role(view: NetworkView, roles: Iterable[str]) -> Mask:
    """The links that carry one of these roles."""
    wanted = set(roles)
    table = np.array([role in wanted for role in view.roles] or [False], bool)
    return table[np.minimum(view.link_role, len(table) - 1)]


def of_type(view: NetworkView, *names: str) -> Mask:
    """The links of these types."""
    table = np.zeros(256, bool)
    table[[LINK_CODE[name] for name in names]] = True
    return table[view.link_type]


def is_type(view: NetworkView, *names: str) -> Mask:
    """The entities of these types."""
    table = np.zeros(256, bool)
    table[[TYPE_CODE[name] for name in names]] = True
    return table[view.entity_type]


def administrative(view: NetworkView) -> Mask:
    """Links that say where paper was filled in, not where something happened."""
    return of_type(view, "OCCURRED_AT", "SEEN_AT") & with_role(view, ADMIN_LOCATION_ROLES)


def investigating(view: NetworkView) -> Mask:
    """Links of an investigating officer to the event they investigate."""
    return of_type(view, "TOOK_PART") & with_role(view, (PersonRole.INVESTIGATOR.value,))


def event_of(view: NetworkView) -> Ints:
    """The event each link is about, as an entity row; -1 for a link without an event."""
    found = np.full(len(view.link_from), -1, np.int64)
    happened, joined = of_type(view, "OCCURRED_AT"), of_type(view, "TOOK_PART", "INVOLVED_IN")
    found[happened] = view.link_from[happened]
    found[joined] = view.link_to[joined]
    return found


def effective_times(view: NetworkView, usable: Mask) -> Times:
    """When each link was so; parts in an event without a time of their own take the event's, from usable links."""
    start, end = _filled(view)
    dated, precision = start != NO_TIME, view.link_precision.astype(np.int64)
    event = event_of(view)
    lend = usable & dated & (event >= 0) & ~administrative(view) & ~investigating(view)
    need = usable & ~dated & (event >= 0) & ~administrative(view)
    if not lend.any() or not need.any():
        return Times(dated, start, end, precision)
    when = _event_times(event[lend], Times(dated[lend], start[lend], end[lend], precision[lend]), len(view.entity_ids))
    need &= when.dated[event]
    start[need], end[need] = when.start[event[need]], when.end[event[need]]
    precision[need] = when.precision[event[need]]
    return Times(dated | need, start, end, precision)


def _event_times(event: Ints, said: Times, n: int) -> Times:
    """When each event was, from all that is said of it.

    Where the reports agree, what they have in common. Where they differ within a day, that day. Where they contradict
    one another by more, the event has no time to lend: an interval stretched over both would overlap what neither says.
    """
    far = np.int64(2**62)
    first, latest_start = np.full(n, far), np.full(n, -far)
    first_end, last = np.full(n, far), np.full(n, -far)
    finest = np.full(n, len(_LEAST_SECONDS), np.int64)
    np.minimum.at(first, event, said.start)
    np.maximum.at(latest_start, event, said.start)
    np.minimum.at(first_end, event, said.end)
    np.maximum.at(last, event, said.end)
    np.minimum.at(finest, event, said.precision)
    known = first != far
    agreed = known & (latest_start < first_end)
    one_day = known & ~agreed & (last - first <= _DAY_S)
    return Times(
        agreed | one_day,
        np.where(agreed, latest_start, first),
        np.where(agreed, first_end, last),
        np.where(agreed, finest, DAY),
    )


def _filled(view: NetworkView) -> tuple[Ints, Ints]:
    """Start and end of every link; an end that was not reported is the start plus the precision's own length."""
    start, end = view.link_from_s.copy(), view.link_to_s.copy()
    least = _LEAST_SECONDS[np.minimum(view.link_precision, len(_LEAST_SECONDS) - 1)]
    no_start, no_end = (start == NO_TIME) & (end != NO_TIME), (end == NO_TIME) & (start != NO_TIME)
    start[no_start] = end[no_start] - least[no_start]
    end[no_end] = start[no_end] + least[no_end]
    same = (start != NO_TIME) & (end <= start)
    end[same] = start[same] + least[same]
    return start, end


def origin_codes(view: NetworkView) -> Ints:
    """A number for the ultimate source of each report: what one origin says through several reports counts once."""
    names = [f"origin {r.origin}" if r.origin else f"report {r.id}" for r in view.reports]
    # Numbered by name, so that the order of the reports decides nothing.
    codes = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([codes[name] for name in names], np.int64)


def coverage_of(view: NetworkView, rows: Ints) -> Coverage:
    """What these links amount to: how many, how many undated and ungraded, whose, from how many origins."""
    reports = distinct(view.link_report[rows].astype(np.int64))
    return Coverage(
        statements=len(rows),
        undated=int(np.count_nonzero((view.link_from_s[rows] == NO_TIME) & (view.link_to_s[rows] == NO_TIME))),
        ungraded=int(np.count_nonzero(view.link_intelligence[rows] == 0)),
        agencies=tuple(sorted({view.reports[r].agency for r in reports})),
        origins=len(np.unique(origin_codes(view)[reports])) if len(reports) else 0,
    )
