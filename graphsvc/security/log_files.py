"""The log's files: owner-only databases, the head file beside them, and the lock that orders writers."""

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

BUSY_TIMEOUT_S = 30.0


def connect(path: Path) -> sqlite3.Connection:
    """An autocommit connection to the owner-only database at ``path``: WAL, and on the disk before COMMIT returns."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite gives its side files the same mode
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@dataclass(frozen=True)
class Head:
    """What the head file says: which log, how many entries, the hash of the last."""

    log_id: str
    seq: int
    hash: str


class HeadFile:
    """The head of the chain, kept beside the database so that a tail cut off it is found."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """What it says; None where it is missing or is no head file."""
        try:
            said = json.loads(self.path.read_bytes())
            head = Head(log_id=said["log_id"], seq=said["seq"], hash=said["hash"])
        except (OSError, ValueError, TypeError, KeyError):
            return None
        plain = isinstance(head.log_id, str) and type(head.seq) is int and isinstance(head.hash, str)
        return head if plain else None

    def write(self, head: Head) -> None:
        """Put ``head`` in its place in one step: a reader sees the old one or the new one, never half of it."""
        beside = self.path.with_suffix(".new")
        handle = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            os.write(handle, json.dumps(asdict(head)).encode("ascii") + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.replace(self.path)


class WriterLock:
    """One writer at a time, over threads and processes; the system frees it when its holder dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the length of the block."""
        with self._threads:
            handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)
