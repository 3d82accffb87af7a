"""Where a statement comes from, how it is graded, and who may see it.

The 3x5x2 codes and their words follow the College of Policing's intelligence report. Source grade, intelligence grade
and handling are three separate judgements and are never folded into one mark.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReportKind(StrEnum):
    """What sort of document a report is. Only intelligence is graded; the others name their system."""

    INTELLIGENCE = "intelligence"
    RECORD = "record"
    REGISTER = "register"
    STATEMENT = "statement"


class SourceGrade(StrEnum):
    """How reliable the source is."""

    RELIABLE = "1"
    UNTESTED = "2"
    NOT_RELIABLE = "3"

    @property
    def words(self) -> str:
        """The grade in words."""
        return {"1": "reliable", "2": "untested", "3": "not reliable"}[self.value]


class IntelligenceGrade(StrEnum):
    """How the source came to know."""

    DIRECT = "A"
    CORROBORATED = "B"
    INDIRECT = "C"
    NOT_KNOWN = "D"
    SUSPECTED_FALSE = "E"

    @property
    def words(self) -> str:
        """The grade in words."""
        return {
            "A": "known directly to the source",
            "B": "known indirectly to the source but corroborated",
            "C": "known indirectly to the source",
            "D": "not known",
            "E": "suspected to be false",
        }[self.value]


class Handling(StrEnum):
    """How it may be shared."""

    PERMITTED = "P"
    CONDITIONS = "C"

    @property
    def words(self) -> str:
        """The code in words."""
        return "lawful sharing permitted" if self is Handling.PERMITTED else "lawful sharing permitted with conditions"


class ActionCode(StrEnum):
    """What may be done with an item handled under conditions."""

    A1 = "A1"
    A2 = "A2"
    A3 = "A3"


class SanitisationCode(StrEnum):
    """Who may sanitise an item handled under conditions."""

    S1 = "S1"
    S2 = "S2"


class Restriction(StrEnum):
    """A limit on who may see a report, set when it is created."""

    NONE = "none"
    AGENCY = "agency"


class StatementKind(StrEnum):
    """Fact is kept apart from assessment and opinion (Data Protection Act 2018 s.38(2))."""

    FACT = "fact"
    ASSESSMENT = "assessment"
    OPINION = "opinion"


@dataclass(frozen=True)
class Grading:
    """A 3x5x2 grading, as received. ``problems`` says which rules of the grading desk it breaks."""

    source: SourceGrade
    intelligence: IntelligenceGrade
    handling: Handling
    action: ActionCode | None = None
    sanitisation: SanitisationCode | None = None
    conditions: str = ""
    rationale: str = ""
    corroborated_by: str = ""

    @property
    def code(self) -> str:
        """The three grades as written on the form, for example ``2-C-P`` or ``1-B-C(A2,S1)``."""
        codes = [c.value for c in (self.action, self.sanitisation) if c]
        return f"{self.source.value}-{self.intelligence.value}-{self.handling.value}" + (
            f"({','.join(codes)})" if codes else ""
        )

    @property
    def words(self) -> str:
        """The three grades in words."""
        return f"source {self.source.words}; {self.intelligence.words}; {self.handling.words}"

    def problems(self) -> tuple[str, ...]:
        """The rules of the grading desk this grading breaks, in words; none for a sound one.

        An import keeps a grading that breaks a rule exactly as received and queues it; the desk refuses it.
        """
        found = []
        if self.handling is Handling.CONDITIONS and not (self.action and self.sanitisation):
            found.append("handling C needs one action code and one sanitisation code")
        if self.handling is Handling.PERMITTED and (self.action or self.sanitisation):
            found.append("handling P takes no action or sanitisation code")
        if self.intelligence is IntelligenceGrade.SUSPECTED_FALSE and not self.rationale:
            found.append("intelligence grade E needs its reason")
        if self.intelligence is IntelligenceGrade.CORROBORATED and not self.corroborated_by:
            found.append("intelligence grade B needs the separate report that corroborates it")
        return tuple(found)


def grade_at_least(source: str, intelligence: str, lowest_source: str, lowest_intelligence: str) -> bool:
    """Whether a grade is at least as good as the lowest asked for, on each axis apart.

    The two axes are never traded against one another, and E (suspected to be false) supports nothing at all.
    """
    if intelligence == IntelligenceGrade.SUSPECTED_FALSE:
        return False
    return source <= lowest_source and intelligence <= lowest_intelligence


class DatePrecision(StrEnum):
    """How exactly a time is known. A month-only date never borrows a day."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Observed:
    """When something was so: aware UTC ``from_at`` up to ``to_at``, and how exactly that is known.

    Both None: no date was reported. A month-only date runs from the first instant of the month to the first of the next
    (local time), with precision ``month``.
    """

    from_at: datetime | None = None
    to_at: datetime | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN

    def __post_init__(self) -> None:
        """Refuse naive datetimes and intervals that end before they start."""
        for moment in (self.from_at, self.to_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a datetime without a time zone")
        if self.from_at and self.to_at and self.to_at < self.from_at:
            raise ValueError("an interval that ends before it starts")


UNDATED = Observed()


@dataclass(frozen=True)
class Report:
    """One report as received: an intelligence report, a record, a register or a statement.

    ``reference`` is the sender's own number, ``system`` where it was kept, ``origin`` the ultimate source so that the
    same thing told twice counts once, ``recorded_on`` the day the sender wrote it down or the register was as at.
    """

    id: str
    kind: ReportKind
    agency: str
    system: str
    reference: str
    title: str
    recorded_on: date | None = None
    received_at: datetime | None = None
    text: str = ""
    origin: str = ""
    grading: Grading | None = None
    restriction: Restriction = Restriction.NONE
    content_sha256: str = ""

    @property
    def access_class(self) -> str:
        """The access class of everything this report says."""
        return access_class(self.agency, self.grading.handling if self.grading else None, self.restriction)


def access_class(agency: str, handling: Handling | None, restriction: Restriction) -> str:
    """The one access class an assertion belongs to.

    ``open``: every agency with access to cases. ``conditions:<agency>``: handling C. ``agency:<agency>``: the owning
    agency alone. A scope is a set of access classes, so the predicate in every query is one membership test.
    """
    if restriction is Restriction.AGENCY:
        return f"agency:{agency}"
    if handling is Handling.CONDITIONS:
        return f"conditions:{agency}"
    return "open"
