"""The outline of the wards, as maps without tiles draw it."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from graphsvc.errors import InputError
from graphsvc.wexmoor import generate, outline, write_outline
from tests.unit.wexmoor.town import Made


def _ring(feature: dict[str, object]) -> list[tuple[float, float]]:
    geometry = feature["geometry"]
    assert isinstance(geometry, dict)
    assert geometry["type"] == "Polygon"
    [ring] = geometry["coordinates"]
    return [(lon, lat) for lon, lat in ring]


def test_twelve_named_wards_are_closed_rings_against_the_clock() -> None:
    """What RFC 7946 asks of an outer ring: closed, longitude first, counter-clockwise."""
    wards = outline()["features"]
    assert len({w["properties"]["name"] for w in wards}) == len(wards) == 12
    for ward in wards:
        ring = _ring(ward)
        assert ring[0] == ring[-1]
        assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) > 0
        assert all(-8 < lon < 2.5 and 49 < lat < 61 for lon, lat in ring)


def test_every_place_of_the_town_lies_in_a_ward(made: Made) -> None:
    """Points and outline are of one map: no place of the partners' files lies outside all wards."""
    rings = [_ring(w) for w in outline()["features"]]
    west, east = min(x for r in rings for x, _ in r), max(x for r in rings for x, _ in r)
    south, north = min(y for r in rings for _, y in r), max(y for r in rings for _, y in r)
    points = [
        (float(m.attributes["longitude"]), float(m.attributes["latitude"]))
        for m in made.imported.mentions
        if m.attributes.get("longitude")
    ]
    assert len(points) > 100
    assert all(west <= x <= east and south <= y <= north for x, y in points)


def test_the_outline_is_written_whole_and_the_same_each_time(tmp_path: Path) -> None:
    """One file, nothing beside it, the same bytes again."""
    write_outline(tmp_path / "a.geojson")
    write_outline(tmp_path / "b.geojson")
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()
    assert json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8")) == outline()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.geojson", "b.geojson"]


def test_an_outline_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is said in words."""
    with pytest.raises(InputError, match="outline could not be written"):
        write_outline(tmp_path / "nowhere" / "a.geojson")


def test_the_files_are_the_same_where_the_truth_is_not_written(tmp_path: Path) -> None:
    """The demonstration's town is the one that anybody makes with its truth."""
    generate(tmp_path / "with", tmp_path / "truth.json", factor=0.2)
    generate(tmp_path / "without", None, factor=0.2)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("with", "without"))
    assert first == second
