"""The written part of an evidence bundle: what it is and is not, chronology, opinion apart, reports, method."""

from graphsvc.model.links import LocationRole, PersonRole
from graphsvc.model.wording import when
from graphsvc.products.bundle_facts import SubjectEvent, events_of
from graphsvc.products.bundle_inputs import BundleInputs
from graphsvc.products.document import Block, Cited, Document, Ground, ReportLine, Row, Section, Sentence, Table
from graphsvc.products.exhibits import gaps
from graphsvc.products.location_draft import listing
from graphsvc.products.location_facts import ground, number_reports
from graphsvc.products.naming import Labels, Naming, assign

KIND = "evidence bundle"
_RULE = Ground((), "rule of this bundle")
_METHOD = Ground((), "method")
_MOST_OTHERS = 8

IS_AND_IS_NOT = (
    "This is a container: pages in one numbered order, exhibits as they were received, and a record of what was put "
    "together. "
    "It is not an application, a statement of case, a draft order or a hearing notice of any kind. It names no limb, alleges "
    "no act and proposes no prohibition or requirement. It is not legal advice.",
    "The chronology repeats what records and statements say. It proves nothing by itself: each entry needs a witness or a "
    "record that can be produced, and a hearsay notice where its maker is not called.",
    "A part in an event is the part a record gives, at that time. It says nothing about guilt. A party whose role is not stated "
    "is neither suspect nor victim.",
    "Only records, registers and statements that may be shared without conditions are told in the written part, by "
    "rule. Whether anything else is held is not said here, and this bundle is no schedule of unused material.",
    "The subject is named. Everybody else is lettered or numbered in the written part; exhibits name whom they name.",
    "Pages are numbered by computer from the first page of this file, so that printed number, page of the file and page "
    "label are the same; every row of the index is a link and every section and exhibit has a bookmark. This follows the general "
    "guidance on electronic court bundles of 29 November 2021; local directions of the court prevail and must be checked.",
    "The written part is tagged for screen readers. The exhibits' pages were added and are only as accessible as they came.",
    "The file is not signed and carries no trusted time. Its manifest finds any changed byte; that this service made it is "
    "checked against the service's own record.",
)


def written_part(inputs: BundleInputs) -> Document:
    """The written part. The same inputs always give the same document."""
    passed = inputs.passed
    facts = events_of(passed.subject.id, passed.statements, inputs.period, facts=True)
    views = events_of(passed.subject.id, passed.statements, inputs.period, facts=False)
    labels = _labels(inputs, (*facts, *views))
    reports = number_reports(s.source for e in (*facts, *views) for s in e.statements)
    sections = (
        Section(
            "What this bundle is, and what it is not", tuple(Sentence(s, _RULE) for s in IS_AND_IS_NOT), annex=True
        ),
        _chronology(facts, labels),
        _undated(facts, labels),
        _opinion(views, labels),
        _exhibits(inputs),
        _reports(reports),
        _method(inputs),
    )
    issue, subject = inputs.issue, labels.of(passed.subject)
    return Document(
        number=issue.number,
        kind=KIND,
        title=inputs.case,
        subtitle=f"Evidence bundle concerning {subject}",
        marking=issue.marking,
        handling="for the court and the parties it is served on",
        as_of=issue.as_of,
        facts=_cover(inputs, subject),
        sections=tuple(s for s in sections if s.blocks),
        reports=reports,
    )


def _cover(inputs: BundleInputs, subject: str) -> tuple[tuple[str, str], ...]:
    hearing = inputs.hearing_on
    said = (
        ("Case", inputs.case),
        ("Subject", subject),
        ("Hearing", f"{hearing.day} {hearing:%B %Y}" if hearing else "no date given"),
        ("Bundle", inputs.issue.number),
        ("Made for", inputs.issue.recipient),
        ("Period", inputs.period.words),
        ("Exhibits", str(len(inputs.exhibits)) if inputs.exhibits else "none"),
        ("Made by software", f"graphsvc {inputs.issue.software_version}"),
        ("Head of the log before this was made", inputs.issue.log_head or "not given"),
    )
    return tuple((k, v) for k, v in said if v)


def _labels(inputs: BundleInputs, events: tuple[SubjectEvent, ...]) -> Labels:
    ordered = [inputs.passed.subject]
    for event in events:
        for statement in event.statements:
            ordered += [statement.from_entity, statement.to_entity]
    return assign(ordered, Naming.LETTERS, inputs.passed.described_as, frozenset({inputs.passed.subject.id}))


def _chronology(events: tuple[SubjectEvent, ...], labels: Labels) -> Section:
    dated = [e for e in events if e.dated]
    if not dated:
        said = "No record or statement that may be served tells a dated event of the subject in this period."
        return Section("Chronology", (Sentence(said, _METHOD),))
    lead = Sentence("Dated events as records and statements tell them, earliest first: facts, not opinion.", _METHOD)
    return Section("Chronology", (lead, _events("Dated events, earliest first", dated, labels)))


def _undated(events: tuple[SubjectEvent, ...], labels: Labels) -> Section:
    undated = [e for e in events if not e.dated]
    if not undated:
        return Section("Events without a date", ())
    lead = Sentence("No date is reported for these: whether they lie in the period is not known.", _METHOD)
    return Section("Events without a date", (lead, _events("Events without a date", undated, labels)))


def _opinion(events: tuple[SubjectEvent, ...], labels: Labels) -> Section:
    if not events:
        return Section("Opinion and assessment", ())
    lead = Sentence(
        "What follows is opinion or assessment in records and statements, told apart from fact (Data Protection Act 2018 "
        "section 38(2)).",
        _METHOD,
    )
    return Section("Opinion and assessment", (lead, _events("Opinion and assessment", list(events), labels)))


def _events(caption: str, events: list[SubjectEvent], labels: Labels) -> Table:
    columns = ("When", "What and where", "The subject's part", "Others")
    return Table(caption, columns, tuple(_row(e, labels) for e in events), (1.5, 1.7, 1.2, 1.6))


def _row(event: SubjectEvent, labels: Labels) -> Row:
    places = dict.fromkeys(labels.of(s.to_entity) + (f" ({s.role})" if _told(s.role) else "") for s in event.places)
    what = labels.of(event.event) + (f"; {listing(places)}" if places else "")
    own = dict.fromkeys(_part(s.role) + ("" if s.kind.value == "fact" else f" ({s.kind.value})") for s in event.own)
    others = list(dict.fromkeys(f"{labels.of(s.from_entity)} ({_part(s.role)})" for s in event.others))
    more = f" and {len(others) - _MOST_OTHERS} more" if len(others) > _MOST_OTHERS else ""
    return Row(
        (
            when(event.observed),
            what,
            "; ".join(own),
            "; ".join(others[:_MOST_OTHERS]) + more or "nobody else named to it",
        ),
        ground(event.statements),
    )


def _told(role: str) -> bool:
    """Whether a place's role is one of the declared words: free text may hold a name."""
    return role in {r.value for r in LocationRole} - {"unknown"}


def _part(role: str) -> str:
    """A declared part in an event, in its own words; free text may hold a name and is not told."""
    return role if role in {r.value for r in PersonRole} else "part as the record gives it"


def _exhibits(inputs: BundleInputs) -> Section:
    if not inputs.exhibits:
        return Section("Schedule of exhibits", (Sentence("No exhibit was put into this bundle.", _RULE),))
    said = [
        "A reference is the initials of the witness who produces the exhibit and a consecutive number. SHA-256 is the "
        "digest of the file as received, which lies beside this PDF in the package under the name given.",
        "Printed copies are reduced to fit under the page's heading and hold nothing that acts: no script, link, form or "
        "attached file. What was left off is still in the copy as received.",
    ]
    missing = gaps(e.given for e in inputs.exhibits)
    if missing:
        many = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
        said.append(f"Numbers that are not in this bundle: {', '.join(missing[:20])}{many}.")
    return Section("Schedule of exhibits", tuple(Sentence(s, _RULE) for s in said), annex=True)


def _reports(reports: tuple[ReportLine, ...]) -> Section:
    if not reports:
        return Section("Records and statements relied on", ())
    rows = tuple(_report(line) for line in reports)
    columns = ("No.", "Agency and reference", "Kind", "Recorded")
    table = Table("Records and statements, latest recorded first", columns, rows, (0.5, 2.8, 1.0, 1.2), cite=False)
    return Section("Records and statements relied on", (table,))


def _report(line: ReportLine) -> Row:
    source = line.source
    recorded = f"{source.recorded_on.day} {source.recorded_on:%b %Y}" if source.recorded_on else "not dated"
    where = f"{source.agency}, {source.reference}" + (f" ({source.system})" if source.system else "")
    return Row((f"R{line.number}", where, source.kind, recorded), Ground((Cited(source.report_id, "", ""),)))


def _method(inputs: BundleInputs) -> Section:
    said = [
        "An event is told once, however many records speak of it; its time is the most exact one any of them gives.",
        "Names, kinds of place and who is a child are taken only from the records and statements that are relied on here.",
        "A name of a home, and a place of no known kind, is numbered and not named.",
        f"Period: {inputs.period.words}. Events without a date are told apart.",
    ]
    blocks: tuple[Block, ...] = tuple(Sentence(s, _METHOD) for s in said)
    return Section("Method and limits", blocks, annex=True)
