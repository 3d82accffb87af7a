"""Opens the graph: checks the catalogue, makes the schema, knows the store's key, hands out readers and the writer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction, Query

from graphsvc.errors import Conflict, SettingsError
from graphsvc.model.identity import Identities
from graphsvc.model.principal import Scope
from graphsvc.settings import Neo4jSettings
from graphsvc.store.catalogue import Catalogue, load_catalogue
from graphsvc.store.faults import translated, unusable_address
from graphsvc.store.reader import Reader
from graphsvc.store.rows import Row, entity_type_of
from graphsvc.store.schema import make_schema
from graphsvc.store.sessions import ask, writing
from graphsvc.store.snapshot import Snapshots
from graphsvc.store.writer import Writer

SCHEMA_VERSION = 1

SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})

Purpose = Literal["operational", "demonstration"]


@dataclass(frozen=True)
class StoreFacts:
    """What the store says of itself. ``purpose`` keeps demonstration and operational data apart for good."""

    purpose: Purpose
    schema_version: int
    reports: int


class GraphStore:
    """The open graph. Close it, or use it as a context manager."""

    def __init__(self, driver: Driver, settings: Neo4jSettings, catalogue: Catalogue | None = None) -> None:
        self.driver = driver
        self.settings = settings
        self.catalogue = catalogue or load_catalogue()
        self._identities: Identities | None = None
        self.snapshots = Snapshots(driver, settings.database, self.catalogue)

    @classmethod
    def connect(cls, uri: str, user: str, password: str, settings: Neo4jSettings) -> "GraphStore":
        """A store at this address. Raises SettingsError or StoreError where it cannot be reached."""
        _check_address(uri)
        with translated("connecting"):
            driver = GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=settings.connection_timeout_s,
                connection_acquisition_timeout=settings.connection_timeout_s * 3,
                max_transaction_retry_time=30.0,
                user_agent="graphsvc",
                notifications_min_severity="OFF",
            )
        try:
            with translated("connecting"):
                driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return cls(driver, settings)

    def __enter__(self) -> "GraphStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self.driver.close()

    def open(self, purpose: Purpose, directory_id: str = "", clock: Callable[[], datetime] | None = None) -> StoreFacts:
        """Make the schema where it is not there, and the store's own record at the first opening.

        Raises Conflict where the store was made for another purpose, where a demonstration finds data it did not make, or
        the store of another demonstration: demonstration and other data never share a graph.
        """
        now = (clock or (lambda: datetime.now(UTC)))()
        for held in self._ask("store_record"):
            _refuse_other(held, purpose)
        with translated("making the schema"), writing(self.driver, self.settings.database) as session:
            make_schema(session, self.catalogue)
            row = session.execute_write(self._claim, purpose, directory_id, now)
        self._identities = Identities(bytes.fromhex(row["id_key"]))
        return StoreFacts(row["purpose"], row["schema_version"], row["reports"])

    def _claim(self, tx: ManagedTransaction, purpose: Purpose, directory_id: str, now: datetime) -> Row:
        asked = {
            "id_key": secrets.token_hex(32),
            "purpose": purpose,
            "directory_id": directory_id,
            "schema_version": SCHEMA_VERSION,
            "at": now,
        }
        row = tx.run(self.catalogue["open_store"].text, asked).single(strict=True).data()
        _refuse_other(row, purpose)
        if purpose == "demonstration" and row["made_now"] and row["found"]:
            raise _elsewhere("holds data that no demonstration made")
        if purpose == "demonstration" and row["directory_id"] != directory_id:
            raise _elsewhere("belongs to another demonstration")
        return row

    @property
    def identities(self) -> Identities:
        """Makes this store's ids. Open the store first."""
        if self._identities is None:
            raise SettingsError("The graph has not been opened.", next_step="Call open() first.")
        return self._identities

    def writer(self) -> Writer:
        """A writer of its own."""
        return Writer(self.driver, self.settings.database, self.catalogue)

    def reader(self, scope: Scope) -> Reader:
        """A reader that sees this scope and nothing else."""
        return Reader(self.driver, self.settings.database, self.catalogue, scope, self.settings.query_timeout_s)

    def access_classes(self) -> tuple[str, ...]:
        """Every access class that occurs in the store."""
        return tuple(row["name"] for row in self._ask("access_classes"))

    def version(self) -> int:
        """The version of the graph: how many batches changed it."""
        return int(self._ask("version")[0]["version"])

    def resolve(self, refs: list[str]) -> dict[str, tuple[str, str]]:
        """Entity type and id behind a sender's own numbers; a number nothing was imported under is absent."""
        rows = self._ask("source_refs", refs=refs)
        return {r["ref"]: (entity_type_of(r["labels"]), r["entity_id"]) for r in rows}

    def _ask(self, name: str, **parameters: object) -> list[Row]:
        text: Any = self.catalogue[name].text
        with translated(f"asking {name}"):
            query = Query(text, timeout=self.settings.query_timeout_s)
            return ask(self.driver, self.settings.database, query, parameters)


def _check_address(uri: str) -> None:
    """Refuse what the driver would take for something else: http (a preview of its own), or a port beyond the last."""
    try:
        parts = urlsplit(uri)
        sound = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise unusable_address()


def _refuse_other(held: Row, purpose: Purpose) -> None:
    """Looked at before anything is changed, and again when the record is claimed."""
    if held["schema_version"] > SCHEMA_VERSION:
        raise SettingsError(
            "This graph was written by a later release.",
            next_step="Upgrade graphsvc, or restore an earlier backup.",
        )
    if held["purpose"] != purpose:
        raise _elsewhere(f"was made for {held['purpose']} use and cannot be opened for {purpose} use")


def _elsewhere(why: str) -> Conflict:
    return Conflict(
        f"This graph {why}.", next_step="Point GRAPHSVC_DATA_DIR (or GRAPHSVC_NEO4J__URI) at another store."
    )
