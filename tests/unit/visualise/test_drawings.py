"""Networks and chains as SVG."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.finding import Chain, Step, StepBasis
from graphsvc.model.network import EntityRef, Network, RolledLink
from tests.support.briefs import AS_OF, PARK, person, statement
from visualise.chain import draw_chain
from visualise.network import draw_network, span

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("<script>alert(1)</script>", '"/><svg onload=x', "]]>&amp;'", "\x00\x07\ud800", "\u202etxt", "", "   ")


def rolled(
    a: EntityRef, b: EntityRef, number: int, *, count: int = 1, origins: int = 1, grade: str = "2-C-P"
) -> RolledLink:
    """All links between two entities, as one."""
    link_type = "SEEN_AT" if b.type == "Location" else "KNOWS"
    said = tuple(statement(link_type, a, b, number + i, grade=grade) for i in range(count))
    first = datetime(2026, 3, 1, tzinfo=UTC)
    return RolledLink(a.id, b.id, link_type, count, origins, (), first, first, said)


def star(neighbours: int, *, total: int | None = None, caption: str = "") -> Network:
    """A park and so many people seen there; the later the person, the more origins."""
    people = tuple(person(i, caption) for i in range(neighbours))
    links = tuple(rolled(p, PARK, i, origins=i) for i, p in enumerate(people))
    return Network(PARK, (PARK, *people), links, neighbours, neighbours if total is None else total, AS_OF)


def parse(svg: str | bytes) -> Element:
    """A drawing as elements."""
    return fromstring(svg)  # noqa: S314 - the project's own drawing


def words(svg: str) -> str:
    """All text of a drawing."""
    return " ".join(parse(svg).itertext())


def test_the_drawing_says_how_much_of_the_network_it_shows() -> None:
    """A large network is cut to the most relevant neighbours, and the foot says so."""
    svg = draw_network(star(150, total=912), most=40)
    assert "Chart shows 40 of 912; the table shows all · as of 12 March 2026 14:02" in words(svg)
    assert len(parse(svg).findall(f".//{SVG}circle")) == 40 + 1  # and one in the legend


def test_the_most_relevant_are_drawn() -> None:
    """The neighbours with most independent origins are the ones drawn."""
    drawn = words(draw_network(star(100), most=3))
    assert all(f"Ferrant Quill{i}" in drawn for i in (97, 98, 99))
    assert "Ferrant Quill96" not in drawn


def test_no_more_than_sixty_are_ever_drawn() -> None:
    """However many are asked for, a drawing stays readable."""
    assert "Chart shows 60 of 80" in words(draw_network(star(80), most=5000))


def test_parallel_links_are_one_line_with_a_count() -> None:
    """Four parallel links are one line that says ×4, however they are told."""
    one = person(1)
    network = Network(PARK, (PARK, one), (rolled(one, PARK, 0, count=4),), 1, 1, AS_OF)
    assert "×4" in words(draw_network(network))


@pytest.mark.parametrize(("grade", "dashes"), [("1-A-P", set()), ("2-C-P", {"8 5"}), ("3-D-P", {"1.5 5"})])
def test_a_lines_style_is_its_confirmation(grade: str, dashes: set[str]) -> None:
    """Solid, dashed or dotted: the line and its entry in the legend, and no other style."""
    one = person(1)
    svg = draw_network(Network(PARK, (PARK, one), (rolled(one, PARK, 0, grade=grade),), 1, 1, AS_OF))
    found = {p.get("stroke-dasharray") for p in parse(svg).iter(f"{SVG}path")} - {None}
    assert found == dashes


def test_an_arrow_is_drawn_only_where_direction_has_meaning() -> None:
    """Seen at has a direction, knows has none."""
    one, other = person(1), person(2)
    directed = draw_network(Network(PARK, (PARK, one), (rolled(one, PARK, 0),), 1, 1, AS_OF))
    undirected = draw_network(Network(other, (other, one), (rolled(one, other, 0),), 1, 1, AS_OF))
    assert f"{SVG}polygon" in {e.tag for e in parse(directed).iter()}
    assert f"{SVG}polygon" not in {e.tag for e in parse(undirected).iter()}


def test_an_arrow_points_as_the_statements_do_whichever_end_is_given_first() -> None:
    """A reader gives the centre of an expansion first; the arrow still goes from the person to the park."""
    one = person(1)
    as_told = draw_network(Network(PARK, (PARK, one), (rolled(one, PARK, 0),), 1, 1, AS_OF))
    turned = replace(rolled(one, PARK, 0), a_id=PARK.id, b_id=one.id)
    assert draw_network(Network(PARK, (PARK, one), (turned,), 1, 1, AS_OF)) == as_told
    assert "was visited by" in words(as_told)


def test_a_month_is_not_told_as_two() -> None:
    """A stretch that ends with the first instant of April ends in March."""
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert [span(start, end), span(start, start), span(start, None), span(None, None)] == ["Mar 2026"] * 3 + [""]


def test_an_empty_network_is_drawn_and_says_so() -> None:
    """A centre with nothing round it is still a drawing."""
    assert "Chart shows all 0" in words(draw_network(Network(PARK, (PARK,), (), 0, 0, AS_OF)))


def test_a_thing_linked_with_itself_and_links_out_of_the_picture_do_no_harm() -> None:
    """A link of a thing with itself, or to something not in the network, is left out."""
    one, stranger = person(1), person(2)
    links = (rolled(one, PARK, 0), rolled(one, one, 1), rolled(one, stranger, 2))
    drawn = words(draw_network(Network(PARK, (PARK, one), links, 1, 1, AS_OF)))
    assert stranger.caption not in drawn


@pytest.mark.parametrize("caption", HOSTILE)
def test_markup_in_a_name_is_text(caption: str) -> None:
    """Whatever a file calls someone, the drawing stays well-formed, without script, style or address."""
    svg = draw_network(star(3, caption=caption))
    tags = {e.tag.removeprefix(SVG) for e in parse(svg).iter()}
    attributes = {a for e in parse(svg).iter() for a in e.attrib}
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "text", "circle", "polygon"}
    assert not {a for a in attributes if a == "style" or a.startswith("on") or "href" in a}


@given(st.text(max_size=40))
def test_every_text_is_drawn_well_formed(caption: str) -> None:
    """For any name at all the drawing is well-formed XML and can be written as UTF-8."""
    parse(draw_network(star(2, caption=caption)).encode())


def test_the_same_network_is_the_same_drawing() -> None:
    """The order in which links and entities arrive changes nothing."""
    network = star(30)
    turned = Network(PARK, network.entities[::-1], network.links[::-1], 30, 30, AS_OF)
    assert draw_network(network, most=20) == draw_network(turned, most=20)


def chain(length: int) -> tuple[Chain, dict[str, EntityRef], dict[str, object]]:
    """A chain of so many people, each step with one statement."""
    people = [person(i) for i in range(length)]
    said = [statement("KNOWS", a, b, i) for i, (a, b) in enumerate(itertools.pairwise(people))]
    steps = tuple(Step(s.from_entity.id, s.to_entity.id, StepBasis.LINK, (s.id,), (), 1) for s in said)
    return Chain(tuple(p.id for p in people), steps), {p.id: p for p in people}, {s.id: s for s in said}


@pytest.mark.parametrize("length", [2, 4, 5, 9])
def test_a_chain_names_every_entity_and_every_steps_ground(length: int) -> None:
    """Every entity of the chain is there by name, every step with its basis and date."""
    drawn, entities, statements = chain(length)
    svg = draw_chain(drawn, entities, statements)  # type: ignore[arg-type]
    assert all(f"Ferrant Quill{i}" in words(svg) for i in range(length))
    assert words(svg).count("linked:") >= length - 1


def test_a_step_that_is_only_both_known_is_never_a_solid_line() -> None:
    """ "Both known at" is drawn tentative, whatever records say it."""
    drawn, entities, statements = chain(2)
    step = Step(*drawn.entity_ids, StepBasis.BOTH_KNOWN_AT, drawn.steps[0].link_ids, ("x",), 2)
    svg = draw_chain(Chain(drawn.entity_ids, (step,)), entities, statements)  # type: ignore[arg-type]
    assert 'stroke-dasharray="1.5 5"' in svg
    assert "both known at, no common time" in words(svg)


def test_an_entity_out_of_scope_is_not_named_in_a_chain() -> None:
    """An id that the viewer was given no name for is drawn without one."""
    drawn, entities, statements = chain(3)
    del entities[drawn.entity_ids[1]]
    assert "not named here" in words(draw_chain(drawn, entities, statements))  # type: ignore[arg-type]
