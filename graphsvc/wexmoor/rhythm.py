"""The rhythm of reports: weekdays, seasons, school holidays, the hours of a day, and the weeks after a press story."""

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from graphsvc.wexmoor.dice import dice, weighted

DAYS = 730
STORY_DAYS_BEFORE_END = 248
SPIKE_DAYS = 21
SPIKE = 2.2
WEEKDAYS = (1.0, 0.95, 0.95, 1.05, 1.3, 1.25, 0.8)
MONTHS = (0.9, 0.9, 0.95, 1.0, 1.1, 1.15, 1.2, 1.1, 1.05, 1.05, 0.95, 0.85)
HOURS: dict[str, tuple[tuple[int, ...], tuple[float, ...]]] = {
    "day": ((9, 10, 11, 12, 13, 14, 15, 16, 17), (1, 1, 1, 2, 2, 1, 2, 2, 1)),
    "gate": ((8, 15), (1, 3)),
    "after school": ((15, 16, 17, 18, 19), (2, 3, 3, 2, 1)),
    "evening": ((17, 18, 19, 20, 21, 22, 23), (1, 2, 3, 3, 3, 2, 1)),
    "night": ((20, 21, 22, 23, 0, 1, 2), (1, 2, 3, 3, 2, 2, 1)),
}


def is_school_day(day: date) -> bool:
    """Whether schools are open."""
    return day.weekday() < 5 and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """Whether a day falls in the town's school holidays."""
    month, number = day.month, day.day
    return (
        (month == 12 and number >= 20)
        or (month == 1 and number <= 3)
        or (month == 2 and 14 <= number <= 22)
        or (month == 4 and number <= 14)
        or (month == 5 and number >= 25)
        or (month == 7 and number >= 22)
        or month == 8
        or (month == 10 and number >= 24)
    )


def story_day(until: date) -> date:
    """The day the press story appeared."""
    return until - timedelta(days=STORY_DAYS_BEFORE_END)


def days_of(until: date) -> tuple[date, ...]:
    """The days of the two years that end on ``until``."""
    return tuple(until - timedelta(days=back) for back in range(DAYS - 1, -1, -1))


def day_counts(until: date, total: int) -> list[int]:
    """How many of ``total`` reports each day brings: exactly ``total`` together."""
    weights = [_weight(day, until) for day in days_of(until)]
    sums, whole = list(accumulate(weights)), sum(weights)
    reached = [round(total * s / whole) for s in sums]
    return [b - a for a, b in zip([0, *reached], reached, strict=False)]


def _weight(day: date, until: date) -> float:
    since = (day - story_day(until)).days
    spike = SPIKE if 0 <= since < SPIKE_DAYS else 1.0
    return WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * spike


def moment(throw: Random, day: date, hours: str) -> datetime:
    """A local time on this day (after midnight: the next), never in an hour that the clocks leave out or repeat."""
    options, weights = HOURS[hours]
    hour = weighted(throw, options, weights)
    at = datetime.combine(
        day, time(hour, weighted(throw, (0, 5, 10, 15, 20, 30, 40, 45, 50), (3, 1, 1, 2, 1, 3, 1, 2, 1)))
    )
    at += timedelta(days=1) if hours == "night" and hour < 5 else timedelta()
    return settled(at)


def settled(at: datetime) -> datetime:
    """The same time, moved an hour on where the clocks change at that hour."""
    return at + timedelta(hours=1) if clocks_change_at(at) else at


def clocks_change_at(at: datetime) -> bool:
    """Whether this local time never was or came twice: the last Sunday of March or October, from one to two."""
    return at.hour == 1 and at.weekday() == 6 and at.month in (3, 10) and at.day > 24


def nights_of_clock_change(until: date) -> tuple[datetime, ...]:
    """One time in each hour that was left out or came twice."""
    found = []
    for day in days_of(until):
        at = datetime.combine(day, time(1, dice("clock", day).choice((10, 20, 30, 40))))
        if clocks_change_at(at):
            found.append(at)
    return tuple(found)
