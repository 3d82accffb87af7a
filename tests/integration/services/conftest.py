"""The built-in example in a graph of its own, and the demonstration's users; and parts over the run's Neo4j."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from graphsvc.bootstrap import open_parts, quiet
from graphsvc.cli.serving import demonstration_settings
from graphsvc.model.principal import Principal
from graphsvc.services.demonstration import POLICE, prepare_demonstration
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Neo4jSettings, Settings
from graphsvc.store.local import Connection
from tests.support.demonstration import prepare_example


@pytest.fixture(scope="module")
def demonstration(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """A demonstration that holds the small example, with a local Neo4j of its own: it shares a graph with nothing else."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("demonstration"), local=local_settings, police_agencies=(POLICE,)
    )
    with open_parts(settings, demonstration=True) as parts:
        prepare_example(parts)
        yield parts


@pytest.fixture(scope="module")
def users(demonstration: Parts) -> dict[str, Principal]:
    """The users of the demonstration, by user name."""
    return {a.username: a.principal for a in demonstration.identity.accounts.list()}


@pytest.fixture(scope="session")
def undisturbed_town(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The invented town as a first start makes it that nobody disturbs. It takes a minute: one for the whole run."""
    settings = demonstration_settings(Settings(data_dir=tmp_path_factory.mktemp("town") / "data", local=local_settings))
    with open_parts(settings, demonstration=True) as parts:
        prepare_demonstration(parts, quiet)
        yield parts


@pytest.fixture
def parts(neo4j_connection: Connection, tmp_path: Path) -> Iterator[Parts]:
    """Operational parts of this test alone, over the run's Neo4j."""
    neo4j = Neo4jSettings(
        uri=neo4j_connection.uri, user=neo4j_connection.user, password=SecretStr(neo4j_connection.password)
    )
    with open_parts(Settings(data_dir=tmp_path / "data", neo4j=neo4j)) as opened:
        yield opened
