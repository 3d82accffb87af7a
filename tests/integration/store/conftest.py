"""The graph of the run, opened once, and a corner of it for each test."""

from collections.abc import Iterator

import pytest

from graphsvc.errors import Conflict
from graphsvc.settings import Neo4jSettings
from graphsvc.store.graph import GraphStore
from graphsvc.store.local import Connection
from tests.support.case_file import CaseFile


@pytest.fixture(scope="session")
def graph(neo4j_connection: Connection) -> Iterator[GraphStore]:
    """The open store of the whole run."""
    with connected(neo4j_connection) as store:
        try:
            store.open("operational")
        except Conflict:
            pytest.fail("the graph of the run was opened for a demonstration; tests need an operational one")
        yield store


def connected(to: Connection, **settings: float) -> GraphStore:
    """A store at this address, not opened."""
    return GraphStore.connect(to.uri, to.user, to.password, Neo4jSettings(**settings))  # type: ignore[arg-type]


@pytest.fixture
def case(graph: GraphStore) -> CaseFile:
    """A random agency of this test alone."""
    return CaseFile(graph)
