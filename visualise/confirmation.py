"""Whether what a line stands for is confirmed, unconfirmed or tentative."""

from collections.abc import Iterable, Sequence

from graphsvc.model.finding import Step, StepBasis
from graphsvc.model.network import Source, Statement
from graphsvc.model.provenance import ReportKind, grade_at_least
from visualise.theme import Confirmation

_RANK = (Confirmation.TENTATIVE, Confirmation.UNCONFIRMED, Confirmation.CONFIRMED)
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


def step_confirmation(step: Step, statements: Sequence[Statement]) -> Confirmation:
    """How far the statements of a chain's step bear it out: as far as the weaker of its two sides.

    A step through an event needs both ends in that event: a record of the one and a rumour of the other is a rumour. Being
    at one place at one time is concluded, not reported, and so never confirmed; "both known at" is tentative.
    """
    if step.basis is StepBasis.LINK:
        return confirmation(statements)
    if step.basis is StepBasis.BOTH_KNOWN_AT:
        return Confirmation.TENTATIVE
    if step.basis is StepBasis.EVENT:
        sides = ([_between(statements, end, event) for end in (step.from_id, step.to_id)] for event in step.via_ids)
        return max(
            (weakest(map(confirmation, pair)) for pair in sides), key=_RANK.index, default=Confirmation.UNCONFIRMED
        )
    ends = ([s for s in statements if end in (s.from_entity.id, s.to_entity.id)] for end in (step.from_id, step.to_id))
    return weakest([Confirmation.UNCONFIRMED, *map(confirmation, ends)])


def weakest(found: Iterable[Confirmation]) -> Confirmation:
    """The weakest of some; unconfirmed where there is none."""
    return min(found, key=_RANK.index, default=Confirmation.UNCONFIRMED)


def strongest(found: Iterable[Confirmation]) -> Confirmation:
    """The strongest of some; unconfirmed where there is none."""
    return max(found, key=_RANK.index, default=Confirmation.UNCONFIRMED)


def _between(statements: Iterable[Statement], one: str, other: str) -> list[Statement]:
    return [s for s in statements if {s.from_entity.id, s.to_entity.id} == {one, other}]


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
