"""Commands of a data directory of each test's own, over the run's Neo4j."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from graphsvc.store.local import Connection
from tests.support.commands import Commands
from tests.support.partner import Partner


@pytest.fixture
def commands(neo4j_connection: Connection, tmp_path: Path) -> Commands:
    """Commands over the run's Neo4j."""
    return Commands(tmp_path / "data", neo4j_connection)


@pytest.fixture
def partner(tmp_path: Path) -> Partner:
    """A partner of this test alone."""
    return Partner(tmp_path / "files")


@pytest.fixture(scope="session")
def driver(neo4j_connection: Connection) -> Iterator[Driver]:
    """A way past the service, to see what the graph really holds."""
    with GraphDatabase.driver(
        neo4j_connection.uri, auth=(neo4j_connection.user, neo4j_connection.password)
    ) as connected:
        yield connected
