"""A lease: the sign that this process uses the local Neo4j.

It is a file kept locked. The kernel drops the lock when the process ends, however it ends.
"""

import fcntl
import json
import os
import secrets
import sys
import weakref
from dataclasses import dataclass
from pathlib import Path

from graphsvc.store.local.keeper import live_leases

_held: "weakref.WeakSet[Lease]" = weakref.WeakSet()


@dataclass(frozen=True)
class LeaseHolder:
    """Who uses the server: process number and the command's name."""

    pid: int
    command: str


class Lease:
    """One held lease."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor
        _held.add(self)

    @classmethod
    def take(cls, directory: Path) -> "Lease":
        """Take a lease in ``directory``; it holds until ``release`` or the end of this process."""
        while True:
            path = directory / f"{os.getpid()}-{secrets.token_hex(6)}"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:  # else the keeper took it for a dead one in between
                os.write(descriptor, json.dumps({"pid": os.getpid(), "command": _command()}).encode())
                return cls(path, descriptor)
            os.close(descriptor)

    def release(self) -> None:
        """Give the lease back; a second call does nothing."""
        if self._descriptor is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None

    def forget(self) -> None:
        """In a forked child: the lease is the parent's alone, and must end with the parent."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _forget_all() -> None:
    for lease in list(_held):
        lease.forget()


os.register_at_fork(after_in_child=_forget_all)


def _command() -> str:
    """The command's name and its first word, never its further arguments: they may name a person."""
    name = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else "python"
    word = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1].isalpha() and name == "graphsvc" else ""
    return f"{name} {word}".strip()


def holders(directory: Path) -> tuple[LeaseHolder, ...]:
    """Who holds a lease in ``directory`` now."""
    found = []
    for path in live_leases(directory):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            found.append(LeaseHolder(int(said["pid"]), str(said["command"])))
        except (OSError, ValueError, KeyError):  # given back, or not yet written
            continue
    return tuple(found)
