"""A chart at the command line: one file, whole, never over another, for somebody and for a reason."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.commands import Commands
from tests.support.partner import Partner

FOR = ("--for", "the panel", "--reason", "its meeting")


@pytest.fixture
def park(commands: Commands, partner: Partner) -> str:
    """The id of a park where three people were seen."""
    partner.people(3)
    partner.places("Elm Park")
    partner.seen([(0, 0, "03/03/2026"), (1, 0, "04/03/2026"), (2, 0, "05/03/2026")])
    assert commands("import", partner.folder, "--mapping", partner.mapping).code == 0
    found: str = commands("search", f"Elm Park {partner.agency}", "--json").document["hits"][0]["entity"]["id"]
    return found


def test_the_file_is_what_was_reported(commands: Commands, partner: Partner, park: str, tmp_path: Path) -> None:
    """Written whole, with the digest the command tells; filtered to one day it holds who was seen on it."""
    path = tmp_path / "chart.html"
    told = commands(
        "chart", park, "-o", path, *FOR, "--since", "2026-03-04", "--until", "2026-03-04", "--json"
    ).document
    assert told == {"path": str(path), "sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
    text = path.read_text(encoding="utf-8")
    assert [partner.name(n) in text for n in range(3)] == [False, True, False]
    assert "Made for the panel: its meeting" in text
    assert commands("log", "verify").code == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("-o", "there.html", *FOR), 1),
        (("-o", "chart.pdf", *FOR), 1),
        (("-o", "missing/chart.html", *FOR), 1),
        (("-o", "chart.html", "--for", " ", "--reason", "x"), 1),
        (("-o", "chart.html", "--for", "x"), 2),
        (("-o", "chart.html", *FOR, "--limit", "2001"), 2),
        (("-o", "chart.html", *FOR, "--link", "NO_SUCH"), 1),
        (("-o", "chart.html", *FOR, "--since", "2026-05-01", "--until", "2026-01-01"), 1),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    commands: Commands, park: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], code: int
) -> None:
    """In words, with an honest exit code, before anything is made; a file that is there stays as it was."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "there.html").write_text("mine")
    monkeypatch.chdir(folder)
    ended = commands("chart", park, *given)
    assert ended.code == code
    assert ended.err
    assert "Traceback" not in ended.err
    assert [p.name for p in folder.iterdir()] == ["there.html"]
    assert (folder / "there.html").read_text() == "mine"
