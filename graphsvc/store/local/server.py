"""The local Neo4j: started on demand, joined by whoever comes later, stopped with its last user."""

import json
import logging
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Iterator, Self

from graphsvc.errors import StoreError
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import jars, keeper
from graphsvc.store.local.answer import Answer, ask
from graphsvc.store.local.conf import ClassArchive, conf_text, java_arguments, java_command, java_environment
from graphsvc.store.local.connection import Connection, ServerStatus
from graphsvc.store.local.diagnosis import explain
from graphsvc.store.local.home import Home
from graphsvc.store.local.lease import Lease, holders

USER = "neo4j"
STOP_TIMEOUT_S = 90.0
_POLL_S = 0.1


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
        self._home = Home(data_dir.absolute() / "neo4j")
        self._settings = settings
        self._progress = progress
        self._lease: Lease | None = None

    def __enter__(self) -> Connection:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def start(self, *, stay: bool = False) -> Connection:
        """Start the server or join the running one, and wait until it answers.

        With ``stay`` it goes on when nobody uses it, until ``stop``. Raises StoreError or SettingsError.
        """
        self._home.prepare()
        wanted = [] if self._home.state() else jars.ensure(self._settings.jar_dir, self._progress)
        try:
            with self._start_lock():
                self._lease = self._lease or Lease.take(self._home.leases)
                connection = self._joined_or_started(wanted)
        except OSError as problem:
            self.release(wait=False)
            raise self._home.not_writable(problem) from problem
        except BaseException:
            self.release(wait=False)
            raise
        if stay:
            self._request(keeper.PINNED)
        return connection

    def release(self, *, wait: bool = True) -> None:
        """Give the lease back; the last one to do so stops the server and, with ``wait``, sees it gone."""
        if self._lease is None:
            return
        self._lease.release()
        self._lease = None
        if wait and not self._stays() and not holders(self._home.leases):
            self._wait_until_stopped()

    def stop(self, *, force: bool = False) -> bool:
        """Give the lease back; with ``force`` stop the server whoever uses it. True where a server was stopped."""
        was_running = self._home.state() is not None
        if not force:
            self.release()
            return was_running and self._home.state() is None
        if was_running:
            self._progress("Stopping Neo4j", None)
            self._request(keeper.STOP)
            self._wait_until_stopped()
        self.release(wait=False)
        return was_running

    def status(self) -> ServerStatus:
        """What the server is doing; starts nothing and creates nothing."""
        state = self._home.state()
        port = state.get("port") if state else None
        return ServerStatus(
            running=state is not None and state.get("phase") == "running",
            phase=str(state.get("phase", "starting")) if state is not None else "stopped",
            pid=state.get("server_pid") if state else None,
            port=port,
            uri=_uri(port) if port else None,
            leases=holders(self._home.leases),
            stays=self._stays(),
            store=self._home.path,
            size_bytes=_size(self._home.store),
            version=str(state["version"]) if state and "version" in state else jars.server_version(),
            log=self._home.log,
        )

    # -- starting ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        """Hold the right to start or join."""
        deadline = time.monotonic() + self._settings.start_timeout_s + STOP_TIMEOUT_S
        while (descriptor := keeper.try_lock(self._home.control / keeper.START_LOCK)) is None:
            self._check_time(deadline, "Another command has been starting the local Neo4j for too long")
            self._progress("Another command is starting Neo4j; waiting for it", None)
            time.sleep(_POLL_S)
        try:
            yield
        finally:
            os.close(descriptor)

    def _joined_or_started(self, wanted: list[Path]) -> Connection:
        state = self._settled_state()
        if state is None:
            self._wait_for_leftover()
            self._launch(wanted or jars.ensure(self._settings.jar_dir, self._progress))
        return self._wait_for_answer()

    def _settled_state(self) -> dict[str, object] | None:
        """The state of a server that can be joined; None where there is none. Waits for one that is stopping."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while (state := self._home.state()) is not None:
            if state.get("phase") == "running":
                return state
            self._check_time(deadline, "The local Neo4j has been stopping for too long")
            self._progress("Waiting for the last Neo4j to stop", None)
            time.sleep(_POLL_S)
        return None

    def _wait_for_leftover(self) -> None:
        """A server whose keeper was killed is stopping by itself; help it along when it takes too long."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        killed_at = time.monotonic() + STOP_TIMEOUT_S / 3
        while keeper.is_locked(self._home.control / keeper.SERVER_LOCK):
            self._progress("Waiting for the last Neo4j to stop", None)
            self._check_time(deadline, "A Neo4j left over from a killed command does not end")
            if time.monotonic() > killed_at or sys.platform != "linux":
                self._end_leftover()
                killed_at = deadline
            time.sleep(_POLL_S)

    def _end_leftover(self) -> None:
        """Kill the recorded server process, if that number still belongs to the process that was recorded."""
        state = self._home.last_state()
        pid, started = state.get("server_pid"), state.get("server_started")
        if isinstance(pid, int) and started and keeper.process_started(pid) == started:
            with suppress(ProcessLookupError):
                os.kill(pid, 9)

    def _launch(self, wanted: list[Path]) -> None:
        self._progress("Starting Neo4j", None)
        port = self._home.choose_port(self._settings.port)
        password = self._home.password()
        self._home.write_credentials(password)
        instance = secrets.token_hex(8)
        archive = ClassArchive(self._settings.jar_dir, wanted, instance)
        archive.prepare()
        keeper.write_atomically(self._home.conf / "neo4j.conf", conf_text(port, self._settings))
        arguments = self._home.control / "java.args"
        keeper.write_atomically(arguments, java_arguments(self._home.path, wanted, self._settings, archive.arguments()))
        launch = keeper.Launch(
            instance=instance,
            argv=java_command(arguments),
            environment=java_environment(),
            port=port,
            version=jars.server_version(),
            log=str(self._home.console),
            archive_part=str(archive.part),
            archive=str(archive.path),
        )
        keeper.write_atomically(self._home.control / keeper.LAUNCH, json.dumps(asdict(launch)))
        self._run_keeper(instance)

    def _run_keeper(self, instance: str) -> None:
        with (self._home.path / "logs" / "keeper.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the service's own file
                [sys.executable, "-I", "-S", str(Path(keeper.__file__)), str(self._home.path)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        _children.append(process)
        deadline = time.monotonic() + 30
        while self._home.last_state().get("instance") != instance:
            if process.poll() is not None:
                raise explain(self._home)
            self._check_time(deadline, "The local Neo4j could not be started")
            time.sleep(_POLL_S / 4)

    def _wait_for_answer(self) -> Connection:
        began = time.monotonic()
        deadline = began + self._settings.start_timeout_s
        password = self._home.password()
        while (state := self._home.state()) is not None and state.get("phase") == "running":
            uri = _uri(int(state["port"]))
            answer = ask(uri, USER, password)
            if answer is Answer.YES:
                self._request(keeper.ANSWERED)
                self._progress(f"Neo4j answers at {uri}", 1.0)
                return Connection(uri, USER, password)
            if answer is Answer.WRONG_PASSWORD:
                raise StoreError(
                    f"The graph in {self._home.path} does not accept the password in {self._home.password_file}.",
                    next_step="Restore that file from the backup the graph came from.",
                )
            self._check_time(deadline, "The local Neo4j did not answer in time")
            self._progress(f"Starting Neo4j: {time.monotonic() - began:.0f} s", None)
            time.sleep(_POLL_S)
        raise explain(self._home)

    def _check_time(self, deadline: float, what: str) -> None:
        if time.monotonic() > deadline:
            raise StoreError(f"{what}.", next_step=f"Read {self._home.log}; its last lines say what it is doing.")

    # -- stopping ---------------------------------------------------------------------------------------------------

    def _request(self, request: str) -> None:
        state = self._home.state()
        if state and state.get("instance"):
            keeper.write_atomically(self._home.control / request, str(state["instance"]))

    def _stays(self) -> bool:
        state = self._home.state()
        try:
            pinned = (self._home.control / keeper.PINNED).read_text(encoding="utf-8")
        except OSError:
            return False
        return bool(state) and pinned == str((state or {}).get("instance"))

    def _wait_until_stopped(self) -> None:
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while keeper.is_locked(self._home.control / keeper.KEEPER_LOCK):
            self._check_time(deadline, "The local Neo4j has been stopping for too long")
            if holders(self._home.leases) and (self._home.state() or {}).get("phase") == "running":
                if not (self._home.control / keeper.STOP).exists():
                    return  # somebody joined meanwhile: it goes on
            time.sleep(_POLL_S)
        for child in list(_children):
            if child.poll() is not None:
                _children.remove(child)


_children: list["subprocess.Popen[bytes]"] = []
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def _uri(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"


def _size(directory: Path) -> int:
    total = 0
    for path in directory.rglob("*"):
        with suppress(OSError):
            total += path.lstat().st_size
    return total
