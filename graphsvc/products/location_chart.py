"""The chart of a location brief: the place, who and what is linked to it, events folded into the lines."""

from graphsvc.model import links
from graphsvc.model.network import EntityRef, Statement
from graphsvc.products.location_facts import Facts
from graphsvc.products.naming import Labels
from visualise.confirmation import confirmation
from visualise.diagram import Diagram, Line, Node, choose, describe, draw_diagram
from visualise.network import span

MOST_DRAWN = 24


def chart(facts: Facts, labels: Labels, place: EntityRef, as_of: str) -> tuple[str, str] | None:
    """The drawing as SVG and the words that stand for it; None where nothing is linked."""
    nodes, lines = _through_events(facts, labels, place), []
    lines = [line for _, line in nodes]
    for node, line in _direct(facts, labels, place):
        if node.id not in {n.id for n, _ in nodes}:
            nodes.append((node, line))
            lines.append(line)
    if not nodes:
        return None
    centre = Node(place.id, labels.of(place), place.type, place.kind)
    only = tuple(n for n, _ in nodes)
    diagram = Diagram(centre, only, tuple(lines), f"Links of {labels.of(place)}", len(only), (f"as of {as_of}",))
    return draw_diagram(diagram, most=MOST_DRAWN), describe(diagram, choose(only, MOST_DRAWN), _drawn(diagram))


def _drawn(diagram: Diagram) -> list[Line]:
    kept = {n.id for n in choose(diagram.nodes, MOST_DRAWN)} | {diagram.centre.id}
    return [line for line in diagram.lines if line.a_id in kept and line.b_id in kept]


def _through_events(facts: Facts, labels: Labels, place: EntityRef) -> list[tuple[Node, Line]]:
    found = []
    for involved in facts.involved:
        events = f"{involved.occurrences} {'event' if involved.occurrences == 1 else 'events'} here"
        note = ", ".join(p for p in ("; ".join(involved.roles), events, span(involved.first_at, involved.last_at)) if p)
        node = Node(involved.entity.id, labels.of(involved.entity), involved.entity.type, note, involved.occurrences)
        found.append((node, _line(node, place, list(involved.statements), f"in {events} at", involved.occurrences)))
    return found


def _direct(facts: Facts, labels: Labels, place: EntityRef) -> list[tuple[Node, Line]]:
    by_other: dict[str, list[Statement]] = {}
    ends: dict[str, EntityRef] = {}
    for s in facts.direct:
        other = s.to_entity if s.from_entity.id == place.id else s.from_entity
        ends[other.id] = other
        by_other.setdefault(other.id, []).append(s)
    found = []
    for key, said in by_other.items():
        declared = links.BY_NAME[said[0].link_type]
        verb = (declared.backward if said[0].from_entity.id == place.id else declared.forward).rstrip(":")
        node = Node(key, labels.of(ends[key]), ends[key].type, verb, len(said))
        found.append((node, _line(node, place, said, verb, len(said))))
    return found


def _line(node: Node, place: EntityRef, said: list[Statement], label: str, count: int) -> Line:
    origins = len({s.source.origin or s.source.report_id for s in said})
    return Line(node.id, place.id, label, count, origins, confirmation(said))
