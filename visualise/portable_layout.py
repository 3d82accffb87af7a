"""Where things stand on a portable chart: rings round the centre, the best evidenced nearest, kind after kind clockwise.

Worked out here and not in the browser: nothing moves on opening, and the same network stands in the same places.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from visualise.diagram import Node
from visualise.theme import KINDS

ROOMY = 40
"""Up to so many neighbours, names and the words on the lines all have room; above it the words wait to be asked for."""
_MOST_SPRUNG = 400
_ONE_RING = 12
_DENSITY = 0.92
_TURNS = 12
_SEED = 20260312
_CELL_ROOMY = (168.0, 112.0)
_CELL_CLOSE = (128.0, 58.0)

Point = tuple[int, int]


def arrange(centre: str, nodes: Sequence[Node], pairs: Collection[tuple[str, str]]) -> Mapping[str, Point]:
    """A place for the centre, which is (0, 0), and for every neighbour.

    ``pairs`` are the ends of all lines. Where neighbours are linked among themselves, those stand side by side;
    otherwise kind follows kind. The order of ``nodes`` and ``pairs`` changes nothing.
    """
    width, height = _CELL_ROOMY if len(nodes) <= ROOMY else _CELL_CLOSE
    best = sorted(nodes, key=lambda n: (-n.relevance, n.label, n.id))
    order = _round_the_centre(centre, best, pairs)
    waiting, standing = iter(best), list[tuple[float, float]]()
    places: dict[str, Point] = {centre: (0, 0)}
    for radius, room in _rings(len(best)):
        ring = sorted(islice(waiting, room), key=lambda n: order[n.id])
        turn = _turn(len(ring), radius, standing)
        for index, node in enumerate(ring):
            at = _on_ring(index, len(ring), radius, turn)
            standing.append(at)
            places[node.id] = (round(at[0] * width), round(at[1] * height))
    return places


def _rings(count: int) -> list[tuple[float, int]]:
    """The radius of each ring, in cells of one by one, and how many stand on it: all equally dense."""
    if count <= _ONE_RING:
        return [(max(1.4, count / (2 * math.pi * _DENSITY)), count)]
    radii, rooms = list[float](), list[int]()
    while sum(rooms) < count:
        radii.append(len(radii) + 1.5)
        rooms.append(math.floor(2 * math.pi * radii[-1] * _DENSITY))
    share, rings, left = count / sum(rooms), list[tuple[float, int]](), count
    for radius, room in zip(radii, rooms, strict=True):
        taken = min(left, math.ceil(room * share))
        rings.append((radius, taken))
        left -= taken
    return [r for r in rings if r[1]]


def _on_ring(index: int, count: int, radius: float, turn: float) -> tuple[float, float]:
    angle = -math.pi / 2 + 2 * math.pi * (index + turn) / count
    return radius * math.cos(angle), radius * math.sin(angle)


def _turn(count: int, radius: float, inner: Sequence[tuple[float, float]]) -> float:
    """How far to turn a ring, in steps of its own, so that its lines to the centre pass between those who stand inside."""
    if count == 1 and not inner:
        return 0.25  # to the right, where the words on a single line have room beside its arrow
    if not inner or len(inner) > _MOST_SPRUNG:
        return 0.5

    def clearance(turn: float) -> float:
        found = math.inf
        for index in range(count):
            x, y = _on_ring(index, count, radius, turn)
            for a, b in inner:
                if a * x + b * y > 0:
                    found = min(found, abs(a * y - b * x) / radius)
        return found

    return max((step / _TURNS for step in range(_TURNS)), key=clearance)


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
