"""The evidence bundle frozen: the PDF, the exhibits as received, the record of what it was made from."""

from importlib.metadata import version
from typing import Any

from graphsvc.errors import InputError
from graphsvc.model.wording import as_of
from graphsvc.products.bundle_document import written_part
from graphsvc.products.bundle_inputs import BundleInputs
from graphsvc.products.document import Document
from graphsvc.products.finding_record import MADE_WITH, grounds_of
from graphsvc.products.manifest import canonical
from graphsvc.products.package import Product
from graphsvc.products.render.bundle import BundlePdf, PlacedExhibit, render_bundle
from graphsvc.products.verify import MOST_BYTES

BUNDLE = "bundle.pdf"
FINDING = "finding.json"
LARGE_FOR_MAIL = 36 * 1024 * 1024
"""Above this the courts' mailboxes may refuse it (36 MB in all by the guidance of 2020)."""


def freeze_bundle(inputs: BundleInputs) -> Product:
    """The bundle in its final bytes. The same inputs always give the same.

    Raises InputError where it would be larger than a product can be.
    """
    document = written_part(inputs)
    pdf = render_bundle(document, inputs.exhibits)
    record = _record(inputs, document, pdf)
    files = {e.name: e.given.content for e in inputs.exhibits}
    files |= {BUNDLE: pdf.content, FINDING: canonical(record)}
    if sum(map(len, files.values())) > MOST_BYTES - 1024 * 1024:
        raise InputError("The bundle would be larger than can be verified.", next_step="Make several bundles.")
    return Product(document.number, document.kind, document.marking, document.title, files, record)


def _record(inputs: BundleInputs, document: Document, pdf: BundlePdf) -> dict[str, Any]:
    """What it was made from, without the reason: this file is served."""
    issue = inputs.issue
    ends = {"from_at": inputs.period.from_at, "to_at": inputs.period.to_at}
    return {
        "product": {"id": document.number, "kind": document.kind, "marking": document.marking},
        "about": {"entity_id": inputs.passed.subject.id, "entity_type": inputs.passed.subject.type},
        "case": inputs.case,
        "hearing_on": inputs.hearing_on.isoformat() if inputs.hearing_on else "",
        "recipient": issue.recipient,
        "as_of": issue.as_of.isoformat(),
        "as_of_words": as_of(issue.as_of),
        "period": {name: moment.isoformat() if moment else "" for name, moment in ends.items()},
        "rule": "records, registers and statements that are not graded and not under conditions or kept to one agency",
        "queries": [{"name": q.name, "parameters": q.plain()} for q in inputs.queries],
        "software_version": issue.software_version,
        "made_with": {package: version(package) for package in (*MADE_WITH, "pikepdf", "pillow")},
        "rule_packs": [],
        "log_head": issue.log_head,
        "pages": pdf.pages,
        "written_pages": pdf.written_pages,
        "exhibits": [_exhibit(p) for p in pdf.exhibits],
        "reports": {f"R{line.number}": line.source.report_id for line in document.reports},
        "grounds": grounds_of(document),
    }


def _exhibit(placed: PlacedExhibit) -> dict[str, Any]:
    exhibit, given = placed.exhibit, placed.exhibit.given
    return {
        "reference": given.reference,
        "witness": given.witness,
        "description": given.description,
        "statement_on": given.statement_on.isoformat() if given.statement_on else "",
        "name_as_received": given.file_name,
        "name": exhibit.name,
        "kind": exhibit.kind_words,
        "bytes": len(given.content),
        "sha256": exhibit.sha256,
        "first_page": placed.first_page,
        "last_page": placed.last_page,
        "notes": list(exhibit.notes),
    }
