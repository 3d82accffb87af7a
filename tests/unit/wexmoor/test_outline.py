"""The outline of the town, for maps that fetch no tiles."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from graphsvc.errors import InputError
from graphsvc.wexmoor import outline, write_outline
from graphsvc.wexmoor.names import WARD_NAMES
from graphsvc.wexmoor.places import make_places

Ring = list[list[float]]


def _rings() -> list[Ring]:
    return [f["geometry"]["coordinates"][0] for f in outline()["features"]]


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_each_ward_is_a_named_polygon() -> None:
    """Twelve features, each a closed ring against the clock as GeoJSON wants it, longitude first."""
    assert [f["properties"]["name"] for f in outline()["features"]] == list(WARD_NAMES)
    for ring in _rings():
        assert ring[0] == ring[-1]
        assert _area(ring) > 0
        assert all(0 < lon < 1.5 and 54 < lat < 55 for lon, lat in ring)


@pytest.mark.parametrize("seed", [1, 7, 4242])
def test_every_place_lies_in_its_ward(seed: int) -> None:
    """The outline fits the town of any seed; the default point, which is nowhere, lies in the middle."""
    rings = _rings()
    for place in make_places(seed).all():
        if place.kind == "default point":
            continue
        lons, lats = zip(*rings[place.ward], strict=True)
        assert min(lons) < float(place.longitude) < max(lons), place.name
        assert min(lats) < float(place.latitude) < max(lats), place.name


def test_neighbouring_wards_share_their_corners() -> None:
    """No gap and no overlap shows between wards: twelve squares have twenty corners."""
    assert len({tuple(corner) for ring in _rings() for corner in ring}) == 20


def test_it_is_written_whole_or_refused(tmp_path: Path) -> None:
    """As JSON, the same every time; where it cannot be written that is said and nothing stays."""
    write_outline(tmp_path / "a.geojson")
    write_outline(tmp_path / "b.geojson")
    assert json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8")) == outline()
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()
    with pytest.raises(InputError, match="could not be written"):
        write_outline(tmp_path / "not-there" / "a.geojson")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.geojson", "b.geojson"]
