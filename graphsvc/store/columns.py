"""Gathers the columns of a snapshot from the server's chunks. Knows nothing of scope: the snapshot lays the mask."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from graphsvc.model.identity import fold_name
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import DESCRIBED_CODE, LINK_CODE, NO_DAY, NO_TIME, STATEMENT_CODE, TYPE_CODE, ReportFacts
from graphsvc.store.rows import Row, entity_type_of

LINK_DTYPES: dict[str, Any] = {
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
    "link_statement": np.uint8,
    "link_access": np.uint16,
}

MENTION_DTYPES: dict[str, Any] = {
    "entity": np.int32,
    "described": np.uint8,
    "born": np.int32,
    "name": np.int32,
    "kind": np.int32,
    "work": np.int32,
    "latitude": np.float64,
    "longitude": np.float64,
    "access": np.uint16,
}

_EPOCH = date(1970, 1, 1)
_FIRST_ROWS = 1 << 16
_NO_TIME_PACKED = -9223372036854775807
_PRECISION_CODE = {p.value: i for i, p in enumerate(DatePrecision)}
_SOURCE_CODE = {"1": 1, "2": 2, "3": 3}
_INTELLIGENCE_CODE = {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}

Ints = npt.NDArray[np.int64]
Rows32 = npt.NDArray[np.int32]


class Reports:
    """Reports as a table: row number by id, facts, access class; and the numbers of the access classes."""

    def __init__(self, chunks: Iterator[Row]) -> None:
        facts: list[ReportFacts] = []
        access: list[int] = []
        self.row: dict[str, int] = {}
        self.classes: dict[str, int] = {}
        for chunk in chunks:
            access += [self.class_of(chunk["visibility"])] * len(chunk["ids"])
            for report_id, origin, day in zip(chunk["ids"], chunk["origins"], chunk["days"], strict=True):
                self.row[report_id] = len(facts)
                recorded = date.fromisoformat(day) if day else None
                facts.append(ReportFacts(report_id, chunk["kind"], chunk["agency"], origin, recorded))
        self.facts = tuple(facts)
        self.access = np.array(access, dtype=np.uint16)

    def class_of(self, name: str) -> int:
        """The number of an access class."""
        return self.classes.setdefault(name, len(self.classes))

    def rows(self, ids: Iterable[str]) -> Rows32:
        """Row numbers of reports; -1 for one that came after the reports were read."""
        return np.array([self.row.get(report_id, -1) for report_id in ids], dtype=np.int32)


class Entities:
    """Entities in id order, and the row of each internal id."""

    def __init__(self, chunks: Iterator[Row]) -> None:
        nodes, ids, types = [], [], []
        for chunk in chunks:
            nodes.append(np.array(chunk["node"], dtype=np.int64))
            ids.append(np.array(chunk["ids"], dtype="S32"))
            types.append(np.full(len(chunk["node"]), TYPE_CODE[entity_type_of(chunk["labels"])], dtype=np.uint8))
        node = np.concatenate(nodes) if nodes else np.empty(0, np.int64)
        unsorted = np.concatenate(ids) if ids else np.empty(0, "S32")
        order = np.argsort(unsorted, kind="stable")
        self.ids = unsorted[order]
        self.types = (np.concatenate(types) if types else np.empty(0, np.uint8))[order]
        self._row_of_node = np.full(int(node.max()) + 1 if len(node) else 0, -1, dtype=np.int32)
        self._row_of_node[node[order]] = np.arange(len(order), dtype=np.int32)

    def rows(self, nodes: Ints) -> Rows32:
        """Row numbers of internal ids; -1 for one that came after the entities were read."""
        known = nodes < len(self._row_of_node)
        found = np.full(len(nodes), -1, dtype=np.int32)
        found[known] = self._row_of_node[nodes[known]]
        return found


class _Column:
    """A column that grows. In one piece, because a process does not give back many small ones once they are joined."""

    def __init__(self, dtype: Any) -> None:
        self._held: npt.NDArray[Any] = np.empty(_FIRST_ROWS, dtype)
        self._count = 0

    def extend(self, values: npt.NDArray[Any] | int, count: int) -> None:
        """Add ``count`` rows: their values, or the one that they share."""
        end = self._count + count
        if end > len(self._held):
            larger = np.empty(max(end, 2 * len(self._held)), self._held.dtype)
            larger[: self._count] = self._held[: self._count]
            self._held = larger
        self._held[self._count : end] = values
        self._count = end

    @property
    def values(self) -> npt.NDArray[Any]:
        """What was added so far."""
        return self._held[: self._count]


class Links:
    """The columns of the links, gathered chunk by chunk."""

    def __init__(self, chunks: Iterator[Row], entities: Entities, reports: Reports) -> None:
        self._columns = {name: _Column(dtype) for name, dtype in LINK_DTYPES.items()}
        self._roles: dict[str, int] = {"": 0}
        for chunk in chunks:
            if chunk["type"] in LINK_CODE:
                self._add(chunk, entities, reports)

    def _add(self, chunk: Row, entities: Entities, reports: Reports) -> None:
        ends = _flat(chunk["ends"])
        a, b = entities.rows(ends >> 31), entities.rows(ends & 0x7FFFFFFF)
        report = np.repeat(reports.rows(chunk["report_ids"]), [len(part) for part in chunk["ends"]])
        # An end or a report newer than what was read belongs to a later version of the graph.
        whole = (a >= 0) & (b >= 0) & (report >= 0)
        ids = list(chain.from_iterable(chunk["ids"]))
        start, end = _times(_flat(chunk["times"]), ids, list(chain.from_iterable(chunk["far"])))
        shared = {
            "link_type": LINK_CODE[chunk["type"]],
            "link_role": self._roles.setdefault(chunk["role"] or "", len(self._roles)),
            "link_precision": _PRECISION_CODE.get(chunk["precision"], _PRECISION_CODE["unknown"]),
            "link_source": _SOURCE_CODE.get(chunk["source_grade"], 0),
            "link_intelligence": _INTELLIGENCE_CODE.get(chunk["intelligence_grade"], 0),
            "link_statement": STATEMENT_CODE.get(chunk["statement"], 0),
            "link_access": reports.class_of(chunk["visibility"]),
        }
        given: dict[str, npt.NDArray[Any] | int] = {
            "link_ids": np.array(ids, dtype="S32")[whole],
            "link_from": a[whole],
            "link_to": b[whole],
            "link_report": report[whole],
            "link_from_s": start[whole],
            "link_to_s": end[whole],
            **shared,
        }
        count = int(whole.sum())
        for name, values in given.items():
            self._columns[name].extend(values, count)

    def columns(self) -> dict[str, Any]:
        """Every column, in the order of the links' ids, and the table of roles. Each is let go as it is put in order."""
        order = _order(self._columns["link_ids"].values)
        ordered = {name: self._columns.pop(name).values[order] for name in LINK_DTYPES}
        return {**ordered, "roles": tuple(self._roles)}


def _order(ids: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """The order of ids. Their first sixteen characters order random ids far sooner than comparing whole strings."""
    words = ids.view(">u8").reshape(-1, 4)
    return np.lexsort((words[:, 1], words[:, 0]))


class Mentions:
    """What mentions say, in columns. Words stand in one table, ``""`` first."""

    def __init__(self, chunks: Iterator[Row], entities: Entities, reports: Reports) -> None:
        self._columns = {name: _Column(dtype) for name, dtype in MENTION_DTYPES.items()}
        self._words: dict[str, int] = {"": 0}
        for chunk in chunks:
            self._add(chunk, entities, reports)

    def _add(self, chunk: Row, entities: Entities, reports: Reports) -> None:
        found = entities.rows(np.array(chunk["node"], dtype=np.int64))
        kept = found >= 0
        names = np.fromiter((self._word(fold_name(n) if n else "") for n in chunk["names"]), np.int32, len(found))
        given: dict[str, npt.NDArray[Any] | int] = {
            "entity": found[kept],
            "described": DESCRIBED_CODE.get(chunk["described"], 0),
            "born": np.fromiter((_days(day) for day in chunk["born"]), np.int32, len(found))[kept],
            "name": names[kept],
            "kind": self._word(chunk["kind"]),
            "work": self._word(chunk["work"]),
            "latitude": _degrees(chunk["latitude"])[kept],
            "longitude": _degrees(chunk["longitude"])[kept],
            "access": reports.class_of(chunk["visibility"]),
        }
        for name, values in given.items():
            self._columns[name].extend(values, int(kept.sum()))

    def _word(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words))

    def columns(self) -> dict[str, Any]:
        """Every column in the order of their entities, and the table of words. ``access`` is for the mask."""
        order = np.argsort(self._columns["entity"].values, kind="stable")
        ordered = {name: self._columns.pop(name).values[order] for name in MENTION_DTYPES}
        return {**ordered, "words": tuple(self._words)}


def _days(text: str) -> int:
    """A date of birth as days since 1970; NO_DAY for none, or for what is no day."""
    try:
        return (date.fromisoformat(text) - _EPOCH).days if text else NO_DAY
    except ValueError:
        return NO_DAY


def _degrees(values: list[Any]) -> npt.NDArray[np.float64]:
    """Numbers as they are, NaN where there is none."""
    return np.array([float(v) if isinstance(v, int | float) else np.nan for v in values], np.float64)


def _flat(parts: list[list[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(parts), dtype=np.int64)


def _times(packed: Ints, ids: list[str], far: list[tuple[str, int | None, int | None]]) -> tuple[Ints, Ints]:
    """First and last seconds, unpacked; one open end is NO_TIME at that end alone."""
    dated = packed != _NO_TIME_PACKED
    first = packed >> 30
    start = np.where(dated, first, NO_TIME)
    end = np.where(dated, first + (packed & 0x3FFFFFFF), NO_TIME)
    place = {link_id: i for i, link_id in enumerate(ids)} if far else {}
    for link_id, from_s, to_s in far:
        start[place[link_id]] = NO_TIME if from_s is None else from_s
        end[place[link_id]] = from_s if to_s is None else to_s
    return start, end
