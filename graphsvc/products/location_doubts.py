"""The sections of a location brief that tell against it: what points the other way, what is not known."""

from collections.abc import Callable, Iterable

from graphsvc.model.links import LocationRole, PersonRole
from graphsvc.model.network import Statement
from graphsvc.model.provenance import StatementKind
from graphsvc.products.document import Block, Row, Section, Sentence, Table
from graphsvc.products.location_draft import COUNTING, Draft, plural
from graphsvc.products.location_facts import ground, is_false
from visualise.confirmation import is_tentative

MOST_AGAINST = 20


def other_way(draft: Draft) -> Section:
    """What weakens the picture: suspected false, weakly graded, opinion, and everything from one origin."""
    statements = (*draft.facts.false, *draft.facts.statements)
    blocks: list[Block] = []
    for words, test in _AGAINST:
        found = [s for s in statements if test(s)]
        if found:
            blocks.append(Sentence(f"{words}: {plural(len(found), 'statement')}.", ground(found)))
    weak = [s for _, test in _AGAINST for s in statements if test(s)]
    told = list({s.id: s for s in weak}.values())[:MOST_AGAINST]
    if told:
        rows = tuple(
            Row((draft.labels.tell(s), s.kind.value, s.source.grade or "not graded"), ground([s])) for s in told
        )
        caption = (
            "Weaker statements"
            if len(told) == len({s.id for s in weak})
            else f"Weaker statements, the first {MOST_AGAINST}"
        )
        blocks.append(Table(caption, ("Statement", "Kind", "Grade"), rows, (3.0, 0.8, 0.9)))
    if draft.facts.origins == 1:
        blocks.append(
            Sentence(
                "Everything here comes from one origin: nothing in it corroborates anything else.",
                ground(draft.facts.statements),
            )
        )
    if not blocks:
        checked = (
            "No statement here has source grade 3 or intelligence grade D or E, and none is an assessment or opinion."
        )
        blocks.append(Sentence(f"{checked} That is not evidence that the rest is right.", ground(statements, COUNTING)))
    return Section("What points the other way", tuple(blocks))


_AGAINST: tuple[tuple[str, Callable[[Statement], bool]], ...] = (
    ("Suspected to be false (E), so counted nowhere in this brief", is_false),
    ("Source grade 3 or intelligence grade D", lambda s: is_tentative(s.source) and not is_false(s)),
    ("Assessment or opinion, not fact", lambda s: s.kind is not StatementKind.FACT),
)


def not_known(draft: Draft) -> Section:
    """What is missing: dates, hours, grades, roles; what was left out by rule; what the scope does not show."""
    facts, inputs = draft.facts, draft.inputs
    occurrences = facts.occurrences
    no_date = [o for o in occurrences if not o.dated]
    no_hour = [o for o in occurrences if o.dated and not o.has_hour]
    no_role = [s for s in facts.statements if s.role in (PersonRole.PARTY.value, LocationRole.UNKNOWN.value)]
    no_grade = [s for s in facts.statements if not s.source.grade]
    of = f"of {plural(len(occurrences), 'event')}"
    blocks: list[Block] = [
        *_missing(f"No date: {len(no_date):,} {of}.", (s for o in no_date for s in o.at_place)),
        *_missing(f"A date but no hour: {len(no_hour):,} {of}.", (s for o in no_hour for s in o.at_place)),
        *_missing(
            f"Part not stated: {plural(len(no_role), 'statement')}. None is read as suspect or as victim.", no_role
        ),
        *_missing(f"Not graded: {len(no_grade):,} of {plural(len(facts.statements), 'statement')}.", no_grade),
        *_missing(
            f"Left out: {plural(len(inputs.admin), 'statement')} in which this is only where a report was made or paper "
            "was filled in.",
            inputs.admin,
        ),
    ]
    blocks.append(
        Sentence(f"Only what this scope shows is here: {inputs.issue.scope_words}.", ground((), "the reader's scope"))
    )
    blocks.append(
        Sentence(
            "Nothing reported is not the same as nothing happening.", ground((), "limits of recorded data (Annex C)")
        )
    )
    return Section("What we do not know", tuple(blocks))


def _missing(sentence: str, statements: Iterable[Statement]) -> list[Sentence]:
    found = list(statements)
    return [Sentence(sentence, ground(found))] if found else []


SECTIONS: tuple[Callable[[Draft], Section], ...] = (other_way, not_known)
