"""Imports that are killed, interrupted, doubled or run beside one another, and what the graph holds afterwards."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from neo4j import Driver, GraphDatabase

from graphsvc.settings import LocalNeo4jSettings
from graphsvc.state.database import open_database
from graphsvc.state.imports import ImportRuns, RunState
from graphsvc.store.local import LocalNeo4j
from tests.support.commands import Commands
from tests.support.partner import Partner, forget, held

PEOPLE = 6_000
T = TypeVar("T")


@pytest.fixture
def sent(partner: Partner) -> Partner:
    """Files that take a few seconds: people, then who knows whom."""
    partner.people(PEOPLE)
    partner.knows([(n, (n * 7 + 1) % PEOPLE) for n in range(0, PEOPLE, 2)])
    return partner


def undisturbed(commands: Commands, partner: Partner, driver: Driver) -> str:
    """What the graph holds after an import that nobody disturbs; afterwards the graph has forgotten it again."""
    fresh = Commands(commands.data_dir.with_name("undisturbed"), commands.connection)
    assert fresh("import", partner.folder, "--mapping", partner.mapping).code == 0
    digest = held(driver, partner.agency)
    forget(driver, partner.agency)
    assert held(driver, partner.agency).startswith("0:")
    return digest


def begun(commands: Commands, partner: Partner) -> "subprocess.Popen[bytes]":
    """An import as a process of its own, its first rows read."""
    process = commands.start("import", partner.folder, "--mapping", partner.mapping, "--json")
    assert process.stderr is not None
    process.stderr.readline()
    return process


def run_states(data_dir: Path) -> list[RunState]:
    """How the imports of a data directory ended, newest first."""
    database = open_database(data_dir)
    try:
        return [run.state for run in ImportRuns(database).list()]
    finally:
        database.close()


def disturbed(commands: Commands, partner: Partner, how: signal.Signals, seeds: range) -> None:
    """Stop an import by a signal, once for each seed, each time a random moment after its start."""
    for seed in seeds:
        with begun(commands, partner) as process:
            time.sleep(random.Random(seed).uniform(0, 1.5))
            process.send_signal(how)
            process.communicate(timeout=60)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_was_stopped_ends_as_an_undisturbed_one(
    commands: Commands, sent: Partner, driver: Driver, how: signal.Signals
) -> None:
    """Run again after any stop, it gives the very same graph; the stopped run is not on record as finished."""
    wanted = undisturbed(commands, sent, driver)
    disturbed(commands, sent, how, range(2))
    assert commands("import", sent.folder, "--mapping", sent.mapping).code == 0
    assert held(driver, sent.agency) == wanted
    states = run_states(commands.data_dir)
    assert states[0] is RunState.FINISHED
    assert states[1:].count(RunState.FINISHED) <= 1
    assert commands("log", "verify").code == 0


@pytest.mark.soak
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_an_import_stopped_many_times(commands: Commands, sent: Partner, driver: Driver, how: signal.Signals) -> None:
    """The full count of stops."""
    wanted = undisturbed(commands, sent, driver)
    disturbed(commands, sent, how, range(30))
    assert commands("import", sent.folder, "--mapping", sent.mapping).code == 0
    assert held(driver, sent.agency) == wanted


def test_a_second_attempt_to_the_same_files_at_once_changes_nothing(
    commands: Commands, sent: Partner, driver: Driver
) -> None:
    """Two imports of the same files side by side: both end well, and the graph is that of one."""
    wanted = undisturbed(commands, sent, driver)
    other = Commands(commands.data_dir.with_name("other"), commands.connection)
    processes = [c.start("import", sent.folder, "--mapping", sent.mapping, "--json") for c in (commands, other)]
    ended = []
    for process in processes:
        with process:
            ended.append((process.communicate(timeout=120)[0], process.returncode))
    assert [code for _, code in ended] == [0, 0]
    assert held(driver, sent.agency) == wanted
    made = [json.loads(out)["written"]["entities"] for out, _ in ended]
    assert sum(made) == PEOPLE


def test_searching_beside_an_import(commands: Commands, sent: Partner) -> None:
    """Ten searches at once while rows come in: each ends well and is logged, and the log is whole."""
    with begun(commands, sent) as process:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda n: commands.run("search", sent.name(n), "--json"), range(10)))
        process.communicate(timeout=120)
    assert process.returncode == 0
    assert [f.code for f in found] == [0] * 10
    assert commands("log", "verify").code == 0


@dataclass
class OwnServer:
    """A local Neo4j of one test, which may kill it."""

    commands: Commands
    settings: LocalNeo4jSettings

    @property
    def local(self) -> LocalNeo4j:
        """The server, from this process."""
        return LocalNeo4j(self.commands.data_dir, self.settings)

    def ask(self, question: Callable[[Driver, str], T], agency: str) -> T:
        """Ask the graph past the service, starting its server where it does not run."""
        with self.local as at, GraphDatabase.driver(at.uri, auth=(at.user, at.password)) as driver:
            return question(driver, agency)

    def kill(self) -> None:
        """SIGKILL to the server, as the kernel sends it where memory runs out."""
        pid = self.local.status().pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def own_server(local_settings: LocalNeo4jSettings, tmp_path: Path) -> Iterator[OwnServer]:
    """A local Neo4j for commands of a data directory; nothing of it is left running."""
    own = OwnServer(Commands(tmp_path / "own", None), local_settings)
    own.local.start(stay=True)
    yield own
    own.local.stop(force=True)


def killed_server(own: OwnServer, partner: Partner, seeds: range) -> None:
    """Kill the server a random moment after an import began, once for each seed; each time the import tells the truth."""
    fresh = own.commands
    assert fresh.run("import", partner.folder, "--mapping", partner.mapping).code == 0
    wanted = own.ask(held, partner.agency)
    own.ask(forget, partner.agency)
    for seed in seeds:
        with begun(own.commands, partner) as process:
            time.sleep(random.Random(seed).uniform(0, 1.5))
            own.kill()
            out, err = process.communicate(timeout=120)
        assert b"Traceback" not in err
        assert (process.returncode, json.loads(out).get("error")) in ((0, None), (1, "store"))
    assert fresh.run("import", partner.folder, "--mapping", partner.mapping).code == 0
    assert own.ask(held, partner.agency) == wanted
    assert run_states(fresh.data_dir)[0] is RunState.FINISHED
    assert RunState.RUNNING not in run_states(fresh.data_dir)


def test_an_import_whose_server_is_killed_ends_as_an_undisturbed_one(own_server: OwnServer, sent: Partner) -> None:
    """The command says that the store did not answer, its run is on record as failed, and run again it gives the same graph."""
    killed_server(own_server, sent, range(1))


@pytest.mark.soak
def test_an_import_whose_server_is_killed_many_times(own_server: OwnServer, sent: Partner) -> None:
    """The full count of kills."""
    killed_server(own_server, sent, range(20))


def test_a_killed_command_keeps_no_server(local_settings: LocalNeo4jSettings, sent: Partner, tmp_path: Path) -> None:
    """Whoever is killed holding the lease is not waited for: the server ends, and the next command starts its own."""
    commands = Commands(tmp_path / "own", None)
    local = LocalNeo4j(commands.data_dir, local_settings)
    with begun(commands, sent) as process:
        process.kill()
        process.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while local.status().running and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not local.status().running
    assert commands.run("search", "somebody").code == 0
