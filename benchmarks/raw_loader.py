"""The peer of the import: the shortest loader by hand that writes the very same graph, UNWIND and MERGE by id.

It validates, maps and normalises nothing: its rows are made ready from the service's own batches before the clock starts.
One session, one transaction for each batch, one statement for each label and type, as anybody who knows Neo4j would.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from neo4j import Driver, ManagedTransaction

from graphsvc.model.assertions import WriteBatch
from graphsvc.model.provenance import Report
from graphsvc.store.rows import link_access_class, link_row, mention_row, report_row, term_rows

Rows = list[Any]
Step = tuple[str, Rows]

_REPORT = "UNWIND $rows AS row MERGE (r:Report {id: row.id}) ON CREATE SET r += row.properties"
_ENTITY = "UNWIND $rows AS id MERGE (e:Entity {id: id}) ON CREATE SET e:%s"
_MENTION = """\
UNWIND $rows AS row
MATCH (r:Report {id: row.report_id}) MATCH (e:Entity {id: row.entity_id})
MERGE (r)-[m:MENTIONS {id: row.id}]->(e) ON CREATE SET m += row.properties
"""
_LINK = """\
UNWIND $rows AS row
MATCH (a:Entity {id: row.from_id}) MATCH (b:Entity {id: row.to_id})
MERGE (a)-[l:%s {id: row.id}]->(b) ON CREATE SET l += row.properties
"""
_TERM = """\
UNWIND $rows AS row
MATCH (e:Entity {id: row.entity_id})
MERGE (t:SearchTerm {key: row.key})
  ON CREATE SET %s t.form = row.form, t.kind = row.kind, t.confusable = row.confusable
MERGE (e)-[k:KNOWN_AS {visibility: row.visibility, raw: row.raw}]->(t)
  ON CREATE SET k.rank = row.rank, k.last_on = row.last_on
"""
_CHANGE = """\
CREATE (c:Change {id: $id, at: $at, reports: $reports, entities: $entities, mentions: $mentions, links: $links})
WITH c UNWIND $access_classes AS name MERGE (:AccessClass {name: name})
"""


@dataclass(frozen=True)
class Prepared:
    """One batch, ready to send."""

    steps: list[Step]
    change: dict[str, Any]


def prepare(batches: Iterable[WriteBatch]) -> list[Prepared]:
    """The rows of every batch."""
    reports: dict[str, Report] = {}
    ready, seen = [], set[str]()
    now = datetime.now(UTC)
    for number, read in enumerate(batches):
        batch = replace(read, reports=tuple(replace(r, received_at=r.received_at or now) for r in read.reports))
        reports |= {r.id: r for r in batch.reports}
        ready.append(Prepared(list(_steps(batch, reports)), _change(number, batch, reports, seen)))
    return ready


def load(driver: Driver, database: str, batches: Iterable[Prepared]) -> None:
    """Write every batch, one after the other on one connection."""
    with driver.session(database=database) as session:
        for batch in batches:
            session.execute_write(_write, batch)


def _write(tx: ManagedTransaction, batch: Prepared) -> None:
    for statement, rows in batch.steps:
        tx.run(statement, rows=rows).consume()
    tx.run(_CHANGE, batch.change).consume()


def _steps(batch: WriteBatch, reports: Mapping[str, Report]) -> Iterable[Step]:
    entities: dict[str, dict[str, None]] = defaultdict(dict)
    links: dict[str, Rows] = defaultdict(list)
    terms: dict[bool, dict[tuple[str, ...], dict[str, Any]]] = {True: {}, False: {}}
    for mention in batch.mentions:
        entities[mention.entity_type][mention.entity_id] = None
        for by_words, row in term_rows(mention, reports[mention.report_id]):
            terms[by_words][row["key"], row["entity_id"], row["visibility"], row["raw"]] = row
    for link in batch.links:
        links[link.link_type].append(link_row(link, reports[link.report_id]))
    if batch.reports:
        yield _REPORT, [report_row(r) for r in batch.reports]
    for label, ids in entities.items():
        yield _ENTITY % label, list(ids)
    if batch.mentions:
        yield _MENTION, [mention_row(m, reports[m.report_id]) for m in batch.mentions]
    for by_words, distinct in terms.items():
        if distinct:
            yield _TERM % ("t:NameTerm," if by_words else ""), list(distinct.values())
    for link_type, rows in links.items():
        yield _LINK % link_type, rows


def _change(number: int, batch: WriteBatch, reports: Mapping[str, Report], seen: set[str]) -> dict[str, Any]:
    new = {m.entity_id for m in batch.mentions} - seen
    seen |= new
    classes = {r.access_class for r in batch.reports}
    classes |= {link_access_class(link, reports[link.report_id]) for link in batch.links}
    return {
        "id": f"{number:032x}",
        "at": datetime.now(UTC),
        "reports": len(batch.reports),
        "entities": len(new),
        "mentions": len({m.id for m in batch.mentions}),
        "links": len({link.id for link in batch.links}),
        "access_classes": sorted(classes | {reports[m.report_id].access_class for m in batch.mentions}),
    }
