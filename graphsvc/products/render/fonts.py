"""Which characters can be printed, and what stands in for those that cannot.

The fonts come as packages (Arimo, and Noto Sans for Latin, Greek, Cyrillic, Arabic, Urdu and Devanagari), never from
the machine: the same document has the same bytes anywhere. A character none of them has is printed as its Unicode
number, ``[U+738B]``: visible and without loss, never dropped.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILIES = ("Arimo", "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari")
_PACKAGES = ("fontpkg_arimo", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari")
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiner and non-joiner: part of how Urdu, Persian and Hindi names are spelt."""


@cache
def font_directories() -> tuple[Path, ...]:
    """The directories the packaged fonts lie in."""
    return tuple(Path(str(files(package))) / "files" for package in _PACKAGES)


@cache
def _covered() -> frozenset[int]:
    """Every character that some packaged upright font can draw."""
    covered: set[int] = set()
    for directory in font_directories():
        for path in sorted(directory.glob("*.ttf")):
            if "Italic" not in path.name:
                with TTFont(path, lazy=True) as font:
                    covered |= font.getBestCmap().keys()
    return frozenset(covered)


def printable(text: str) -> str:
    """Text as it can be printed: normalised to NFC, line breaks to spaces, and what cannot be drawn as ``[U+XXXX]``."""
    return "".join(_shown(c) for c in " ".join(unicodedata.normalize("NFC", text).split()))


def unprintable(text: str) -> frozenset[str]:
    """The characters of a text that cannot be drawn."""
    return frozenset(c for c in " ".join(unicodedata.normalize("NFC", text).split()) if _shown(c) != c)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    # Control and direction-changing characters could hide or turn what stands beside them: they are made visible.
    hidden = category in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in _JOINERS
    if hidden or ord(character) not in _covered():
        return f"[U+{ord(character):04X}]"
    return character
