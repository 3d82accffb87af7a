"""What an analysis found: always citing the links it stands on, always stating its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Coverage:
    """What the finding rests on and what it lacks. Counts are of assertions in scope that took part."""

    statements: int = 0
    undated: int = 0
    ungraded: int = 0
    agencies: tuple[str, ...] = ()
    origins: int = 0


@dataclass(frozen=True)
class Finding:
    """The part every finding has. ``link_ids`` and ``report_ids`` are what it cites, ``limits`` when not to trust it."""

    analysis: str
    question: str
    parameters: Mapping[str, object]
    as_of: datetime
    link_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    limits: tuple[str, ...]
    coverage: Coverage


class StepBasis(StrEnum):
    """Why two things stand next to one another in a chain."""

    LINK = "link"
    """A report says they are linked."""
    EVENT = "event"
    """They took part in the same event (or it happened there)."""
    SAME_TIME = "same time"
    """They were at the same place, or with the same organisation, at overlapping times."""
    BOTH_KNOWN_AT = "both known at"
    """Both are known at the same place or organisation, with nothing that says at the same time."""


@dataclass(frozen=True)
class Step:
    """One step of a chain. ``link_ids`` are the assertions that carry it, ``via_ids`` the events or place it goes through."""

    from_id: str
    to_id: str
    basis: StepBasis
    link_ids: tuple[str, ...]
    via_ids: tuple[str, ...] = ()
    origins: int = 0


@dataclass(frozen=True)
class Chain:
    """A way from one entity to another. Two chains differ in at least one entity, never only in a parallel report."""

    entity_ids: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def only_both_known(self) -> bool:
        """Whether some step rests on nothing more than "both known at"."""
        return any(step.basis is StepBasis.BOTH_KNOWN_AT for step in self.steps)


@dataclass(frozen=True)
class PairConnection:
    """The chains found between two of the entities asked for; none of either kind where they are not connected."""

    from_id: str
    to_id: str
    chains: tuple[Chain, ...]
    both_known: tuple[Chain, ...]


@dataclass(frozen=True)
class LeftOut:
    """A busy place or organisation that chains were not led through, and how many things meet there."""

    entity_id: str
    neighbours: int


@dataclass(frozen=True)
class Connection(Finding):
    """The answer to "what connects these?"."""

    pairs: tuple[PairConnection, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class PlaceRow:
    """One place in a ranking, with its arithmetic. ``place`` counts leave out admin roles, which are counted aside."""

    place_id: str
    rank: int
    events: int
    people: int
    vehicles: int
    statements: int
    agencies: tuple[str, ...]
    origins: int
    first_at: datetime | None
    last_at: datetime | None
    admin_statements: int
    undated: int
    share: float
    """This place's share of all events counted, 0 to 1."""
    cumulative_share: float
    link_ids: tuple[str, ...] = ()
    sightings: int = 0
    """Times a person or vehicle was seen there outside any event; counted beside the events in ``share``."""
    no_claim: bool = False
    """Too little happened there to say anything about the place (see the ``no_claim_below`` parameter)."""


@dataclass(frozen=True)
class PlaceRanking(Finding):
    """Places by how much is reported there in a period: ``rows`` are the first of ``total`` places with anything."""

    rows: tuple[PlaceRow, ...] = ()
    total: int = 0
    all_events: int = 0
    previous: Mapping[str, PlaceRow] = field(default_factory=dict)
    """The same places in the period before, by place id, where a period was asked for."""


@dataclass(frozen=True)
class PlaceDetail(Finding):
    """Everything that is reported of one place in a period, as the ids of the statements, by what they are.

    ``happened``: events there; ``seen``: people and vehicles seen there outside any event; ``took_part``: the parts of
    people and things in those events; ``undated``: events and sightings that cannot be placed in the period;
    ``standing``: who lives, works or attends there and who runs it; ``admin``: what was only reported or filed there.
    ``link_ids`` are the first three together; ``row`` is the place's line in the ranking.
    """

    place_id: str = ""
    row: PlaceRow | None = None
    happened: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()
