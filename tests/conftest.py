"""One real Neo4j for the whole run. No test empties it: each works under its own random agency and report prefix."""

import os
from collections.abc import Iterator

import pytest

from graphsvc.errors import GraphsvcError
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import Connection, LocalNeo4j, jars, quiet
from tests.support.availability import unavailable


@pytest.fixture(scope="session")
def local_settings() -> LocalNeo4jSettings:
    """Settings of a small local Neo4j; its jars are where the service keeps them too, and are fetched if need be."""
    settings = LocalNeo4jSettings(heap="512m", page_cache="128m")
    try:
        jars.ensure(settings.jar_dir, quiet)
    except GraphsvcError as problem:
        unavailable(f"no local Neo4j: {problem} {problem.next_step}")
    return settings


@pytest.fixture(scope="session")
def neo4j_connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The run's Neo4j: the one GRAPHTEST_NEO4J_URI names, else a local one of its own in a temporary directory."""
    uri = os.environ.get("GRAPHTEST_NEO4J_URI")
    if uri:
        yield Connection(
            uri, os.environ.get("GRAPHTEST_NEO4J_USER", "neo4j"), os.environ.get("GRAPHTEST_NEO4J_PASSWORD", "")
        )
        return
    local_settings: LocalNeo4jSettings = request.getfixturevalue("local_settings")
    with LocalNeo4j(tmp_path_factory.mktemp("graph"), local_settings) as connection:
        yield connection
