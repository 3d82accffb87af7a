"""``graphsvc findings`` and ``graphsvc hotspots``."""

from typing import Annotated

import typer

from graphsvc.bootstrap import operator
from graphsvc.cli.opening import day, parts
from graphsvc.cli.output import show
from graphsvc.model import standing_words as words
from graphsvc.model import wording
from graphsvc.model.standing_out import HotspotSubject, Pattern, PatternKind
from graphsvc.services import standing

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Since = Annotated[str | None, typer.Option(help="From this day, YYYY-MM-DD.")]
Until = Annotated[str | None, typer.Option(help="Up to and with this day, YYYY-MM-DD.")]


def findings(
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """Show the patterns that stand out, each with its arithmetic, and what only looks like one."""
    chosen = standing.standing_out_parameters(day(since), day(until, end=True), limit=limit)
    with parts() as opened:
        result = standing.findings(opened, operator(), chosen)
    show(result, as_json=as_json, text=lambda: findings_text(result))


def hotspots(
    of: Annotated[HotspotSubject, typer.Option(help="What to rank.")] = HotspotSubject.PLACES,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """Rank places, vehicles or times of the week by the evidence that gathers there, beside the plain count."""
    chosen = standing.hotspot_parameters(day(since), day(until, end=True), of=of, limit=limit)
    with parts() as opened:
        result = standing.hotspots(opened, operator(), chosen)
    show(result, as_json=as_json, text=lambda: hotspots_text(result))


def findings_text(result: standing.Findings) -> str:
    """Each pattern with its sentence, arithmetic, company and cautions."""
    found, names = result.found, result.names
    lines = [f"Showing {len(found.patterns)} of {found.total:,} patterns, as of {wording.as_of(found.as_of)}"]
    for pattern in found.patterns:
        lines += _pattern(pattern, result)
    if found.explained:
        lines.append("Looks like a pattern, and is explained:")
        lines += [f"  {words.explained(one, names)}" for one in found.explained]
    if found.plain:
        lines.append("By the plain number of occasions the first places would be:")
        lines += [f"  {row.rank:>3}  {words.called(names, row.entity_id)} ({row.events:,})" for row in found.plain[:5]]
    return "\n".join([*lines, *(f"- {limit}" for limit in found.limits)])


def _pattern(pattern: Pattern, result: standing.Findings) -> list[str]:
    names = result.names
    reached = pattern.kind is PatternKind.BROKER
    lines = [
        f"{pattern.rank:>3}  {words.title(pattern, names)} ({pattern.kind.value})",
        f"     {words.why(pattern, names)}",
        f"     Strength: {words.arithmetic(pattern.strength, reached=reached)}",
    ]
    for heading, ids in words.company_of(pattern, names):
        lines.append(f"     {heading}: {words.listed(word for _, word in words.grouped(names, ids))}")
    lines += [f"     {words.together(pair, names)}." for pair in pattern.together[:3]]
    if pattern.slot is not None:
        lines.append(f"     {words.slot_share(pattern.slot)}.")
    return [*lines, *(f"     ! {words.caution(said, names)}" for said in pattern.cautions)]


def hotspots_text(result: standing.RankedHotspots) -> str:
    """Each hotspot with its sentence, its arithmetic and its rank by the plain count."""
    found, names = result.found, result.names
    lines = [f"Showing {len(found.rows)} of {found.total:,} {found.of.value}, as of {wording.as_of(found.as_of)}"]
    for row in found.rows:
        what = words.slot(row.slot) if row.slot is not None else words.called(names, row.entity_id)
        lines.append("  ".join(filter(None, (f"{row.rank:>3}", row.entity_id, what))))
        lines.append(f"     {words.hotspot(row)}")
        lines.append(
            f"     Strength: {words.arithmetic(row.strength)}; by plain count rank {row.plain_rank} ({row.events:,})"
        )
        if words.change(row):
            lines.append(f"     Occasions of concern: {words.change(row)} in the period before")
    lines += [f"Left out and counted aside: {count:,} {what}" for what, count in found.aside.items() if count]
    return "\n".join([*lines, *(f"- {limit}" for limit in found.limits)])
