"""Reads the outline of an area from a GeoJSON file that nobody vouches for.

A file is a FeatureCollection of polygons in degrees (WGS84, longitude first, as RFC 7946 has it). Whatever else it is, it
is refused as a whole: half an outline would be taken for the border.
"""

import json
import math
import re
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from graphsvc.errors import InputError
from graphsvc.ingest.csv_file import open_bytes
from graphsvc.model.grid import to_grid
from graphsvc.model.outline import Area, Outline, Ring, simplify

SIZE_LIMIT = 16 << 20
POINT_LIMIT = 200_000
AREA_LIMIT = 2_000
KEPT_POINTS = 20_000
"""Corners held after simplifying: more than any drawing shows."""
FIRST_TOLERANCE_M, LAST_TOLERANCE_M = 2.0, 256.0
NAME_LENGTH = 200
GUIDE = "Give a GeoJSON file with a FeatureCollection of polygons in WGS84 degrees, generalised to the scale of a town."
# How the Office for National Statistics names the column of names: WD13NM, LSOA11NM, LAD23NM.
_NAMED = re.compile(r"name|[a-z]{2,6}[0-9]{2}nm", re.IGNORECASE)
_DEGREES = re.compile(r"(crs84|4326|4258)$", re.IGNORECASE)

Degrees = list[tuple[float, float]]


def read_outline(path: Path) -> Outline:
    """The areas of a GeoJSON file (gzip too) on the National Grid, simplified. Raises InputError for what is none."""
    return _Reader(path.name).outline(_bytes(path))


def _bytes(path: Path) -> bytes:
    with open_bytes(path) as stream:
        data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputError(
            f"{path.name}: it is larger than {SIZE_LIMIT >> 20} MiB.",
            next_step="Use a generalised outline: the Office for National Statistics offers several.",
        )
    return data


class _Reader:
    """Reads one file; its name goes into every refusal, its contents into none."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._points = 0

    def outline(self, data: bytes) -> Outline:
        document = self._parse(data)
        if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
            self._refuse("it is not a GeoJSON FeatureCollection")
        self._check_system(document.get("crs"))
        features = document.get("features")
        if not isinstance(features, list) or not features:
            self._refuse("it holds no areas")
        if len(features) > AREA_LIMIT:
            self._refuse(f"it holds more than {AREA_LIMIT:,} areas")
        return _simplified([self._area(i, f) for i, f in enumerate(features, start=1)])

    def _parse(self, data: bytes) -> Any:
        def constant(_word: str) -> NoReturn:
            raise ValueError

        try:
            return json.loads(data.decode("utf-8-sig"), parse_constant=constant)
        except ValueError:
            self._refuse("it is not JSON in UTF-8 (NaN and Infinity are not JSON either)")
        except RecursionError:
            self._refuse("it is nested too deeply")

    def _check_system(self, given: Any) -> None:
        """Older GeoJSON may name another coordinate system."""
        properties = given.get("properties") if isinstance(given, dict) else None
        named = properties.get("name") if isinstance(properties, dict) else None
        if isinstance(named, str) and not _DEGREES.search(named):
            self._refuse("it names a coordinate system other than WGS84")

    def _area(self, number: int, feature: Any) -> Area:
        where = f"feature {number:,}"
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
            self._refuse(f"{where} is not a polygon")
        polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
        if not isinstance(polygons, list) or not polygons:
            self._refuse(f"{where} has no coordinates")
        rings = [self._ring(where, ring) for polygon in polygons for ring in self._list(where, polygon)]
        return Area(_name(feature.get("properties")), tuple(rings))

    def _list(self, where: str, polygon: Any) -> list[Any]:
        if not isinstance(polygon, list) or not polygon:
            self._refuse(f"{where} has a polygon without a ring")
        return polygon

    def _ring(self, where: str, ring: Any) -> Ring:
        if not isinstance(ring, list) or len(ring) < 4:
            self._refuse(f"{where} has a ring of fewer than four points")
        self._points += len(ring)
        if self._points > POINT_LIMIT:
            self._refuse(f"it holds more than {POINT_LIMIT:,} points")
        degrees = [self._position(where, p) for p in ring]
        if degrees[0] != degrees[-1]:
            self._refuse(f"{where} has a ring that does not close")
        return self._on_grid(where, degrees)

    def _position(self, where: str, position: Any) -> tuple[float, float]:
        """One corner; a height is left out."""
        if not isinstance(position, list) or len(position) not in (2, 3) or not all(map(_is_number, position)):
            self._refuse(f"{where} has a point that is not a longitude and a latitude")
        longitude, latitude = position[:2]
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            metres = " (they look like metres on a grid)" if max(abs(longitude), abs(latitude)) > 1000 else ""
            self._refuse(f"{where} has coordinates that are not degrees{metres}")
        return float(longitude), float(latitude)

    def _on_grid(self, where: str, degrees: Degrees) -> Ring:
        longitudes, latitudes = zip(*degrees, strict=True)
        eastings, northings = to_grid(latitudes, longitudes)
        if np.isnan(eastings).any():
            turned = not np.isnan(to_grid(longitudes, latitudes)[0]).any()
            hint = " (latitude and longitude look turned round)" if turned else ""
            self._refuse(f"{where} lies outside Great Britain{hint}")
        return tuple(zip(eastings.tolist(), northings.tolist(), strict=True))

    def _refuse(self, reason: str) -> NoReturn:
        raise InputError(f"{self._name}: {reason}.", next_step=GUIDE) from None


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _name(properties: Any) -> str:
    """The area's name: of the properties called ``name`` or as official files call it, the first that holds text."""
    given = properties.items() if isinstance(properties, dict) else ()
    names = (v for k, v in sorted(given, key=lambda p: p[0].casefold() != "name") if _NAMED.fullmatch(k))
    return next((" ".join(v.split())[:NAME_LENGTH] for v in names if isinstance(v, str) and v.strip()), "")


def _simplified(areas: list[Area]) -> Outline:
    """The areas within the smallest tolerance that keeps them drawable; never so large that a ward loses its shape."""
    tolerance = FIRST_TOLERANCE_M
    while True:
        made = Outline(tuple(Area(a.name, tuple(simplify(r, tolerance) for r in a.rings)) for a in areas), tolerance)
        if made.points <= KEPT_POINTS or tolerance >= LAST_TOLERANCE_M:
            return made
        tolerance *= 2
