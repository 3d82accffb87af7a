"""The outline of an area, in grid metres, simplified for drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""Easting and northing of each corner; the last is the first."""


@dataclass(frozen=True)
class Area:
    """One named area: its rings, outer boundaries and holes alike, since only the line is drawn."""

    name: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge."""
        east, north = zip(*(p for ring in self.rings for p in ring), strict=True)
        return min(east), min(north), max(east), max(north)


@dataclass(frozen=True)
class Outline:
    """The areas of one file. ``tolerance_m``: no line lies further than this from where the file has it."""

    areas: tuple[Area, ...]
    tolerance_m: float = 0.0

    @property
    def points(self) -> int:
        """How many corners are held."""
        return sum(len(ring) for area in self.areas for ring in area.rings)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge of all areas."""
        boxes = [area.box for area in self.areas]
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)


NOWHERE = Outline(())
"""No outline: the map has the grid alone."""


def simplify(ring: Sequence[Point], tolerance_m: float) -> Ring:
    """The corners of a closed ring that a line within ``tolerance_m`` of it needs (Douglas and Peucker, 1973).

    A ring smaller than the tolerance keeps four corners, so that it remains a ring.
    """
    points = np.asarray(ring, np.float64)
    if len(points) <= 4:
        return tuple(map(tuple, points.tolist()))
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    keep = np.zeros(len(points), bool)
    keep[[0, far, len(points) - 1]] = True
    pending = [(0, far), (far, len(points) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        at = int(np.argmax(away))
        if away[at] > tolerance_m:
            middle = first + 1 + at
            keep[middle] = True
            pending += [(first, middle), (middle, last)]
    if keep.sum() < 4:
        keep[[len(points) // 3, 2 * len(points) // 3]] = True
    return tuple(map(tuple, points[keep].tolist()))


def _distances(points: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far points lie from the line piece between two others."""
    along = b - a
    length = float(along @ along)
    share = np.clip((points - a) @ along / length, 0, 1) if length else np.zeros(len(points))
    away: NDArray[np.float64] = np.hypot(*(points - a - share[:, None] * along).T)
    return away
