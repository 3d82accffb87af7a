"""Verifying the log: finds entries changed, removed, inserted, reordered or cut off the end.

What it cannot find by itself: a chain made anew from some entry to the end together with its head file. The receipts
kept in finished documents and in checkpoints off the machine find that; hand them to ``verify``.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphsvc.errors import LogError
from graphsvc.security.log_chain import LogReceipt, LogRecord, canonical_json, chain_hash, parameters_digest
from graphsvc.security.log_files import Head
from graphsvc.security.log_schema import GUARDS
from graphsvc.security.log_text import TextKeys, decrypt

COLUMNS = "seq, at, actor, agency, operation, what, query, parameters_digest, shown, count, recipient, reason, hash"


@dataclass(frozen=True)
class LogVerification:
    """What a check of the whole log found. ``first_bad_seq`` is the first entry that cannot be trusted, if known."""

    ok: bool
    rows: int
    first_bad_seq: int | None = None
    reason: str = ""
    texts_destroyed: int = 0
    """Entries whose free text has been destroyed; the chain does not need it."""
    clock_steps_back: int = 0
    """Entries timed before the one they follow: the machine's clock was set back. No fault of the log."""


class _Bad(Exception):
    """Where the chain breaks, and how."""

    def __init__(self, seq: int | None, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


@dataclass
class _Walk:
    """How far the check has come."""

    head: str
    rows: int = 0
    last_at: str = ""
    steps_back: int = 0
    destroyed: int = 0
    anchors: dict[int, set[str]] = field(default_factory=dict)


def record_from_row(row: tuple[object, ...]) -> LogRecord:
    """The record a database row holds; LogError where the row is not what the log writes."""
    try:
        shown = json.loads(str(row[8]))
        record = LogRecord(*row[:8], tuple(shown), *row[9:])  # type: ignore[arg-type,call-arg]
        exact = canonical_json(list(record.shown)).decode("ascii") == row[8] and all(
            type(getattr(record, name)) is kind
            for name, kind in LogRecord.__annotations__.items()
            if kind in (int, str)
        )
    except (ValueError, TypeError, LogError, RecursionError):
        exact = False
    if not exact or not all(type(i) is str for i in record.shown):
        raise LogError(f"Entry {row[0]} of the log is damaged.", next_step="Run graphsvc log verify.")
    return record


def verify_rows(
    connection: sqlite3.Connection, keys: TextKeys, head: Head | None, receipts: Iterable[LogReceipt]
) -> LogVerification:
    """Check every entry that ``connection``'s snapshot holds, the texts beside them, the head and the ``receipts``."""
    walk = _Walk(head="")
    try:
        walk.head = log_id = _log_id(connection)
        _anchor(walk, head, receipts)
        for record in _records(connection, walk):
            _step(walk, record)
            _check_text(connection, keys, walk, record)
        _check_end(walk, head, log_id)
        _check_guards(connection)
    except _Bad as bad:
        return LogVerification(False, walk.rows, bad.seq, bad.reason)
    except (sqlite3.Error, UnicodeError):
        return LogVerification(False, walk.rows, walk.rows + 1, "the database file is damaged from here on")
    return LogVerification(True, walk.rows, None, "", walk.destroyed, walk.steps_back)


def _log_id(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = 'log_id'").fetchone()
    if row is None or not isinstance(row[0], str) or not row[0].isascii():
        raise _Bad(1, "the log has lost its id")
    return row[0]


def _anchor(walk: _Walk, head: Head | None, receipts: Iterable[LogReceipt]) -> None:
    """Remember which hash each anchored entry must have."""
    for receipt in receipts:
        walk.anchors.setdefault(receipt.seq, set()).add(receipt.head)
    if head is not None and head.seq > 0:
        walk.anchors.setdefault(head.seq, set()).add(head.hash)


def _records(connection: sqlite3.Connection, walk: _Walk) -> Iterator[LogRecord]:
    for row in connection.execute(f"SELECT {COLUMNS} FROM entry ORDER BY seq"):  # noqa: S608 - a constant
        expected = walk.rows + 1
        if row[0] != expected:
            raise _Bad(
                expected, f"entry {expected} is missing" if row[0] > expected else f"entry {row[0]} was inserted"
            )
        try:
            yield record_from_row(row)
        except LogError:
            raise _Bad(expected, f"entry {expected} was changed") from None


def _step(walk: _Walk, record: LogRecord) -> None:
    """One link of the chain."""
    if chain_hash(walk.head, record) != record.hash:
        raise _Bad(record.seq, f"entry {record.seq} was changed, or stands where another stood")
    if walk.anchors.get(record.seq, {record.hash}) != {record.hash}:
        raise _Bad(record.seq, f"entry {record.seq} is not the one whose receipt was kept: the chain was made anew")
    walk.steps_back += record.at < walk.last_at
    walk.rows, walk.head, walk.last_at = record.seq, record.hash, record.at


def _check_text(connection: sqlite3.Connection, keys: TextKeys, walk: _Walk, record: LogRecord) -> None:
    """The free text beside a record, where it still exists, is the one whose digest the chain holds."""
    row = connection.execute("SELECT key_id, ciphertext FROM text WHERE seq = ?", (record.seq,)).fetchone()
    key = keys.get(row[0]) if row else None
    if row is None or key is None:
        walk.destroyed += record.parameters_digest != ""
        return
    text = decrypt(key, row[0], row[1]) if isinstance(row[1], bytes) else None
    if text is None or parameters_digest(key, text) != record.parameters_digest:
        raise _Bad(record.seq, f"the free text beside entry {record.seq} was changed")


def _check_end(walk: _Walk, head: Head | None, log_id: str) -> None:
    """Nothing is cut off the end, and the head file is this log's."""
    beyond = max(walk.anchors, default=0)
    if beyond > walk.rows:
        raise _Bad(walk.rows + 1, f"entries {walk.rows + 1} to {beyond} are missing from the end")
    if head is None:
        raise _Bad(None, "the head file is missing or cannot be read, so entries cut off the end would not show")
    if head.log_id != log_id:
        raise _Bad(None, "the head file belongs to another log")


def _check_guards(connection: sqlite3.Connection) -> None:
    """The triggers that refuse changes are in place."""

    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    if found != {f"CREATE TRIGGER {name} {body}" for name, body in GUARDS.items()}:
        raise _Bad(None, "the triggers that keep the log append-only are gone or are not the log's own")
