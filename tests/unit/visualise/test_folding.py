"""Events folded into lines: person - with, 3 events - person."""

from dataclasses import replace

import pytest

from graphsvc.model.network import Network
from tests.support.briefs import statement
from tests.support.charts import company_network, rolled
from visualise.folding import fold, together_confirmation, together_words
from visualise.network import draw_network
from visualise.portable import portable_chart
from visualise.portable_data import Drawn, draw
from visualise.portable_table import groups
from visualise.theme import Confirmation, Ring


def drawn(network: Network) -> Drawn:
    """What a portable chart draws."""
    return draw(network, {network.centre.id: "child"})


def test_events_with_others_are_lines_and_events_alone_stay() -> None:
    """Three incidents become one line to the man in them; the incident that joins nobody is still an event on the chart."""
    chart = drawn(company_network(3))
    assert [e.caption for e in chart.events.values()] == ["Incident 0", "Incident 1", "Incident 2"]
    assert {e.caption for e in chart.entities.values() if e.type == "Event"} == {"Incident 99"}
    said = {chart.entities[x.line.b_id].caption: (x.verbs, x.count_words) for x in chart.lines if x.together}
    assert said["Lee Marsh"] == ("with (suspect)", "3 events, 3 statements, own part: victim or possible victim")
    assert said["QQ01 QQQ"] == ("with", "1 event, 1 statement, own part: victim or possible victim")
    assert [v for v, _ in said.values() if v.startswith("at")] == ["at (meeting)"]


def test_a_line_through_events_has_no_arrow() -> None:
    """Being in one event has no direction."""
    assert not any(x.line.directed for x in drawn(company_network()).lines if x.together)


def test_what_else_joins_the_two_is_on_the_same_line() -> None:
    """A man who is known besides has one line, not two, and its count is of both."""
    network = company_network(2)
    man = network.together[0].entity
    knows = rolled(network.centre, man, [statement("KNOWS", network.centre, man, 70)])
    network = replace(network, entities=(*network.entities, man), links=(*network.links, knows), shown=5, total=5)
    [line] = [x for x in drawn(network).lines if man.id in (x.line.a_id, x.line.b_id)]
    assert (line.verbs, line.count_words) == (
        "with (suspect); also knows",
        "2 events, 3 statements, own part: victim or possible victim",
    )
    assert line.line.count == 3
    assert {s.link_type for s in line.statements} == {"KNOWS", "TOOK_PART"}


@pytest.mark.parametrize(
    ("grade", "wanted"),
    [("3-D-P", Confirmation.TENTATIVE), ("2-C-P", Confirmation.UNCONFIRMED), ("1-A-P", Confirmation.CONFIRMED)],
)
def test_a_line_is_as_sure_as_the_weaker_side(grade: str, wanted: Confirmation) -> None:
    """The child's part is graded 1-A; a rumour of the man's makes the line a rumour."""
    network = company_network(3, grade=grade)
    own = {s.source.grade for link in network.links if link.link_type == "TOOK_PART" for s in link.statements}
    assert own == {"1-A-P"}
    assert together_confirmation(network.together[0], fold(network).own) is wanted


def test_what_is_not_at_hand_does_not_make_a_line_tentative() -> None:
    """The statements that were cut may bear it out better."""
    network = company_network(3, grade="3-D-P")
    cut = replace(network.together[0], count=9)
    assert together_confirmation(cut, fold(network).own) is Confirmation.UNCONFIRMED


def test_a_suspect_met_in_events_only_has_the_ring() -> None:
    """Roles come from the events shown, folded or not."""
    network = company_network()
    assert drawn(network).rings[network.together[0].entity.id] == (Ring.SUSPECT,)


def test_the_table_lists_the_folded_events() -> None:
    """Nothing is lost by folding: the table has every line, and every event with the child's own part in it."""
    network = company_network(3)
    told = groups(drawn(network))
    off = [g for g in told if not g.on_chart]
    assert sorted(g.to_name for g in off) == ["Incident 0", "Incident 1", "Incident 2"]
    assert sum(len(g.rows) for g in told) == sum(x.count for x in (*network.links, *network.together))


def test_both_drawings_say_that_events_are_folded() -> None:
    """At the foot of the page's drawing and at the head of the file, with how many."""
    network = company_network(3)
    assert "3 events folded into lines" in draw_network(network)
    assert "3 of them events, folded into lines to the 3 others in them" in portable_chart(network, "OFFICIAL", "")


def test_the_pages_drawing_shows_who_was_in_the_events() -> None:
    """The man and the car stand there though nothing but events joins them to the child; the folded events do not."""
    svg = draw_network(company_network(3))
    assert "Lee Marsh" in svg
    assert "QQ01 QQQ" in svg
    assert "Incident 1<" not in svg
    assert "Incident 99" in svg


def test_others_that_were_cut_are_said() -> None:
    """Where an answer holds only the first of the others, the file says how many more there are."""
    network = replace(company_network(3), together_total=40)
    assert "37 others of the same events" in portable_chart(network, "OFFICIAL", "")


def test_a_part_that_nobody_stated_is_said_to_be_unstated() -> None:
    """``involved`` says nothing that the line does not; ``unknown`` does: nobody knows what the place was to the event."""
    man = company_network().together[0]
    assert together_words(replace(man, roles=("", "involved"))) == "with, 3 events"
    assert together_words(replace(man, roles=("unknown",))) == "with (part not stated), 3 events"
