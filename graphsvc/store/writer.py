"""Writes assertions. Every batch is one managed transaction, and writing the same batch again changes nothing.

Ids are made from what is asserted, so each statement is a MERGE by id. A transaction function may run more than once
(the driver retries), and a commit whose reply is lost is simply run again: both have exactly one effect. The change record
says what was made, so that the count is right even then.
"""

import secrets
import time
from collections import ChainMap
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from neo4j import Driver, ManagedTransaction, unit_of_work
from neo4j.exceptions import IncompleteCommit

from graphsvc.errors import StoreError
from graphsvc.model.assertions import WriteBatch
from graphsvc.model.provenance import Report
from graphsvc.store.batches import access_classes_of, clash, content_of, steps_of
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row
from graphsvc.store.sessions import WRITE_TIMEOUT_S, writing

_ATTEMPTS = 4
"""How often a batch is tried where the reply to its commit is lost. Every other lost connection the driver retries itself."""


@dataclass(frozen=True)
class Written:
    """What a batch newly made; all zero for a batch that was there already."""

    reports: int = 0
    entities: int = 0
    mentions: int = 0
    links: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.reports + other.reports,
            self.entities + other.entities,
            self.mentions + other.mentions,
            self.links + other.links,
        )


class Writer:
    """Writes batches through one driver. It remembers the reports it wrote, for later batches that refer to them."""

    def __init__(
        self,
        driver: Driver,
        database: str,
        catalogue: Catalogue,
        clock: Callable[[], datetime] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._driver = driver
        self._database = database
        self._catalogue = catalogue
        self._clock = clock or (lambda: datetime.now(UTC))
        self._wait = wait
        self._reports: dict[str, Report] = {}

    def write(self, batch: WriteBatch) -> Written:
        """Write one batch, whole or not at all. A report that does not say when it was received was received now.

        Raises Conflict where a report of the same number but other content is held, StoreError where an end of a link is
        not there or the store fails; in each case nothing of the batch is written.
        """
        now = self._clock()
        batch = replace(batch, reports=tuple(replace(r, received_at=r.received_at or now) for r in batch.reports))
        new = {r.id: replace(r, text="") for r in batch.reports}
        known = ChainMap(new, self._reports)
        steps = list(steps_of(batch, known))
        note = {"id": secrets.token_hex(16), "at": now, "access_classes": access_classes_of(batch, known)}
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                written = self._commit(steps, note, again=attempt > 1)
            except StoreError as problem:
                if attempt == _ATTEMPTS or not isinstance(problem.__cause__, IncompleteCommit):
                    raise
                self._wait(0.2 * 2**attempt)
            else:
                self._reports.update(new)
                return written
        raise AssertionError("unreachable")

    def _commit(self, steps: list[tuple[str, list[Any]]], note: Row, *, again: bool) -> Written:
        work = unit_of_work(timeout=WRITE_TIMEOUT_S)(self._apply)
        with translated("writing"), writing(self._driver, self._database) as session:
            return session.execute_write(work, steps, note, again)

    def _apply(self, tx: ManagedTransaction, steps: list[tuple[str, list[Any]]], note: Row, again: bool) -> Written:
        total = Written()
        for name, rows in steps:
            total += self._run(tx, name, rows)
        if total != Written():
            tx.run(self._query("note_change"), note | asdict(total)).consume()
        elif again:
            made = tx.run(self._query("change_made"), id=note["id"]).single()
            return Written(**made.data()) if made else total
        return total

    def _run(self, tx: ManagedTransaction, name: str, rows: list[Any]) -> Written:
        result = tx.run(self._query(name), {"rows": rows})
        if name == "merge_reports":
            _refuse_other_content(result.data(), rows)
        elif name.startswith("write_") and (written := result.single(strict=True)["written"]) != len(rows):
            raise StoreError(
                f"{len(rows) - written} of {len(rows)} statements refer to an entity that is not there, "
                "or of a type that may not stand at that end of the link.",
                next_step="Import the file that holds those entities first, or together with this one.",
            )
        counters = result.consume().counters
        if name.endswith("_terms"):
            return Written()
        return Written(
            reports=counters.nodes_created if name == "merge_reports" else 0,
            entities=counters.nodes_created if name != "merge_reports" else 0,
            mentions=counters.relationships_created if name == "write_mentions" else 0,
            links=counters.relationships_created if name != "write_mentions" else 0,
        )

    def _query(self, name: str) -> Any:
        # The catalogue's text is static and checked at start; the driver's type wants a literal.
        return self._catalogue[name].text


def _refuse_other_content(held: list[dict[str, Any]], rows: list[Row]) -> None:
    sent = {row["id"]: content_of(row["properties"]) for row in rows}
    clashes = sum(1 for h in held if content_of(h) != sent[h["id"]])
    if clashes:
        raise clash(clashes)
