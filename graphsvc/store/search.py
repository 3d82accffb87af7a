"""Turns what a person typed into the parameters of one query, and ranks what comes back.

Names are found by words in any order, with accents folded and one or two letters wrong; plates, numbers, postcodes and
references by any fragment of three characters or more, plates also with misread characters (0 O, 1 I, 5 S, 8 B, 2 Z, 6 G).
A name of signs alone (emoji) is found by its signs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from graphsvc.errors import InputError
from graphsvc.model.assertions import fold_value
from graphsvc.model.entities import BY_NAME, FieldKind, Term
from graphsvc.model.identity import (
    confusable_vrm,
    fold_handle,
    fold_name,
    fold_phone,
    fold_reference,
    fold_signs,
    normalise_phone,
)

MAX_LENGTH = 200
_MAX_WORDS = 8


@dataclass(frozen=True)
class Question:
    """One search: ``text`` as typed, ``types`` to keep (None: all)."""

    text: str
    types: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be searched for."""
        if len(self.text) > MAX_LENGTH:
            raise InputError(f"A search can have {MAX_LENGTH} characters.", next_step="Search for fewer words.")
        if any(unicodedata.category(c) in ("Cc", "Cs") and not c.isspace() for c in self.text):
            raise InputError("A search cannot hold control characters.", next_step="Type the words instead.")
        if _weight(self.text) < 2:
            raise InputError(
                "That is too short to search for.",
                next_step="Type at least two letters of a name, or three of a plate.",
            )
        for name in self.types or ():
            if name not in BY_NAME:
                raise InputError("There is no such kind of entity.", next_step=f"Use one of {', '.join(BY_NAME)}.")

    def parameters(self) -> dict[str, Any]:
        """The parameters of the catalogue query ``entities_by_text``."""
        words = fold_name(self.text).split()[:_MAX_WORDS]
        return {
            "lucene": [_lucene(words)] if words else [],
            "fragments": [
                {"kinds": [k.value for k in kinds], "fragment": fragment, "confusable": confusable}
                for kinds, fragment, confusable in self._fragments()
            ],
            "types": list(self.types) if self.types is not None else None,
        }

    def _fragments(self) -> Iterator[tuple[tuple[Term, ...], str, str | None]]:
        compact = fold_reference(self.text)
        if len(compact) >= 3 and re.search(r"[0-9]", compact):
            yield (Term.POSTCODE, Term.REFERENCE), compact, None
            yield (Term.VRM,), compact, confusable_vrm(compact)
        elif 2 < len(compact) <= 4:
            yield (Term.VRM, Term.POSTCODE), compact, None
        digits = fold_phone(self.text)
        if len(digits) >= 3 and len(digits) >= len(re.sub(r"[\s()+\-.]", "", self.text)) - 1:
            # Both as a whole number and as a part of one: a few figures can be either.
            whole = normalise_phone(self.text)
            for fragment in {whole.lstrip("+") if whole else "", digits.lstrip("0")} - {""}:
                yield (Term.PHONE,), fragment, None
        handle = fold_handle(self.text)
        if len(handle) >= 3 and not self.text.strip().count(" "):
            yield (Term.HANDLE,), handle, None
        signs = fold_signs(self.text)
        if signs and not fold_name(self.text):
            yield (Term.NAME, Term.ALIAS, Term.HANDLE), signs, None


def _weight(text: str) -> int:
    """How much there is to search for: letters, digits and signs; a sign or an ideograph counts for two."""
    letters = fold_name(text).replace(" ", "")
    return len(letters) + sum(1 for c in letters if ord(c) >= 0x2E80) + 2 * len(fold_signs(text))


def _lucene(words: list[str]) -> str:
    """A Lucene query over folded words: every word must fit, exactly, as a beginning, or with a letter or two wrong.

    Folded words hold letters and digits only, so nothing in them is Lucene syntax; AND, OR and NOT are lower case.
    """
    return " AND ".join(f"({_word(w)})" for w in words)


def _word(word: str) -> str:
    options = [f"{word}^4"]
    if len(word) >= 3:
        options.append(f"{word}*^2")
    if len(word) >= 4:
        options.append(f"{word}~{1 if len(word) < 8 else 2}")
    return " OR ".join(options)


def rank(question: Question, hits: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities, best first: what fits whole, people with the very words, others with them, then by likeness; of what fits
    alike, what reports in scope mention most often.

    The index's own score is not used: it is made from every form held, in scope or not, and would betray their number.
    """
    asked = fold_name(question.text)
    scored = [
        {**h, "score": max((_likeness(asked, raw) for raw in h["matched"]), default=0.0) + h["identifier"] / 10}
        for h in hits
    ]
    return sorted(scored, key=lambda h: (-_fit(asked, h), -h["score"], -h.get("mentions", 0), h["id"]))


def _fit(asked: str, hit: dict[str, Any]) -> int:
    """How an entity fits: 3 whole, 2 a person whose name has every word typed, 1 anything else that has, 0 only alike."""
    forms = [fold_value(FieldKind.NAME, raw) for raw in hit["matched"]]
    if any(form.replace(" ", "") == asked.replace(" ", "") for form in forms):
        return 3
    words = set(asked.split())
    if not words or not any(words <= set(form.split()) for form in forms):
        return 0
    return 2 if "Person" in hit.get("labels", ()) else 1


def _likeness(asked: str, raw: str) -> float:
    folded = fold_value(FieldKind.NAME, raw)
    if folded.replace(" ", "") == asked.replace(" ", ""):
        return 1.0
    return float(fuzz.token_sort_ratio(asked, folded) * 0.6 + fuzz.partial_token_sort_ratio(asked, folded) * 0.4) / 100
