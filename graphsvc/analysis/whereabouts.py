"""Where places are, as far as mentions in scope give coordinates, and which are only default points."""

import numpy as np
import numpy.typing as npt

from graphsvc.analysis.columns import Mask
from graphsvc.model.entities import LocationKind
from graphsvc.model.view import NetworkView

Floats = npt.NDArray[np.float64]
_EARTH_M = 6_371_009.0


def coordinates(view: NetworkView) -> tuple[Floats, Floats]:
    """Latitude and longitude of every entity, NaN where none is given: the median of what mentions say."""
    said, n = view.mentions, len(view.entity_ids)
    north, east = np.full(n, np.nan), np.full(n, np.nan)
    known = np.isfinite(said.latitude) & np.isfinite(said.longitude) & ((said.latitude != 0) | (said.longitude != 0))
    entity = said.entity[known].astype(np.int64)
    for column, values in ((north, said.latitude[known]), (east, said.longitude[known])):
        order = np.lexsort((values, entity))
        ordered = entity[order]
        start = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, np.int64)
        length = np.diff(np.r_[start, len(ordered)])
        # The lower of the two middle values: a point that somebody gave, never one between two points.
        column[ordered[start]] = values[order][start + (length - 1) // 2]
    return north, east


def default_points(view: NetworkView) -> Mask:
    """Places that stand for "no place known": by the kind that their sender gives them."""
    said, found = view.mentions, np.zeros(len(view.entity_ids), bool)
    if LocationKind.DEFAULT_POINT.value in said.words:
        code = said.words.index(LocationKind.DEFAULT_POINT.value)
        found[said.entity[said.kind == code]] = True
    return found


def distance_m(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Metres between two points (latitude, longitude) on a sphere: right to half a per cent, NaN where one is unknown."""
    (a, b), (c, d) = np.radians(first), np.radians(second)
    chord = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return float(2 * _EARTH_M * np.arcsin(np.sqrt(chord)))
