"""Chains of a connection told step by step, each with the statements it rests on."""

from collections.abc import Sequence

from graphsvc.model.entities import BY_NAME, Pole
from graphsvc.model.finding import Chain, Step, StepBasis
from graphsvc.model.network import Statement
from graphsvc.model.wording import name
from graphsvc.services.networks import ConnectionTold
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from visualise.confirmation import step_confirmation

_MOST_TOLD = 4


def chain(told: ConnectionTold, held: Chain) -> Shape:
    """A Chain; its strength is that of its weakest step."""
    steps = [_step(told, step) for step in held.steps]
    return {
        "from_": steps[0]["from_"],
        "to": steps[-1]["to"],
        "steps": steps,
        "strength": shapes.weakest(s["strength"] for s in steps),
    }


def known_at(told: ConnectionTold, held: Chain) -> Shape | None:
    """The step of a chain that rests on "both known at" and nothing more; None where its place is out of scope."""
    step = next(s for s in held.steps if s.basis is StepBasis.BOTH_KNOWN_AT)
    place = next((told.names[i] for i in step.via_ids if i in told.names), None)
    if place is None:
        return None
    ends = [shapes.entity(told.names[i])["caption"] for i in (step.from_id, step.to_id) if i in told.names]
    return {
        "place": shapes.entity(place),
        "why": f"{' and '.join(ends)}: no shared event, and no overlapping time",
        "statements": shapes.statements(_statements(told, step)),
    }


def complete(told: ConnectionTold, held: Chain) -> bool:
    """Whether everything the chain names could still be read: what was withdrawn meanwhile is not told."""
    return all(i in told.names for i in held.entity_ids) and all(_statements(told, step) for step in held.steps)


def _step(told: ConnectionTold, step: Step) -> Shape:
    held = _statements(told, step)
    sentences = said(held)
    return {
        "from_": shapes.entity(told.names[step.from_id]),
        "to": shapes.entity(told.names[step.to_id]),
        "basis": _basis(told, step),
        "strength": step_confirmation(step, held).value,
        "statements": sentences[:_MOST_TOLD],
        "more": max(0, len(sentences) - _MOST_TOLD),
        "more_url": f"/entities/{step.from_id}",
    }


def said(held: Sequence[Statement]) -> list[Shape]:
    """The statements of a step. A thing that its report's sentence does not spell out is told by the link itself.

    The row of a form may say "she was given food by a man" and hold the plate of his car in a column beside it: the
    sentence alone would leave a reader asking how the car comes to stand in the chain.
    """
    told: dict[tuple[str, str], Shape] = {}
    for one in held:
        own_words = _spelt(one)
        key = (one.source.report_id, one.sentence if own_words and one.sentence else one.id)
        told.setdefault(key, shapes.statement(one, own_words=own_words))
    return list(told.values())


def _spelt(held: Statement) -> bool:
    """Whether the sentence names the things it links; a person may be meant in many words, an event needs none."""
    sentence = _letters(held.sentence)
    ends = [e for e in (held.from_entity, held.to_entity) if BY_NAME[e.type].pole not in (Pole.PERSON, Pole.EVENT)]
    return not sentence or all(_letters(name(e)) in sentence for e in ends)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _basis(told: ConnectionTold, step: Step) -> str:
    """Why the two stand next to one another where no report links them itself."""
    via = ", ".join(dict.fromkeys(name(told.names[i]) for i in step.via_ids if i in told.names))
    match step.basis:
        case StepBasis.EVENT:
            return f"In the same event: {via}." if via else "In the same event."
        case StepBasis.SAME_TIME:
            return f"At {via or 'one place'} at the same time, by what is reported of each; no report says together."
        case _:
            return ""


def _statements(told: ConnectionTold, step: Step) -> list[Statement]:
    return [told.statements[i] for i in step.link_ids if i in told.statements]
