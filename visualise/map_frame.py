"""Which part of the British National Grid a map shows, and where on the drawing each point of it lies."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from graphsvc.model.outline import Outline, Point
from visualise.lettering import Box

LEFT, RIGHT, BELOW = 82.0, 12.0, 18.0
"""Room beside and below the map for the figures of the grid."""
SPACINGS_M = (100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
LEAST_M = 1_000.0
"""No map is narrower: a single place needs its surroundings."""
NEAR_M = 3_000.0
FAR = 6.0
"""A place further from the middle of all than this many times the median distance (and ``NEAR_M``) lies outside the map."""
_LINES, _PADDING, _LOWEST, _HIGHEST = 10, 0.07, 0.5, 1.1
_BEYOND, _SMALL_PART = 0.2, 0.35

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True)
class Frame:
    """A part of the grid in metres (``bounds``) and the part of the drawing it fills (``box``)."""

    bounds: Bounds
    box: Box
    on_places: bool = False
    """Whether the map was drawn in on the places, and shows a part of the outline only."""

    @property
    def scale(self) -> float:
        """Units of the drawing for a metre."""
        return self.box.width / (self.bounds[2] - self.bounds[0])

    @property
    def spacing_m(self) -> int:
        """How far apart the lines of the grid are drawn: the least round figure that gives no more than ten."""
        span = self.bounds[2] - self.bounds[0]
        return next((s for s in SPACINGS_M if span / s <= _LINES), SPACINGS_M[-1])

    def at(self, east: float, north: float) -> Point:
        """Where a point of the grid lies on the drawing."""
        return (
            self.box.left + (east - self.bounds[0]) * self.scale,
            self.box.top + (self.bounds[3] - north) * self.scale,
        )

    def holds(self, east: float, north: float) -> bool:
        """Whether a point of the grid lies on the map."""
        west, south, east_edge, north_edge = self.bounds
        return west <= east <= east_edge and south <= north <= north_edge


def choose_frame(places: Sequence[Point], outline: Outline, width: float, top: float) -> Frame:
    """The part of the grid that shows the places in their area, not spoilt by one that lies far away.

    With an outline: the whole of it, and what lies up to a fifth of its size beyond; where all the places but a few stand in
    a small part of it, that part alone. Without one: the main body of the places. Whoever draws says what lies outside.
    """
    bounds, on_places = _bounds(places, outline)
    west, south, east, north = _shaped(bounds)
    across = width - LEFT - RIGHT
    return Frame(
        (west, south, east, north), Box(LEFT, top, across, across * (north - south) / (east - west)), on_places
    )


def _bounds(places: Sequence[Point], outline: Outline) -> tuple[Bounds, bool]:
    body = _main_body(places)
    if not outline.areas:
        return _around(body), False
    area = outline.box
    beyond = max(area[2] - area[0], area[3] - area[1]) * _BEYOND
    near = [p for p in places if _in(p, (area[0] - beyond, area[1] - beyond, area[2] + beyond, area[3] + beyond))]
    if places and not near:
        return _around(body), True
    found = _around(body) if body and set(body) <= set(near) else area
    if all(found[i + 2] - found[i] < _SMALL_PART * (area[i + 2] - area[i]) for i in (0, 1)):
        return found, True
    return _around([*near, area[:2], area[2:]]), False


def _main_body(places: Sequence[Point]) -> list[Point]:
    """The places without those far from the rest."""
    if not places:
        return []
    middle = median(p[0] for p in places), median(p[1] for p in places)
    away = [math.dist(p, middle) for p in places]
    limit = max(FAR * median(away), NEAR_M)
    return [p for p, distance in zip(places, away, strict=True) if distance <= limit]


def _around(points: Iterable[Point]) -> Bounds:
    east, north = zip(*points, strict=True)
    return min(east), min(north), max(east), max(north)


def _in(point: Point, bounds: Bounds) -> bool:
    return bounds[0] <= point[0] <= bounds[2] and bounds[1] <= point[1] <= bounds[3]


def _shaped(bounds: Bounds) -> Bounds:
    """Room at the edges, never narrower than ``LEAST_M``, and neither a ribbon nor a tower."""
    west, south, east, north = bounds
    across = max((east - west) * (1 + 2 * _PADDING), LEAST_M)
    up = max((north - south) * (1 + 2 * _PADDING), LEAST_M * _LOWEST)
    across = max(across, up / _HIGHEST)
    up = max(up, across * _LOWEST)
    middle = (west + east) / 2, (south + north) / 2
    return middle[0] - across / 2, middle[1] - up / 2, middle[0] + across / 2, middle[1] + up / 2
