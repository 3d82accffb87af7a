"""The local Neo4j for real: started, joined, killed in every way, stopped. Its users here are real processes."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import ClientError, DriverError, Neo4jError

from graphsvc.errors import StoreError
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import Connection, LocalNeo4j, keeper

ROOT = Path(__file__).parents[3]
LONG_S = 60.0
USER = """
import sys
from pathlib import Path
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import LocalNeo4j
print("starting", flush=True)
with LocalNeo4j(Path(sys.argv[1]), LocalNeo4jSettings.model_validate_json(sys.argv[2])) as connection:
    print(connection.uri, flush=True)
    sys.stdin.read()
print("released", flush=True)
"""


class User:
    """A command of its own that uses the local Neo4j until its input is closed."""

    def __init__(self, data_dir: Path, settings: LocalNeo4jSettings) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir), settings.model_dump_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,  # so that a Ctrl-C can be sent to it as a terminal would
        )

    def line(self) -> str:
        """The next line it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def uri(self) -> str:
        """The address it was given, once the server answers."""
        assert self.line() == "starting"
        return self.line()

    def leave(self) -> None:
        """End as a command does that has done its work."""
        self.process.communicate(timeout=LONG_S)

    def end(self) -> None:
        """End at once, whatever it is doing."""
        self.process.kill()
        self.process.communicate(timeout=LONG_S)


class Place:
    """A data directory, the processes that serve it, and the commands that use it."""

    def __init__(self, data_dir: Path, settings: LocalNeo4jSettings) -> None:
        self.data_dir, self.settings = data_dir, settings
        self.users: list[User] = []

    def user(self) -> User:
        """Another command that uses it."""
        self.users.append(User(self.data_dir, self.settings))
        return self.users[-1]

    def local(self) -> LocalNeo4j:
        """The same in this process."""
        return LocalNeo4j(self.data_dir, self.settings)

    def server_pid(self) -> int:
        """The process number of the running Neo4j."""
        pid = self.local().status().pid
        assert pid is not None
        return pid

    def keeper_pid(self) -> int:
        """The process number of the keeper."""
        return int(json.loads((self.data_dir / "neo4j/control/state.json").read_text())["keeper_pid"])

    def gone(self, *pids: int) -> bool:
        """Whether nothing of it runs any more."""
        control = self.data_dir / "neo4j" / "control"
        return not keeper.is_locked(control / keeper.SERVER_LOCK) and not any(map(keeper.process_started, pids))


@pytest.fixture
def place(tmp_path: Path, local_settings: LocalNeo4jSettings) -> Iterator[Place]:
    """A data directory of its own; nothing of it is left running."""
    found = Place(tmp_path / "data with a space", local_settings)
    yield found
    for user in found.users:
        user.end()
    found.local().stop(force=True)
    eventually(found.gone)


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until it holds; fail where it never does."""
    deadline = time.monotonic() + LONG_S
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def driver_of(connection: Connection) -> Driver:
    """A driver for that connection."""
    login = (connection.user, connection.password)
    return GraphDatabase.driver(connection.uri, auth=login, max_transaction_retry_time=0)  # the tests wait themselves


def count(connection: Connection) -> int | None:
    """How many notes the graph holds; None while it does not answer."""
    try:
        with driver_of(connection) as driver:
            records = driver.execute_query("MATCH (n) RETURN count(n) AS notes", database_="neo4j").records
    except (DriverError, Neo4jError):
        return None
    return int(records[0]["notes"])


def test_server_serves_its_users_and_ends_with_the_last(place: Place) -> None:
    """A second command joins; the first one's death by SIGKILL does not disturb it; the last one's ends everything."""
    first, second = place.user(), place.user()
    uri = first.uri()
    assert second.uri() == uri
    server, keeper_pid = place.server_pid(), place.keeper_pid()
    assert {lease.pid for lease in place.local().status().leases} == {first.process.pid, second.process.pid}

    first.end()
    eventually(lambda: len(place.local().status().leases) == 1)
    with place.local() as connection:
        assert (connection.uri, place.server_pid()) == (uri, server)
        for pid in (server, keeper_pid):
            assert connection.password.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
            assert connection.password.encode() not in Path(f"/proc/{pid}/environ").read_bytes()

    second.end()
    eventually(lambda: place.gone(server, keeper_pid))


def test_data_outlives_every_kill(place: Place) -> None:
    """What was committed is there after SIGKILL of the server, and of owner, keeper and server at once."""
    user = place.user()
    user.uri()
    with place.local() as connection:
        with driver_of(connection) as driver:
            driver.execute_query("CREATE (:Note)", database_="neo4j")
        server = place.server_pid()
        os.kill(server, signal.SIGKILL)
        eventually(lambda: count(connection) == 1)  # the keeper started it again: same address, same password
        assert place.server_pid() != server

        server, keeper_pid = place.server_pid(), place.keeper_pid()
        for pid in (user.process.pid, keeper_pid, server):
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: place.gone(server, keeper_pid))

    with place.local() as connection:
        assert count(connection) == 1


def test_server_asked_to_stay_stays_until_stopped(place: Place) -> None:
    """``start`` with ``stay`` outlives its command; ``stop`` ends it although somebody uses it, and leaves no process."""
    starter = place.local()
    starter.start(stay=True)
    starter.release()
    status = place.local().status()
    assert (status.running, status.stays, status.leases) == (True, True, ())
    assert status.uri == f"bolt://127.0.0.1:{status.port}"
    assert status.size_bytes > 0
    user = place.user()
    assert user.uri() == status.uri
    server, keeper_pid = place.server_pid(), place.keeper_pid()

    assert place.local().stop(force=True) is True

    assert place.gone(server, keeper_pid)
    assert not place.local().status().running


def test_interrupted_start_leaves_no_process(place: Place) -> None:
    """Ctrl-C while the server starts ends the command, the keeper and the server."""
    user = place.user()
    assert user.line() == "starting"
    eventually(lambda: place.local().status().running)
    server, keeper_pid = place.server_pid(), place.keeper_pid()

    os.killpg(user.process.pid, signal.SIGINT)
    user.leave()

    eventually(lambda: place.gone(server, keeper_pid))


def test_store_held_by_a_stranger_is_said(place: Place) -> None:
    """A store that another server has open is left alone, and the message says so."""
    lock = place.data_dir / "neo4j" / "data" / "databases" / "store_lock"
    lock.parent.mkdir(parents=True)
    (place.data_dir / "neo4j" / "password").write_text("known-password")
    with lock.open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)

        with pytest.raises(StoreError, match="in use by another Neo4j") as refused:
            place.local().start()

    assert refused.value.next_step


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/", "http://[::1]:9/"])
def test_server_reads_no_file_and_no_address_for_anyone(neo4j_connection: Connection, address: str) -> None:
    """A statement can read neither files of the machine nor other servers, even with the password."""
    with driver_of(neo4j_connection) as driver, pytest.raises(ClientError, match=r"is false|blocked"):
        driver.execute_query("LOAD CSV FROM $address AS line RETURN line", address=address, database_="neo4j")
