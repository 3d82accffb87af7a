"""Network views from readable lines, for tests of pure functions.

>>> view = a_view(said("ann", "KNOWS", "bob"), said("cab", "SEEN_AT", "park", types=("Vehicle", "Location")))
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from graphsvc.model.assertions import LinkAssertion
from graphsvc.model.links import BY_NAME
from graphsvc.model.provenance import DatePrecision
from graphsvc.model.view import (
    DESCRIBED_CODE,
    LINK_CODE,
    NO_DAY,
    NO_TIME,
    STATEMENT_CODE,
    TYPE_CODE,
    MentionColumns,
    NetworkView,
    ReportFacts,
)

AS_OF = datetime(2026, 3, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One statement of one report, by names; ``locator`` keeps two equal statements of one report apart."""

    first: str
    link: str
    second: str
    report: str = "r1"
    role: str = ""
    start: str = ""
    end: str = ""
    precision: str = "minute"
    grade: str = ""
    types: tuple[str, str] = ("", "")
    locator: str = ""
    statement: str = "fact"

    @property
    def ends(self) -> tuple[str, str]:
        """The entity types at the ends: as given, else the first pair the link type declares."""
        return self.types if self.types[0] else BY_NAME[self.link].ends[0]


@dataclass(frozen=True)
class Known:
    """What one mention says of an entity, by its name in the test."""

    of: str
    described: str = ""
    born: str = ""
    name: str = ""
    kind: str = ""
    work: str = ""
    latitude: float = float("nan")
    longitude: float = float("nan")


def said(first: str, link: str, second: str, **more: Any) -> Said:
    """One statement; times as ``2026-03-03 22:10`` or ``2026-03-03`` in UTC, a grade as ``2-C``."""
    if more.get("start") and "precision" not in more:
        more["precision"] = "minute" if " " in more["start"] else "day"
    return Said(first, link, second, **more)


def id_of(name: str) -> str:
    """The id of a test entity; ids sort as the names do."""
    digits = name.encode().hex()
    if len(digits) > 32:
        raise ValueError(f"a test name of more than 16 letters: {name}")
    return digits.ljust(32, "0")


def name_of(entity_id: str) -> str:
    """The name behind a test entity's id."""
    return bytes.fromhex(entity_id).rstrip(b"\0").decode()


def a_view(
    *statements: Said,
    origins: dict[str, str] | None = None,
    agencies: dict[str, str] | None = None,
    kinds: dict[str, str] | None = None,
    alone: tuple[str, ...] = (),
    known: tuple[Known, ...] = (),
) -> NetworkView:
    """A view of these statements in this order.

    ``origins``, ``agencies`` and ``kinds`` by report; ``alone``: unlinked people; ``known``: what mentions say of them.
    """
    types = dict.fromkeys(alone, "Person")
    for s in statements:
        types |= {s.first: s.ends[0], s.second: s.ends[1]}
    names = sorted(types, key=id_of)
    row = {name: i for i, name in enumerate(names)}
    reports = list(dict.fromkeys(s.report for s in statements))
    roles = ["", *sorted({s.role for s in statements} - {""})]
    return NetworkView(
        entity_ids=np.array([id_of(n).encode() for n in names], "S32"),
        entity_type=np.array([TYPE_CODE[types[n]] for n in names], np.uint8),
        entity_seen=np.ones(len(names), bool),
        link_ids=np.array([link_id(s).encode() for s in statements], "S32"),
        link_from=np.array([row[s.first] for s in statements], np.int32),
        link_to=np.array([row[s.second] for s in statements], np.int32),
        link_type=np.array([LINK_CODE[s.link] for s in statements], np.uint8),
        link_role=np.array([roles.index(s.role) for s in statements], np.uint16),
        link_report=np.array([reports.index(s.report) for s in statements], np.int32),
        link_from_s=np.array([_seconds(s.start) for s in statements], np.int64),
        link_to_s=np.array([_seconds(s.end) for s in statements], np.int64),
        link_precision=np.array([_precision(s) for s in statements], np.uint8),
        link_source=np.array([int(s.grade[0]) if s.grade else 0 for s in statements], np.uint8),
        link_intelligence=np.array(["ABCDE".index(s.grade[2]) + 1 if s.grade else 0 for s in statements], np.uint8),
        link_statement=np.array([STATEMENT_CODE[s.statement] for s in statements], np.uint8),
        roles=tuple(roles),
        reports=tuple(
            ReportFacts(
                id_of(r),
                (kinds or {}).get(r, "intelligence"),
                (agencies or {}).get(r, "police"),
                (origins or {}).get(r, ""),
                None,
            )
            for r in reports
        ),
        as_of=AS_OF,
        version=1,
        mentions=_mentions(known, row),
    )


def _mentions(known: tuple[Known, ...], row: dict[str, int]) -> MentionColumns:
    words = ["", *sorted({w for k in known for w in (k.name, k.kind, k.work)} - {""})]
    return MentionColumns(
        entity=np.array([row[k.of] for k in known], np.int32),
        described=np.array([DESCRIBED_CODE[k.described] for k in known], np.uint8),
        born=np.array(
            [(date.fromisoformat(k.born) - date(1970, 1, 1)).days if k.born else NO_DAY for k in known], np.int32
        ),
        name=np.array([words.index(k.name) for k in known], np.int32),
        kind=np.array([words.index(k.kind) for k in known], np.int32),
        work=np.array([words.index(k.work) for k in known], np.int32),
        latitude=np.array([k.latitude for k in known], np.float64),
        longitude=np.array([k.longitude for k in known], np.float64),
        words=tuple(words),
    )


def link_id(s: Said) -> str:
    """The id of a statement, as the model makes it."""
    return LinkAssertion(id_of(s.report), s.locator, s.link, id_of(s.first), id_of(s.second), s.role).id


def unseen(view: NetworkView, *names: str) -> NetworkView:
    """The same view where nothing in scope speaks of these entities."""
    seen = view.entity_seen.copy()
    for name in names:
        seen[view.index_of(id_of(name))] = False
    return replace(view, entity_seen=seen)


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) if text else NO_TIME


def _precision(s: Said) -> int:
    return list(DatePrecision).index(DatePrecision(s.precision if s.start or s.end else "unknown"))
