"""The whole network in columns, for work that needs all of it at once; handed out only through a scope's mask.

The snapshot itself never leaves this module: ``Snapshots.view`` gives the rows one scope may see. It is read anew when the
graph's version (a count of change records, answered from the count store) has moved. Rows come collected into lists by the
server, in chunks by internal id, so that memory stays flat on both sides.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt
from neo4j import Driver, Query, Session

from graphsvc.model.principal import Scope
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import LINK_CODE, NO_TIME, TYPE_CODE, NetworkView, ReportFacts
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row, entity_type_of
from graphsvc.store.sessions import reading

_CHUNK = 5000
_TIMEOUT_S = 300.0
_ATTEMPTS = 3
_VIEWS_KEPT = 4
_NO_TIME_PACKED = -9223372036854775807
_PRECISION_CODE = {p.value: i for i, p in enumerate(DatePrecision)}
_SOURCE_CODE = {"1": 1, "2": 2, "3": 3}
_INTELLIGENCE_CODE = {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Snapshot:
    """Everything, and beside it the access class of each row as an index into ``classes``."""

    everything: NetworkView
    classes: tuple[str, ...]
    report_access: npt.NDArray[np.uint16]
    link_access: npt.NDArray[np.uint16]
    mention_entity: npt.NDArray[np.int32]
    mention_access: npt.NDArray[np.uint16]


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
        return reading(self._driver, self._database, fetch_size=50)

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
        mention_entity, mention_access = _mentions(
            self._stream(session, "snapshot_mentions", **relationships), entities, reports
        )
        columns = links.columns()
        link_access = columns.pop("link_access")
        everything = NetworkView(
            entity_ids=entities.ids,
            entity_type=entities.types,
            entity_seen=np.ones(len(entities.ids), dtype=np.bool_),
            **columns,
            reports=reports.facts,
            as_of=datetime.now(UTC),
            version=extent["version"],
        )
        return _Snapshot(
            everything, tuple(reports.classes), reports.access, link_access, mention_entity, mention_access
        )


class _Reports:
    """Reports as a table: row number by id, facts, access class; and the numbers of the access classes."""

    def __init__(self, rows: Iterator[Row]) -> None:
        facts: list[ReportFacts] = []
        access: list[int] = []
        self.row: dict[str, int] = {}
        self.classes: dict[str, int] = {}
        for row in rows:
            report = row["report"]
            recorded = report["recorded_on"]
            self.row[report["id"]] = len(facts)
            access.append(self.class_of(report["visibility"]))
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

    def class_of(self, name: str) -> int:
        """The number of an access class."""
        return self.classes.setdefault(name, len(self.classes))


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
            if row["type"] in LINK_CODE:
                self._add(row, entities, reports)

    def _add(self, row: Row, entities: _Entities, reports: _Reports) -> None:
        ends = np.array(row["ends"], dtype=np.int64)
        a, b = entities.rows(ends >> 31), entities.rows(ends & 0x7FFFFFFF)
        # An end or a report newer than what was read belongs to a later version of the graph.
        whole = (a >= 0) & (b >= 0) & (row["report_id"] in reports.row)
        start, end = _times(row)
        shared = {
            "link_type": LINK_CODE[row["type"]],
            "link_role": self._roles.setdefault(row["role"] or "", len(self._roles)),
            "link_report": reports.row.get(row["report_id"], 0),
            "link_precision": _PRECISION_CODE.get(row["precision"], _PRECISION_CODE["unknown"]),
            "link_source": _SOURCE_CODE.get(row["source_grade"], 0),
            "link_intelligence": _INTELLIGENCE_CODE.get(row["intelligence_grade"], 0),
            "link_access": reports.class_of(row["visibility"]),
        }
        columns = {
            "link_ids": np.array(row["ids"], dtype="S32")[whole],
            "link_from": a[whole],
            "link_to": b[whole],
            "link_from_s": start[whole],
            "link_to_s": end[whole],
            **{name: np.full(int(whole.sum()), value, dtype=_LINK_DTYPES[name]) for name, value in shared.items()},
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
    "link_access": np.uint16,
}


def _times(row: Row) -> tuple[Ints, Ints]:
    """First and last seconds of one row's links, unpacked; one open end is NO_TIME at that end alone."""
    packed = np.array(row["times"], dtype=np.int64)
    dated = packed != _NO_TIME_PACKED
    first = packed >> 30
    start = np.where(dated, first, NO_TIME)
    end = np.where(dated, first + (packed & 0x3FFFFFFF), NO_TIME)
    place = {link_id: i for i, link_id in enumerate(row["ids"])} if row["far"] else {}
    for link_id, from_s, to_s in row["far"]:
        start[place[link_id]] = NO_TIME if from_s is None else from_s
        end[place[link_id]] = from_s if to_s is None else to_s
    return start, end


def _mentions(
    rows: Iterator[Row], entities: _Entities, reports: _Reports
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
    entity_parts, access_parts = [np.empty(0, np.int32)], [np.empty(0, np.uint16)]
    for row in rows:
        if row["report_id"] not in reports.row:
            continue
        found = np.unique(entities.rows(np.array(row["node"], dtype=np.int64)))
        found = found[found >= 0].astype(np.int32)
        entity_parts.append(found)
        access_parts.append(np.full(len(found), reports.class_of(row["visibility"]), dtype=np.uint16))
    return np.concatenate(entity_parts), np.concatenate(access_parts)


def _masked(snapshot: _Snapshot, visible: frozenset[str]) -> NetworkView:
    """The rows of a snapshot that a scope may see, numbered anew: what is out of scope leaves no gap and no name behind.

    An entity is seen where a visible mention or link speaks of it.
    """
    whole = snapshot.everything
    class_seen = np.array([name in visible for name in snapshot.classes], dtype=np.bool_)
    report_seen = class_seen[snapshot.report_access]
    kept = class_seen[snapshot.link_access] & report_seen[whole.link_report]
    columns = {name: getattr(whole, name)[kept] for name in _LINK_DTYPES if name != "link_access"}
    seen = np.zeros(len(whole.entity_ids), dtype=np.bool_)
    seen[snapshot.mention_entity[class_seen[snapshot.mention_access]]] = True
    seen[columns["link_from"]] = True
    seen[columns["link_to"]] = True
    role_seen = np.zeros(len(whole.roles), dtype=np.bool_)
    role_seen[columns["link_role"]] = True
    role_seen[0] = True
    for name, table in (
        ("link_from", seen),
        ("link_to", seen),
        ("link_role", role_seen),
        ("link_report", report_seen),
    ):
        columns[name] = _renumbered(columns[name], table)
    return NetworkView(
        entity_ids=whole.entity_ids[seen],
        entity_type=whole.entity_type[seen],
        entity_seen=np.ones(int(seen.sum()), dtype=np.bool_),
        **columns,
        roles=tuple(compress(whole.roles, role_seen)),
        reports=tuple(compress(whole.reports, report_seen)),
        as_of=whole.as_of,
        version=whole.version,
    )


def _renumbered(rows: npt.NDArray[Any], kept: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Row numbers into a table of which only the ``kept`` rows remain."""
    new: npt.NDArray[Any] = np.cumsum(kept, dtype=np.int64) - 1
    renumbered: npt.NDArray[Any] = new.astype(rows.dtype)[rows]
    return renumbered
