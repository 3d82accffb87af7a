"""The gate between what is held and what may be served: intelligence is not evidence.

Only records, registers and statements that are not graded, not under conditions and not kept to one agency pass. What
passes is named from what passes alone: a name, a kind of place or "child" that only intelligence gives does not pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graphsvc.model.assertions import Mention
from graphsvc.model.network import EntityRef, MentionRead, Source, Statement
from graphsvc.model.provenance import Handling, ReportKind

_EVIDENCE = frozenset({ReportKind.RECORD.value, ReportKind.REGISTER.value, ReportKind.STATEMENT.value})
INTELLIGENCE = "intelligence only: to be re-proved from an open source or a witness"
CONDITIONS = "handled under conditions: ask its sender whether, and in what words, it may be used"
RESTRICTED = "kept to one agency: ask that agency for a statement or a record that may be served"


@dataclass(frozen=True)
class Passed:
    """What may be served: statements whose ends carry only names that may be served, and who is described as a child."""

    subject: EntityRef
    statements: tuple[Statement, ...]
    described_as: Mapping[str, str]


def withheld_because(source: Source, restricted: frozenset[str]) -> str:
    """Why nothing of this report may be served; ``""`` where it may. ``restricted`` are reports kept to one agency."""
    if source.kind not in _EVIDENCE or source.grade:
        return INTELLIGENCE
    if source.handling == Handling.CONDITIONS:
        return CONDITIONS
    return RESTRICTED if source.report_id in restricted else ""


def let_through(
    subject: EntityRef, statements: Iterable[Statement], mentions: Iterable[MentionRead], restricted: frozenset[str]
) -> Passed:
    """What may be served of all that was read.

    An event is told only where a statement that may be served places the subject in it, and only what is told names anything:
    otherwise a record about somebody else would show that intelligence ties the subject to its event.
    """
    served = [s for s in statements if not withheld_because(s.source, restricted)]
    told = _about(subject, served)
    reports = {s.source.report_id for s in told}
    named = _named(
        m
        for m in mentions
        if not withheld_because(m.source, restricted) and (m.source.report_id in reports or m.entity.id == subject.id)
    )

    def only(entity: EntityRef) -> EntityRef:
        return named[1].get(entity.id) or EntityRef(entity.id, entity.type)

    passed = tuple(
        replace(s, from_entity=only(s.from_entity), to_entity=only(s.to_entity), sentence="", attributes={})
        for s in told
    )
    return Passed(only(subject), passed, named[0])


def _about(subject: EntityRef, served: Iterable[Statement]) -> list[Statement]:
    """What is said of the subject, and of the events in which such a statement places the subject."""
    held = list(served)
    own = [s for s in held if subject.id in (s.from_entity.id, s.to_entity.id)]
    events = {s.to_entity.id for s in own if s.link_type == "TOOK_PART"}
    kept = {s.id for s in own} | {s.id for s in held if events & {s.from_entity.id, s.to_entity.id}}
    return [s for s in held if s.id in kept]


def _named(mentions: Iterable[MentionRead]) -> tuple[dict[str, str], dict[str, EntityRef]]:
    """Who is described as what, and what each is called, by the latest mention that says; "child" before "adult"."""
    described: dict[str, str] = {}
    called: dict[str, EntityRef] = {}
    for mention in sorted(mentions, key=_latest_first):
        said, entity = mention.attributes.get("described_as"), mention.entity
        if isinstance(said, str) and described.get(entity.id) != "child":
            described[entity.id] = said
        before = called.get(entity.id, EntityRef(entity.id, entity.type))
        kind = mention.attributes.get("kind")
        caption = Mention("", "", entity.type, entity.id, mention.attributes).caption
        called[entity.id] = replace(
            before, caption=before.caption or caption, kind=before.kind or (kind if isinstance(kind, str) else "")
        )
    return described, called


def _latest_first(mention: MentionRead) -> tuple[bool, int, str]:
    on = mention.source.recorded_on
    return (on is None, -on.toordinal() if on else 0, mention.id)
