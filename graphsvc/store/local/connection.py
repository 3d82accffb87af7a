"""What the local server tells others about itself."""

from dataclasses import dataclass, field
from pathlib import Path

from graphsvc.store.local.lease import LeaseHolder


@dataclass(frozen=True)
class Connection:
    """How to reach a Neo4j."""

    uri: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class ServerStatus:
    """What the local Neo4j is doing."""

    running: bool
    phase: str
    pid: int | None
    port: int | None
    uri: str | None
    leases: tuple[LeaseHolder, ...]
    stays: bool
    store: Path
    size_bytes: int
    version: str
    log: Path
