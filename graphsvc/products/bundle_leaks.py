"""Whether something that would be printed repeats a report that must not be served: the last check before it is."""

import re
import unicodedata
from collections.abc import Iterable

from graphsvc.products.exhibit_reading import Exhibit

SHORTEST_WORDS = 30
"""Letters and digits a sentence of a report needs to be looked for: shorter ones are said everywhere."""
SHORTEST_REFERENCE = 4
_END = re.compile(r"[.!?;\n]+")


def needles_of(reports: Iterable[tuple[str, str]]) -> frozenset[str]:
    """What to look for: each report's reference, and each of its longer sentences."""
    found = set()
    for reference, text in reports:
        found |= {n for n in (_plain(reference),) if len(n) >= SHORTEST_REFERENCE}
        found |= {n for n in map(_plain, _END.split(text)) if len(n) >= SHORTEST_WORDS}
    return frozenset(found)


def repeats(words: str, needles: Iterable[str]) -> bool:
    """Whether the words hold any of them, however they are spaced, broken or capitalised."""
    plain = _plain(words)
    return any(n in plain for n in needles)


def printed_words(exhibit: Exhibit) -> str:
    """Everything of an exhibit that is printed and can be read by a machine. A scan's words cannot."""
    given = exhibit.given
    return "\n".join(
        (given.reference, given.witness, given.description, given.file_name, exhibit.searched, *exhibit.text)
    )


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())
