"""One test's own corner of the shared graph: a random agency, its reports, and what they say, by readable names."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from graphsvc.model.assertions import LinkAssertion, Mention, WriteBatch
from graphsvc.model.principal import Scope
from graphsvc.model.provenance import DatePrecision, Observed, Report, ReportKind, Restriction
from graphsvc.store.graph import GraphStore
from graphsvc.store.reader import Reader
from graphsvc.store.writer import Writer, Written

_EVERYTHING = """
CALL () {
  MATCH (r:Report) WHERE r.visibility IN $classes RETURN labels(r) AS what, r {.*, received_at: null} AS says
  UNION ALL
  MATCH (a)-[x]->(b) WHERE x.visibility IN $classes
  RETURN [type(x), coalesce(a.id, a.key), coalesce(b.id, b.key)] AS what, x {.*, labels: labels(a) + labels(b)} AS says
}
RETURN what, says
"""


@dataclass
class CaseFile:
    """Makes and writes the reports of a random agency. Nobody but this test sees its restricted ones."""

    store: GraphStore
    agency: str = field(default_factory=lambda: f"t{secrets.token_hex(6)}")

    def report(self, name: str = "r1", restriction: Restriction = Restriction.AGENCY, **more: Any) -> Report:
        """A report of this agency; restricted to it unless told otherwise."""
        given: dict[str, Any] = {"kind": ReportKind.RECORD, "system": "test", "title": name, "reference": name} | more
        return Report(self.report_id(name), agency=self.agency, restriction=restriction, **given)

    def report_id(self, name: str) -> str:
        """The id of this agency's report of this name."""
        return self.store.identities.report(self.agency, "test", name)

    def id(self, name: str, entity_type: str = "Person") -> str:
        """The id of this test's entity of this name."""
        return self.store.identities.entity(entity_type, "test", f"{self.agency}/{name}")

    def mention(self, report: Report, who: str, entity_type: str = "Person", /, **more: Any) -> Mention:
        """The report mentions the entity; keywords of ``Mention`` as such, all others as attributes."""
        given = {k: more.pop(k) for k in ("source_ref", "role", "observed", "locator") if k in more}
        given.setdefault("locator", who)
        return Mention(
            report.id, entity_type=entity_type, entity_id=self.id(who, entity_type), attributes=more, **given
        )

    def link(self, report: Report, first: str, link_type: str, second: str, **more: Any) -> LinkAssertion:
        """The report links two entities: names, or ``Type/name`` for what is not a person."""
        more.setdefault("locator", f"{first} {second}")
        return LinkAssertion(
            report.id, link_type=link_type, from_id=self.named(first), to_id=self.named(second), **more
        )

    def named(self, name: str) -> str:
        """The id behind ``name`` or ``Type/name``."""
        entity_type, slash, rest = name.partition("/")
        return self.id(rest, entity_type) if slash else self.id(name)

    @property
    def own(self) -> str:
        """The access class of this agency's restricted reports."""
        return f"agency:{self.agency}"

    @property
    def classes(self) -> list[str]:
        """Every access class that only this agency's reports have."""
        return [self.own, f"conditions:{self.agency}"]

    def scope(self, *visible: str) -> Scope:
        """A scope that sees these classes; this agency's own where none is given."""
        return Scope("tester", self.agency, frozenset(visible or (self.own,)), "test")

    def reader(self, *visible: str) -> Reader:
        """A reader of such a scope."""
        return self.store.reader(self.scope(*visible))

    def write(self, *things: Report | Mention | LinkAssertion, writer: Writer | None = None) -> Written:
        """Write these as one batch."""
        return (writer or self.store.writer()).write(batch(things))

    def held(self) -> list[str]:
        """Everything the graph holds of this agency's own classes, in an order of its own: two are equal or they are not."""
        result = self.store.driver.execute_query(_EVERYTHING, classes=self.classes, database_="neo4j")
        return sorted(repr((r["what"], sorted(r["says"].items()))) for r in result.records)


def batch(things: Iterable[Report | Mention | LinkAssertion]) -> WriteBatch:
    """One batch of these."""
    held = list(things)
    return WriteBatch(
        tuple(t for t in held if isinstance(t, Report)),
        tuple(t for t in held if isinstance(t, Mention)),
        tuple(t for t in held if isinstance(t, LinkAssertion)),
    )


def chunks(things: Iterable[Any], size: int = 5000) -> Iterator[list[Any]]:
    """The things in lists of at most ``size``."""
    held = list(things)
    for start in range(0, len(held), size):
        yield held[start : start + size]


def at(text: str) -> datetime:
    """A moment in UTC from ``2026-03-03 22:10``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def during(start: str, end: str, precision: str = "day") -> Observed:
    """An interval from two such moments."""
    return Observed(at(start), at(end), DatePrecision(precision))


def on(text: str) -> date:
    """A day from ``2026-03-03``."""
    return date.fromisoformat(text)
