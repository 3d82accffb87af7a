"""Fixtures of the tests of collecting."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.ingest.reading import SMALL, write_mapping


@pytest.fixture
def small(tmp_path: Path) -> Any:
    """The small mapping, loaded from a file as a user's own would be."""
    return write_mapping(tmp_path, SMALL)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file of this name and content."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
