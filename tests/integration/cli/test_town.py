"""The fictional town at the command line."""

import json
from pathlib import Path

import pytest

from tests.support.commands import Commands


def test_the_town_is_made_and_can_be_imported(commands: Commands, tmp_path: Path) -> None:
    """The files come into the folder, the truth beside it, and a dry run reads all but the rows that are broken on purpose."""
    folder, truth = tmp_path / "files", tmp_path / "truth.json"
    outline = tmp_path / "outline.geojson"
    made = commands("wexmoor", folder, "--truth", truth, "--factor", "0.2", "--outline", outline, "--json")
    assert made.code == 0
    assert len(json.loads(outline.read_text())["features"]) == 12
    assert made.document["patterns"] == 10
    assert sorted(Path(f).name for f in made.document["files"]) == sorted(p.name for p in folder.iterdir())
    tried = commands("import", folder, "--mapping", "wexmoor", "--dry-run", "--json").document
    assert 0 < tried["counts"]["rejected"] < 0.02 * tried["counts"]["rows"]


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        (("--seed", "letters"), "Give a number from 0 to"),
        (("--seed", "-1"), "Give a number from 0 to"),
        (("--factor", "letters"), "Give a factor from 0.2 to 82"),
        (("--factor", "0"), "Give a factor from 0.2 to 82"),
        (("--factor", "10000000"), "Give a factor from 0.2 to 82"),
        (("--factor", "nan"), "Give a factor from 0.2 to 82"),
        (("--outline", "not/there/outline.geojson"), "Make the folder"),
    ],
)
def test_what_cannot_be_made_is_refused(commands: Commands, tmp_path: Path, given: tuple[str, str], fits: str) -> None:
    """A seed of letters, no town and one that fits no disk are refused with what would fit, and nothing is written."""
    told = commands("wexmoor", tmp_path / "files", "--truth", tmp_path / "truth.json", *given)
    assert told.code == 1
    assert fits in told.err
    assert "Traceback" not in told.err
    assert not list(tmp_path.glob("files/*.csv"))
    assert not (tmp_path / "truth.json").exists()


def test_a_folder_that_holds_something_is_left_alone(commands: Commands, tmp_path: Path) -> None:
    """Nothing is mixed with what was there."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "mine.txt").write_text("mine")
    assert commands("wexmoor", tmp_path / "files", "--truth", tmp_path / "truth.json").code == 1
    assert [p.name for p in (tmp_path / "files").iterdir()] == ["mine.txt"]
