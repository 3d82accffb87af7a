"""How a command ends: an honest exit code, no stack trace, nothing personal in an error.

0 done; 1 an error of the service; 2 wrong usage; 3 some rows were refused; 4 something does not verify; 130 interrupted.
With ``--json`` every error is the one JSON document on stdout, and told on stderr as well.
"""

from collections.abc import Callable
from typing import Any

import typer
from typer.exceptions import TyperException

from graphsvc.cli import output
from graphsvc.errors import GraphsvcError

INTERRUPTED = 130


class UsageProblem(GraphsvcError):
    """The command was not written as it must be."""

    status, code, title = 400, "usage", "That is not how the command is used"


class Interrupted(GraphsvcError):
    """Ctrl-C."""

    status, code, title = 503, "interrupted", "Interrupted"


class Unexpected(GraphsvcError):
    """A mistake in the service itself."""

    code = "unexpected"


def run(command: Callable[[], Any], arguments: list[str]) -> int:
    """Run a command and return its exit code."""
    try:
        return _told(command, "--json" in arguments)
    except output.OutputLost as lost:
        if not lost.closed:
            output.say(
                "The result could not be written to its file or pipe. Make room there, and run the command again."
            )
        return 1


def _told(command: Callable[[], Any], as_json: bool) -> int:
    try:
        code = command()
    except GraphsvcError as problem:
        return _tell(problem, as_json, 1)
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except TyperException as problem:
        return _usage(problem.format_message(), as_json)
    except output.OutputLost:
        raise
    except Exception as problem:
        return _tell(_unexpected(problem), as_json, 1)
    if code == INTERRUPTED:
        # Typer turns Ctrl-C into this code without a word.
        _tell(Interrupted("The command was stopped before its end.", next_step="Run it again."), as_json, INTERRUPTED)
    return code if isinstance(code, int) else 0


def _tell(problem: GraphsvcError, as_json: bool, code: int) -> int:
    output.say(output.problem_text(problem))
    if as_json:
        output.show_problem(problem)
    return code


def _usage(said: str, as_json: bool) -> int:
    # Without any argument the help has been shown already, and there is nothing more to say.
    if said.strip() or as_json:
        _tell(UsageProblem(said or "No command was given.", next_step="Add --help to see what it takes."), as_json, 2)
    return 2


def _unexpected(problem: Exception) -> GraphsvcError:
    """Only the kind of an unexpected error is told: its text may hold data."""
    return Unexpected(
        f"{type(problem).__name__}, which nobody foresaw.", next_step="Try again; if it stays, report this line."
    )
