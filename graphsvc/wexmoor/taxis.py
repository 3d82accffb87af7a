"""The taxi trade: two operators, 140 licensed drivers with their vehicles."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from graphsvc.wexmoor.dice import dice, pick
from graphsvc.wexmoor.names import OPERATOR_NAMES
from graphsvc.wexmoor.people import COLOURS, MAKES, Person, Town, Vehicle, drama_firm, plate_of

DRIVERS = 140


@dataclass(frozen=True)
class Operator:
    """A private hire operator."""

    name: str
    licence: str
    phone: str


@dataclass(frozen=True)
class Driver:
    """A licensed driver: the person carries the badge and the taxi."""

    person: Person
    operator: Operator
    licensed_from: date
    licensed_until: date

    @property
    def taxi(self) -> Vehicle:
        """The licensed vehicle."""
        assert self.person.vehicle is not None  # noqa: S101 (every driver is made with one)
        return self.person.vehicle


def operators() -> tuple[Operator, ...]:
    """The operators."""
    return tuple(Operator(n, f"WX-OP-{i + 3:04d}", drama_firm(100 + i)) for i, n in enumerate(OPERATOR_NAMES))


def make_drivers(town: Town) -> tuple[Driver, ...]:
    """Every licensed driver, each another adult."""
    throw = dice(town.seed, "drivers")
    chosen: dict[int, Person] = {}
    while len(chosen) < DRIVERS:
        person = town.adult(throw, town.until, (23, 66))
        chosen.setdefault(person.index, person)
    return tuple(_driver(town, number, person) for number, person in enumerate(chosen.values()))


def _driver(town: Town, number: int, person: Person) -> Driver:
    throw = dice(town.seed, "driver", number)
    taxi = Vehicle(plate_of(number), pick(throw, MAKES[1:]), pick(throw, COLOURS), f"WX-{200 + number}")
    start = town.until - timedelta(days=throw.randint(800, 1090))
    return Driver(
        replace(person, driver_badge=f"WX-DB-{400 + number:04d}", vehicle=taxi, job="licensed driver"),
        weighted_operator(throw.random()),
        start,
        start + timedelta(days=3 * 365),
    )


def weighted_operator(chance: float) -> Operator:
    """Six in ten drive for the first operator."""
    return operators()[0 if chance < 0.6 else 1]
