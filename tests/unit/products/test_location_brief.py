"""What a location brief says, and what it never says."""

import re
from dataclasses import replace

import pytest

from graphsvc.model.network import EntityRef, Statement
from graphsvc.model.provenance import DatePrecision, Observed, StatementKind
from graphsvc.products.document import Sentence, Table
from graphsvc.products.finding_record import finding_record
from graphsvc.products.location_brief import LocationBrief, build_location_brief
from graphsvc.products.location_inputs import LocationBriefInputs
from graphsvc.products.naming import Naming, letters
from tests.support import briefs


def brief(events: int = 60, **changes: object) -> LocationBrief:
    """A brief about the park with so many events."""
    return build_location_brief(briefs.inputs(events, **changes))  # type: ignore[arg-type]


def text(made: LocationBrief, heading: str = "") -> str:
    """Everything the brief says, or what it says under one heading."""
    said = []
    for section in made.document.sections:
        if section.heading.startswith(heading):
            said.append(section.heading)
            for block in section.blocks:
                if isinstance(block, Sentence):
                    said.append(block.text)
                elif isinstance(block, Table):
                    said += [block.caption, *block.columns, *(cell for row in block.rows for cell in row.cells)]
                else:
                    said += [block.alt, block.svg, block.caption]
    return "\n".join(said)


def only_event(statement: Statement, *participants: Statement) -> LocationBriefInputs:
    """Inputs with one event."""
    return briefs.inputs(0, events=(statement,), participants=participants, direct=(), admin=(), now=None)


def test_every_sentence_and_row_has_its_ground_among_the_reports_listed() -> None:
    """Grounds cite listed reports, by statements that were handed in."""
    made = brief()
    given = {s.id for s in (*made.inputs.events, *made.inputs.participants, *made.inputs.direct, *made.inputs.admin)}
    given |= {m.id for m in made.inputs.mentions} | {""}
    listed = {line.source.report_id for line in made.document.reports}
    for ground in made.document.grounds():
        assert ground.cited or ground.method
        assert {c.report_id for c in ground.cited} <= listed
        assert {c.statement_id for c in ground.cited} <= given


def test_the_numbers_are_those_of_the_statements() -> None:
    """Events, agencies, origins and grades are counted from what was handed in."""
    made = brief(60)
    short = text(made, "In short")
    given = (*made.inputs.events, *made.inputs.participants, *made.inputs.direct)
    statements = [s for s in given if "-E-" not in s.source.grade]
    dated = [s for s in made.inputs.events if s in statements and s.observed.from_at]
    undated = [s for s in made.inputs.events if s in statements and not s.observed.from_at]
    origins = {s.source.origin for s in statements}
    assert f"{len(dated)} events at Harl Street recreation ground, and {len(undated)} more without a date" in short
    assert "reported by 4 agencies" in short
    assert f"{len(statements)} statements in" in short
    assert f"{len(origins)} independent origins" in short


def test_an_event_told_by_two_reports_is_counted_once() -> None:
    """Two reports of one event are one event from two origins."""
    event = briefs.event(1)
    twice = tuple(briefs.statement("OCCURRED_AT", event, briefs.PARK, n, role="offence") for n in (1, 2))
    made = build_location_brief(briefs.inputs(0, events=twice, participants=(), direct=(), now=None))
    assert "1 event at" in text(made, "In short")
    assert "from 2 independent origins" in text(made, "In short")


def test_the_most_exact_time_stands() -> None:
    """Where one report knows the minute and another the month, the minute stands."""
    event = briefs.event(1)
    exact = briefs.observed(0)
    assert exact.from_at is not None
    month = Observed(exact.from_at.replace(day=1), exact.from_at.replace(day=28), DatePrecision.MONTH)
    vague = briefs.statement("OCCURRED_AT", event, briefs.PARK, 1, when=month)
    sharp = briefs.statement("OCCURRED_AT", event, briefs.PARK, 2, when=exact)
    made = build_location_brief(briefs.inputs(0, events=(vague, sharp), participants=(), direct=(), now=None))
    assert "Thursday 4 September 2025, 21:15" in text(made, "Sequence")


def test_a_month_only_date_borrows_no_day() -> None:
    """A date known to the month is printed as a month and gives no hour."""
    start = briefs.observed(0).from_at
    assert start is not None
    month = Observed(start.replace(day=1), start.replace(day=30), DatePrecision.MONTH)
    made = build_location_brief(
        only_event(briefs.statement("OCCURRED_AT", briefs.event(1), briefs.PARK, 1, when=month))
    )
    assert "September 2025 (no day reported)" in text(made, "Sequence")
    assert "A date but no hour: 1 of 1 event." in text(made, "What we do not know")


def test_a_few_events_make_no_claim() -> None:
    """Below five events the brief says so instead of claiming."""
    assert "No claim: 3 events at" in text(brief(4), "In short")
    assert "No claim" not in text(brief(60), "In short")


def test_no_event_at_all_is_said() -> None:
    """A place with nothing in scope still makes an honest document."""
    made = build_location_brief(
        briefs.inputs(0, events=(), participants=(), direct=(), admin=(), mentions=(), now=None)
    )
    assert "No claim: no event is reported" in text(made, "In short")
    assert "No report took part." in text(made, "Annex A")


def test_no_pattern_of_hours_from_few_known_hours() -> None:
    """Hours are claimed from ten known hours on."""
    assert "No claim about hours: " in text(brief(8), "In short")
    assert "began between 20:00 and 23:59" in text(brief(60), "In short")


def test_what_is_dated_outside_the_period_takes_no_part() -> None:
    """An event of another year is neither counted nor cited."""
    old = Observed(briefs.AS_OF.replace(year=2020), briefs.AS_OF.replace(year=2020), DatePrecision.MINUTE)
    made = build_location_brief(only_event(briefs.statement("OCCURRED_AT", briefs.event(1), briefs.PARK, 77, when=old)))
    assert "no event is reported" in text(made, "In short")
    assert briefs.source(77).report_id not in {line.source.report_id for line in made.document.reports}


def test_a_long_sequence_is_cut_by_rule_and_says_so() -> None:
    """Of 912 dated events the latest forty are shown."""
    made = brief(1042)
    dated = sum(1 for s in made.inputs.events if s.observed.from_at and "-E-" not in s.source.grade)
    sequence = text(made, "Sequence")
    assert f"{dated:,} dated events" in sequence
    assert "The latest 40 are shown." in sequence
    (table,) = [b for s in made.document.sections if s.heading == "Sequence" for b in s.blocks if isinstance(b, Table)]
    assert len(table.rows) == 40


def test_what_the_service_cut_is_said() -> None:
    """Where only some of the events were handed in, the brief says how many."""
    assert "made from 8 of 900 events counted" in text(brief(10, events_total=900), "In short")


def test_roles_are_as_reported() -> None:
    """A party whose role is not stated is never read as suspect or victim."""
    event, one = briefs.event(1), briefs.person(1)
    part = briefs.statement("TOOK_PART", one, event, 1, role="party, role not stated")
    made = build_location_brief(
        only_event(briefs.statement("OCCURRED_AT", event, briefs.PARK, 1, role="offence"), part)
    )
    who = text(made, "Who and what")
    assert "1 person in events here: party, role not stated 1." in who
    assert "suspect" not in who.replace("party, role not stated", "")
    assert "Part not stated: 1 statement. None is read as suspect or as victim." in text(made, "What we do not know")


def test_people_are_listed_as_they_first_appear_never_by_number() -> None:
    """The person in most events is not put first."""
    made = brief(60)
    starts = [i.first_at for i in _involved(made) if i.first_at]
    assert starts == sorted(starts)


def _involved(made: LocationBrief):  # type: ignore[no-untyped-def]
    from graphsvc.products.location_facts import gather

    return gather(made.inputs).involved


def test_by_default_nobody_is_named() -> None:
    """No name of a person, plate or home address, no report's own wording, no event's title is in the whole brief."""
    inputs = briefs.inputs(60)
    quoted = tuple(replace(s, sentence="Ferrant Quill was seen with QQ00 QQQ.") for s in inputs.direct)
    made = build_location_brief(replace(inputs, direct=quoted))
    everything = text(made) + str(finding_record(made))
    for name in ("Ferrant", "QQ00", "Copper Close", "Incident 1"):
        assert name not in everything
    assert "Child A" in everything
    assert "Adult 1" in everything


def test_a_free_text_role_or_a_place_of_no_known_kind_names_nobody() -> None:
    """A role that a report wrote freely, or a place that may be a home, does not bring a name in by the back door."""
    house = EntityRef("7" * 32, "Location", "9 Ferrant Row")
    works = briefs.statement("WORKS_FOR", briefs.person(1), briefs.PARK, 1, role="driver for Ferrant Quill")
    part = briefs.statement("PART_OF", house, briefs.PARK, 2)
    made = brief(5, direct=(works, part))
    assert "Ferrant" not in text(made) + str(finding_record(made))
    assert "Place 1 is in Harl Street recreation ground" in text(made, "The place itself")


def test_a_name_of_any_length_is_cut() -> None:
    """A name of ten thousand letters does not fill the document."""
    long = "Q" * 10_000
    made = brief(5, names=(long,), naming=Naming.NAMES)
    assert long not in text(made)
    assert "Q" * 199 + "…" in text(made)


def test_with_names_people_are_named_and_the_reports_wording_stands() -> None:
    """Where names are asked for, they are printed, and the document says so."""
    inputs = briefs.inputs(10, naming=Naming.NAMES)
    made = build_location_brief(replace(inputs, direct=tuple(replace(s, sentence="As told.") for s in inputs.direct)))
    assert "Ferrant Quill0" in text(made)
    assert "As told" in text(made, "The place itself")
    assert ("Naming", "people and things by name") in made.document.facts


def test_what_points_the_other_way_is_told() -> None:
    """Suspected false, weak grades, opinion, and all from one origin are each said."""
    event = briefs.event(1)
    false = briefs.statement("TOOK_PART", briefs.person(1), event, 9, grade="2-E-P", kind=StatementKind.OPINION)
    weak = briefs.statement("OCCURRED_AT", event, briefs.PARK, 1, grade="3-D-P")
    against = text(build_location_brief(only_event(weak, false)), "What points the other way")
    assert "Source grade 3 or intelligence grade D: 1 statement." in against
    assert "Suspected to be false (E), so counted nowhere in this brief: 1 statement." in against
    assert "Assessment or opinion, not fact: 1 statement." in against
    assert "Everything here comes from one origin" in against


def test_what_is_suspected_to_be_false_supports_nothing() -> None:
    """An event, a person and a time known only from E are counted nowhere; they are told as what they are."""
    event, one = briefs.event(1), briefs.person(1)
    sound = briefs.statement("OCCURRED_AT", event, briefs.PARK, 1, grade="2-B-P")
    part = briefs.statement("TOOK_PART", one, event, 2, role="suspect", grade="2-E-P")
    other = briefs.statement("OCCURRED_AT", briefs.event(2), briefs.PARK, 4, grade="1-E-P")
    made = build_location_brief(briefs.inputs(0, events=(sound, other), participants=(part,), direct=(), now=None))
    assert "1 event at" in text(made, "In short")
    assert "links a person or thing" in text(made, "Who and what")
    assert "2 statements" in text(made, "What points the other way")


def test_the_agencies_are_those_that_report_the_events() -> None:
    """An agency that only says who runs the place is not said to report events there."""
    event = briefs.statement("OCCURRED_AT", briefs.event(1), briefs.PARK, 0)
    runs = briefs.statement("OPERATED_BY", briefs.PARK, EntityRef("c" * 32, "Organisation", "Parks"), 1)
    made = build_location_brief(briefs.inputs(0, events=(event,), participants=(), direct=(runs,), now=None))
    assert f"reported by 1 agency ({briefs.AGENCIES[0]})" in text(made, "In short")


def test_an_undated_event_among_the_direct_links_is_an_event() -> None:
    """However it is handed in, an event without a date is told as one that may lie outside the period."""
    undated = briefs.statement("OCCURRED_AT", briefs.event(3), briefs.PARK, 3)
    assert undated.observed.from_at is None
    made = build_location_brief(briefs.inputs(0, events=(), participants=(), direct=(undated,), now=None))
    assert "No claim: 0 events at Harl Street recreation ground, and 1 more without a date" in text(made, "In short")


def test_nothing_against_is_not_called_proof() -> None:
    """Where nothing weak is found the brief says what was looked for, and that it proves nothing."""
    sound = tuple(briefs.statement("OCCURRED_AT", briefs.event(i), briefs.PARK, i, grade="1-A-P") for i in (1, 2))
    made = build_location_brief(briefs.inputs(0, events=sound, participants=(), direct=(), now=None))
    assert "That is not evidence that the rest is right." in text(made, "What points the other way")


def test_admin_roles_are_left_out_and_counted() -> None:
    """The statement that a report was made here is counted apart and cited."""
    made = brief(5)
    assert "Left out: 1 statement in which this is only where a report was made" in text(made, "What we do not know")
    assert "6 events" not in text(made, "In short")


@pytest.mark.parametrize("naming", list(Naming))
def test_no_word_that_judges(naming: Naming) -> None:
    """No offender, no score, no danger, no confidence that was not computed, no blame."""
    said = text(brief(60, naming=naming)).lower()
    judging = r"\b(offender|perpetrator|score|dangerous|risky|confidence|likely|prostitut\w*|promiscuous|lifestyle)\b"
    assert re.search(judging, said) is None


def test_the_method_says_queries_versions_and_log_head() -> None:
    """Annex B repeats what was asked, with what, and where the log stood."""
    method = text(brief(), "Annex B")
    assert "from = 2025-09-01; to = 2026-02-28" in method
    assert "Software version 0.1.0; rule packs: none used" in method
    assert "3f3f" in method


def test_the_record_holds_everything_needed_to_ask_again() -> None:
    """As-of, queries, report and statement ids, versions and log head are in the record, with each sentence's ground."""
    record = finding_record(brief(20))
    assert record["as_of"] == "2026-03-12T14:02:00+00:00"
    assert record["queries"][0] == {"name": "places", "parameters": {"from": "2025-09-01", "to": "2026-02-28"}}
    assert record["rule_packs"] == []
    assert record["made_with"]["typst"]
    assert all(entry["reports"] or entry["method"] for entry in record["grounds"])
    assert len(record["statement_ids"]) >= 20


def test_the_same_inputs_make_the_same_brief_in_any_order() -> None:
    """The order in which the store answers changes nothing."""
    inputs = briefs.inputs(40)
    turned = replace(
        inputs, events=inputs.events[::-1], participants=inputs.participants[::-1], direct=inputs.direct[::-1]
    )
    assert text(build_location_brief(turned)) == text(build_location_brief(inputs))


@pytest.mark.parametrize(("number", "expected"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_letters_do_not_run_out(number: int, expected: str) -> None:
    """After Child Z comes Child AA."""
    assert letters(number) == expected
