"""Writes assertions. Every batch is one managed transaction, and writing the same batch again changes nothing.

Ids are made from what is asserted, so each statement is a MERGE by id. A transaction function may run more than once
(the driver retries), and a commit whose reply is lost is simply run again: both have exactly one effect.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from neo4j import Driver, ManagedTransaction
from neo4j.exceptions import IncompleteCommit, ServiceUnavailable

from graphsvc.errors import Conflict, StoreError
from graphsvc.model.assertions import LinkAssertion, Mention, WriteBatch
from graphsvc.model.provenance import Report
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row, link_row, mention_row, report_row, term_rows

_ATTEMPTS_AFTER_LOST_REPLY = 4


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
    """Writes batches through one driver. ``reports`` carries the reports that later batches refer to."""

    def __init__(
        self, driver: Driver, database: str, catalogue: Catalogue, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._driver = driver
        self._database = database
        self._catalogue = catalogue
        self._clock = clock or (lambda: datetime.now(UTC))
        self._reports: dict[str, Report] = {}

    def write(self, batch: WriteBatch) -> Written:
        """Write one batch, whole or not at all.

        Raises Conflict where a report of the same number but other content is held, StoreError where an end of a link is
        not there or the store fails; in each case nothing of the batch is written.
        """
        self._reports |= {r.id: r for r in batch.reports}
        steps = list(self._steps(batch))
        note = {"id": _batch_id(batch), "at": self._clock(), "access_classes": self._access_classes(batch)}
        for attempt in range(1, _ATTEMPTS_AFTER_LOST_REPLY + 1):
            try:
                return self._commit(steps, note)
            except StoreError as problem:
                lost = isinstance(problem.__cause__, IncompleteCommit | ServiceUnavailable)
                if not lost or attempt == _ATTEMPTS_AFTER_LOST_REPLY:
                    raise
                time.sleep(0.2 * 2**attempt)
        raise AssertionError("unreachable")

    def _commit(self, steps: list[tuple[str, list[Row]]], note: Row) -> Written:
        with translated("writing"), self._driver.session(database=self._database) as session:
            return session.execute_write(self._apply, steps, note)

    def _apply(self, tx: ManagedTransaction, steps: list[tuple[str, list[Row]]], note: Row) -> Written:
        total = Written()
        for name, rows in steps:
            total += self._run(tx, name, rows)
        if total != Written():
            tx.run(self._query("note_change"), note).consume()
        return total

    def _run(self, tx: ManagedTransaction, name: str, rows: list[Row]) -> Written:
        result = tx.run(self._query(name), {"rows": rows})
        if name == "merge_reports":
            _refuse_other_content(result.data(), rows)
        elif name.startswith("write_") and (written := result.single(strict=True)["written"]) != len(rows):
            raise StoreError(
                f"{len(rows) - written} of {len(rows)} statements refer to an entity that is not there.",
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

    def _report(self, assertion: Mention | LinkAssertion) -> Report:
        try:
            return self._reports[assertion.report_id]
        except KeyError:
            raise StoreError(
                "A statement came without its report.", next_step="Write the report in the same or an earlier batch."
            ) from None

    def _access_classes(self, batch: WriteBatch) -> list[str]:
        found = {r.access_class for r in batch.reports}
        found |= {self._report(m).access_class for m in batch.mentions}
        return sorted(found | {self._report(link).access_class for link in batch.links})

    def _steps(self, batch: WriteBatch) -> Iterable[tuple[str, list[Row]]]:
        """The statements of a batch in their order: reports, entities, mentions, forms to find them by, links."""
        if batch.reports:
            yield "merge_reports", [report_row(r) for r in _distinct(batch.reports)]
        for entity_type, ids in sorted(_by_type(batch.mentions).items()):
            yield f"merge_{_snake(entity_type)}", ids  # type: ignore[misc]
        mentions = _distinct(batch.mentions)
        if mentions:
            yield "write_mentions", [mention_row(m, self._report(m)) for m in mentions]
        for name, rows in self._terms(mentions).items():
            yield name, rows
        by_type: dict[str, list[Row]] = defaultdict(list)
        for link in _distinct(batch.links):
            by_type[link.link_type].append(link_row(link, self._report(link)))
        for link_type, rows in sorted(by_type.items()):
            yield f"write_{link_type.lower()}", rows

    def _terms(self, mentions: list[Mention]) -> Mapping[str, list[Row]]:
        distinct: dict[str, dict[tuple[str, ...], Row]] = {"write_name_terms": {}, "write_identifier_terms": {}}
        for mention in mentions:
            for by_words, row in term_rows(mention, self._report(mention)):
                name = "write_name_terms" if by_words else "write_identifier_terms"
                key = (row["entity_id"], row["key"], row["visibility"], row["raw"])
                held = distinct[name].get(key)
                if held is None or held["last_on"] < row["last_on"]:
                    distinct[name][key] = row
        return {name: list(rows.values()) for name, rows in distinct.items() if rows}


def _distinct(assertions: Iterable[Any]) -> list[Any]:
    return list({a.id: a for a in assertions}.values())


def _by_type(mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Entity ids by type, in id order, so that two writers lock the same entities in the same order."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        found[mention.entity_type].add(mention.entity_id)
    return {entity_type: sorted(ids) for entity_type, ids in found.items()}


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _batch_id(batch: WriteBatch) -> str:
    digest = sha256()
    for ids in ([r.id for r in batch.reports], [m.id for m in batch.mentions], [k.id for k in batch.links]):
        digest.update("".join(ids).encode())
    return digest.hexdigest()[:32]


def _refuse_other_content(held: list[dict[str, Any]], rows: list[Row]) -> None:
    by_id = {row["id"]: row["properties"].get("content_sha256", "") for row in rows}
    clashes = sum(1 for h in held if (h["content_sha256"] or "") != by_id[h["id"]])
    if clashes:
        raise Conflict(
            f"{clashes} reports carry the number of a report already held, with other content.",
            next_step="Correct the number, or withdraw the earlier report first; nothing of this batch was written.",
        )
