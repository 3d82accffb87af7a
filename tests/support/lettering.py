"""The words of a drawing as rectangles, measured with the typeface documents are set in."""

import unicodedata
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from fontTools.ttLib import TTFont

from graphsvc.products.render.fonts import font_directories
from visualise.lettering import Box

SVG = "{http://www.w3.org/2000/svg}"
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@cache
def _advances() -> tuple[dict[int, float], int]:
    path: Path = next(p for p in sorted(font_directories()[0].glob("*.ttf")) if "Italic" not in p.name)
    with TTFont(path) as font:
        widths = font["hmtx"].metrics
        return {c: widths[name][0] for c, name in font.getBestCmap().items()}, font["head"].unitsPerEm


def measured(words: str, size: float) -> float:
    """How wide Arimo sets a line; a character it lacks counts as wide as an M."""
    advances, em = _advances()
    lacking = advances[ord("M")]
    return sum(0 if unicodedata.combining(c) else advances.get(ord(c), lacking) for c in words) / em * size


def parse(svg: str) -> Element:
    """A drawing as elements."""
    return fromstring(svg)  # noqa: S314 - the project's own drawing


def boxes(svg: str) -> list[tuple[str, Box]]:
    """Each line of text of a drawing with the rectangle its letters fill."""
    found = []
    for element in parse(svg).iter(f"{SVG}text"):
        words, size = "".join(element.itertext()), float(element.get("font-size", "0"))
        across = measured(words, size) * (1.06 if element.get("font-weight") == "bold" else 1)
        left = float(element.get("x", "0")) - across * _ANCHORS[element.get("text-anchor", "start")]
        found.append((words, Box(left, float(element.get("y", "0")) - size * 0.75, across, size * 0.95)))
    return found


def meetings(svg: str) -> list[tuple[str, str]]:
    """The lines of text that lie on one another."""
    found = boxes(svg)
    return [(a, b) for i, (a, one) in enumerate(found) for b, other in found[i + 1 :] if one.meets(other)]


def strays(svg: str) -> list[str]:
    """The lines of text that leave the drawing."""
    root = parse(svg)
    paper = Box(0, 0, float(root.get("width", "0")), float(root.get("height", "0")))
    return [words for words, box in boxes(svg) if not box.within(paper)]


def words(svg: str) -> str:
    """All text of a drawing that is seen."""
    return " ".join("".join(e.itertext()) for e in parse(svg).iter(f"{SVG}text"))
