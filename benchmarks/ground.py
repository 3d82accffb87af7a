"""The benchmarks' own service on a Neo4j of its own, in a directory that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from neo4j import Driver

from graphsvc import bootstrap
from graphsvc.model.principal import Principal
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Neo4jSettings, Settings
from graphsvc.store.local import Connection, LocalNeo4j

_EMPTY = """\
MATCH (n) WHERE NOT n:Store
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
"""


@dataclass(frozen=True)
class Ground:
    """The real parts of the service, whoever uses them, and the driver beside them for the peer."""

    parts: Parts
    principal: Principal
    server: LocalNeo4j
    connection: Connection

    @property
    def driver(self) -> Driver:
        """The service's own driver, one connection of which the peer takes."""
        return self.parts.store.driver

    @property
    def database(self) -> str:
        """The database's name."""
        return self.parts.store.settings.database

    def empty(self) -> None:
        """Take everything out but the store's own record, so that the same ids come again."""
        with self.driver.session(database=self.database) as session:
            session.run(_EMPTY).consume()
        self.parts.classes.forget()


@contextmanager
def open_ground() -> Iterator[Ground]:
    """A service on an empty Neo4j of its own, never the one the environment names: this graph is emptied."""
    with tempfile.TemporaryDirectory(prefix="graphsvc-benchmark-") as folder:
        settings = Settings(data_dir=Path(folder), neo4j=Neo4jSettings(), local=LocalNeo4jSettings())
        server = LocalNeo4j(settings.data_dir, settings.local)
        with server as connection, bootstrap.open_parts(settings) as parts:
            yield Ground(parts, bootstrap.operator(), server, connection)
