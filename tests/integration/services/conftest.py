"""The small example in a graph of its own, with the demonstration's users; and parts over the run's Neo4j."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from graphsvc.bootstrap import open_parts, operator, quiet
from graphsvc.ingest.library import example_files
from graphsvc.model.principal import Principal
from graphsvc.services.demonstration import POLICE, add_users
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Neo4jSettings, Settings
from graphsvc.store.local import Connection


@pytest.fixture(scope="module")
def demonstration(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A demonstration that holds the small example, with a local Neo4j of its own: it shares a graph with nothing else."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("demonstration"), local=local_settings, police_agencies=(POLICE,)
    )
    with open_parts(settings, demonstration=True) as parts:
        add_users(parts, quiet)
        import_files(parts, operator(), example_files(), "example")
        yield parts


@pytest.fixture(scope="module")
def users(demonstration: Parts) -> dict[str, Principal]:
    """The users of the demonstration, by user name."""
    return {a.username: a.principal for a in demonstration.identity.accounts.list()}


@pytest.fixture
def parts(neo4j_connection: Connection, tmp_path: Path) -> Iterator[Parts]:
    """Operational parts of this test alone, over the run's Neo4j."""
    neo4j = Neo4jSettings(
        uri=neo4j_connection.uri, user=neo4j_connection.user, password=SecretStr(neo4j_connection.password)
    )
    with open_parts(Settings(data_dir=tmp_path / "data", neo4j=neo4j)) as opened:
        yield opened
