"""Where refused rows go: kept whole, with the reason, so that they can be mended and handed in again.

A rejects file is the file's own rows, unchanged, behind three columns: ``reject_row``, ``reject_column`` and
``reject_reason`` (in front, so that a row with too many cells shifts nothing). The file can be opened in a spreadsheet
program: a cell that such a program would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line
end, and is not a plain number), or that begins with an apostrophe, gets an apostrophe in front. Reading a rejects file
takes that apostrophe away again.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from graphsvc.errors import InputError, RowProblem
from graphsvc.ingest.formulas import neutralise
from graphsvc.ingest.plan import REJECT_COLUMNS, REJECT_MARK, PlannedFile


class RejectSink(Protocol):
    """Takes refused rows."""

    def reject(self, file: PlannedFile, cells: Sequence[str], problem: RowProblem) -> None:
        """Keep one refused row: its cells as received, and why (the value in ``problem`` is masked)."""


class KeptRejects:
    """Keeps the first ``limit`` refusals in memory, without the rows themselves: for a dry run's answer."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self.problems: list[tuple[str, RowProblem]] = []
        self.count = 0

    def reject(self, file: PlannedFile, cells: Sequence[str], problem: RowProblem) -> None:  # noqa: ARG002 (the protocol's)
        """Keep the file's name and the problem."""
        self.count += 1
        if len(self.problems) < self._limit:
            self.problems.append((file.path.name, problem))


class RejectFiles:
    """Writes ``NAME.rejected.csv`` into a folder for each file with refused rows, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[Path, tuple[IO[str], Any]] = {}
        self.paths: list[Path] = []
        self.count = 0

    def reject(self, file: PlannedFile, cells: Sequence[str], problem: RowProblem) -> None:
        """Write one refused row."""
        if file.path not in self._open:
            self._open[file.path] = self._start(file)
        self.count += 1
        kept = cells[len(REJECT_COLUMNS) :] if file.is_rejects else cells
        said = (str(problem.row), problem.column, problem.reason)
        with self._written():
            self._open[file.path][1].writerow([neutralise(c) for c in (*said, *kept)])

    def close(self) -> None:
        """Finish the files."""
        streams = [stream for stream, _ in self._open.values()]
        self._open.clear()
        with self._written(), ExitStack() as stack:
            for stream in streams:
                stack.callback(stream.close)

    def __enter__(self) -> "RejectFiles":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _written(self) -> Iterator[None]:
        """What cannot be kept stops the import: no refused row is lost without a word."""
        try:
            yield
        except OSError:
            raise InputError(
                f"The file of refused rows cannot be written into {self._folder.name}.",
                next_step="Make room there, or name a folder that can be written to.",
            ) from None

    def _start(self, file: PlannedFile) -> tuple[IO[str], Any]:
        path = self._free_path(file.stem.replace(REJECT_MARK, ""))
        with self._written():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        stream = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self.paths.append(path)
        writer = csv.writer(stream, delimiter=file.section.delimiter)
        header = file.header[len(REJECT_COLUMNS) :] if file.is_rejects else file.header
        writer.writerow([*REJECT_COLUMNS, *map(neutralise, header)])
        return stream, writer

    def _free_path(self, stem: str) -> Path:
        path, number = self._folder / f"{stem}{REJECT_MARK}.csv", 1
        while path.exists():
            number += 1
            path = self._folder / f"{stem}{REJECT_MARK}.{number}.csv"
        return path
