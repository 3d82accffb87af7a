"""Files in which each row is one item of a report: one report for each reference, graded as received."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphsvc.model.provenance import Restriction, StatementKind
from tests.unit.ingest.reading import SMALL, Reading, read, write_mapping

Write = Callable[[str, str | bytes], Path]
HEADER = "ref,agency,title,on,s,i,h,a,z,own_s,own_i,own_h,item,limit,name,kind,other,role\n"
GRADES = {"source": "s", "intelligence": "i", "handling": "h", "action": "a", "sanitisation": "z"}
SECTION: dict[str, Any] = {
    "name": "items",
    "match": ["items*.csv"],
    "expect": {"kind": ["sentence"]},
    "report": {
        "per": "row",
        "kind": {"constant": "intelligence"},
        "agency": "agency",
        "reference": "ref",
        "title": "title",
        "recorded_on": {"column": "on", "formats": ["yyyy-MM-dd"]},
        "restriction": {"column": "limit", "values": {"": "none", "ours": "agency"}},
        "item": "item",
        "grading": GRADES,
        "item_grading": {"source": "own_s", "intelligence": "own_i", "handling": "own_h"},
    },
    "entities": {
        "person": {"type": "Person", "ref": "name", "attributes": {"name": "name"}},
        "other": {"type": "Person", "ref": "other", "attributes": {"name": "other"}},
    },
    "links": [{"type": "KNOWS", "from": "person", "to": "other", "role": {"column": "role"}}],
}


def _row(**changes: str) -> str:
    values = dict.fromkeys(HEADER.strip().split(","), "")
    values |= {"ref": "R1", "agency": "Wexmoor Police", "title": "T", "on": "2026-06-01", "kind": "sentence"}
    values |= {"s": "2", "i": "C", "h": "P", "item": "1", "name": "Ann", "other": "Bob"}
    return ",".join((values | changes).values()) + "\n"


@pytest.fixture
def items(tmp_path: Path, csv_file: Write) -> Callable[..., Reading]:
    """Reads these rows as items of reports."""
    mapping = write_mapping(tmp_path, SMALL | {"files": [SECTION]})
    return lambda *rows: read(mapping, [csv_file("items.csv", HEADER + "".join(rows))])


def test_rows_of_one_reference_are_one_report(items: Callable[..., Reading]) -> None:
    """Two items of one reference are one report with two places in it; another reference is another report."""
    reading = items(_row(), _row(item="2", other="Cy"), _row(ref="R2"))
    reports = [r for b in reading.batches for r in b.reports]
    assert [r.reference for r in reports] == ["R1", "R2"]
    assert [k.locator for k in reading.links] == ["item 1", "item 2", "item 1"]


def test_a_row_that_contradicts_its_report_is_refused(items: Callable[..., Reading]) -> None:
    """Rows of one reference agree on what is said of the report; one that does not is refused by its column."""
    reading = items(_row(), _row(item="2", title="Another"), _row(item="3", s="1"), _row(item="4", limit="ours"))
    assert [(p.row, p.column) for p in reading.problems] == [(3, "title"), (4, "grading"), (5, "limit")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"s": "4"}, "s"),
        ({"i": "F"}, "i"),
        ({"h": ""}, "h"),
        ({"h": "C", "a": "A9"}, "a"),
        ({"ref": ""}, "ref"),
        ({"agency": ""}, "agency"),
        ({"on": "2026-06"}, "on"),
        ({"on": "2026-02-30"}, "on"),
        ({"limit": "secret"}, "limit"),
        ({"kind": "total"}, "kind"),
        ({"other": "Ann"}, "name + other"),
        ({"own_s": "1", "own_i": "A", "own_h": "C"}, "own_h"),
    ],
)
def test_what_cannot_be_told_is_refused(items: Callable[..., Reading], changes: dict[str, str], column: str) -> None:
    """A grade, date, limit or reference that is not one refuses the row; no grade or limit is ever made up."""
    reading = items(_row(**changes))
    assert [p.column for p in reading.problems] == [column]
    assert reading.batches == []


def test_an_item_may_have_a_grade_of_its_own(items: Callable[..., Reading]) -> None:
    """An item's own source and intelligence grade stand on its links; the handling codes are the report's."""
    codes = {"h": "C", "a": "A2", "z": "S1"}
    reading = items(_row(**codes), _row(**codes, item="2", own_s="3", own_i="D", own_h="C"))
    assert [k.grading.code for k in reading.links if k.grading] == ["2-C-C(A2,S1)", "3-D-C(A2,S1)"]


def test_an_ungraded_report_stays_ungraded(items: Callable[..., Reading]) -> None:
    """Empty grade columns are no grade."""
    reading = items(_row(s="", i="", h=""))
    assert reading.batches[0].reports[0].grading is None
    assert reading.links[0].grading is None


def test_the_access_class_follows_limit_and_handling(items: Callable[..., Reading]) -> None:
    """A report kept to its agency, one under conditions and an open one come out as three access classes."""
    reading = items(_row(limit="ours"), _row(ref="R2", h="C", a="A1", z="S1"), _row(ref="R3"))
    reports = [r for b in reading.batches for r in b.reports]
    assert [r.access_class for r in reports] == ["agency:Wexmoor Police", "conditions:Wexmoor Police", "open"]
    assert reports[0].restriction is Restriction.AGENCY


def test_a_statement_is_a_fact_unless_it_says_otherwise(items: Callable[..., Reading]) -> None:
    """Without a statement column a link is a statement of fact as reported."""
    assert items(_row()).links[0].statement is StatementKind.FACT


def test_the_same_report_from_another_file_is_the_same_report(items: Callable[..., Reading]) -> None:
    """What is said of a report decides its digest, so the rows that were mended later belong to the same report."""
    first, later = items(_row(), _row(item="2", other="Cy")), items(_row(item="2", other="Cy"))
    assert first.batches[0].reports == later.batches[0].reports
    assert later.ids < first.ids
