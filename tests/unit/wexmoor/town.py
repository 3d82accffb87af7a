"""Reads the made files by hand, and through collecting as a stranger's."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graphsvc.ingest import KeptRejects, load_mapping, plan_files, read_batches
from graphsvc.ingest.entity_rows import identity_key
from graphsvc.model import entities
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.identity import Identities
from graphsvc.model.provenance import Report
from graphsvc.wexmoor import Generated

IDENTITIES = Identities(b"k" * 32)
Rows = list[dict[str, str]]
DELIMITERS = {"WGH": ";", "Harbour": "|", "licensing_register_premises": ";"}


@dataclass
class Imported:
    """Everything an import of the files came to."""

    reports: list[Report]
    mentions: list[Mention]
    links: list[LinkAssertion]
    refused: set[tuple[str, int]]


@dataclass
class Made:
    """A made town: the result, the truth, and what an import makes of the files."""

    result: Generated
    truth: dict[str, Any]

    @cached_property
    def imported(self) -> Imported:
        """The files as collecting reads them with the mapping wexmoor."""
        rejects = KeptRejects(100_000)
        plan = plan_files(load_mapping("wexmoor"), [self.result.files[0].parent])
        batches = list(read_batches(plan, IDENTITIES, rejects=rejects))
        return Imported(
            [r for b in batches for r in b.reports],
            [m for b in batches for m in b.mentions],
            [k for b in batches for k in b.links],
            {(name, problem.row) for name, problem in rejects.problems},
        )

    def pattern(self, number: int) -> dict[str, Any]:
        """The truth about a pattern."""
        found: dict[str, Any] = next(p for p in self.truth["patterns"] if p["number"] == number)
        return found

    def ids(self, number: int, part: str) -> list[set[str]]:
        """For each entity of a pattern with this part, the ids under which an import holds it."""
        return [entity_ids(e) for e in self.pattern(number)["entities"] if e["part"] == part]

    def events_with(self, ids: set[str]) -> dict[str, LinkAssertion]:
        """The events these entities are linked to, each with one of its links."""
        kinds = {"TOOK_PART": "to_id", "INVOLVED_IN": "to_id", "OCCURRED_AT": "from_id"}
        found = {}
        for link in self.imported.links:
            side = kinds.get(link.link_type)
            other = {"to_id": link.from_id, "from_id": link.to_id}.get(side or "")
            if side and other in ids:
                found[getattr(link, side)] = link
        return found


def entity_ids(entity: dict[str, Any]) -> set[str]:
    """The ids of an entity of the truth file: by each of its keys, and by each agency's own number."""
    declared = entities.BY_NAME[entity["type"]]
    found = set()
    for key in entity["keys"]:
        field = declared.field(key["scheme"])
        assert field is not None
        scheme, value = identity_key(field.kind, key["scheme"], key["value"])
        found.add(IDENTITIES.entity(entity["type"], scheme, value))
    return found | {IDENTITIES.entity(entity["type"], "source_ref", ref) for ref in entity["source_refs"]}


def encoding_of(path: Path) -> str:
    """UTF-8 where the bytes are, else Windows-1252."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def rows_of(path: Path, refused: set[tuple[str, int]]) -> Rows:
    """The rows of one file that are not refused, by heading; ``_row`` is the number of the line."""
    delimiter = next((d for start, d in DELIMITERS.items() if path.name.startswith(start)), ",")
    with path.open(encoding=encoding_of(path), newline="") as stream:
        lines = list(csv.reader(stream, delimiter=delimiter))
    return [
        dict(zip(lines[0], cells, strict=True)) | {"_file": path.name}
        for number, cells in enumerate(lines[1:], start=2)
        if (path.name, number) not in refused
    ]
