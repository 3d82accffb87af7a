"""What one batch means as statements: which run, in which order, with which rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from graphsvc.errors import Conflict, StoreError
from graphsvc.model.assertions import AttributeValue, LinkAssertion, Mention, WriteBatch
from graphsvc.model.provenance import Report
from graphsvc.store.generate import snake
from graphsvc.store.rows import Row, link_access_class, link_row, mention_row, report_row, term_rows

Reports = Mapping[str, Report]


def _report(assertion: Mention | LinkAssertion, reports: Reports) -> Report:
    try:
        return reports[assertion.report_id]
    except KeyError:
        raise StoreError(
            "A statement came without its report.", next_step="Write the report in the same or an earlier batch."
        ) from None


def access_classes_of(batch: WriteBatch, reports: Reports) -> list[str]:
    """The access classes that a batch's statements have."""
    found = {r.access_class for r in batch.reports}
    found |= {_report(m, reports).access_class for m in batch.mentions}
    return sorted(found | {link_access_class(link, _report(link, reports)) for link in batch.links})


def steps_of(batch: WriteBatch, reports: Reports) -> Iterable[tuple[str, list[Any]]]:
    """The statements of a batch in their order: reports, entities, mentions, forms to find them by, links.

    Rows of each go in the order of their keys, so that two writers take their locks in the same order.
    """
    if batch.reports:
        yield "merge_reports", sorted(_report_rows(batch.reports), key=lambda row: str(row["id"]))
    for entity_type, ids in sorted(_by_type(batch.mentions).items()):
        yield f"merge_{snake(entity_type)}", ids
    if batch.mentions:
        yield "write_mentions", [mention_row(m, _report(m, reports)) for m in _whole(batch.mentions)]
    yield from _terms(batch.mentions, reports).items()
    by_type: dict[str, list[Row]] = defaultdict(list)
    for link in sorted({k.id: k for k in reversed(batch.links)}.values(), key=lambda k: k.id):
        by_type[link.link_type].append(link_row(link, _report(link, reports)))
    for link_type, rows in sorted(by_type.items()):
        yield f"write_{link_type.lower()}", rows


def _report_rows(reports: Iterable[Report]) -> list[Row]:
    rows: dict[str, Row] = {}
    for report in reports:
        row = report_row(report)
        if content_of(rows.setdefault(report.id, row)["properties"]) != content_of(row["properties"]):
            raise clash(1)
    return list(rows.values())


def _terms(mentions: Iterable[Mention], reports: Reports) -> Mapping[str, list[Row]]:
    distinct: dict[str, dict[tuple[str, ...], Row]] = {"write_name_terms": {}, "write_identifier_terms": {}}
    for mention in mentions:
        for by_words, row in term_rows(mention, _report(mention, reports)):
            name = "write_name_terms" if by_words else "write_identifier_terms"
            key = (row["key"], row["entity_id"], row["visibility"], row["raw"])
            held = distinct[name].get(key)
            if held is None or held["last_on"] < row["last_on"]:
                distinct[name][key] = row
    return {name: [rows[key] for key in sorted(rows)] for name, rows in distinct.items() if rows}


def _whole(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each entity and place in a report, in id order.

    Where one row speaks of the same entity twice (caller and called, victim and witness) nothing that either says is lost:
    lists and roles are joined; of two different single values the first stands, and both are found by search.
    """
    by_id: dict[str, Mention] = {}
    for mention in mentions:
        held = by_id.get(mention.id)
        by_id[mention.id] = _joined(held, mention) if held else mention
    return [by_id[i] for i in sorted(by_id)]


def _joined(first: Mention, second: Mention) -> Mention:
    attributes: dict[str, AttributeValue] = {**second.attributes, **first.attributes}
    for name, value in second.attributes.items():
        held = attributes[name]
        if isinstance(held, tuple) and isinstance(value, tuple):
            attributes[name] = tuple(dict.fromkeys(held + value))
    return replace(
        first,
        attributes=attributes,
        source_ref=first.source_ref or second.source_ref,
        role="; ".join(dict.fromkeys(r for r in (first.role, second.role) if r)),
        observed=second.observed if first.observed.from_at is first.observed.to_at is None else first.observed,
    )


def _by_type(mentions: Iterable[Mention]) -> dict[str, list[str]]:
    """Entity ids by type, in id order, so that two writers lock the same entities in the same order."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        found[mention.entity_type].add(mention.entity_id)
    return {entity_type: sorted(ids) for entity_type, ids in found.items()}


def content_of(properties: Mapping[str, Any]) -> tuple[str, str]:
    """What tells one report of a number from another: its content, and who may see it."""
    return properties["content_sha256"] or "", properties["visibility"]


def clash(count: int) -> Conflict:
    """What is said where reports of one number differ."""
    return Conflict(
        f"{count} report{'s carry' if count > 1 else ' carries'} the number of another report with other content or handling.",
        next_step="Correct the number, or withdraw the earlier report first; nothing of this batch was written.",
    )
