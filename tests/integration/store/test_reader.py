"""What was written is read back equal, cut where it must be and said so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphsvc.errors import InputError, NotFound
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.network import Statement
from graphsvc.model.provenance import (
    UNDATED,
    ActionCode,
    DatePrecision,
    Grading,
    Handling,
    IntelligenceGrade,
    Observed,
    ReportKind,
    SanitisationCode,
    SourceGrade,
    StatementKind,
)
from graphsvc.model.view import NO_TIME
from graphsvc.store.catalogue import Catalogue
from graphsvc.store.graph import GraphStore
from graphsvc.store.reader import NeighbourFilter, Reader
from graphsvc.store.search import Question
from tests.support.case_file import CaseFile, at, chunks, during, on

EVERYTHING = NeighbourFilter()
ODD_TEXT = "NUL \x00, line\nbreak\r\n\ttab, <script>alert('x')</script> {{ x }} $visible `y` \\ \" ' 👑 أحمد"
TIMES = [
    UNDATED,
    during("2026-03-03 22:10", "2026-03-03 22:10", "minute"),
    during("2026-03-03 22:00", "2026-03-03 23:00", "hour"),
    during("2026-03-03 00:00", "2026-03-04 00:00"),
    during("2026-03-01 00:00", "2026-04-01 00:00", "month"),
    during("2026-01-01 00:00", "2027-01-01 00:00", "year"),
    during("1969-12-31 23:59", "1970-01-01 00:00", "minute"),
    during("1980-01-01 00:00", "2026-01-01 00:00", "year"),
    during("1700-01-01 00:00", "1701-01-01 00:00", "year"),
    during("9998-01-01 00:00", "9999-01-01 00:00", "year"),
    Observed(at("2026-03-03 22:10"), None, DatePrecision.MINUTE),
    Observed(None, at("2026-03-03 22:10"), DatePrecision.MINUTE),
]


def test_a_time_is_read_back_at_its_precision_by_reader_and_snapshot(case: CaseFile) -> None:
    """Long, far-off, half-open and undated times stay what they were, in a statement, a mention and a view."""
    report = case.report()
    things: list[Mention | LinkAssertion] = []
    for i, observed in enumerate(TIMES):
        things += [case.mention(report, f"{p}{i}", name=p, observed=observed) for p in "ab"]
        things.append(case.link(report, f"a{i}", "KNOWS", f"b{i}", observed=observed))
    case.write(report, *things)
    reader, view = case.reader(), case.store.snapshots.view(case.scope())
    row_of = {view.link_id_of(row): row for row in range(len(view.link_ids))}
    for i, observed in enumerate(TIMES):
        statement = reader.statements(case.id(f"a{i}"), 5)[1][0]
        assert statement.observed == observed
        assert reader.mentions(case.id(f"a{i}"), 5)[1][0].observed == observed
        row = row_of[statement.id]
        assert view.link_from_s[row] == _seconds(observed.from_at)
        assert view.link_to_s[row] == _seconds(observed.to_at or observed.from_at)
        assert list(DatePrecision)[view.link_precision[row]] is observed.precision


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else NO_TIME


def test_a_report_is_read_back_as_it_was_written(case: CaseFile) -> None:
    """Number, kind, dates, grading with its codes and conditions, problems, text."""
    grading = Grading(
        SourceGrade.UNTESTED,
        IntelligenceGrade.CORROBORATED,
        Handling.CONDITIONS,
        ActionCode.A2,
        SanitisationCode.S1,
        conditions="Ask first",
    )
    report = case.report(
        kind=ReportKind.INTELLIGENCE,
        text=ODD_TEXT,
        recorded_on=on("2026-03-01"),
        received_at=datetime(2026, 3, 2, 10, 11, 12, 345678, tzinfo=UTC),
        grading=grading,
        title=ODD_TEXT,
        origin="another",
    )
    case.write(report)
    read = case.reader().report(report.id)
    assert (read.source.kind, read.source.title, read.source.reference) == ("intelligence", ODD_TEXT, "r1")
    assert (read.source.recorded_on, read.received_at) == (report.recorded_on, report.received_at)
    assert (read.source.grade, read.source.grade_words) == ("2-B-C(A2,S1)", grading.words)
    assert (read.conditions, read.restriction, read.source.origin) == ("Ask first", "agency", "another")
    assert read.grading_problems == grading.problems() != ()
    assert case.reader().report_text(report.id) == ODD_TEXT


def test_a_sentences_own_grade_is_its_own(case: CaseFile) -> None:
    """The codes of the report are not lent to a sentence that has a grade of its own."""
    under = Grading(
        SourceGrade.RELIABLE, IntelligenceGrade.DIRECT, Handling.CONDITIONS, ActionCode.A1, SanitisationCode.S2
    )
    own = Grading(SourceGrade.NOT_RELIABLE, IntelligenceGrade.NOT_KNOWN, Handling.PERMITTED)
    report = case.report(grading=under)
    people = [case.mention(report, p, name=p) for p in "ab"]
    graded = case.link(report, "a", "KNOWS", "b", grading=own)
    case.write(report, *people, graded, case.link(report, "b", "KNOWS", "a"))
    grades = {s.id: s.source.grade for s in case.reader().statements(case.id("a"), 5)[1]}
    assert grades[graded.id] == "3-D-P"
    assert sorted(grades.values()) == ["1-A-C(A1,S2)", "3-D-P"]


ATTRIBUTES = {
    "name": ODD_TEXT,
    "alias": ("One", "Two", "<b>Three</b>"),
    "age": 15,
    "occupation": "=HYPERLINK(\"x\")",
    "date_of_birth": "2010-03",
}  # fmt: skip


def test_every_attribute_of_a_mention_is_read_back(case: CaseFile) -> None:
    """Lists, numbers, markup and control characters in text stay as reported."""
    report = case.report()
    place = case.mention(report, "p", "Location", name="Park", latitude=53.43, longitude=-1.36)
    case.write(report, case.mention(report, "a", role="witness", **ATTRIBUTES), place)
    total, read = case.reader().mentions(case.id("a"), 5)
    assert (total, dict(read[0].attributes), read[0].role) == (1, ATTRIBUTES, "witness")
    assert read[0].entity.caption == ODD_TEXT
    position = case.reader().mentions(case.named("Location/p"), 5)[1][0].attributes
    assert (position["latitude"], position["longitude"]) == (53.43, -1.36)


TEXT = st.text(max_size=40).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentence=TEXT,
    role=TEXT,
    locator=TEXT,
    statement=st.sampled_from(StatementKind),
    attributes=st.dictionaries(
        TEXT,
        TEXT
        | st.integers(-(2**63), 2**63 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.lists(TEXT, max_size=3).map(tuple),
        max_size=4,
    ),
)
@example(ODD_TEXT, "keeper", "row 18,204", StatementKind.OPINION, {"calls": 3, "many": ("a", "b"), "none": ()})
def test_any_link_is_read_back_equal(
    graph: GraphStore,
    sentence: str,
    role: str,
    locator: str,
    statement: StatementKind,
    attributes: dict[str, str | int | float | tuple[str, ...]],
) -> None:
    """Sentence, role, place in the report, kind of statement and attributes, whatever they hold."""
    case = CaseFile(graph)
    report = case.report(recorded_on=on("2026-03-01"))
    link = case.link(
        report,
        "a",
        "KNOWS",
        "b",
        sentence=sentence,
        role=role,
        locator=locator,
        statement=statement,
        attributes=attributes,
    )
    case.write(report, *[case.mention(report, p, name=p) for p in "ab"], link)
    read = case.reader().statements_by_id([{"id": link.id, "from_id": link.from_id, "to_id": link.to_id}])[link.id]
    assert (read.sentence, read.role, read.source.locator) == (sentence, role, locator)
    assert (read.kind, dict(read.attributes), read.link_type) == (statement, attributes, "KNOWS")
    assert (read.from_entity.id, read.to_entity.id) == (link.from_id, link.to_id)


def test_codes_that_are_no_grades_do_not_break_a_page(case: CaseFile) -> None:
    """They are shown as held and said to be none; the snapshot counts them as not graded."""
    report = case.report(grading=Grading(SourceGrade.RELIABLE, IntelligenceGrade.DIRECT, Handling.PERMITTED))
    link = case.link(report, "a", "KNOWS", "b", observed=TIMES[1])
    case.write(report, *[case.mention(report, p, name=p) for p in "ab"], link)
    case.store.driver.execute_query(
        "MATCH (r:Report {id: $report})-[m:MENTIONS]->(e)-[l:KNOWS]-() "
        "SET r.source_grade = '9', r.handling = null, l.source_grade = 'X', l.intelligence_grade = 'Q', "
        "l.precision = 'fortnight', r.action = 'A9'",
        report=report.id,
    )
    reader = case.reader()
    source = reader.statements(case.id("a"), 5)[1][0].source
    assert (source.grade, source.grade_words) == ("X-Q-P", "held with codes that are not 3x5x2 grades")
    assert reader.report(report.id).source.grade == "9-A-?"
    assert reader.neighbours(case.id("a"), EVERYTHING, 5).links[0].statements[0].observed.precision == "unknown"
    view = case.store.snapshots.view(case.scope())
    assert (view.link_source[0], view.link_intelligence[0]) == (0, 0)
    assert list(DatePrecision)[view.link_precision[0]] is DatePrecision.UNKNOWN


def test_an_expansion_rolls_parallel_links_up(case: CaseFile) -> None:
    """One line for each neighbour and type: count, independent origins, roles, first and last time, latest statements."""
    things: list[Mention | LinkAssertion] = []
    reports = [case.report(f"r{i}", origin="one source" if i < 3 else "") for i in range(4)]
    for i, report in enumerate(reports):
        things += [case.mention(report, p, name=p.upper()) for p in "ab"]
        day = during(f"2026-03-0{i + 1} 00:00", f"2026-03-0{i + 2} 00:00")
        things.append(case.link(report, "a", "KNOWS", "b", role=f"role {i % 2}", observed=day))
    case.write(*reports, *things, case.link(reports[0], "b", "FAMILY_OF", "a", role="sister"))
    network = case.reader().neighbours(case.id("a"), EVERYTHING, 10, per_link=2)
    assert (network.total, network.shown, [e.caption for e in network.entities]) == (1, 1, ["B"])
    family, knows = network.links
    assert (family.link_type, family.count, family.statements[0].from_entity.id) == ("FAMILY_OF", 1, case.id("b"))
    assert (knows.count, knows.origins, knows.roles, knows.complete) == (4, 2, ("role 0", "role 1"), False)
    assert (knows.first_at, knows.last_at) == (at("2026-03-01 00:00"), at("2026-03-05 00:00"))
    assert [s.observed.from_at for s in knows.statements] == [at("2026-03-04 00:00"), at("2026-03-03 00:00")]


def test_an_entity_alone_expands_to_nothing(case: CaseFile) -> None:
    """No neighbour is an answer, not an error; a link to itself is counted once."""
    report = case.report()
    case.write(report, case.mention(report, "a", name="A"), case.mention(report, "self", name="Self"))
    network = case.reader().neighbours(case.id("a"), EVERYTHING, 10)
    assert (network.total, network.entities, network.links) == (0, (), ())
    case.write(report, case.link(report, "self", "KNOWS", "self"))
    assert case.reader().neighbours(case.id("self"), EVERYTHING, 10).links[0].count == 1
    assert case.reader().statements(case.id("self"), 10)[0] == 1


@pytest.mark.parametrize(
    ("kept", "names"),
    [
        (EVERYTHING, "day minute month undated"),
        (NeighbourFilter(from_at=at("2026-03-10 22:10")), "day minute month"),
        (NeighbourFilter(from_at=at("2026-03-10 22:11")), "day month"),
        (NeighbourFilter(from_at=at("2026-03-11 00:00")), "month"),
        (NeighbourFilter(to_at=at("2026-03-10 00:00")), "month"),
        (NeighbourFilter(to_at=at("2026-03-10 22:10")), "day month"),
        (NeighbourFilter(from_at=at("2026-03-10 00:00"), to_at=at("2026-03-11 00:00")), "day minute month"),
        (NeighbourFilter(link_types=("FAMILY_OF",)), "day"),
        (NeighbourFilter(entity_types=("Vehicle",)), ""),
        (NeighbourFilter(link_types=()), ""),
        (NeighbourFilter(lowest_source="2"), "day minute undated"),
        (NeighbourFilter(lowest_intelligence="E"), "minute month undated"),
        (NeighbourFilter(lowest_source="1", lowest_intelligence="A"), "minute undated"),
    ],
)
def test_an_expansion_keeps_what_its_filters_say(case: CaseFile, kept: NeighbourFilter, names: str) -> None:
    """Times overlap half-open (an instant at the start counts), grades on each axis apart, E never, ungraded stay."""
    said = {
        "day": ("FAMILY_OF", "2-E", during("2026-03-10 00:00", "2026-03-11 00:00")),
        "minute": ("KNOWS", "1-A", during("2026-03-10 22:10", "2026-03-10 22:10", "minute")),
        "month": ("KNOWS", "3-D", during("2026-03-01 00:00", "2026-04-01 00:00", "month")),
        "undated": ("KNOWS", "", UNDATED),
    }
    report = case.report()
    things: list[Mention | LinkAssertion] = [case.mention(report, "a", name="A")]
    for name, (link_type, grade, observed) in said.items():
        grading = Grading(SourceGrade(grade[0]), IntelligenceGrade(grade[2]), Handling.PERMITTED) if grade else None
        things += [case.mention(report, name, name=name)]
        things += [case.link(report, "a", link_type, name, observed=observed, grading=grading)]
    case.write(report, *things)
    network = case.reader().neighbours(case.id("a"), kept, 10)
    assert sorted(e.caption for e in network.entities) == names.split()


def test_a_hub_is_cut_and_says_so(case: CaseFile) -> None:
    """Of 5,000 neighbours the 150 best evidenced are shown, their statements with them, and the total is honest."""
    report, second = case.report(), case.report("r2")
    writer = case.store.writer()
    mentions = [case.mention(report, "hub", "Location", name="Station")]
    mentions += [case.mention(report, f"p{i}", name=f"Person {i}") for i in range(5000)]
    case.write(report, second, writer=writer)
    for part in chunks(mentions):
        case.write(*part, writer=writer)
    links = [case.link(report, f"p{i}", "SEEN_AT", "Location/hub", role="seen at") for i in range(5000)]
    for some in chunks(links):
        case.write(*some, writer=writer)
    case.write(case.link(second, "p4321", "SEEN_AT", "Location/hub", role="meeting"), writer=writer)
    reader, hub = case.reader(), case.named("Location/hub")
    network = reader.neighbours(hub, EVERYTHING, 150)
    assert (network.total, network.shown, len(network.links)) == (5000, 150, 150)
    assert network.entities[0].id == case.id("p4321")
    assert (network.links[0].count, network.links[0].origins) == (2, 2)
    assert all(link.complete for link in network.links)
    total, statements = reader.statements(hub, 200)
    assert (total, len(statements)) == (5001, 200)
    assert reader.report_mentions(report.id, 100)[0] == 5001
    assert reader.report_statements(report.id, 100)[0] == 5000


def test_reports_are_listed_latest_first(case: CaseFile) -> None:
    """By the day they were recorded, undated ones last, and cut with an honest total."""
    days = {"r1": on("2026-03-01"), "r2": None, "r3": on("2026-03-03"), "r4": on("2026-02-03")}
    case.write(*(case.report(name, recorded_on=day) for name, day in days.items()))
    total, latest = case.reader().latest_reports(3)
    assert (total, [r.source.reference for r in latest]) == (4, ["r3", "r1", "r4"])


def test_a_reader_knows_what_it_asked(case: CaseFile) -> None:
    """The names of the queries that ran are there for the log."""
    report = case.report()
    case.write(report, case.mention(report, "a", name="A"))
    reader = case.reader()
    reader.entity(case.id("a"))
    assert reader.asked == ["captions"]


def test_a_senders_own_number_leads_to_its_entity(case: CaseFile) -> None:
    """A number nothing was imported under is absent."""
    report = case.report()
    ref = f"{case.agency}#7"
    case.write(report, case.mention(report, "car", "Vehicle", vrm="AB1 0ZZZ", source_ref=ref))
    assert case.store.resolve([ref, "none"]) == {ref: ("Vehicle", case.named("Vehicle/car"))}


@pytest.mark.parametrize("gone", ["captions", "reports"])
def test_what_is_withdrawn_between_two_queries_is_left_out(case: CaseFile, gone: str) -> None:
    """No page breaks because a report went while it was made; here the second query of each answer finds nothing."""
    report = case.report()
    case.write(report, *[case.mention(report, p, name="Zebedee") for p in "ab"], case.link(report, "a", "KNOWS", "b"))
    queries = dict(case.store.catalogue.queries)
    queries[gone] = replace(queries[gone], text=queries[gone].text.replace("UNWIND $ids AS id", "UNWIND [] AS id"))
    reader = Reader(case.store.driver, "neo4j", Catalogue(queries), case.scope())
    if gone == "captions":
        assert reader.search(Question("zebedee"), 5).hits == ()
        for ask in (reader.entity, lambda i: reader.neighbours(i, EVERYTHING, 5)):
            with pytest.raises(NotFound):
                ask(case.id("a"))
        assert reader.report_statements(report.id, 5)[1] == ()
    else:
        assert reader.statements(case.id("a"), 5)[1] == ()
        assert reader.mentions(case.id("a"), 5)[1] == ()
        assert reader.neighbours(case.id("a"), EVERYTHING, 5).links[0].statements == ()
    assert reader.report_mentions(report.id, 5)[1] == ()


def test_a_limit_below_nothing_is_refused(case: CaseFile) -> None:
    """A negative cut would count from the end and give all but the last."""
    report = case.report()
    case.write(report, case.mention(report, "a", name="A"))
    with pytest.raises(InputError, match="limit"):
        case.reader().mentions(case.id("a"), -1)
    with pytest.raises(InputError, match="limit"):
        case.reader().search(Question("anybody"), -1)
    assert case.reader().mentions(case.id("a"), 0) == (1, ())


def test_a_period_without_a_time_zone_is_refused() -> None:
    """It would be read as this machine's own."""
    with pytest.raises(InputError, match="time zone"):
        NeighbourFilter(from_at=datetime(2026, 3, 1))  # noqa: DTZ001 (that is the point)


def test_an_odd_id_is_not_found_rather_than_an_error(case: CaseFile) -> None:
    """Whatever stands in an address is looked for, and nothing more."""
    for odd in ("", "x" * 10_000, "\x00", "' OR 1=1", "é", "{id}"):
        with pytest.raises(NotFound):
            case.reader().entity(odd)


def test_statements_by_id_leave_out_what_does_not_fit(case: CaseFile) -> None:
    """An id with other ends, or in the wrong direction, or unknown, is absent."""
    report = case.report()
    link = case.link(report, "a", "KNOWS", "b")
    case.write(report, *[case.mention(report, p, name=p) for p in "abc"], link)
    right = {"id": link.id, "from_id": link.from_id, "to_id": link.to_id}
    wrong = [
        right | {"to_id": case.id("c")},
        right | {"from_id": link.to_id, "to_id": link.from_id},
        right | {"id": "0" * 32},
    ]
    assert case.reader().statements_by_id(wrong) == {}
    told: dict[str, Statement] = case.reader().statements_by_id([right, right])
    assert list(told) == [link.id]
    assert replace(told[link.id], sentence="") == told[link.id]
