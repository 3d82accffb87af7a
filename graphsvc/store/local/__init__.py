"""The Neo4j the service runs itself where no address is set: no Docker, no Java on the machine."""

from graphsvc.store.local.connection import Connection, ServerStatus
from graphsvc.store.local.lease import LeaseHolder
from graphsvc.store.local.server import LocalNeo4j, quiet

__all__ = ["Connection", "LeaseHolder", "LocalNeo4j", "ServerStatus", "quiet"]
