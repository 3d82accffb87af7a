"""The British National Grid: from degrees to metres, and from metres to the letters and figures people say on the radio.

Degrees become metres through OSTN15, the Ordnance Survey's own definition of the grid, which ``convertbng`` carries with
it; nothing is looked up elsewhere. It covers a rectangle of 700 by 1,250 km, open sea included (the fictional town lies in
it), so that no second, less exact way is needed: what OSTN15 does not cover has no place on the grid and comes back as NaN.
Northern Ireland lies inside the rectangle: its points are placed, but maps there use the Irish Grid.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from convertbng.cutil import convert_bng
from numpy.typing import NDArray

from graphsvc.errors import InputError

EAST_LIMIT_M, NORTH_LIMIT_M = 700_000, 1_300_000
"""How far the lettered squares reach from the false origin."""
SQUARE_M = 100_000
DIGITS = (6, 8, 10)
"""Figures of a reference: to 100 m, to 10 m, to 1 m."""
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_FIVE = 5
_REFERENCE = re.compile(r"([A-HJ-Z])([A-HJ-Z])([0-9]*)")

Metres = NDArray[np.float64]


@dataclass(frozen=True)
class GridSquare:
    """The square a reference names: its south-west corner, and how long its sides are."""

    easting: int
    northing: int
    size_m: int


def to_grid(latitudes: Sequence[float] | Metres, longitudes: Sequence[float] | Metres) -> tuple[Metres, Metres]:
    """Eastings and northings, in metres to the millimetre, of points given in degrees (WGS84, taken for ETRS89).

    NaN for both where a point lies outside the rectangle OSTN15 covers, or is no point at all; whoever draws or counts
    says how many. WGS84 and ETRS89 differ by less than a metre.
    """
    if len(latitudes) != len(longitudes):
        raise InputError(
            f"{len(latitudes):,} latitudes and {len(longitudes):,} longitudes do not make points.",
            next_step="Give one longitude for each latitude.",
        )
    eastings, northings = convert_bng(np.asarray(longitudes, np.float64), np.asarray(latitudes, np.float64))
    nowhere = np.isnan(eastings) | np.isnan(northings)
    return np.where(nowhere, np.nan, eastings), np.where(nowhere, np.nan, northings)


def square(easting: float, northing: float) -> str:
    """The two letters of the 100 km square a point lies in. Raises InputError off the grid."""
    _check(easting, northing)
    east, north = (int(_exact(v) // SQUARE_M) for v in (easting, northing))
    # The squares of 500 km are lettered like those of 100 km inside them, from the north-west; S holds the false origin.
    large = _LETTERS[(3 - north // _FIVE) * _FIVE + 2 + east // _FIVE]
    return large + _LETTERS[(_FIVE - 1 - north % _FIVE) * _FIVE + east % _FIVE]


def reference(easting: float, northing: float, digits: int = 6) -> str:
    """A point as ``TA 123 456``: the square of 100 m (6 figures), 10 m (8) or 1 m (10) it lies in.

    Cut, never rounded, as the Ordnance Survey does. Raises InputError off the grid.
    """
    if digits not in DIGITS:
        raise InputError(f"A grid reference has 6, 8 or 10 figures, not {digits}.", next_step="Ask for one of these.")
    letters = square(easting, northing)
    half = digits // 2
    size = SQUARE_M // 10**half
    east, north = (int(_exact(v) % SQUARE_M) // size for v in (easting, northing))
    return f"{letters} {east:0{half}d} {north:0{half}d}"


def parse_reference(text: str) -> GridSquare:
    """The square named by a reference such as ``TA 123 456``, ``ta123456`` or ``TA``. Raises InputError for any other text."""
    found = _REFERENCE.fullmatch("".join(text.split()).upper()) if len(text) <= 40 else None
    if found is None or len(found[3]) % 2 or len(found[3]) > DIGITS[-1]:
        raise InputError(
            "That is not a National Grid reference.",
            next_step="Write two letters and an even number of figures, at most ten: TA 123 456.",
        )
    large, small = (_LETTERS.index(letter) for letter in found.groups()[:2])
    east = (large % _FIVE - 2) * _FIVE + small % _FIVE
    north = (3 - large // _FIVE) * _FIVE + _FIVE - 1 - small // _FIVE
    _check(east * SQUARE_M, north * SQUARE_M)
    half = len(found[3]) // 2
    size = SQUARE_M // 10**half
    eastward, northward = (int(part or 0) * size for part in (found[3][:half], found[3][half:]))
    return GridSquare(east * SQUARE_M + eastward, north * SQUARE_M + northward, size)


def _exact(metres: float) -> float:
    """To the millimetre: a whole metre may be stored a hair below itself."""
    return round(metres, 3)


def _check(easting: float, northing: float) -> None:
    if not (0 <= _exact(easting) < EAST_LIMIT_M and 0 <= _exact(northing) < NORTH_LIMIT_M):
        raise InputError(
            "That point does not lie on the British National Grid.",
            next_step="Eastings run from 0 to 700,000 m, northings from 0 to 1,300,000 m.",
        )
