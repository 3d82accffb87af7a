"""Tells whether two graphs are the same: a digest of every node and relationship with all its properties."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from neo4j import Driver

_NODES = (
    "MATCH (n) WHERE NOT n:Store AND NOT n:Change AND NOT n:Report RETURN labels(n) AS labels, properties(n) AS held"
)
_CHANGES = "MATCH (n:Change) RETURN labels(n) AS labels, n {.*, id: null, at: null} AS held"
_REPORTS = "MATCH (n:Report) RETURN labels(n) AS labels, n {.*, received_at: n.received_at IS NOT NULL} AS held"
_RELATIONSHIPS = """\
MATCH (a)-[r]->(b)
RETURN coalesce(a.id, a.key) AS from_key, type(r) AS type, properties(r) AS held, coalesce(b.id, b.key) AS to_key
"""


def fingerprint(driver: Driver, database: str) -> dict[str, Any]:
    """Nodes, relationships and one digest of them all, in whatever order the server gives them.

    The id and the moment of a change record, and the moment a report was received, are those of the run, and are left out.
    """
    counts = {"nodes": 0, "relationships": 0}
    total = 0
    for kind, statement in (
        ("nodes", _NODES),
        ("nodes", _CHANGES),
        ("nodes", _REPORTS),
        ("relationships", _RELATIONSHIPS),
    ):
        for record in _records(driver, database, statement):
            counts[kind] += 1
            total += int.from_bytes(hashlib.sha256(_canonical(record)).digest(), "big")
    return {**counts, "digest": f"{total % 2**256:064x}"}


def _records(driver: Driver, database: str, statement: str) -> Iterator[dict[str, Any]]:
    with driver.session(database=database, default_access_mode="READ", fetch_size=5000) as session:
        for record in session.run(statement):
            yield record.data()


def _canonical(record: dict[str, Any]) -> bytes:
    if "labels" in record:
        record["labels"] = sorted(record["labels"])
    return json.dumps(record, sort_keys=True, default=str).encode()
