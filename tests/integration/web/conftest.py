"""Services for tests of the web."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.store.local import Connection
from tests.support.service import Service, a_service


@pytest.fixture(scope="module")
def service(neo4j_connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that a module's tests share; none of them may spoil it."""
    with a_service(tmp_path_factory.mktemp("service"), neo4j_connection) as running:
        yield running


@pytest.fixture
def own_service(neo4j_connection: Connection, tmp_path: Path) -> Iterator[Service]:
    """A service of one test alone, which may spoil it."""
    with a_service(tmp_path / "own", neo4j_connection) as running:
        yield running
