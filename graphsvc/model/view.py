"""The whole network as one viewer may see it, in columns, for analyses that need all of it at once.

Only the store makes a view, and only through a scope: rows out of scope are not in the arrays. Row ``i`` of every
``link_*`` array is the same assertion.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.links import LINK_TYPES
from graphsvc.model.provenance import StatementKind

NO_TIME = np.iinfo(np.int64).min
"""The value of ``link_from_s`` and ``link_to_s`` where no time was reported."""

NO_DAY = np.iinfo(np.int32).min
"""The value of ``born`` where no date of birth was reported."""

DESCRIBED_CODE = {"": 0, "child": 1, "adult": 2}
STATEMENT_CODE: dict[str, int] = {k.value: i for i, k in enumerate(StatementKind)}

TYPE_CODE: dict[str, int] = {t.name: i for i, t in enumerate(ENTITY_TYPES)}
LINK_CODE: dict[str, int] = {t.name: i for i, t in enumerate(LINK_TYPES)}

IntArray = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class ReportFacts:
    """What analyses need to know of a report."""

    id: str
    kind: str
    agency: str
    origin: str
    recorded_on: date | None


@dataclass(frozen=True)
class MentionColumns:
    """What mentions in scope say of people and places, one row for each different thing said of an entity.

    ``entity`` (k) row numbers into the entities; ``described`` (k) codes of ``DESCRIBED_CODE``; ``born`` (k) days since 1970
    or NO_DAY; ``name``, ``kind`` and ``work`` (k) index into ``words``, 0 where it was not said: the folded name, the kind of
    place or event, the occupation; ``latitude`` and ``longitude`` (k) degrees WGS84, NaN where not said.
    """

    entity: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    described: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    born: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    name: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    kind: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    work: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    latitude: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))
    longitude: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))
    words: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class NetworkView:
    """Columns of the network in scope.

    ``entity_ids`` (n) 32-character ids as ``S32``, sorted ascending; ``entity_type`` (n) codes of ``TYPE_CODE``;
    ``entity_seen`` (n) True where something in scope speaks of the entity (ignore the others: they do not exist);
    ``link_from`` and ``link_to`` (m) row numbers into the entities; ``link_type`` (m) codes of ``LINK_CODE``;
    ``link_role`` (m) index into ``roles``; ``link_report`` (m) index into ``reports``; ``link_from_s``, ``link_to_s`` (m)
    seconds since 1970 UTC or NO_TIME; ``link_precision`` (m) index into ``DatePrecision`` in its order of declaration;
    ``link_source`` (m) 0 ungraded or 1-3; ``link_intelligence`` (m) 0 ungraded or 1-5 for A-E;
    ``link_statement`` (m) codes of ``STATEMENT_CODE`` (fact, assessment, opinion); ``link_ids`` (m) ``S32``; ``mentions``: what
    is said of people and places.
    """

    entity_ids: npt.NDArray[np.bytes_]
    entity_type: npt.NDArray[np.uint8]
    entity_seen: npt.NDArray[np.bool_]
    link_ids: npt.NDArray[np.bytes_]
    link_from: npt.NDArray[np.int32]
    link_to: npt.NDArray[np.int32]
    link_type: npt.NDArray[np.uint8]
    link_role: npt.NDArray[np.uint16]
    link_report: npt.NDArray[np.int32]
    link_from_s: npt.NDArray[np.int64]
    link_to_s: npt.NDArray[np.int64]
    link_precision: npt.NDArray[np.uint8]
    link_source: npt.NDArray[np.uint8]
    link_intelligence: npt.NDArray[np.uint8]
    link_statement: npt.NDArray[np.uint8]
    roles: tuple[str, ...]
    reports: tuple[ReportFacts, ...]
    as_of: datetime
    version: int
    mentions: MentionColumns = field(default_factory=MentionColumns)

    def index_of(self, entity_id: str) -> int | None:
        """The row of an entity in scope; None where there is none."""
        key = np.bytes_(entity_id.encode("ascii", "replace"))
        row = int(np.searchsorted(self.entity_ids, key))
        if row >= len(self.entity_ids) or self.entity_ids[row] != key or not self.entity_seen[row]:
            return None
        return row

    def id_of(self, row: int) -> str:
        """The id of the entity at a row."""
        return bytes(self.entity_ids[row]).decode("ascii")

    def link_id_of(self, row: int) -> str:
        """The id of the assertion at a row."""
        return bytes(self.link_ids[row]).decode("ascii")

    def links_by_id(self, link_ids: Iterable[str]) -> list[dict[str, str]]:
        """``id``, ``from_id`` and ``to_id`` of given assertions, in row order; one that is not in the view is left out."""
        wanted = np.array(sorted(set(link_ids)), dtype="S32")
        if not len(wanted) or not len(self.link_ids):
            return []
        # The first eight characters narrow a million ids down to a handful far sooner than comparing whole strings.
        heads = np.ascontiguousarray(self.link_ids).view(np.uint64).reshape(-1, 4)[:, 0]
        near = np.flatnonzero(np.isin(heads, wanted.view(np.uint64).reshape(-1, 4)[:, 0]))
        rows = near[np.isin(self.link_ids[near], wanted)]
        return [
            {
                "id": self.link_id_of(int(r)),
                "from_id": self.id_of(int(self.link_from[r])),
                "to_id": self.id_of(int(self.link_to[r])),
            }
            for r in rows
        ]
