"""Making a town: the same again from the same seed, as large as asked, and clear refusals."""

import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import Conflict, InputError
from graphsvc.wexmoor import generate
from tests.unit.wexmoor.town import Made

SCRIPT = (
    "import sys; from pathlib import Path; from graphsvc.wexmoor import generate;"
    "generate(Path(sys.argv[1]) / 'files', Path(sys.argv[1]) / 'truth.json', seed=int(sys.argv[2]), factor=0.2)"
)


def _digest(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def _in_another_process(folder: Path, seed: int, hash_seed: str) -> dict[str, str]:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", SCRIPT, str(folder), str(seed)], check=True, env=environment)
    return _digest(folder)


def test_the_same_seed_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Files and truth are equal byte by byte, whatever the hash seed of the process."""
    first = _in_another_process(tmp_path / "a", 5, "1")
    second = _in_another_process(tmp_path / "b", 5, "4242")

    assert len(first) > 20
    assert first == second


def test_without_a_truth_the_files_are_the_same(places: tuple[Path, Path]) -> None:
    """What was planted need not be written down anywhere, and leaves no trace in the files whether it is or not."""
    generate(*places, factor=0.2)
    generate(places[0].with_name("again"), None, factor=0.2)

    assert _digest(places[0]) == _digest(places[0].with_name("again"))
    assert sorted(p.name for p in places[0].parent.iterdir()) == ["again", "files", "truth.json"]


def test_another_seed_gives_another_town(tmp_path: Path) -> None:
    """No file of reports, register or truth is that of another seed."""
    for seed in (5, 6):
        generate(tmp_path / str(seed) / "files", tmp_path / str(seed) / "truth.json", seed=seed, factor=0.2)

    first, second = _digest(tmp_path / "5"), _digest(tmp_path / "6")
    assert not set(first.values()) & set(second.values())


@pytest.mark.parametrize("seed", [0, 1, 2, 17, 2**62])
def test_every_seed_holds_all_patterns(places: tuple[Path, Path], seed: int) -> None:
    """Ten patterns, whatever the seed."""
    assert generate(*places, seed=seed, factor=0.2).patterns == 10


@pytest.mark.parametrize("factor", [0.5, 1, 2])
def test_size_grows_with_the_factor(places: tuple[Path, Path], factor: float) -> None:
    """Reports are 2,500 times the factor, to four in a hundred."""
    assert generate(*places, factor=factor).reports == pytest.approx(2500 * factor, rel=0.04)


def test_the_estimate_of_links_is_near(made: Made) -> None:
    """What an import states is within a twentieth of the estimate; the number of reports is exact but for refused ones."""
    assert len(made.imported.links) == pytest.approx(made.result.links_estimate, rel=0.05)
    refused_whole = made.result.reports - (len(made.imported.reports) - 3)
    assert 0 <= refused_whole <= len(made.imported.refused)


def test_progress_is_told(places: tuple[Path, Path]) -> None:
    """Shares run from nothing to all and never back."""
    told: list[tuple[str, float | None]] = []

    generate(*places, progress=lambda phrase, share: told.append((phrase, share)))

    shares = [share for _, share in told if share is not None]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("seed", ["abc", "1.5", "-1", "٣", "9" * 5000, "", 1.5, None, True, -1, 2**63])
def test_a_seed_that_is_no_number_is_refused(places: tuple[Path, Path], seed: Any) -> None:
    """Letters, fractions, nothing and negative numbers: refused, nothing is written."""
    with pytest.raises(InputError, match="seed") as refused:
        generate(*places, seed=seed)
    assert "Give a number from 0" in refused.value.next_step
    assert not places[0].exists()


@pytest.mark.parametrize("factor", [0, -1, 0.1, "much", "nan", "0", "", None, float("nan"), float("inf"), True])
def test_a_factor_that_makes_nothing_is_refused(places: tuple[Path, Path], factor: Any) -> None:
    """Refused with the range that fits, and nothing is written."""
    with pytest.raises(InputError, match="factor") as refused:
        generate(*places, factor=factor)
    assert "from 0.2 to 82" in refused.value.next_step
    assert not places[0].exists()


def test_a_factor_too_large_is_refused_with_what_would_fit(places: tuple[Path, Path]) -> None:
    """The refusal says how many links and gigabytes it would be, and the largest factor there is."""
    with pytest.raises(
        InputError, match=r"10,000,000 would.* 120,500,001,125 links in 37,500\.0 GB.*1,000,000 links"
    ) as refused:
        generate(*places, factor=10_000_000)
    assert "to 82" in refused.value.next_step


def test_too_little_room_is_refused(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written, with the factor that fits."""
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10_000_000})())

    with pytest.raises(InputError, match=r"75 MB and 10 MB are free") as refused:
        generate(*places, factor=20)
    assert "at most 2.2" in refused.value.next_step


def test_a_folder_that_holds_something_is_left_alone(places: tuple[Path, Path]) -> None:
    """Nobody's files are overwritten or mixed with made ones."""
    places[0].mkdir()
    (places[0] / "mine.csv").write_text("mine", encoding="utf-8")

    with pytest.raises(Conflict, match="not empty"):
        generate(*places, factor=0.2)
    assert [p.name for p in places[0].iterdir()] == ["mine.csv"]


def test_a_file_in_place_of_the_folder_is_refused(places: tuple[Path, Path]) -> None:
    """A file is not a folder."""
    places[0].write_text("x", encoding="utf-8")

    with pytest.raises(InputError, match="is a file"):
        generate(*places, factor=0.2)


@pytest.mark.parametrize("where", ["truth.json", "deep/er/truth.json", "../files/truth.json"])
def test_the_truth_never_lies_among_the_files(places: tuple[Path, Path], where: str) -> None:
    """A truth file inside the partners' folder would be imported with it."""
    with pytest.raises(InputError, match="among the partners' files"):
        generate(places[0], places[0] / where, factor=0.2)
    assert not places[0].exists()


def test_what_is_broken_off_leaves_no_file(places: tuple[Path, Path]) -> None:
    """No half-written file stays that somebody might import."""

    def stop(_phrase: str, share: float | None) -> None:
        if share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(*places, progress=stop)
    assert list(places[0].iterdir()) == []
    assert not places[1].exists()


def test_a_truth_that_cannot_be_written_leaves_nothing(places: tuple[Path, Path]) -> None:
    """Where a file stands in the way of the truth's folder, that is said and no partner's file stays."""
    places[1].write_text("in the way", encoding="utf-8")

    with pytest.raises(InputError, match="could not be written"):
        generate(places[0], places[1] / "truth.json", factor=0.2)
    assert list(places[0].iterdir()) == []


def test_the_two_years_end_when_asked(places: tuple[Path, Path]) -> None:
    """Another end gives the 24 months before it, with all patterns in them."""
    generate(*places, factor=0.2, until=date(2027, 3, 31))

    truth = json.loads(places[1].read_text(encoding="utf-8"))
    assert truth["until"] == "2027-03-31"
    days = [day for pattern in truth["patterns"] for day in pattern["dates"]]
    assert min(days) > "2025-03-31"
    assert max(days) <= "2027-04-01"


@pytest.mark.soak
def test_memory_does_not_grow_with_the_factor(tmp_path: Path) -> None:
    """Six times the reports and people take less than half as much again."""
    peaks = []
    for factor in (4.0, 24.0):
        tracemalloc.start()
        generate(tmp_path / f"{factor}" / "files", tmp_path / f"{factor}.json", factor=factor)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
