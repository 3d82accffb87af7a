"""A drawing made ready for print: its lines and shapes stay SVG, its words are set by the typesetter.

An SVG inside a PDF loses which characters a joined Arabic, Urdu or Hindi glyph stands for, which PDF/UA forbids; text
that typst sets itself keeps them.
"""

from typing import Any
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def lift_words(svg: str) -> dict[str, Any]:
    """The drawing without its words, and the words with their places, in the drawing's own units."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by this service, never handed in
    words = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}text":
                words.append(_word(child))
            if child.tag in (f"{_SVG}text", f"{_SVG}title", f"{_SVG}desc"):
                parent.remove(child)
    ElementTree.register_namespace("", _SVG[1:-1])
    return {
        "svg": ElementTree.tostring(root, encoding="unicode"),
        "size": [float(root.get("width", "1")), float(root.get("height", "1"))],
        "words": words,
    }


def _word(element: ElementTree.Element) -> dict[str, Any]:
    return {
        "text": "".join(element.itertext()),
        "x": float(element.get("x", "0")),
        "y": float(element.get("y", "0")),
        "size": float(element.get("font-size", "12")),
        "fill": element.get("fill", "#000000"),
        "bold": element.get("font-weight") == "bold",
        "halo": element.get("stroke") is not None,
        "anchor": _ANCHORS[element.get("text-anchor", "start")],
    }
