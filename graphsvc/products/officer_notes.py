"""The officer's notes on an evidence bundle: what was left out and why, and what points the other way. Never served."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphsvc.model.links import PersonRole
from graphsvc.model.network import Statement
from graphsvc.model.provenance import StatementKind
from graphsvc.model.wording import when
from graphsvc.products.bundle_gate import withheld_because
from graphsvc.products.bundle_inputs import BundleInputs
from graphsvc.products.document import Cited, Document, Ground, ReportLine, Row, Section, Sentence, Table
from graphsvc.products.finding_record import MADE_WITH, grounds_of
from graphsvc.products.location_draft import plural
from graphsvc.products.location_facts import ground, is_false, number_reports
from graphsvc.products.manifest import canonical
from graphsvc.products.naming import Labels, Naming, assign
from graphsvc.products.package import Product
from graphsvc.products.render.pdf import render_pdf

KIND = "officer's notes"
NOTES = "notes.pdf"
_RULE = Ground((), "rule of these notes")
_COUNTED = Ground((), "counted from the statements in these notes")
_SUSPECTED = frozenset({PersonRole.SUSPECT.value, PersonRole.CONVICTED.value})
NOT_TO_BE_SERVED = (
    "These notes hold intelligence, or say that it exists. They are for the officer who prepares the application and must not be "
    "served, filed or put into a bundle. They are no schedule of unused material and decide nothing about disclosure.",
    "Intelligence is not evidence: what rests on it alone is left out of the bundle. The way to court is an open source, a "
    "witness, a form of words agreed with the sender, or a hearing notice; never the report's own text. (From memory: a "
    "practitioner must confirm.)",
    "Look for what points away as well as towards: the second part lists what in the graph does.",
)


@dataclass(frozen=True)
class NotesInputs:
    """What the notes are made from: the bundle's inputs, and everything that was read of the subject, served or not."""

    bundle: BundleInputs
    statements: tuple[Statement, ...]
    restricted: frozenset[str]
    described_as: Mapping[str, str]


def freeze_notes(inputs: NotesInputs) -> Product:
    """The notes in their final bytes."""
    document = notes(inputs)
    record = {
        "product": {"id": document.number, "kind": document.kind, "marking": document.marking},
        "about": {"entity_id": inputs.bundle.passed.subject.id, "entity_type": inputs.bundle.passed.subject.type},
        "as_of": document.as_of.isoformat(),
        "recipient": inputs.bundle.issue.recipient,
        "reason": inputs.bundle.issue.reason,
        "queries": [{"name": q.name, "parameters": q.plain()} for q in inputs.bundle.queries],
        "software_version": inputs.bundle.issue.software_version,
        "made_with": list(MADE_WITH),
        "log_head": inputs.bundle.issue.log_head,
        "reports": {f"R{line.number}": line.source.report_id for line in document.reports},
        "grounds": grounds_of(document),
    }
    files = {NOTES: render_pdf(document), "finding.json": canonical(record)}
    return Product(document.number, document.kind, document.marking, document.title, files, record)


def notes(inputs: NotesInputs) -> Document:
    """The notes as a document."""
    held = _of_period(inputs)
    withheld = [(s, because) for s in held if (because := withheld_because(s.source, inputs.restricted))]
    away = [(s, why) for s in held if (why := _points_away(inputs, s))]
    told = [s for s, _ in (*withheld, *away)]
    reports = number_reports(s.source for s in told)
    issue, subject = inputs.bundle.issue, inputs.bundle.passed.subject
    labels = _labels(inputs, told)
    return Document(
        number=issue.number,
        kind=KIND,
        title=f"NOT TO BE SERVED: notes on {inputs.bundle.case}",
        subtitle=f"Officer's notes concerning {labels.of(subject)}",
        marking=issue.marking,
        handling="NOT TO BE SERVED",
        as_of=issue.as_of,
        facts=(
            ("Subject", labels.of(subject)),
            ("Period", inputs.bundle.period.words),
            ("For", issue.recipient),
            ("Why", issue.reason),
            ("Scope", issue.scope_words),
            ("Naming", "the subject by name; letters and numbers hold for these notes only, not for the bundle"),
        ),
        sections=(
            Section("What these notes are", tuple(Sentence(s, _RULE) for s in NOT_TO_BE_SERVED)),
            _section("Left out of the bundle, and why", "Why left out", withheld, labels),
            _section("What points the other way", "Which way", away, labels),
            _reports(reports),
        ),
        reports=reports,
    )


def _of_period(inputs: NotesInputs) -> list[Statement]:
    """Each statement once, earliest first, the undated last; those outside the period take no part."""
    period = inputs.bundle.period
    unique = {s.id: s for s in inputs.statements}.values()
    kept = [s for s in unique if s.observed.from_at is None or period.holds(s.observed.from_at)]
    return sorted(kept, key=lambda s: (s.observed.from_at is None, s.observed.from_at, s.id))


def _points_away(inputs: NotesInputs, statement: Statement) -> str:
    """How a statement points away from the subject; ``""`` where it does not. Only statements about the subject count."""
    if inputs.bundle.passed.subject.id not in (statement.from_entity.id, statement.to_entity.id):
        return "a witness or informant in an event of the subject" if statement.role == PersonRole.WITNESS else ""
    if is_false(statement):
        return "suspected to be false (E): it supports nothing"
    if statement.kind is not StatementKind.FACT:
        return f"{statement.kind.value}, not fact"
    if statement.link_type == "TOOK_PART" and statement.role not in _SUSPECTED:
        return f"the subject's part is given as: {statement.role or 'not stated'}"
    return ""


def _section(heading: str, column: str, found: list[tuple[Statement, str]], labels: Labels) -> Section:
    if not found:
        return Section(heading, (Sentence("Nothing of this kind in this period and scope.", _COUNTED),))
    rows = tuple(
        Row((when(s.observed), labels.tell(s), s.source.grade or s.source.kind, why), ground([s])) for s, why in found
    )
    columns = ("When", "What is said", "Grade or kind", column)
    table = Table(f"{heading}: earliest first, undated last", columns, rows, (1.3, 2.4, 0.8, 1.7))
    return Section(heading, (Sentence(f"{plural(len(rows), 'statement')}.", _COUNTED), table))


def _labels(inputs: NotesInputs, told: list[Statement]) -> Labels:
    subject = inputs.bundle.passed.subject
    ordered = [subject, *(e for s in told for e in (s.from_entity, s.to_entity))]
    return assign(ordered, Naming.LETTERS, inputs.described_as, frozenset({subject.id}))


def _reports(reports: tuple[ReportLine, ...]) -> Section:
    heading = "Annex A. Reports"
    if not reports:
        return Section(heading, (Sentence("No report took part.", _COUNTED),), annex=True)
    rows = tuple(
        Row(
            (f"R{r.number}", f"{r.source.agency}, {r.source.reference}", r.source.kind, r.source.grade or "not graded"),
            Ground((Cited(r.source.report_id, "", ""),)),
        )
        for r in reports
    )
    table = Table("Reports", ("No.", "Agency and reference", "Kind", "Grade"), rows, (0.5, 2.6, 1.0, 1.0), cite=False)
    return Section(heading, (table,), annex=True)
