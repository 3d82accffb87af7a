"""Writes the partners' files: row by row, each in its own encoding, whole or not at all."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from graphsvc.errors import Conflict, InputError
from graphsvc.wexmoor.forms import Form
from graphsvc.wexmoor.pen import Written

PART = ".part"
CELLS_LOST = 2


class PartnerFiles:
    """The folder of partners' files. Until all are written they are named ``.part``, which no import takes."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[str, tuple[IO[str], Any]] = {}
        self._rows: dict[str, int] = {}
        self.refused: list[tuple[str, int, str]] = []
        _claim(directory)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files written so far."""
        return tuple(sorted(self._open))

    @property
    def rows(self) -> int:
        """How many rows there are in all of them, headings left out."""
        return sum(self._rows.values()) - len(self._rows)

    def add(self, written: Written) -> str:
        """Write a report into its form's file, whose name is returned."""
        form = written.form
        name = form.file.format(year=written.day.year)
        fields = [f for f in form.columns if f != "short"]
        for at, row in enumerate(written.rows):
            cells = [row.get(field, "") for field in fields]
            if row.get("short"):
                cells = cells[:-CELLS_LOST]
            self._write(name, form, list(form.columns.values()), cells)
            if at in written.broken:
                self.refused.append((name, self._rows[name], written.broken[at]))
        return name

    def register(self, name: str, form: tuple[str, str], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a whole register; ``form`` is its encoding and delimiter."""
        for row in rows:
            self._write(name, form, header, row)

    def _write(self, name: str, form: Form | tuple[str, str], header: Sequence[str], cells: Sequence[str]) -> None:
        if name not in self._open:
            encoding, delimiter = form if isinstance(form, tuple) else (form.encoding, form.delimiter)
            path = self._directory / (name + PART)
            stream = path.open("w", encoding=encoding, errors="replace", newline="")
            self._open[name] = (stream, csv.writer(stream, delimiter=delimiter))
            self._rows[name] = 1
            self._open[name][1].writerow(header)
        self._open[name][1].writerow(cells)
        self._rows[name] += 1

    def __enter__(self) -> "PartnerFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        for stream, _ in self._open.values():
            stream.close()
        for name in self._open:
            part = self._directory / (name + PART)
            if kind is None:
                part.rename(self._directory / name)
            else:
                part.unlink(missing_ok=True)


def _claim(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise InputError(f"{directory.name} is a file.", next_step="Name a folder that is empty or not there yet.")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        taken = next(directory.iterdir(), None)
    except OSError:
        raise InputError(
            f"The folder {directory.name} cannot be written to.", next_step="Name another folder."
        ) from None
    if taken is not None:
        raise Conflict(
            f"The folder {directory.name} is not empty.", next_step="Name a folder that is empty or not there yet."
        )
