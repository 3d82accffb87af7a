"""What collecting hands to collating: reports, and what each of them asserts.

An assertion is one statement of one report: that it mentions an entity (with every attribute as reported), or that two
entities are linked. Nothing else becomes a relationship in the graph.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphsvc.model import entities
from graphsvc.model.entities import FieldKind, Term
from graphsvc.model.identity import (
    assertion_id,
    fold_handle,
    fold_name,
    fold_phone,
    fold_reference,
    fold_signs,
    normalise_phone,
    normalise_postcode,
    normalise_vrm,
)
from graphsvc.model.provenance import UNDATED, Grading, Observed, Report, StatementKind

AttributeValue = str | int | float | tuple[str, ...]


@dataclass(frozen=True)
class SearchTerm:
    """One form under which an entity can be found: ``form`` is folded, ``raw`` as reported."""

    kind: Term
    form: str
    raw: str

    @property
    def key(self) -> str:
        """The key of the distinct form in the index."""
        return f"{self.kind.value}|{self.form}"


@dataclass(frozen=True)
class Mention:
    """A report speaks of an entity: what it called it, every attribute as reported.

    ``locator`` says where in the report ("row 18,204", "sentence 3"); ``source_ref`` is the entity's number in the
    sender's system, by which later files of the same sender refer to it; ``role`` what the report says the person was.
    """

    report_id: str
    locator: str
    entity_type: str
    entity_id: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    source_ref: str = ""
    role: str = ""
    observed: Observed = UNDATED

    @property
    def id(self) -> str:
        """The id of this assertion."""
        return assertion_id(self.report_id, self.locator, "MENTIONS", self.report_id, self.entity_id)

    @property
    def caption(self) -> str:
        """What the report called it, for a page; ``""`` where it gave no name."""
        for name in entities.BY_NAME[self.entity_type].caption:
            value = self.attributes.get(name)
            if value:
                return str(value[0] if isinstance(value, tuple) else value)
        return ""

    def terms(self) -> tuple[SearchTerm, ...]:
        """Every form this mention lets the entity be found by."""
        found = []
        for declared in entities.BY_NAME[self.entity_type].fields:
            value = self.attributes.get(declared.name)
            if declared.term is None or value in (None, "", ()):
                continue
            for raw in value if isinstance(value, tuple) else (str(value),):
                form = fold_value(declared.kind, raw)
                if form:
                    found.append(SearchTerm(declared.term, form[:500], raw[:500]))
        return tuple(found)


@dataclass(frozen=True)
class LinkAssertion:
    """A report says that two entities are linked. ``sentence`` is the report's own wording where it gave one."""

    report_id: str
    locator: str
    link_type: str
    from_id: str
    to_id: str
    role: str = ""
    observed: Observed = UNDATED
    grading: Grading | None = None
    statement: StatementKind = StatementKind.FACT
    sentence: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of this assertion; the role is part of the kind, so two roles of one row are two assertions."""
        kind = f"{self.link_type}|{self.role}" if self.role else self.link_type
        return assertion_id(self.report_id, self.locator, kind, self.from_id, self.to_id)


@dataclass(frozen=True)
class WriteBatch:
    """What is written in one transaction. Reports and entities come before what refers to them."""

    reports: tuple[Report, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[LinkAssertion, ...] = ()

    def __len__(self) -> int:
        return len(self.reports) + len(self.mentions) + len(self.links)


def fold_value(kind: FieldKind, raw: str) -> str:
    """A value in the form it is compared and searched in; ``""`` where nothing is left."""
    match kind:
        case FieldKind.VRM:
            return normalise_vrm(raw) or fold_reference(raw)
        case FieldKind.PHONE:
            return (normalise_phone(raw) or fold_phone(raw)).lstrip("+")
        case FieldKind.POSTCODE:
            return fold_reference(normalise_postcode(raw) or raw)
        case FieldKind.HANDLE:
            return fold_handle(raw)
        case FieldKind.REFERENCE:
            return fold_reference(raw)
        case _:
            return fold_name(raw) or fold_signs(raw)
