"""The chart of a location brief: the place, who and what is linked to it, events folded into the lines."""

from graphsvc.model import links
from graphsvc.model.network import EntityRef, Statement
from graphsvc.products.location_facts import Facts
from graphsvc.products.naming import Labels
from visualise.confirmation import confirmation
from visualise.diagram import Diagram, Line, Node, describe, draw_diagram

MOST_DRAWN = 24
REST = "the tables tell the others"


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
    drawn = _chosen([n for n, _ in nodes])
    kept = {n.id for n in drawn}
    shown = [line for line in lines if line.a_id in kept]
    name = f"Links of {labels.of(place)}"
    diagram = Diagram(centre, drawn, tuple(shown), name, len(nodes), (f"as of {as_of}",), REST)
    return draw_diagram(diagram, most=MOST_DRAWN), describe(diagram, drawn, shown)


def _chosen(nodes: list[Node]) -> tuple[Node, ...]:
    """What is drawn: people in the order they first appear (never ranked by number), things by how often they occur.

    Things take at most half of the places where there are people to fill the other half.
    """
    people = [n for n in nodes if n.type == "Person"]
    things = sorted((n for n in nodes if n.type != "Person"), key=lambda n: (-n.relevance, n.label, n.id))
    room = max(MOST_DRAWN // 2, MOST_DRAWN - len(people))
    things = things[:room]
    return (*people[: MOST_DRAWN - len(things)], *things)


def _through_events(facts: Facts, labels: Labels, place: EntityRef) -> list[tuple[Node, Line]]:
    found = []
    for involved in facts.involved:
        events = f"{involved.occurrences} {'event' if involved.occurrences == 1 else 'events'}"
        note = f"{events}, {'; '.join(involved.roles)}"
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
