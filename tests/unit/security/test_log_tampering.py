"""Tampering with the log's files by hand: whatever is done, verify says so and where."""

# ruff: noqa: S608 - the statements are this file's own

import contextlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import LogError
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log import OperationLog

ROWS = 6
COLUMNS = (
    "at", "actor", "agency", "operation", "what", "query", "parameters_digest", "shown", "count", "recipient",
    "reason", "hash",
)  # fmt: skip


def fill(directory: Path) -> OperationLog:
    """A log of six entries of different content."""
    log = OperationLog(directory)
    for n in range(ROWS):
        log.append(
            LogEntry(
                Operation.CONSULTATION,
                f"u{n % 2}",
                "police",
                "search",
                "read/search",
                {"text": f"t{n}"},
                [f"id{n}"],
                n,
                "health",
                "R1",
            )
        )
    log.close()
    return log


@contextmanager
def unguarded(directory: Path) -> Iterator[sqlite3.Connection]:
    """The database with its triggers out of the way, as whoever owns the file can have it; put back afterwards."""
    with closing(sqlite3.connect(directory / "log.sqlite3")) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


@pytest.fixture
def filled(tmp_path: Path) -> OperationLog:
    """A log of six entries in ``tmp_path``."""
    return fill(tmp_path)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """One filled log, to be copied by each example of a property."""
    with tempfile.TemporaryDirectory() as place:
        fill(Path(place) / "log")
        yield Path(place) / "log"


@settings(max_examples=150, deadline=None)
@given(
    seq=st.integers(1, ROWS),
    column=st.sampled_from(COLUMNS),
    value=st.one_of(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.integers(-(2**63), 2**63 - 1),
        st.binary(),
        st.floats(allow_nan=False),
    ),
)
def test_any_changed_field_is_found(template: Path, seq: int, column: str, value: object) -> None:
    """Whatever one field of one entry is changed to, verify names that entry."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(template, Path(place) / "copy"))
        with unguarded(copy) as connection:
            before = connection.execute(f"SELECT {column} FROM entry WHERE seq = ?", (seq,)).fetchone()
            connection.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (value, seq))
            after = connection.execute(f"SELECT {column} FROM entry WHERE seq = ?", (seq,)).fetchone()
        found = OperationLog(copy).verify()
        unchanged = before == after and type(before[0]) is type(after[0])
        assert found.ok == unchanged
        assert unchanged or found.first_bad_seq == seq


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(1, ROWS + 1)))
def test_any_reordering_is_found(template: Path, order: list[int]) -> None:
    """Entries that change places are found at the first that moved."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(template, Path(place) / "copy"))
        with unguarded(copy) as connection:
            connection.execute("UPDATE entry SET seq = -seq")
            for new, old in enumerate(order, 1):
                connection.execute("UPDATE entry SET seq = ? WHERE seq = ?", (new, -old))
        found = OperationLog(copy).verify()
        moved = [new for new, old in enumerate(order, 1) if new != old]
        assert found.first_bad_seq == (moved[0] if moved else None)


@pytest.mark.parametrize("shown", ['[ "id2"]', '["\\u0069d2"]', '["id2"]\n'])
def test_the_same_ids_written_otherwise_are_found(filled: OperationLog, tmp_path: Path, shown: str) -> None:
    """A field is compared as it lies there, not by what it means."""
    with unguarded(tmp_path) as connection:
        connection.execute("UPDATE entry SET shown = ? WHERE seq = 3", (shown,))
    assert filled.verify().first_bad_seq == 3


@pytest.mark.parametrize("column", COLUMNS)
def test_a_null_field_is_found(filled: OperationLog, tmp_path: Path, column: str) -> None:
    """A field emptied by rebuilding the table without its rules is found."""
    with unguarded(tmp_path) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'entry'")
        connection.commit()
    with unguarded(tmp_path) as connection:
        connection.execute(f"UPDATE entry SET {column} = NULL WHERE seq = 3")
    assert filled.verify().first_bad_seq == 3


@pytest.mark.parametrize("seq", [1, 3, ROWS])
def test_a_removed_entry_is_found(filled: OperationLog, tmp_path: Path, seq: int) -> None:
    """An entry removed from the beginning, the middle or the end is named."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM entry WHERE seq = ?", (seq,))
    found = filled.verify()
    assert (found.ok, found.first_bad_seq) == (False, seq)
    assert "missing" in found.reason


def test_a_removed_entry_is_found_after_renumbering(filled: OperationLog, tmp_path: Path) -> None:
    """Closing the gap does not help."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM entry WHERE seq = 3")
        for seq in (4, 5, 6):
            connection.execute("UPDATE entry SET seq = ? WHERE seq = ?", (seq - 1, seq))
    assert filled.verify().first_bad_seq == 3


@pytest.mark.parametrize("at", [0, -5])
def test_an_entry_put_before_the_first_is_found(filled: OperationLog, tmp_path: Path, at: int) -> None:
    """A number below one is no entry of the log."""
    with unguarded(tmp_path) as connection:
        connection.execute(f"INSERT INTO entry SELECT {at}, {', '.join(COLUMNS)} FROM entry WHERE seq = 1")
    found = filled.verify()
    assert (found.ok, "inserted" in found.reason) == (False, True)


def test_an_entry_put_at_the_end_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """A copy of an old entry at the end is not the chain's."""
    with unguarded(tmp_path) as connection:
        connection.execute(f"INSERT INTO entry SELECT 7, {', '.join(COLUMNS)} FROM entry WHERE seq = 1")
    assert filled.verify().first_bad_seq == ROWS + 1


@pytest.mark.parametrize("kept", [0, 2, 5])
def test_a_cut_tail_is_found_and_never_built_upon(filled: OperationLog, tmp_path: Path, kept: int) -> None:
    """Entries cut off the end are found through the head file, and nothing more is appended over the cut."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM entry WHERE seq > ?", (kept,))
    assert filled.verify().first_bad_seq == kept + 1
    with pytest.raises(LogError, match="head file"):
        filled.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
    filled.close()


def test_a_changed_last_entry_is_never_built_upon(filled: OperationLog, tmp_path: Path) -> None:
    """An end whose hash is not the head's is found before anything is appended to it."""
    with unguarded(tmp_path) as connection:
        connection.execute("UPDATE entry SET hash = ? WHERE seq = ?", ("0" * 64, ROWS))
    with pytest.raises(LogError, match="head file"):
        filled.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
    filled.close()


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b'{"log_id": 1, "seq": "x", "hash": 2}', b"\xff\x00"])
def test_a_lost_head_file_is_found(filled: OperationLog, tmp_path: Path, content: bytes | None) -> None:
    """Without its head file a log does not pass, because a cut tail would not show; nothing is appended either."""
    head = tmp_path / "log-head.json"
    head.unlink() if content is None else head.write_bytes(content)
    found = filled.verify()
    assert (found.ok, found.rows) == (False, ROWS)
    with pytest.raises(LogError):
        filled.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
    filled.close()


def test_another_logs_head_file_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """The head of another log of the same length is not accepted."""
    other = fill(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "log-head.json", tmp_path / "log-head.json")
    assert not filled.verify().ok
    assert other.verify().ok


def test_a_head_file_that_names_another_log_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """The right end under the wrong id does not pass."""
    head = tmp_path / "log-head.json"
    head.write_text(json.dumps({**json.loads(head.read_text()), "log_id": "0" * 64}))
    assert "another log" in filled.verify().reason


@pytest.mark.parametrize("name", ["log.sqlite3", "log-keys.sqlite3"])
@pytest.mark.parametrize("running", [True, False])
def test_a_deleted_log_is_not_begun_anew(tmp_path: Path, name: str, running: bool) -> None:
    """Where the chain is deleted, nothing is appended, also by a service that had it open; lost keys lose text alone."""
    fill(tmp_path)
    log = OperationLog(tmp_path)
    if running:
        log.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
    for file in tmp_path.glob(f"{name}*"):
        file.unlink()
    if name == "log.sqlite3":
        with pytest.raises(LogError):
            log.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
        assert not log.verify().ok
    else:
        log.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in", parameters={"n": 1}))
        assert (log.verify().ok, log.verify().texts_destroyed) == (True, ROWS)
    log.close()


def test_a_log_exchanged_as_a_whole_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """A fresh chain with its own head is sound in itself; the receipts of the old one show the exchange."""
    kept = filled.head()
    fill(tmp_path / "other")
    for name in ("log.sqlite3", "log-keys.sqlite3", "log-head.json"):
        shutil.copy(tmp_path / "other" / name, tmp_path / name)
    assert filled.verify().ok
    assert not filled.verify([kept]).ok


@pytest.mark.parametrize(
    "change", ["UPDATE text SET ciphertext = x'00' WHERE seq = 2", "UPDATE text SET ciphertext = 'x' WHERE seq = 2"]
)
def test_changed_text_is_found(filled: OperationLog, tmp_path: Path, change: str) -> None:
    """Free text that is not the one recorded is named, and not shown."""
    with unguarded(tmp_path) as connection:
        connection.execute(change)
    assert filled.verify().first_bad_seq == 2


def test_exchanged_text_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """The text of another entry, key and all, is not this one's."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM text WHERE seq = 2")
        connection.execute("INSERT INTO text SELECT 2, key_id, ciphertext FROM text WHERE seq = 4")
    assert filled.verify().first_bad_seq == 2


def test_changed_text_is_not_shown(filled: OperationLog, tmp_path: Path) -> None:
    """Reading text that was changed raises LogError."""
    with unguarded(tmp_path) as connection:
        connection.execute("UPDATE text SET ciphertext = x'0011' WHERE seq = 2")
    with pytest.raises(LogError, match="changed"):
        filled.parameters(2)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET actor = 'x' WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 2",
        f"INSERT OR REPLACE INTO entry SELECT seq, {', '.join(COLUMNS)} FROM entry WHERE seq = 2",
        f"INSERT INTO entry SELECT 99, {', '.join(COLUMNS)} FROM entry WHERE seq = 2",
        "UPDATE text SET key_id = 'x'",
        "INSERT OR REPLACE INTO text SELECT 2, key_id, ciphertext FROM text WHERE seq = 3",
        "UPDATE meta SET value = 'x'",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta VALUES ('log_id', 'x')",
    ],
)
def test_the_database_itself_refuses_changes(filled: OperationLog, tmp_path: Path, statement: str) -> None:
    """Change, removal, replacement and gaps are refused by the database to any program."""
    with (
        closing(sqlite3.connect(tmp_path / "log.sqlite3")) as connection,
        pytest.raises(sqlite3.DatabaseError, match="append-only"),
    ):
        connection.execute(statement)
    assert filled.verify().ok


def test_missing_guards_are_found(filled: OperationLog, tmp_path: Path) -> None:
    """A log whose triggers are gone does not pass."""
    with closing(sqlite3.connect(tmp_path / "log.sqlite3")) as connection:
        connection.execute("DROP TRIGGER entry_never_goes")
    assert "triggers" in filled.verify().reason


def test_changed_guards_are_found(filled: OperationLog, tmp_path: Path) -> None:
    """A trigger of the same name that refuses nothing does not pass."""
    with closing(sqlite3.connect(tmp_path / "log.sqlite3")) as connection:
        connection.execute("DROP TRIGGER entry_never_goes")
        connection.execute("CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN SELECT 1; END")
    assert "triggers" in filled.verify().reason


def test_a_lost_id_is_found(filled: OperationLog, tmp_path: Path) -> None:
    """A log without its id neither passes nor takes entries."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM meta")
    assert "id" in filled.verify().reason
    with pytest.raises(LogError):
        filled.append(LogEntry(Operation.ACCESS, "u1", "police", "sign in"))
    filled.close()


def test_damaged_pages_are_found(filled: OperationLog, tmp_path: Path) -> None:
    """Bytes overwritten in the database file do not pass, and nothing crashes."""
    with (tmp_path / "log.sqlite3").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with contextlib.suppress(LogError):  # too damaged to be opened at all
        assert not filled.verify().ok


def test_a_damaged_entry_is_not_listed(filled: OperationLog, tmp_path: Path) -> None:
    """Listing stops at an entry that is not what the log writes, rather than showing something else."""
    with unguarded(tmp_path) as connection:
        connection.execute("UPDATE entry SET shown = '[1]' WHERE seq = 2")
    with pytest.raises(LogError, match="damaged"):
        filled.entries()


def test_a_restored_copy_is_accepted_only_openly(filled: OperationLog, tmp_path: Path) -> None:
    """After a restore from an older copy the log goes on only by an entry that says what the head file claimed."""
    with unguarded(tmp_path) as connection:
        connection.execute("DELETE FROM entry WHERE seq > 4")
        connection.execute("DELETE FROM text WHERE seq > 4")
    receipt = filled.re_anchor(LogEntry(Operation.ALTERATION, "operator", "police", "log put back", reason="disk"))
    assert (receipt.seq, filled.verify().ok) == (5, True)
    assert filled.entries()[0].query.startswith("head file said 6 ")
    filled.close()


def test_a_lost_head_file_is_replaced_only_openly(filled: OperationLog, tmp_path: Path) -> None:
    """A lost head file is made anew by an entry that says it was lost."""
    (tmp_path / "log-head.json").unlink()
    filled.re_anchor(LogEntry(Operation.ALTERATION, "operator", "police", "log put back"))
    assert (filled.verify().ok, filled.entries()[0].query) == (True, "no head file")
    filled.close()


def test_a_broken_chain_is_never_accepted(filled: OperationLog, tmp_path: Path) -> None:
    """Accepting the log as it is needs entries that hang together."""
    with unguarded(tmp_path) as connection:
        connection.execute("UPDATE entry SET actor = 'x' WHERE seq = 2")
    with pytest.raises(LogError):
        filled.re_anchor(LogEntry(Operation.ALTERATION, "operator", "police", "log put back"))
    filled.close()
