"""Whether what a line stands for is confirmed, unconfirmed or tentative."""

from collections.abc import Sequence

from graphsvc.model.network import Source, Statement
from graphsvc.model.provenance import ReportKind, grade_at_least
from visualise.theme import Confirmation

_CONFIRMED_BY_KIND = frozenset({ReportKind.RECORD.value, ReportKind.REGISTER.value})


def confirmation(statements: Sequence[Statement]) -> Confirmation:
    """How far the statements of a line bear it out.

    Confirmed: a record or register says so, or a report graded 1-A, or two independent origins at source 2 and
    intelligence B or better. Tentative: every statement is graded, each with source 3 or intelligence D or E.
    Everything else, and a line with no statement at hand, is unconfirmed.
    """
    sources = [s.source for s in statements]
    if any(_confirms_alone(s) for s in sources):
        return Confirmation.CONFIRMED
    if len({s.origin for s in sources if s.origin and _good(s, "2", "B")}) >= 2:
        return Confirmation.CONFIRMED
    if sources and all(is_tentative(s) for s in sources):
        return Confirmation.TENTATIVE
    return Confirmation.UNCONFIRMED


def is_tentative(source: Source) -> bool:
    """Whether a graded source is at the low end: source 3, or intelligence D or E. What is not graded is not."""
    marks = grades(source)
    return marks is not None and (marks[0] == "3" or marks[1] in ("D", "E"))


def grades(source: Source) -> tuple[str, str] | None:
    """Source grade and intelligence grade; None for what is not graded."""
    parts = source.grade.split("-")
    return (parts[0], parts[1]) if len(parts) >= 2 else None


def _confirms_alone(source: Source) -> bool:
    return (source.kind in _CONFIRMED_BY_KIND and not source.grade) or _good(source, "1", "A")


def _good(source: Source, lowest_source: str, lowest_intelligence: str) -> bool:
    marks = grades(source)
    return marks is not None and grade_at_least(*marks, lowest_source, lowest_intelligence)
