"""What commands print: results on stdout (one JSON document with ``--json``), progress and problems on stderr."""

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from typing import Any

import typer

from graphsvc.errors import GraphsvcError, InputError
from graphsvc.model.plain import plain

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing: names come from files nobody vouches for."""


class OutputLost(Exception):
    """Stdout cannot be written; ``closed`` where its reader has simply seen enough."""

    def __init__(self, *, closed: bool) -> None:
        super().__init__("the output cannot be written")
        self.closed = closed


def show(result: Any, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print a result."""
    _emit(_document(plain(result)) if as_json else _harmless(text(), sys.stdout))


def say(line: str) -> None:
    """Print a line of progress."""
    typer.echo(_harmless(line, sys.stderr), err=True)


def show_problem(problem: GraphsvcError) -> None:
    """Print an error as the JSON document of the command."""
    _emit(_document(problem_json(problem)))


def _emit(text: str) -> None:
    """Write to stdout, down to the file or pipe behind it. Raises OutputLost where that fails."""
    if sys.stdout is None:
        raise OutputLost(closed=False)
    try:
        typer.echo(text)
        sys.stdout.flush()
    except OSError as problem:
        # What is left in the buffer would be tried again, and fail again, at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputLost(closed=isinstance(problem, BrokenPipeError)) from None


def _document(value: Any) -> str:
    """JSON in the letters the terminal or pipe can take, control characters escaped."""
    ascii_only = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "") != "utf8"
    written = json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", written)


def _harmless(text: str, stream: Any) -> str:
    """Text without control characters, and in the letters the stream can take."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text).encode(encoding, "replace").decode(encoding)


class Ticker:
    """Progress on stderr: on one changing line at a terminal, elsewhere a line when the work changes and at each quarter.

    Nothing is said in the first ``after_s`` seconds: what is done at once needs no progress.
    """

    def __init__(self, after_s: float = 0.0) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._from = time.monotonic() + after_s
        self._said: set[tuple[str, int]] = set()
        self._open = False

    def __call__(self, phrase: str, fraction: float | None = None) -> None:
        """Say how far it is."""
        if time.monotonic() < self._from:
            return
        line = _harmless(phrase if fraction is None else f"{phrase} {100 * fraction:.0f} %", sys.stderr)
        if self._terminal:
            width = max(1, shutil.get_terminal_size().columns - 1)
            typer.echo(f"\r\x1b[K{line[:width]}", err=True, nl=False)
            self._open = True
            return
        quarter = 0 if fraction is None else int(4 * fraction)
        work = phrase.split(":")[0].split(" (")[0]
        if (work, quarter) not in self._said:
            self._said.add((work, quarter))
            typer.echo(line, err=True)

    def done(self) -> None:
        """Take the changing line away: what follows is the result."""
        if self._open:
            typer.echo("\r\x1b[K", err=True, nl=False)
            self._open = False


def problem_text(problem: GraphsvcError) -> str:
    """An error for a person at a terminal: what is wrong, the rows, what to do next."""
    lines = [f"{problem.title}: {problem}"]
    if isinstance(problem, InputError):
        lines += [f"  row {r.row}, column {r.column}: {r.reason} {r.value}".rstrip() for r in problem.rows[:20]]
    if problem.next_step:
        lines.append(problem.next_step)
    return "\n".join(lines)


def problem_json(problem: GraphsvcError) -> dict[str, Any]:
    """The same as one JSON document."""
    rows = plain(problem.rows) if isinstance(problem, InputError) else []
    return {
        "error": problem.code,
        "title": problem.title,
        "detail": str(problem),
        "next_step": problem.next_step,
        "rows": rows,
    }
