"""The small built-in example: fictional, whole, and with something to find."""

import re
from collections import defaultdict

import pytest

from graphsvc.ingest import example_files, load_mapping
from graphsvc.model.identity import normalise_phone, normalise_vrm
from graphsvc.model.provenance import DatePrecision, Report
from tests.unit.ingest.reading import Reading, read


@pytest.fixture(scope="module")
def example() -> Reading:
    """The example, read as any import would be."""
    return read(load_mapping("example"), list(example_files()))


@pytest.fixture(scope="module")
def reports(example: Reading) -> dict[str, Report]:
    """Its reports by id."""
    return {r.id: r for b in example.batches for r in b.reports}


def _named(example: Reading, name: str) -> str:
    """The entity that most mentions of this name or plate speak of."""
    ids = [m.entity_id for m in example.mentions if m.caption == name]
    return max(set(ids), key=ids.count)


def test_every_row_goes_in(example: Reading, reports: dict[str, Report]) -> None:
    """About sixty reports of eight senders go in without a refusal."""
    assert example.counts.rejected == 0
    assert 55 <= len(reports) <= 65
    assert len({r.agency for r in reports.values()}) >= 6


def test_three_agencies_join_three_children_to_one_takeaway_and_one_taxi(
    example: Reading, reports: dict[str, Report]
) -> None:
    """Each of three children shares events with the takeaway or the taxi, told by at least three agencies."""
    hubs = {_named(example, "Star Grill"), _named(example, "ZZ99 ZZZ")}
    at_hub = {k.from_id for k in example.links if k.to_id in hubs} | {
        k.to_id for k in example.links if k.from_id in hubs
    }
    told_by = defaultdict(set)
    for link in example.links:
        if link.link_type == "TOOK_PART" and link.to_id in at_hub:
            told_by[link.from_id].add(reports[link.report_id].agency)
    children = [_named(example, n) for n in ("Aoife Brennan-Kaye", "Jade Orrell", "Zofia Wójcik")]
    assert all(told_by[c] for c in children)
    assert len(set().union(*(told_by[c] for c in children))) >= 3


def test_two_men_share_one_phone(example: Reading) -> None:
    """Two writings of one number are one phone, which two men use by two different agencies."""
    phone = _named(example, "07700 900142")
    users = {k.from_id for k in example.links if k.link_type == "USES_PHONE" and k.to_id == phone}
    assert users == {_named(example, "Darren Voss"), _named(example, "Lee Harkness")}


def test_the_park_is_busy_on_friday_evenings(example: Reading) -> None:
    """At least ten dated events in the recreation ground are on Fridays between seven and ten in the evening."""
    park = _named(example, "Harl Street recreation ground")
    starts = {k.from_id: k.observed.from_at for k in example.links if k.to_id == park and k.link_type == "OCCURRED_AT"}
    friday = [t for t in starts.values() if t and t.weekday() == 4 and 18 <= t.hour <= 21]
    assert len(friday) >= 10


def test_scopes_differ(reports: dict[str, Report]) -> None:
    """One report is handled under conditions with its codes, one is for its own agency, the rest are open."""
    classes = [r.access_class for r in reports.values()]
    assert classes.count("conditions:Wexmoor Police") == 1
    assert classes.count("agency:Wexmoor Children's Social Care") == 1
    handled = next(r.grading for r in reports.values() if r.access_class.startswith("conditions") and r.grading)
    assert handled.code == "1-C-C(A2,S1)"


def test_one_report_breaks_the_grading_rules_and_is_kept_as_received(
    example: Reading, reports: dict[str, Report]
) -> None:
    """A grading that breaks a rule is neither refused nor mended; every other one is sound, item by item."""
    broken = [r for r in reports.values() if r.grading and r.grading.problems()]
    assert [r.grading.code for r in broken if r.grading] == ["3-E-P(A1)"]
    assert not [k for k in example.links if k.report_id != broken[0].id and k.grading and k.grading.problems()]


def test_times_are_as_exact_as_they_were_told(example: Reading) -> None:
    """Minutes, hours, days and months all occur, and some statements have no date at all."""
    assert {k.observed.precision for k in example.links} == set(DatePrecision) - {DatePrecision.YEAR}


def test_nothing_in_it_is_real() -> None:
    """Plates are impossible and yet read as plates, numbers are those kept for drama, every point lies in open sea."""
    text = "".join(p.read_text(encoding="utf-8") for p in example_files())
    plates = set(re.findall(r"\b(?:ZZ99|QQ00|II01) [A-Z]{3}\b", text))
    assert plates
    assert all(normalise_vrm(p) for p in plates)
    numbers = set(re.findall(r"(?:\+44 ?|0)[0-9][0-9 ]{8,}[0-9]", text))
    assert all(re.match(r"\+447700900|\+441144960", normalise_phone(n) or "") for n in numbers)
    assert len(numbers) >= 4
    points = set(re.findall(r"(54\.[0-9]+),(-?[0-9]\.[0-9]+)", text))
    assert all(54.15 < float(a) < 54.25 and 0.55 < float(b) < 0.65 for a, b in points)
    assert points


def test_nobody_is_blamed() -> None:
    """Children are harmed and exploited; the words that make it their choice do not occur."""
    text = "".join(p.read_text(encoding="utf-8") for p in example_files()).casefold()
    for words in (
        "engaging in",
        "prostitut",
        "promiscu",
        "lifestyle",
        "boyfriend",
        "consent",
        "putting herself",
        "risky",
    ):
        assert words not in text
