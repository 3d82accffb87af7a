"""A document as plain data for a template: strings, lists and numbers only."""

from typing import Any

from graphsvc.model.wording import as_of
from graphsvc.products.document import Block, Document, Row, Sentence, Table


def content(document: Document) -> dict[str, Any]:
    """The document as data. Citations are already words."""
    return {
        "number": document.number,
        "kind": document.kind,
        "title": document.title,
        "subtitle": document.subtitle,
        "marking": document.marking,
        "handling": document.handling,
        "language": document.language,
        "as_of": as_of(document.as_of),
        "facts": [list(pair) for pair in document.facts],
        "sections": [
            {"heading": s.heading, "annex": s.annex, "blocks": [_block(document, b, s.annex) for b in s.blocks]}
            for s in document.sections
        ],
    }


def _block(document: Document, block: Block, annex: bool) -> dict[str, Any]:
    if isinstance(block, Sentence):
        # An annex is itself the method or the limits: its heading says what its sentences stand on.
        own = annex and not block.ground.cited
        return {"type": "sentence", "text": block.text, "ground": "" if own else document.cite(block.ground)}
    if isinstance(block, Table):
        return _table(document, block)
    return {
        "type": "figure", "svg": block.svg, "alt": block.alt, "caption": block.caption, "ground": document.cite(block.ground)
    }  # fmt: skip


def _table(document: Document, table: Table) -> dict[str, Any]:
    extra = ("Reports",) if table.cite else ()
    widths = table.widths or (1.0,) * len(table.columns)
    return {
        "type": "table",
        "caption": table.caption,
        "columns": [*table.columns, *extra],
        "widths": [*widths, *((1.1,) if table.cite else ())],
        "rows": [_row(document, table, row) for row in table.rows],
    }


def _row(document: Document, table: Table, row: Row) -> list[str]:
    return [*row.cells, *((document.cite(row.ground, most=2, runs=8),) if table.cite else ())]
