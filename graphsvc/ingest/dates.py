"""Dates and times as senders write them: explicit formats, local time, and no more exact than what was written.

A format is made of ``yyyy``, ``MM``/``M``, ``dd``/``d``, ``HH``/``H`` and ``mm``; everything else stands for itself.
A single letter takes one or two digits, so ``d/M/yyyy`` reads ``1/08/2017`` and ``10/08/2017`` alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from graphsvc.model.provenance import DatePrecision, Observed

_TOKENS = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{2})",
    "d": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{2})",
    "H": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
}
_TOKEN = re.compile(r"yyyy|MM|M|dd|d|HH|H|mm")
_PARTS = ("year", "month", "day", "hour", "minute")
_PRECISIONS = {
    1: DatePrecision.YEAR,
    2: DatePrecision.MONTH,
    3: DatePrecision.DAY,
    4: DatePrecision.HOUR,
    5: DatePrecision.MINUTE,
}
_FINENESS = {p: n for n, p in _PRECISIONS.items()}
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class DateRefused(ValueError):
    """A text that is not a date in any of the formats allowed, or names an instant that cannot be told."""


@dataclass(frozen=True)
class DateFormat:
    """One compiled format: its pattern and how exact it is."""

    text: str
    pattern: re.Pattern[str]
    precision: DatePrecision


@dataclass(frozen=True)
class LocalDate:
    """A date as written: local wall-clock time, and how exactly it is known."""

    moment: datetime
    precision: DatePrecision

    def iso(self) -> str:
        """The date in ISO form, no more exact than it was written."""
        length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}.get(self.precision, 16)
        return self.moment.isoformat()[:length]


def compile_format(text: str) -> DateFormat:
    """Compile one format; a ValueError says what is wrong with it."""
    names = [re.sub(r"\W", "", _TOKENS[t].split(">")[0][3:]) for t in _TOKEN.findall(text)]
    finest = len(names)
    if finest == 0 or sorted(names, key=_PARTS.index) != list(_PARTS[:finest]):
        raise ValueError(
            f"the date format {text!r} needs a year, then month, day, hour, minute without a gap, each once"
        )
    if re.search(r"[A-Za-z]", _TOKEN.sub("", text).replace("T", "").replace("Z", "")):
        raise ValueError(f"the date format {text!r} holds letters that are not yyyy, MM, M, dd, d, HH, H or mm")
    pattern, at = "", 0
    for token in _TOKEN.finditer(text):
        pattern += re.escape(text[at : token.start()]) + _TOKENS[token.group()]
        at = token.end()
    return DateFormat(text, re.compile(pattern + re.escape(text[at:])), _PRECISIONS[finest])


def parse_local(text: str, formats: Sequence[DateFormat]) -> LocalDate:
    """Read a date in the first format that fits; DateRefused where none does or the day does not exist."""
    for known in formats:
        found = known.pattern.fullmatch(text)
        if found is None:
            continue
        parts = {"month": 1, "day": 1, **{k: int(v) for k, v in found.groupdict().items()}}
        if not EARLIEST_YEAR <= parts["year"] <= LATEST_YEAR:
            raise DateRefused(f"the year lies outside {EARLIEST_YEAR} to {LATEST_YEAR}")
        try:
            return LocalDate(datetime(**parts), known.precision)  # type: ignore[arg-type]  # noqa: DTZ001 (wall clock)
        except ValueError:
            raise DateRefused("no such day or time in the calendar") from None
    raise DateRefused("not a date as " + " or ".join(f.text for f in formats))


def observed_from(start: LocalDate, zone: ZoneInfo, end: LocalDate | None = None) -> Observed:
    """The interval a written date (or two) stands for, in UTC.

    A day runs from local midnight to the next, a month from its first instant to the first of the next; a minute
    is an instant. With an end given, the interval runs to the end of what that says.
    """
    last = end or start
    from_at, to_at = _instant(start, zone), _after(last, zone)
    if to_at < from_at:
        raise DateRefused("it ends before it starts")
    coarser = min(start.precision, last.precision, key=_FINENESS.__getitem__)
    return Observed(from_at, to_at, coarser)


def coarsen(date: LocalDate, precision: DatePrecision) -> LocalDate:
    """The same date known no more exactly than ``precision``."""
    if precision not in _FINENESS or _FINENESS[precision] >= _FINENESS[date.precision]:
        return date
    kept = dict(zip(_PARTS, (*date.moment.timetuple()[:5],), strict=True))
    defaults = {"month": 1, "day": 1, "hour": 0, "minute": 0}
    for part in _PARTS[_FINENESS[precision] :]:
        kept[part] = defaults[part]
    return LocalDate(datetime(**kept), precision)  # type: ignore[arg-type]  # noqa: DTZ001 (wall clock)


def _instant(date: LocalDate, zone: ZoneInfo) -> datetime:
    early, late = (date.moment.replace(tzinfo=zone, fold=f).astimezone(UTC) for f in (0, 1))
    if early == late:
        return early
    if date.precision not in (DatePrecision.HOUR, DatePrecision.MINUTE):
        return min(early, late)
    first, second = (f"{m:%H:%M} UTC" for m in sorted((early, late)))
    shown = f"{date.moment:%H:%M} on {date.moment.day} {date.moment:%B %Y}"
    if early.astimezone(zone).replace(tzinfo=None) == date.moment:
        raise DateRefused(
            f"{shown} came twice, the clocks went back: {first} or {second}; write the time in a way that tells which"
        )
    raise DateRefused(f"{shown} never was, the clocks went forward: it may mean {first} or {second}")


def _after(date: LocalDate, zone: ZoneInfo) -> datetime:
    moment = date.moment
    match date.precision:
        case DatePrecision.YEAR:
            following = moment.replace(year=moment.year + 1)
        case DatePrecision.MONTH:
            following = (moment + timedelta(days=32)).replace(day=1)
        case DatePrecision.DAY:
            following = moment + timedelta(days=1)
        case DatePrecision.HOUR:
            return _instant(date, zone) + timedelta(hours=1)
        case _:
            return _instant(date, zone)
    return _instant(LocalDate(following, DatePrecision.DAY), zone)
