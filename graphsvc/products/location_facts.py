"""The arithmetic of a location brief: occurrences at the place, who took part, how the statements are graded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graphsvc.model.links import PersonRole
from graphsvc.model.network import EntityRef, Source, Statement
from graphsvc.model.provenance import DatePrecision, IntelligenceGrade, Observed
from graphsvc.products.document import Cited, Ground, ReportLine
from graphsvc.products.location_inputs import LocationBriefInputs
from visualise.confirmation import grades

_TO_THE_HOUR = frozenset({DatePrecision.HOUR, DatePrecision.MINUTE})
_TO_THE_DAY = _TO_THE_HOUR | {DatePrecision.DAY}


@dataclass(frozen=True)
class Occurrence:
    """One event at the place, with every statement about it and the best time any of them gives."""

    event: EntityRef
    at_place: tuple[Statement, ...]
    participants: tuple[Statement, ...]
    observed: Observed

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements about it."""
        return (*self.at_place, *self.participants)

    @property
    def dated(self) -> bool:
        """Whether any report gives its time, however roughly."""
        return self.observed.from_at is not None

    @property
    def has_day(self) -> bool:
        """Whether its day is known."""
        return self.dated and self.observed.precision in _TO_THE_DAY

    @property
    def has_hour(self) -> bool:
        """Whether its hour is known."""
        return self.dated and self.observed.precision in _TO_THE_HOUR


@dataclass(frozen=True)
class Involved:
    """One person or thing, its roles in occurrences at the place, and the statements that say so."""

    entity: EntityRef
    roles: tuple[str, ...]
    occurrences: int
    statements: tuple[Statement, ...]
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """Everything the sections count from."""

    occurrences: tuple[Occurrence, ...]
    """Dated ones first, the latest first; then the undated."""
    direct: tuple[Statement, ...]
    involved: tuple[Involved, ...]
    """In the order their first occurrence is dated, the undated last; never by how often they occur."""
    statements: tuple[Statement, ...]
    """What everything is counted from."""
    false: tuple[Statement, ...]
    """Suspected to be false (E): they count for nothing and are only told."""

    @property
    def dated(self) -> tuple[Occurrence, ...]:
        """The occurrences with a time."""
        return tuple(o for o in self.occurrences if o.dated)

    @property
    def origins(self) -> int:
        """How many independent origins the statements have; a report without a stated origin is its own."""
        return len({s.source.origin or s.source.report_id for s in self.statements})

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies whose reports speak, in order of name."""
        return tuple(sorted({s.source.agency for s in self.statements}))


def gather(inputs: LocationBriefInputs) -> Facts:
    """The facts of the brief.

    What is dated outside the period takes no part; what is undated does, and is told apart. What is suspected to be
    false (E) supports nothing: it is set aside before anything is counted. Undated events may come among the direct links.
    """
    given = (*inputs.events, *inputs.participants, *inputs.direct)
    false = tuple(s for s in given if is_false(s) and _in_period(s.observed, inputs))
    sound = [s for s in inputs.direct if not is_false(s)]
    happened = [s for s in (*inputs.events, *sound) if s.link_type == "OCCURRED_AT" and not is_false(s)]
    occurrences = _occurrences(happened, inputs)
    direct = tuple(s for s in sound if s.link_type != "OCCURRED_AT" and _in_period(s.observed, inputs))
    statements = tuple(s for o in occurrences for s in o.statements) + direct
    unique = tuple({s.id: s for s in statements}.values())
    return Facts(occurrences, direct, _involved(occurrences), unique, false)


def _in_period(observed: Observed, inputs: LocationBriefInputs) -> bool:
    return observed.from_at is None or inputs.period.holds(observed.from_at)


def is_false(statement: Statement) -> bool:
    """Whether a statement is graded E, suspected to be false."""
    marks = grades(statement.source)
    return marks is not None and marks[1] == IntelligenceGrade.SUSPECTED_FALSE


def _occurrences(happened: Sequence[Statement], inputs: LocationBriefInputs) -> tuple[Occurrence, ...]:
    at_place: dict[str, list[Statement]] = {}
    parts: dict[str, list[Statement]] = {}
    for statement in happened:
        at_place.setdefault(statement.from_entity.id, []).append(statement)
    for statement in (s for s in inputs.participants if not is_false(s)):
        parts.setdefault(statement.to_entity.id, []).append(statement)
    found = []
    for event_id, said in at_place.items():
        about = (*said, *parts.get(event_id, ()))
        occurrence = Occurrence(said[0].from_entity, tuple(said), tuple(parts.get(event_id, ())), best_time(about))
        if _in_period(occurrence.observed, inputs):
            found.append(occurrence)
    return tuple(sorted(found, key=_latest_first))


def _latest_first(occurrence: Occurrence) -> tuple[bool, float, str]:
    start = occurrence.observed.from_at
    return (start is None, -start.timestamp() if start else 0.0, occurrence.event.id)


def best_time(statements: Iterable[Statement]) -> Observed:
    """The most exact time any of the statements gives, the earliest of equally exact ones."""
    order = {p: i for i, p in enumerate(DatePrecision)}
    dated = [s.observed for s in statements if s.observed.from_at is not None]
    return min(dated, key=lambda o: (order[o.precision], o.from_at), default=Observed())


def _involved(occurrences: Sequence[Occurrence]) -> tuple[Involved, ...]:
    said: dict[str, list[Statement]] = {}
    times: dict[str, list[datetime]] = {}
    events: dict[str, set[str]] = {}
    for occurrence in reversed(occurrences):
        for statement in occurrence.participants:
            key = statement.from_entity.id
            said.setdefault(key, []).append(statement)
            events.setdefault(key, set()).add(occurrence.event.id)
            if occurrence.observed.from_at:
                times.setdefault(key, []).append(occurrence.observed.from_at)
    return tuple(sorted((_one(said[k], events[k], times.get(k, [])) for k in said), key=_first_seen))


def _one(statements: list[Statement], events: set[str], times: list[datetime]) -> Involved:
    roles = tuple(sorted({s.role or PersonRole.PARTY.value for s in statements}))
    return Involved(
        statements[0].from_entity,
        roles,
        len(events),
        tuple(statements),
        min(times, default=None),
        max(times, default=None),
    )


def _first_seen(involved: Involved) -> tuple[bool, float, str]:
    first = involved.first_at
    return (first is None, first.timestamp() if first else 0.0, involved.entity.id)


def ground(statements: Iterable[Statement], method: str = "") -> Ground:
    """The ground that some statements make."""
    return Ground(tuple(cited(s) for s in statements), method)


def cited(statement: Statement) -> Cited:
    """A statement as something to cite."""
    return Cited(statement.source.report_id, statement.source.locator, statement.id)


def number_reports(sources: Iterable[Source]) -> tuple[ReportLine, ...]:
    """Number the reports: the latest recorded first, the undated last, then by agency and reference."""
    by_report: dict[str, list[Source]] = {}
    for s in sources:
        by_report.setdefault(s.report_id, []).append(s)
    ordered = sorted(
        map(_of_report, by_report.values()),
        key=lambda s: (
            s.recorded_on is None,
            -(s.recorded_on.toordinal() if s.recorded_on else 0),
            s.agency,
            s.reference,
        ),
    )
    return tuple(ReportLine(i, s) for i, s in enumerate(ordered, start=1))


def _of_report(sources: list[Source]) -> Source:
    """One report by all that was cited of it: its sentences may be graded apart, and what mentions somebody is not graded."""
    graded = {s.grade: s.grade_words for s in sources if s.grade}
    words = next(iter(graded.values())) if len(graded) == 1 else "; or ".join(graded[g] for g in sorted(graded))
    return replace(sources[0], grade=", ".join(sorted(graded)), grade_words=words)


def grade_counts(statements: Iterable[Statement]) -> Counter[str]:
    """How many statements have each source and intelligence grade; ``not graded`` for records, registers and the like."""
    marks = (grades(s.source) for s in statements)
    return Counter("-".join(m) if m else "not graded" for m in marks)
