"""The last parts of a location brief: coverage, the reports, the method, the limits."""

from collections import Counter

from graphsvc.products.document import Block, Cited, Ground, ReportLine, Row, Section, Sentence, Table
from graphsvc.products.location_draft import COUNTING, ENOUGH_FOR_PATTERN, SMALL, Draft, listing, plural
from graphsvc.products.location_facts import ground
from graphsvc.products.location_sections import MOST_IN_SEQUENCE

MOST_REPORTS = 300

LIMITS = (
    "What is recorded depends on who reports: an agency that reports every concern makes its places look busier.",
    "A place stands out also because more is looked for there. Counts are of events reported, not of events.",
    "The same thing told twice counts once only where both reports name the same origin.",
    "A link between a person and this place says nothing about guilt or consent. Roles are as reported, at that time.",
    "Admin roles (where a report was made) are left out and counted apart.",
)


def coverage(draft: Draft) -> Section:
    """Who reported, over what dates, in what kinds of record, and how much of it lacks a time or a grade."""
    statements = draft.facts.statements
    if not statements:
        return Section("Coverage", (Sentence("No statement in this scope took part.", ground((), COUNTING)),))
    blocks: list[Block] = [_agencies(draft)]
    recorded = sorted(s.source.recorded_on for s in statements if s.source.recorded_on)
    if recorded:
        first, last = recorded[0], recorded[-1]
        words = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
        blocks.append(Sentence(f"Reports recorded {words}.", ground(s for s in statements if s.source.recorded_on)))
    undated = sum(1 for s in statements if s.observed.from_at is None)
    ungraded = sum(1 for s in statements if not s.source.grade)
    share = f"{_percent(undated, len(statements))} of statements give no date and {_percent(ungraded, len(statements))} no grade"
    blocks.append(Sentence(f"{share}.", ground(statements)))
    return Section("Coverage", tuple(blocks))


def _agencies(draft: Draft) -> Table:
    groups: dict[tuple[str, str], list[Cited]] = {}
    for s in draft.facts.statements:
        key = (s.source.agency, s.source.kind)
        groups.setdefault(key, []).append(Cited(s.source.report_id, s.source.locator, s.id))
    rows = tuple(
        Row((agency, kind, f"{len(found):,}", f"{len({c.report_id for c in found}):,}"), Ground(tuple(found)))
        for (agency, kind), found in sorted(groups.items())
    )
    return Table(
        "Statements by agency and kind of report", ("Agency", "Kind of report", "Statements", "Number of reports"), rows
    )


def _percent(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({100 * part / whole:.0f} %)"


def annexes(draft: Draft, reports: tuple[ReportLine, ...]) -> tuple[Section, ...]:
    """Reports, method, limits."""
    return (_reports(draft, reports), _method(draft), _limits(draft))


def _reports(draft: Draft, reports: tuple[ReportLine, ...]) -> Section:
    heading = "Annex A. Reports"
    if not reports:
        return Section(heading, (Sentence("No report took part.", ground((), COUNTING)),), annex=True)
    used: Counter[str] = Counter(s.source.report_id for s in draft.facts.statements)
    rows = tuple(_report_row(line, used[line.source.report_id]) for line in reports[:MOST_REPORTS])
    blocks: list[Block] = [
        Table(
            "Reports, latest recorded first",
            ("No.", "Agency and reference", "Kind", "Recorded", "Grade", "Statements used"),
            rows,
            (0.5, 2.2, 1.0, 1.2, 0.9, 0.9),
            cite=False,
        )
    ]
    if len(reports) > MOST_REPORTS:
        cut = f"The first {MOST_REPORTS} of {len(reports):,} reports are listed; the record of this brief holds the ids of all."
        blocks.insert(0, Sentence(cut, ground((), "rule: at most 300 reports are listed")))
    return Section(heading, tuple(blocks), annex=True)


def _report_row(line: ReportLine, used: int) -> Row:
    source = line.source
    recorded = f"{source.recorded_on.day} {source.recorded_on:%b %Y}" if source.recorded_on else "not dated"
    where = f"{source.agency}, {source.reference}" + (f" ({source.system})" if source.system else "")
    return Row(
        (
            f"R{line.number}",
            where,
            source.kind,
            recorded,
            source.grade or "not graded",
            f"{used:,}" if used else "description",
        ),
        Ground((Cited(source.report_id, "", ""),)),
    )


def _method(draft: Draft) -> Section:
    method = ground((), "method")
    sentences = [
        "An event is counted once, however many reports speak of it; its time is the most exact one any report gives.",
        "A statement graded E (suspected to be false) counts for nothing; it is told under “What points the other way”.",
        "Independent origins are the distinct origins the reports name; a report that names none counts as its own.",
        f"No claim is made from fewer than {SMALL} events, and none about hours from fewer than {ENOUGH_FOR_PATTERN} "
        "events with a known hour.",
        f"The sequence shows at most the latest {MOST_IN_SEQUENCE} dated events. People and things are listed in the order "
        "they first appear, never ranked.",
        f"Naming: {draft.inputs.naming.words}.",
    ]
    blocks: list[Block] = [Sentence(s, method) for s in sentences]
    if draft.inputs.queries:
        rows = tuple(
            Row((q.name, "; ".join(f"{k} = {v}" for k, v in sorted(q.plain().items())) or "none"), method)
            for q in draft.inputs.queries
        )
        blocks.append(
            Table("Queries and analyses, with their parameters", ("Name", "Parameters"), rows, (1.0, 2.2), cite=False)
        )
    packs = listing(draft.inputs.rule_packs) if draft.inputs.rule_packs else "none used"
    blocks.append(
        Sentence(
            f"Software version {draft.inputs.issue.software_version}; rule packs: {packs}; head of the log when this was "
            f"made: {draft.inputs.issue.log_head or 'not given'}.",
            method,
        )
    )
    return Section("Annex B. Method and parameters", tuple(blocks), annex=True)


def _limits(draft: Draft) -> Section:
    said = dict.fromkeys((*LIMITS, *draft.inputs.limits))
    place = plural(draft.inputs.places_ranked, "place")
    if draft.inputs.places_ranked:
        said[f"A rank among {place} is a rank among places with something reported, not among all places."] = None
    return Section("Annex C. Limits", tuple(Sentence(s, ground((), "limits of the method")) for s in said), annex=True)
