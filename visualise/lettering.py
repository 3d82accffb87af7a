"""How much room words take, so that a drawing made without a screen does not set them on top of one another.

The widths are those of Arial and its metric twins, widened to what a browser takes that has neither (DejaVu is the widest
in common use). A test measures them against the typeface documents are set in, another in a browser.
"""

import unicodedata
from dataclasses import dataclass

from visualise import svg

_WIDTHS = {
    0.25: "ijl|'",
    0.3: " .,:;!/\\tfI[]·`",
    0.37: 'r-()"*{}°ľť',
    0.51: "ckszvxyJ",
    0.57: "abdeghnopquL0123456789_?$#–",
    0.62: "FTZ+=<>~×",
    0.68: "EABKPSXVY&",
    0.74: "CDHNRUw",
    0.8: "GOQ",
    0.86: "mM",
    0.96: "W%—…@",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER, _WIDE, _BOLD, _WIDEST = 0.9, 1.05, 1.1, 1.15


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing that is taken."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two rectangles overlap or come closer than ``gap``."""
        return (
            self.left < other.left + other.width + gap
            and other.left < self.left + self.width + gap
            and self.top < other.top + other.height + gap
            and other.top < self.top + self.height + gap
        )

    def within(self, other: "Box") -> bool:
        """Whether this rectangle lies wholly inside another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.left + self.width <= other.left + other.width
            and self.top + self.height <= other.top + other.height
        )


def width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of text is."""
    return sum(map(_of, svg.clean(words))) * size * _WIDEST * (_BOLD if bold else 1.0)


def _of(character: str) -> float:
    if character in _WIDTH:
        return _WIDTH[character]
    if unicodedata.combining(character):
        return 0.0
    plain = unicodedata.normalize("NFD", character)[0]
    if plain in _WIDTH:
        return _WIDTH[plain]
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


def fit(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Text cut to a width, with an ellipsis where something is left out."""
    words = svg.clean(words)
    if width(words, size, bold=bold) <= room:
        return words
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(svg.shorten(words, middle), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return svg.shorten(words, low)


def wrap(words: str, room: float, size: float) -> list[str]:
    """Text as lines no wider than ``room``; a word that is wider by itself is cut."""
    lines: list[str] = []
    for word in svg.clean(words).split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(fit(word, room, size))
    return lines
