"""A batch is written whole or not at all, and writing it again changes nothing."""

import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import Conflict, GraphsvcError, InputError, StoreError
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.provenance import (
    ActionCode,
    Grading,
    Handling,
    IntelligenceGrade,
    Report,
    Restriction,
    SanitisationCode,
    SourceGrade,
)
from graphsvc.store.graph import GraphStore
from graphsvc.store.search import Question
from graphsvc.store.writer import Writer, Written
from tests.support.case_file import CaseFile, at, batch, on

Thing = Report | Mention | LinkAssertion


def a_report(case: CaseFile, name: str, people: str = "ab") -> list[Thing]:
    """A report in which each person knows the next and all use one car."""
    report = case.report(name, recorded_on=on(f"2026-03-0{int(name[1:]) + 1}"))
    things: list[Thing] = [report, case.mention(report, "car", "Vehicle", vrm="AB1 0ZZZ")]
    for person in people:
        things.append(case.mention(report, person, name=f"Person {person}"))
        things.append(case.link(report, person, "USES_VEHICLE", "Vehicle/car", role="keeper"))
    things += [case.link(report, x, "KNOWS", y) for x, y in pairwise(people)]
    return things


def test_a_batch_says_what_it_newly_made(case: CaseFile) -> None:
    """Reports, entities, mentions and links are counted as they are created."""
    assert case.write(*a_report(case, "r1")) == Written(reports=1, entities=3, mentions=3, links=3)


def test_the_same_batch_again_changes_nothing(case: CaseFile) -> None:
    """The graph is equal and nothing is counted."""
    things = a_report(case, "r1")
    case.write(*things)
    held = case.held()
    assert case.write(*things) == Written()
    assert case.held() == held


def test_one_change_record_is_added_for_each_batch_that_changed_something(case: CaseFile) -> None:
    """A batch written twice leaves one record, stamped by the writer's clock."""
    moment = datetime(2001, 1, 1, microsecond=random.randrange(10**6), second=random.randrange(60), tzinfo=UTC)
    writer = Writer(case.store.driver, "neo4j", case.store.catalogue, clock=lambda: moment)
    for _ in range(2):
        case.write(*a_report(case, "r1"), writer=writer)
    result = case.store.driver.execute_query(
        "MATCH (c:Change {at: $at}) RETURN c.reports AS reports, c.links AS links", at=moment
    )
    assert [r.data() for r in result.records] == [{"reports": 1, "links": 3}]


def test_the_order_of_independent_reports_does_not_matter(graph: GraphStore) -> None:
    """Reports that speak of the same people give the same graph in any order."""
    first = CaseFile(graph)
    reports = [a_report(first, f"r{i}", people) for i, people in enumerate(("ab", "bc", "ca"))]
    for things in reports:
        first.write(*things)
    forward = first.held()
    forget(first)
    assert first.held() == []
    for things in reversed(reports):
        first.write(*things)
    assert first.held() == forward


def forget(case: CaseFile) -> None:
    """Take this agency's own restricted data out again, and nothing else."""
    case.store.driver.execute_query("MATCH ()-[x]->() WHERE x.visibility IN $classes DELETE x", classes=case.classes)
    case.store.driver.execute_query(
        "MATCH (r:Report) WHERE r.visibility IN $classes DETACH DELETE r", classes=case.classes
    )


def test_a_batch_written_again_after_its_data_were_withdrawn_is_a_change(case: CaseFile) -> None:
    """The version moves, so that no snapshot stays behind."""
    things = a_report(case, "r1")
    case.write(*things)
    forget(case)
    version = case.store.version()
    assert case.write(*things).links == 3
    assert case.store.version() > version


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    links=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12),
    seed=st.integers(0, 2**32),
    size=st.integers(1, 6),
)
def test_any_order_any_batches_and_any_repetition_give_one_graph(
    graph: GraphStore, links: list[tuple[int, int, int]], seed: int, size: int
) -> None:
    """Random statements of random reports, shuffled, cut into batches and repeated, equal the same in one batch."""
    case = CaseFile(graph)
    things: list[Thing] = []
    for place, (report_number, x, y) in enumerate(links):
        report = case.report(f"r{report_number}", recorded_on=on(f"2026-03-0{report_number + 1}"))
        things += [report]
        things += [case.mention(report, f"p{p}", name=f"Name {p % 2}", locator=f"row {place}") for p in {x, y}]
        things += [case.link(report, f"p{x}", "KNOWS", f"p{y}", locator=f"row {place}")]
    case.write(*things)
    whole = case.held()
    forget(case)

    rng = random.Random(seed)
    writer = graph.writer()
    mentions = [t for t in things if not isinstance(t, LinkAssertion)] * 2
    knows = [t for t in things if isinstance(t, LinkAssertion)] * 2
    rng.shuffle(mentions)
    rng.shuffle(knows)
    mentions.sort(key=lambda t: not isinstance(t, Report))
    for pile in (mentions, knows):
        for start in range(0, len(pile), size):
            case.write(*pile[start : start + size], writer=writer)
    assert case.held() == whole


def test_writers_side_by_side_over_the_same_people_end_equal(case: CaseFile) -> None:
    """Four threads write overlapping reports in different orders; the graph is that of one after the other."""
    reports = [a_report(case, f"r{i}", "abcde") for i in range(6)]
    faults: list[BaseException] = []

    def run(seed: int) -> None:
        order = random.Random(seed).sample(reports, len(reports))
        try:
            for things in order:
                case.write(*things)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    beside = case.held()
    forget(case)
    for things in reports:
        case.write(*things)
    assert faults == []
    assert beside == case.held()


def test_a_link_to_what_is_not_there_writes_nothing_and_says_so(case: CaseFile) -> None:
    """Not even the sound part of the batch stays."""
    report = case.report()
    things = [report, case.mention(report, "a", name="A"), case.link(report, "a", "KNOWS", "nobody")]
    with pytest.raises(StoreError, match="1 of 1 statements refer to an entity that is not there") as refused:
        case.write(*things)
    assert "Import the file that holds those entities" in refused.value.next_step
    assert case.held() == []


def test_a_link_between_things_that_may_not_be_linked_so_is_refused(case: CaseFile) -> None:
    """A car knows nobody, whatever a mapping says; nothing of the batch is written."""
    report = case.report()
    things = [case.mention(report, "a", name="A"), case.mention(report, "car", "Vehicle", vrm="AB1 0ZZZ")]
    with pytest.raises(StoreError, match="may not stand at that end"):
        case.write(report, *things, case.link(report, "Vehicle/car", "KNOWS", "a"))
    assert case.held() == []
    case.write(report, *things, case.link(report, "a", "USES_VEHICLE", "Vehicle/car"))
    with pytest.raises(StoreError):
        case.write(report, case.link(report, "Vehicle/car", "USES_VEHICLE", "a"))


def test_an_entity_spoken_of_twice_in_one_row_keeps_everything_said(case: CaseFile) -> None:
    """Lists and roles are joined, and either name finds it."""
    report = case.report()
    once = case.mention(report, "a", locator="row 1", name="Ada Field", alias=("One",), role="victim")
    again = case.mention(report, "a", locator="row 1", name="A. Marsh", alias=("Two",), role="witness", age=15)
    assert case.write(report, once, again).mentions == 1
    read = case.reader().mentions(case.id("a"), 5)[1][0]
    assert dict(read.attributes) == {"name": "Ada Field", "alias": ("One", "Two"), "age": 15}
    assert read.role == "victim; witness"
    for text in ("ada field", "marsh", "two"):
        assert case.reader().search(Question(text), 5).total == 1


def test_an_entity_type_or_link_type_nobody_declared_is_refused(case: CaseFile) -> None:
    """An error of the service's own, not a bare KeyError."""
    report = case.report()
    with pytest.raises(InputError, match="not declared"):
        case.write(report, case.mention(report, "a", "Ghost"))
    with pytest.raises(GraphsvcError):
        case.write(report, case.mention(report, "a", name="A"), case.link(report, "a", "HAUNTS", "a"))
    assert case.held() == []


def test_a_statement_without_its_report_is_refused(case: CaseFile) -> None:
    """Nothing is written without a report."""
    with pytest.raises(StoreError, match="without its report"):
        case.write(case.mention(case.report(), "a", name="A"))
    assert case.held() == []


def _other_text(case: CaseFile) -> Report:
    return case.report("r1", text="another")


def _other_handling(case: CaseFile) -> Report:
    return case.report("r1", text="one", restriction=Restriction.NONE)


@pytest.mark.parametrize("other", [_other_text, _other_handling])
def test_a_report_number_with_other_content_or_handling_is_a_conflict(
    case: CaseFile, other: Callable[[CaseFile], Report]
) -> None:
    """Nothing of the batch is written, and later batches cannot lean on the refused report."""
    case.write(case.report("r1", text="one"))
    held, writer = case.held(), case.store.writer()
    report = other(case)
    with pytest.raises(Conflict, match="number of another report") as refused:
        case.write(report, case.mention(report, "a", name="A"), writer=writer)
    assert "Correct the number" in refused.value.next_step
    assert case.held() == held
    with pytest.raises(StoreError, match="without its report"):
        case.write(case.mention(report, "a", name="A"), writer=writer)


def test_two_reports_of_one_number_in_one_batch_are_a_conflict(case: CaseFile) -> None:
    """Neither is chosen over the other."""
    with pytest.raises(Conflict):
        case.write(case.report("r1", text="one"), case.report("r1", text="two"))
    assert case.held() == []


def test_when_a_report_was_received_is_no_part_of_its_content(case: CaseFile) -> None:
    """The same report sent again on another day changes nothing."""
    case.write(case.report("r1", text="one", received_at=at("2026-03-01 10:00")))
    assert case.write(case.report("r1", text="one", received_at=at("2026-03-02 10:00"))) == Written()


def test_a_write_that_fails_in_the_middle_leaves_nothing(case: CaseFile) -> None:
    """A value the store cannot hold, in the last step, takes the whole batch back; the message does not repeat it."""
    report = case.report()
    good = [case.mention(report, "a", name="A"), case.mention(report, "b", name="B")]
    bad = case.link(report, "a", "KNOWS", "b", sentence="broken \ud800 text")
    with pytest.raises(InputError) as refused:
        case.write(report, *good, bad)
    assert "\ud800" not in str(refused.value)
    assert case.held() == []


def test_a_number_too_large_for_the_store_is_refused(case: CaseFile) -> None:
    """The driver's overflow becomes an error with a next step."""
    report = case.report()
    with pytest.raises(InputError, match="more than 18 digits"):
        case.write(report, case.mention(report, "call", "Event", duration_s=2**70))


def test_an_attribute_nobody_declared_is_refused(case: CaseFile) -> None:
    """It could overwrite what the store keeps beside it."""
    report = case.report()
    with pytest.raises(InputError, match="does not declare"):
        case.write(report, case.mention(report, "a", name="A", visibility="open"))
    assert case.held() == []


def test_a_sentence_under_conditions_is_so_in_a_report_that_is_not(case: CaseFile) -> None:
    """The link's own handling C stands before the report's; its mentions stay as the report."""
    open_grade = Grading(SourceGrade.UNTESTED, IntelligenceGrade.NOT_KNOWN, Handling.PERMITTED)
    own = replace(open_grade, handling=Handling.CONDITIONS, action=ActionCode.A2, sanitisation=SanitisationCode.S1)
    report = case.report(grading=open_grade, restriction=Restriction.NONE)
    link = case.link(report, "a", "KNOWS", "b", grading=own)
    case.write(report, case.mention(report, "a", name="A"), case.mention(report, "b", name="B"), link)
    assert case.reader("open").statements(case.id("a"), 10)[0] == 0
    total, seen = case.reader("open", f"conditions:{case.agency}").statements(case.id("a"), 10)
    assert (total, seen[0].source.grade) == (1, "2-D-C(A2,S1)")
    assert f"conditions:{case.agency}" in case.store.access_classes()


def test_an_empty_batch_is_nothing(case: CaseFile) -> None:
    """No transaction is needed for it, and none is noted."""
    assert case.store.writer().write(batch([])) == Written()
