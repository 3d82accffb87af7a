"""Partner files as a network view without a store: for many seeds, where a real graph for each would take long.

What it gives is what the store's snapshot gives for the same files; an integration test holds the two equal.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from graphsvc.ingest import load_mapping, plan_files, read_batches
from graphsvc.model.assertions import Mention, WriteBatch
from graphsvc.model.entities import BY_NAME
from graphsvc.model.identity import Identities, fold_name
from graphsvc.model.provenance import DatePrecision, Report
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

IDENTITIES = Identities(b"k" * 32)
_EPOCH = date(1970, 1, 1)


def view_of_files(folder: Path, mapping: str, as_of: datetime) -> NetworkView:
    """Everything in these files, as whoever may see all of it would."""
    batches = list(read_batches(plan_files(load_mapping(mapping), [folder]), IDENTITIES))
    return view_of_batches(batches, as_of)


def view_of_batches(batches: Sequence[WriteBatch], as_of: datetime) -> NetworkView:
    """Everything in these batches."""
    reports = {r.id: r for b in batches for r in b.reports}
    mentions = {m.id: m for b in batches for m in b.mentions}
    links = {k.id: k for b in batches for k in b.links}
    types = {m.entity_id: m.entity_type for m in mentions.values()}
    ids = sorted(types)
    row = {entity_id: i for i, entity_id in enumerate(ids)}
    report_row = {report_id: i for i, report_id in enumerate(reports)}
    ordered = [links[i] for i in sorted(links)]
    roles = ["", *sorted({k.role for k in ordered} - {""})]
    role = {name: i for i, name in enumerate(roles)}
    gradings = [k.grading or reports[k.report_id].grading for k in ordered]
    return NetworkView(
        entity_ids=np.array([i.encode() for i in ids], "S32"),
        entity_type=np.array([TYPE_CODE[types[i]] for i in ids], np.uint8),
        entity_seen=np.ones(len(ids), bool),
        link_ids=np.array([k.id.encode() for k in ordered], "S32"),
        link_from=np.array([row[k.from_id] for k in ordered], np.int32),
        link_to=np.array([row[k.to_id] for k in ordered], np.int32),
        link_type=np.array([LINK_CODE[k.link_type] for k in ordered], np.uint8),
        link_role=np.array([role[k.role] for k in ordered], np.uint16),
        link_report=np.array([report_row[k.report_id] for k in ordered], np.int32),
        link_from_s=np.array([_seconds(k.observed.from_at) for k in ordered], np.int64),
        link_to_s=np.array([_seconds(k.observed.to_at or k.observed.from_at) for k in ordered], np.int64),
        link_precision=np.array([list(DatePrecision).index(k.observed.precision) for k in ordered], np.uint8),
        link_source=np.array([int(g.source.value) if g else 0 for g in gradings], np.uint8),
        link_intelligence=np.array(["ABCDE".index(g.intelligence.value) + 1 if g else 0 for g in gradings], np.uint8),
        link_statement=np.array([STATEMENT_CODE[k.statement.value] for k in ordered], np.uint8),
        roles=tuple(roles),
        reports=tuple(_facts(r) for r in reports.values()),
        as_of=as_of,
        version=1,
        mentions=_columns(mentions.values(), row),
    )


def _facts(report: Report) -> ReportFacts:
    return ReportFacts(report.id, report.kind.value, report.agency, report.origin or report.id, report.recorded_on)


def _columns(mentions: Iterable[Mention], row: dict[str, int]) -> MentionColumns:
    words: dict[str, int] = {"": 0}
    found = sorted({_said(m, row, words) for m in mentions}, key=str)
    entity, described, born, name, kind, work, north, east = zip(*found, strict=True) if found else ((),) * 8
    return MentionColumns(
        entity=np.array(entity, np.int32),
        described=np.array(described, np.uint8),
        born=np.array(born, np.int32),
        name=np.array(name, np.int32),
        kind=np.array(kind, np.int32),
        work=np.array(work, np.int32),
        latitude=np.array([n if n is not None else np.nan for n in north], np.float64),
        longitude=np.array([e if e is not None else np.nan for e in east], np.float64),
        words=tuple(words),
    )


def _said(mention: Mention, row: dict[str, int], words: dict[str, int]) -> tuple[object, ...]:
    given = {k: v for k, v in mention.attributes.items() if BY_NAME[mention.entity_type].field(k)}
    day = given.get("date_of_birth")
    name = fold_name(str(given.get("name", ""))) if mention.entity_type == "Person" else ""

    def word(text: object) -> int:
        return words.setdefault(str(text or ""), len(words))

    return (
        row[mention.entity_id],
        DESCRIBED_CODE.get(str(given.get("described_as") or ""), 0),
        (datetime.fromisoformat(str(day)).date() - _EPOCH).days if day else NO_DAY,
        word(name),
        word(given.get("kind")),
        word(given.get("occupation")),
        given.get("latitude"),
        given.get("longitude"),
    )


def _seconds(moment: datetime | None) -> int:
    return int(moment.astimezone(UTC).timestamp()) if moment else NO_TIME
