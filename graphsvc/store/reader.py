"""Reads for one viewer. A Reader is made with a scope, and every query it runs filters on that scope inside Cypher.

What is out of scope does not exist: it raises the same NotFound as what was never there. An answer takes several queries;
what is withdrawn between two of them is left out of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from neo4j import Driver, Query

from graphsvc.errors import InputError, NotFound
from graphsvc.model.network import (
    EntityRef,
    Hit,
    MentionRead,
    Network,
    RolledLink,
    SearchResult,
    Source,
    Statement,
    Together,
)
from graphsvc.model.principal import Scope
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.faults import translated
from graphsvc.store.rows import Row, entity_type_of, mention_of, source_of, statement_of
from graphsvc.store.search import Question, by_reports, rank, with_ties
from graphsvc.store.sessions import ask

MOST_TOGETHER = 200
"""Others in the events of an expansion that one answer holds at most."""
LARGEST_EVENT = 30
"""An event of more than this joins nobody, as where connections are looked for."""
_PARTS = frozenset({"TOOK_PART", "INVOLVED_IN"})
_COMPANY_FILTERS = frozenset({"entity_types", "lowest_source", "lowest_intelligence"})


@dataclass(frozen=True)
class NeighbourFilter:
    """What an expansion keeps. None keeps everything; times are UTC; grades worse than the lowest are left out."""

    link_types: tuple[str, ...] | None = None
    entity_types: tuple[str, ...] | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    lowest_source: str | None = None
    lowest_intelligence: str | None = None

    def __post_init__(self) -> None:
        """Refuse a time without its zone: it would be read as this machine's."""
        if any(moment is not None and moment.tzinfo is None for moment in (self.from_at, self.to_at)):
            raise InputError("A period needs its time zone.", next_step="Give both times with their zone.")

    def parameters(self) -> Row:
        """As query parameters."""
        return {
            "types": list(self.link_types) if self.link_types is not None else None,
            "entity_types": list(self.entity_types) if self.entity_types is not None else None,
            "from_s": int(self.from_at.timestamp()) if self.from_at else None,
            "to_s": int(self.to_at.timestamp()) if self.to_at else None,
            "lowest_source": self.lowest_source,
            "lowest_intelligence": self.lowest_intelligence,
        }


@dataclass(frozen=True)
class ReportRead:
    """One report as this viewer may read it."""

    source: Source
    received_at: datetime | None
    conditions: str
    grading_problems: tuple[str, ...]
    restriction: str


class Reader:
    """Every question the service can put to the graph, for one scope."""

    def __init__(
        self, driver: Driver, database: str, catalogue: Catalogue, scope: Scope, timeout_s: float = 30.0
    ) -> None:
        self._driver = driver
        self._database = database
        self._catalogue = catalogue
        self._timeout_s = timeout_s
        self.scope = scope
        self.asked: list[str] = []
        """Names of the queries run so far, for the log."""

    def search(self, question: Question, limit: int) -> SearchResult:
        """Entities whose name, plate, number, postcode or reference fits, best first; ``total`` counts all in scope."""
        row = self._one("entities_by_text", **question.parameters(), limit=max(limit * 4, 100) if limit >= 0 else limit)
        ranked = with_ties(rank(question, row["hits"]), limit)
        counts = self.report_counts([h["id"] for h in ranked])
        shown = by_reports(ranked, counts)[:limit]
        names = self.name([h["id"] for h in shown])
        hits = tuple(
            Hit(names[h["id"]], tuple(h["matched"]), round(h["score"], 3), counts.get(h["id"], 0))
            for h in shown
            if h["id"] in names
        )
        return SearchResult(question.text, hits, row["total"], _now())

    def entity(self, entity_id: str) -> EntityRef:
        """The entity, named. Raises NotFound where nothing in scope speaks of it."""
        return _named(entity_id, self.name([entity_id]))

    def name(self, entity_ids: Iterable[str]) -> dict[str, EntityRef]:
        """What to call each entity that something in scope speaks of; unnamed ones have an empty caption."""
        ids = sorted(set(entity_ids))
        rows = self._many("captions", ids=ids) if ids else []
        return {r["id"]: EntityRef(r["id"], entity_type_of(r["labels"]), r["caption"], r["kind"]) for r in rows}

    def report_counts(self, entity_ids: Sequence[str]) -> dict[str, int]:
        """How many reports in scope mention each entity."""
        rows = self._many("report_counts", ids=list(entity_ids)) if entity_ids else []
        return {r["id"]: r["reports"] for r in rows}

    def described(self, entity_ids: Sequence[str]) -> dict[str, str]:
        """Whom reports describe as a child or an adult; child where they differ, so that nobody is exposed by a slip."""
        rows = self._many("described", ids=list(entity_ids)) if entity_ids else []
        return {r["id"]: "child" if "child" in r["words"] else r["words"][0] for r in rows}

    def mentions(self, entity_id: str, limit: int) -> tuple[int, tuple[MentionRead, ...]]:
        """What reports say of an entity, latest first: (how many in scope, the first of them)."""
        entity = self.entity(entity_id)
        row = self._one("mentions", id=entity_id, limit=limit)
        reports = self._reports(row["mentions"])
        whole = (m for m in row["mentions"] if m["report_id"] in reports)
        return row["total"], tuple(mention_of(m, reports, entity) for m in whole)

    def statements(self, entity_id: str, limit: int) -> tuple[int, tuple[Statement, ...]]:
        """What links an entity to others, latest first: (how many in scope, the first of them)."""
        self.entity(entity_id)
        row = self._one("entity_statements", id=entity_id, limit=limit)
        return row["total"], self._tell(row["statements"])

    def statements_by_id(self, links: Sequence[Mapping[str, str]]) -> dict[str, Statement]:
        """Given assertions by id; each of ``links`` has ``id``, ``from_id`` and ``to_id``. Out of scope: absent."""
        rows = self._many("statements_by_id", links=[dict(link) for link in links]) if links else []
        return {s.id: s for s in self._tell([r["statement"] for r in rows])}

    def neighbours(self, entity_id: str, kept: NeighbourFilter, limit: int, per_link: int = 10) -> Network:
        """An entity's neighbours, best evidenced first, parallel links rolled up; ``total`` says how many there are.

        Raises NotFound where nothing in scope speaks of the entity.
        """
        row = self._one("neighbours", id=entity_id, **kept.parameters(), per_link=per_link, limit=limit)
        together_total, together = self._together(
            entity_id, row["neighbours"], kept, (min(limit, MOST_TOGETHER), per_link)
        )
        statements = [s for n in row["neighbours"] for link in n["links"] for s in link["statements"]]
        names = self.name([n["id"] for n in row["neighbours"]] + [entity_id])
        centre = _named(entity_id, names)
        told = {s.id: s for s in self._tell(statements, names)}
        shown = [n for n in row["neighbours"] if n["id"] in names]
        return Network(
            centre=centre,
            entities=tuple(names[n["id"]] for n in shown),
            links=tuple(_rolled(entity_id, n["id"], link, told) for n in shown for link in n["links"]),
            shown=len(shown),
            total=row["total"],
            as_of=_now(),
            together=together,
            together_total=together_total,
        )

    def _together(
        self, entity_id: str, neighbours: Sequence[Row], kept: NeighbourFilter, cut: tuple[int, int]
    ) -> tuple[int, tuple[Together, ...]]:
        """The others in the events shown that the entity took part in: (how many, the first of them)."""
        events = [
            n["id"]
            for n in neighbours
            if entity_type_of(n["labels"]) == "Event" and any(link["type"] in _PARTS for link in n["links"])
        ]
        if not events:
            return 0, ()
        asked = {k: v for k, v in kept.parameters().items() if k in _COMPANY_FILTERS}
        asked |= {
            "types": [*sorted(_PARTS), "OCCURRED_AT"],
            "largest": LARGEST_EVENT,
            "limit": cut[0],
            "per_link": cut[1],
        }
        row = self._one("event_company", id=entity_id, events=events, **asked)
        names = self.name([n["id"] for n in row["company"]])
        told = {s.id: s for s in self._tell([s for n in row["company"] for s in n["statements"]], names)}
        return row["total"], tuple(_with(names[n["id"]], n, told) for n in row["company"] if n["id"] in names)

    def report(self, report_id: str) -> ReportRead:
        """One report. Raises NotFound where it is not in scope."""
        rows = self._many("reports", ids=[report_id])
        if not rows:
            raise NotFound("There is no report with that id.", next_step="Open it from a page that cites it.")
        return _report_read(rows[0]["report"])

    def report_text(self, report_id: str) -> str:
        """The text of one report in scope; ``""`` where it has none."""
        rows = self._many("report_text", id=report_id)
        return (rows[0]["text"] or "") if rows else ""

    def report_mentions(self, report_id: str, limit: int) -> tuple[int, tuple[MentionRead, ...]]:
        """What one report mentions: (how many, the first of them)."""
        row = self._one("report_mentions", id=report_id, limit=limit)
        names = self.name([m["entity_id"] for m in row["mentions"]])
        reports = self._reports(row["mentions"])
        whole = (m for m in row["mentions"] if m["entity_id"] in names and m["report_id"] in reports)
        return row["total"], tuple(mention_of(m, reports, names[m["entity_id"]]) for m in whole)

    def report_statements(self, report_id: str, limit: int) -> tuple[int, tuple[Statement, ...]]:
        """The links one report asserts: (how many, the first of them)."""
        row = self._one("report_statements", id=report_id, limit=limit)
        return row["total"], self._tell(row["statements"])

    def latest_reports(self, limit: int) -> tuple[int, tuple[ReportRead, ...]]:
        """The latest reports in scope: (how many there are, the first of them)."""
        row = self._one("latest_reports", limit=limit)
        held = {r["report"]["id"]: r["report"] for r in self._many("reports", ids=row["ids"])} if row["ids"] else {}
        return row["total"], tuple(_report_read(held[i]) for i in row["ids"] if i in held)

    def _tell(self, rows: Sequence[Row], names: dict[str, EntityRef] | None = None) -> tuple[Statement, ...]:
        known = dict(names or {})
        missing = {r[end] for r in rows for end in ("from_id", "to_id")} - known.keys()
        known |= self.name(missing)
        reports = self._reports(rows)
        # A report or an end withdrawn between two queries takes its statements with it.
        whole = (r for r in rows if r["report_id"] in reports and r["from_id"] in known and r["to_id"] in known)
        return tuple(statement_of(r, reports, known) for r in whole)

    def _reports(self, rows: Iterable[Row]) -> dict[str, Row]:
        ids = sorted({r["report_id"] for r in rows})
        return {r["report"]["id"]: r["report"] for r in self._many("reports", ids=ids)} if ids else {}

    def _one(self, name: str, **parameters: Any) -> Row:
        return self._many(name, **parameters)[0]

    def _many(self, name: str, **parameters: Any) -> list[Row]:
        query = self._catalogue[name]
        if query.scoped:
            parameters |= self.scope.parameters()
        if min(parameters.get("limit", 0), parameters.get("per_link", 0)) < 0:
            raise InputError("A limit cannot be below nothing.", next_step="Ask for at least one.")
        self.asked.append(name)
        # The catalogue's text is static and checked at start; the driver's type wants a literal.
        text: Any = query.text
        with translated(f"asking {name}"):
            return ask(self._driver, self._database, Query(text, timeout=self._timeout_s), parameters)


def _named(entity_id: str, names: Mapping[str, EntityRef]) -> EntityRef:
    """The entity among those that could be named: what is out of scope looks like what was never there."""
    if entity_id not in names:
        raise NotFound("There is nothing with that id.", next_step="Search for it by name, plate or number.")
    return names[entity_id]


def _now() -> datetime:
    return datetime.now(UTC)


def _rolled(a_id: str, b_id: str, link: Row, told: Mapping[str, Statement]) -> RolledLink:
    return RolledLink(
        a_id=a_id,
        b_id=b_id,
        link_type=link["type"],
        count=link["count"],
        origins=link["origins"],
        roles=tuple(sorted(link["roles"])),
        first_at=_moment(link["first_s"]),
        last_at=_moment(link["last_s"]),
        statements=tuple(told[s["id"]] for s in link["statements"] if s["id"] in told),
    )


def _with(entity: EntityRef, row: Row, told: Mapping[str, Statement]) -> Together:
    return Together(
        entity,
        tuple(sorted(row["events"])),
        tuple(sorted(row["roles"])),
        row["count"],
        row["origins"],
        _moment(row["first_s"]),
        _moment(row["last_s"]),
        tuple(told[s["id"]] for s in row["statements"] if s["id"] in told),
    )


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _report_read(report: Row) -> ReportRead:
    received = report.get("received_at")
    return ReportRead(
        source=source_of(report, {**report, "locator": ""}),
        received_at=received.to_native() if received is not None else None,
        conditions=report.get("conditions") or "",
        grading_problems=tuple(report.get("grading_problems") or ()),
        restriction=report.get("restriction") or "none",
    )
