"""A document as tagged PDF (PDF/UA-1), by typst. What came from outside goes in as data, never as typst source."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from graphsvc.errors import ProductError
from graphsvc.products.document import Document
from graphsvc.products.render.content import content
from graphsvc.products.render.drawings import lift_words
from graphsvc.products.render.fonts import FAMILIES, font_directories, printable, unprintable


def render_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. The same document always gives the same bytes."""
    data = content(document)
    for section in data["sections"]:
        for block in section["blocks"]:
            if block["type"] == "figure":
                block |= lift_words(block["svg"])
    return typeset("document.typ", document.as_of, data)


def typeset(template: str, as_of: datetime, data: dict[str, Any], *, tagged: bool = True) -> bytes:
    """Data set by one of our templates: as PDF/UA-1 in the look of the house, or ``tagged=False`` plain, to be drawn in."""
    unknown = {c for text in _texts(data) for c in unprintable(text)}
    ready = _printable(data)
    ready["date"] = [as_of.year, as_of.month, as_of.day]
    ready["fonts"] = list(FAMILIES)
    ready["unprintable"] = len(unknown)
    try:
        made = typst.Compiler(_template(template, house=tagged), font_paths=_fonts()).compile(
            format="pdf",
            sys_inputs={"document": json.dumps(ready, ensure_ascii=False)},
            pdf_standards=["ua-1"] if tagged else [],
            timestamp=int(as_of.timestamp()),
            pdf_tags=tagged,
        )
    except typst.TypstError as problem:
        raise ProductError(
            "The PDF could not be made.",
            next_step="Report this with the document's number. A brief can be made as HTML instead (-o NAME.html).",
        ) from problem
    assert isinstance(made, bytes)  # noqa: S101 - without an output path typst returns the bytes
    return made


@cache
def _fonts() -> typst.Fonts:
    """The packaged fonts alone: neither the machine's nor typst's own, so that the bytes are the same anywhere."""
    return typst.Fonts(False, False, [str(d) for d in font_directories()])


@cache
def _template(name: str, *, house: bool) -> bytes:
    folder = files("graphsvc.products") / "templates"
    look = (folder / "house.typ").read_bytes() if house else b""
    return look + (folder / name).read_bytes()


def _texts(value: Any) -> list[str]:
    """Every string in the data, in order; the lines and shapes of drawings hold none."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for k, v in value.items() if k != "svg" for t in _texts(v)]
    return [t for v in value for t in _texts(v)] if isinstance(value, list) else []


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {k: v if k in ("svg", "lines") else _printable(v) for k, v in value.items()}
    return [_printable(v) for v in value] if isinstance(value, list) else value
