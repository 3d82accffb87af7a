"""The outline of the twelve wards, as a map without tiles draws it: GeoJSON in degrees (WGS84)."""

import json
from pathlib import Path
from typing import Any

from graphsvc.errors import InputError
from graphsvc.wexmoor.names import WARD_NAMES
from graphsvc.wexmoor.places import WARD_SIZE_M, degrees, ward_corner

_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
"""Round a ward against the clock and back to the start, as GeoJSON wants an outer ring."""


def outline() -> dict[str, Any]:
    """The wards as a GeoJSON FeatureCollection, each a polygon with its name. The same for every seed."""
    return {
        "type": "FeatureCollection",
        "name": "Wexmoor (invented, in open sea)",
        "features": [_ward(number, name) for number, name in enumerate(WARD_NAMES)],
    }


def check_outline(path: Path, directory: Path) -> None:
    """Refuse, before anything is made, a path for the outline at which it would be imported with the partners' files."""
    if path.resolve().is_relative_to(directory.resolve()):
        raise InputError(
            "The outline would lie among the partners' files.", next_step="Name a file for it outside that folder."
        )


def write_outline(path: Path) -> None:
    """Write the outline, whole or not at all. Raises InputError where it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(json.dumps(outline(), indent=1) + "\n", encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"The outline could not be written: {error.strerror or 'the disk refused'}.",
            next_step="Name a file in a folder that is there and can be written to.",
        ) from None


def _ward(number: int, name: str) -> dict[str, Any]:
    x, y = ward_corner(number)
    ring = [degrees(x + WARD_SIZE_M * east, y + WARD_SIZE_M * north) for east, north in _CORNERS]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [[[lon, lat] for lat, lon in ring]]},
    }
