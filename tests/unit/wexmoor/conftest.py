"""The town of seed 1, made and read once; nobody changes it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graphsvc.wexmoor import generate
from tests.unit.wexmoor.town import Made, Rows, rows_of


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The files of seed 1 at factor 1, and the truth about them."""
    folder = tmp_path_factory.mktemp("wexmoor")
    result = generate(folder / "files", folder / "truth.json")
    return Made(result, json.loads((folder / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def rows(made: Made) -> Callable[[str], Rows]:
    """The rows of every file whose name begins so, refused ones left out, read by hand and not by the service."""
    refused = {(r["file"], r["row"]) for r in made.truth["refused_rows"]}

    def read(start: str) -> Rows:
        found = [p for p in made.result.files if p.name.startswith(start)]
        assert found, start
        return [row for path in found for row in rows_of(path, refused)]

    return read


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """A folder for files and a file for the truth."""
    return tmp_path / "files", tmp_path / "truth.json"
