"""What lies below the places of a map: the lines of the grid with their figures, and the outline of the area."""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

from graphsvc.errors import InputError
from graphsvc.model.grid import SQUARE_M, square
from graphsvc.model.outline import Area, Outline, Point, Ring, simplify
from visualise import lettering, svg
from visualise.lettering import Box
from visualise.map_frame import Frame
from visualise.theme import FRAME, INK, LINE, SECONDARY_INK

GRID_LINE, AREA_LINE, LETTERS = "#d3dadd", "#7b8489", "#7b8489"
_FIGURES, _AREA_NAME, _SQUARE_NAME = 10.0, 10.0, 17.0
_PIXEL = 0.4
"""How far a drawn border may lie from the one held, in units of the drawing: less than its own width."""


def draw_grid(frame: Frame) -> str:
    """The lines of the grid, their figures at the left and lower edge, and the map's edge."""
    west, south, east, north = frame.bounds
    box, spacing = frame.box, frame.spacing_m
    wide = max(east - west, north - south) >= SQUARE_M
    parts = []
    full = _full_figure(frame)
    for metres in _multiples(west, east, spacing):
        x = frame.at(metres, south)[0]
        parts.append(_line(x, box.top, x, box.top + box.height, metres))
        words = _figure(metres, spacing, wide=wide, first=metres == full, axis="E")
        x = min(x, box.left + box.width - 12)
        parts.append(svg.text(words, x, box.top + box.height + 14, size=_FIGURES, text_anchor="middle"))
    for i, metres in enumerate(_multiples(south, north, spacing)):
        y = frame.at(west, metres)[1]
        parts.append(_line(box.left, y, box.left + box.width, y, metres))
        words = _figure(metres, spacing, wide=wide, first=i == 0, axis="N")
        parts.append(svg.text(words, box.left - 5, y + 3.5, size=_FIGURES, text_anchor="end"))
    return "".join(parts)


def draw_edge(frame: Frame) -> str:
    """The map's edge, over everything that ends at it."""
    box = frame.box
    return svg.element(
        "rect", x=box.left, y=box.top, width=box.width, height=box.height, fill="none", stroke=LINE, stroke_width=1
    )


def squares(frame: Frame) -> list[tuple[str, Box]]:
    """The letters of each 100 km square that is seen, and the box for them in its lower left corner."""
    west, south, east, north = frame.bounds
    found = []
    for column in range(math.floor(west / SQUARE_M), math.floor(east / SQUARE_M) + 1):
        for row in range(math.floor(south / SQUARE_M), math.floor(north / SQUARE_M) + 1):
            corner = max(west, column * SQUARE_M), max(south, row * SQUARE_M)
            seen = min(east, (column + 1) * SQUARE_M) - corner[0], min(north, (row + 1) * SQUARE_M) - corner[1]
            try:
                letters = square(column * SQUARE_M, row * SQUARE_M)
            except InputError:  # beyond the grid's edge nothing has letters
                continue
            x, y = frame.at(*corner)
            if min(seen) * frame.scale >= 2 * _SQUARE_NAME:
                found.append((letters, Box(x + 5, y - 5 - _SQUARE_NAME, 2 * _SQUARE_NAME, _SQUARE_NAME)))
    return found


def draw_squares(named: Iterable[tuple[str, Box]]) -> str:
    """The letters of the squares, large and grey."""
    return "".join(
        svg.text(letters, box.left, box.top + box.height - 2, size=_SQUARE_NAME, fill=LETTERS, font_weight="bold")
        for letters, box in named
    )


def draw_outline(outline: Outline, frame: Frame) -> str:
    """The borders of the areas, cut at the map's edge."""
    pieces = []
    for area in outline.areas:
        if not _seen(area, frame):
            continue
        for ring in area.rings:
            drawn = [frame.at(*p) for p in simplify(ring, _PIXEL / frame.scale)]
            pieces += ["M" + " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in p) for p in _cut(drawn, frame.box)]
    if not pieces:
        return ""
    return svg.element(
        "path", d="".join(pieces), fill="none", stroke=AREA_LINE, stroke_width=1, stroke_linejoin="round"
    )


def draw_area_names(outline: Outline, frame: Frame, taken: Sequence[Box]) -> str:
    """The names of the areas in grey, each where it fits into its area and meets nothing; the others are left out."""
    held, drawn = list(taken), []
    for area in outline.areas:
        if not area.name or not _seen(area, frame):
            continue
        ring = max(area.rings, key=lambda r: abs(_area(r)))
        east = [corner[0] for corner in ring]
        words = lettering.fit(area.name, 150, _AREA_NAME)
        across = lettering.width(words, _AREA_NAME)
        x, y = frame.at(*_middle(ring))
        box = Box(x - across / 2, y - _AREA_NAME / 2, across, _AREA_NAME + 2)
        if across > (max(east) - min(east)) * frame.scale or not box.within(frame.box):
            continue
        if not any(box.meets(other, 2) for other in held):
            held.append(box)
            drawn.append(svg.text(words, x, y + 4, size=_AREA_NAME, fill=SECONDARY_INK, text_anchor="middle"))
    return "".join(drawn)


def draw_scale(frame: Frame, y: float) -> str:
    """A scale bar, an arrow for north, and what the lines are."""
    length = scale_length(frame)
    left, right = frame.box.left, frame.box.left + length * frame.scale
    bar = svg.element("path", d=f"M{svg.number(left)},{svg.number(y - 5)} v5 H{svg.number(right)} v-5", fill="none",
                      stroke=INK, stroke_width=1.6)  # fmt: skip
    words = svg.text(distance(length), right + 6, y + 3, size=11)
    x = frame.box.left + frame.box.width
    told = svg.text(f"British National Grid, lines {distance(frame.spacing_m)} apart; grid north is up", x - 16, y + 3,
                    size=11, text_anchor="end")  # fmt: skip
    points = " ".join(f"{svg.number(x + dx)},{svg.number(y + dy)}" for dx, dy in ((-5, -11), (-1, 4), (-5, 1), (-9, 4)))
    return bar + words + told + svg.element("polygon", points=points, fill=INK)


def scale_length(frame: Frame) -> int:
    """The length of the scale bar in metres: the largest round one that takes no more than a quarter of the map."""
    most = (frame.bounds[2] - frame.bounds[0]) / 4
    power: int = 10 ** int(math.log10(most))
    return max(f * power for f in (1, 2, 5) if f * power <= most)


def distance(metres: float) -> str:
    """``500 m``, ``2 km``, ``412 km``."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km".replace(".0 km", " km") if metres < 10_000 else f"{metres / 1000:,.0f} km"


def _line(x: float, y: float, to_x: float, to_y: float, metres: int) -> str:
    """A line of the grid; heavier between squares of 100 km."""
    edge = metres % SQUARE_M == 0
    stroke, wide = (FRAME, 1.4) if edge else (GRID_LINE, 0.8)
    return svg.element("line", x1=x, y1=y, x2=to_x, y2=to_y, stroke=stroke, stroke_width=wide)


def _full_figure(frame: Frame) -> int:
    """The first line whose figure can stand below it in full."""
    first, *others = _multiples(frame.bounds[0], frame.bounds[2], frame.spacing_m)
    return others[0] if others and frame.at(first, 0)[0] < frame.box.left + 30 else first


def _multiples(low: float, high: float, step: int) -> range:
    return range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step)


def _figure(metres: int, spacing: int, *, wide: bool, first: bool, axis: str) -> str:
    """The figure at a line: in full at the first, then as on maps, the kilometres within the square of 100 km."""
    if first:
        return f"{metres:,} m {axis}"
    kilometres = metres / 1000 if wide else metres % SQUARE_M / 1000
    return f"{kilometres:.0f}" if wide else f"{kilometres:04.1f}" if spacing < 1000 else f"{kilometres:02.0f}"


def _seen(area: Area, frame: Frame) -> bool:
    west, south, east, north = area.box
    return west <= frame.bounds[2] and east >= frame.bounds[0] and south <= frame.bounds[3] and north >= frame.bounds[1]


def _cut(line: Sequence[Point], box: Box) -> Iterator[list[Point]]:
    """The pieces of a line that lie within a box."""
    piece: list[Point] = []
    for a, b in itertools.pairwise(line):
        cut = _cut_one(a, b, box)
        if cut and piece and piece[-1] == cut[0]:
            piece.append(cut[1])
            continue
        if piece:
            yield piece
        piece = list(cut) if cut else []
    if piece:
        yield piece


def _cut_one(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a line piece that lies within a box (Liang and Barsky, 1984)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    start, end = 0.0, 1.0
    for run, room in (
        (-dx, a[0] - box.left),
        (dx, box.left + box.width - a[0]),
        (-dy, a[1] - box.top),
        (dy, box.top + box.height - a[1]),
    ):
        if run == 0 and room < 0:
            return None
        if run < 0:
            start = max(start, room / run)
        elif run > 0:
            end = min(end, room / run)
    if start > end:
        return None
    first = a if start == 0 else (a[0] + start * dx, a[1] + start * dy)
    return first, b if end == 1 else (a[0] + end * dx, a[1] + end * dy)


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(_local(ring))) / 2


def _middle(ring: Ring) -> Point:
    """The centroid of a ring; the middle of its box where it has no area."""
    doubled = 2 * _area(ring)
    east, north = zip(*ring, strict=True)
    if abs(doubled) < 1:
        return (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    local = list(itertools.pairwise(_local(ring)))
    weights = [a[0] * b[1] - b[0] * a[1] for a, b in local]
    x, y = (sum((a[i] + b[i]) * w for (a, b), w in zip(local, weights, strict=True)) / (3 * doubled) for i in (0, 1))
    return x + ring[0][0], y + ring[0][1]


def _local(ring: Ring) -> list[Point]:
    """The ring measured from its first corner: the figures of the grid are too large for exact products."""
    return [(e - ring[0][0], n - ring[0][1]) for e, n in ring]
