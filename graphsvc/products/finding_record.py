"""The record of what a document was made from: enough to ask the same questions again and compare."""

from importlib.metadata import version
from typing import Any

from graphsvc.model.wording import as_of
from graphsvc.products.document import Document, Figure, Ground, Sentence, Table
from graphsvc.products.location_brief import LocationBrief
from graphsvc.products.location_inputs import LocationBriefInputs

MADE_WITH = (
    "typst",
    "jinja2",
    "fontpkg-arimo",
    "fontpkg-noto-sans",
    "fontpkg-noto-sans-arabic",
    "fontpkg-noto-sans-devanagari",
)
"""What the bytes of the document depend on beside its content: another version may set a line otherwise."""


def finding_record(brief: LocationBrief) -> dict[str, Any]:
    """The record as plain data: ids, queries, parameters, versions, and the ground of every sentence and row."""
    inputs, document = brief.inputs, brief.document
    return {
        "product": {"id": document.number, "kind": document.kind, "marking": document.marking},
        "about": {"entity_id": inputs.place.id, "entity_type": inputs.place.type},
        "as_of": inputs.issue.as_of.isoformat(),
        "as_of_words": as_of(inputs.issue.as_of),
        "period": _period(inputs),
        "recipient": inputs.issue.recipient,
        "reason": inputs.issue.reason,
        "scope": inputs.issue.scope_words,
        "naming": inputs.naming.value,
        "queries": [{"name": q.name, "parameters": q.plain()} for q in inputs.queries],
        "software_version": inputs.issue.software_version,
        "made_with": {package: version(package) for package in MADE_WITH},
        "rule_packs": list(inputs.rule_packs),
        "log_head": inputs.issue.log_head,
        "reports": {f"R{line.number}": line.source.report_id for line in document.reports},
        "statement_ids": sorted({c.statement_id for g in document.grounds() for c in g.cited if c.statement_id}),
        "grounds": grounds_of(document),
    }


def grounds_of(document: Document) -> list[dict[str, Any]]:
    """Every sentence, row and drawing of a document with what it stands on."""
    return [entry for block in document.blocks() for entry in _entries(document, block)]


def _period(inputs: LocationBriefInputs) -> dict[str, str]:
    ends = {"from_at": inputs.period.from_at, "to_at": inputs.period.to_at}
    return {name: moment.isoformat() if moment else "" for name, moment in ends.items()}


def _entries(document: Document, block: Sentence | Table | Figure) -> list[dict[str, Any]]:
    if isinstance(block, Sentence):
        return [_entry(document, block.text, block.ground)]
    if isinstance(block, Table):
        return [_entry(document, " | ".join(row.cells), row.ground) for row in block.rows]
    return [_entry(document, block.caption, block.ground)]


def _entry(document: Document, text: str, ground: Ground) -> dict[str, Any]:
    return {
        "text": text,
        "method": ground.method,
        "reports": sorted({document.number_of(c.report_id) for c in ground.cited}),
        "statement_ids": [c.statement_id for c in ground.cited if c.statement_id],
    }
