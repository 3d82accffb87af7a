"""The few SVG elements the drawings use. Text is always escaped here and nowhere else; no style attribute, no script."""

import math
from xml.sax.saxutils import escape, quoteattr

from visualise.theme import FONT, INK, PAPER, KindStyle, Shape


def clean(text: str) -> str:
    """Text with what XML 1.0 cannot hold, or what would turn the writing direction of its surroundings, made visible."""
    return "".join(c if _allowed(c) else "\ufffd" for c in " ".join(text.split()))


def _allowed(character: str) -> bool:
    code = ord(character)
    if code in range(0x202A, 0x202F) or code in range(0x2066, 0x206A):
        return False
    return 0x20 <= code < 0x7F or 0xA0 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def shorten(text: str, most: int) -> str:
    """Text cut to ``most`` characters, with an ellipsis where something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def number(value: float) -> str:
    """A coordinate, always written the same way."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """An element with escaped attributes (``stroke_width`` becomes ``stroke-width``); content is markup already."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(v) if isinstance(v, (int, float)) else clean(v))}"
        for key, v in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def title(text: str) -> str:
    """The full text of something shortened, as its accessible name and tooltip."""
    return element("title", escape(clean(text)))


def text(words: str, x: float, y: float, *, size: float = 13, fill: str = INK, **more: str | float) -> str:
    """A line of text with a white halo, so that a line behind it does not strike it through."""
    return element(
        "text", escape(clean(words)) or " ", x=x, y=y, font_size=size, fill=fill, stroke=PAPER, stroke_width=3,
        paint_order="stroke", stroke_linejoin="round", **more,
    )  # fmt: skip


def node_shape(style: KindStyle, x: float, y: float, radius: float, *, stroke_width: float = 1.5) -> str:
    """The outline of a node round its centre."""
    look: dict[str, str | float] = {"fill": style.fill, "stroke": INK, "stroke_width": stroke_width}
    match style.shape:
        case Shape.CIRCLE:
            return element("circle", cx=x, cy=y, r=radius, **look)
        case Shape.SMALL_CIRCLE:
            return element("circle", cx=x, cy=y, r=radius * 0.78, **look)
        case Shape.SQUARE | Shape.ROUNDED:
            corner = radius * 0.5 if style.shape is Shape.ROUNDED else 0
            side = radius * 1.8
            return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, rx=corner, **look)
        case Shape.DIAMOND:
            return element("polygon", points=_polygon(x, y, radius * 1.2, 4, 0), **look)
        case Shape.HEXAGON:
            return element("polygon", points=_polygon(x, y, radius * 1.05, 6, 30), **look)
        case Shape.TRIANGLE:
            return element("polygon", points=_polygon(x, y, radius * 1.2, 3, -90), **look)


def _polygon(x: float, y: float, radius: float, corners: int, turn_degrees: float) -> str:
    angles = [math.radians(turn_degrees + 360 * i / corners) for i in range(corners)]
    return " ".join(f"{number(x + radius * math.cos(a))},{number(y + radius * math.sin(a))}" for a in angles)


def document(width: float, height: float, name: str, description: str, content: str) -> str:
    """A whole drawing with its accessible name and description.

    ``role="img"`` hides the parts from assistive technology: the description and the table beside the drawing tell it.
    """
    head = title(name) + element("desc", escape(clean(description)))
    paper = element("rect", x=0, y=0, width=width, height=height, fill=PAPER)
    return element(
        "svg", head + paper + content, xmlns="http://www.w3.org/2000/svg", role="img", width=width, height=height,
        viewBox=f"0 0 {number(width)} {number(height)}", font_family=FONT, aria_label=name,
    )  # fmt: skip
