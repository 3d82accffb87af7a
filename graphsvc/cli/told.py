"""Results as text for a terminal."""

from collections.abc import Iterable

from graphsvc.model import wording
from graphsvc.model.finding import Chain, PlaceRanking, PlaceRow, Step, StepBasis
from graphsvc.model.network import EntityRef, Network, RolledLink, SearchResult, Source
from graphsvc.services.briefs import Verified
from graphsvc.services.intake import ImportResult
from graphsvc.services.networks import ConnectionTold
from visualise.folding import together_words

_STATEMENTS_A_STEP = 4
_SENTENCES_A_NEIGHBOUR = 3


def search_text(result: SearchResult) -> str:
    """One line for each hit, with its id."""
    if not result.hits:
        return f"Nothing in your scope matches, as of {wording.as_of(result.as_of)}."
    lines = [f"Showing {len(result.hits)} of {result.total:,}, as of {wording.as_of(result.as_of)}"]
    for hit in result.hits:
        reports = wording.counted(hit.reports, "report")
        also = f"  ({', '.join(hit.matched)})" if hit.matched and hit.matched != (hit.entity.caption,) else ""
        lines.append(f"{hit.entity.id}  {hit.entity.type:<13} {wording.name(hit.entity)}  [{reports}]{also}")
    return "\n".join(lines)


def network_text(network: Network) -> str:
    """The centre, then each neighbour with what links the two, in sentences."""
    lines = [
        f"{wording.name(network.centre)} ({network.centre.type})",
        f"Showing {network.shown} of {wording.counted(network.total, 'neighbour')}, as of {wording.as_of(network.as_of)}",
    ]
    links = {e.id: [link for link in network.links if e.id in (link.a_id, link.b_id)] for e in network.entities}
    for other in network.entities:
        lines.append(f"{other.id}  {other.type:<13} {wording.name(other)}")
        lines += [f"    {line}" for link in links[other.id] for line in _rolled(link)]
    if network.together:
        shown, others = len(network.together), wording.counted(network.together_total, "other")
        lines.append(f"In the same events: showing {shown} of {others}")
    for met in network.together:
        lines.append(f"{met.entity.id}  {met.entity.type:<13} {wording.name(met.entity)}: {together_words(met)}")
    return "\n".join(lines)


def _rolled(link: RolledLink) -> Iterable[str]:
    sentences = list(dict.fromkeys(wording.dated(s) for s in link.statements))
    count = f"{wording.counted(link.count, 'statement')} of {wording.counted(link.origins, 'origin')}"
    yield from (f"{line} [{count}]" for line in sentences[:1])
    yield from sentences[1:_SENTENCES_A_NEIGHBOUR]


def connection_text(told: ConnectionTold) -> str:
    """Every chain in sentences, then what is only known at the same place, then what was left out."""
    lines = [f"As of {wording.as_of(told.connection.as_of)}"]
    for pair in told.connection.pairs:
        lines.append(f"{_name(told, pair.from_id)} and {_name(told, pair.to_id)}:")
        if not pair.chains and not pair.both_known:
            lines.append("  no chain in your scope within the steps asked for")
        for number, chain in enumerate(pair.chains, start=1):
            lines += _chain(told, chain, f"  Chain {number}")
        for number, chain in enumerate(pair.both_known, start=1):
            lines += _chain(told, chain, f"  Only both known at the same place {number}")
    if told.connection.left_out:
        left = ", ".join(f"{_name(told, e.entity_id)} ({e.neighbours:,} meet there)" for e in told.connection.left_out)
        lines.append(f"Busy places left out: {left}")
    return "\n".join(lines)


def _chain(told: ConnectionTold, chain: Chain, heading: str) -> list[str]:
    path = " - ".join(_name(told, e) for e in chain.entity_ids)
    lines = [f"{heading}: {path} ({wording.counted(len(chain.steps), 'step')})"]
    for step in chain.steps:
        lines += [f"    {line}" for line in _step(told, step)]
    return lines


def _step(told: ConnectionTold, step: Step) -> Iterable[str]:
    if step.basis is StepBasis.BOTH_KNOWN_AT:
        yield f"{_name(told, step.from_id)} and {_name(told, step.to_id)} are both known there; nothing says at the same time."
    ends = {step.from_id, step.to_id}
    found = [told.statements[i] for i in step.link_ids if i in told.statements]
    # What links the two by itself comes before what links each of them to a third thing.
    statements = sorted(found, key=lambda s: {s.from_entity.id, s.to_entity.id} != ends)
    for statement in statements[:_STATEMENTS_A_STEP]:
        yield f"{wording.dated(statement)} [{source_text(statement.source)}]"
    if len(statements) > _STATEMENTS_A_STEP:
        yield f"and {wording.counted(len(statements) - _STATEMENTS_A_STEP, 'more statement')}"


def source_text(source: Source) -> str:
    """Where a statement stands: report, place in it, grade or system."""
    grade = source.grade or f"{source.kind}, not graded"
    return f"{source.agency} {source.reference}, {source.locator}; {grade}"


def places_text(ranking: PlaceRanking, names: dict[str, EntityRef]) -> str:
    """The ranking with its arithmetic."""
    total = wording.counted(ranking.total, "place")
    lines = [f"Showing {len(ranking.rows)} of {total}, as of {wording.as_of(ranking.as_of)}"]
    lines += [_place(row, wording.name(names[row.place_id])) for row in ranking.rows if row.place_id in names]
    lines += [f"Limit: {limit}" for limit in ranking.limits]
    return "\n".join(lines)


def _place(row: PlaceRow, name: str) -> str:
    counts = (
        wording.counted(row.events, "event"),
        wording.counted(row.people, "person", "people"),
        wording.counted(len(row.agencies), "agency", "agencies"),
        wording.counted(row.origins, "origin"),
    )
    share = f"{100 * row.share:.1f} % of all events, {100 * row.cumulative_share:.1f} % with those above"
    return f"{row.rank:>3}. {name}: {', '.join(counts)}; {share}  {row.place_id}"


def import_text(result: ImportResult) -> str:
    """What was read, written and refused."""
    counts, written = result.counts, result.written
    lines = [
        f"{'Dry run, nothing written. ' if result.dry_run else ''}{wording.counted(counts.rows, 'row')} read: "
        f"{counts.accepted:,} accepted, {counts.rejected:,} refused.",
    ]
    if not result.dry_run:
        lines.append(
            f"New: {wording.counted(written.reports, 'report')}, "
            f"{wording.counted(written.entities, 'entity', 'entities')}, {wording.counted(written.mentions, 'mention')}, "
            f"{wording.counted(written.links, 'link')}. What was held already is unchanged."
        )
    lines += [f"Note: {note}" for note in result.notes]
    lines += [f"Imported before, byte for byte: {name}" for name in result.seen_before]
    lines += [f"  {f}, row {p.row}, column {p.column}: {p.reason} {p.value}".rstrip() for f, p in result.rejected[:20]]
    lines += [f"Refused rows, to mend and import again: {path}" for path in result.reject_files]
    return "\n".join(lines)


def verified_text(result: Verified) -> str:
    """Whether a file is as it was made, and whether this service's record agrees."""
    checked = result.verification
    if not checked.ok:
        return f"Not as it was made: {checked.first_bad}: {checked.reason}"
    record = "and this service has it on record" if result.on_record else "but this service has no record of making it"
    return f"{checked.product_id} is as it was made, {record}."


def _name(told: ConnectionTold, entity_id: str) -> str:
    entity = told.names.get(entity_id)
    return wording.name(entity) if entity else "not named here"
