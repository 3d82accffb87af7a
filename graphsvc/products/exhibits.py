"""Exhibits as they are handed in: the reference, who produces it, what it is, the file as received.

A reference is the initials of the producing witness and a consecutive number, ``AB/1``. Names of files come from outside:
they are told as text, and never become a path or a name in the package.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graphsvc.errors import InputError, RowProblem

MOST_EXHIBITS = 500
LARGEST = 50 * 1024 * 1024
LARGEST_TOGETHER = 100 * 1024 * 1024
"""Each is in the package as received and in print: together below what ``verify`` reads."""
LONGEST_DESCRIPTION = 300
LONGEST_WITNESS = 120
_REFERENCE = re.compile(r"([A-Z]{2,4})/([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class ExhibitGiven:
    """One exhibit as handed in. ``statement_on`` is the day of the statement that produces it, where it is known."""

    reference: str
    witness: str
    description: str
    file_name: str
    content: bytes
    statement_on: date | None = None

    @property
    def initials(self) -> str:
        """The letters before the stroke."""
        return self.reference.partition("/")[0]

    @property
    def number(self) -> int:
        """The number after the stroke."""
        return int(self.reference.partition("/")[2])


def checked(exhibits: Sequence[ExhibitGiven]) -> tuple[ExhibitGiven, ...]:
    """The exhibits, once every reference, witness and size is in order. Raises InputError that names each that is not."""
    if len(exhibits) > MOST_EXHIBITS:
        raise InputError(
            f"A bundle holds at most {MOST_EXHIBITS} exhibits; there are {len(exhibits)}.",
            next_step="Make several bundles.",
        )
    problems = [p for row, e in enumerate(exhibits, 1) for p in _problems(row, e)]
    problems = problems or [*_twice(exhibits), *_clashes(exhibits)]
    if problems:
        raise InputError(
            "The list of exhibits cannot be used.",
            next_step="Correct what is named and try again; nothing was made.",
            rows=tuple(problems),
        )
    if sum(len(e.content) for e in exhibits) > LARGEST_TOGETHER:
        raise InputError(
            f"The exhibits are larger than {LARGEST_TOGETHER >> 20} MB together.", next_step="Make several bundles."
        )
    return tuple(exhibits)


def gaps(exhibits: Iterable[ExhibitGiven]) -> tuple[str, ...]:
    """References between 1 and the highest of each set of initials that are not in the bundle."""
    held: dict[str, set[int]] = {}
    for exhibit in exhibits:
        held.setdefault(exhibit.initials, set()).add(exhibit.number)
    return tuple(f"{i}/{n}" for i, ns in sorted(held.items()) for n in range(1, max(ns)) if n not in ns)


def _problems(row: int, exhibit: ExhibitGiven) -> Iterable[RowProblem]:
    if not _REFERENCE.fullmatch(exhibit.reference):
        yield RowProblem(row, "reference", "Give two to four capital letters, a stroke and a number, as in AB/1.")
    elif not _fits(exhibit.initials, exhibit.witness):
        yield RowProblem(row, "reference", "The letters are not the initials of the witness who produces it.")
    if not exhibit.witness.strip():
        yield RowProblem(row, "witness", "Give the full name of the witness who produces it.")
    if not exhibit.description.strip():
        yield RowProblem(row, "description", "Say what it is, so that the index can be read.")
    if len(exhibit.witness) > LONGEST_WITNESS or len(exhibit.description) > LONGEST_DESCRIPTION:
        yield RowProblem(row, "description", f"At most {LONGEST_WITNESS} and {LONGEST_DESCRIPTION} characters.")
    if not exhibit.content:
        yield RowProblem(row, "file", "The file is empty (0 bytes).")
    if len(exhibit.content) > LARGEST:
        yield RowProblem(row, "file", f"The file is larger than {LARGEST >> 20} MB.")


def _fits(letters: str, witness: str) -> bool:
    """Whether letters can be the initials of a name: one follows from the other by leaving letters out.

    A further letter tells two witnesses apart who share initials. A name without Latin letters is not judged.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", witness) if not unicodedata.combining(c))
    initials = "".join(w[0].upper() for w in re.split(r"[\s'’-]+", plain) if w and w[0].isascii() and w[0].isalpha())
    return not initials or _within(letters, initials) or _within(initials, letters)


def _within(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


def _twice(exhibits: Sequence[ExhibitGiven]) -> Iterable[RowProblem]:
    first: dict[str, int] = {}
    for row, exhibit in enumerate(exhibits, 1):
        if exhibit.reference in first:
            yield RowProblem(row, "reference", f"The same reference as exhibit {first[exhibit.reference]} of the list.")
        first.setdefault(exhibit.reference, row)


def _clashes(exhibits: Sequence[ExhibitGiven]) -> Iterable[RowProblem]:
    """Two witnesses who share initials: which of them produced AB/2 could not be told."""
    holder: dict[str, str] = {}
    for row, exhibit in enumerate(exhibits, 1):
        name = " ".join(unicodedata.normalize("NFC", exhibit.witness).casefold().split())
        if holder.setdefault(exhibit.initials, name) != name:
            yield RowProblem(
                row, "witness", "Another witness has these initials: give one of the two a further letter, as in ABX/1."
            )
