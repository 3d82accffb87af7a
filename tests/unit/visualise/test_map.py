"""The map: everything is drawn or said, every number can be read, no name becomes markup."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.ingest.outline import read_outline
from graphsvc.model.outline import NOWHERE, Area, Outline
from graphsvc.products.render.drawings import lift_words
from tests.support.lettering import SVG, boxes, meetings, parse, strays, words
from tests.support.real_data import WARDS, needs
from visualise.map import MapKey, describe_map, draw_map
from visualise.map_frame import SPACINGS_M, choose_frame
from visualise.map_places import MapPoint, Tone
from visualise.sheet import Sheet

PAGE = Sheet("Places in Wexmoor", "12 March 2026 14:02", "OFFICIAL-SENSITIVE")
EAST, NORTH = 569_696.0, 481_369.0
HOSTILE = (
    "<script>alert(1)</script>",
    '"/><svg onload=x',
    "]]>&amp;'",
    "\x00\x07\ud800",
    "\u202etxt",
    "",
    "   ",
    "x" * 500,
)
CORNWALL = MapPoint(180_700, 32_400, "Quay Hotel", 9, kind="hotel")


def place(rank: int | None, dx: float = 0, dy: float = 0, label: str = "", **more: object) -> MapPoint:
    """A place in the town, so far from its middle."""
    return MapPoint(EAST + dx, NORTH + dy, label or f"Place {rank}", rank, **more)  # type: ignore[arg-type]


def square(x: float, y: float, side: float, name: str = "") -> Area:
    """A square area, its lower left corner so far from the middle of the town."""
    west, south = EAST + x, NORTH + y
    ring = ((west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south))
    return Area(name, (ring,))


TOWN = Outline(tuple(square(x, y, 3000, f"Ward {x} {y}") for x in (-6000, -3000, 0, 3000) for y in (-3000, 0)))
SCATTER = [place(i + 1, 2500 * math.cos(i * 2.4) * i / 12, 2500 * math.sin(i * 2.4) * i / 12) for i in range(20)]
points = st.builds(
    lambda x, y, rank, size, uncertain: place(rank, x, y, size=size, uncertain=uncertain),
    st.floats(-40_000, 40_000), st.floats(-40_000, 40_000), st.none() | st.integers(1, 30), st.integers(0, 2), st.booleans(),
)  # fmt: skip


def numbers(svg: str) -> list[str]:
    """The numbers in squares and at the edge, as drawn."""
    return [w for w, _ in boxes(svg) if re.fullmatch(r"[0-9]{1,2}", w)]


def test_twenty_places_have_their_numbers_and_no_word_lies_on_another() -> None:
    """Every number is there once, no two words meet, none leaves the drawing."""
    svg = draw_map(SCATTER, TOWN, PAGE)
    ranked = [e for g in parse(svg).iter(f"{SVG}g") for e in g.iter(f"{SVG}text") if (e.text or "").isdigit()]

    assert sorted(int(e.text or 0) for e in ranked) == list(range(1, 21))
    assert meetings(svg) == []
    assert strays(svg) == []
    assert "Map shows all 20 places." in words(svg)


@settings(deadline=None, max_examples=60)
@given(st.lists(points, max_size=20), st.sampled_from([NOWHERE, TOWN]))
def test_every_place_is_drawn_or_said(some: list[MapPoint], outline: Outline) -> None:
    """Whatever the places: drawn and outside add up, numbers and names meet nothing, the same input gives the same bytes."""
    svg = draw_map(some, outline, PAGE)
    frame = choose_frame([p.at for p in some], outline, PAGE.width, 34) if some or outline.areas else None
    inside = sum(frame.holds(*p.at) for p in some) if frame else 0

    assert svg == draw_map(list(reversed(some)), outline, PAGE)
    assert meetings(svg) == []
    assert strays(svg) == []
    if some and inside < len(some):
        assert f"Map shows {inside:,} of {len(some):,} place" in words(svg)
        assert "outside this map: " in words(svg)
    for element in parse(svg).iter(f"{SVG}rect"):
        assert 0 <= float(element.get("x", "0")) <= PAGE.width


def test_no_places_and_no_outline_is_said() -> None:
    """There is nothing to draw, and the drawing says so."""
    svg = draw_map([], NOWHERE, PAGE)

    assert "No place to show." in words(svg)
    assert "British National Grid" not in words(svg)


def test_an_outline_without_places_is_drawn() -> None:
    """The area, its names, and that there is no place."""
    svg = draw_map([], TOWN, PAGE)

    assert "No place to show." in words(svg)
    assert "Ward 0 0" in words(svg)


def test_one_place_has_its_surroundings() -> None:
    """A kilometre round it, with lines of 100 m and the letters of its square."""
    svg = draw_map([place(1)], NOWHERE, PAGE)

    assert "Map shows the one place." in words(svg)
    assert "lines 100 m apart; grid north is up" in words(svg)
    assert "TA" in [w for w, _ in boxes(svg)]
    assert re.search(r"\b569,\d00 m E", words(svg))


def test_places_at_one_point_are_one_square_with_their_number() -> None:
    """The first stands for them, ×5 beside it, and below it which they are."""
    svg = draw_map([place(i) for i in (3, 1, 5, 2, 4)], NOWHERE, PAGE)

    assert "×5" in words(svg)
    assert "5 numbered places share the point of 1: 1, 2, 3, 4, 5." in words(svg)
    assert describe_map([place(1), place(2)], NOWHERE, PAGE).count("TA 696 813") == 2


def test_one_place_far_away_does_not_spoil_the_map() -> None:
    """The map keeps to the town; an arrow with its number and a sentence tell of Cornwall."""
    with_it, without = draw_map([*SCATTER, CORNWALL], NOWHERE, PAGE), draw_map(SCATTER, NOWHERE, PAGE)

    assert "Map shows 20 of 21 places." in words(with_it)
    assert "1 place lies outside this map: 9 Quay Hotel (SW 807 324, 594 km to the south-west)." in words(with_it)
    assert numbers(with_it).count("9") == numbers(without).count("9") + 1


def test_two_places_far_apart_are_both_shown() -> None:
    """Neither is the outlier: the map is as large as it must be, with lines 50 km apart."""
    svg = draw_map([place(1), CORNWALL], NOWHERE, PAGE)

    assert "Map shows both places." in words(svg)
    assert "lines 50 km apart" in words(svg)


def test_places_in_a_small_part_of_the_area_are_drawn_large() -> None:
    """The map draws in on them, and says that it is not the whole area."""
    near = [place(i, 50 * i, 30 * i) for i in range(1, 6)]

    assert "the part of the area where the places lie" in words(draw_map(near, TOWN, PAGE))
    assert "the part of the area" not in words(draw_map(SCATTER, TOWN, PAGE))


def test_a_thousand_places_stay_readable() -> None:
    """Forty have their number; that the rest are small is said; the drawing stays below a megabyte."""
    many = [place(i + 1, (i % 40) * 150, (i // 40) * 150) for i in range(1000)]
    svg = draw_map(many, TOWN, PAGE)

    assert "960 places further down the list drawn small, without number." in words(svg)
    assert len(set(numbers(svg)) & {str(i) for i in range(1, 41)}) == 40
    assert "And 960 more, which the list tells." in describe_map(many, TOWN, PAGE)
    assert len(svg) < 1_000_000


@pytest.mark.parametrize("lost", [math.nan, math.inf, -1.0, 700_000.0])
def test_places_without_a_point_are_counted(lost: float) -> None:
    """NaN, off the grid, and those the caller counted: none vanishes."""
    svg = draw_map([place(1), replace(place(2), east=lost)], NOWHERE, PAGE, MapKey(unplaced=2))

    assert "Map shows 1 of 4 places." in words(svg)
    assert "3 places have no point on the grid and can only be listed." in words(svg)


def test_uncertain_points_are_dashed_and_said() -> None:
    """A default geocode is never drawn like a place that is known."""
    svg = draw_map([place(1), place(2, 300, uncertain=True)], NOWHERE, PAGE)
    dashed = [e for e in parse(svg).iter(f"{SVG}rect") if e.get("stroke-dasharray")]

    assert len(dashed) == 2  # the square and its sign in the legend
    assert "1 place with a dashed square: default or uncertain point" in words(svg)
    assert "2 Place 2, default or uncertain point TA 69" in describe_map([place(2, uncertain=True)], NOWHERE, PAGE)


def test_sizes_and_tones_have_the_callers_words() -> None:
    """The legend names the classes and tones that occur, and no others."""
    key = MapKey(("under 5", "5 to 9", "10 or more"), {Tone.STRONG: "new in this period", Tone.QUIET: "closed"})
    svg = draw_map([place(1, size=2, tone=Tone.STRONG), place(2, 400, size=0)], NOWHERE, PAGE, key)

    assert {"under 5", "10 or more", "new in this period"} <= {w for w, _ in boxes(svg)}
    assert not {"5 to 9", "closed"} & {w for w, _ in boxes(svg)}
    assert "10 or more, new in this period" in describe_map([place(1, size=2, tone=Tone.STRONG)], NOWHERE, PAGE, key)


def test_the_credit_stands_under_an_outline_and_only_there() -> None:
    """What the outline's licence asks for goes with it."""
    key = MapKey(credit="Contains OS data © Crown copyright 2026")

    assert key.credit in words(draw_map([place(1)], TOWN, PAGE, key))
    assert key.credit not in words(draw_map([place(1)], NOWHERE, PAGE, key))


def test_marking_title_and_as_of_go_with_the_drawing() -> None:
    """A picture cut out of its page keeps them."""
    said = words(draw_map(SCATTER, TOWN, PAGE))

    assert all(part in said for part in (PAGE.title, PAGE.marking, f"As of {PAGE.as_of}"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_becomes_markup(hostile: str) -> None:
    """Place, kind, note, area, title and credit: all are text, in the drawing and in its words."""
    point = place(1, label=hostile, kind=hostile, note=hostile)
    outline = Outline((square(-5000, -5000, 10_000, hostile),))
    page = Sheet(hostile or "x", hostile, hostile)
    svg = draw_map(
        [point, replace(CORNWALL, label=hostile)],
        outline,
        page,
        MapKey((hostile,), {Tone.PLAIN: hostile}, credit=hostile),
    )
    allowed = {"svg", "title", "desc", "rect", "g", "text", "line", "path", "polygon", "circle"}

    assert {e.tag.removeprefix(SVG) for e in parse(svg).iter()} <= allowed
    attributes = {name for e in parse(svg).iter() for name in e.attrib}
    assert not {a for a in attributes if a.startswith("on") or a == "style"}
    assert meetings(svg) == []
    assert strays(svg) == []


def test_the_words_can_be_set_by_a_typesetter() -> None:
    """Every word has its place, size, colour and anchor; nothing of the drawing refers to another part or file."""
    svg = draw_map([*SCATTER, CORNWALL], TOWN, PAGE)
    lifted = lift_words(svg)

    assert {w["text"] for w in lifted["words"]} == {w for w, _ in boxes(svg)}
    assert all(re.fullmatch(r"#[0-9a-f]{6}", w["fill"]) and w["size"] >= 6 for w in lifted["words"])
    assert not re.search(r"url\(|href|clip-path|<style|&#", lifted["svg"])


@pytest.mark.parametrize("span", [1000, 3000, 9000, 30_000, 90_000, 400_000])
def test_the_grid_has_a_few_round_lines(span: int) -> None:
    """Between three and eleven lines across, at a round distance."""
    frame = choose_frame([(300_000.0, 300_000.0), (300_000.0 + span, 300_000.0 + span)], NOWHERE, 760, 34)
    across = frame.bounds[2] - frame.bounds[0]

    assert frame.spacing_m in SPACINGS_M
    assert 2 <= across / frame.spacing_m <= 10
    assert 0.5 <= frame.box.height / frame.box.width <= 1.1 + 1e-9


def test_the_outline_is_cut_at_the_edge_of_the_map() -> None:
    """No border is drawn beyond it, and the border that is seen lies where it belongs."""
    svg = draw_map([place(1), place(2, 400)], TOWN, PAGE)
    frame = choose_frame([place(1).at, place(2, 400).at], TOWN, PAGE.width, 34)
    path = next(e.get("d", "") for e in parse(svg).iter(f"{SVG}path") if e.get("stroke") == "#7b8489")
    corners = [tuple(map(float, p.split(","))) for p in re.findall(r"-?[\d.]+,-?[\d.]+", path)]
    x, y = frame.at(EAST, NORTH)

    assert (round(x, 1), round(y, 1)) in corners
    assert all(frame.box.left - 0.1 <= a <= frame.box.left + frame.box.width + 0.1 for a, _ in corners)
    assert all(frame.box.top - 0.1 <= b <= frame.box.top + frame.box.height + 0.1 for _, b in corners)


@needs(WARDS)
def test_real_wards_are_drawn_with_names_that_meet_nothing() -> None:
    """21 wards of Rotherham with places in the town: no word on another, most wards named."""
    outline = read_outline(Path(WARDS))
    some = [MapPoint(437_000 + 1031 * i % 20_000, 381_000 + 733 * i % 19_000, f"Place {i}", i) for i in range(1, 21)]
    svg = draw_map(some, outline, PAGE)

    assert meetings(svg) == []
    assert strays(svg) == []
    assert sum(a.name in words(svg) for a in outline.areas) >= 5
