"""One theme for every drawing: colours, shapes by kind, line styles. Readable in greyscale; colour is never alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

FONT = "Arimo, Arial, Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, sans-serif"
INK = "#0b0c0c"
SECONDARY_INK = "#505a5f"
PAPER = "#ffffff"
FRAME = "#b1b4b6"
LINE = "#383f43"


class Shape(StrEnum):
    """The outline of a node."""

    CIRCLE = "circle"
    SQUARE = "square"
    ROUNDED = "rounded"
    SMALL_CIRCLE = "small circle"
    DIAMOND = "diamond"
    HEXAGON = "hexagon"
    TRIANGLE = "triangle"


@dataclass(frozen=True)
class KindStyle:
    """How an entity type is drawn: shape, fill (told apart by the common forms of colour blindness), letter inside."""

    shape: Shape
    fill: str
    letter: str


# Fills are light tints of the Okabe-Ito palette: dark ink on each of them has a contrast above 7 to 1.
KINDS: MappingProxyType[str, KindStyle] = MappingProxyType(
    {
        "Person": KindStyle(Shape.CIRCLE, "#b9d9ee", "P"),
        "Location": KindStyle(Shape.SQUARE, "#f4dfa5", "L"),
        "Vehicle": KindStyle(Shape.ROUNDED, "#b5e0d2", "V"),
        "Phone": KindStyle(Shape.SMALL_CIRCLE, "#ecc9df", "T"),
        "OnlineAccount": KindStyle(Shape.SMALL_CIRCLE, "#ded2f0", "@"),
        "Organisation": KindStyle(Shape.HEXAGON, "#f3c8ac", "O"),
        "Event": KindStyle(Shape.DIAMOND, "#e4e4e4", "E"),
        "Item": KindStyle(Shape.TRIANGLE, "#f6f0b8", "I"),
    }
)


class Ring(StrEnum):
    """What is drawn round a person for the part they have in what is shown. A person may have several."""

    CHILD = "child"
    SUSPECT = "suspect"
    WITNESS = "witness"

    @property
    def strokes(self) -> tuple[tuple[float, float], ...]:
        """The circles outside the shape, each as its distance from what it surrounds and its width."""
        return {"child": ((3.0, 1.4), (3.5, 1.4)), "suspect": ((4.5, 4.0),), "witness": ((3.5, 1.0),)}[self.value]

    @property
    def words(self) -> str:
        """What the ring means, for the legend."""
        return {
            "child": "double ring: a report describes this person as a child",
            "suspect": "thick ring: suspect or convicted in an event shown",
            "witness": "thin ring: witness or informant in an event shown",
        }[self.value]


def ring_strokes(rings: Iterable[Ring]) -> tuple[tuple[float, float], ...]:
    """The circles of several rings, one outside the other, each as its distance from the shape's outline and its width."""
    strokes, edge = [], 0.0
    for ring in rings:
        for gap, width in ring.strokes:
            edge += gap
            strokes.append((round(edge, 1), width))
        edge += ring.strokes[-1][1] / 2
    return tuple(strokes)


class Confirmation(StrEnum):
    """What a line's style says."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    TENTATIVE = "tentative"

    @property
    def dashes(self) -> str:
        """The ``stroke-dasharray`` of the line; empty for a solid one."""
        return {"confirmed": "", "unconfirmed": "8 5", "tentative": "1.5 5"}[self.value]

    @property
    def words(self) -> str:
        """What the style means, for the legend."""
        return {
            "confirmed": "confirmed: a record, 1-A, or two independent origins at B or better",
            "unconfirmed": "unconfirmed",
            "tentative": "tentative: source 3, or intelligence D or E",
        }[self.value]


def line_width(origins: int) -> float:
    """The width of a line: the number of independent origins, never importance. It stops growing at six."""
    return 1.4 + 0.6 * (max(1, min(origins, 6)) - 1)
