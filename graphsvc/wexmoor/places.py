"""The map: twelve wards in open sea, and every place with a name in them.

The middle of the town lies in the North Sea some 40 km off the coast, on the British National Grid, so that no point falls on
a real address. Distances in metres become degrees by the local length of a degree: over the town's six kilometres that is
right to a few centimetres.
"""

import math
from dataclasses import dataclass

from graphsvc.wexmoor.dice import dice, pick
from graphsvc.wexmoor.names import (
    HOME_NAMES,
    HOTEL_NAMES,
    PARK_ENDINGS,
    SCHOOL_ENDINGS,
    SHOP_SECONDS,
    STREET_ENDINGS,
    STREET_NAMES,
    TAKEAWAY_FIRSTS,
    TAKEAWAY_SECONDS,
    WARD_NAMES,
)

MIDDLE = (54.2, 0.6)
"""Latitude and longitude (WGS84) of the middle of the town."""
METRES_PER_DEGREE_NORTH = 111_303.0
METRES_PER_DEGREE_EAST = METRES_PER_DEGREE_NORTH * math.cos(math.radians(MIDDLE[0])) * 1.0022
WARD_COLUMNS, WARD_SIZE_M = 4, 1500.0
FIRST_SCHOOLS_URN, FIRST_UPRN = 990_001, 999_900_000_001
DEFAULT_POINT_UPRN = "999900000000"
"""What a control room writes where it knows no more than the town: the middle of the map."""


def degrees(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude (WGS84) of a point so many metres east and north of the middle, to a metre."""
    return (
        round(MIDDLE[0] + y / METRES_PER_DEGREE_NORTH, 5),
        round(MIDDLE[1] + x / METRES_PER_DEGREE_EAST, 5),
    )


@dataclass(frozen=True)
class Place:
    """A place: ``x`` and ``y`` are metres east and north of the middle. ``urn`` only for schools, ``uprn`` for the rest."""

    key: str
    name: str
    kind: str
    ward: int
    street: str
    x: float
    y: float
    uprn: str = ""
    urn: str = ""

    @property
    def latitude(self) -> str:
        """Degrees north, as files give it."""
        return f"{degrees(self.x, self.y)[0]:.5f}"

    @property
    def longitude(self) -> str:
        """Degrees east, as files give it."""
        return f"{degrees(self.x, self.y)[1]:.5f}"


@dataclass(frozen=True)
class Places:
    """Every place with a name, by sort."""

    schools: tuple[Place, ...]
    homes: tuple[Place, ...]
    takeaways: tuple[Place, ...]
    shops: tuple[Place, ...]
    parks: tuple[Place, ...]
    hotels: tuple[Place, ...]
    station: Place
    supermarket: Place
    rank: Place
    hospital: Place
    police_station: Place
    unknown: Place

    def all(self) -> tuple[Place, ...]:
        """All of them."""
        single = (self.station, self.supermarket, self.rank, self.hospital, self.police_station, self.unknown)
        return (
            *self.schools, *self.homes, *self.takeaways, *self.shops, *self.parks, *self.hotels, *single,
        )  # fmt: skip

    @property
    def busy_school(self) -> Place:
        """The school whose gate is reported at more than any other."""
        return self.schools[-1]


def ward_corner(ward: int) -> tuple[float, float]:
    """The south-west corner of a ward, in metres from the middle."""
    column, row = ward % WARD_COLUMNS, ward // WARD_COLUMNS
    rows = len(WARD_NAMES) // WARD_COLUMNS
    return (column - WARD_COLUMNS / 2) * WARD_SIZE_M, (rows / 2 - 1 - row) * WARD_SIZE_M


def point_in(ward: int, *name: object) -> tuple[float, float]:
    """A point in a ward, well inside its edges."""
    throw = dice("point", ward, *name)
    x, y = ward_corner(ward)
    return x + WARD_SIZE_M * (0.05 + 0.9 * throw.random()), y + WARD_SIZE_M * (0.05 + 0.9 * throw.random())


def street_in(ward: int, number: int) -> str:
    """The name of a ward's street of this number; no two wards share one."""
    at = ward * 31 + number
    return f"{STREET_NAMES[at % len(STREET_NAMES)]} {STREET_ENDINGS[(at // len(STREET_NAMES)) % len(STREET_ENDINGS)]}"


class _Surveyor:
    """Gives places their numbers, wards and points."""

    def __init__(self, seed: int) -> None:
        self._seed, self._uprn = seed, FIRST_UPRN

    def place(self, key: str, name: str, kind: str, ward: int) -> Place:
        x, y = point_in(ward, self._seed, key)
        throw = dice(self._seed, "address", key)
        self._uprn += 1
        school = kind == "school"
        number = int(key.rsplit("-", 1)[1]) if school else 0
        return Place(
            key=key, name=name, kind=kind, ward=ward, x=x, y=y,
            street=f"{throw.randint(1, 180)} {street_in(ward, throw.randint(0, 30))}",
            uprn="" if school else str(self._uprn),
            urn=str(FIRST_SCHOOLS_URN + number) if school else "",
        )  # fmt: skip

    def several(self, sort: str, kind: str, names: list[str]) -> tuple[Place, ...]:
        """Places of one sort: schools in the ward they are named after, the others spread over the wards."""
        offset, step = (0, 1) if kind == "school" else (dice(self._seed, "wards", sort).randint(0, 11), 5)
        return tuple(
            self.place(f"{sort}-{i}", name, kind, (i * step + offset) % len(WARD_NAMES)) for i, name in enumerate(names)
        )


def _distinct(seed: int, sort: str, count: int, seconds: tuple[str, ...]) -> list[str]:
    names = [f"{first} {second}" for first in TAKEAWAY_FIRSTS for second in seconds]
    return dice(seed, "names", sort).sample(names, count)


def make_places(seed: int) -> Places:
    """The places of the town of this seed: 24 schools, 6 homes, 60 takeaways and shops, 14 parks, 3 hotels and the rest."""
    survey = _Surveyor(seed)
    school_names = [f"{WARD_NAMES[i % 12]} {SCHOOL_ENDINGS[i // 12 * 2 + i % 2]}" for i in range(24)]
    park_streets = dice(seed, "parks").sample(STREET_NAMES, 14)
    parks = [f"{name} {pick(dice(seed, 'park', name), PARK_ENDINGS)}" for name in park_streets]
    return Places(
        schools=survey.several("school", "school", school_names),
        homes=survey.several("home", "residential children's home", list(HOME_NAMES)),
        takeaways=survey.several("takeaway", "takeaway", _distinct(seed, "takeaway", 38, TAKEAWAY_SECONDS)),
        shops=survey.several("shop", "shop", _distinct(seed, "shop", 22, SHOP_SECONDS)),
        parks=survey.several("park", "park", parks),
        hotels=survey.several("hotel", "hotel", list(HOTEL_NAMES)),
        station=survey.place("station", "Wexmoor Interchange (bus and rail)", "transport hub", 5),
        supermarket=survey.place("supermarket", "Tideway Superstore", "supermarket", 6),
        rank=survey.place("rank", "Harl Street taxi rank", "taxi rank", 6),
        hospital=survey.place("hospital", "Wexmoor General Hospital", "hospital", 9),
        police_station=survey.place("police", "Wexmoor Police Station", "police station", 6),
        unknown=Place("unknown", "Wexmoor, no further detail", "default point", 6, "", 0.0, 0.0, DEFAULT_POINT_UPRN),
    )


def distance_m(first: Place, second: Place) -> float:
    """Metres between two places."""
    return math.hypot(first.x - second.x, first.y - second.y)
