"""A partner who sends files: a random agency, its mapping, its people and who knows whom, and what the graph holds of it."""

import csv
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from neo4j import Driver

_MAPPING = """
name: {agency}
version: "1"
title: Files of {agency}
agency: {agency}
system: test
namespace: {agency}
encodings: [utf-8]
files:
  - name: people
    match: ["people*.csv"]
    report: {{kind: {{constant: record}}, title: {{constant: People}}}}
    entities:
      person:
        type: Person
        required: true
        ref: number
        attributes:
          name: name
          date_of_birth: {{column: born, formats: [dd/MM/yyyy]}}
  - name: places
    match: ["places*.csv"]
    report: {{kind: {{constant: record}}, title: {{constant: Places}}}}
    entities:
      place:
        type: Location
        required: true
        ref: number
        attributes: {{name: name, kind: kind}}
  - name: knows
    match: ["knows*.csv"]
    report: {{kind: {{constant: record}}, title: {{constant: Who knows whom}}}}
    links:
      - type: KNOWS
        from: {{ref: one, types: [Person]}}
        to: {{ref: other, types: [Person]}}
  - name: seen
    match: ["seen*.csv"]
    report: {{kind: {{constant: record}}, title: {{constant: Who was seen where}}}}
    links:
      - type: SEEN_AT
        from: {{ref: person, types: [Person]}}
        to: {{ref: place, types: [Location]}}
        role: {{constant: seen at}}
        observed: {{columns: [day], formats: [dd/MM/yyyy]}}
"""

# What differs from one import to the next by its nature: when it was received.
_HELD = """
MATCH (r:Report {agency: $agency})
CALL (r) {
  RETURN [labels(r), '', ''] AS what, r {.*, received_at: null} AS says
  UNION ALL
  MATCH (r)-[m]->(e) RETURN [type(m), e.id, ''] AS what, m {.*} AS says
  UNION ALL
  MATCH (a)-[x {report_id: r.id}]->(b) WHERE a <> r RETURN [type(x), a.id, b.id] AS what, x {.*} AS says
}
RETURN what, says
"""
_FORGET = """
MATCH (r:Report {agency: $agency})
OPTIONAL MATCH (r)-[m]->(e:Entity)
WITH collect(DISTINCT r) AS reports, collect(DISTINCT e) AS entities
CALL (entities) { UNWIND entities AS e OPTIONAL MATCH (e)--(t:SearchTerm) WITH DISTINCT t WHERE t IS NOT NULL
  AND NOT EXISTS { (t)--(o:Entity) WHERE NOT o IN entities } DETACH DELETE t }
FOREACH (n IN reports + entities | DETACH DELETE n)
"""


@dataclass
class Partner:
    """Files of a random agency in ``folder``, and their mapping."""

    folder: Path
    agency: str = field(default_factory=lambda: f"t{secrets.token_hex(6)}")

    def __post_init__(self) -> None:
        """Write the mapping."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.mapping.write_text(_MAPPING.format(agency=self.agency), encoding="utf-8")

    @property
    def mapping(self) -> Path:
        """The mapping file."""
        return self.folder / "mapping.yaml"

    def file(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
        """A CSV file in the folder."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        return path

    def people(self, count: int, name: str = "people.csv", *, start: int = 0) -> Path:
        """``count`` people, numbered from ``start``, of names that occur in this agency alone."""
        rows = ((f"P{n}", self.name(n), "01/02/1980") for n in range(start, start + count))
        return self.file(name, ("number", "name", "born"), rows)

    def name(self, number: int) -> str:
        """The name of a person."""
        return f"{'ABCDEFGHIJ'[number % 10]}{number} {self.agency}"

    def knows(self, pairs: Iterable[tuple[int, int]], name: str = "knows.csv") -> Path:
        """Who knows whom."""
        return self.file(name, ("one", "other"), ((f"P{a}", f"P{b}") for a, b in pairs))

    def places(self, *names: str) -> Path:
        """Places, parks all of them."""
        rows = [(f"L{n}", f"{name} {self.agency}", "park") for n, name in enumerate(names)]
        return self.file("places.csv", ("number", "name", "kind"), rows)

    def seen(self, rows: Iterable[tuple[int, int, str]]) -> Path:
        """Who was seen where on which day."""
        return self.file("seen.csv", ("person", "place", "day"), ((f"P{p}", f"L{q}", day) for p, q, day in rows))


def held(driver: Driver, agency: str) -> str:
    """A digest of everything the graph holds of an agency: two are equal or they are not."""
    result = driver.execute_query(_HELD, agency=agency, database_="neo4j")
    lines = sorted(repr((r["what"], sorted(r["says"].items()))) for r in result.records)
    return f"{len(lines)}:{sha256(chr(10).join(lines).encode()).hexdigest()}"


def forget(driver: Driver, agency: str) -> None:
    """Take everything of a test's own agency out of the graph again."""
    driver.execute_query(_FORGET, agency=agency, database_="neo4j")
