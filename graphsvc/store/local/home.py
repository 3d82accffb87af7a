"""The local Neo4j's directory: where what lies. Everything in it is readable by its owner only."""

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from graphsvc.errors import StoreError
from graphsvc.store.local import keeper

ROOM_B = 300 << 20


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
    def logs(self) -> Path:
        """The directory of the logs."""
        return self.path / "logs"

    @property
    def log(self) -> Path:
        """What the server itself logs."""
        return self.logs / "neo4j.log"

    @property
    def console(self) -> Path:
        """What the server printed: Java's own complaints."""
        return self.logs / "console.log"

    def prepare(self) -> None:
        """Make the directories; raises StoreError where that cannot be, or where there is no room."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for directory in (self.path, self.conf, self.control, self.leases, self.logs, self.path / "run"):
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

    def size_bytes(self) -> int:
        """How much disk the store files take; a file that vanishes while being counted counts nothing."""
        total = 0
        for directory, _, names in os.walk(self.store):
            for name in names:
                try:
                    total += (Path(directory) / name).lstat().st_size
                except OSError:
                    continue
        return total
