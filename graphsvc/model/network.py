"""What is read back: entities named for one viewer, statements with their sources, networks of rolled-up links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from graphsvc.model.assertions import AttributeValue
from graphsvc.model.provenance import UNDATED, Observed, StatementKind


@dataclass(frozen=True)
class EntityRef:
    """An entity as this viewer may know it. ``caption`` is ``""`` where nothing in scope names it.

    ``kind`` is the reported kind of a place or event ("park", "Public order"), ``""`` where none is in scope.
    """

    id: str
    type: str
    caption: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Source:
    """The place in a report that a statement stands on."""

    report_id: str
    kind: str
    agency: str
    system: str
    reference: str
    title: str
    locator: str
    recorded_on: date | None
    origin: str
    grade: str = ""
    """``2-C-P``; empty for what is not graded (records, registers, ungraded partner reports)."""
    grade_words: str = ""
    handling: str = ""


@dataclass(frozen=True)
class Statement:
    """One assertion of one report about two entities."""

    id: str
    link_type: str
    from_entity: EntityRef
    to_entity: EntityRef
    source: Source
    role: str = ""
    observed: Observed = UNDATED
    kind: StatementKind = StatementKind.FACT
    sentence: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)


@dataclass(frozen=True)
class MentionRead:
    """One report's mention of an entity: every attribute as that report gave it."""

    id: str
    entity: EntityRef
    source: Source
    attributes: Mapping[str, AttributeValue]
    role: str = ""
    observed: Observed = UNDATED


@dataclass(frozen=True)
class RolledLink:
    """All parallel statements of one link type between two entities, as one line with a count.

    ``count`` is the number in scope, ``statements`` the first of them (see ``complete``), ``origins`` the number of
    independent origins: one origin told three times is one.
    """

    a_id: str
    b_id: str
    link_type: str
    count: int
    origins: int
    roles: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None
    statements: tuple[Statement, ...]

    @property
    def complete(self) -> bool:
        """Whether every statement is among ``statements``."""
        return self.count == len(self.statements)


@dataclass(frozen=True)
class Together:
    """Who or what was in events with the centre of a network: those events as one line between the two.

    ``event_ids`` are among the network's entities. ``statements`` are the first of ``count`` that say the part of
    ``entity`` in them; the centre's own part stands in the network's links. ``origins``: independent origins of the side
    that has fewer.
    """

    entity: EntityRef
    event_ids: tuple[str, ...]
    roles: tuple[str, ...]
    count: int
    origins: int
    first_at: datetime | None
    last_at: datetime | None
    statements: tuple[Statement, ...]

    @property
    def complete(self) -> bool:
        """Whether every statement is among ``statements``."""
        return self.count == len(self.statements)


@dataclass(frozen=True)
class Network:
    """Entities and rolled-up links round a centre. ``total`` neighbours match in scope, ``shown`` of them are here.

    ``together`` are the first of ``together_total`` others in the events shown in which the centre took part.
    """

    centre: EntityRef
    entities: tuple[EntityRef, ...]
    links: tuple[RolledLink, ...]
    shown: int
    total: int
    as_of: datetime
    together: tuple[Together, ...] = ()
    together_total: int = 0


@dataclass(frozen=True)
class Hit:
    """An entity a search found, with the words that matched and how many reports in scope speak of it."""

    entity: EntityRef
    matched: tuple[str, ...]
    score: float
    reports: int


@dataclass(frozen=True)
class SearchResult:
    """The answer to one search: the best ``hits`` of ``total`` entities in scope."""

    text: str
    hits: tuple[Hit, ...]
    total: int
    as_of: datetime
