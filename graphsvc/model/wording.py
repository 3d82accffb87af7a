"""How dates and statements read on a page: one wording everywhere."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from graphsvc.model import links
from graphsvc.model.entities import BY_NAME
from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.provenance import DatePrecision, Observed

LOCAL = ZoneInfo("Europe/London")
_NOUN = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+){0,2}")
"""A role short and plain enough to stand inside a verb; any other is told in brackets, as it was reported."""


def day(moment: datetime) -> str:
    """``Tuesday 3 March 2026``, local time."""
    local = moment.astimezone(LOCAL)
    return f"{local:%A} {local.day} {local:%B %Y}"


def as_of(moment: datetime) -> str:
    """``3 March 2026 14:02``, local time."""
    local = moment.astimezone(LOCAL)
    return f"{local.day} {local:%B %Y %H:%M}"


def when(observed: Observed) -> str:
    """An observed time in words, no more exact than it is known. ``no date reported`` where there is none."""
    if observed.from_at is None:
        return "no date reported"
    start, end = observed.from_at.astimezone(LOCAL), observed.to_at
    match observed.precision:
        case DatePrecision.YEAR:
            return f"{start:%Y} (no month reported)"
        case DatePrecision.MONTH:
            return f"{start:%B %Y} (no day reported)"
        case DatePrecision.DAY:
            return _days(observed.from_at, end)
        case DatePrecision.HOUR | DatePrecision.MINUTE:
            return _times(start, end.astimezone(LOCAL) if end else None, observed.precision)
        case _:
            return _days(observed.from_at, end)


def _days(start: datetime, end: datetime | None) -> str:
    if end is None or (end - start).total_seconds() <= 25 * 3600:
        return day(start)
    last = datetime.fromtimestamp(end.timestamp() - 1, UTC)
    return f"{day(start)} to {day(last)}"


def _times(start: datetime, end: datetime | None, precision: DatePrecision) -> str:
    about = "about " if precision is DatePrecision.HOUR else ""
    text = f"{day(start)}, {about}{start:%H:%M}"
    if end is None or end == start or (precision is DatePrecision.HOUR and (end - start).total_seconds() <= 3600):
        return text
    return f"{text} to {end:%H:%M}" if end.date() == start.date() else f"{text} to {day(end)}, {end:%H:%M}"


def name(entity: EntityRef) -> str:
    """An entity's name on a page; says so where nothing in scope names it."""
    return entity.caption or f"{BY_NAME[entity.type].label} not named here"


def tell(statement: Statement) -> str:
    """A statement as one sentence without its source, from the first entity to the second.

    The report's own wording stands where it gave one. ``Todd Hamilton lives at 178 Polding Street.``
    """
    if statement.sentence:
        return statement.sentence
    verb, aside = verb_and_role(statement.link_type, statement.role)
    return f"{name(statement.from_entity)} {verb} {name(statement.to_entity)}{aside}."


def verb_and_role(link_type: str, role: str) -> tuple[str, str]:
    """The verb from the first entity to the second, and what follows the second in brackets.

    >>> verb_and_role("FAMILY_OF", "parent")
    ('is the parent of', '')
    >>> verb_and_role("KNOWS", "telephone")
    ('knows', ' (telephone)')
    """
    declared = links.BY_NAME[link_type]
    if not role or role == "unknown":
        return declared.forward.rstrip(":"), ""
    if declared.with_role and _NOUN.fullmatch(role):
        return declared.with_role.format(role=role), ""
    return declared.forward.rstrip(":"), f" ({role})"


def dated(statement: Statement) -> str:
    """A statement and when it was so, as sentences: ``Todd Hamilton knows Kay Lane. No date reported.``"""
    at = when(statement.observed)
    return f"{tell(statement)} {at[0].upper()}{at[1:]}."


def counted(number: int, one: str, many: str = "") -> str:
    """``1 agency``, ``2 agencies``, ``13,302 places``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
