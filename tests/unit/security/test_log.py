"""The log: what goes in comes out, what cannot be written is refused, and text can be destroyed."""

import hashlib
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphsvc.errors import LogError
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log import LogFilter, LogReceipt, OperationLog

ANN = "a" * 32
BEN = "b" * 32


def entry(**fields: object) -> LogEntry:
    """A consultation by u1 unless told otherwise."""
    plain: dict[str, object] = {
        "operation": Operation.CONSULTATION,
        "actor": "u1",
        "agency": "police",
        "what": "search",
    }
    return LogEntry(**{**plain, **fields})  # type: ignore[arg-type]


def test_entry_comes_back_as_recorded(log: OperationLog) -> None:
    """An entry is kept whole: who, when, what, which ids, for whom and why."""
    log.append(entry(query="read/search", shown=[ANN, BEN], count=2, recipient="health", reason="R1"))
    (kept,) = log.entries()
    assert (kept.seq, kept.at, kept.actor, kept.agency) == (1, "2026-03-02T12:00:00.000000Z", "u1", "police")
    assert (kept.operation, kept.what, kept.query, kept.count) == ("consultation", "search", "read/search", 2)
    assert (kept.shown, kept.recipient, kept.reason) == ((ANN, BEN), "health", "R1")
    assert kept.happened_at == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_receipt_is_the_head(log: OperationLog) -> None:
    """A receipt holds the entry's number and the head of the chain after it."""
    assert log.head().seq == 0
    first, second = log.append(entry()), log.append(entry())
    assert (first.seq, second.seq) == (1, 2)
    assert log.head() == second
    assert log.entries()[0].hash == second.head


def test_hash_is_made_as_documented(log: OperationLog, tmp_path: Path) -> None:
    """The hash can be made again from the documentation alone, without the service's own code."""
    log.append(entry(shown=[ANN], count=1, reason='ñ "quoted"\n\x7f\U0001f600'))
    with sqlite3.connect(tmp_path / "data" / "log.sqlite3") as connection:
        log_id = connection.execute("SELECT value FROM meta").fetchone()[0]
    connection.close()
    array = (
        '[1,"2026-03-02T12:00:00.000000Z","u1","police","consultation","search","","",["' + ANN + '"],1,"",'
        '"\\u00f1 \\"quoted\\"\\n\\u007f\\ud83d\\ude00"]'
    )
    by_hand = hashlib.sha256(b"graphsvc-log-1\n" + log_id.encode() + b"\n" + array.encode()).hexdigest()
    assert log.entries()[0].hash == by_hand


def test_parameters_lie_beside_the_chain_unreadable(log: OperationLog, tmp_path: Path) -> None:
    """Free text is readable through the log and in no file of it."""
    log.append(entry(parameters={"text": "Zebedee Quill", "limit": 25}))
    assert log.parameters(1) == {"text": "Zebedee Quill", "limit": 25}
    assert all(b"Zebedee" not in file.read_bytes() for file in (tmp_path / "data").iterdir())


def test_same_parameters_have_different_digests(log: OperationLog) -> None:
    """Digests are salted, so equal searches cannot be told by comparing them."""
    log.append(entry(parameters={"text": "Ann"}))
    log.append(entry(parameters={"text": "Ann"}))
    assert len({e.parameters_digest for e in log.entries()}) == 2


def test_destroyed_text_leaves_a_chain_that_verifies(log: OperationLog, tmp_path: Path) -> None:
    """Destroying text removes key and ciphertext from the files, records the erasure, and breaks nothing."""
    log.append(entry(parameters={"text": "Ann"}))
    with sqlite3.connect(tmp_path / "data" / "log-keys.sqlite3") as connection:
        key = connection.execute("SELECT key FROM text_key").fetchone()[0]
    connection.close()
    receipt = log.destroy_text([1], entry(operation=Operation.ERASURE, what="destroy text"))
    assert (log.parameters(1), log.entries()[0].shown, receipt.seq) == (None, ("log:1",), 2)
    found = log.verify()
    assert (found.ok, found.texts_destroyed) == (True, 1)
    assert all(key not in file.read_bytes() for file in (tmp_path / "data").iterdir())
    log.close()
    assert all(key not in file.read_bytes() for file in (tmp_path / "data").iterdir())


def test_destroying_text_must_be_recorded_as_erasure(log: OperationLog) -> None:
    """Text is not destroyed under the name of another operation."""
    log.append(entry(parameters={"text": "Ann"}))
    with pytest.raises(LogError):
        log.destroy_text([1], entry())
    assert log.parameters(1) == {"text": "Ann"}


def test_destroying_text_that_is_not_there_changes_nothing(log: OperationLog) -> None:
    """An entry without text, or none at all, can be named."""
    log.append(entry())
    log.destroy_text([1, 99], entry(operation=Operation.ERASURE))
    assert log.verify().ok


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (LogFilter(), [4, 3, 2, 1]),
        (LogFilter(actor="u2"), [2]),
        (LogFilter(object_id=ANN), [3, 1]),
        (LogFilter(object_id="a"), []),
        (LogFilter(object_id='"'), []),
        (LogFilter(operation=Operation.DISCLOSURE), [3]),
        (LogFilter(since=datetime(2026, 3, 2, 13, tzinfo=UTC)), [4, 3, 2]),
        (LogFilter(until=datetime(2026, 3, 2, 13, tzinfo=UTC)), [1]),
        (LogFilter(before=3), [2, 1]),
        (LogFilter(object_id=ANN, operation=Operation.CONSULTATION), [1]),
    ],
)
def test_filters(log: OperationLog, clock, which: LogFilter, expected: list[int]) -> None:  # type: ignore[no-untyped-def]
    """Entries are found by actor, object, operation and time, newest first, every condition holding."""
    log.append(entry(shown=[ANN, BEN]))
    clock.move(hours=1)
    log.append(entry(actor="u2", shown=[BEN]))
    log.append(entry(operation=Operation.DISCLOSURE, shown=[ANN]))
    log.append(entry(shown=['x"' + BEN]))
    assert [e.seq for e in log.entries(which)] == expected


def test_object_ids_match_exactly(log: OperationLog) -> None:
    """An id inside another's text is not a hit, whatever quotes it holds."""
    log.append(entry(shown=[f'x"{ANN}']))
    assert log.entries(LogFilter(object_id=ANN)) == ()


def test_pages_join_without_gap_or_repeat(log: OperationLog) -> None:
    """Paging backwards from the last number seen gives every entry once; a limit below 1 gives none."""
    for _ in range(7):
        log.append(entry())
    first = log.entries(limit=3)
    second = log.entries(LogFilter(before=first[-1].seq), limit=3)
    third = log.entries(LogFilter(before=second[-1].seq), limit=3)
    assert [e.seq for e in (*first, *second, *third)] == [7, 6, 5, 4, 3, 2, 1]
    assert log.entries(limit=0) == log.entries(limit=-1) == ()


@pytest.mark.parametrize("value", [object(), float("nan"), b"bytes", {"deep": [object()]}])
def test_what_cannot_be_recorded_is_refused(log: OperationLog, value: object) -> None:
    """A parameter that is not plain data stops the operation, and nothing is written."""
    with pytest.raises(LogError):
        log.append(entry(parameters={"p": value}))
    assert log.head().seq == 0


def test_parameters_that_hold_themselves_are_refused(log: OperationLog) -> None:
    """Parameters without an end stop the operation."""
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(LogError):
        log.append(entry(parameters={"p": endless}))


def test_plain_data_of_every_kind_is_recorded(log: OperationLog) -> None:
    """Dates, sets, paths, enumerations and nested lists are recorded as JSON says them."""
    when = datetime(2026, 3, 2, 12, tzinfo=UTC)
    given = {
        "at": when,
        "on": when.date(),
        "set": {"b", "a"},
        "op": Operation.ACCESS,
        "path": Path("x/y"),
        "l": ((1, None),),
    }
    log.append(entry(parameters=given))
    assert log.parameters(1) == {
        "at": when.isoformat(), "on": "2026-03-02", "set": ["a", "b"], "op": "access", "path": "x/y", "l": [[1, None]],
    }  # fmt: skip


def test_nobody_is_no_actor(log: OperationLog) -> None:
    """An operation of nobody is not recorded, so not released."""
    with pytest.raises(LogError):
        log.append(entry(actor=""))


def test_a_clock_without_its_zone_is_refused(tmp_path: Path) -> None:
    """A naive time would be read as another hour later; it is refused."""
    log = OperationLog(tmp_path, clock=lambda: datetime(2026, 3, 2))  # noqa: DTZ001 - that is the fault tried
    with pytest.raises(LogError, match="zone"):
        log.append(entry())
    log.close()


@pytest.mark.parametrize(
    "hostile", ["nul\x00inside", "\ud800 lone surrogate", "'; DROP TABLE entry; --", "x" * 100_000, "<b>"]
)
def test_hostile_text_is_recorded_and_verifies(log: OperationLog, hostile: str) -> None:
    """NULs, broken Unicode, SQL, markup and very long text are data: recorded, found again, verified."""
    log.append(entry(reason=hostile, shown=[hostile], parameters={"text": hostile}))
    assert log.parameters(1) == {"text": hostile}
    assert log.verify().ok
    assert len(log.entries()[0].shown) == 1


def test_clock_set_back_is_counted_not_hidden(log: OperationLog, clock) -> None:  # type: ignore[no-untyped-def]
    """Times are kept as the clock told them; the order is the chain's, and steps back are counted."""
    log.append(entry())
    clock.move(days=-1)
    log.append(entry())
    found = log.verify()
    assert (found.ok, found.clock_steps_back) == (True, 1)
    assert log.entries()[0].happened_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_log_lives_on_after_reopening(log: OperationLog, tmp_path: Path) -> None:
    """Another process, later, continues the same chain."""
    log.append(entry())
    log.close()
    again = OperationLog(tmp_path / "data")
    again.append(entry())
    assert (again.verify().ok, again.head().seq) == (True, 2)
    again.close()


def test_an_unused_log_verifies(log: OperationLog) -> None:
    """Reading or checking a log that nothing was written to yet makes an empty, sound one."""
    found = log.verify()
    assert (found.ok, found.rows, log.entries(), log.parameters(1)) == (True, 0, (), None)


def test_files_are_the_owners_only(log: OperationLog, tmp_path: Path) -> None:
    """Nobody else on the machine reads the log."""
    log.append(entry(parameters={"text": "x"}))
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "data").iterdir())


def test_a_log_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """Where the log's directory cannot be made, append raises LogError."""
    (tmp_path / "data").write_text("a file in its place")
    with pytest.raises(LogError, match="written"):
        OperationLog(tmp_path / "data").append(entry())


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    """Where something else lies in the database's place, reading and writing raise LogError."""
    (tmp_path / "log.sqlite3").write_bytes(b"no database at all" * 1000)
    with pytest.raises(LogError):
        OperationLog(tmp_path).append(entry())
    with pytest.raises(LogError):
        OperationLog(tmp_path).entries()


def test_the_head_file_holds_no_data(log: OperationLog, tmp_path: Path) -> None:
    """The head file holds the log's id, the number of entries and the last hash, and nothing else."""
    receipt = log.append(entry())
    held = json.loads((tmp_path / "data" / "log-head.json").read_text())
    assert (set(held), held["seq"], held["hash"]) == ({"log_id", "seq", "hash"}, 1, receipt.head)


def test_receipts_anchor_the_chain(log: OperationLog) -> None:
    """A receipt kept elsewhere is checked against the chain: true ones pass, false and later ones do not."""
    kept = [log.append(entry()) for _ in range(3)]
    assert log.verify(kept).ok
    false = log.verify([LogReceipt(2, "0" * 64)])
    assert (false.ok, false.first_bad_seq) == (False, 2)
    later = log.verify([LogReceipt(9, "0" * 64)])
    assert (later.ok, later.first_bad_seq) == (False, 4)


def test_since_and_until_are_read_in_any_zone(log: OperationLog) -> None:
    """A date range in local time is compared in UTC."""
    from zoneinfo import ZoneInfo

    log.append(entry())
    noon_in_tokyo = datetime(2026, 3, 2, 21, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert len(log.entries(LogFilter(since=noon_in_tokyo))) == 1
    assert log.entries(LogFilter(since=noon_in_tokyo + timedelta(microseconds=1))) == ()
