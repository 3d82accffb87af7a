"""The sections of a location brief that tell what is known: in short, the place, who is linked, the sequence."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from graphsvc.model import entities
from graphsvc.model.finding import PlaceRow
from graphsvc.model.network import Statement
from graphsvc.model.wording import LOCAL, when
from graphsvc.products.document import Block, Row, Section, Sentence, Table
from graphsvc.products.location_draft import COUNTING, ENOUGH_FOR_PATTERN, RANKING, SMALL, Draft, listing, plural
from graphsvc.products.location_facts import Involved, Occurrence, grade_counts, ground
from visualise.network import span

MOST_IN_SEQUENCE = 40
MOST_INVOLVED = 60
MOST_DIRECT = 30


def in_short(draft: Draft) -> Section:
    """What is reported, when, on how much it rests, and how it changed."""
    blocks: list[Block] = [_what_is_reported(draft)]
    blocks += [s for s in (_kinds(draft), _hours(draft), _basis(draft), _change(draft), _given(draft)) if s]
    table = _comparison(draft)
    return Section("In short", (*blocks, table) if table else tuple(blocks))


def _what_is_reported(draft: Draft) -> Sentence:
    facts, period = draft.facts, draft.inputs.period.words
    if not facts.occurrences:
        return Sentence(
            f"No claim: no event is reported at {draft.place} for {period} in this scope.",
            ground(facts.direct, COUNTING),
        )
    at_place = [s for o in facts.occurrences for s in o.at_place]
    names = sorted({s.source.agency for s in at_place})
    agencies = f"{plural(len(names), 'agency', 'agencies')} ({listing(names)})"
    said = f"{_count(draft)} reported by {agencies}."
    claim = f"No claim: {said}" if len(_certain(draft)) < SMALL else said
    return Sentence(f"{period[0].upper()}{period[1:]}: {claim}", ground(at_place))


def _certain(draft: Draft) -> tuple[Occurrence, ...]:
    """The events that are certainly of the period: the dated ones, or all where the period is open."""
    period = draft.inputs.period
    bounded = period.from_at is not None or period.to_at is not None
    return draft.facts.dated if bounded else draft.facts.occurrences


def _count(draft: Draft) -> str:
    """How many events, and how many without a date: whether those are of the period is not known."""
    occurrences, certain = draft.facts.occurrences, _certain(draft)
    events = f"{plural(len(certain), 'event')} at {draft.place}"
    if len(certain) < len(occurrences):
        return f"{events}, and {len(occurrences) - len(certain):,} more without a date that may lie outside the period,"
    undated = len(occurrences) - len(draft.facts.dated)
    return f"{events}, {undated:,} of them without a date," if undated else events


def _kinds(draft: Draft) -> Sentence | None:
    occurrences = draft.facts.occurrences
    if not occurrences:
        return None
    counts = Counter(o.event.kind or "kind not reported" for o in occurrences)
    top = sorted(counts.items(), key=lambda kc: (-kc[1], kc[0]))
    rest = sum(c for _, c in top[6:])
    told = [f"{kind} {count:,}" for kind, count in top[:6]] + (
        [f"{plural(len(top) - 6, 'other kind')} {rest:,}"] if rest else []
    )
    return Sentence(f"Kinds of event as reported: {listing(told)}.", ground(s for o in occurrences for s in o.at_place))


def _hours(draft: Draft) -> Sentence | None:
    timed = [o for o in draft.facts.occurrences if o.has_hour]
    if not draft.facts.occurrences:
        return None
    if len(timed) < ENOUGH_FOR_PATTERN:
        return Sentence(
            f"No claim about hours: {len(timed)} of {plural(len(draft.facts.occurrences), 'event')} have a known hour.",
            ground((s for o in timed for s in o.at_place), COUNTING),
        )
    bands = Counter((o.observed.from_at.astimezone(LOCAL).hour // 4) * 4 for o in timed if o.observed.from_at)
    start, count = min(bands.items(), key=lambda bc: (-bc[1], bc[0]))
    return Sentence(
        f"Of {len(timed):,} events with a known hour, {count:,} began between {start:02}:00 and {start + 3:02}:59, "
        "the fullest of the six four-hour bands of the day.",
        ground(s for o in timed for s in o.at_place),
    )


def _basis(draft: Draft) -> Sentence | None:
    facts = draft.facts
    if not facts.statements:
        return None
    counts = grade_counts(facts.statements)
    graded = {k: v for k, v in sorted(counts.items()) if k != "not graded"}
    told = [f"{v:,} graded {k}" for k, v in graded.items()]
    if counts["not graded"]:
        told.append(f"{counts['not graded']:,} not graded (records, registers and ungraded reports)")
    reports = len({s.source.report_id for s in facts.statements})
    return Sentence(
        f"This rests on {plural(len(facts.statements), 'statement')} in {plural(reports, 'report')} from "
        f"{plural(facts.origins, 'independent origin')}: {listing(told)}.",
        ground(facts.statements),
    )


def _change(draft: Draft) -> Sentence | None:
    inputs = draft.inputs
    if inputs.now is None or inputs.previous_period is None:
        return None
    now, before = inputs.now.events, inputs.before.events if inputs.before else 0
    counts = f"{plural(now, 'event')} in this period, {before:,} in the period before ({inputs.previous_period.words})"
    if max(now, before) < SMALL:
        return Sentence(f"No claim about change: {counts}.", ground((), RANKING))
    return Sentence(
        f"Change: {counts}. A change in reporting looks the same as a change in what happens.", ground((), RANKING)
    )


def _given(draft: Draft) -> Sentence | None:
    total, given = draft.inputs.events_total, len(_certain(draft))
    if total <= given:
        return None
    return Sentence(
        f"This brief was made from {given:,} of {total:,} events counted at the place; the others were cut by the "
        "service's limit, and no sentence here rests on them.",
        ground((), COUNTING),
    )


def _comparison(draft: Draft) -> Table | None:
    now, before, median = draft.inputs.now, draft.inputs.before, draft.inputs.median
    if now is None:
        return None
    columns = ["Measure", "This period"]
    if draft.inputs.previous_period is not None:
        columns.append("Period before")
    if median is not None:
        columns.append(
            f"Median of {plural(median.places, median.kind or 'place', f'places of kind {median.kind}' if median.kind else '')}"
        )
    measures: tuple[tuple[str, Callable[[PlaceRow], int], float | None], ...] = (
        ("events", lambda r: r.events, median.events if median else None),
        ("distinct people", lambda r: r.people, median.people if median else None),
        ("distinct vehicles", lambda r: r.vehicles, median.vehicles if median else None),
        ("agencies that report", lambda r: len(r.agencies), median.agencies if median else None),
    )
    rows = []
    for label, of, usual in measures:
        cells = [label, f"{of(now):,}"]
        if draft.inputs.previous_period is not None:
            cells.append(f"{of(before):,}" if before else "0")
        if usual is not None:
            cells.append(f"{usual:g}")
        rows.append(Row(tuple(cells), ground((), RANKING)))
    rank = (
        f"Rank {now.rank} of {plural(draft.inputs.places_ranked, 'place')} with anything reported"
        if draft.inputs.places_ranked
        else ""
    )
    caption = ". ".join(p for p in (f"From the {RANKING}", rank) if p)
    return Table(caption, tuple(columns), tuple(rows), (2.2, *([1.0] * (len(columns) - 1))), cite=False)


def place_itself(draft: Draft) -> Section:
    """What reports call the place, and what it is directly linked to."""
    blocks: list[Block] = list(_as_reported(draft))
    direct = draft.facts.direct
    shown = sorted(direct, key=_by_time)[:MOST_DIRECT]
    if len(direct) > len(shown):
        blocks.append(
            Sentence(f"{plural(len(direct), 'direct link')}; the latest {len(shown)} are told here.", ground(direct))
        )
    blocks += [Sentence(_with_time(draft.labels.tell(s), s), ground([s])) for s in shown]
    if not blocks:
        blocks.append(Sentence("No report in this scope describes the place beyond its name.", ground((), COUNTING)))
    return Section("The place itself", tuple(blocks))


def _as_reported(draft: Draft) -> Iterable[Sentence]:
    from graphsvc.products.document import Cited, Ground

    for field in entities.BY_NAME["Location"].fields:
        if field.sensitive or field.name in ("latitude", "longitude", "system_reference"):
            continue
        said: dict[str, list[Cited]] = {}
        for mention in draft.inputs.mentions:
            value = mention.attributes.get(field.name)
            for one in value if isinstance(value, tuple) else (value,) if value not in (None, "") else ():
                cite = Cited(mention.source.report_id, mention.source.locator, mention.id)
                said.setdefault(str(one), []).append(cite)
        for value_text in list(said)[:5]:
            yield Sentence(f"{field.label[0].upper()}{field.label[1:]}: {value_text}.", Ground(tuple(said[value_text])))


def _with_time(sentence: str, statement: Statement) -> str:
    return f"{sentence.rstrip('.')}: {when(statement.observed)}."


def _by_time(statement: Statement) -> tuple[bool, float, str]:
    start = statement.observed.from_at
    return (start is None, -start.timestamp() if start else 0.0, statement.id)


def who_is_linked(draft: Draft) -> Section:
    """The people and things in events at the place: counts by role, then a table for each kind."""
    involved = draft.facts.involved
    if not involved:
        sentence = Sentence("No report in this scope links a person or thing to an event here.", ground((), COUNTING))
        return Section("Who and what is linked", (sentence,))
    blocks: list[Block] = []
    for entity_type in entities.ENTITY_TYPES:
        of_type = [i for i in involved if i.entity.type == entity_type.name]
        if of_type:
            blocks += [
                _role_counts(of_type, entity_type.label, entity_type.plural),
                *_involved_table(of_type, entity_type.plural, draft),
            ]
    return Section("Who and what is linked (roles at the time)", tuple(blocks))


def _role_counts(involved: Sequence[Involved], one: str, many: str) -> Sentence:
    roles = Counter(role for i in involved for role in i.roles)
    told = "; ".join(f"{role} {count:,}" for role, count in sorted(roles.items()))
    more = " One may have several roles." if sum(roles.values()) > len(involved) else ""
    return Sentence(
        f"{plural(len(involved), one, many)} in events here: {told}.{more}",
        ground(s for i in involved for s in i.statements),
    )


def _involved_table(involved: Sequence[Involved], many: str, draft: Draft) -> list[Block]:
    shown = involved[:MOST_INVOLVED]
    order = "in the order they first appear, not by number"
    caption = f"{many.capitalize()}, {order}"
    if len(involved) > len(shown):
        caption = f"The first {len(shown)} of {len(involved):,} {many}, {order}"
    rows = tuple(
        Row(
            (
                draft.labels.of(i.entity),
                "; ".join(i.roles),
                f"{i.occurrences:,}",
                span(i.first_at, i.last_at) or "undated",
            ),
            ground(i.statements),
        )
        for i in shown
    )
    return [Table(caption, ("Who or what", "Role in the event", "Events here", "Between"), rows, (1.3, 1.9, 0.8, 1.4))]


def sequence(draft: Draft) -> Section:
    """The dated events, latest first, cut by rule."""
    dated = draft.facts.dated
    if not dated:
        return Section("Sequence", (Sentence("No dated event is reported here.", ground((), COUNTING)),))
    shown = dated[:MOST_IN_SEQUENCE]
    cut = f" The latest {len(shown)} are shown." if len(shown) < len(dated) else ""
    lead = Sentence(
        f"{plural(len(dated), 'dated event')}, the earliest {when(dated[-1].observed)}, the latest "
        f"{when(dated[0].observed)}.{cut}",
        ground(s for o in dated for s in o.at_place),
    )
    rows = tuple(_event_row(o, draft) for o in shown)
    table = Table("Dated events, latest first", ("When", "What", "Who and what", "Grade"), rows, (1.7, 1.5, 2.0, 0.9))
    return Section("Sequence", (lead, table))


def _event_row(occurrence: Occurrence, draft: Draft) -> Row:
    who = [f"{draft.labels.of(s.from_entity)} ({s.role or 'role not stated'})" for s in occurrence.participants]
    people = listing(dict.fromkeys(who[:6])) if who else "nobody named to it"
    more = f" and {len(who) - 6} more" if len(who) > 6 else ""
    what = draft.labels.of(occurrence.event)
    role = next((s.role for s in occurrence.at_place if s.role and s.role != "unknown"), "")
    marks = sorted({s.source.grade or f"{s.source.kind}, not graded" for s in occurrence.statements})
    return Row(
        (when(occurrence.observed), f"{what} ({role})" if role else what, people + more, "; ".join(marks)),
        ground(occurrence.statements),
    )


SECTIONS: tuple[Callable[[Draft], Section], ...] = (in_short, place_itself, who_is_linked, sequence)
