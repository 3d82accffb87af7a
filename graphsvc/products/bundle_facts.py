"""The dated events of a bundle: what records and statements say of the subject's part, fact apart from opinion."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.provenance import Observed, StatementKind
from graphsvc.products.location_facts import best_time
from graphsvc.products.location_inputs import Period

PART = "TOOK_PART"
AT = "OCCURRED_AT"


@dataclass(frozen=True)
class SubjectEvent:
    """One event the subject is said to have had a part in; every statement here is of one kind: all fact, or none."""

    event: EntityRef
    own: tuple[Statement, ...]
    others: tuple[Statement, ...]
    places: tuple[Statement, ...]
    observed: Observed

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements about it."""
        return (*self.own, *self.others, *self.places)

    @property
    def dated(self) -> bool:
        """Whether any of them gives its time."""
        return self.observed.from_at is not None


def events_of(
    subject_id: str, statements: Iterable[Statement], period: Period, *, facts: bool
) -> tuple[SubjectEvent, ...]:
    """The subject's events of the period and the undated ones, earliest first: from facts, or from opinion and assessment.

    Where an event is told as opinion, its place and time may stand on facts: they only say which event is meant.
    """
    unique = sorted({s.id: s for s in statements}.values(), key=lambda s: s.id)
    own: dict[str, list[Statement]] = {}
    about: dict[str, list[Statement]] = {}
    for s in unique:
        if s.link_type == PART and s.from_entity.id == subject_id and (s.kind is StatementKind.FACT) == facts:
            own.setdefault(s.to_entity.id, []).append(s)
        elif s.kind is StatementKind.FACT:
            about.setdefault(s.from_entity.id if s.link_type == AT else s.to_entity.id, []).append(s)
    found = (_event(subject_id, said, about.get(event_id, [])) for event_id, said in own.items())
    return tuple(sorted((e for e in found if _in(period, e)), key=_earliest_first))


def _event(subject_id: str, own: list[Statement], about: list[Statement]) -> SubjectEvent:
    others = tuple(s for s in about if s.link_type != AT and s.from_entity.id != subject_id)
    places = tuple(s for s in about if s.link_type == AT)
    return SubjectEvent(own[0].to_entity, tuple(own), others, places, best_time((*own, *others, *places)))


def _in(period: Period, event: SubjectEvent) -> bool:
    start = event.observed.from_at
    return start is None or period.holds(start)


def _earliest_first(event: SubjectEvent) -> tuple[bool, float, str]:
    start = event.observed.from_at
    return (start is None, start.timestamp() if start else 0.0, event.event.id)
