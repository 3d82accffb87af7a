"""The truth file: what was planted, by what the partners' files call it. It is for scoring and never reaches the service."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphsvc.wexmoor.agencies import HABITS, NAMESPACES
from graphsvc.wexmoor.forms import Form
from graphsvc.wexmoor.pen import Cells, Tally, Written
from graphsvc.wexmoor.people import Person
from graphsvc.wexmoor.told import Line, Told


@dataclass(frozen=True)
class Planted:
    """A planted pattern: what it is, whether it holds, who and what belongs to it.

    ``parts`` gives the part of each entity by its key (``person-12``, a plate, a number, a place's key): only these are the
    pattern; whatever else its reports name is bystanding.
    """

    number: int
    name: str
    holds: bool
    what: str
    parts: dict[str, str]
    told: tuple[Told, ...]


@dataclass
class _Entity:
    type: str
    part: str
    names: dict[str, None] = field(default_factory=dict)
    keys: dict[tuple[str, str], None] = field(default_factory=dict)
    source_refs: dict[str, None] = field(default_factory=dict)
    reports: dict[str, None] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "part": self.part,
            "names": list(self.names),
            "keys": [{"scheme": s, "value": v} for s, v in self.keys],
            "source_refs": list(self.source_refs),
            "reports": list(self.reports),
        }


class TruthBook:
    """Notes, while the files are written, under which names, numbers and references planted things stand in them."""

    def __init__(self, planted: tuple[Planted, ...]) -> None:
        self._planted = {p.number: p for p in planted}
        self._entities: dict[int, dict[str, _Entity]] = defaultdict(dict)
        self._reports: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.sorts: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()

    @property
    def reports(self) -> int:
        """How many reports were noted."""
        return self.sorts.total()

    def note(self, told: Told, written: Written, file: str) -> None:
        """Note a report as it was written."""
        self.sorts[told.sort] += 1
        self.forms[told.form] += 1
        if not told.pattern:
            return
        form = written.form
        self._reports[told.pattern].append(
            {
                "agency": form.agency, "system": form.system, "reference": written.reference, "file": file,
                "on": told.when.at.date().isoformat(), "origin": told.origin,
            }
        )  # fmt: skip
        for line, cells in zip(told.lines, written.rows, strict=True):
            for key, entity_type, found in _named(form, line, cells):
                self._add(told.pattern, key, entity_type, found, written.reference)

    def _add(self, pattern: int, key: str, entity_type: str, found: "_Found", reference: str) -> None:
        part = self._planted[pattern].parts.get(key)
        if part is None:
            return
        entity = self._entities[pattern].setdefault(key, _Entity(entity_type, part))
        entity.names |= dict.fromkeys(filter(None, found.names))
        entity.keys |= dict.fromkeys((s, v) for s, v in found.keys if v)
        entity.source_refs |= dict.fromkeys(filter(None, found.source_refs))
        entity.reports[reference] = None

    def write(self, path: Path, head: dict[str, Any], tally: Tally, refused: list[tuple[str, int, str]]) -> None:
        """Write the file."""
        book = head | {
            "reports_by_sort": dict(sorted(self.sorts.items())),
            "reports_by_form": dict(sorted(self.forms.items())),
            "patterns": [self._pattern(p) for p in self._planted.values()],
            "mistakes": [
                {"agency": agency, "mistake": fault, "made": made, "chances": chances}
                for (agency, fault), (made, chances) in sorted(tally.counts.items())
            ],
            "refused_rows": [{"file": f, "row": r, "reason": why} for f, r, why in sorted(refused)],
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")

    def _pattern(self, planted: Planted) -> dict[str, Any]:
        reports = self._reports[planted.number]
        return {
            "number": planted.number,
            "name": planted.name,
            "holds": planted.holds,
            "what": planted.what,
            "agencies": sorted({r["agency"] for r in reports}),
            "dates": sorted({r["on"] for r in reports}),
            "entities": [e.plain() for e in self._entities[planted.number].values()],
            "reports": reports,
        }


@dataclass(frozen=True)
class _Found:
    names: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    source_refs: tuple[str, ...] = ()


def person_key(person: Person) -> str:
    """The key of a person in ``Planted.parts``."""
    return f"person-{person.index}"


def _named(form: Form, line: Line, cells: Cells) -> list[tuple[str, str, _Found]]:
    found = []
    for end, person in (("who", line.who), ("other", line.other)):
        if person is not None:
            found.append((person_key(person), "Person", _person(form, end, cells)))
    if line.place is not None:
        keys = (("uprn", _held(form, cells, "place_uprn")), ("urn", _held(form, cells, "place_urn")))
        found.append((line.place.key, "Location", _Found((cells["place"], cells["place_addr"]), keys)))
    if line.vehicle is not None:
        keys = (("vrm", _held(form, cells, "vrm")), ("taxi_plate", _held(form, cells, "plate")))
        found.append((line.vehicle.vrm, "Vehicle", _Found((cells.get("vrm", ""),), keys)))
    if line.phone:
        found.append((line.phone, "Phone", _Found((line.phone,), (("number", _held(form, cells, "phone")),))))
    return found


def _person(form: Form, end: str, cells: Cells) -> _Found:
    fields = (("driver_badge", "badge"), ("badge_number", "staff"), ("system_reference", "wcr"))
    number = _held(form, cells, f"{end}_no")
    return _Found(
        (cells.get(end, ""), _held(form, cells, f"{end}_aka")),
        tuple((scheme, _held(form, cells, f"{end}_{name}")) for scheme, name in fields),
        (f"{NAMESPACES[HABITS[form.agency].agency]}:{number}" if number else "",),
    )


def _held(form: Form, cells: Cells, name: str) -> str:
    """A cell, where the form has a column for it."""
    return cells.get(name, "") if name in form.columns else ""
