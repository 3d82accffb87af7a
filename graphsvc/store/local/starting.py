"""Starting the local Neo4j, or joining the one that runs."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from graphsvc.errors import StoreError
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import credentials, jars, keeper, ports
from graphsvc.store.local.answer import Answer, ask
from graphsvc.store.local.conf import ClassArchive, conf_text, java_arguments, java_command, java_environment
from graphsvc.store.local.connection import Connection
from graphsvc.store.local.control import Control
from graphsvc.store.local.diagnosis import explain
from graphsvc.store.local.home import Home

STOP_TIMEOUT_S = 90.0
LEFTOVER_GRACE_S = 30.0
POLL_S = 0.1

_keepers: list["subprocess.Popen[bytes]"] = []


def reap() -> None:
    """Collect the exit status of keepers this process started and that have ended."""
    _keepers[:] = [process for process in _keepers if process.poll() is None]


def bolt(port: int) -> str:
    """The address at ``port``."""
    return f"bolt://{ports.LOOPBACK}:{port}"


class Starter:
    """One start of one home."""

    def __init__(self, home: Home, settings: LocalNeo4jSettings, progress: Callable[[str, float | None], None]) -> None:
        self._home = home
        self._control = Control(home)
        self._settings = settings
        self._progress = progress

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to start or join; others wait, and the keeper does not stop meanwhile."""
        path = self._home.control / keeper.START_LOCK
        deadline = time.monotonic() + self._settings.start_timeout_s + STOP_TIMEOUT_S
        while (descriptor := keeper.try_lock(path)) is None:
            self.check_time(deadline, "Another command has been starting the local Neo4j for too long")
            self._progress("Another command is starting Neo4j; waiting for it", None)
            time.sleep(POLL_S)
        try:
            yield
        finally:
            os.close(descriptor)

    def join_or_start(self, wanted: Sequence[Path]) -> Connection:
        """The connection to the running server, or to one started from the jars ``wanted``."""
        if not self._joinable():
            self._wait_for_leftover()
            self._launch(wanted or jars.ensure(self._settings.jar_dir, self._progress))
        return self._wait_for_answer()

    def check_time(self, deadline: float, what: str) -> None:
        """Raise StoreError once ``deadline`` has passed."""
        if time.monotonic() > deadline:
            raise StoreError(f"{what}.", next_step=f"Read {self._home.log}; its last lines say what it is doing.")

    def _joinable(self) -> bool:
        """Whether a server runs; waits for one that is stopping or only just starting."""
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while (state := self._control.state()) is not None:
            if state.get("phase") == "running":
                return True
            self.check_time(deadline, "The local Neo4j has been stopping for too long")
            self._progress("Waiting for the last Neo4j to stop", None)
            time.sleep(POLL_S)
        return False

    def _wait_for_leftover(self) -> None:
        """A server whose keeper was killed is stopping by itself; help it along when it takes too long."""
        began = time.monotonic()
        grace_s = LEFTOVER_GRACE_S if sys.platform == "linux" else 0.0  # elsewhere nothing told it to stop
        while self._control.server_lives():
            self._progress("Waiting for the last Neo4j to stop", None)
            self.check_time(began + STOP_TIMEOUT_S, "A Neo4j left over from a killed command does not end")
            if time.monotonic() > began + grace_s:
                self._end_leftover()
            time.sleep(POLL_S)

    def _end_leftover(self) -> None:
        """Kill the recorded server, if its process number still belongs to the process that was recorded."""
        state = self._control.last_state()
        pid, started = state.get("server_pid"), state.get("server_started")
        if isinstance(pid, int) and started and keeper.process_started(pid) == started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _launch(self, wanted: Sequence[Path]) -> None:
        self._progress("Starting Neo4j", None)
        port = ports.choose(self._settings.port, self._home.port_file)
        credentials.write_initial(self._home, credentials.password(self._home))
        instance = secrets.token_hex(8)
        archive = ClassArchive(self._settings.jar_dir, wanted, instance)
        archive.prepare()
        arguments = self._home.control / "java.args"
        text = java_arguments(self._home.path, wanted, self._settings, archive.arguments())
        keeper.write_atomically(arguments, text)
        keeper.write_atomically(self._home.conf / "neo4j.conf", conf_text(port, self._settings))
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
        """Start the keeper, in a session of its own, and wait until it has started the server."""
        with (self._home.logs / "keeper.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the service's own file
                [sys.executable, "-I", "-S", str(Path(keeper.__file__)), str(self._home.path)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        _keepers.append(process)
        deadline = time.monotonic() + self._settings.start_timeout_s
        while self._control.last_state().get("instance") != instance:
            if process.poll() is not None:
                raise explain(self._home)
            self.check_time(deadline, "The local Neo4j could not be started")
            time.sleep(POLL_S / 4)

    def _wait_for_answer(self) -> Connection:
        began = time.monotonic()
        secret = credentials.password(self._home)
        while (state := self._control.state()) is not None and state.get("phase") == "running":
            uri = bolt(int(state["port"]))
            answer = ask(uri, credentials.USER, secret)
            if answer is Answer.YES:
                self._control.request(keeper.ANSWERED)
                self._progress(f"Neo4j answers at {uri}", 1.0)
                return Connection(uri, credentials.USER, secret)
            if answer is Answer.WRONG_PASSWORD:
                raise StoreError(
                    f"The graph in {self._home.path} does not accept the password in {self._home.password_file}.",
                    next_step="Restore that file from the backup the graph came from.",
                )
            self.check_time(began + self._settings.start_timeout_s, "The local Neo4j did not answer in time")
            self._progress(f"Starting Neo4j: {time.monotonic() - began:.0f} s", None)
            time.sleep(POLL_S)
        raise explain(self._home)
