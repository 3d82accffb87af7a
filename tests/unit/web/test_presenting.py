"""How what the services return comes out in the templates' shapes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.model.finding import Chain, Connection, Coverage, Step, StepBasis
from graphsvc.model.links import LINK_TYPES
from graphsvc.model.network import EntityRef, Hit, Network, RolledLink, SearchResult
from graphsvc.model.provenance import UNDATED, DatePrecision, Observed
from graphsvc.services.networks import ConnectionTold
from graphsvc.services.picking import Picking
from graphsvc.web.downloads import content_disposition
from graphsvc.web.pages.presenting import chains, network, search, shapes
from graphsvc.web.periods import Typed, day
from tests.support.briefs import AS_OF, PARK, person, statement


def test_a_report_is_shown_by_its_senders_number() -> None:
    """The reference stands first, the title where there is none, and words where there is neither."""
    held = statement("SEEN_AT", person(1), PARK, 1).source
    assert shapes.number(held) == held.reference
    assert shapes.number(replace(held, reference="", title="Daybook")) == "Daybook"
    assert shapes.number(replace(held, reference="", title="")) == "without a number"


def test_a_record_names_its_system_and_intelligence_its_grade() -> None:
    """What is not graded says whose system it is in."""
    record = shapes.source(statement("SEEN_AT", person(1), PARK, 1, grade="").source)
    graded = shapes.source(statement("SEEN_AT", person(1), PARK, 1, grade="2-C-P").source)
    assert (record["kind"], record["grade"]) == ("record in Crime system", None)
    assert (graded["kind"], graded["grade"]["code"]) == ("intelligence", "2-C-P")


def test_a_sentence_keeps_every_word_and_links_the_names_it_uses() -> None:
    """The report's own wording stands whole; the ends it names become links."""
    one = replace(statement("SEEN_AT", person(1), PARK, 1), sentence=f"She was in {PARK.caption}, not {PARK.caption}s.")
    parts = shapes.statement(one)["parts"]
    assert "".join(p["text"] for p in parts) == one.sentence
    assert [p["text"] for p in parts if p["entity"] == PARK.id] == [PARK.caption]


@settings(deadline=None)
@given(sentence=st.text(min_size=1, max_size=80), caption=st.text(max_size=20))
def test_no_sentence_loses_a_character(sentence: str, caption: str) -> None:
    """Whatever a report wrote and however a thing is called, the parts put together are what it wrote."""
    place = replace(PARK, caption=caption)
    one = replace(statement("SEEN_AT", person(1), place, 1), sentence=sentence)
    assert "".join(p["text"] for p in shapes.statement(one)["parts"]) == sentence


def test_one_sentence_that_carries_two_links_is_told_once() -> None:
    """The same words of the same report stand once; the same words of another report stand too."""
    one = replace(statement("SEEN_AT", person(1), PARK, 1), sentence="Both were there.")
    other = replace(statement("SEEN_AT", person(2), PARK, 2), sentence="Both were there.")
    assert len(shapes.statements([one, replace(one, id="f" * 32), other])) == 2


def test_an_undated_statement_lends_no_date() -> None:
    """No date is no words, so that the page says that none was given."""
    one = replace(statement("SEEN_AT", person(1), PARK, 1), observed=UNDATED)
    assert shapes.statement(one)["when"] == ""


@pytest.mark.parametrize(
    ("found", "weakest"),
    [
        (["confirmed", "tentative", "unconfirmed"], "tentative"),
        (["confirmed", "unconfirmed"], "unconfirmed"),
        (["confirmed"], "confirmed"),
        ([], "unconfirmed"),
    ],
)
def test_a_chain_is_as_strong_as_its_weakest_step(found: list[str], weakest: str) -> None:
    """One dotted step makes the chain dotted."""
    assert shapes.weakest(found) == weakest


def test_every_link_type_reads_from_both_ends() -> None:
    """In the filter a link type names what stands at the other end, and no two read alike from one kind of entity."""
    for kind in {end for t in LINK_TYPES for ends in t.ends for end in ends}:
        possible = [t for t in LINK_TYPES if any(kind in ends for ends in t.ends)]
        read = [network.verb_with_end(t, kind) for t in possible]
        assert len(set(read)) == len(read)
    uses = next(t for t in LINK_TYPES if t.name == "USES_VEHICLE")
    assert network.verb_with_end(uses, "Person") == "uses a vehicle"
    assert network.verb_with_end(uses, "Vehicle") == "is used by a person"
    happened = next(t for t in LINK_TYPES if t.name == "OCCURRED_AT")
    assert network.verb_with_end(happened, "Location") == "is where an event happened"
    assert network.verb_with_end(happened, "Event") == "happened at a place"


def test_no_filter_leaves_the_word_it_or_a_colon_where_a_kind_of_entity_belongs() -> None:
    """Every choice of the filter is a phrase that can be read out, from every kind of entity."""
    for declared in LINK_TYPES:
        for kind in {end for ends in declared.ends for end in ends}:
            words = network.verb_with_end(declared, kind).split()
            assert not {"it", "it:"} & set(words)
            assert not any(w.endswith(":") for w in words)


def rolled(count: int, observed: Observed) -> RolledLink:
    """A rolled-up link of ``count`` statements, two of which are at hand."""
    told = tuple(replace(statement("SEEN_AT", person(1), PARK, i), observed=observed) for i in range(min(count, 2)))
    first, last = observed.from_at, observed.to_at
    return RolledLink(person(1).id, PARK.id, "SEEN_AT", count, 2, ("meeting",), first, last, told)


def shown(link: RolledLink) -> dict[str, object]:
    """The row of the only neighbour."""
    page = Network(person(1), (PARK,), (link,), 1, 1, AS_OF)
    (row,) = network.network(page, network.Asked())["rows"]
    return dict(row)


def test_a_cut_list_of_statements_is_said_and_claims_no_count_of_reports() -> None:
    """Where more statements are held than listed, how many reports there are is not known, nor are days."""
    month = Observed(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC), DatePrecision.DAY)
    row = shown(rolled(12, month))
    assert (row["count"], row["more"], row["reports"]) == (12, 10, None)
    assert row["dates"] == "March 2026"


def test_a_month_never_borrows_a_day() -> None:
    """Dates known to the month are written as months."""
    may = Observed(datetime(2026, 4, 30, 23, tzinfo=UTC), datetime(2026, 5, 31, 23, tzinfo=UTC), DatePrecision.MONTH)
    assert shown(rolled(2, may))["dates"] == "May 2026"
    assert shown(rolled(1, UNDATED))["dates"] == "no date reported"


def test_a_chain_whose_statements_have_gone_is_not_told() -> None:
    """A step that nothing supports any more is no step: the chain is not complete."""
    one = statement("KNOWS", person(1), person(2), 1)
    chain = Chain((person(1).id, person(2).id), (Step(person(1).id, person(2).id, StepBasis.LINK, (one.id,)),))
    connection = Connection("connect", "?", {}, AS_OF, (one.id,), (), (), Coverage())
    names = {e.id: e for e in (person(1), person(2))}
    assert chains.complete(ConnectionTold(connection, names, {one.id: one}), chain)
    assert not chains.complete(ConnectionTold(connection, names, {}), chain)
    assert not chains.complete(ConnectionTold(connection, {}, {one.id: one}), chain)


@settings(deadline=None)
@given(raw=st.text(min_size=1, max_size=30), text=st.text(max_size=30))
def test_what_matched_is_cut_without_loss(raw: str, text: str) -> None:
    """Whatever was typed and found, before, match and after are the words found."""
    hit = Hit(EntityRef("a" * 32, "Person", raw), (raw,), 1.0, 1)
    page = Picking((), SearchResult(text, (hit,), 1, AS_OF), {}, None, AS_OF)
    (group,) = search.search(page, text, None)["groups"]
    matched = group["hits"][0]["matched"][0]
    assert matched["before"] + matched["match"] + matched["after"] == raw
    assert matched["match"]


@pytest.mark.parametrize("text", ["31/02/2026", "yesterday", "2026-13-01", "1/1/26x", "0000-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    """What is no day, or whose end lies beyond the calendar, is refused with how to write one."""
    with pytest.raises(InputError) as refused:
        day(text, end=True)
    assert refused.value.next_step


def test_a_period_includes_its_last_day_in_local_time() -> None:
    """A day in summer begins at 23:00 UTC the evening before and ends a day later."""
    period = Typed("1/7/2026", "2026-07-01")
    assert period.from_at == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert period.to_at is not None
    assert period.from_at is not None
    assert period.to_at - period.from_at == timedelta(days=1)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_file_name_cannot_leave_its_header(name: str) -> None:
    """Whatever a place is called, the header is one line of plain ASCII with the name quoted once."""
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_a_thing_that_the_sentence_does_not_spell_out_is_told_by_its_own_link() -> None:
    """A plate in the column beside "they sat in his car" is told; a place that the sentence names is not told twice."""
    said = "They sat in his car at Harl Street recreation ground."
    car = EntityRef("c" * 32, "Vehicle", "ZZ98 PUS")
    child = replace(statement("SEEN_AT", person(1), PARK, 1), sentence=said)
    plate = replace(child, id="e" * 32, link_type="INVOLVED_IN", to_entity=car)
    park = replace(child, id="f" * 32, to_entity=replace(PARK, caption="Harl Street recreation ground"))
    told = chains.said([replace(child, to_entity=park.to_entity), park, plate])
    assert len(told) == 2
    assert "ZZ98 PUS" in "".join(p["text"] for p in told[1]["parts"])
