"""The local Neo4j's directory: where what lies, its password, its port.

Everything in it is readable by its owner only.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import SettingsError, StoreError
from graphsvc.store.local import keeper

ROOM_B = 300 << 20
_HASH_ROUNDS = 1024


@dataclass(frozen=True)
class Home:
    """The directory ``data_dir/neo4j``."""

    path: Path

    @property
    def control(self) -> Path:
        """Locks, leases and state (see ``keeper``)."""
        return self.path / "control"

    @property
    def leases(self) -> Path:
        """The leases."""
        return self.control / keeper.LEASES

    @property
    def conf(self) -> Path:
        """The directory of ``neo4j.conf``."""
        return self.path / "conf"

    @property
    def password_file(self) -> Path:
        """The file that holds the password."""
        return self.path / "password"

    @property
    def port_file(self) -> Path:
        """The file that holds the chosen port."""
        return self.path / "port"

    @property
    def store(self) -> Path:
        """The store files themselves."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """What the server itself logs."""
        return self.path / "logs" / "neo4j.log"

    @property
    def console(self) -> Path:
        """What the server printed: Java's own complaints."""
        return self.path / "logs" / "console.log"

    def prepare(self) -> None:
        """Make the directories; raises StoreError where that cannot be, or where there is no room."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for directory in (self.path, self.conf, self.control, self.leases, self.log.parent, self.path / "run"):
                directory.mkdir(mode=0o700, exist_ok=True)
            self.path.chmod(0o700)
            probe = self.control / f".probe.{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as problem:
            raise self.not_writable(problem) from problem
        free = shutil.disk_usage(self.path).free
        if free < ROOM_B:
            raise StoreError(
                f"There is no room for the graph in {self.path}: {ROOM_B >> 20} MB are needed, {free >> 20} MB are free.",
                next_step="Make room there, or set GRAPHSVC_DATA_DIR to a directory on another disk.",
            )

    def not_writable(self, problem: OSError) -> StoreError:
        """What to say where the directory cannot be written."""
        if problem.errno == errno.ENOSPC:
            what, step = "is on a full disk", "Make room there"
        else:
            what, step = f"cannot be written ({problem.strerror})", "Give this account the right to write there"
        return StoreError(
            f"The graph's directory {self.path} {what}.",
            next_step=f"{step}, or set GRAPHSVC_DATA_DIR to another directory.",
        )

    def state(self) -> dict[str, Any] | None:
        """What the living keeper wrote down; None where no keeper lives, whatever the file says."""
        if not keeper.is_locked(self.control / keeper.KEEPER_LOCK):
            return None
        try:
            found: dict[str, Any] = json.loads((self.control / keeper.STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def last_state(self) -> dict[str, Any]:
        """The last state written, by a keeper that may be gone."""
        try:
            found = json.loads((self.control / keeper.STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def password(self) -> str:
        """The password; made at first start."""
        try:
            return self._read_password()
        except FileNotFoundError:
            pass
        if (self.store / "databases").exists():
            raise StoreError(
                f"The graph in {self.path} is there but its password file {self.password_file} is gone.",
                next_step="Restore that file from a backup: the graph cannot be opened without it.",
            )
        keeper.write_atomically(self.password_file, secrets.token_urlsafe(32) + "\n")
        return self._read_password()

    def _read_password(self) -> str:
        try:
            if self.password_file.stat().st_mode & 0o077:
                self.password_file.chmod(0o600)
            password = self.password_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise
        except (OSError, UnicodeDecodeError) as problem:
            raise self._bad_password_file() from problem
        if not password:
            raise self._bad_password_file()
        return password

    def _bad_password_file(self) -> StoreError:
        return StoreError(
            f"The password file {self.password_file} cannot be read or is empty.",
            next_step="Run as the account that made it, or restore it from a backup.",
        )

    def write_credentials(self, password: str) -> None:
        """Hand a new server its password as a salted hash in the file Neo4j reads at its very first start.

        So the password stands on no command line, and there is no moment at which the well-known one is in force.
        """
        file = self.store / "dbms" / "auth.ini"
        if file.exists():
            return
        salt = secrets.token_bytes(32)
        digest = salt + password.encode()
        for _ in range(_HASH_ROUNDS):
            digest = hashlib.sha256(digest).digest()
        for directory in (self.store, file.parent):
            directory.mkdir(mode=0o700, exist_ok=True)
        keeper.write_atomically(file, f"neo4j:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:\n")

    def choose_port(self, wanted: int) -> int:
        """The Bolt port: the one set, else the one kept from earlier, else a free one that is kept from now on."""
        if wanted:
            if not is_free(wanted):
                raise SettingsError(
                    f"Port {wanted} on this machine is taken by another program.",
                    next_step="Set GRAPHSVC_LOCAL__PORT to a free port, or to 0 to have one chosen.",
                )
            return wanted
        kept = self._kept_port()
        if kept and is_free(kept):
            return kept
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        keeper.write_atomically(self.port_file, f"{port}\n")
        return port

    def _kept_port(self) -> int:
        try:
            kept = int(self.port_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0
        return kept if 1024 <= kept <= 65535 else 0


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
