"""What a portable chart draws, as pyvis takes it: entities with shape and rings, lines with style, width and words."""

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from graphsvc.model import entities, links
from graphsvc.model.links import PersonRole
from graphsvc.model.network import EntityRef, Network, RolledLink, Statement, Together
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.wording import LOCAL, name
from visualise.diagram import Line, Node
from visualise.folding import Folded, events_words, fold, own_part, together_line, together_verb
from visualise.network import between, directions, line_of, roll_up
from visualise.portable_layout import ROOMY, Point, Tray, arrange
from visualise.svg import clean, shorten
from visualise.theme import INK, KINDS, LINE, Confirmation, Ring, line_width, ring_strokes

RADIUS = 15
CENTRE_RADIUS = 22
_NAME_LINE, _NAME_LINES = 22, 2
_MANY = 300
UNDATED = "undated"
_CHOSEN = "#1d70b8"
_SUSPECTS = frozenset({PersonRole.SUSPECT.value, PersonRole.CONVICTED.value})
_NATIVE = {
    "circle": "dot", "small circle": "dot", "square": "square", "rounded": "square",
    "diamond": "diamond", "hexagon": "hexagon", "triangle": "triangle",
}  # fmt: skip
OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "tooltipDelay": 150, "multiselect": False},
    "edges": {
        "smooth": False, "selectionWidth": 0, "hoverWidth": 0, "arrowStrikethrough": False,
        "color": {"color": LINE, "highlight": _CHOSEN, "hover": LINE, "inherit": False},
        "arrows": {"to": {"scaleFactor": 0.55}},
    },
}  # fmt: skip


@dataclass(frozen=True)
class DrawnLine:
    """One line with the links it stands for, and its words: the verbs, and the dates."""

    line: Line
    rolled: tuple[RolledLink, ...]
    verbs: str
    dates: str
    together: Together | None = None
    """Events of both folded into this line, with the other's part in them."""
    own_part: str = ""
    """The centre's own part in those events, in words."""

    @property
    def complete(self) -> bool:
        """Whether every statement behind the line is at hand."""
        return all(r.complete for r in self.rolled) and (self.together is None or self.together.complete)

    @property
    def count_words(self) -> str:
        """``4 statements``, or ``3 events, 4 statements`` where events are folded into the line."""
        said = statements_words(self.line.count)
        parts = (events_words(self.together), said, self.own_part) if self.together else (said,)
        return ", ".join(p for p in parts if p)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements at hand."""
        return (*(s for r in self.rolled for s in r.statements), *(self.together.statements if self.together else ()))


@dataclass(frozen=True)
class Drawn:
    """Everything on the chart, in one fixed order: entities by id, lines by the pair they join.

    ``events`` are folded into lines and not drawn; ``event_lines`` are the centre's own links to them, for the table.
    """

    centre: EntityRef
    entities: Mapping[str, EntityRef]
    lines: tuple[DrawnLine, ...]
    rings: Mapping[str, tuple[Ring, ...]]
    numbers: Mapping[str, str]
    """The chart's own short name of each entity: ids of the store do not leave with the file."""
    places: Mapping[str, Point]
    tray: Tray | None
    """Where what no report dates stands, apart from the rest."""
    not_shown: int
    events: Mapping[str, EntityRef]
    event_lines: tuple[DrawnLine, ...]

    @property
    def roomy(self) -> bool:
        """Whether the words on the lines are shown from the start."""
        return len(self.entities) - 1 <= ROOMY

    @property
    def line_opacity(self) -> float:
        """Many lines meet at the centre: the more there are the paler each is, so that names over them are read."""
        return 1.0 if self.roomy else 0.6 if len(self.lines) <= _MANY else 0.3


def draw(network: Network, described: Mapping[str, str]) -> Drawn:
    """Work out what is drawn and where. ``described`` says whom reports call a child or an adult."""
    folded = fold(network)
    held = {e.id: e for e in folded.entities} | {network.centre.id: network.centre}
    events = {e.id: e for e in network.entities if e.id in folded.own}
    lines = _all_lines(network.centre.id, folded, held)
    near = [_ranked(e, lines) for e in held.values() if e.id != network.centre.id]
    near.sort(key=lambda n: (-n.relevance, n.label, n.id))
    ordered = [network.centre.id, *(n.id for n in near)]
    numbered = {i: number for number, i in enumerate([*ordered, *events])}
    own = roll_up(link for links_to in folded.own.values() for link in links_to)
    arranged = arrange(network.centre.id, near, [(x.line.a_id, x.line.b_id) for x in lines], _undated(lines))
    return Drawn(
        network.centre,
        {i: held[i] for i in ordered},
        _in_order(lines, numbered),
        {i: rings_of(held[i], network, described.get(i, "")) for i in ordered},
        {i: f"n{number}" for i, number in numbered.items()},
        arranged.places,
        arranged.tray,
        max(0, network.total - network.shown),
        events,
        _in_order([drawn_line(p, r) for p, r in own.items()], numbered),
    )


def _all_lines(centre_id: str, folded: Folded, held: Mapping[str, EntityRef]) -> list[DrawnLine]:
    pairs = roll_up(folded.links)
    made = {p: drawn_line(p, r) for p, r in pairs.items() if p[0] in held and p[1] in held}
    for other, together in folded.together.items():
        first, second = sorted((centre_id, other))
        rest = made.get((first, second))
        line = together_line(centre_id, together, folded.own, rest.line if rest else None)
        said = together_verb(together)
        rolled = rest.rolled if rest else ()
        verbs = f"{said}; also {rest.verbs}" if rest else said
        made[first, second] = DrawnLine(
            line, rolled, verbs, line_dates([*rolled, together]), together, own_part(together, folded.own)
        )
    return [line for _, line in sorted(made.items())]


def rings_of(entity: EntityRef, network: Network, described: str) -> tuple[Ring, ...]:
    """The rings of a person: by what reports call them, and by their parts in the events shown."""
    if entity.type != "Person":
        return ()
    parts = (r for r in network.links if r.link_type == "TOOK_PART" and entity.id in (r.a_id, r.b_id))
    roles = {role for r in parts for role in r.roles}
    roles |= {role for t in network.together if t.entity.id == entity.id for role in t.roles}
    rings = (
        *([Ring.CHILD] if described == "child" else []),
        *([Ring.SUSPECT] if roles & _SUSPECTS else []),
    )
    return rings or ((Ring.WITNESS,) if PersonRole.WITNESS.value in roles else ())


def pyvis_page(drawn: Drawn) -> str:
    """The page pyvis writes for the chart. Only its drawing script and the library in it are used."""
    # pyvis imports a whole interactive shell: half a second that only those who draw a chart should wait for.
    from pyvis.network import Network as PyvisNetwork

    page = PyvisNetwork(directed=True, cdn_resources="in_line", height="100%")
    page.options = dict(OPTIONS)
    for entity_id, entity in drawn.entities.items():
        page.add_node(drawn.numbers[entity_id], **_node(drawn, entity))
    for told in drawn.lines:
        ends = drawn.numbers[told.line.a_id], drawn.numbers[told.line.b_id]
        page.add_edge(*ends, **_edge(told), color={"opacity": drawn.line_opacity})
    written: str = page.generate_html(notebook=False)
    return written


def _node(drawn: Drawn, entity: EntityRef) -> dict[str, Any]:
    style, (x, y) = KINDS[entity.type], drawn.places[entity.id]
    is_centre = entity.id == drawn.centre.id
    size = CENTRE_RADIUS if is_centre else RADIUS
    # Not "title": pyvis switches to tooltips made of markup as soon as a title contains "href".
    return {
        "label": " ",
        "shape": _NATIVE[style.shape.value],
        "color": {"background": style.fill, "border": INK},
        "size": size,
        "x": x,
        "y": y,
        "physics": False,
        "outline": style.shape.value,
        "letter": style.letter,
        "names": lines_of_name(name(entity)),
        "name": clean(name(entity)),
        "hover": clean(f"{name(entity)} ({kind_words(entity)})"),
        "rings": [list(stroke) for stroke in ring_strokes(drawn.rings[entity.id])],
        "main": is_centre,
        "more": drawn.not_shown if is_centre else 0,
    }


def _edge(told: DrawnLine) -> dict[str, Any]:
    line = told.line
    dashes = [float(d) for d in line.confirmation.dashes.split()]
    count = events_words(told.together) if told.together else f"×{line.count}" if line.count > 1 else ""
    return {
        "width": round(line_width(line.origins), 1),
        "dashes": dashes or False,
        "arrows": "to" if line.directed else "",
        "words": [*_wrapped(told.verbs), f"{count} · {told.dates}" if count else told.dates],
        "badge": count,
        "said": clean(told.verbs),
        "rest": f"{told.count_words}, {told.dates}; {line.confirmation.value}, {origins_words(line.origins)}",
    }


def drawn_line(pair: tuple[str, str], rolled: Sequence[RolledLink]) -> DrawnLine:
    """All links between two entities as one line.

    A line of which some statements are not at hand is not called tentative: those may bear it out better.
    """
    kept = tuple(sorted(rolled, key=lambda r: r.link_type))
    line = line_of(pair, list(kept))
    if line.confirmation is Confirmation.TENTATIVE and not all(r.complete for r in kept):
        line = replace(line, confirmation=Confirmation.UNCONFIRMED)
    verbs = " and ".join(dict.fromkeys(_verb(r, forward=(line.a_id, line.b_id) in directions(r)) for r in kept))
    return DrawnLine(line, kept, verbs, line_dates(kept))


def _verb(rolled: RolledLink, *, forward: bool) -> str:
    declared = links.BY_NAME[rolled.link_type]
    roles = [r for r in rolled.roles if r and r != "unknown"]
    verb = (declared.forward if forward else declared.backward).rstrip(":")
    return f"{verb} ({', '.join(roles)})" if roles else verb


def line_dates(rolled: Sequence[RolledLink | Together]) -> str:
    """From when to when, no more exact than the least exact statement; ``undated`` where none has a date."""
    first = min((r.first_at for r in rolled if r.first_at), default=None)
    last = max((r.last_at for r in rolled if r.last_at), default=None)
    if first is None or last is None:
        return UNDATED
    last = max(first, last - timedelta(seconds=1))  # a stretch ends before its end: all of March is not "Mar to Apr"
    said = {s.observed.precision for r in rolled for s in r.statements if s.observed.from_at}
    moments = (first,) if last - first <= timedelta(hours=25) else (first, last)
    written = (
        _written(moment.astimezone(LOCAL), said, one_day=last - first <= timedelta(hours=25)) for moment in moments
    )
    return between(*written)


def _written(local: datetime, said: Collection[DatePrecision], *, one_day: bool) -> str:
    if DatePrecision.YEAR in said:
        return f"{local:%Y}"
    if one_day and said and not {DatePrecision.MONTH, DatePrecision.UNKNOWN} & set(said):
        return f"{local.day} {local:%b %Y}"
    return f"{local:%b %Y}"


def _undated(lines: Sequence[DrawnLine]) -> frozenset[str]:
    """Who has no line with a date. A line of which some statements are not at hand still has their first and last date."""
    ends = {e for told in lines for e in (told.line.a_id, told.line.b_id)}
    dated = {e for told in lines if told.dates != UNDATED for e in (told.line.a_id, told.line.b_id)}
    return frozenset(ends - dated)


def lines_of_name(text: str) -> list[str]:
    """A name on at most two short lines, with an ellipsis where something is left out."""
    return _wrapped(text) or [" "]


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(clean(text), _NAME_LINE, break_long_words=True)
    if len(lines) > _NAME_LINES:
        lines = [*lines[: _NAME_LINES - 1], shorten(" ".join(lines[_NAME_LINES - 1 :]), _NAME_LINE)]
    return lines


def kind_words(entity: EntityRef) -> str:
    """``place, park``: what kind of thing it is."""
    label = entities.BY_NAME[entity.type].label
    return f"{label}, {entity.kind}" if entity.kind else label


def origins_words(origins: int) -> str:
    """``2 independent origins``."""
    return f"{origins:,} independent origin{'' if origins == 1 else 's'}"


def statements_words(count: int) -> str:
    """``4 statements``."""
    return f"{count:,} statement{'' if count == 1 else 's'}"


def _ranked(entity: EntityRef, lines: Sequence[DrawnLine]) -> Node:
    own = [x.line for x in lines if entity.id in (x.line.a_id, x.line.b_id)]
    best = max((x.origins for x in own), default=0)
    return Node(entity.id, name(entity), entity.type, "", best * 100_000 + min(sum(x.count for x in own), 99_999))


def _in_order(lines: Sequence[DrawnLine], rank: Mapping[str, int]) -> tuple[DrawnLine, ...]:
    """The lines in the order of the entities they join, the best evidenced first."""
    return tuple(sorted(lines, key=lambda x: sorted((rank[x.line.a_id], rank[x.line.b_id]))))
