"""How people and things are called in a document: by letter and number unless names are asked for.

A panel's paper is read on trains. By default no person, vehicle, phone or account is named in it: they are Person 1,
Vehicle 2, and Child A where a report describes the person as a child. Places and organisations keep their names; a home
address does not, nor does a place of no known kind. The report's own wording, free-text roles and titles of events may
hold names and are used only with names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.model import entities, links
from graphsvc.model.entities import LocationKind
from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.wording import name, verb_and_role
from visualise.svg import shorten

LONGEST = 200
"""Names are cut after so many characters."""
LONGEST_SENTENCE = 1000
_NAMED_TYPES = frozenset({"Location", "Organisation", "Event"})


class Naming(StrEnum):
    """How people and things are called."""

    LETTERS = "letters"
    NAMES = "names"

    @property
    def words(self) -> str:
        """What the document says of it."""
        if self is Naming.NAMES:
            return "people and things by name"
        return "no names of people, vehicles, phones or accounts; letters and numbers hold for this document only"


@dataclass(frozen=True)
class Labels:
    """The label of every entity in one document."""

    naming: Naming
    by_id: Mapping[str, str]

    def of(self, entity: EntityRef) -> str:
        """What the document calls an entity."""
        return self.by_id.get(entity.id) or _kept_name(entity, self.naming)

    def tell(self, statement: Statement) -> str:
        """A statement as a sentence; the report's own wording only where names are asked for."""
        if self.naming is Naming.NAMES and statement.sentence:
            return shorten(statement.sentence, LONGEST_SENTENCE)
        verb, aside = verb_and_role(statement.link_type, _role(statement, self.naming))
        return f"{self.of(statement.from_entity)} {verb} {self.of(statement.to_entity)}{aside}."


def assign(
    ordered: Iterable[EntityRef], naming: Naming, described_as: Mapping[str, str], keep: frozenset[str] = frozenset()
) -> Labels:
    """Give each entity its label, in the order they come. ``keep`` are ids that keep their name (the place itself)."""
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for entity in ordered:
        if entity.id in labels:
            continue
        if entity.id in keep or naming is Naming.NAMES:
            labels[entity.id] = shorten(name(entity), LONGEST)
            continue
        stem = _stem(entity, described_as.get(entity.id, ""))
        if stem:
            counts[stem] = counts.get(stem, 0) + 1
            labels[entity.id] = f"{stem} {letters(counts[stem]) if stem == 'Child' else counts[stem]}"
    return Labels(naming, labels)


def letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _stem(entity: EntityRef, described: str) -> str:
    """The word before the letter or number; empty for what keeps its name."""
    if entity.type == "Person":
        return {"child": "Child", "adult": "Adult"}.get(described, "Person")
    if entity.type == "Location":
        # A place of no known kind may be somebody's home: its name may be an address.
        return {LocationKind.HOME_ADDRESS.value: "Home address", "": "Place"}.get(entity.kind, "")
    return "" if entity.type in _NAMED_TYPES else entities.BY_NAME[entity.type].label.capitalize()


def _kept_name(entity: EntityRef, naming: Naming) -> str:
    if entity.type == "Event" and naming is Naming.LETTERS:
        return entity.kind or "event, kind not reported"
    return shorten(name(entity), LONGEST)


def _role(statement: Statement, naming: Naming) -> str:
    """The role to be told; without names only where it is one of the link type's own, for free text may hold a name."""
    own = statement.role in links.BY_NAME[statement.link_type].roles
    return shorten(statement.role, LONGEST) if own or naming is Naming.NAMES else ""
