"""Where things stand on a portable chart: rings round the centre, the best evidenced nearest, kind after kind clockwise.

What no report dates stands apart, in a tray at the right. Worked out here and not in the browser: nothing moves on
opening, and the same network stands in the same places.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from visualise.diagram import Node
from visualise.theme import KINDS

ROOMY = 40
"""Up to so many neighbours, names and the words on the lines all have room; above it the words wait to be asked for."""
_MOST_SPRUNG = 400
_ONE_RING = 12
_DENSITY = 0.92
_SAME_RING = 1.6
"""Two of one ring that follow one another stand so much further apart: their names lie side by side."""
_GOLDEN = (math.sqrt(5) - 1) / 2
"""How far each ring begins after the one inside it, of its own steps: nowhere do all of them begin together."""
_SEED = 20260312
_CELL_ROOMY = (168.0, 112.0)
_CELL_CLOSE = (128.0, 58.0)
_TRAY_AWAY, _TRAY_ROWS = 1.5, 9
_TRAY_ROW_ROOMY, _TRAY_ROW_CLOSE = 0.8, 1.25
_WIDEST_TRAY = math.radians(75)

Point = tuple[int, int]


@dataclass(frozen=True)
class Tray:
    """The frame round what is undated, by its corners."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Arranged:
    """A place for the centre, which is (0, 0), and for every neighbour; the tray, where something is in it."""

    places: Mapping[str, Point]
    tray: Tray | None = None


def arrange(
    centre: str, nodes: Sequence[Node], pairs: Collection[tuple[str, str]], undated: Collection[str] = ()
) -> Arranged:
    """Where everything stands. ``pairs`` are the ends of all lines, ``undated`` who belongs in the tray.

    Where neighbours are linked among themselves, those stand side by side; otherwise kind follows kind. Where nothing is
    dated there is no tray: nobody stands apart from anybody. The order of ``nodes`` and ``pairs`` changes nothing.
    """
    cell, row = (_CELL_ROOMY, _TRAY_ROW_ROOMY) if len(nodes) <= ROOMY else (_CELL_CLOSE, _TRAY_ROW_CLOSE)
    best = sorted(nodes, key=lambda n: (-n.relevance, n.label, n.id))
    ringed = [n for n in best if n.id not in undated] or best
    apart = [n for n in best if n.id in undated] if len(ringed) < len(best) else []
    radius = _rings(len(ringed))[-1][0] if ringed else 0.0
    columns = math.ceil(len(apart) / max(_TRAY_ROWS, 2 * radius))
    half = (len(apart) / columns + 1) / 2 * row if apart else 0.0
    kept_free = min(_WIDEST_TRAY, math.atan2(half, radius + _TRAY_AWAY))
    order = _round_the_centre(centre, ringed, pairs)
    at = {
        **_on_rings(ringed, order, kept_free),
        **_in_columns(apart, row / max(columns, 1), columns, radius + _TRAY_AWAY),
    }
    places = {i: (round(x * cell[0]), round(y * cell[1])) for i, (x, y) in at.items()}
    return Arranged({centre: (0, 0), **places}, _frame([places[n.id] for n in apart], cell))


def _on_rings(nodes: Sequence[Node], order: Mapping[str, float], kept_free: float) -> Mapping[str, tuple[float, float]]:
    """Everybody in a direction of their own, so that no line to the centre runs through whoever stands further in.

    ``kept_free`` is half the angle at the right in which nobody stands.
    """
    rings = _rings(math.ceil(len(nodes) / (1 - kept_free / math.pi)), len(nodes))
    waiting, begun = list[list[Node]](), 0
    for _, room in rings:
        waiting.append(sorted(nodes[begun : begun + room], key=lambda n: -order[n.id]))
        begun += room
    turns = _turns([room for _, room in rings])
    start, whole = (kept_free, 2 * (math.pi - kept_free)) if kept_free else (-math.pi / 2, 2 * math.pi)
    found = {}
    for ring, turn in turns:
        angle, radius = start + whole * turn, rings[ring][0]
        found[waiting[ring].pop().id] = (radius * math.cos(angle), radius * math.sin(angle))
    return found


def _turns(rooms: Sequence[int]) -> list[tuple[int, float]]:
    """Whose turn it is, clockwise: the ring, and how far round it is (0 to 1). Each ring comes as evenly as it can."""
    begun = [(0.5 + ring * _GOLDEN) % 1 for ring in range(len(rooms))]
    ideal = sorted(((i + begun[ring]) / room, ring) for ring, room in enumerate(rooms) for i in range(room))
    if len(ideal) > ROOMY:  # so many have no room for a line of their own; each ring as even as it can be is then best
        return [(ring, at) for at, ring in ideal]
    rings = [ring for _, ring in ideal]
    gaps = [_SAME_RING if a == b else 1.0 for a, b in pairwise([*rings, *rings[:1]])]
    reached = accumulate(gaps[:-1], initial=gaps[-1] / 2 if gaps else 0.0)
    return [(ring, at / sum(gaps)) for ring, at in zip(rings, reached, strict=False)]


def _in_columns(nodes: Sequence[Node], step: float, columns: int, left: float) -> Mapping[str, tuple[float, float]]:
    """The tray's own, the best evidenced first, from top to bottom. The lines to a column pass between those before it."""
    found = {}
    for index, node in enumerate(nodes):
        x = left + index % columns
        found[node.id] = (x, (index - (len(nodes) - 1) / 2) * step * x / left)
    return found


def _frame(places: Sequence[Point], cell: tuple[float, float]) -> Tray | None:
    if not places:
        return None
    across, down = cell[0] * 0.6, cell[1] * 0.6
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return Tray(round(min(xs) - across), round(min(ys) - down), round(max(xs) + across), round(max(ys) + down))


def _rings(count: int, most: int | None = None) -> list[tuple[float, int]]:
    """The radius of each ring, in cells of one by one, and how many stand on it: all equally dense.

    ``most``: how many there are in truth, where ``count`` is what would fill the whole of the rings.
    """
    left = count if most is None else most
    if count <= _ONE_RING:
        return [(max(1.4, count / (2 * math.pi * _DENSITY)), left)] if left else []
    radii, rooms = list[float](), list[int]()
    while sum(rooms) < count:
        radii.append(len(radii) + 1.5)
        rooms.append(math.floor(2 * math.pi * radii[-1] * _DENSITY))
    share, rings = left / sum(rooms), list[tuple[float, int]]()
    for radius, room in zip(radii, rooms, strict=True):
        taken = min(left, math.ceil(room * share))
        rings.append((radius, taken))
        left -= taken
    return [r for r in rings if r[1]]


def _round_the_centre(centre: str, nodes: Sequence[Node], pairs: Collection[tuple[str, str]]) -> Mapping[str, float]:
    """The order in which neighbours stand on their ring."""
    kinds = {kind: i for i, kind in enumerate(KINDS)}
    by_kind = sorted(nodes, key=lambda n: (kinds.get(n.type, len(kinds)), n.label, n.id))
    order = {n.id: float(i) for i, n in enumerate(by_kind)}
    among = sorted(p for p in pairs if centre not in p)
    if not among or len(nodes) > _MOST_SPRUNG:
        return order
    return _sprung(centre, order, among)


def _sprung(centre: str, order: Mapping[str, float], among: Sequence[tuple[str, str]]) -> Mapping[str, float]:
    """The directions in which a seeded spring layout, begun from the order by kind, puts the neighbours."""
    import networkx  # only a network with links among neighbours needs it, and it takes a while to come

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from([centre, *order])
    graph.add_edges_from(((centre, n) for n in order), weight=0.2)
    graph.add_edges_from(among, weight=1.0)
    start = {
        n: (math.cos(2 * math.pi * i / len(order)), math.sin(2 * math.pi * i / len(order))) for n, i in order.items()
    }
    found = networkx.spring_layout(graph, pos={**start, centre: (0.0, 0.0)}, fixed=[centre], seed=_SEED)
    return {n: round(math.atan2(found[n][1], found[n][0]), 6) + i * 1e-9 for n, i in order.items()}
