"""The shapes every page shares: an entity, a source, a statement, a role, a line's strength.

Each function gives a plain dictionary in the shape that ``components/statements.html`` describes.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from graphsvc.model import wording
from graphsvc.model.entities import BY_NAME, LocationKind
from graphsvc.model.links import PersonRole
from graphsvc.model.network import EntityRef, Source, Statement
from graphsvc.model.provenance import ReportKind
from visualise.confirmation import confirmation
from visualise.theme import Confirmation

Shape = dict[str, Any]

_OWN_SYSTEM = frozenset({ReportKind.RECORD.value, ReportKind.REGISTER.value})
_NO_KIND = LocationKind.OTHER.value
"""A kind that says only which kinds it is not: "place" tells a reader more than "other"."""
_TONES = {
    PersonRole.SUSPECT.value: "suspect",
    PersonRole.CONVICTED.value: "convicted",
    PersonRole.WITNESS.value: "witness",
}
_WEAKEST_FIRST = (Confirmation.TENTATIVE, Confirmation.UNCONFIRMED, Confirmation.CONFIRMED)


def entity(ref: EntityRef) -> Shape:
    """An Entity; its kind is the reported kind where there is one ("park"), else what sort of thing it is."""
    kind = ref.kind if ref.kind and ref.kind != _NO_KIND else BY_NAME[ref.type].label
    return {"id": ref.id, "kind": kind, "caption": wording.name(ref)}


def source(held: Source, *, grade_known: bool = True) -> Shape:
    """A Source, by the sender's own number; what is not graded names its system.

    ``grade_known`` False: nothing is said of a missing grade (a mention has none; the report's sentences may have).
    """
    kind = f"{held.kind} in {held.system}" if held.kind in _OWN_SYSTEM and held.system else held.kind
    return {
        "report_id": held.report_id,
        "number": number(held),
        "agency": held.agency,
        "kind": kind,
        "locator": held.locator,
        "grade": {"code": held.grade, "words": held.grade_words} if held.grade else None,
        "grade_known": grade_known,
    }


def number(held: Source) -> str:
    """How a report is called on a page: the sender's reference, else its title."""
    return held.reference or held.title or "without a number"


def statement(held: Statement, *, own_words: bool = True) -> Shape:
    """A Statement; in the report's own words where it gave some and ``own_words`` is set."""
    return {
        "when": wording.when(held.observed) if held.observed.from_at else "",
        "parts": _quoted(held) if held.sentence and own_words else _built(held),
        "source": source(held.source),
        "nature": held.kind.value,
    }


def statements(held: Iterable[Statement], *, own_words: bool = True) -> list[Shape]:
    """Statements, one sentence of one report only once: it may carry several links."""
    seen: set[tuple[str, str]] = set()
    told = []
    for one in held:
        key = (one.source.report_id, one.sentence)
        if own_words and one.sentence and key in seen:
            continue
        seen.add(key)
        told.append(statement(one, own_words=own_words))
    return told


def _built(held: Statement) -> list[Shape]:
    verb, aside = wording.verb_and_role(held.link_type, held.role)
    return [
        _part(wording.name(held.from_entity), held.from_entity.id),
        _part(f" {verb} "),
        _part(wording.name(held.to_entity), held.to_entity.id),
        _part(f"{aside}."),
    ]


def _quoted(held: Statement) -> list[Shape]:
    """The report's own sentence, with the names of the two ends as links where it uses them, and the event it tells of."""
    return [*_linked(held), *_event(held)]


def _linked(held: Statement) -> list[Shape]:
    ids = {e.caption: e.id for e in (held.from_entity, held.to_entity) if len(e.caption) > 2 and e.type != "Event"}
    if not ids:
        return [_part(held.sentence)]
    longest_first = sorted(map(re.escape, ids), key=len, reverse=True)
    pieces = re.split(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", held.sentence)
    return [_part(piece, ids.get(piece)) for piece in pieces if piece]


def _event(held: Statement) -> list[Shape]:
    events = [e for e in (held.from_entity, held.to_entity) if e.type == "Event"]
    return [part for e in events[:1] for part in (_part(" Event: "), _part(wording.name(e), e.id), _part("."))]


def _part(text: str, entity_id: str | None = None) -> Shape:
    return {"text": text, "entity": entity_id}


def role(label: str, when: str = "") -> Shape:
    """A Role as a chip: ``suspect 3 March 2026``."""
    return {"label": label, "tone": _TONES.get(label, "other"), "when": when}


def described(word: str, when: str = "") -> Shape:
    """How reports describe a person: a child, or an adult."""
    return {"label": f"described as {word}", "tone": "child" if word == "child" else "other", "when": when}


def strength(held: Sequence[Statement]) -> str:
    """Solid, dashed or dotted: ``confirmed``, ``unconfirmed`` or ``tentative``."""
    return confirmation(held).value


def weakest(strengths: Iterable[str]) -> str:
    """The weakest of some strengths."""
    found = set(strengths)
    return next((c.value for c in _WEAKEST_FIRST if c.value in found), Confirmation.UNCONFIRMED.value)


def short_day(day: date | None) -> str:
    """``3 March 2026``; ``""`` where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def moment(at: datetime | None) -> str:
    """``Tuesday 3 March 2026, 14:02``, local time; ``""`` where there is none."""
    return f"{wording.day(at)}, {at.astimezone(wording.LOCAL):%H:%M}" if at else ""
