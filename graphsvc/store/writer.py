"""Writes assertions. Every batch is one managed transaction, and writing the same batch again changes nothing.

Ids are made from what is asserted, so each statement is a MERGE by id. A transaction function may run more than once
(the driver retries), and a commit whose reply is lost is simply run again: both have exactly one effect. The change record
says what was made, so that the count is right even then.
"""

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from neo4j import Driver, ManagedTransaction, unit_of_work
from neo4j.exceptions import IncompleteCommit

from graphsvc.errors import Conflict, StoreError
from graphsvc.model.assertions import LinkAssertion, Mention, WriteBatch
from graphsvc.model.provenance import Report
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row, link_access_class, link_row, mention_row, report_row, term_rows
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
        """Write one batch, whole or not at all.

        Raises Conflict where a report of the same number but other content is held, StoreError where an end of a link is
        not there or the store fails; in each case nothing of the batch is written.
        """
        known = self._reports | {r.id: replace(r, text="") for r in batch.reports}
        steps = list(_steps(batch, known))
        note = {"id": secrets.token_hex(16), "at": self._clock(), "access_classes": _access_classes(batch, known)}
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                written = self._commit(steps, note, again=attempt > 1)
            except StoreError as problem:
                if attempt == _ATTEMPTS or not isinstance(problem.__cause__, IncompleteCommit):
                    raise
                self._wait(0.2 * 2**attempt)
            else:
                self._reports = known
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


Reports = Mapping[str, Report]


def _report(assertion: Mention | LinkAssertion, reports: Reports) -> Report:
    try:
        return reports[assertion.report_id]
    except KeyError:
        raise StoreError(
            "A statement came without its report.", next_step="Write the report in the same or an earlier batch."
        ) from None


def _access_classes(batch: WriteBatch, reports: Reports) -> list[str]:
    found = {r.access_class for r in batch.reports}
    found |= {_report(m, reports).access_class for m in batch.mentions}
    return sorted(found | {link_access_class(link, _report(link, reports)) for link in batch.links})


def _steps(batch: WriteBatch, reports: Reports) -> Iterable[tuple[str, list[Any]]]:
    """The statements of a batch in their order: reports, entities, mentions, forms to find them by, links.

    Rows of each go in the order of their keys, so that two writers take their locks in the same order.
    """
    if batch.reports:
        yield "merge_reports", sorted(_report_rows(batch.reports), key=lambda row: str(row["id"]))
    for entity_type, ids in sorted(_by_type(batch.mentions).items()):
        yield f"merge_{_snake(entity_type)}", ids
    mentions = _distinct(batch.mentions)
    if mentions:
        yield "write_mentions", [mention_row(m, _report(m, reports)) for m in mentions]
    yield from _terms(mentions, reports).items()
    by_type: dict[str, list[Row]] = defaultdict(list)
    for link in _distinct(batch.links):
        by_type[link.link_type].append(link_row(link, _report(link, reports)))
    for link_type, rows in sorted(by_type.items()):
        yield f"write_{link_type.lower()}", rows


def _report_rows(reports: Iterable[Report]) -> list[Row]:
    rows: dict[str, Row] = {}
    for report in reports:
        row = report_row(report)
        if _content(rows.setdefault(report.id, row)["properties"]) != _content(row["properties"]):
            raise _clash(1)
    return list(rows.values())


def _terms(mentions: list[Mention], reports: Reports) -> Mapping[str, list[Row]]:
    distinct: dict[str, dict[tuple[str, ...], Row]] = {"write_name_terms": {}, "write_identifier_terms": {}}
    for mention in mentions:
        for by_words, row in term_rows(mention, _report(mention, reports)):
            name = "write_name_terms" if by_words else "write_identifier_terms"
            key = (row["key"], row["entity_id"], row["visibility"], row["raw"])
            held = distinct[name].get(key)
            if held is None or held["last_on"] < row["last_on"]:
                distinct[name][key] = row
    return {name: [rows[key] for key in sorted(rows)] for name, rows in distinct.items() if rows}


def _distinct(assertions: Iterable[Any]) -> list[Any]:
    by_id = {a.id: a for a in assertions}
    return [by_id[i] for i in sorted(by_id)]


def _by_type(mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Entity ids by type, in id order, so that two writers lock the same entities in the same order."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        found[mention.entity_type].add(mention.entity_id)
    return {entity_type: sorted(ids) for entity_type, ids in found.items()}


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _refuse_other_content(held: list[dict[str, Any]], rows: list[Row]) -> None:
    sent = {row["id"]: _content(row["properties"]) for row in rows}
    clashes = sum(1 for h in held if _content(h) != sent[h["id"]])
    if clashes:
        raise _clash(clashes)


def _content(properties: Mapping[str, Any]) -> tuple[str, str]:
    return properties["content_sha256"] or "", properties["visibility"]


def _clash(count: int) -> Conflict:
    return Conflict(
        f"{count} report{'s carry' if count > 1 else ' carries'} the number of another report with other content or handling.",
        next_step="Correct the number, or withdraw the earlier report first; nothing of this batch was written.",
    )
