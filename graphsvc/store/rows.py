"""How the model's types are laid out as properties, and read back. The one place that knows both."""

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from graphsvc.errors import InputError, StoreError
from graphsvc.model.assertions import AttributeValue, LinkAssertion, Mention
from graphsvc.model.entities import BY_NAME, Term
from graphsvc.model.identity import confusable_vrm
from graphsvc.model.network import EntityRef, MentionRead, Source, Statement
from graphsvc.model.provenance import (
    ActionCode,
    DatePrecision,
    Grading,
    Handling,
    IntelligenceGrade,
    Observed,
    Report,
    Restriction,
    SanitisationCode,
    SourceGrade,
    StatementKind,
    access_class,
)

Row = dict[str, Any]
Code = TypeVar("Code", bound=StrEnum)

RESERVED = frozenset({
    "id", "report_id", "locator", "visibility", "agency", "source_ref", "caption", "report_role", "recorded_on", "from_s",
    "to_s", "precision", "origin", "source_grade", "intelligence_grade", "handling", "action", "sanitisation", "entity_id",
})  # fmt: skip
"""Property names on MENTIONS that no declared field may have (a house test holds it)."""

_RANKS = {Term.NAME: 0, Term.VRM: 0, Term.PHONE: 0, Term.HANDLE: 0, Term.ADDRESS: 2, Term.ALIAS: 3, Term.POSTCODE: 4}
_NO_CAPTION = 10
_NAME_TERMS = frozenset({Term.NAME, Term.ALIAS, Term.ADDRESS})


def _seconds(moment: datetime) -> int:
    return math.floor(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _times(observed: Observed) -> Row:
    """Only what was reported: an open end is absent, not made equal to the other."""
    times: Row = {}
    if observed.from_at is not None:
        times["from_s"] = _seconds(observed.from_at)
    if observed.to_at is not None:
        times["to_s"] = _seconds(observed.to_at)
    return {**times, "precision": observed.precision.value} if times else {}


def _grades(grading: Grading | None) -> Row:
    if grading is None:
        return {}
    codes = {
        "source_grade": grading.source.value,
        "intelligence_grade": grading.intelligence.value,
        "handling": grading.handling.value,
    }
    if grading.action:
        codes["action"] = grading.action.value
    if grading.sanitisation:
        codes["sanitisation"] = grading.sanitisation.value
    return codes


def report_row(report: Report) -> Row:
    """A report as the properties of its node."""
    grading = report.grading
    properties: Row = {
        "kind": report.kind.value,
        "agency": report.agency,
        "system": report.system,
        "reference": report.reference,
        "title": report.title,
        "recorded_on": report.recorded_on.isoformat() if report.recorded_on else None,
        "received_at": report.received_at,
        "text": report.text or None,
        "origin": report.origin or report.id,
        "restriction": report.restriction.value,
        "visibility": report.access_class,
        **_grades(grading),
    }
    if grading is not None:
        properties |= {
            "conditions": grading.conditions or None,
            "rationale": grading.rationale or None,
            "corroborated_by": grading.corroborated_by or None,
            "grading_problems": list(grading.problems()),
        }
    properties["content_sha256"] = report.content_sha256 or _digest(properties)
    return {"id": report.id, "properties": {k: v for k, v in properties.items() if v is not None}}


def _digest(properties: Row) -> str:
    """A digest of a report that came without one. When it was received is no part of what it says."""
    said = {name: value for name, value in properties.items() if name != "received_at"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def mention_row(mention: Mention, report: Report) -> Row:
    """A mention as the properties of its MENTIONS relationship. Raises InputError for an attribute nobody declared."""
    declared = BY_NAME.get(mention.entity_type)
    if declared is None:
        raise InputError("A mention is of an entity type that is not declared.", next_step="Correct the mapping.")
    if any(declared.field(name) is None for name in mention.attributes):
        raise InputError(
            f"A mention of a {declared.label} has an attribute that {declared.name} does not declare.",
            next_step="Correct the mapping, or declare the field in graphsvc/model/entities.py.",
        )
    properties: Row = {k: list(v) if isinstance(v, tuple) else v for k, v in mention.attributes.items()}
    properties |= {
        "report_id": report.id,
        "locator": mention.locator,
        "visibility": report.access_class,
        "agency": report.agency,
        "recorded_on": report.recorded_on.isoformat() if report.recorded_on else "",
        **_times(mention.observed),
    }
    if mention.source_ref:
        properties["source_ref"] = mention.source_ref
    if mention.role:
        properties["report_role"] = mention.role
    caption = mention.caption
    if caption:
        properties["caption"] = caption
    return {"id": mention.id, "report_id": report.id, "entity_id": mention.entity_id, "properties": properties}


def term_rows(mention: Mention, report: Report) -> list[tuple[bool, Row]]:
    """The forms a mention lets its entity be found under: (found by words?, row)."""
    visibility = report.access_class
    last_on = report.recorded_on.isoformat() if report.recorded_on else ""
    captions = BY_NAME[mention.entity_type].caption
    named = {BY_NAME[mention.entity_type].field(c).term for c in captions if BY_NAME[mention.entity_type].field(c)}  # type: ignore[union-attr]
    found = []
    for term in mention.terms():
        rank = _RANKS.get(term.kind, 5) if term.kind in named else _NO_CAPTION + _RANKS.get(term.kind, 5)
        row = {
            "entity_id": mention.entity_id,
            "key": term.key,
            "form": term.form,
            "kind": term.kind.value,
            "raw": term.raw,
            "rank": rank,
            "visibility": visibility,
            "last_on": last_on,
            "confusable": confusable_vrm(term.form) if term.kind is Term.VRM else None,
        }
        found.append((term.kind in _NAME_TERMS, row))
    return found


def link_row(link: LinkAssertion, report: Report) -> Row:
    """A link assertion as the properties of its relationship. A sentence's own grade stands before the report's."""
    properties: Row = {
        "report_id": report.id,
        "locator": link.locator,
        "visibility": link_access_class(link, report),
        "agency": report.agency,
        "origin": report.origin or report.id,
        "statement": link.statement.value,
        **_times(link.observed),
        **_grades(link.grading or report.grading),
    }
    if link.role:
        properties["role"] = link.role
    if link.sentence:
        properties["sentence"] = link.sentence
    if link.attributes:
        properties["attributes"] = json.dumps(dict(link.attributes), ensure_ascii=False, sort_keys=True)
    return {"id": link.id, "from_id": link.from_id, "to_id": link.to_id, "properties": properties}


def link_access_class(link: LinkAssertion, report: Report) -> str:
    """Who may see a link: as its report, but a sentence handled under conditions is so even in a report that is not."""
    if link.grading is not None and link.grading.handling is Handling.CONDITIONS:
        return access_class(report.agency, Handling.CONDITIONS, Restriction(report.restriction))
    return report.access_class


def entity_type_of(labels: list[str]) -> str:
    """The declared type among a node's labels. Raises StoreError where there is none: the graph was changed by hand."""
    for label in labels:
        if label in BY_NAME:
            return label
    raise StoreError(
        "The graph holds an entity of a type that is not declared.",
        next_step="Restore the graph from a backup, or use the release that wrote it.",
    )


def observed_of(row: Mapping[str, Any]) -> Observed:
    """The observed time of a relationship's properties."""
    start, end = _moment(row.get("from_s")), _moment(row.get("to_s"))
    if start is None and end is None:
        return Observed()
    return Observed(start, end, _known(DatePrecision, row.get("precision")) or DatePrecision.UNKNOWN)


def source_of(report: Mapping[str, Any], row: Mapping[str, Any]) -> Source:
    """The source of an assertion: facts of its report, its place in the report, its own grade."""
    grade, words = _grade(row)
    recorded = report.get("recorded_on")
    return Source(
        report_id=report["id"],
        kind=report["kind"],
        agency=report["agency"],
        system=report["system"],
        reference=report["reference"],
        title=report["title"],
        locator=row.get("locator", ""),
        recorded_on=date.fromisoformat(recorded) if recorded else None,
        origin=report["origin"],
        grade=grade,
        grade_words=words,
        handling=row.get("handling") or "",
    )


def _grade(row: Mapping[str, Any]) -> tuple[str, str]:
    """A grade as code and words. Codes that are no grades are shown as held, and said to be none: never dropped."""
    held = [row.get(name) for name in ("source_grade", "intelligence_grade", "handling")]
    if not any(held):
        return "", ""
    source, intelligence = _known(SourceGrade, held[0]), _known(IntelligenceGrade, held[1])
    handling = _known(Handling, held[2])
    if source is None or intelligence is None or handling is None:
        return "-".join(str(code or "?") for code in held), "held with codes that are not 3x5x2 grades"
    action, sanitisation = _known(ActionCode, row.get("action")), _known(SanitisationCode, row.get("sanitisation"))
    grading = Grading(source, intelligence, handling, action, sanitisation)
    return grading.code, grading.words


def _known(codes: type[Code], held: object) -> Code | None:
    return next((code for code in codes if code.value == held), None)


def statement_of(row: Mapping[str, Any], reports: Mapping[str, Row], names: Mapping[str, EntityRef]) -> Statement:
    """A link relationship read back."""
    return Statement(
        id=row["id"],
        link_type=row["type"],
        from_entity=names[row["from_id"]],
        to_entity=names[row["to_id"]],
        source=source_of(reports[row["report_id"]], row),
        role=row.get("role") or "",
        observed=observed_of(row),
        kind=StatementKind(row.get("statement") or "fact"),
        sentence=row.get("sentence") or "",
        attributes=_attributes(row.get("attributes")),
    )


def _attributes(held: str | None) -> dict[str, AttributeValue]:
    values = json.loads(held) if held else {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def mention_of(row: Mapping[str, Any], reports: Mapping[str, Row], entity: EntityRef) -> MentionRead:
    """A MENTIONS relationship read back, with its declared attributes only."""
    attributes: dict[str, AttributeValue] = {}
    for declared in BY_NAME[entity.type].fields:
        value = row.get(declared.name)
        if value is not None:
            attributes[declared.name] = tuple(value) if isinstance(value, list) else value
    return MentionRead(
        id=row["id"],
        entity=entity,
        source=source_of(reports[row["report_id"]], row),
        attributes=attributes,
        role=row.get("report_role") or "",
        observed=observed_of(row),
    )
