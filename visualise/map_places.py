"""The places of a map: squares with the number each has in the list, named where there is room.

A number is always readable: a square that would cover another is moved aside, with a line to where it belongs. Places at one
point are one square that says how many. All in a fixed order, so that the same places give the same drawing.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model.outline import Point
from visualise import lettering, svg
from visualise.lettering import Box
from visualise.map_frame import Frame
from visualise.theme import INK, KINDS, LINE, PAPER

SIDES = (18.0, 23.0, 28.0)
"""The side of a numbered square by size class, from the smallest class to the largest."""
DOT = 7.0
MOST_NUMBERED, MOST_BEYOND = 40, 6
BEYOND_WIDTH, BEYOND_HEIGHT = 34.0, 17.0
LABEL, LABEL_ROOM = 11.0, 165.0
_COUNT = 10.0
_STEP, _TURNS, _RINGS = 5.0, 16, 240


class Tone(StrEnum):
    """How a place stands out; what each means is the caller's, and stands in the legend."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"

    @property
    def fill(self) -> str:
        """The colour of the square."""
        return {"plain": KINDS["Location"].fill, "strong": LINE, "quiet": PAPER}[self.value]

    @property
    def ink(self) -> str:
        """The colour of the number on it."""
        return PAPER if self is Tone.STRONG else INK


@dataclass(frozen=True)
class MapPoint:
    """A place in grid metres. ``rank``: its number in the list beside the map; None for a place that is only background.

    ``size``: 0, 1 or 2, the class the caller put it in. ``uncertain``: the point stands for somewhere not known exactly, such
    as the middle of a town. ``kind`` and ``note`` go into the words that stand for the map.
    """

    east: float
    north: float
    label: str = ""
    rank: int | None = None
    size: int = 0
    kind: str = ""
    tone: Tone = Tone.PLAIN
    uncertain: bool = False
    note: str = ""

    @property
    def at(self) -> Point:
        """Easting and northing."""
        return self.east, self.north


@dataclass(frozen=True)
class Mark:
    """What stands at one point: the first of its places in the list, and the others there."""

    place: MapPoint
    others: tuple[MapPoint, ...]
    numbered: bool
    box: Box
    origin: Point

    @property
    def places(self) -> tuple[MapPoint, ...]:
        """All places at the point."""
        return (self.place, *self.others)

    @property
    def moved(self) -> bool:
        """Whether the square had to stand so far aside that it no longer covers its point."""
        half = self.side / 2
        away = self.box.left + half - self.origin[0], self.box.top + half - self.origin[1]
        return max(map(abs, away)) > half

    @property
    def side(self) -> float:
        """The side of the square."""
        return SIDES[max(0, min(self.place.size, len(SIDES) - 1))] if self.numbered else DOT


def in_order(places: Sequence[MapPoint]) -> list[MapPoint]:
    """By number; places without one last, by where they lie."""
    return sorted(
        places, key=lambda p: (p.rank is None, p.rank or 0, p.east, p.north, p.label, p.kind, p.note, p.size, p.tone)
    )


def place_marks(places: Sequence[MapPoint], frame: Frame, taken: list[Box]) -> list[Mark]:
    """Where each square stands; ``taken`` gains the boxes of those with a number."""
    stacks: dict[tuple[int, int], list[MapPoint]] = {}
    for place in in_order(places):
        stacks.setdefault((round(place.east), round(place.north)), []).append(place)
    marks: list[Mark] = []
    for first, *others in stacks.values():
        numbered = first.rank is not None and sum(m.numbered for m in marks) < MOST_NUMBERED
        mark = _place(Mark(first, tuple(others), numbered, Box(0, 0, 0, 0), frame.at(*first.at)), frame, taken)
        if numbered:
            taken.append(mark.box)
        marks.append(mark)
    return marks


def _place(mark: Mark, frame: Frame, taken: Sequence[Box]) -> Mark:
    half, across = mark.side / 2, mark.side + _count_room(mark)
    for dx, dy in _spiral() if mark.numbered else ((0.0, 0.0),):
        box = Box(mark.origin[0] + dx - half, mark.origin[1] + dy - half, across, mark.side)
        free = not mark.numbered or (box.within(frame.box) and not any(box.meets(b, 2) for b in taken))
        if free:
            break
    return Mark(mark.place, mark.others, mark.numbered, box, mark.origin)


def _spiral() -> Iterator[tuple[float, float]]:
    """Steps away from a point, the nearest first."""
    yield 0.0, 0.0
    for ring in range(1, _RINGS):
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            yield ring * _STEP * math.cos(angle), ring * _STEP * math.sin(angle)


def _count(mark: Mark) -> str:
    return f"×{len(mark.places):,}" if mark.others else ""


def _count_room(mark: Mark) -> float:
    return lettering.width(_count(mark), _COUNT, bold=True) + 3 if mark.others and mark.numbered else 0.0


def draw_mark(mark: Mark) -> str:
    """A square with its number, and a line to where it belongs if it was moved aside."""
    side, place = mark.side, mark.place
    x, y = mark.box.left + side / 2, mark.box.top + side / 2
    parts = [svg.title(told(mark))]
    if mark.moved:
        ox, oy = mark.origin
        parts.append(svg.element("line", x1=ox, y1=oy, x2=x, y2=y, stroke=INK, stroke_width=0.9))
        parts.append(svg.element("circle", cx=ox, cy=oy, r=2.2, fill=INK))
    parts.append(square_of(place, x, y, side))
    if mark.numbered:
        parts.append(_number(place, x, y, side))
        if mark.others:
            parts.append(svg.text(_count(mark), x + side / 2 + 3, y + 3.5, size=_COUNT, font_weight="bold"))
    return svg.element("g", "".join(parts))


def square_of(place: MapPoint, x: float, y: float, side: float) -> str:
    """The square itself: dashed and empty where the point is uncertain."""
    look: dict[str, str | float] = {"fill": PAPER if place.uncertain else place.tone.fill, "stroke": INK}
    look["stroke_width"] = 1.4 if side > DOT else 0.8
    if place.uncertain:
        look["stroke_dasharray"] = "3.5 2.5" if side > DOT else "1.5 1.2"
    return svg.element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **look)


def _number(place: MapPoint, x: float, y: float, side: float) -> str:
    """The number, as large as its square allows; plain text without a halo, on a plain ground."""
    words = f"{place.rank}"
    size = min(side * 0.6, (side - 3) / lettering.width(words, 1, bold=True))
    ink = INK if place.uncertain else place.tone.ink
    return svg.element(
        "text", words, x=x, y=y + size * 0.36, font_size=size, fill=ink, text_anchor="middle", font_weight="bold"
    )


def told(mark: Mark) -> str:
    """What stands at a point, in words; of many places the first."""
    named = [
        f"{p.rank} {p.label or 'not named'}" if p.rank is not None else p.label or "not named" for p in mark.places
    ]
    rest = f" and {len(named) - 4:,} more" if len(named) > 4 else ""
    return "; ".join(named[:4]) + rest


def draw_labels(marks: Sequence[Mark], frame: Frame, taken: list[Box]) -> tuple[str, int]:
    """The names beside the squares, where they meet nothing; and how many were left out for want of room."""
    drawn, left_out = [], 0
    for mark in marks:
        if not mark.numbered or not svg.clean(mark.place.label):
            continue
        words = lettering.fit(mark.place.label, LABEL_ROOM, LABEL)
        found = _room_for(words, mark.box, frame, [b for b in taken if b is not mark.box])
        if found is None:
            left_out += 1
            continue
        box, anchor = found
        taken.append(box)
        x = box.left + box.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        drawn.append(svg.text(words, x, box.top + LABEL, size=LABEL, text_anchor=anchor))
    return "".join(drawn), left_out


def _room_for(words: str, box: Box, frame: Frame, taken: Sequence[Box]) -> tuple[Box, str] | None:
    """A free rectangle beside a square for its name, and which end of the name stands next to it."""
    across, high, gap = lettering.width(words, LABEL), LABEL + 3, 3.0
    middle = box.top + (box.height - high) / 2
    right, left, centred = box.left + box.width + gap, box.left - gap - across, box.left + (box.width - across) / 2
    above, below = box.top - gap - high, box.top + box.height + gap
    corners = ((right, middle, "start"), (left, middle, "end"), (centred, below, "middle"), (centred, above, "middle"),
               (right, above, "start"), (right, below, "start"), (left, above, "end"), (left, below, "end"))  # fmt: skip
    for x, y, anchor in corners:
        found = Box(x, y, across, high)
        if found.within(frame.box) and not any(found.meets(b) for b in taken):
            return found, anchor
    return None


@dataclass(frozen=True)
class Beyond:
    """The sign at the map's edge for a place outside it, and the direction it points in (radians, clockwise from east)."""

    place: MapPoint
    box: Box
    angle: float


def beyond_boxes(places: Sequence[MapPoint], frame: Frame, taken: list[Box]) -> list[Beyond]:
    """Where the signs of the first numbered places outside the map stand; ``taken`` gains their boxes."""
    found = []
    for place in in_order([p for p in places if p.rank is not None])[:MOST_BEYOND]:
        (x, y), angle = _at_edge(place, frame)
        for dx, dy in _spiral():
            box = Box(x + dx, y + dy, BEYOND_WIDTH, BEYOND_HEIGHT)
            if box.within(frame.box) and not any(box.meets(b, 2) for b in taken):
                break
        taken.append(box)
        found.append(Beyond(place, box, angle))
    return found


def _at_edge(place: MapPoint, frame: Frame) -> tuple[Point, float]:
    """Where the line from the map's middle to a place outside meets its edge: the corner of a sign there, and the angle."""
    edge = frame.box
    middle = edge.left + edge.width / 2, edge.top + edge.height / 2
    x, y = frame.at(*place.at)
    away = x - middle[0], y - middle[1]
    room = (edge.width - BEYOND_WIDTH) / 2 - 3, (edge.height - BEYOND_HEIGHT) / 2 - 3
    share = min(room[i] / abs(d) for i, d in enumerate(away) if d)
    corner = middle[0] + away[0] * share - BEYOND_WIDTH / 2, middle[1] + away[1] * share - BEYOND_HEIGHT / 2
    return corner, math.atan2(away[1], away[0])


def draw_beyond(sign: Beyond) -> str:
    """An arrow at the map's edge towards a place outside it, with its number."""
    box, place = sign.box, sign.place
    y = box.top + box.height / 2
    patch = svg.element(
        "rect", x=box.left, y=box.top, width=box.width, height=box.height, fill=PAPER, stroke=INK, stroke_width=0.8
    )
    words = lettering.fit(f"{place.rank}", box.width - 18, LABEL, bold=True)
    number = svg.text(words, box.left + box.width - 4, y + 4, size=LABEL, text_anchor="end", font_weight="bold")
    name = svg.title(f"{place.rank} {place.label}, outside this map")
    return svg.element("g", name + patch + arrow(box.left + 8, y, sign.angle) + number)


def arrow(x: float, y: float, angle: float) -> str:
    """A small arrowhead round a point."""
    turned = " ".join(
        f"{svg.number(x + a * math.cos(angle) - b * math.sin(angle))},"
        f"{svg.number(y + a * math.sin(angle) + b * math.cos(angle))}"
        for a, b in ((7.0, 0.0), (-5.0, 5.5), (-5.0, -5.5))
    )
    return svg.element("polygon", points=turned, fill=INK)
