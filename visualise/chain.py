"""A chain of connections as a drawing, from left to right, each step with why it stands and when."""

from collections.abc import Mapping

from graphsvc.model.finding import Chain, Step, StepBasis
from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.wording import name, when
from visualise import svg
from visualise.confirmation import step_confirmation
from visualise.diagram import Line, stroke
from visualise.theme import INK, KINDS, SECONDARY_INK

PER_ROW = 4
STEP = 250.0
ROW = 150.0
LEFT = 90.0
TOP = 70.0
RADIUS = 20.0


def draw_chain(
    chain: Chain, entities: Mapping[str, EntityRef], statements: Mapping[str, Statement], *, heading: str = ""
) -> str:
    """The chain as a stand-alone SVG, four entities to a row.

    ``entities`` names the ids of the chain, ``statements`` gives the statements behind its steps by their id; a step
    whose statements are not given is drawn unconfirmed, without dates.
    """
    ids = chain.entity_ids
    named = {i: name(entities[i]) if i in entities else "not named here" for i in ids}
    positions = [_position(i) for i in range(len(ids))]
    parts = [_step(chain.steps[i], positions[i], positions[i + 1], statements) for i in range(len(chain.steps))]
    parts += [_node(entities.get(i), named[i], at) for i, at in zip(ids, positions, strict=True)]
    rows = (len(ids) + PER_ROW - 1) // PER_ROW
    width = 2 * LEFT + STEP * (min(len(ids), PER_ROW) - 1)
    title = heading or f"Chain from {named[ids[0]]} to {named[ids[-1]]}"
    told = ". ".join(
        f"{named[s.from_id]} to {named[s.to_id]}: {basis_words(s)}, {_dates(s, statements)}" for s in chain.steps
    )
    return svg.document(width, TOP + ROW * rows - 20, title, told + ".", "".join(parts))


def basis_words(step: Step) -> str:
    """Why the two ends of a step stand next to one another, in words."""
    through = f", {len(step.via_ids)} {'event' if len(step.via_ids) == 1 else 'events'}"
    return {
        StepBasis.LINK: "linked",
        StepBasis.EVENT: "same event" + (through if step.via_ids else ""),
        StepBasis.SAME_TIME: "same place, same time",
        StepBasis.BOTH_KNOWN_AT: "both known at, no common time",
    }[step.basis]


def _position(index: int) -> tuple[float, float]:
    return LEFT + STEP * (index % PER_ROW), TOP + ROW * (index // PER_ROW)


def _found(step: Step, statements: Mapping[str, Statement]) -> list[Statement]:
    return [statements[i] for i in step.link_ids if i in statements]


def _dates(step: Step, statements: Mapping[str, Statement]) -> str:
    dated = sorted((s for s in _found(step, statements) if s.observed.from_at), key=lambda s: str(s.observed.from_at))
    if not dated:
        return "no date reported"
    more = f" and {len(dated) - 1} more" if len(dated) > 1 else ""
    return when(dated[0].observed) + more


def _step(step: Step, a: tuple[float, float], b: tuple[float, float], statements: Mapping[str, Statement]) -> str:
    style = step_confirmation(step, _found(step, statements))
    line = Line(step.from_id, step.to_id, "", origins=max(1, step.origins), confirmation=style)
    dates = _dates(step, statements)
    if a[1] == b[1]:
        path = f"M{svg.number(a[0])},{svg.number(a[1])} H{svg.number(b[0])}"
        x, y = (a[0] + b[0]) / 2, a[1] - 26
    else:
        half = a[1] + ROW * 0.62
        path = f"M{svg.number(a[0])},{svg.number(a[1])} V{svg.number(half)} H{svg.number(b[0])} V{svg.number(b[1])}"
        x, y = (a[0] + b[0]) / 2, half - 24
    words = svg.text(svg.shorten(basis_words(step), 30), x, y, size=12, text_anchor="middle")
    when_ = svg.text(svg.shorten(dates, 38), x, y + 14, size=10, fill=SECONDARY_INK, text_anchor="middle")
    return svg.element("g", svg.title(f"{basis_words(step)}: {dates}") + stroke(path, line) + words + when_)


def _node(entity: EntityRef | None, label: str, at: tuple[float, float]) -> str:
    x, y = at
    style = KINDS[entity.type] if entity else KINDS["Item"]
    letter = svg.element(
        "text", style.letter, x=x, y=y + RADIUS * 0.36, font_size=RADIUS, fill=INK, text_anchor="middle"
    )
    words = svg.text(svg.shorten(label, 24), x, y + RADIUS + 20, text_anchor="middle", font_weight="bold")
    return svg.element("g", svg.title(label) + svg.node_shape(style, x, y, RADIUS) + letter + words)
