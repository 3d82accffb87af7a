"""A drawing of one centre and its neighbours: columns to the left and right, so that every label can be read.

Neighbours stand in two columns, grouped by kind, each with its name and, below it, what links it to the centre. Links
among neighbours are curves between the columns.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from graphsvc.model import entities
from visualise import svg
from visualise.theme import FRAME, INK, KINDS, LINE, PAPER, SECONDARY_INK, Confirmation, line_width

ROW = 40.0
RADIUS = 13.0
WIDTH = 760.0
COLUMN = 265.0
"""Distance of a column of nodes from the drawing's edge: the room its labels have."""
GROUP_GAP = 26.0
TOP = 24.0
LABEL_CHARACTERS = 32
CENTRE_CHARACTERS = 20
LEGEND_ROW = 20.0


@dataclass(frozen=True)
class Node:
    """One thing drawn. ``note`` is the smaller line below its label, ``relevance`` decides what is drawn when not all fits."""

    id: str
    label: str
    type: str
    note: str = ""
    relevance: int = 0


@dataclass(frozen=True)
class Line:
    """One line drawn for all parallel links between two nodes. ``directed``: an arrow from a to b has meaning."""

    a_id: str
    b_id: str
    label: str
    count: int = 1
    origins: int = 1
    confirmation: Confirmation = Confirmation.UNCONFIRMED
    directed: bool = False


@dataclass(frozen=True)
class Diagram:
    """What is to be drawn. ``total`` is the number of neighbours there are, of which ``nodes`` may be the first."""

    centre: Node
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    name: str
    total: int
    remarks: tuple[str, ...] = ()
    rest: str = "the table shows all"
    """Where to find what is not drawn."""


@dataclass
class _Places:
    """Where each node stands, and on which side of the centre."""

    at: dict[str, tuple[float, float]] = field(default_factory=dict)
    side: dict[str, int] = field(default_factory=dict)
    headings: list[tuple[str, float, int]] = field(default_factory=list)
    bottom: float = TOP


def choose(nodes: Sequence[Node], most: int) -> tuple[Node, ...]:
    """The ``most`` relevant nodes (ties in the order given), grouped by kind, each kind in the order given."""
    best = {n.id for n in sorted(nodes, key=lambda n: -n.relevance)[:most]}
    order = {t: i for i, t in enumerate(KINDS)}
    return tuple(sorted((n for n in nodes if n.id in best), key=lambda n: order.get(n.type, len(order))))


def draw_diagram(diagram: Diagram, *, most: int = 40) -> str:
    """The diagram as a stand-alone SVG; at most ``most`` neighbours, what is not drawn is said at the foot."""
    shown = choose(diagram.nodes, most)
    places = _arrange(shown)
    middle = (WIDTH / 2, max(TOP + 2 * ROW, (TOP + places.bottom) / 2))
    places.at[diagram.centre.id] = middle
    bottom = max(places.bottom, middle[1] + 3 * RADIUS + ROW)
    known = places.at.keys()
    lines = [line for line in diagram.lines if line.a_id in known and line.b_id in known]
    foot = foot_line(len(shown), diagram)
    legend, height = _legend(shown, diagram.centre, lines, bottom, foot)
    parts = [_draw_line(line, places, diagram.centre.id) for line in lines]
    parts += [_heading(*h) for h in places.headings]
    parts += [_draw_node(node, places) for node in shown]
    parts.append(_draw_centre(diagram.centre, middle))
    return svg.document(WIDTH, height, diagram.name, describe(diagram, shown, lines), "".join(parts) + legend)


def foot_line(shown: int, diagram: Diagram) -> str:
    """What the drawing shows and what it leaves out."""
    total = diagram.total
    count = f"Chart shows {shown:,} of {total:,}; {diagram.rest}" if shown < total else f"Chart shows all {total:,}"
    return " · ".join([count, *diagram.remarks])


def describe(diagram: Diagram, shown: Sequence[Node], lines: Sequence[Line]) -> str:
    """The drawing in words, for those who do not see it."""
    named = {n.id: n.label for n in (diagram.centre, *shown)}
    told = [f"{named[x.a_id]} {x.label} {named[x.b_id]}" for x in lines[:60]]
    rest = f" And {len(lines) - 60} more lines." if len(lines) > 60 else ""
    return f"{foot_line(len(shown), diagram)}. {'. '.join(told)}.{rest}"


def _arrange(nodes: Sequence[Node]) -> _Places:
    """Split the nodes, group after group, over the left and the right column so that both are about as tall."""
    places = _Places()
    half = (len(nodes) + 1) // 2
    for side, part in ((-1, nodes[:half]), (1, nodes[half:])):
        y, kind = TOP, ""
        x = COLUMN if side < 0 else WIDTH - COLUMN
        for node in part:
            if node.type != kind:
                kind = node.type
                continued = side > 0 and bool(nodes[:half]) and nodes[half - 1].type == kind and node is part[0]
                places.headings.append((_plural(kind) + (" (continued)" if continued else ""), y + 4, side))
                y += GROUP_GAP
            places.at[node.id], places.side[node.id] = (x, y), side
            y += ROW
        places.bottom = max(places.bottom, y)
    return places


def _plural(kind: str) -> str:
    declared = entities.BY_NAME.get(kind)
    return declared.plural if declared else kind


def _outer(side: int) -> tuple[float, str]:
    """Where text of a column starts, and which end of it is anchored there."""
    gap = RADIUS + 8
    return (COLUMN - gap, "end") if side < 0 else (WIDTH - COLUMN + gap, "start")


def _heading(words: str, y: float, side: int) -> str:
    x, anchor = _outer(side)
    return svg.text(words, x, y, size=12, fill=SECONDARY_INK, text_anchor=anchor, font_weight="bold")


def _draw_node(node: Node, places: _Places) -> str:
    (x, y), side = places.at[node.id], places.side[node.id]
    text_x, anchor = _outer(side)
    parts = [svg.title(f"{node.label}. {node.note}"), _mark(node, x, y, RADIUS)]
    parts.append(svg.text(svg.shorten(node.label, LABEL_CHARACTERS), text_x, y, text_anchor=anchor))
    note = svg.shorten(node.note, LABEL_CHARACTERS + 12)
    parts.append(svg.text(note, text_x, y + 15, size=11, fill=SECONDARY_INK, text_anchor=anchor))
    return svg.element("g", "".join(parts))


def _draw_centre(node: Node, at: tuple[float, float]) -> str:
    """The centre, its name below it on up to two lines over a patch of paper: many lines pass there."""
    x, y = at
    parts = [svg.title(node.label), _mark(node, x, y, RADIUS * 1.7, 3)]
    lines = textwrap.wrap(node.label, CENTRE_CHARACTERS, max_lines=2, placeholder="…") or [" "]
    y += 3.2 * RADIUS
    for words in lines:
        width = 8.6 * len(words) + 8
        patch = svg.element("rect", x=x - width / 2, y=y - 14, width=width, height=19, fill=PAPER, fill_opacity="0.85")
        parts += [patch, svg.text(words, x, y, size=15, text_anchor="middle", font_weight="bold")]
        y += 18
    if node.note:
        parts.append(svg.text(node.note, x, y - 2, size=11, fill=SECONDARY_INK, text_anchor="middle"))
    return svg.element("g", "".join(parts))


def _mark(node: Node, x: float, y: float, radius: float, stroke_width: float = 1.5) -> str:
    style = KINDS.get(node.type, KINDS["Item"])
    letter = svg.element(
        "text", escape(style.letter), x=x, y=y + radius * 0.36, font_size=radius, fill=INK, text_anchor="middle"
    )
    return svg.node_shape(style, x, y, radius, stroke_width=stroke_width) + letter


def _draw_line(line: Line, places: _Places, centre: str) -> str:
    (ax, ay), (bx, by) = places.at[line.a_id], places.at[line.b_id]
    if centre in (line.a_id, line.b_id):
        path = f"M{svg.number(ax)},{svg.number(ay)} L{svg.number(bx)},{svg.number(by)}"
        badge_at = _along((bx, by), (ax, ay)) if line.a_id == centre else _along((ax, ay), (bx, by))
    else:
        bend = _bend(places, line)
        points = (ax, ay), (ax + bend[0], ay), (bx + bend[1], by), (bx, by)
        start, *rest = (f"{svg.number(x)},{svg.number(y)}" for x, y in points)
        path = f"M{start} C{' '.join(rest)}"
        badge_at = ((ax + bend[0] + bx + bend[1]) / 2 * 0.75 + (ax + bx) / 2 * 0.25, (ay + by) / 2)
    return svg.element(
        "g", svg.title(line.label) + stroke(path, line) + _badge(line.count, badge_at) + _arrow(line, places)
    )


def _along(near: tuple[float, float], far: tuple[float, float]) -> tuple[float, float]:
    """A point on the straight line, at a fixed distance from the neighbour, where badges of other lines do not stand."""
    return near[0] + (far[0] - near[0]) * 0.28, near[1] + (far[1] - near[1]) * 0.28


def _bend(places: _Places, line: Line) -> tuple[float, float]:
    """How far a curve between two neighbours bows towards the middle; nearer rows bow less."""
    depth = min(120.0, 30 + abs(places.at[line.a_id][1] - places.at[line.b_id][1]) * 0.35)
    return -depth * places.side[line.a_id], -depth * places.side[line.b_id]


def stroke(path: str, line: Line) -> str:
    """A line in the style of its confirmation, as wide as it has independent origins."""
    look: dict[str, str | float] = {"stroke": LINE, "stroke_width": line_width(line.origins), "fill": "none"}
    if line.confirmation.dashes:
        look["stroke_dasharray"] = line.confirmation.dashes
    return svg.element("path", d=path, stroke_linecap="round", **look)


def _badge(count: int, at: tuple[float, float]) -> str:
    """The number of parallel links on their one line; nothing where there is one."""
    if count < 2:
        return ""
    x, y = at
    return svg.text(f"×{count}", x, y + 4, size=11, text_anchor="middle", font_weight="bold")


def _arrow(line: Line, places: _Places) -> str:
    """A small arrow head at the end a directed line points to."""
    if not line.directed:
        return ""
    (ax, ay), (bx, by) = places.at[line.a_id], places.at[line.b_id]
    if line.a_id in places.side and line.b_id in places.side:
        ax, ay = bx + (_bend(places, line)[1]), by
    length = max(1.0, ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5)
    ux, uy = (bx - ax) / length, (by - ay) / length
    back = RADIUS * (1.3 if line.b_id in places.side else 2.1)
    return arrow_head(bx - ux * back, by - uy * back, ux, uy)


def arrow_head(x: float, y: float, ux: float, uy: float) -> str:
    """A filled arrow head whose tip is at (x, y), pointing along the unit vector (ux, uy)."""
    left = (x - 9 * ux - 4 * uy, y - 9 * uy + 4 * ux)
    right = (x - 9 * ux + 4 * uy, y - 9 * uy - 4 * ux)
    points = " ".join(f"{svg.number(px)},{svg.number(py)}" for px, py in ((x, y), left, right))
    return svg.element("polygon", points=points, fill=LINE)


def _legend(shown: Sequence[Node], centre: Node, lines: Sequence[Line], top: float, foot: str) -> tuple[str, float]:
    """The legend below the drawing (only what is in it) with the foot line, and where it ends."""
    kinds = [k for k in KINDS if k in {n.type for n in (centre, *shown)}]
    y = top + 18
    parts = [svg.element("path", d=f"M20,{svg.number(y - 12)} H{svg.number(WIDTH - 20)}", stroke=FRAME)]
    x = 30.0
    for kind in kinds:
        label = entities.BY_NAME[kind].label
        parts.append(_mark(Node("", "", kind), x, y + 4, 8))
        parts.append(svg.text(label, x + 15, y + 8, size=11))
        x += 34 + 7 * len(label)
    used = [c for c in Confirmation if c in {line.confirmation for line in lines}]
    for style in used:
        y += LEGEND_ROW
        parts.append(stroke(f"M22,{svg.number(y + 4)} H70", Line("", "", "", confirmation=style, origins=2)))
        parts.append(svg.text(style.words, 80, y + 8, size=11))
    y += LEGEND_ROW
    words = "Width: number of independent origins. ×n: n links on one line. " + (
        "Arrow: the direction the report gives." if any(line.directed for line in lines) else ""
    )
    parts.append(svg.text(words, 22, y + 8, size=11))
    y += LEGEND_ROW
    parts.append(svg.text(foot, 22, y + 8, size=11, font_weight="bold"))
    return "".join(parts), y + 24
