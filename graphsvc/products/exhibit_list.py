"""A list of exhibits as a CSV file: reference, witness, description, file, and the day of the statement where it is known."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime

from graphsvc.errors import InputError, RowProblem
from graphsvc.products.exhibits import LARGEST, MOST_EXHIBITS, ExhibitGiven

COLUMNS = ("reference", "witness", "description", "file")
DAY = "statement_on"
_LARGEST_LIST = 1024 * 1024
Opened = Callable[[str], bytes | None]
"""The content of a file the list names, None where there is no such file among those given."""


def read_list(content: bytes, opened: Opened) -> tuple[ExhibitGiven, ...]:
    """The exhibits of a list. Raises InputError that names each row that cannot be used."""
    rows = list(_rows(content))
    problems: list[RowProblem] = []
    given = [_exhibit(n, row, opened, problems) for n, row in enumerate(rows, 2)]
    if problems:
        raise InputError(
            "The list of exhibits cannot be used.",
            next_step="Correct what is named; nothing was made.",
            rows=tuple(problems),
        )
    return tuple(e for e in given if e is not None)


def statement_day(text: str) -> date | None:
    """A day as YYYY-MM-DD or D/M/YYYY; None for no text. Raises ValueError for anything else."""
    if not text.strip():
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("no day")


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    if len(content) > _LARGEST_LIST:
        raise InputError("The list of exhibits is too long.", next_step="Make several bundles.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = [(n or "").strip().lower() for n in reader.fieldnames or []]
        if missing := [c for c in COLUMNS if c not in names]:
            raise InputError(
                f"The list of exhibits has no column {', '.join(missing)}.",
                next_step=f"Its first line is: {','.join((*COLUMNS, DAY))}",
            )
        reader.fieldnames = names
        for n, row in enumerate(reader):
            if n >= MOST_EXHIBITS:
                raise InputError(f"A bundle holds at most {MOST_EXHIBITS} exhibits.", next_step="Make several bundles.")
            yield {k: (v or "").strip() for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)}
    except csv.Error:
        raise InputError("The list of exhibits is not a CSV file.", next_step="Save it as CSV and try again.") from None


def _exhibit(n: int, row: dict[str, str], opened: Opened, problems: list[RowProblem]) -> ExhibitGiven | None:
    content = opened(row["file"])
    if content is None:
        problems.append(RowProblem(n, "file", "There is no such file beside the list, or it is too large."))
    try:
        on = statement_day(row.get(DAY, ""))
    except ValueError:
        problems.append(RowProblem(n, DAY, "That is no day: write 2026-03-31."))
        on = None
    if content is None or len(content) > LARGEST:
        return None
    return ExhibitGiven(row["reference"], row["witness"], row["description"], row["file"], content, on)
