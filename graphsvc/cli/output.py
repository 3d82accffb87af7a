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
    """Progress on stderr: on one changing line at a terminal, elsewhere a line when the work changes and at each quarter."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._said: set[tuple[str, int]] = set()
        self._open = False

    def __call__(self, phrase: str, fraction: float | None = None) -> None:
        """Say how far it is."""
        if self._terminal:
            percent = "" if fraction is None else f" {100 * fraction:.0f} %"
            typer.echo(f"\r\x1b[K{phrase}{percent}", err=True, nl=False)
            self._open = True
            return
        quarter = 0 if fraction is None else int(4 * fraction)
        work = phrase.split(":")[0].split(" (")[0]
        if (work, quarter) not in self._said:
            self._said.add((work, quarter))
            typer.echo(phrase if fraction is None else f"{phrase} {100 * fraction:.0f} %", err=True)

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
