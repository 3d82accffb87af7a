"""How commands end and what they print, without a graph."""

import io
import json
import sys
from collections.abc import Callable

import pytest
import typer

from graphsvc.cli import ending
from graphsvc.cli.output import Ticker, show
from graphsvc.errors import InputError, RowProblem


def raising(problem: BaseException) -> Callable[[], None]:
    """A command that ends so."""

    def command() -> None:
        raise problem

    return command


@pytest.mark.parametrize(
    ("problem", "code", "error"),
    [
        (InputError("No.", next_step="Yes.", rows=(RowProblem(2, "name", "bad"),)), 1, "input"),
        (typer.BadParameter("no such option"), 2, "usage"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (typer.Abort(), 130, "interrupted"),
        (RuntimeError("Zebedee Quillfeather"), 1, "unexpected"),
    ],
)
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_every_end_has_its_code_and_its_document(
    capsys: pytest.CaptureFixture[str], problem: BaseException, code: int, error: str, flags: list[str]
) -> None:
    """An error is told on stderr, with --json also as the one document on stdout; an unexpected one only by its kind."""
    assert ending.run(raising(problem), flags) == code
    printed = capsys.readouterr()
    assert printed.err
    assert "Quillfeather" not in printed.err + printed.out
    assert (json.loads(printed.out)["error"] == error) if flags else printed.out == ""


@pytest.mark.parametrize("code", [0, 3, 4])
def test_a_code_a_command_chose_stays(code: int) -> None:
    """Rows refused, or something that does not verify: no error, and still not 0."""
    assert ending.run(raising(typer.Exit(code)), []) == code
    assert ending.run(lambda: code, []) == code


@pytest.mark.parametrize("bad", ["\x1b[2J", "\x9b31m", "\r", "\x07", "\u202e", "\x7f"])
def test_no_text_commands_the_terminal(capsys: pytest.CaptureFixture[str], bad: str) -> None:
    """Control characters are shown as signs in text and escaped in JSON, where they are still the same data."""
    show(f"a{bad}b", as_json=False, text=lambda: f"a{bad}b")
    assert bad[0] not in capsys.readouterr().out
    show(f"a{bad}b", as_json=True, text=lambda: "")
    document = capsys.readouterr().out
    assert bad[0] not in document
    assert json.loads(document) == f"a{bad}b"


def test_progress_is_quiet_at_first_and_never_repeats_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """What is done at once needs no progress; off a terminal a line is said when the work changes and at each quarter."""
    quiet = Ticker(after_s=60)
    quiet("Starting", 0.1)
    assert capsys.readouterr().err == ""
    ticker = Ticker()
    for percent in range(101):
        ticker("people.csv (1 of 1)", percent / 100)
    assert len(capsys.readouterr().err.splitlines()) == 5


def test_progress_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer line would wrap, and leave its beginning behind at every step."""

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("TERM", "xterm")
    ticker = Ticker()
    ticker("a phrase that is longer than the window", 0.5)
    ticker.done()
    assert max(len(line.removeprefix("\x1b[K")) for line in terminal.getvalue().split("\r")) <= 19
    assert terminal.getvalue().endswith("\r\x1b[K")
