"""The whole network in columns, for work that needs all of it at once; handed out only through a scope's mask.

The snapshot itself never leaves this module: ``Snapshots.view`` gives the rows one scope may see. It is read anew when the
graph's version (a count of change records, answered from the count store) has moved. Rows come collected into lists by the
server, in chunks by internal id, so that memory stays flat on both sides.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from neo4j import READ_ACCESS, Driver, Query, Session

from graphsvc.model.principal import Scope
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import LINK_CODE, NO_TIME, TYPE_CODE, NetworkView, ReportFacts
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row, entity_type_of

_CHUNK = 5000
_TIMEOUT_S = 300.0
_ATTEMPTS = 3
_VIEWS_KEPT = 4
_NO_TIME_PACKED = -9223372036854775807
_PRECISION_CODE = {p.value: i for i, p in enumerate(DatePrecision)}
_INTELLIGENCE_CODE = {"": 0, "A": 1, "B": 2, "C": 3, "D": 4, "E": 5}

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Snapshot:
    everything: NetworkView
    access: npt.NDArray[np.uint16]
    """Access class of each report, as an index into ``classes``."""
    classes: tuple[str, ...]
    mention_entity: npt.NDArray[np.int32]
    mention_report: npt.NDArray[np.int32]


class Snapshots:
    """Holds the latest snapshot and gives out views of it. Safe to use from several threads."""

    def __init__(self, driver: Driver, database: str, catalogue: Catalogue) -> None:
        self._driver = driver
        self._database = database
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._held: _Snapshot | None = None
        self._views: dict[tuple[int, frozenset[str]], NetworkView] = {}

    def view(self, scope: Scope) -> NetworkView:
        """The network as this scope may see it, as of now."""
        with self._lock:
            with self._session() as session:
                version = int(self._rows(session, "version")[0]["version"])
                if self._held is None or self._held.everything.version != version:
                    self._held = self._take(session)
                    self._views.clear()
            key = (self._held.everything.version, scope.visible)
            if key not in self._views:
                while len(self._views) >= _VIEWS_KEPT:
                    self._views.pop(next(iter(self._views)))
                self._views[key] = _masked(self._held, scope.visible)
            return self._views[key]

    def _session(self) -> Session:
        return self._driver.session(database=self._database, default_access_mode=READ_ACCESS, fetch_size=50)

    def _rows(self, session: Session, name: str, **parameters: object) -> list[Row]:
        return list(self._stream(session, name, **parameters))

    def _stream(self, session: Session, name: str, **parameters: object) -> Iterator[Row]:
        with translated(f"reading {name}"):
            for record in session.run(self._query(name), parameters):
                yield dict(record)

    def _query(self, name: str) -> Any:
        return Query(self._catalogue[name].text, timeout=_TIMEOUT_S)

    def _take(self, session: Session) -> _Snapshot:
        """Read everything; again where the graph changed meanwhile, so that a snapshot is of one version."""
        for _ in range(_ATTEMPTS):
            extent = self._rows(session, "snapshot_extent")[0]
            taken = self._read(session, extent)
            if int(self._rows(session, "version")[0]["version"]) == extent["version"]:
                break
        return taken

    def _read(self, session: Session, extent: Row) -> _Snapshot:
        nodes = {"last": extent["last_node"], "size": _CHUNK}
        relationships = {"last": extent["last_relationship"], "size": _CHUNK}
        reports = _Reports(self._stream(session, "snapshot_reports"))
        entities = _Entities(self._stream(session, "snapshot_entities", **nodes))
        links = _Links(self._stream(session, "snapshot_links", **relationships), entities, reports)
        mention_entity, mention_report = _mentions(
            self._stream(session, "snapshot_mentions", **relationships), entities, reports
        )
        everything = NetworkView(
            entity_ids=entities.ids,
            entity_type=entities.types,
            entity_seen=np.ones(len(entities.ids), dtype=np.bool_),
            **links.columns(),
            reports=reports.facts,
            as_of=datetime.now(UTC),
            version=extent["version"],
        )
        return _Snapshot(everything, reports.access, reports.classes, mention_entity, mention_report)


class _Reports:
    """Reports as a table: row number by id, facts, access class."""

    def __init__(self, rows: Iterator[Row]) -> None:
        facts: list[ReportFacts] = []
        access: list[int] = []
        self.row: dict[str, int] = {}
        classes: dict[str, int] = {}
        for row in rows:
            report = row["report"]
            recorded = report["recorded_on"]
            self.row[report["id"]] = len(facts)
            access.append(classes.setdefault(report["visibility"], len(classes)))
            facts.append(
                ReportFacts(
                    report["id"],
                    report["kind"],
                    report["agency"],
                    report["origin"],
                    date.fromisoformat(recorded) if recorded else None,
                )
            )
        self.facts = tuple(facts)
        self.access = np.array(access, dtype=np.uint16)
        self.classes = tuple(classes)


class _Entities:
    """Entities in id order, and the row of each internal id."""

    def __init__(self, rows: Iterator[Row]) -> None:
        nodes, ids, types = [], [], []
        for row in rows:
            nodes.append(np.array(row["node"], dtype=np.int64))
            ids.append(np.array(row["ids"], dtype="S32"))
            types.append(np.full(len(row["node"]), TYPE_CODE[entity_type_of(row["labels"])], dtype=np.uint8))
        node = np.concatenate(nodes) if nodes else np.empty(0, np.int64)
        unsorted = np.concatenate(ids) if ids else np.empty(0, "S32")
        order = np.argsort(unsorted, kind="stable")
        self.ids = unsorted[order]
        self.types = (np.concatenate(types) if types else np.empty(0, np.uint8))[order]
        self._row_of_node = np.full(int(node.max()) + 1 if len(node) else 0, -1, dtype=np.int32)
        self._row_of_node[node[order]] = np.arange(len(order), dtype=np.int32)

    def rows(self, nodes: Ints) -> npt.NDArray[np.int32]:
        """Row numbers of internal ids; -1 for one that came after the entities were read."""
        known = nodes < len(self._row_of_node)
        found = np.full(len(nodes), -1, dtype=np.int32)
        found[known] = self._row_of_node[nodes[known]]
        return found


class _Links:
    """The columns of the links, gathered chunk by chunk."""

    def __init__(self, rows: Iterator[Row], entities: _Entities, reports: _Reports) -> None:
        self._parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in _LINK_DTYPES}
        self._roles: dict[str, int] = {"": 0}
        for row in rows:
            self._add(row, entities, reports)

    def _add(self, row: Row, entities: _Entities, reports: _Reports) -> None:
        ends = np.array(row["ends"], dtype=np.int64)
        a, b = entities.rows(ends >> 31), entities.rows(ends & 0x7FFFFFFF)
        # An end or a report newer than what was read belongs to a later version of the graph.
        whole = (a >= 0) & (b >= 0) & (row["report_id"] in reports.row)
        times = np.array(row["times"], dtype=np.int64)[whole]
        dated = times != _NO_TIME_PACKED
        start = times >> 30
        count = int(whole.sum())
        shared = {
            "link_type": LINK_CODE[row["type"]],
            "link_role": self._roles.setdefault(row["role"] or "", len(self._roles)),
            "link_report": reports.row.get(row["report_id"], 0),
            "link_precision": _PRECISION_CODE[row["precision"] or "unknown"],
            "link_source": int(row["source_grade"] or 0),
            "link_intelligence": _INTELLIGENCE_CODE[row["intelligence_grade"] or ""],
        }
        columns = {
            "link_ids": np.array(row["ids"], dtype="S32")[whole],
            "link_from": a[whole],
            "link_to": b[whole],
            "link_from_s": np.where(dated, start, NO_TIME),
            "link_to_s": np.where(dated, start + (times & 0x3FFFFFFF), NO_TIME),
            **{name: np.full(count, value, dtype=_LINK_DTYPES[name]) for name, value in shared.items()},
        }
        for name, values in columns.items():
            self._parts[name].append(values)

    def columns(self) -> dict[str, Any]:
        """Every column whole, and the table of roles."""
        whole: dict[str, Any] = {}
        for name, dtype in _LINK_DTYPES.items():
            parts = self._parts.pop(name)
            whole[name] = np.concatenate(parts).astype(dtype, copy=False) if parts else np.empty(0, dtype)
        return {**whole, "roles": tuple(self._roles)}


_LINK_DTYPES: dict[str, Any] = {
    "link_ids": "S32",
    "link_from": np.int32,
    "link_to": np.int32,
    "link_type": np.uint8,
    "link_role": np.uint16,
    "link_report": np.int32,
    "link_from_s": np.int64,
    "link_to_s": np.int64,
    "link_precision": np.uint8,
    "link_source": np.uint8,
    "link_intelligence": np.uint8,
}


def _mentions(
    rows: Iterator[Row], entities: _Entities, reports: _Reports
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    entity_parts, report_parts = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for row in rows:
        if row["report_id"] not in reports.row:
            continue
        found = np.unique(entities.rows(np.array(row["node"], dtype=np.int64)))
        found = found[found >= 0].astype(np.int32)
        entity_parts.append(found)
        report_parts.append(np.full(len(found), reports.row[row["report_id"]], dtype=np.int32))
    return np.concatenate(entity_parts), np.concatenate(report_parts)


def _masked(snapshot: _Snapshot, visible: frozenset[str]) -> NetworkView:
    """The rows of a snapshot that a scope may see. An entity is seen where a visible mention or link speaks of it."""
    whole = snapshot.everything
    class_seen = np.array([name in visible for name in snapshot.classes], dtype=np.bool_)
    report_seen = class_seen[snapshot.access] if len(snapshot.access) else np.empty(0, np.bool_)
    kept = report_seen[whole.link_report] if len(report_seen) else np.zeros(len(whole.link_report), np.bool_)
    columns = {name: getattr(whole, name)[kept] for name in _LINK_DTYPES}
    seen = np.zeros(len(whole.entity_ids), dtype=np.bool_)
    if len(report_seen):
        seen[snapshot.mention_entity[report_seen[snapshot.mention_report]]] = True
    seen[columns["link_from"]] = True
    seen[columns["link_to"]] = True
    return NetworkView(
        entity_ids=whole.entity_ids,
        entity_type=whole.entity_type,
        entity_seen=seen,
        **columns,
        roles=whole.roles,
        reports=whole.reports,
        as_of=whole.as_of,
        version=whole.version,
    )
