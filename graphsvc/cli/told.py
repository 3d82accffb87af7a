"""Results as text for a terminal."""

from collections.abc import Iterable

from graphsvc.model import wording
from graphsvc.model.finding import Chain, PlaceRanking, Step, StepBasis
from graphsvc.model.network import EntityRef, Network, SearchResult, Source
from graphsvc.services.briefs import Verified
from graphsvc.services.intake import ImportResult
from graphsvc.services.networks import ConnectionTold

_STATEMENTS_A_STEP = 3


def search_text(result: SearchResult) -> str:
    """One line for each hit, with its id."""
    if not result.hits:
        return f"Nothing in your scope matches. {wording.as_of(result.as_of)}"
    lines = [f"Showing {len(result.hits)} of {result.total}, as of {wording.as_of(result.as_of)}"]
    for hit in result.hits:
        reports = "1 report" if hit.reports == 1 else f"{hit.reports} reports"
        also = f"  ({', '.join(hit.matched)})" if hit.matched and hit.matched != (hit.entity.caption,) else ""
        lines.append(f"{hit.entity.id}  {hit.entity.type:<13} {wording.name(hit.entity)}  [{reports}]{also}")
    return "\n".join(lines)


def network_text(network: Network) -> str:
    """The centre, then each neighbour with its rolled-up links."""
    names = {e.id: e for e in (*network.entities, network.centre)}
    lines = [
        f"{wording.name(network.centre)} ({network.centre.type})",
        f"Showing {network.shown} of {network.total} neighbours, as of {wording.as_of(network.as_of)}",
    ]
    for link in network.links:
        other = names[link.b_id if link.a_id == network.centre.id else link.a_id]
        count = "1 statement" if link.count == 1 else f"{link.count} statements"
        roles = f" ({', '.join(r for r in link.roles if r)})" if any(link.roles) else ""
        lines.append(
            f"  {link.link_type:<13} {wording.name(other)}{roles}  [{count}, {link.origins} origins]  {other.id}"
        )
    return "\n".join(lines)


def connection_text(told: ConnectionTold) -> str:
    """Every chain in sentences, then what is only known at the same place, then what was left out."""
    lines = []
    for pair in told.connection.pairs:
        lines.append(f"{_name(told, pair.from_id)} and {_name(told, pair.to_id)}:")
        if not pair.chains and not pair.both_known:
            lines.append("  no chain in your scope within the steps asked for")
        for number, chain in enumerate(pair.chains, start=1):
            lines += _chain(told, chain, f"  Chain {number}")
        for number, chain in enumerate(pair.both_known, start=1):
            lines += _chain(told, chain, f"  Only both known at the same place {number}")
    if told.connection.left_out:
        left = ", ".join(f"{_name(told, e.entity_id)} ({e.neighbours} meet there)" for e in told.connection.left_out)
        lines.append(f"Busy places left out: {left}")
    return "\n".join(lines)


def _chain(told: ConnectionTold, chain: Chain, heading: str) -> list[str]:
    path = " - ".join(_name(told, e) for e in chain.entity_ids)
    lines = [f"{heading}: {path} ({len(chain.steps)} steps)"]
    for step in chain.steps:
        lines += [f"    {line}" for line in _step(told, step)]
    return lines


def _step(told: ConnectionTold, step: Step) -> Iterable[str]:
    if step.basis is StepBasis.BOTH_KNOWN_AT:
        yield f"{_name(told, step.from_id)} and {_name(told, step.to_id)} are both known there; nothing says at the same time."
    statements = [told.statements[i] for i in step.link_ids if i in told.statements]
    for statement in statements[:_STATEMENTS_A_STEP]:
        yield f"{wording.tell(statement)} {wording.when(statement.observed)}. [{source_text(statement.source)}]"
    if len(statements) > _STATEMENTS_A_STEP:
        yield f"and {len(statements) - _STATEMENTS_A_STEP} more statements"


def source_text(source: Source) -> str:
    """Where a statement stands: report, place in it, grade or system."""
    grade = source.grade or f"{source.kind}, not graded"
    return f"{source.agency} {source.reference}, {source.locator}; {grade}"


def places_text(ranking: PlaceRanking, names: dict[str, EntityRef]) -> str:
    """The ranking with its arithmetic."""
    lines = [f"Showing {len(ranking.rows)} of {ranking.total} places, as of {wording.as_of(ranking.as_of)}"]
    for row in ranking.rows:
        lines.append(
            f"{row.rank:>3}. {wording.name(names[row.place_id])}: {row.events} events, {row.people} people, "
            f"{len(row.agencies)} agencies, {row.origins} origins; {100 * row.share:.1f} % of all events, "
            f"{100 * row.cumulative_share:.1f} % with those above  {row.place_id}"
        )
    lines += [f"Limit: {limit}" for limit in ranking.limits]
    return "\n".join(lines)


def import_text(result: ImportResult) -> str:
    """What was read, written and refused."""
    counts, written = result.counts, result.written
    lines = [
        f"{'Dry run, nothing written. ' if result.dry_run else ''}{counts.rows} rows read: {counts.accepted} accepted, "
        f"{counts.rejected} refused.",
    ]
    if not result.dry_run:
        lines.append(
            f"New: {written.reports} reports, {written.entities} entities, {written.mentions} mentions, "
            f"{written.links} links. What was held already is unchanged."
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
