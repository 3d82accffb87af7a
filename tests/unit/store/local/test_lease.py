"""Leases, stale state and the locks behind them. Every other process here is a real one."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import LocalNeo4j, keeper
from graphsvc.store.local.control import Control
from graphsvc.store.local.home import Home
from graphsvc.store.local.lease import Lease, holders

SPAWN = multiprocessing.get_context("spawn")


def hold(directory: Path, said: Pipe) -> None:
    """In another process: take a lease and hold it until killed."""
    lease = Lease.take(directory)
    said.send("held")
    signal.pause()
    lease.release()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[BaseProcess]:
    """Another process that holds a lease."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(tmp_path, there))
    process.start()
    assert here.poll(30)
    assert here.recv() == "held"
    yield process
    process.kill()
    process.join()
    process.close()
    here.close()
    there.close()


def test_lease_lives_until_it_is_given_back(tmp_path: Path) -> None:
    """A lease counts while held, names its process, and leaves nothing when given back; twice does no harm."""
    lease = Lease.take(tmp_path)
    assert [holder.pid for holder in holders(tmp_path)] == [os.getpid()]

    lease.release()
    lease.release()

    assert holders(tmp_path) == ()
    assert not list(tmp_path.iterdir())


def test_killed_holder_holds_nothing(tmp_path: Path, other: BaseProcess) -> None:
    """The lease of a process killed outright no longer counts, and its file is cleared away."""
    assert [holder.pid for holder in holders(tmp_path)] == [other.pid]

    other.kill()
    other.join()

    assert list(keeper.live_leases(tmp_path, reap=True)) == []
    assert not list(tmp_path.iterdir())


def test_each_holder_counts(tmp_path: Path, other: BaseProcess) -> None:
    """With one of two leases given back the other still counts."""
    mine = Lease.take(tmp_path)
    assert len(holders(tmp_path)) == 2

    mine.release()

    assert [holder.pid for holder in holders(tmp_path)] == [other.pid]


def test_forked_child_does_not_inherit_the_lease(tmp_path: Path) -> None:
    """A lease ends with the process that took it, though a child it forked goes on."""
    code = (
        "import os, sys, signal\nfrom pathlib import Path\nfrom graphsvc.store.local.lease import Lease\n"
        "lease = Lease.take(Path(sys.argv[1]))\nif not os.fork():\n    signal.pause()\n"
        "print('ready', flush=True)\nsignal.pause()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"

    parent.kill()
    parent.wait()
    left = holders(tmp_path)
    os.killpg(parent.pid, signal.SIGKILL)
    parent.stdout.close()

    assert left == ()


def test_lease_names_no_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease file names the command, never what was searched for."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/graphsvc", "search", "a person's name"])

    lease = Lease.take(tmp_path)

    assert [holder.command for holder in holders(tmp_path)] == ["graphsvc search"]
    assert b"person" not in next(tmp_path.iterdir()).read_bytes()
    lease.release()


@pytest.mark.parametrize("content", ["", "{", "[]", '"x"', '{"phase": "running", "server_pid": 1, "port": 7687}'])
def test_state_of_a_dead_keeper_counts_for_nothing(tmp_path: Path, content: str) -> None:
    """A state file left behind says nothing, whatever process has its number now."""
    home = Home(tmp_path / "neo4j")
    home.prepare()
    (home.control / keeper.STATE).write_text(content)

    status = LocalNeo4j(tmp_path, LocalNeo4jSettings()).status()

    assert Control(home).state() is None
    assert (status.running, status.phase, status.pid, status.uri) == (False, "stopped", None, None)


def test_status_of_nothing_creates_nothing(tmp_path: Path) -> None:
    """Asking for the status of a directory that is not there makes none."""
    status = LocalNeo4j(tmp_path / "absent", LocalNeo4jSettings()).status()

    assert not status.running
    assert status.size_bytes == 0
    assert not (tmp_path / "absent").exists()


def test_stop_of_nothing_does_nothing(tmp_path: Path) -> None:
    """Stopping what does not run says that nothing was stopped."""
    assert LocalNeo4j(tmp_path / "absent", LocalNeo4jSettings()).stop(force=True) is False
    assert not (tmp_path / "absent").exists()


def test_reused_process_number_is_told_apart() -> None:
    """A process is known by its number and its start: another process of that number is not taken for it."""
    mine = keeper.process_started(os.getpid())

    assert mine
    assert mine == keeper.process_started(os.getpid())
    assert mine != keeper.process_started(1)
    assert keeper.process_started(2**22 + 1) == ""


def test_request_names_the_instance(tmp_path: Path) -> None:
    """A request meant for an earlier keeper is not taken by a later one."""
    home = Home(tmp_path / "neo4j")
    home.prepare()
    held = keeper.try_lock(home.control / keeper.KEEPER_LOCK)
    assert held is not None
    control = Control(home)
    (home.control / keeper.STATE).write_text(json.dumps({"instance": "first"}))
    control.request(keeper.STOP)
    assert control.requested(keeper.STOP)

    (home.control / keeper.STATE).write_text(json.dumps({"instance": "second"}))

    assert not control.requested(keeper.STOP)
    os.close(held)
