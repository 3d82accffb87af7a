"""Outlines from GeoJSON: what is read, and every way a file can be something else."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.ingest import outline as ingest
from graphsvc.ingest.outline import SIZE_LIMIT, read_outline
from graphsvc.model.outline import Outline
from tests.support.real_data import LSOAS, WARDS, needs

RING = [[0.60, 54.20], [0.62, 54.20], [0.62, 54.21], [0.60, 54.21], [0.60, 54.20]]


def feature(*rings: Any, **properties: Any) -> dict[str, Any]:
    """A polygon with its properties."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": list(rings)}}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    """A whole document."""
    return {"type": "FeatureCollection", "features": list(features), **more}


def read(tmp_path: Path, document: Any) -> Outline:
    """What is read from a file with this document, or this text or these bytes."""
    path = tmp_path / "area.geojson"
    data = document if isinstance(document, bytes) else document.encode() if isinstance(document, str) else None
    path.write_bytes(json.dumps(document).encode() if data is None else data)
    return read_outline(path)


def test_a_polygon_becomes_metres_on_the_grid(tmp_path: Path) -> None:
    """Each corner stands where OSTN15 has it, and the area has its name."""
    made = read(tmp_path, collection(feature(RING, name="Harl Street")))

    assert [a.name for a in made.areas] == ["Harl Street"]
    assert made.areas[0].rings[0][0] == (569696.306, 481369.008)
    assert made.areas[0].rings[0][0] == made.areas[0].rings[0][-1]
    assert made.box[2] - made.box[0] == pytest.approx(1306 + 38, abs=30)


def test_several_polygons_and_holes_are_all_kept(tmp_path: Path) -> None:
    """A MultiPolygon is one area; a hole is a line like the border."""
    hole = [[0.605, 54.202], [0.61, 54.202], [0.61, 54.205], [0.605, 54.202]]
    several = feature()
    several["geometry"] = {"type": "MultiPolygon", "coordinates": [[RING, hole], [RING]]}

    made = read(tmp_path, collection(several, feature(RING)))

    assert [len(a.rings) for a in made.areas] == [3, 1]
    assert [a.name for a in made.areas] == ["", ""]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"WD13CD": "E05", "WD13NM": "Boston  Castle", "WD13NMW": None}, "Boston Castle"),
        ({"LSOA11NM": "Rotherham 029A"}, "Rotherham 029A"),
        ({"lad23nm": "A", "Name": "B"}, "B"),
        ({"name": 7, "title": "x"}, ""),
        ({"name": "x" * 5000}, "x" * 200),
        ({"name": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
    ],
)
def test_the_name_is_text_from_the_usual_properties(tmp_path: Path, properties: dict[str, Any], expected: str) -> None:
    """``name``, or the column of names of an official file; bounded, and never anything but text."""
    assert read(tmp_path, collection(feature(RING, **properties))).areas[0].name == expected


def test_heights_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    """A third coordinate is left out, a BOM skipped, gzip unpacked."""
    high = [[*p, 12.5] for p in RING]
    plain = "\ufeff" + json.dumps(collection(feature(high)))

    assert read(tmp_path, plain) == read(tmp_path, gzip.compress(plain.encode()))


POLYGON = {"type": "Polygon", "coordinates": [RING]}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "not JSON"),
        ("<html></html>", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b'{"type": "\xe9"}', "not JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("9" * 5000, "not JSON"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ('"FeatureCollection"', "not a GeoJSON FeatureCollection"),
        (POLYGON, "not a GeoJSON FeatureCollection"),
        ({"type": "Topology"}, "not a GeoJSON FeatureCollection"),
        (collection(), "holds no areas"),
        ({"type": "FeatureCollection"}, "holds no areas"),
        ({"type": "FeatureCollection", "features": {}}, "holds no areas"),
        (collection(*[None] * 2001), "more than 2,000 areas"),
        (collection(None), "feature 1 is not a polygon"),
        (collection({"type": "Feature", "geometry": None}), "feature 1 is not a polygon"),
        (collection(feature(RING), {"geometry": {"type": "Point", "coordinates": [0.6, 54.2]}}), "feature 2 is not"),
        (collection({"geometry": {"type": "GeometryCollection", "geometries": [POLYGON]}}), "feature 1 is not a polygon"),
        (collection({"geometry": {"type": ["Polygon"]}}), "feature 1 is not a polygon"),
        (collection({"geometry": {"type": "MultiPolygon"}}), "feature 1 has no coordinates"),
        (collection({"geometry": {"type": "MultiPolygon", "coordinates": []}}), "feature 1 has no coordinates"),
        (collection({"geometry": {"type": "MultiPolygon", "coordinates": [7]}}), "polygon without a ring"),
        (collection(feature()), "polygon without a ring"),
        (collection(feature(RING[:3])), "fewer than four points"),
        (collection(feature("ring")), "fewer than four points"),
        (collection(feature(RING[:-1])), "does not close"),
        (collection(feature([*RING[:-1], [0.6, 54.2000001]])), "does not close"),
        (collection(feature([[0.6], *RING[1:]])), "not a longitude and a latitude"),
        (collection(feature([["0.6", "54.2"], *RING[1:]])), "not a longitude and a latitude"),
        (collection(feature([[True, 54.2], *RING[1:]])), "not a longitude and a latitude"),
        (collection(feature([[None, None], *RING[1:]])), "not a longitude and a latitude"),
        (collection(feature([[569696, 481369], *RING[1:]])), "look like metres"),
        (collection(feature([[190, 54.2], *RING[1:]])), "not degrees"),
        (collection(feature([[10**400, 54.2], *RING[1:]])), "not degrees"),
        (collection(feature([[2.35, 48.86]] * 4)), "outside Great Britain"),
        (collection(feature([p[::-1] for p in RING])), "turned round"),
        (json.dumps(collection(feature(RING))).replace("54.21", "NaN"), "not JSON"),
        (json.dumps(collection(feature(RING))).replace("54.21", "-Infinity"), "not JSON"),
        (json.dumps(collection(feature(RING))).replace("54.21", "1e999"), "not a longitude and a latitude"),
        (collection(feature(RING), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}), "coordinate system"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_whole(tmp_path: Path, document: Any, reason: str) -> None:
    """The error names the file and what is wrong, and says what to give instead."""
    with pytest.raises(InputError, match=reason) as refused:
        read(tmp_path, document)

    assert str(refused.value).startswith("area.geojson: ")
    assert "GeoJSON" in refused.value.next_step


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4258"])
def test_the_names_of_degrees_are_known(tmp_path: Path, name: str) -> None:
    """Older files name their system; those of degrees are read."""
    assert read(tmp_path, collection(feature(RING), crs={"properties": {"name": name}})).areas


def test_a_file_of_a_gigabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    """No more than the limit is read, packed or not."""
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 1 << 30)
    with pytest.raises(InputError, match="larger than 16 MiB"):
        read_outline(path)

    path.write_bytes(gzip.compress(b" " * (SIZE_LIMIT + 1)))
    with pytest.raises(InputError, match="larger than 16 MiB"):
        read_outline(path)


def test_too_many_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The points of all areas count together."""
    monkeypatch.setattr(ingest, "POINT_LIMIT", 9)
    with pytest.raises(InputError, match="more than 9 points"):
        read(tmp_path, collection(feature(RING), feature(RING)))


def test_many_points_are_simplified_until_they_can_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tolerance grows as far as it must, and is told."""
    fine = [[0.6 + i / 20_000, 54.2 + (i % 2) / 10_000] for i in range(400)]
    document = collection(feature([*fine, fine[0]]))
    before = read(tmp_path, document)
    monkeypatch.setattr(ingest, "KEPT_POINTS", 50)

    after = read(tmp_path, document)

    assert (before.tolerance_m, before.points) == (2.0, 401)
    assert after.tolerance_m == 16.0
    assert after.points <= 50


@pytest.mark.parametrize("name", ["absent.geojson", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    """A missing file and a folder alike."""
    with pytest.raises(InputError, match="cannot be read"):
        read_outline(tmp_path / name)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("Polygon"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "properties", "name", "crs", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.lists(json_values, min_size=1, max_size=3), json_values)
def test_any_json_is_read_or_refused(features: list[Any], crs: Any) -> None:
    """Whatever stands in the place of features, the answer is an outline or an InputError."""
    document = collection(*features, {"geometry": {"type": "MultiPolygon", "coordinates": features}}, crs=crs)
    with pytest.raises(InputError):
        ingest._Reader("x").outline(json.dumps(document).encode())


@needs(WARDS, LSOAS)
def test_official_boundaries_are_read() -> None:
    """21 wards and 167 smaller areas of Rotherham, each with its name, in the squares SK and SE."""
    wards, areas = read_outline(WARDS), read_outline(LSOAS)

    assert (len(wards.areas), len(areas.areas)) == (21, 167)
    assert {"Boston Castle", "Wickersley", "Rotherham East"} <= {a.name for a in wards.areas}
    assert all(a.name.startswith("Rotherham 0") for a in areas.areas)
    assert wards.box == pytest.approx((436_158, 378_562, 458_929, 402_243), abs=1)
