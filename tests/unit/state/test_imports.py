"""The record of imports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import Conflict, NotFound
from graphsvc.state.database import Database
from graphsvc.state.imports import ImportedFile, ImportRuns, MappingUsed, RowCounts, RunState

MAPPING = MappingUsed("pole", "1", "c" * 64)
FILES = [ImportedFile("persons.csv", "a" * 64), ImportedFile("a list, with <b>.csv", "b" * 64)]


@pytest.fixture
def runs(database: Database, clock) -> ImportRuns:  # type: ignore[no-untyped-def]
    """The import runs of an empty database."""
    return ImportRuns(database, clock=clock)


def test_a_run_from_start_to_finish(runs: ImportRuns, clock) -> None:  # type: ignore[no-untyped-def]
    """A run keeps its mapping, files in order, times, counts and where its rejects lie."""
    run = runs.start(MAPPING, FILES, "u1")
    assert (run.state, run.finished_at) == (RunState.RUNNING, None)
    assert runs.get(run.id) == run
    clock.move(seconds=5)
    done = runs.finish(run.id, RowCounts(10, 7, 2, 1), "rejects/x.csv")
    assert runs.get(run.id) == done
    assert (done.state, done.mapping, done.files) == (RunState.FINISHED, MAPPING, tuple(FILES))
    assert (done.counts, done.rejects_path, done.finished_at) == (RowCounts(10, 7, 2, 1), "rejects/x.csv", clock())


def test_a_failed_run_says_why(runs: ImportRuns) -> None:
    """A failure is recorded with its reason."""
    run = runs.fail(runs.start(MAPPING, FILES, "u1").id, "wrong encoding")
    assert (run.state, run.problem) == (RunState.FAILED, "wrong encoding")


def test_a_run_ends_once(runs: ImportRuns) -> None:
    """What has ended is not ended again, neither way."""
    run = runs.finish(runs.start(MAPPING, [], "u1").id, RowCounts())
    with pytest.raises(Conflict, match="finished"):
        runs.fail(run.id, "late")
    with pytest.raises(Conflict):
        runs.finish(run.id, RowCounts())
    assert runs.get(run.id) == run


def test_unknown_runs(runs: ImportRuns) -> None:
    """A run nobody started is not found, in every door."""
    for door in (runs.get, lambda i: runs.finish(i, RowCounts()), lambda i: runs.fail(i, "x")):
        with pytest.raises(NotFound):
            door("0" * 32)


def test_list_is_newest_first_in_pages(runs: ImportRuns, clock) -> None:  # type: ignore[no-untyped-def]
    """Pages join without gap or repeat."""
    made = []
    for _ in range(5):
        made.append(runs.start(MAPPING, FILES, "u1"))
        clock.move(seconds=1)
    assert (*runs.list(limit=2), *runs.list(limit=3, offset=2)) == tuple(reversed(made))


def test_a_file_seen_before_is_known(runs: ImportRuns) -> None:
    """Only finished runs count as having taken a file in."""
    runs.fail(runs.start(MAPPING, FILES, "u1").id, "x")
    assert runs.of_file("a" * 64) == ()
    done = runs.finish(runs.start(MAPPING, FILES, "u1").id, RowCounts())
    assert runs.of_file("a" * 64) == (done,)
    assert runs.of_file("f" * 64) == ()


@given(st.integers(-5, 50), st.integers(-5, 50), st.integers(-5, 50), st.integers(-5, 150))
def test_counts_never_lose_a_row(accepted: int, rejected: int, unchanged: int, rows: int) -> None:
    """Counts that do not add up cannot be made."""
    sound = min(accepted, rejected, unchanged) >= 0 and accepted + rejected + unchanged == rows
    if sound:
        assert RowCounts(rows, accepted, rejected, unchanged).rows == rows
    else:
        with pytest.raises(ValueError, match="add up"):
            RowCounts(rows, accepted, rejected, unchanged)
