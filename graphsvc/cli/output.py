"""What commands print: results on stdout (one JSON document with ``--json``), progress and problems on stderr."""

import json
import sys
from collections.abc import Callable
from typing import Any

import typer

from graphsvc.errors import GraphsvcError, InputError
from graphsvc.model.plain import plain


def show(result: Any, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print a result."""
    typer.echo(json.dumps(plain(result), ensure_ascii=False, indent=2) if as_json else text())


def say(line: str) -> None:
    """Print a line of progress."""
    typer.echo(line, err=True)


class Ticker:
    """Progress on one line of a terminal, on a line of its own now and then elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = ""
        self._open = False

    def __call__(self, phrase: str, fraction: float | None = None) -> None:
        """Say how far it is; the same words twice are said once."""
        percent = "" if fraction is None else f" {100 * fraction:.0f} %"
        line = f"{phrase}{percent}"
        if line == self._last:
            return
        if self._terminal:
            typer.echo(f"\r\x1b[K{line}", err=True, nl=False)
            self._open = True
        elif fraction is None or int(100 * fraction) % 25 == 0:
            typer.echo(line, err=True)
        self._last = line

    def done(self) -> None:
        """End the open line."""
        if self._open:
            typer.echo("", err=True)
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
