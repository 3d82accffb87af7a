"""The log of section 62 of the Data Protection Act 2018: append-only, hash-chained, in databases of its own.

Four files in one directory: ``log.sqlite3`` (the chain, and the free text as ciphertext), ``log-keys.sqlite3`` (a key
for each free text), ``log-head.json`` (the head, so that a tail cut off is found), ``log.lock`` (orders the writers).
``log_chain`` says, byte for byte, how the chain is made.

An entry is on the disk when ``append`` returns. Where it cannot be, ``append`` raises LogError, and whoever called
releases nothing. The order inside is key, entry, head: a process killed between any two leaves a log that verifies (a
key without an entry is harmless; a head one entry behind is the one lag that verification allows).
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graphsvc.errors import LogError
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log_chain import (
    LogReceipt,
    LogRecord,
    canonical_json,
    chain_hash,
    parameters_digest,
    record_of,
)
from graphsvc.security.log_files import BUSY_TIMEOUT_S, Head, HeadFile, WriterLock, connect
from graphsvc.security.log_schema import STATEMENTS
from graphsvc.security.log_text import TextKeys, decrypt, encrypt
from graphsvc.security.log_verify import COLUMNS, LogVerification, record_from_row, verify_rows

__all__ = ["LogFilter", "LogReceipt", "LogRecord", "LogVerification", "OperationLog"]

LARGEST_PAGE = 1000


@dataclass(frozen=True)
class LogFilter:
    """Which entries: every condition that is set must hold. ``until`` is exclusive; ``before`` pages backwards."""

    actor: str | None = None
    object_id: str | None = None
    operation: Operation | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass
class _Open:
    """What one process holds open for writing."""

    files: tuple[int, ...]
    connection: sqlite3.Connection
    keys: TextKeys

    def close(self) -> None:
        """Close both databases."""
        self.connection.close()
        self.keys.close()


class OperationLog:
    """The log in ``directory``; made at first use. Safe with many threads and many processes at once."""

    def __init__(self, directory: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._directory = directory
        self._clock = clock
        self._head_file = HeadFile(directory / "log-head.json")
        self._lock = WriterLock(directory / "log.lock")
        self._open: _Open | None = None

    def append(self, entry: LogEntry) -> LogReceipt:
        """Record ``entry``; on the disk when this returns. LogError where it cannot be: then release nothing."""
        with self._writing() as opened:
            return self._append(opened, entry, check_head=True)

    def head(self) -> LogReceipt:
        """The newest entry's number and hash; number 0 and the log's id while it is empty."""
        with self._reading() as connection:
            return _last(connection)

    def verify(self, receipts: Iterable[LogReceipt] = ()) -> LogVerification:
        """Check the whole log: entries changed, removed, inserted, reordered, cut off, or not those of ``receipts``."""
        self._make()
        claimed = self._head_file.read()  # before the snapshot: the head is never ahead of what it speaks of
        with self._reading() as connection, self._reading_keys() as keys:
            return verify_rows(connection, keys, claimed, receipts)

    def entries(self, which: LogFilter | None = None, *, limit: int = 100) -> tuple[LogRecord, ...]:
        """The newest entries that ``which`` selects, newest first, at most ``limit`` (of 1000)."""
        which = which or LogFilter()
        where, values = _conditions(which)
        found: list[LogRecord] = []
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM entry {where} ORDER BY seq DESC", values)  # noqa: S608
            for record in map(record_from_row, rows):
                if len(found) >= min(max(limit, 0), LARGEST_PAGE):
                    break
                if which.object_id is None or which.object_id in record.shown:
                    found.append(record)
        return tuple(found)

    def parameters(self, seq: int) -> Mapping[str, object] | None:
        """The parameters of entry ``seq``, free text included; None where it had none or they were destroyed."""
        with self._reading() as connection, self._reading_keys() as keys:
            row = connection.execute("SELECT key_id, ciphertext FROM text WHERE seq = ?", (seq,)).fetchone()
            key = keys.get(row[0]) if row else None
            if row is None or key is None:
                return None
            text = decrypt(key, row[0], row[1])
        if text is None:
            raise LogError(f"The text beside entry {seq} was changed.", next_step="Run graphsvc log verify.")
        parameters: dict[str, object] = json.loads(text)
        return parameters

    def destroy_text(self, seqs: Sequence[int], entry: LogEntry) -> LogReceipt:
        """Destroy the free text of these entries for good, recorded first by ``entry`` (its ``shown`` names them)."""
        if entry.operation is not Operation.ERASURE:
            raise LogError("Destroying text is an erasure.", next_step="Record it as one.")
        with self._writing() as opened:
            receipt = self._append(opened, replace(entry, shown=[f"log:{n}" for n in seqs]), check_head=True)
            connection = opened.connection
            rows = [connection.execute("SELECT key_id FROM text WHERE seq = ?", (n,)).fetchone() for n in seqs]
            opened.keys.destroy([row[0] for row in rows if row])
            with _transaction(connection):
                connection.executemany("DELETE FROM text WHERE seq = ?", [(n,) for n in seqs])
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return receipt

    def re_anchor(self, entry: LogEntry) -> LogReceipt:
        """Accept the log as it is although its head file disagrees, and say so in the log itself.

        For whoever has put the log back from a copy, or lost the head file. What the head file claimed is kept in the
        entry. LogError where the entries themselves do not hang together.
        """
        with self._writing() as opened:
            last = _last(opened.connection)
            log_id = _log_id(opened.connection)
            found = verify_rows(opened.connection, opened.keys, Head(log_id, last.seq, last.head), ())
            if not found.ok:
                raise _disagrees(found.reason)
            claimed = self._head_file.read()
            said = f"head file said {claimed.seq} {claimed.hash}" if claimed else "no head file"
            return self._append(opened, replace(entry, query=said), check_head=False)

    def close(self) -> None:
        """Close what this process holds open; the next use opens it again."""
        if self._open is not None and self._open.files[:1] == (os.getpid(),):
            self._open.close()
        self._open = None

    def _append(self, opened: _Open, entry: LogEntry, *, check_head: bool) -> LogReceipt:
        parameters = canonical_json(entry.parameters) if entry.parameters else b""
        key_id, key = opened.keys.new() if parameters else ("", b"")
        connection = opened.connection
        with _transaction(connection):
            last = _last(connection)
            if check_head:
                self._check_head(connection, last)
            digest = parameters_digest(key, parameters) if parameters else ""
            record = record_of(entry, last.seq + 1, self._clock(), digest)
            record = replace(record, hash=chain_hash(last.head, record))
            _insert(connection, record)
            if parameters:
                text = encrypt(key, key_id, parameters)
                connection.execute("INSERT INTO text VALUES (?, ?, ?)", (record.seq, key_id, text))
        self._head_file.write(Head(_log_id(connection), record.seq, record.hash))
        return LogReceipt(record.seq, record.hash)

    def _check_head(self, connection: sqlite3.Connection, last: LogReceipt) -> None:
        """Never append to a log whose end was cut off or replaced: that would hide it under a new head."""
        claimed = self._head_file.read()
        if claimed is None or claimed.log_id != _log_id(connection) or claimed.seq > last.seq:
            raise _disagrees("it does not reach what its head file says")
        if claimed.seq and claimed.hash != _hash_at(connection, claimed.seq):
            raise _disagrees(f"entry {claimed.seq} is not the one its head file says")

    @contextmanager
    def _writing(self) -> Iterator[_Open]:
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock.held():
                yield self._opened()
        except (sqlite3.Error, OSError) as problem:
            raise _cannot("written", problem) from problem

    def _opened(self) -> _Open:
        """What this process holds open. A connection is never carried over a fork, nor kept to a file exchanged since."""
        if self._open is None or self._open.files != self._identity():
            self.close()
            keys = TextKeys(self._directory / "log-keys.sqlite3")
            connection = connect(self._directory / "log.sqlite3")
            self._create(connection)
            self._open = _Open(self._identity(), connection, keys)
        return self._open

    def _identity(self) -> tuple[int, ...]:
        """Which process, and which files on the disk, an open connection belongs to."""
        try:
            found = [(self._directory / name).stat() for name in ("log.sqlite3", "log-keys.sqlite3")]
        except FileNotFoundError:
            return ()
        return (os.getpid(), *(n for file in found for n in (file.st_dev, file.st_ino)))

    def _create(self, connection: sqlite3.Connection) -> None:
        """The tables, the log's id and the first head file, where they are not there yet."""
        with _transaction(connection):
            empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if empty:
                for statement in STATEMENTS:
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('log_id', ?)", (os.urandom(32).hex(),))
        if self._head_file.read() is None and _last(connection).seq == 0:
            self._head_file.write(Head(_log_id(connection), 0, ""))

    def _make(self) -> None:
        """Make an empty log where there is none. The head file comes last, so where it is, the rest is whole."""
        if not self._head_file.path.exists():
            with self._writing():
                pass  # opening for writing makes it

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A snapshot of its own for one read."""
        self._make()
        try:
            address = f"{(self._directory / 'log.sqlite3').resolve().as_uri()}?mode=ro"
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as problem:
            raise _cannot("read", problem) from problem

    @contextmanager
    def _reading_keys(self) -> Iterator[TextKeys]:
        keys = TextKeys(self._directory / "log-keys.sqlite3")
        try:
            yield keys
        finally:
            keys.close()


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, record: LogRecord) -> None:
    shown = canonical_json(list(record.shown)).decode("ascii")
    values = [
        record.seq, record.at, record.actor, record.agency, record.operation, record.what, record.query,
        record.parameters_digest, shown, record.count, record.recipient, record.reason, record.hash,
    ]  # fmt: skip
    connection.execute(f"INSERT INTO entry ({COLUMNS}) VALUES ({','.join('?' * len(values))})", values)  # noqa: S608


def _last(connection: sqlite3.Connection) -> LogReceipt:
    row = connection.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return LogReceipt(row[0], row[1]) if row else LogReceipt(0, _log_id(connection))


def _hash_at(connection: sqlite3.Connection, seq: int) -> str | None:
    row = connection.execute("SELECT hash FROM entry WHERE seq = ?", (seq,)).fetchone()
    return row[0] if row else None


def _log_id(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = 'log_id'").fetchone()
    if row is None:
        raise _disagrees("it has lost its id")
    return str(row[0])


def _conditions(which: LogFilter) -> tuple[str, list[object]]:
    """The filter as a WHERE clause; ids inside ``shown`` are narrowed here and checked exactly by the caller."""
    named = {
        "actor = ?": which.actor,
        "operation = ?": which.operation.value if which.operation else None,
        "at >= ?": _stamp(which.since),
        "at < ?": _stamp(which.until),
        "seq < ?": which.before,
        "instr(shown, ?) > 0": canonical_json(which.object_id).decode() if which.object_id is not None else None,
    }
    used = {clause: value for clause, value in named.items() if value is not None}
    return ("WHERE " + " AND ".join(used) if used else ""), list(used.values())


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def _cannot(what: str, problem: BaseException) -> LogError:
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return LogError(
        f"The log cannot be {what}: {reason}.",
        next_step="Nothing was released. Check the disk and the data directory, then graphsvc log verify.",
    )


def _disagrees(reason: str) -> LogError:
    return LogError(
        f"The log was not written to, because {reason}.",
        next_step="Nothing was released. Run graphsvc log verify; the log may have been tampered with.",
    )
