"""The database hits of a point or bounded query do not grow with what else is held (decision 6: at most 1.3 times)."""

from collections.abc import Mapping
from typing import Any

import pytest
from neo4j import ResultSummary

from graphsvc.store.catalogue import Query, load_catalogue
from graphsvc.store.graph import GraphStore
from graphsvc.store.reader import NeighbourFilter
from tests.support.case_file import CaseFile, chunks

BOUNDED = [q for q in load_catalogue().family("read") if q.shape in ("point", "bounded")]
SMALL, LARGE = 300, 3000
MOST = 1.3


@pytest.fixture(scope="module")
def hits(graph: GraphStore) -> Mapping[str, tuple[int, int]]:
    """Query name -> database hits beside little and beside ten times as much that is unrelated."""
    case = CaseFile(graph)
    asked = _parameters(case)
    _fill(CaseFile(graph), SMALL)
    lacking = {q.name for q in BOUNDED} - asked.keys()
    assert not lacking, f"give _parameters what {lacking} takes, so that it is profiled too"
    before = {q.name: _hits(graph, q, asked[q.name]) for q in BOUNDED}
    _fill(CaseFile(graph), LARGE - SMALL)
    after = {q.name: _hits(graph, q, asked[q.name]) for q in BOUNDED}
    return {name: (before[name], after[name]) for name in before}


@pytest.mark.parametrize("query", BOUNDED, ids=lambda q: q.name)
def test_a_query_costs_the_same_beside_ten_times_the_data(query: Query, hits: Mapping[str, tuple[int, int]]) -> None:
    """PROFILE with the parameters the reader gives; EXPLAIN would let a scan of everything pass."""
    before, after = hits[query.name]
    assert before > 0
    # The graph of the run may hold much already, beside which a scan would hardly grow: it would by what was added.
    assert after - before < (LARGE - SMALL) / 10, f"{query.name}: {before} hits became {after}"
    assert after <= before * MOST, f"{query.name}: {before} hits became {after}"


def _parameters(case: CaseFile) -> dict[str, dict[str, Any]]:
    """Write a small known neighbourhood; what each query is asked about it."""
    reports = [case.report(f"r{i}", text="text") for i in range(2)]
    things = [case.mention(r, p, name=p.upper(), source_ref=f"{case.agency}#{p}") for r in reports for p in "abcd"]
    links = [case.link(r, "a", "KNOWS", p) for r in reports for p in "bcd"]
    meeting = case.mention(reports[0], "meeting", "Event", title="Meeting")
    parts = [case.link(r, p, "TOOK_PART", "Event/meeting") for r in reports for p in "abc"]
    case.write(*reports, *things, meeting, *links, *parts)
    visible, limit = [case.own], 10
    one = {"id": case.id("a"), "visible": visible}
    many = {"ids": [case.id(p) for p in "abcd"], "visible": visible}
    wanted = [{"id": k.id, "from_id": k.from_id, "to_id": k.to_id} for k in links]
    return {
        "captions": many,
        "described": many,
        "report_counts": many,
        "mentions": one | {"limit": limit},
        "entity_statements": one | {"limit": limit},
        "neighbours": one | NeighbourFilter().parameters() | {"limit": limit, "per_link": 10},
        "event_company": one
        | {
            "events": [case.id("meeting", "Event")],
            "types": ["TOOK_PART"],
            "largest": 30,
            "limit": limit,
            "per_link": 10,
        }
        | dict.fromkeys(("entity_types", "lowest_source", "lowest_intelligence")),
        "statements_by_id": {"links": wanted, "visible": visible},
        "reports": {"ids": [r.id for r in reports], "visible": visible},
        "report_text": {"id": reports[0].id, "visible": visible},
        "report_mentions": {"id": reports[0].id, "visible": visible, "limit": limit},
        "report_statements": {"id": reports[0].id, "visible": visible, "limit": limit},
        "source_refs": {"refs": [f"{case.agency}#{p}" for p in "abcd"]},
        "version": {},
        "store_record": {},
    }


def _fill(case: CaseFile, count: int) -> None:
    """Unrelated people, each with a report, two mentions and links of three types."""
    writer = case.store.writer()
    for numbers in chunks(range(count), 500):
        reports = [case.report(f"r{i}", text="text") for i in numbers]
        people = [
            case.mention(r, f"p{i}", name=f"Filler {i}", source_ref=f"{case.agency}#{i}")
            for r, i in zip(reports, numbers, strict=True)
        ]
        second = [case.mention(r, f"p{numbers[0]}", locator="second") for r in reports]
        home = [case.mention(reports[0], "home", "Location", name="Home")]
        case.write(*reports, *people, *second, *home, writer=writer)
        case.write(
            *(case.link(r, f"p{i}", "KNOWS", f"p{numbers[0]}") for r, i in zip(reports, numbers, strict=True)),
            *(case.link(r, f"p{numbers[0]}", "FAMILY_OF", f"p{i}") for r, i in zip(reports, numbers, strict=True)),
            *(case.link(r, f"p{i}", "LIVES_AT", "Location/home") for r, i in zip(reports, numbers, strict=True)),
            writer=writer,
        )


def _hits(graph: GraphStore, query: Query, parameters: dict[str, Any]) -> int:
    with graph.driver.session(database="neo4j") as session:
        # The server keeps a plan for ten seconds at least, however much was written since: the plan for what is held now
        # is what counts, not the one that was made for an almost empty graph.
        text = "CYPHER replan=force PROFILE " + query.text
        summary: ResultSummary = session.run(text, parameters).consume()  # type: ignore[arg-type]
    assert summary.profile is not None
    return _total(summary.profile)


def _total(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_total(child) for child in plan.get("children", ()))
