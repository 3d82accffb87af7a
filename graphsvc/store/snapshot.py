"""The whole network in columns, for work that needs all of it at once; handed out only through a scope's mask.

The snapshot itself never leaves this module: ``Snapshots.view`` gives the rows one scope may see. It is read anew when the
graph's version (a count of change records, answered from the count store) has moved. Rows come collected into lists by the
server, in chunks by internal id, so that memory stays flat on both sides.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt
from neo4j import Driver, Query, Session

from graphsvc.model.principal import Scope
from graphsvc.model.view import MentionColumns, NetworkView
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.columns import LINK_DTYPES, MENTION_DTYPES, Entities, Links, Mentions, Reports
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row
from graphsvc.store.sessions import reading

_CHUNK = 5000
_TIMEOUT_S = 300.0
_ATTEMPTS = 3
_VIEWS_KEPT = 4


@dataclass(frozen=True)
class _Snapshot:
    """Everything, and beside it the access class of each row as an index into ``classes``."""

    everything: NetworkView
    classes: tuple[str, ...]
    report_access: npt.NDArray[np.uint16]
    link_access: npt.NDArray[np.uint16]
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
        reports = Reports(self._stream(session, "snapshot_reports", **nodes))
        entities = Entities(self._stream(session, "snapshot_entities", **nodes))
        links = Links(self._stream(session, "snapshot_links", **relationships), entities, reports)
        mentioned = self._stream(session, "snapshot_mentions", **relationships)
        said = Mentions(mentioned, entities, reports).columns()
        mention_access = said.pop("access")
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
            mentions=MentionColumns(**said),
        )
        return _Snapshot(everything, tuple(reports.classes), reports.access, link_access, mention_access)


def _masked(snapshot: _Snapshot, visible: frozenset[str]) -> NetworkView:
    """The rows of a snapshot that a scope may see, numbered anew: what is out of scope leaves no gap and no name behind.

    An entity is seen where a visible mention or link speaks of it.
    """
    whole = snapshot.everything
    class_seen = np.array([name in visible for name in snapshot.classes], dtype=np.bool_)
    report_seen = class_seen[snapshot.report_access]
    kept = class_seen[snapshot.link_access] & report_seen[whole.link_report]
    columns = {name: getattr(whole, name)[kept] for name in LINK_DTYPES if name != "link_access"}
    seen = np.zeros(len(whole.entity_ids), dtype=np.bool_)
    mention_kept = class_seen[snapshot.mention_access]
    seen[whole.mentions.entity[mention_kept]] = True
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
        mentions=_masked_mentions(whole.mentions, mention_kept, seen),
    )


def _masked_mentions(whole: MentionColumns, kept: npt.NDArray[np.bool_], seen: npt.NDArray[np.bool_]) -> MentionColumns:
    """The rows that are kept. A word that only others say is not in the table."""
    columns = {name: getattr(whole, name)[kept] for name in MENTION_DTYPES if name != "access"}
    said = np.zeros(len(whole.words), dtype=np.bool_)
    said[0] = True
    for name in ("name", "kind", "work"):
        said[columns[name]] = True
    columns["entity"] = _renumbered(columns["entity"], seen)
    for name in ("name", "kind", "work"):
        columns[name] = _renumbered(columns[name], said)
    return MentionColumns(**columns, words=tuple(compress(whole.words, said)))


def _renumbered(rows: npt.NDArray[Any], kept: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Row numbers into a table of which only the ``kept`` rows remain."""
    new: npt.NDArray[Any] = np.cumsum(kept, dtype=np.int64) - 1
    renumbered: npt.NDArray[Any] = new.astype(rows.dtype)[rows]
    return renumbered
