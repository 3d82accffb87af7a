"""What is out of scope does not exist: for no question, in no count, and not by the shape of an answer."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import NotFound
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.network import Statement
from graphsvc.model.provenance import Grading, Handling, IntelligenceGrade, Report, Restriction, SourceGrade
from graphsvc.model.view import LINK_CODE, NetworkView
from graphsvc.store.graph import GraphStore
from graphsvc.store.reader import NeighbourFilter, Reader
from graphsvc.store.search import Question
from tests.support.case_file import CaseFile, on

EVERYTHING = NeighbourFilter()
PEOPLE = 5


@dataclass
class World:
    """A random small graph: each agency has one access class, every person is named apart in every report."""

    cases: list[CaseFile]
    facts: list[tuple[int, int, int]] = field(default_factory=list)
    """(agency, person, person): that agency's report links the two; equal people: a mention alone."""

    @property
    def first(self) -> CaseFile:
        """The agency whose names the people have."""
        return self.cases[0]

    def person(self, number: int) -> str:
        """The id of a person."""
        return self.first.id(f"p{number}")

    def visible(self, agencies: frozenset[int]) -> list[str]:
        """The access classes of these agencies."""
        return [self.cases[a].own for a in sorted(agencies)]

    def reader(self, agencies: frozenset[int]) -> Reader:
        """A reader that sees these agencies' reports."""
        return self.first.store.reader(self.first.scope(*(self.visible(agencies) or ("agency:nobody",))))

    def known(self, agencies: frozenset[int]) -> set[str]:
        """The people that something visible speaks of."""
        return {self.person(p) for a, x, y in self.facts if a in agencies for p in (x, y)}

    def links(self, agencies: frozenset[int]) -> set[frozenset[str]]:
        """The pairs that something visible links."""
        return {frozenset({self.person(x), self.person(y)}) for a, x, y in self.facts if a in agencies and x != y}


def built(graph: GraphStore, facts: list[tuple[int, int, int]]) -> World:
    """Write the graph."""
    world = World([CaseFile(graph) for _ in range(3)], facts)
    for place, (agency, x, y) in enumerate(facts):
        case = world.cases[agency]
        report = case.report(f"r{place}", recorded_on=on("2026-03-01"), text=f"secret {agency}")
        things: list[Mention | LinkAssertion] = [_mention(world, report, agency, p) for p in sorted({x, y})]
        if x != y:
            link = case.link(report, "a", "KNOWS", "b", role=f"role of {agency}", sentence=f"said by {agency}")
            things.append(replace(link, from_id=world.person(x), to_id=world.person(y)))
        case.write(report, *things)
    return world


def _mention(world: World, report: Report, agency: int, person: int) -> Mention:
    return world.first.mention(report, f"p{person}", name=f"Zebedee Agency{agency}", role=f"role of {agency}")


FACTS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), min_size=1, max_size=10
)
AGENCIES = st.frozensets(st.integers(0, 2))
RANDOM = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def shown(world: World, agencies: frozenset[int]) -> dict[str, object]:
    """Every answer a reader gives about every person and report, by question."""
    reader = world.reader(agencies)
    answers: dict[str, object] = {}
    for number in range(PEOPLE):
        person = world.person(number)
        answers[f"name {number}"] = reader.name([person])
        answers[f"counts {number}"] = reader.report_counts([person])
        for ask in ("entity", "mentions", "statements", "neighbours"):
            answers[f"{ask} {number}"] = _asked(reader, ask, person)
    for place, (agency, _, _) in enumerate(world.facts):
        report = world.cases[agency].report_id(f"r{place}")
        answers[f"report {place}"] = _asked(reader, "report", report)
        answers[f"text {place}"] = reader.report_text(report)
        answers[f"report mentions {place}"] = reader.report_mentions(report, 50)
        answers[f"report statements {place}"] = reader.report_statements(report, 50)
    answers["latest"] = reader.latest_reports(50)
    found = reader.search(Question("zebedee"), 50)
    answers["search"] = (found.hits, found.total)
    return answers


def _asked(reader: Reader, ask: str, thing: str) -> object:
    try:
        match ask:
            case "neighbours":
                network = reader.neighbours(thing, EVERYTHING, 50)
                return network.entities, network.links, network.total, network.shown
            case "mentions" | "statements":
                return getattr(reader, ask)(thing, 50)
            case _:
                return getattr(reader, ask)(thing)
    except NotFound as absent:
        return f"not found: {absent} {absent.next_step}"


@RANDOM
@given(facts=FACTS, agencies=AGENCIES)
def test_nothing_out_of_scope_appears_in_any_answer(
    graph: GraphStore, facts: list[tuple[int, int, int]], agencies: frozenset[int]
) -> None:
    """No id, name, role, sentence, text, count or match of an agency that the viewer may not see."""
    world = built(graph, facts)
    answers = shown(world, agencies)
    text = repr(answers)
    for hidden in {0, 1, 2} - agencies:
        assert f"Agency{hidden}" not in text
        assert f"role of {hidden}" not in text
        assert f"said by {hidden}" not in text
        assert f"secret {hidden}" not in text
        assert world.cases[hidden].agency not in text
    for place, (agency, _, _) in enumerate(facts):
        if agency not in agencies:
            assert world.cases[agency].report_id(f"r{place}") not in text
    known = world.known(agencies)
    for number in range(PEOPLE):
        assert (world.person(number) in text) == (world.person(number) in known)
    assert answers["latest"][0] == sum(1 for a, _, _ in facts if a in agencies)  # type: ignore[index]
    assert answers["search"][1] == len(known)  # type: ignore[index]


@RANDOM
@given(facts=FACTS, agencies=AGENCIES)
def test_answers_are_those_of_a_graph_that_holds_nothing_else(
    graph: GraphStore, facts: list[tuple[int, int, int]], agencies: frozenset[int]
) -> None:
    """Every count is the count of what is visible, whatever else is held."""
    world = built(graph, facts)
    answers = shown(world, agencies)
    seen = [(a, x, y) for a, x, y in facts if a in agencies]
    for number in range(PEOPLE):
        person = world.person(number)
        if person not in world.known(agencies):
            assert answers[f"counts {number}"] == {}
            continue
        mentioned = sum(1 for _, x, y in seen if number in (x, y))
        linked = [(x, y) for _, x, y in seen if number in (x, y) and x != y]
        assert answers[f"counts {number}"] == {person: mentioned}
        assert answers[f"mentions {number}"][0] == mentioned  # type: ignore[index]
        assert answers[f"statements {number}"][0] == len(linked)  # type: ignore[index]
        assert answers[f"neighbours {number}"][2] == len({p for pair in linked for p in pair} - {number})  # type: ignore[index]


@RANDOM
@given(facts=FACTS, wide=AGENCIES, drop=st.integers(0, 2))
def test_a_narrower_scope_never_shows_more(
    graph: GraphStore, facts: list[tuple[int, int, int]], wide: frozenset[int], drop: int
) -> None:
    """Taking a class away takes answers away and adds none."""
    world = built(graph, facts)
    narrow = wide - {drop}
    more, less = shown(world, wide), shown(world, narrow)
    for number in range(PEOPLE):
        assert less[f"name {number}"].keys() <= more[f"name {number}"].keys()  # type: ignore[attr-defined]
        for ask in ("mentions", "statements"):
            assert _ids(less[f"{ask} {number}"]) <= _ids(more[f"{ask} {number}"])
    assert less["search"][1] <= more["search"][1]  # type: ignore[index]
    assert less["latest"][0] <= more["latest"][0]  # type: ignore[index]


def _ids(answer: object) -> set[str]:
    return set() if isinstance(answer, str) else {row.id for row in answer[1]}  # type: ignore[index]


@settings(RANDOM, max_examples=5)  # each reads the whole graph of the run
@given(facts=FACTS, agencies=AGENCIES)
def test_the_snapshots_mask_and_the_readers_predicate_agree(
    graph: GraphStore, facts: list[tuple[int, int, int]], agencies: frozenset[int]
) -> None:
    """The view has the people, links, reports and roles that Cypher shows, and no trace of others."""
    world = built(graph, facts)
    view = graph.snapshots.view(world.first.scope(*(world.visible(agencies) or ("agency:nobody",))))
    assert {view.id_of(i) for i in range(len(view.entity_ids)) if view.entity_seen[i]} == world.known(agencies)
    ends = zip(view.link_from, view.link_to, strict=True)
    assert {frozenset({view.id_of(a), view.id_of(b)}) for a, b in ends} == world.links(agencies)
    ids = {view.link_id_of(i) for i in range(len(view.link_ids))}
    reader = world.reader(agencies)
    told = [s for p in world.known(agencies) for s in reader.statements(p, 99)[1]]
    assert ids == {s.id for s in told}
    assert {r.agency for r in view.reports} == {world.cases[a].agency for a, _, _ in facts if a in agencies}
    assert set(view.roles) - {""} == {s.role for s in told}
    by_id = {s.id: s for s in told}
    for i in range(len(view.link_ids)):
        assert_same(view, i, by_id[view.link_id_of(i)])


def assert_same(view: NetworkView, row: int, statement: Statement) -> None:
    """One row of a view is the statement that the reader gives."""
    assert view.id_of(int(view.link_from[row])) == statement.from_entity.id
    assert view.id_of(int(view.link_to[row])) == statement.to_entity.id
    assert view.link_type[row] == LINK_CODE[statement.link_type]
    assert view.roles[view.link_role[row]] == statement.role
    assert view.reports[view.link_report[row]].id == statement.source.report_id


def test_hidden_and_absent_are_refused_in_the_same_words(case: CaseFile) -> None:
    """Nobody learns from an error that something is there."""
    report = case.report()
    case.write(report, case.mention(report, "a", name="A"))
    reader = case.reader("agency:nobody")
    absent = "0" * 32
    for ask in ("entity", "mentions", "statements", "neighbours"):
        assert _asked(reader, ask, case.id("a")) == _asked(reader, ask, absent)
    assert _asked(reader, "report", report.id) == _asked(reader, "report", absent)
    assert reader.report_text(report.id) == reader.report_text(absent)
    assert reader.report_mentions(report.id, 5) == reader.report_mentions(absent, 5)
    assert reader.report_statements(report.id, 5) == reader.report_statements(absent, 5)
    assert reader.report_counts([case.id("a")]) == reader.report_counts([absent])
    assert reader.name([case.id("a")]) == reader.name([absent])


def test_an_alias_of_a_restricted_report_neither_finds_nor_names_outside_it(graph: GraphStore) -> None:
    """The entity is known to both agencies, the alias to one."""
    open_case, closed = CaseFile(graph), CaseFile(graph)
    first, second = open_case.report(), closed.report()
    person = open_case.id("a")
    open_case.write(first, open_case.mention(first, "a", alias=("Plain Name",)))
    closed.write(second, open_case.mention(second, "a", name="Covert Name", alias=("Nightjar",)))
    outside, inside = open_case.reader(), open_case.reader(open_case.own, closed.own)
    assert outside.search(Question("nightjar"), 5).hits == ()
    assert outside.search(Question("covert"), 5).total == 0
    assert outside.entity(person).caption == "Plain Name"
    assert outside.search(Question("plain name"), 5).hits[0].matched == ("Plain Name",)
    assert inside.search(Question("nightjar"), 5).hits[0].entity.id == person
    assert inside.entity(person).caption == "Covert Name"


def test_an_empty_set_sees_nothing_anywhere(case: CaseFile) -> None:
    """A viewer without any access class gets the answers of an empty store, open reports included."""
    report = case.report(restriction=Restriction.NONE)
    case.write(report, case.mention(report, "a", name="Zebedee Open"))
    scope = type(case.scope())("nobody", case.agency)
    reader = case.store.reader(scope)
    assert reader.search(Question("zebedee"), 5).total == 0
    assert reader.latest_reports(5) == (0, ())
    with pytest.raises(NotFound):
        reader.entity(case.id("a"))
    view = case.store.snapshots.view(scope)
    assert (len(view.link_ids), len(view.entity_ids), view.reports, view.roles) == (0, 0, (), ("",))


def test_handling_under_conditions_is_a_class_of_its_own(case: CaseFile) -> None:
    """A report handled under conditions is not seen by who sees the open ones alone."""
    grade = Grading(SourceGrade.RELIABLE, IntelligenceGrade.DIRECT, Handling.CONDITIONS)
    report = case.report(grading=grade, restriction=Restriction.NONE)
    case.write(report, case.mention(report, "a", name="A"))
    with pytest.raises(NotFound):
        case.reader("open").report(report.id)
    assert case.reader(f"conditions:{case.agency}").report(report.id).source.handling == "C"


def test_a_view_is_of_the_graph_as_it_is_now(case: CaseFile) -> None:
    """What was just written is in the next view; an unchanged graph gives the same view again."""
    report = case.report()
    people = [case.mention(report, p, name=p) for p in "ab"]
    before = case.store.snapshots.view(case.scope())
    case.write(report, *people, case.link(report, "a", "KNOWS", "b"))
    after = case.store.snapshots.view(case.scope())
    assert (len(before.link_ids), len(after.link_ids)) == (0, 1)
    assert after.version > before.version
    assert np.array_equal(case.store.snapshots.view(case.scope()).link_ids, after.link_ids)
