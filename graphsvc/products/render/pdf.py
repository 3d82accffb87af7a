"""A document as tagged PDF (PDF/UA-1), by typst. What came from outside goes in as data, never as typst source."""

import json
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
    unknown = {c for text in _texts(data) for c in unprintable(text)}
    data = _printable(data)
    data["date"] = [document.as_of.year, document.as_of.month, document.as_of.day]
    data["fonts"] = list(FAMILIES)
    data["unprintable"] = len(unknown)
    try:
        compiler = typst.Compiler(_template(), font_paths=_fonts())
        made = compiler.compile(
            format="pdf",
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(document.as_of.timestamp()),
        )
    except typst.TypstError as problem:
        raise ProductError(
            "The PDF could not be made.",
            next_step="Make the HTML form instead (-o NAME.html) and report this with the brief's number.",
        ) from problem
    assert isinstance(made, bytes)  # noqa: S101 - without an output path typst returns the bytes
    return made


@cache
def _fonts() -> typst.Fonts:
    """The packaged fonts alone: neither the machine's nor typst's own, so that the bytes are the same anywhere."""
    return typst.Fonts(False, False, [str(d) for d in font_directories()])


@cache
def _template() -> bytes:
    return (files("graphsvc.products") / "templates" / "document.typ").read_bytes()


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
        return {k: v if k == "svg" else _printable(v) for k, v in value.items()}
    return [_printable(v) for v in value] if isinstance(value, list) else value
