"""The keeper as a process of its own, keeping small commands in the place of a Neo4j."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from graphsvc.store.local import keeper
from graphsvc.store.local.home import Home
from graphsvc.store.local.lease import Lease

WAITS = ["/bin/sleep", "600"]
ENDS = ["/bin/sh", "-c", "exit 7"]


class Kept:
    """One home and its keeper."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, argv: list[str], *, answered: bool = False, **more: str) -> "subprocess.Popen[bytes]":
        """Start a keeper that keeps ``argv``."""
        launch = keeper.Launch("this", argv, dict(os.environ), 7687, "1", str(self.home.console), **more)
        (self.home.control / keeper.LAUNCH).write_text(json.dumps(asdict(launch)))
        if answered:
            (self.home.control / keeper.ANSWERED).write_text("this")
        command = [sys.executable, "-I", "-S", keeper.__file__, str(self.home.path)]
        self.processes.append(subprocess.Popen(command, start_new_session=True))
        return self.processes[-1]

    def state(self) -> dict[str, Any]:
        """What it wrote down."""
        try:
            found: dict[str, Any] = json.loads((self.home.control / keeper.STATE).read_text())
        except FileNotFoundError:
            return {}
        return found

    def running(self) -> int:
        """Wait until it runs; the process number of what it keeps."""
        eventually(lambda: self.state().get("phase") == "running")
        return int(self.state()["server_pid"])


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it holds; fail where it never does."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """A prepared home with a lease of this test's, so that the keeper has somebody to keep for."""
    found = Kept(Home(tmp_path / "neo4j"))
    found.home.prepare()
    lease = Lease.take(found.home.leases)
    yield found
    lease.release()
    for process in found.processes:
        process.terminate()
        process.wait(30)


def test_last_lease_ends_it(kept: Kept) -> None:
    """It keeps the server while a lease is held and ends it, and itself, when the last is given back."""
    other = Lease.take(kept.home.leases)
    process = kept.start(WAITS)
    server = kept.running()
    shutil.rmtree(kept.home.leases)  # both leases, as if their holders had ended
    other.release()

    assert process.wait(30) == 0
    assert not keeper.process_started(server)
    assert kept.state()["phase"] == "stopped"


def test_it_does_not_stop_while_somebody_is_joining(kept: Kept) -> None:
    """While the start lock is held nobody decides that the server is not needed."""
    joining = keeper.try_lock(kept.home.control / keeper.START_LOCK)
    assert joining is not None
    process = kept.start(WAITS)
    kept.running()
    for lease in kept.home.leases.iterdir():
        lease.unlink()

    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(4 * keeper.POLL_S)
    os.close(joining)

    assert process.wait(30) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_both(kept: Kept, number: signal.Signals) -> None:
    """Asked by a signal it stops the server first, then itself."""
    process = kept.start(WAITS)
    server = kept.running()

    process.send_signal(number)

    assert process.wait(30) == 0
    assert not keeper.process_started(server)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_killed_keeper_takes_the_server_along(kept: Kept) -> None:
    """SIGKILL of the keeper stops the server; the server's lock shows until then that it lives."""
    process = kept.start(WAITS)
    server = kept.running()
    assert keeper.is_locked(kept.home.control / keeper.SERVER_LOCK)

    process.kill()
    process.wait(30)

    eventually(lambda: not keeper.process_started(server))
    assert not keeper.is_locked(kept.home.control / keeper.SERVER_LOCK)


def test_second_keeper_refuses(kept: Kept) -> None:
    """One home has one keeper."""
    kept.start(WAITS)
    server = kept.running()

    assert kept.start(WAITS).wait(30) == 3
    assert kept.state()["server_pid"] == server


def test_server_that_never_answered_is_not_started_again(kept: Kept) -> None:
    """A server that ends while it starts is a failure, and its exit status is kept."""
    process = kept.start(ENDS)

    assert process.wait(30) == 1
    assert (kept.state()["phase"], kept.state()["exit_status"], kept.state()["restarts"]) == ("failed", 7, 0)


def test_server_that_keeps_crashing_is_given_up(kept: Kept) -> None:
    """One that had answered is started again some times, not for ever."""
    process = kept.start(ENDS, answered=True)

    assert process.wait(30) == 1
    assert kept.state()["restarts"] == keeper.MOST_RESTARTS


def test_vanished_home_ends_it(kept: Kept) -> None:
    """Where the whole directory is removed nothing goes on running."""
    process = kept.start(WAITS)
    server = kept.running()

    shutil.rmtree(kept.home.path)

    assert process.wait(30) == 0
    assert not keeper.process_started(server)


def test_request_for_an_earlier_instance_is_not_followed(kept: Kept) -> None:
    """A stop request left over from an earlier server stops nothing."""
    (kept.home.control / keeper.STOP).write_text("earlier")
    process = kept.start(WAITS)
    kept.running()

    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(4 * keeper.POLL_S)
    (kept.home.control / keeper.STOP).write_text("this")

    assert process.wait(30) == 0


@pytest.mark.parametrize(("exit_status", "is_used"), [(0, True), (143, True), (1, False), (137, False)])
def test_class_archive_of_a_clean_run_is_put_in_place(
    kept: Kept, tmp_path: Path, exit_status: int, is_used: bool
) -> None:
    """An archive written at a clean end is used from then on; one of a run that ended badly never is."""
    part, whole = tmp_path / "part", tmp_path / "whole"
    script = f"trap 'exit {exit_status}' TERM; echo archive > {part}; while :; do sleep 0.05; done"
    process = kept.start(["/bin/sh", "-c", script], archive_part=str(part), archive=str(whole))
    eventually(part.exists)

    process.terminate()

    assert process.wait(30) == 0
    assert whole.exists() is is_used
