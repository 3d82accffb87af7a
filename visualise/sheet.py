"""What stands round every drawing: its name and marking above, what it rests on and as of when below.

A drawing is copied out of its page; these go with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from visualise import lettering, svg
from visualise.theme import INK, SECONDARY_INK

MARGIN = 12.0
HEAD = 34.0
_NAME, _MARKING, _FOOT, _LINE = 14.0, 11.0, 11.0, 15.0


@dataclass(frozen=True)
class Sheet:
    """The name of a drawing, as of when it is true (``12 March 2026 14:02``), its marking, and its width."""

    title: str
    as_of: str
    marking: str = ""
    width: float = 760.0


def head(sheet: Sheet) -> str:
    """Name on the left, marking on the right."""
    right = sheet.width - MARGIN
    marking, room = "", right - MARGIN
    if sheet.marking:
        words = lettering.fit(sheet.marking, room / 2, _MARKING, bold=True)
        marking = svg.text(words, right, 20, size=_MARKING, text_anchor="end", font_weight="bold")
        room -= lettering.width(words, _MARKING, bold=True) + 16
    name = lettering.fit(sheet.title, room, _NAME, bold=True)
    return svg.text(name, MARGIN, 20, size=_NAME, font_weight="bold") + marking


def foot(sheet: Sheet, remarks: Sequence[str], top: float) -> tuple[str, float]:
    """The remarks below a drawing, each on lines of its own, the last as of when; and where they end."""
    room = sheet.width - 2 * MARGIN
    lines = [x for r in (*remarks, f"As of {sheet.as_of}") if r for x in lettering.wrap(r, room, _FOOT)]
    drawn = [
        svg.text(line, MARGIN, top + _LINE * (i + 1), size=_FOOT, fill=INK if i == 0 else SECONDARY_INK)
        for i, line in enumerate(lines)
    ]
    return "".join(drawn), top + _LINE * len(lines) + 10


def finish(sheet: Sheet, height: float, told: str, content: str) -> str:
    """The whole drawing, with its name and the words that stand for it."""
    return svg.document(sheet.width, height, sheet.title, told, head(sheet) + content)
