"""The town of the demonstration: made once, whole whatever happened, with its outline and without its truth."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphsvc.wexmoor import OUTLINE, demonstration_files

SCRIPT = "import sys; from pathlib import Path; from graphsvc.wexmoor import demonstration_files;" + (
    "demonstration_files(Path(sys.argv[1]))"
)


def _started(folder: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder)], env=environment)


def _held(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "lock"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town that was made without disturbance."""
    folder = tmp_path_factory.mktemp("whole")
    assert len(demonstration_files(folder)) > 20
    return folder


def test_the_second_start_finds_what_the_first_made(whole: Path) -> None:
    """Nothing is made anew."""
    first = demonstration_files(whole)
    stamps = [p.stat().st_mtime_ns for p in first]
    assert demonstration_files(whole) == first
    assert [p.stat().st_mtime_ns for p in first] == stamps


def test_no_truth_lies_where_the_service_runs(whole: Path) -> None:
    """Beside the partners' files lies the outline and nothing else; no file speaks of patterns."""
    assert sorted(p.name for p in whole.iterdir()) == ["files", "lock", OUTLINE]
    assert not [name for name, held in _held(whole).items() if b"planted" in held.lower() or "truth" in name]


@pytest.mark.parametrize("after_s", [0.3, 0.9, 1.6])
def test_a_start_that_was_killed_is_made_whole_by_the_next(whole: Path, tmp_path: Path, after_s: float) -> None:
    """Killed at any moment, what it left is no town and is taken away; the next start ends with the very same files."""
    with _started(tmp_path) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "making").exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.01)
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
    demonstration_files(tmp_path)
    assert _held(tmp_path) == _held(whole)


def test_two_starts_at_once_make_one_town(whole: Path, tmp_path: Path) -> None:
    """The second waits for the first and takes what it made."""
    with _started(tmp_path) as one, _started(tmp_path) as other:
        assert (one.wait(120), other.wait(120)) == (0, 0)
    assert _held(tmp_path) == _held(whole)
