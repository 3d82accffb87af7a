"""Casts the planted patterns: picks people and places by chance from those of the town, and dates their reports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from graphsvc.wexmoor.dice import dice, pick
from graphsvc.wexmoor.people import Person, Town, drama_mobile
from graphsvc.wexmoor.places import Place
from graphsvc.wexmoor.rhythm import is_school_day, settled
from graphsvc.wexmoor.taxis import Driver
from graphsvc.wexmoor.told import Happening, Line, Told, When

FREE_MOBILES = range(940, 1000)
CAREFUL_SHARE = 0.85


@dataclass
class Cast:
    """Who and what is already in a pattern, so that no two patterns share a person or a place."""

    people: set[int] = field(default_factory=set)
    adults: set[int] = field(default_factory=set)
    households: set[int] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    mobiles: int = 0


class Stage:
    """The making of one pattern."""

    def __init__(self, town: Town, drivers: tuple[Driver, ...], cast: Cast, pattern: int) -> None:
        self.town, self.drivers, self.cast, self.pattern = town, drivers, cast, pattern
        self.throw: Random = dice(town.seed, "pattern", pattern)
        self.told: list[Told] = []

    def child(self) -> Person:
        """A child of thirteen to sixteen, of a household of which nobody is in a pattern yet."""
        return self._one(lambda: self.town.child(self.throw, self.town.until, (14, 16)))

    def children(self, count: int) -> tuple[Person, ...]:
        """Several such children."""
        return tuple(self.child() for _ in range(count))

    def adult(self, ages: tuple[int, int] = (22, 60), fits: Callable[[Person], bool] = lambda _person: True) -> Person:
        """An adult who will turn up in no other report."""
        found = self._one(lambda: self.town.adult(self.throw, self.town.until, ages), fits)
        self.cast.adults.add(found.index)
        return found

    def driver(self) -> Driver:
        """A licensed driver who will turn up in no other report."""
        while True:
            found = pick(self.throw, self.drivers)
            if found.person.index not in self.cast.people:
                self.cast.people.add(found.person.index)
                self.cast.adults.add(found.person.index)
                return found

    def keep(self, child: Person) -> Person:
        """Keep somebody chosen elsewhere for this pattern."""
        self.cast.people.add(child.index)
        self.cast.households.add(child.household[0])
        return child

    def place(self, options: tuple[Place, ...]) -> Place:
        """A place no other pattern has."""
        found = pick(self.throw, [p for p in options if p.key not in self.cast.places])
        self.cast.places.add(found.key)
        return found

    def mobile(self) -> str:
        """A mobile number that nobody else has."""
        self.cast.mobiles += 1
        return drama_mobile(FREE_MOBILES[self.cast.mobiles])

    def back(self, days: int) -> date:
        """The day so many days before the end."""
        return self.town.until - timedelta(days=days)

    def school_day(self, day: date) -> date:
        """This day, or the last school day before it."""
        return day if is_school_day(day) else self.school_day(day - timedelta(days=1))

    def at(self, day: date, hour: int, spread_minutes: int = 40) -> datetime:
        """About this hour of a day; hours from 24 on are the next day's."""
        start = datetime.combine(day, time()) + timedelta(hours=hour)
        return settled(start + timedelta(minutes=5 * self.throw.randint(0, spread_minutes // 5)))

    def tell(self, form: str, when: datetime | When, what: tuple[str, str], *lines: Line, origin: str = "") -> None:
        """Add a report. ``what`` is the kind of event and its title."""
        grade = pick(self.throw, (("1", "A"), ("2", "A"), ("2", "C"), ("1", "C"), ("2", "C")))
        self.told.append(
            Told(
                form, when if isinstance(when, When) else When(when), what[1], lines, (Happening(*what),), origin,
                grade, "planted", self.pattern, self.throw.random() < CAREFUL_SHARE,
            )
        )  # fmt: skip

    def _one(self, draw: Callable[[], Person], fits: Callable[[Person], bool] = lambda _person: True) -> Person:
        while True:
            found = draw()
            new = found.index not in self.cast.people and found.household[0] not in self.cast.households
            if new and fits(found) and all(d.person.index != found.index for d in self.drivers):
                return self.keep(found)
