"""Turns what a person typed into catalogue queries, and ranks what comes back.

Names are found by words in any order, with accents folded and one or two letters wrong; plates, numbers, postcodes and
references by any fragment of three characters or more, plates also with misread characters (0 O, 1 I, 5 S, 8 B, 2 Z, 6 G).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from graphsvc.errors import InputError
from graphsvc.model.assertions import fold_value
from graphsvc.model.entities import BY_NAME, FieldKind, Term
from graphsvc.model.identity import confusable_vrm, fold_handle, fold_name, fold_phone, fold_reference, normalise_phone

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
        if len(fold_name(self.text).replace(" ", "")) < 2 and len(fold_handle(self.text)) < 2:
            raise InputError(
                "That is too short to search for.",
                next_step="Type at least two letters of a name, or three of a plate.",
            )
        for name in self.types or ():
            if name not in BY_NAME:
                raise InputError("There is no such kind of entity.", next_step=f"Use one of {', '.join(BY_NAME)}.")

    def queries(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """The catalogue queries to run, each with its parameters."""
        types = list(self.types) if self.types is not None else None
        words = fold_name(self.text).split()[:_MAX_WORDS]
        if words:
            yield "entities_by_name", {"lucene": _lucene(words), "types": types}
        for kinds, fragment, confusable in self._fragments():
            yield (
                "entities_by_identifier",
                {"fragment": fragment, "confusable": confusable, "kinds": kinds, "types": types},
            )

    def _fragments(self) -> Iterable[tuple[list[str], str, str | None]]:
        compact = fold_reference(self.text)
        if len(compact) >= 3 and re.search(r"[0-9]", compact):
            yield [Term.VRM, Term.POSTCODE, Term.REFERENCE], compact, confusable_vrm(compact)
        elif 2 < len(compact) <= 4:
            yield [Term.VRM, Term.POSTCODE], compact, None
        digits = fold_phone(self.text)
        if len(digits) >= 3 and len(digits) >= len(re.sub(r"[\s()+\-.]", "", self.text)) - 1:
            whole = normalise_phone(self.text)
            yield [Term.PHONE], whole.lstrip("+") if whole else digits.lstrip("0") or digits, None
        handle = fold_handle(self.text)
        if len(handle) >= 3 and not self.text.strip().count(" "):
            yield [Term.HANDLE], handle, None


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
    """Distinct entities, best first. Names are re-ranked by likeness to what was typed; ties fall by id."""
    asked = fold_name(question.text)
    best: dict[str, dict[str, Any]] = {}
    for hit in hits:
        likeness = max((_likeness(asked, raw) for raw in hit["matched"]), default=0.0)
        scored = {**hit, "score": likeness + min(hit["score"], 3.0) / 10}
        held = best.get(hit["id"])
        if held is None or held["score"] < scored["score"]:
            best[hit["id"]] = scored
    return sorted(best.values(), key=lambda h: (-h["score"], h["id"]))


def _likeness(asked: str, raw: str) -> float:
    folded = fold_value(FieldKind.NAME, raw)
    if folded.replace(" ", "") == asked.replace(" ", ""):
        return 1.0
    return float(fuzz.token_sort_ratio(asked, folded) * 0.6 + fuzz.partial_token_sort_ratio(asked, folded) * 0.4) / 100
