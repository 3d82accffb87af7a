"""The benchmarks' own parts: what is imported where the example is not there, and how samples become figures."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import outcome, pole_files
from benchmarks.outcome import Outcome, percentile
from benchmarks.samples import turn_about
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.read import read_batches
from graphsvc.model.identity import Identities

SECONDS = st.lists(st.floats(0, 1e3), min_size=1, max_size=200)


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pole_files.Files:
    """The set that is made up where the example does not lie beside the project."""
    monkeypatch.setattr(pole_files, "POLE", tmp_path / "absent")
    folder = tmp_path / "made"
    folder.mkdir()
    return pole_files.files_to_import(folder)


def test_the_made_up_set_is_accepted_whole_and_as_large_as_the_example(made_up: pole_files.Files) -> None:
    """Every made-up row is accepted, and there are as many nodes and relationships as the example has."""
    batches = read_batches(plan_files(load_mapping("pole"), list(made_up.paths)), Identities(b"k" * 32))
    entities = {mention.entity_id for batch in batches for mention in batch.mentions}
    assert (batches.counts.rejected, len(entities), batches.counts.links) == (0, 61_521, 105_840)


def test_the_made_up_set_is_the_same_each_time(made_up: pole_files.Files, tmp_path: Path) -> None:
    """Figures of two runs compare: the rows are the same to the byte."""
    again = tmp_path / "again"
    again.mkdir()
    twice = pole_files.files_to_import(again)
    assert [p.read_bytes() for p in twice.paths] == [p.read_bytes() for p in made_up.paths]


@given(SECONDS)
def test_a_percentile_is_a_sample_that_so_many_do_not_exceed(samples: list[float]) -> None:
    """At least 95 in a hundred are at or below the 95th percentile, and fewer below it."""
    found = percentile(samples, 95)
    assert found in samples
    assert sum(s <= found for s in samples) >= 0.95 * len(samples)
    assert sum(s < found for s in samples) < 0.95 * len(samples)


def test_samples_are_taken_turn_about() -> None:
    """Each side is sampled as often, who goes first changes, and what goes before runs before every sample."""
    done: list[str] = []
    project, peer = turn_about(
        lambda: done.append("project"), lambda: done.append("peer"), 2, lambda: done.append("before")
    )
    assert done[1::2] == ["peer", "project", "project", "peer"]
    assert set(done[::2]) == {"before"}
    assert (len(project), len(peer)) == (2, 2)


def test_a_kept_outcome_holds_both_times_and_their_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file says when, on what, how much work, every sample, both medians, the ratio and whether the target holds."""
    monkeypatch.setattr(outcome, "RESULTS", tmp_path)
    found = Outcome("thing", {"rows": 3}, [4.0, 2.0, 3.0], [2.0, 1.0, 9.0], "at most twice", met=True)
    (path,) = outcome.keep([found], {"cores": 2}, datetime(2026, 1, 2, tzinfo=UTC))
    kept = json.loads(path.read_text())
    assert (kept["project_median_s"], kept["peer_median_s"], kept["ratio"], kept["met"]) == (3.0, 2.0, 1.5, True)
    assert (kept["measured_at"], kept["machine"], kept["work"]) == (
        "2026-01-02T00:00:00+00:00",
        {"cores": 2},
        {"rows": 3},
    )
