"""What a location brief is made from: everything a service has read, in one frozen value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.finding import Coverage, PlaceRow
from graphsvc.model.network import EntityRef, MentionRead, Statement
from graphsvc.model.wording import LOCAL
from graphsvc.products.naming import Naming

TYPE_ORDER = [t.name for t in ENTITY_TYPES]


@dataclass(frozen=True)
class Period:
    """From the first instant up to, not including, ``to_at``; None where that side is open."""

    from_at: datetime | None = None
    to_at: datetime | None = None

    @property
    def words(self) -> str:
        """``1 September 2025 to 28 February 2026``."""
        first = _day(self.from_at) if self.from_at else ""
        last = _day(self.to_at - timedelta(seconds=1)) if self.to_at else ""
        if first and last:
            return f"{first} to {last}"
        return f"from {first}" if first else f"up to {last}" if last else "all dates"

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the period."""
        after = self.from_at is None or moment >= self.from_at
        return after and (self.to_at is None or moment < self.to_at)


@dataclass(frozen=True)
class KindMedian:
    """The median of places of the same kind in the same ranking: what is usual for such a place."""

    kind: str
    places: int
    events: float
    people: float
    vehicles: float
    agencies: float


@dataclass(frozen=True)
class QueryRun:
    """A query or analysis that was run for this document, with its parameters."""

    name: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def plain(self) -> dict[str, str]:
        """The parameters as text, always written the same way."""
        return {
            k: v if isinstance(v, str) else json.dumps(v, default=_plain, sort_keys=True)
            for k, v in self.parameters.items()
        }


@dataclass(frozen=True)
class Issue:
    """For whom, why, by what and as of when a document is made."""

    number: str
    as_of: datetime
    recipient: str
    reason: str
    scope_words: str
    panel_name: str
    marking: str
    software_version: str
    log_head: str


@dataclass(frozen=True)
class LocationBriefInputs:
    """Everything a location brief is made from.

    ``events`` are the OCCURRED_AT statements about the place, ``participants`` the TOOK_PART and INVOLVED_IN statements
    about those events, ``direct`` every other statement between the place and something, ``admin`` the statements left
    out because their role is an admin one. All as far as the viewer's scope goes, and none but of ``period`` or undated.
    ``now``, ``before`` and ``median`` come from the ranking of busiest places; ``events_total`` is how many events there
    are where ``events`` holds only some. ``described_as`` gives "child" or "adult" by entity id, where a report says so.
    """

    place: EntityRef
    issue: Issue
    mentions: tuple[MentionRead, ...] = ()
    period: Period = Period()
    previous_period: Period | None = None
    now: PlaceRow | None = None
    before: PlaceRow | None = None
    median: KindMedian | None = None
    places_ranked: int = 0
    events: tuple[Statement, ...] = ()
    participants: tuple[Statement, ...] = ()
    direct: tuple[Statement, ...] = ()
    admin: tuple[Statement, ...] = ()
    events_total: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    limits: tuple[str, ...] = ()
    queries: tuple[QueryRun, ...] = ()
    rule_packs: tuple[str, ...] = ()
    described_as: Mapping[str, str] = field(default_factory=dict)
    naming: Naming = Naming.LETTERS


def in_order(inputs: LocationBriefInputs) -> LocationBriefInputs:
    """The same inputs, each statement once and in an order of its own: how the store happened to answer changes nothing."""

    def ordered(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        unique = {s.id: s for s in statements}.values()
        return tuple(sorted(unique, key=lambda s: (TYPE_ORDER.index(s.from_entity.type), s.id)))

    return replace(
        inputs,
        events=ordered(inputs.events),
        participants=ordered(inputs.participants),
        direct=ordered(inputs.direct),
        admin=ordered(inputs.admin),
        mentions=tuple(sorted({m.id: m for m in inputs.mentions}.values(), key=lambda m: m.id)),
    )


def _day(moment: datetime) -> str:
    local = moment.astimezone(LOCAL if moment.tzinfo else UTC)
    return f"{local.day} {local:%B %Y}"


def _plain(value: object) -> object:
    """What JSON has no form for: sets in order, everything else as text."""
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
