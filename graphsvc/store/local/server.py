"""The local Neo4j: started on demand, joined by whoever comes later, stopped with its last user."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import jars, keeper
from graphsvc.store.local.connection import Connection, ServerStatus
from graphsvc.store.local.control import Control
from graphsvc.store.local.home import Home
from graphsvc.store.local.lease import Lease, holders
from graphsvc.store.local.starting import POLL_S, STOP_TIMEOUT_S, Starter, bolt, reap


def quiet(_phrase: str, _fraction: float | None) -> None:
    """Tell no progress."""


class LocalNeo4j:
    """The Neo4j of one data directory.

    ``start`` takes a lease: the server lives as long as any process holds one. Use it as a context manager::

        with LocalNeo4j(settings.data_dir, settings.local) as connection:
            ...
    """

    def __init__(
        self, data_dir: Path, settings: LocalNeo4jSettings, progress: Callable[[str, float | None], None] = quiet
    ) -> None:
        self._home = Home(data_dir.expanduser().absolute() / "neo4j")
        self._control = Control(self._home)
        self._settings = settings
        self._progress = progress
        self._starter = Starter(self._home, settings, progress)
        self._lease: Lease | None = None

    def __enter__(self) -> Connection:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def start(self, *, stay: bool = False) -> Connection:
        """Start the server or join the running one, and wait until it answers.

        With ``stay`` it goes on when nobody uses it, until ``stop(force=True)``. Raises StoreError or SettingsError.
        """
        self._home.prepare()
        wanted = [] if self._control.keeper_lives() else jars.ensure(self._settings.jar_dir, self._progress)
        try:
            with self._starter.alone():
                self._lease = self._lease or Lease.take(self._home.leases)
                connection = self._starter.join_or_start(wanted)
                if stay:
                    self._control.request(keeper.PINNED)
        except OSError as problem:
            self.release(wait=False)
            raise self._home.not_writable(problem) from problem
        except BaseException:
            self.release(wait=False)
            raise
        return connection

    def release(self, *, wait: bool = True) -> None:
        """Give the lease back; the last one to do so stops the server and, with ``wait``, sees it gone."""
        if self._lease is None:
            return
        self._lease.release()
        self._lease = None
        if wait:
            self._wait_until_stopped()

    def stop(self, *, force: bool = False) -> bool:
        """Give the lease back; with ``force`` stop the server whoever uses it. True where a server was stopped."""
        was_running = self._control.keeper_lives()
        if force and was_running:
            self._progress("Stopping Neo4j", None)
            self._wait_until_stopped(asking=True)
        self.release()
        return was_running and not self._control.keeper_lives()

    def status(self) -> ServerStatus:
        """What the server is doing; starts nothing and creates nothing."""
        state = self._control.state()
        known = state or {}
        port = known.get("port")
        return ServerStatus(
            running=known.get("phase") == "running",
            phase="stopped" if state is None else str(known.get("phase", "starting")),
            pid=known.get("server_pid"),
            port=port,
            uri=bolt(port) if port else None,
            leases=holders(self._home.leases),
            stays=self._control.requested(keeper.PINNED),
            store=self._home.path,
            size_bytes=self._home.size_bytes(),
            version=str(known.get("version") or jars.server_version()),
            log=self._home.log,
        )

    def _wait_until_stopped(self, *, asking: bool = False) -> None:
        """Wait for the keeper's end, unless somebody still needs the server; ``asking`` it to stop whoever does."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while self._control.keeper_lives() and (asking or not self._needed()):
            if asking and not self._control.requested(keeper.STOP):
                self._control.request(keeper.STOP)
            self._starter.check_time(deadline, "The local Neo4j has been stopping for too long")
            time.sleep(POLL_S)
        reap()

    def _needed(self) -> bool:
        phase = (self._control.state() or {}).get("phase")
        if phase != "running" or self._control.requested(keeper.STOP):
            return False
        return self._control.requested(keeper.PINNED) or bool(holders(self._home.leases))
