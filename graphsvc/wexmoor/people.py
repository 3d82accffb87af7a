"""The people: made household by household when asked for, never held all at once.

Twelve people live in a block; a block is made from its number alone. So a town of a million takes no more memory than one of
nine thousand, and the same person comes back whenever the same index is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from graphsvc.wexmoor.dice import dice, pick, spread_number
from graphsvc.wexmoor.names import FAMILY_NAMES, GIVEN_NAMES
from graphsvc.wexmoor.places import Place, Places, make_places, point_in, street_in

BLOCK = 12
PEOPLE = 9000
PHONE_HOLDERS = 8400
LETTERS = "ABCDEFGHIJKLMNOPRSTUVWXYZ"
HOUSEHOLDS = ((4, 2, 3, 1, 2), (3, 5, 2, 2), (1, 4, 4, 3), (2, 2, 4, 4), (6, 3, 1, 2), (2, 1, 5, 4))
MAKES = (
    "Vauxhall Corsa",
    "Ford Fiesta",
    "Skoda Octavia",
    "Toyota Prius",
    "Kia Ceed",
    "VW Golf",
    "BMW 1 Series",
    "Seat Leon",
)
COLOURS = ("silver", "black", "white", "blue", "grey", "red")
JOBS = (
    "shop worker", "warehouse worker", "care worker", "teacher", "driver", "cleaner", "builder", "nurse", "office worker",
    "student", "chef", "electrician", "not working", "retired",
)  # fmt: skip


@dataclass(frozen=True)
class Vehicle:
    """A vehicle. ``plate`` is its licence plate where it is a taxi."""

    vrm: str
    make: str
    colour: str
    plate: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who lives in the town. ``phone`` and ``vehicle`` are None where none is known to anybody."""

    index: int
    sex: str
    given: str
    family: str
    born: date
    household: tuple[int, ...]
    home: Place
    old_home: Place
    school: Place | None = None
    phone: str = ""
    vehicle: Vehicle | None = None
    job: str = ""
    driver_badge: str = ""
    staff_badge: str = ""

    @property
    def name(self) -> str:
        """The name in full."""
        return f"{self.given} {self.family}"

    @property
    def child_reference(self) -> str:
        """The number the partnership gave a child."""
        return f"WCR-{spread_number(self.index, 4_826_101):07d}"

    def age_on(self, day: date) -> int:
        """The age in whole years."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_child_on(self, day: date) -> bool:
        """Whether under eighteen."""
        return self.age_on(day) < 18


def plate_of(number: int) -> str:
    """An impossible registration for a running number: no mark beginning with ZZ was ever issued."""
    rest = (number * 571_033 + 88_817) % 1_562_500
    digits, letters = divmod(rest, 15_625)
    return f"ZZ{digits:02d} {LETTERS[letters // 625]}{LETTERS[letters // 25 % 25]}{LETTERS[letters % 25]}"


def drama_mobile(number: int) -> str:
    """A mobile number of the range kept for drama."""
    return f"07700 900{number % 1000:03d}"


def drama_landline(number: int) -> str:
    """A landline number of the ranges kept for drama."""
    area = ("0114 496", "0113 496", "0115 496", "0116 496", "0117 496", "0118 496", "0121 496")[number // 1000 % 7]
    return f"{area} 0{number % 1000:03d}"


def drama_firm(number: int) -> str:
    """A number without area of the range kept for drama: firms have these."""
    return f"01632 960{number % 1000:03d}"


class Town:
    """The town of one seed: its places, and its people by index from 0 to ``size`` - 1."""

    def __init__(self, seed: int, factor: float, until: date) -> None:
        self.seed, self.until = seed, until
        self.size = int(PEOPLE * max(1.0, factor)) // BLOCK * BLOCK
        self.places: Places = make_places(seed)
        self._block = lru_cache(maxsize=2048)(self._make_block)

    def person(self, index: int) -> Person:
        """The person of this index."""
        return self._block(index // BLOCK)[index % BLOCK]

    def anyone(self, throw: Random) -> Person:
        """Anybody at all."""
        return self.person(int(throw.random() * self.size))

    def child(self, throw: Random, day: date, ages: tuple[int, int] = (10, 17)) -> Person:
        """A child of these ages on this day."""
        return next(p for p in self._tries(throw) if ages[0] <= p.age_on(day) <= ages[1])

    def adult(self, throw: Random, day: date, ages: tuple[int, int] = (19, 75)) -> Person:
        """An adult of these ages on this day."""
        return next(p for p in self._tries(throw) if ages[0] <= p.age_on(day) <= ages[1])

    def family_of(self, person: Person) -> tuple[Person, ...]:
        """Everybody else in the household."""
        return tuple(self.person(i) for i in person.household if i != person.index)

    def _tries(self, throw: Random) -> Iterator[Person]:
        while True:
            yield self.anyone(throw)

    def _make_block(self, block: int) -> tuple[Person, ...]:
        throw = dice(self.seed, "block", block)
        ward = block % 12
        people: list[Person] = []
        for size in pick(throw, HOUSEHOLDS):
            people += self._household(throw, ward, block * BLOCK + len(people), size)
        return tuple(people)

    def _household(self, throw: Random, ward: int, first: int, size: int) -> list[Person]:
        family = pick(throw, FAMILY_NAMES)
        home = self._address(throw, ward, first, "now")
        old = self._address(throw, (ward + 5) % 12, first, "before")
        adults = 1 if size == 1 or (size < 4 and throw.random() < 0.35) else 2
        parent_age = throw.randint(24, 74) if size < 3 else throw.randint(28, 52)
        members = tuple(range(first, first + size))
        made = []
        for place, index in enumerate(members):
            age = parent_age + throw.randint(-3, 3) if place < adults else self._young_age(throw, parent_age)
            name = family if throw.random() < 0.8 else pick(throw, FAMILY_NAMES)
            made.append(self._one(throw, index, age, name, (members, home, old)))
        return made

    @staticmethod
    def _young_age(throw: Random, parent_age: int) -> int:
        return min(throw.randint(1, 20), max(1, parent_age - 18))

    def _one(
        self, throw: Random, index: int, age: int, family: str, at: tuple[tuple[int, ...], Place, Place]
    ) -> Person:
        sex = pick(throw, ("f", "m"))
        members, home, old = at
        grown = age >= 18
        return Person(
            index=index,
            sex=sex,
            given=pick(throw, GIVEN_NAMES[sex]),
            family=family,
            born=self.until - timedelta(days=int(age * 365.25) + throw.randint(1, 360)),
            household=members,
            home=home,
            old_home=old,
            school=self._school(home.ward, age, throw) if 4 <= age <= 17 else None,
            phone=self._phone(index, age, members),
            vehicle=Vehicle(plate_of(1000 + index), pick(throw, MAKES), pick(throw, COLOURS))
            if grown and throw.random() < 0.45
            else None,
            job=pick(throw, JOBS) if grown else "",
        )

    def _school(self, ward: int, age: int, throw: Random) -> Place:
        low = ward if throw.random() < 0.85 else throw.randint(0, 11)
        return self.places.schools[low if age < 11 else 12 + low]

    @staticmethod
    def _phone(index: int, age: int, members: tuple[int, ...]) -> str:
        """A number of one's own for every ninth, else the landline of the household; none where the ranges are used up."""
        if index >= PHONE_HOLDERS or age < 11:
            return ""
        if index % 9 == 4:
            return drama_mobile(index // 9)
        return drama_landline(members[0]) if members[0] % 3 != 1 and members[0] < 7000 else ""

    def _address(self, throw: Random, ward: int, first: int, when: str) -> Place:
        x, y = point_in(ward, self.seed, "household", first, when)
        street = f"{throw.randint(1, 240)} {street_in(ward, throw.randint(0, 30))}"
        number = 999_910_000_000 + first * 10 + (when == "before")
        return Place(f"household-{first}-{when}", "", "home address", ward, street, x, y, str(number))
