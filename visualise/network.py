"""An expansion as a drawing: the centre, its most relevant neighbours, and the links among them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from graphsvc.model import links
from graphsvc.model.network import EntityRef, Network, RolledLink, Together
from graphsvc.model.wording import LOCAL, as_of, name
from visualise.confirmation import confirmation
from visualise.diagram import Diagram, Line, Node, draw_diagram
from visualise.folding import Folded, fold, together_line, together_words

MOST_DRAWN = 60


def draw_network(network: Network, *, most: int = 40, remarks: tuple[str, ...] = ()) -> str:
    """The network as a stand-alone SVG, at most ``most`` (never over 60) of its neighbours.

    The most relevant are drawn: those with most independent origins on their links, then most links, then by name.
    ``remarks`` are added to the line at the foot ("your scope: South area").
    """
    folded = fold(network)
    by_pair = roll_up(folded.links)
    near: dict[str, list[RolledLink]] = {n.id: [] for n in folded.entities}
    for pair, rolled in by_pair.items():
        for end in pair:
            if end in near and network.centre.id in pair:
                near[end] += rolled
    nodes = [_node(e, near[e.id], network.centre.id, folded.together.get(e.id)) for e in folded.entities]
    nodes.sort(key=lambda n: (-n.relevance, n.label, n.id))
    diagram = Diagram(
        Node(network.centre.id, name(network.centre), network.centre.type, network.centre.kind),
        tuple(nodes),
        _lines(network.centre.id, by_pair, folded),
        f"Links of {name(network.centre)}",
        max(network.total + len(nodes) - len([e for e in network.entities if e.id != network.centre.id]), len(nodes)),
        (*_folded_words(folded), f"as of {as_of(network.as_of)}", *remarks),
    )
    return draw_diagram(diagram, most=max(1, min(most, MOST_DRAWN)))


def _lines(centre_id: str, by_pair: Mapping[tuple[str, str], list[RolledLink]], folded: Folded) -> tuple[Line, ...]:
    made = {pair: line_of(pair, rolled) for pair, rolled in by_pair.items()}
    for other, together in folded.together.items():
        first, second = sorted((centre_id, other))
        made[first, second] = together_line(centre_id, together, folded.own, made.get((first, second)))
    return tuple(line for _, line in sorted(made.items()))


def _folded_words(folded: Folded) -> tuple[str, ...]:
    events = folded.events
    return (f"{events:,} event{'' if events == 1 else 's'} folded into lines",) if events else ()


def roll_up(rolled: Iterable[RolledLink]) -> Mapping[tuple[str, str], list[RolledLink]]:
    """Links of all types by the unordered pair they join: one line each. A link of a thing with itself is not drawn."""
    pairs: dict[tuple[str, str], list[RolledLink]] = {}
    for link in rolled:
        if link.a_id != link.b_id:
            first, second = sorted((link.a_id, link.b_id))
            pairs.setdefault((first, second), []).append(link)
    return dict(sorted(pairs.items()))


def span(first: datetime | None, last: datetime | None) -> str:
    """A stretch of time in a few characters, for a line's label: ``Mar 2026``, ``Jan–Mar 2026`` or ``Mar 2025–Jan 2026``."""
    if first is not None and last is not None and last > first:
        last -= timedelta(seconds=1)  # a stretch ends before its end: all of March is not "Mar–Apr"
    return between(*(f"{m.astimezone(LOCAL):%b %Y}" for m in (first, last) if m is not None))


def between(*ends: str) -> str:
    """Two ends of a stretch as one: once where they are equal, and the year once where it is the same."""
    distinct = list(dict.fromkeys(ends))
    if len(distinct) == 2 and distinct[0][-5:] == distinct[1][-5:]:
        distinct[0] = distinct[0][:-5]
    return "–".join(distinct)


def _node(entity: EntityRef, rolled: list[RolledLink], centre: str, together: Together | None) -> Node:
    count = sum(r.count for r in rolled) + (together.count if together else 0)
    origins = max([r.origins for r in rolled] + ([together.origins] if together else []), default=0)
    relevance = origins * 100_000 + min(count, 99_999)
    verbs = [_verb(r, centre in {a for a, _ in directions(r)}) for r in rolled]
    if together:
        # The number of events matters more than the fact of one: it is said first.
        verbs.insert(
            0, ", ".join(p for p in (together_words(together), span(together.first_at, together.last_at)) if p)
        )
    note = " · ".join(dict.fromkeys(verbs)) or "not linked to the centre"
    return Node(entity.id, name(entity), entity.type, note, relevance)


def _verb(rolled: RolledLink, from_a: bool) -> str:
    declared = links.BY_NAME[rolled.link_type]
    verb = (declared.forward if from_a else declared.backward).rstrip(":")
    parts = [verb, *[r for r in rolled.roles if r and r != "unknown"][:2], span(rolled.first_at, rolled.last_at)]
    return ", ".join(p for p in parts if p)


def directions(rolled: RolledLink) -> frozenset[tuple[str, str]]:
    """From whom to whom its statements go. ``a_id`` and ``b_id`` do not say: a reader puts the centre first."""
    pair = {rolled.a_id, rolled.b_id}
    told = {(s.from_entity.id, s.to_entity.id) for s in rolled.statements}
    return frozenset(d for d in told if set(d) == pair) or frozenset({(rolled.a_id, rolled.b_id)})


def line_of(pair: tuple[str, str], rolled: list[RolledLink]) -> Line:
    """One line for all links between two entities; it points where all those with a direction point, if they agree."""
    ways = {d for r in rolled if links.BY_NAME[r.link_type].directed for d in directions(r)}
    a, b = next(iter(ways)) if len(ways) == 1 else pair
    statements = [s for r in rolled for s in r.statements]
    return Line(
        a,
        b,
        " and ".join(dict.fromkeys(_verb(r, (a, b) in directions(r)) for r in rolled)),
        sum(r.count for r in rolled),
        max(r.origins for r in rolled),
        confirmation(statements),
        directed=len(ways) == 1,
    )
