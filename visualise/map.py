"""A map without any outside tile: places on the British National Grid, within the outline of their area.

What the drawing cannot show is said below it and in the words that stand for it: places outside, places without a point,
places on one point, names for which there is no room.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphsvc.model import grid
from graphsvc.model.outline import Outline
from visualise import lettering, map_ground, sheet, svg
from visualise.lettering import Box
from visualise.map_frame import BELOW, Frame, choose_frame
from visualise.map_places import (
    DOT,
    MOST_BEYOND,
    SIDES,
    Beyond,
    MapPoint,
    Mark,
    Tone,
    arrow,
    beyond_boxes,
    draw_beyond,
    draw_labels,
    draw_mark,
    in_order,
    place_marks,
    square_of,
)
from visualise.sheet import HEAD, MARGIN, Sheet
from visualise.theme import SECONDARY_INK

MOST_TOLD = 40
_POINTS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")
_KEY_ROW, _KEY = 24.0, 11.0


@dataclass(frozen=True)
class MapKey:
    """What the signs mean here. ``sizes``: the words of the size classes, smallest first; none where all are one class.

    ``background``: what a square without a number is. ``unplaced``: how many places of the list have no point at all.
    ``credit``: what the outline's licence asks to be printed.
    """

    sizes: tuple[str, ...] = ()
    tones: Mapping[Tone, str] = field(default_factory=dict)
    background: str = "other place"
    unplaced: int = 0
    credit: str = ""


NO_KEY = MapKey()


@dataclass(frozen=True)
class _Laid:
    """Where everything stands: places shown and outside, those without a point, the squares, the names and those left out."""

    shown: tuple[MapPoint, ...]
    outside: tuple[MapPoint, ...]
    unplaced: int
    frame: Frame | None = None
    marks: tuple[Mark, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    names: str = ""
    nameless: int = 0
    taken: tuple[Box, ...] = ()


def draw_map(points: Sequence[MapPoint], outline: Outline, page: Sheet, key: MapKey = NO_KEY) -> str:
    """The map as a stand-alone SVG of the sheet's width. The same input gives the same bytes."""
    laid = _lay(points, outline, page, key)
    drawn, y = _drawn(laid, outline, laid.frame) if laid.frame else ("", HEAD)
    signs, y = _legend(laid, page, key, y)
    below, height = sheet.foot(page, _remarks(laid, outline, key), y)
    return sheet.finish(page, height, _described(laid, outline, page, key), drawn + signs + below)


def describe_map(points: Sequence[MapPoint], outline: Outline, page: Sheet, key: MapKey = NO_KEY) -> str:
    """The map in words, for those who do not see it: what it shows and leaves out, then each place with its reference."""
    return _described(_lay(points, outline, page, key), outline, page, key)


def _lay(points: Sequence[MapPoint], outline: Outline, page: Sheet, key: MapKey) -> _Laid:
    placed = [p for p in points if _on_grid(p)]
    lost = len(points) - len(placed) + key.unplaced
    if not placed and not outline.areas:
        return _Laid((), (), lost)
    frame = choose_frame([p.at for p in placed], outline, page.width, HEAD)
    shown = tuple(p for p in placed if frame.holds(*p.at))
    outside = tuple(in_order([p for p in placed if not frame.holds(*p.at)]))
    taken = [box for _, box in map_ground.squares(frame)]
    beyond = tuple(beyond_boxes(outside, frame, taken))
    marks = tuple(place_marks(shown, frame, taken))
    names, nameless = draw_labels(marks, frame, taken)
    return _Laid(shown, outside, lost, frame, marks, beyond, names, nameless, tuple(taken))


def _drawn(laid: _Laid, outline: Outline, frame: Frame) -> tuple[str, float]:
    """The map itself, and where it ends."""
    y = frame.box.top + frame.box.height + BELOW + 16
    held = [*laid.taken, *(m.box for m in laid.marks if not m.numbered)]
    parts = [
        map_ground.draw_grid(frame),
        map_ground.draw_outline(outline, frame),
        map_ground.draw_squares(map_ground.squares(frame)),
        map_ground.draw_edge(frame),
        map_ground.draw_area_names(outline, frame, held),
        *(draw_mark(m) for m in reversed(laid.marks)),
        *(draw_beyond(b) for b in laid.beyond),
        laid.names,
        map_ground.draw_scale(frame, y),
    ]
    return "".join(parts), y + 8


def _described(laid: _Laid, outline: Outline, page: Sheet, key: MapKey) -> str:
    told = [f"{page.title}.", *_remarks(laid, outline, key)]
    if laid.frame is not None:
        across = laid.frame.bounds[2] - laid.frame.bounds[0]
        told.append(f"The map is {map_ground.distance(across)} wide; grid north is up.")
    ranked = [p for p in in_order(laid.shown) if p.rank is not None]
    told += [_told(p, key) for p in ranked[:MOST_TOLD]]
    if len(ranked) > MOST_TOLD:
        told.append(f"And {len(ranked) - MOST_TOLD:,} more, which the list tells.")
    return " ".join([*told, f"As of {page.as_of}."])


def _on_grid(place: MapPoint) -> bool:
    """NaN, and what lies beyond the lettered squares, has no place on the map."""
    return 0 <= place.east < grid.EAST_LIMIT_M and 0 <= place.north < grid.NORTH_LIMIT_M


def _remarks(laid: _Laid, outline: Outline, key: MapKey) -> list[str]:
    """What the map shows, and everything it leaves out."""
    total = len(laid.shown) + len(laid.outside) + laid.unplaced
    if not total:
        first = "No place to show."
    elif len(laid.shown) == total:
        first = {1: "Map shows the one place.", 2: "Map shows both places."}.get(
            total, f"Map shows all {total:,} places."
        )
    else:
        first = f"Map shows {len(laid.shown):,} of {total:,} places."
    told = [first, _outside(laid), _unplaced(laid.unplaced), *_stacked(laid.marks), _unnumbered(laid.marks)]
    if any(p.uncertain for p in laid.shown):
        count = sum(p.uncertain for p in laid.shown)
        told.append(f"{_places(count)} with a dashed square: default or uncertain point, the place need not lie there.")
    if moved := sum(m.moved for m in laid.marks):
        stands = "square stands beside its point" if moved == 1 else "squares stand beside their points"
        told.append(f"{moved:,} {stands}, joined by a line.")
    if laid.nameless:
        names = "name is" if laid.nameless == 1 else "names are"
        told.append(f"{laid.nameless:,} {names} left out for want of room; the list gives all.")
    if laid.frame is not None and laid.frame.on_places:
        told.append("The map shows the part of the area where the places lie, not the whole of it.")
    if outline.areas:
        told.append(key.credit)
    return [t for t in told if t]


def _outside(laid: _Laid) -> str:
    """Which places lie outside: the first by name, with their square and how far away."""
    if not laid.outside or laid.frame is None:
        return ""
    named = [_far(p, laid.frame) for p in laid.outside[:MOST_BEYOND]]
    rest = len(laid.outside) - len(named)
    more = f"; and {rest:,} more" if rest else ""
    verb = "lies" if len(laid.outside) == 1 else "lie"
    return f"{_places(len(laid.outside))} {verb} outside this map: {'; '.join(named)}{more}."


def _far(place: MapPoint, frame: Frame) -> str:
    west, south, east, north = frame.bounds
    dx, dy = place.east - (west + east) / 2, place.north - (south + north) / 2
    towards = _POINTS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]
    return f"{_named(place)} ({_reference(place)}, {map_ground.distance(math.hypot(dx, dy))} to the {towards})"


def _unplaced(count: int) -> str:
    return (
        f"{_places(count)} {'has' if count == 1 else 'have'} no point on the grid and can only be listed."
        if count
        else ""
    )


def _stacked(marks: Sequence[Mark]) -> list[str]:
    """Numbered places that share a point, by their numbers."""
    found = []
    for mark in marks:
        ranks = [f"{p.rank}" for p in mark.places if p.rank is not None]
        if len(ranks) > 1:
            more = f" and {len(ranks) - 12:,} more" if len(ranks) > 12 else ""
            found.append(
                f"{len(ranks):,} numbered places share the point of {ranks[0]}: {', '.join(ranks[:12])}{more}."
            )
    rest = len(found) - 3
    return found[:3] + ([f"{rest:,} more points hold several places."] if rest > 0 else [])


def _unnumbered(marks: Sequence[Mark]) -> str:
    small = sum(m.place.rank is not None and not m.numbered for m in marks)
    return f"{_places(small)} further down the list drawn small, without number." if small else ""


def _places(count: int) -> str:
    return f"{count:,} place{'' if count == 1 else 's'}"


def _named(place: MapPoint) -> str:
    label = svg.shorten(svg.clean(place.label), 80) or "not named"
    return f"{place.rank} {label}" if place.rank is not None else label


def _reference(place: MapPoint) -> str:
    return grid.reference(place.east, place.north)


def _told(place: MapPoint, key: MapKey) -> str:
    size = key.sizes[place.size] if 0 <= place.size < len(key.sizes) else ""
    point = f"default or uncertain point {_reference(place)}" if place.uncertain else _reference(place)
    said = [_named(place), place.kind, point, size, key.tones.get(place.tone, ""), place.note]
    return ", ".join(s for s in said if s) + "."


def _legend(laid: _Laid, page: Sheet, key: MapKey, top: float) -> tuple[str, float]:
    """The signs that occur, in rows; and where they end."""
    x, y, parts = MARGIN, top, []
    for sign, wide, said in _signs(laid, key):
        words = lettering.fit(said, page.width - 2 * MARGIN - wide - 6, _KEY)
        across = wide + 6 + lettering.width(words, _KEY) + 16
        if x > MARGIN and x + across > page.width - MARGIN:
            x, y = MARGIN, y + _KEY_ROW
        place = MapPoint(0, 0) if sign is None else sign
        middle = y + _KEY_ROW / 2 + 4
        parts.append(square_of(place, x + wide / 2, middle, wide) if sign else arrow(x + 7, middle, 0))
        parts.append(svg.text(words, x + wide + 6, middle + 4, size=_KEY, fill=SECONDARY_INK))
        x += across
    return "".join(parts), y + _KEY_ROW + 8 if parts else top


def _signs(laid: _Laid, key: MapKey) -> list[tuple[MapPoint | None, float, str]]:
    numbered = [m for m in laid.marks if m.numbered]
    shown = {m.place.size for m in numbered}
    found: list[tuple[MapPoint | None, float, str]] = [
        (MapPoint(0, 0), SIDES[i], words) for i, words in enumerate(key.sizes[: len(SIDES)]) if i in shown
    ]
    tones = {m.place.tone for m in laid.marks if not m.place.uncertain}
    found += [(MapPoint(0, 0, tone=tone), SIDES[0], key.tones[tone]) for tone in Tone if tone in tones & set(key.tones)]
    if any(p.uncertain for m in laid.marks for p in m.places):
        found.append((MapPoint(0, 0, uncertain=True), SIDES[0], "default or uncertain point"))
    if any(m.place.rank is None for m in laid.marks):
        found.append((MapPoint(0, 0), DOT, key.background))
    if any(p.rank is not None for p in laid.outside):
        found.append((None, 14.0, "towards a place outside this map"))
    return found
