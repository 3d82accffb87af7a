"""The portable chart: one file that needs nothing else, in which every name is text and every sign is the theme's."""

import base64
import hashlib
import itertools
import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import ProductError
from graphsvc.model.network import EntityRef, Network
from graphsvc.model.provenance import Observed
from tests.support.briefs import PARK, person, statement
from tests.support.charts import event_network, park_network, rolled
from visualise import portable, portable_data
from visualise.diagram import Node
from visualise.portable import ChartNotes, portable_chart
from visualise.portable_data import RADIUS, draw, rings_of
from visualise.portable_layout import arrange
from visualise.theme import KINDS, Confirmation, Ring, line_width, ring_strokes

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "href=javascript:alert(1)",
    '" onmouseover="alert(1)',
    "<!--<script>",
    "{{ 7 * 7 }} {% raw %}",
    "$& $' \\u003c",
    "\x00size\x00",
    "\x07\ud800\u202etxt",
    "   ",
)
VOID = {"meta", "link", "img", "br", "input", "hr"}


class Tags(HTMLParser):
    """What a browser would see of a page: tags, attributes, scripts, and the text outside of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag, and a script or style to collect."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
            if tag in self.raw:
                self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """Everything open inside ends with it."""
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Text of a script or style, or text in sight."""
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]][-1] += data
        else:
            self.text.append(data)

    @property
    def words(self) -> str:
        """All text in sight, on one line."""
        return " ".join(" ".join(self.text).split())


def made(network: Network, **notes: Any) -> str:
    """The chart of a network."""
    return portable_chart(network, "OFFICIAL-SENSITIVE", "Made for the panel: its next meeting.", ChartNotes(**notes))


def data(html: str, name: str) -> list[dict[str, Any]]:
    """The nodes or edges as the drawing script gets them."""
    found = re.search(rf"{name} = new vis\.DataSet\((\[.*?\])\);", Tags(html).raw["script"][1], re.DOTALL)
    assert found
    read: list[dict[str, Any]] = json.loads(found.group(1))
    return read


def test_nothing_in_the_file_points_out_of_it() -> None:
    """No tag fetches or leads anywhere, no style asks for a file, and the policy forbids what was forgotten."""
    page = Tags(made(park_network(60, total=912)))
    fetching = {"src", "srcset", "action", "data", "poster", "background", "ping", "formaction", "manifest"}
    assert not [
        (t, a) for t, a in page.tags if fetching & a.keys() or t in {"link", "base", "iframe", "object", "embed"}
    ]
    assert all(a["href"].startswith("#") for _, a in page.tags if "href" in a)
    assert not re.search(r"url\(|@import|@font-face", "".join(page.raw["style"]))
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page.raw["script"][1] + page.raw["script"][2])
    assert "bootstrap" not in "".join(page.raw["script"][1:])


def test_the_policy_lets_in_these_scripts_and_this_style_and_nothing_else() -> None:
    """Each is named by its digest; nothing is allowed by a word like unsafe-inline."""
    page = Tags(made(park_network(12)))
    [policy] = [a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    digests = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (*page.raw["script"], *page.raw["style"])
    }
    assert set(re.findall(r"'sha256-[^']+'", policy)) == digests
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert [t for t, _ in page.tags].index("meta") < [t for t, _ in page.tags].index("style")
    assert not [a for _, a in page.tags if "style" in a or any(name.startswith("on") for name in a)]


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_a_name_is_text_wherever_the_name_stands(name: str) -> None:
    """Whatever a file calls someone: the same tags as with a plain name, and never pyvis's tooltips made of markup."""
    plain, spoilt = Tags(made(park_network(12, name="Ferrant Quill"))), Tags(made(park_network(12, name=name)))
    assert [t for t, _ in spoilt.tags] == [t for t, _ in plain.tags]
    assert len(spoilt.raw["script"]) == 3
    assert "popup" not in spoilt.raw["script"][1]
    assert "innerHTML" not in spoilt.raw["script"][1] + spoilt.raw["script"][2]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30))
def test_any_name_at_all_gives_a_whole_page(name: str) -> None:
    """For any text as centre, neighbour, sentence, report and purpose the page has its parts and can be written."""
    centre = replace(PARK, caption=name)
    other = person(1, name)
    said = statement("SEEN_AT", other, centre, 1, role=name, sentence=name)
    said = replace(said, source=replace(said.source, reference=name, agency=name, locator=name))
    network = replace(park_network(1), centre=centre, entities=(other,), links=(rolled(centre, other, [said]),))
    html = portable_chart(
        network, "OFFICIAL", name, ChartNotes(facts=(name,), left_out=(name,), made_from=((name, name),))
    )
    page = Tags(html)
    html.encode()
    assert len(page.raw["script"]) == 3
    assert [t for t, _ in page.tags].count("main") == 1
    assert "Made from" in page.words


def test_the_same_network_gives_the_same_bytes_in_whatever_order_it_comes() -> None:
    """Neither the order of entities and links nor asking again changes a byte."""
    network = park_network(90, total=912)
    turned = replace(network, entities=network.entities[::-1], links=network.links[::-1])
    assert made(network) == made(turned) == made(network)


@pytest.mark.parametrize("what", ["park_network(60)", "event_network(14)"])
def test_another_process_gives_the_same_bytes(what: str) -> None:
    """Hash seeds, and the layout's own chance, change nothing."""
    program = (
        "import hashlib; from tests.support.charts import *; from visualise.portable import *; "
        f"print(hashlib.sha256(portable_chart({what}, 'OFFICIAL', 'for us').encode()).hexdigest())"
    )
    root = Path(__file__).parents[3]
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_pyvis_is_not_imported_until_a_chart_is_drawn() -> None:
    """It brings a whole interactive shell with it, which no other command should wait for."""
    program = (
        "import sys, graphsvc.services.charts; print(sorted({'pyvis', 'IPython', 'networkx'} & sys.modules.keys()))"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout.strip() == "[]"


def test_every_node_has_the_themes_shape_fill_and_letter() -> None:
    """A circle is a person on every drawing; nothing is told apart by colour alone."""
    network = park_network(30)
    named = {portable_data.kind_words(e): e.type for e in (*network.entities, network.centre)}
    for node in data(made(network), "nodes"):
        style = KINDS[named[node["hover"].rpartition("(")[2].rstrip(")")]]
        assert (node["outline"], node["color"]["background"], node["letter"]) == (
            style.shape.value,
            style.fill,
            style.letter,
        )
    assert all(kind.shape.value in portable_data._NATIVE for kind in KINDS.values())


def test_every_line_has_the_themes_dashes_and_the_width_of_its_origins() -> None:
    """Solid, dashed and dotted as the theme says, for each of the three; width is the number of origins."""
    network = event_network(14)
    drawn, edges = draw(network, {}), data(made(network), "edges")
    assert {told.line.confirmation for told in drawn.lines} == set(Confirmation)
    for told, edge in zip(drawn.lines, edges, strict=True):
        expected = [float(d) for d in told.line.confirmation.dashes.split()] or False
        assert edge["dashes"] == expected
        assert edge["width"] == round(line_width(told.line.origins), 1)


def test_a_line_points_as_its_statements_do() -> None:
    """A reader puts the centre first; a person at a park still points to the park, a park run by a firm to the firm."""
    html = made(park_network(10))
    names = {n["id"]: n["name"] for n in data(html, "nodes")}
    for edge in data(html, "edges"):
        assert edge["arrows"] == "to"
        assert (names[edge["from"]] == PARK.caption) == (edge["words"][0] == "is operated by")


def test_a_link_without_direction_has_no_arrow() -> None:
    """Who knows whom is the same both ways."""
    a, b = person(1), person(2)
    network = Network(a, (b,), (rolled(a, b, [statement("KNOWS", b, a, 1)]),), 1, 1, park_network(1).as_of)
    assert [e["arrows"] for e in data(made(network), "edges")] == [""]


def test_parallel_links_are_one_line_with_a_count() -> None:
    """Five statements are one line that says ×5; all five stand in the table."""
    one = person(1)
    said = [statement("SEEN_AT", one, PARK, i, sentence=f"Sentence number {i}.") for i in range(5)]
    html = made(replace(park_network(1), entities=(one,), links=(rolled(PARK, one, said),)))
    [edge] = data(html, "edges")
    assert edge["badge"] == "×5"
    assert all(f"Sentence number {i}." in Tags(html).words for i in range(5))


@pytest.mark.parametrize(
    ("role", "described", "rings"),
    [
        ("suspect", "", (Ring.SUSPECT,)),
        ("convicted", "adult", (Ring.SUSPECT,)),
        ("victim or possible victim", "child", (Ring.CHILD,)),
        ("victim or possible victim", "", ()),
        ("witness or informant", "", (Ring.WITNESS,)),
        ("suspect", "child", (Ring.CHILD, Ring.SUSPECT)),
        ("witness or informant", "child", (Ring.CHILD,)),
        ("party, role not stated", "", ()),
    ],
)
def test_rings_are_the_parts_a_person_has_in_what_is_shown(role: str, described: str, rings: tuple[Ring, ...]) -> None:
    """A child stays a child whatever part they are said to have had; a part not stated is no ring."""
    network = event_network(1)
    [link] = network.links
    assert rings_of(network.entities[0], replace(network, links=(replace(link, roles=(role,)),)), described) == rings


def test_only_people_have_rings_and_each_ring_stands_outside_the_last() -> None:
    """A vehicle used in an event is no suspect, and two rings never lie on one another."""
    strokes = ring_strokes((Ring.CHILD, Ring.SUSPECT))
    edges = [(gap - width / 2, gap + width / 2) for gap, width in strokes]
    assert all(outer[0] > inner[1] for inner, outer in itertools.pairwise(edges))
    vehicle = EntityRef("b" * 32, "Vehicle", "QQ00 QQQ")
    link = replace(event_network(1).links[0], b_id=vehicle.id, roles=("suspect",))
    assert rings_of(vehicle, replace(event_network(1), links=(link,)), "child") == ()


def test_a_line_with_statements_not_at_hand_is_not_called_tentative() -> None:
    """The statements that are not here may bear it out better."""
    one = person(1)
    link = rolled(PARK, one, [statement("SEEN_AT", one, PARK, 1, grade="3-D-P")])
    drawn = [draw(replace(park_network(1), entities=(one,), links=(x,)), {}) for x in (link, replace(link, count=9))]
    assert [d.lines[0].line.confirmation for d in drawn] == [Confirmation.TENTATIVE, Confirmation.UNCONFIRMED]


def test_the_page_says_how_much_is_here_and_what_is_not() -> None:
    """Showing 150 of 912, as of when, what was left out and by what rule, and how many statements of a long link."""
    network = park_network(150, total=912)
    long = replace(network.links[0], count=network.links[0].count + 40)
    page = Tags(made(replace(network, links=(long, *network.links[1:])), left_out=("grades below 2-C",)))
    assert "Showing 150 of 912 · as of 12 March 2026 14:02" in page.words
    assert "Left out: 762 neighbours with no more independent origins than those shown; grades below 2-C." in page.words
    assert "40 more of its statements are not in this file." in page.words


def test_the_table_has_every_statement_with_report_date_and_grade() -> None:
    """Whoever cannot see the drawing is told the same."""
    network = park_network(30)
    words = Tags(made(network)).words
    for link in network.links:
        for said in link.statements:
            assert said.source.reference in words
            assert (said.source.grade or "not graded: record") in words


def test_the_page_is_marked_at_head_and_foot_on_screen_and_on_paper() -> None:
    """Even where the marking itself holds quotes or markup."""
    for marking in ("OFFICIAL-SENSITIVE", 'OFFICIAL "</style><b>'):
        html = portable_chart(park_network(3), marking, "for us")
        page = Tags(html)
        assert page.words.count(marking) == 3  # and in the title
        assert [t for t, _ in page.tags].count("style") == 1
        assert page.raw["style"][0].count("content: ") == 3


def test_every_entity_has_a_place_of_its_own() -> None:
    """Positions are worked out beforehand, whole numbers, and no two stand on one another."""
    for count in (0, 1, 5, 12, 13, 41, 150, 700):
        network = park_network(count)
        places = draw(network, {}).places
        assert len(places) == len(set(places.values())) == count + 1
        closest = min(
            (abs(a[0] - b[0]) / 100 + abs(a[1] - b[1]) / 50 for a in places.values() for b in places.values() if a < b),
            default=1,
        )
        assert closest > 0.5
        assert all(isinstance(x, int) for at in places.values() for x in at)


def test_what_no_report_dates_stands_in_a_tray_and_the_page_says_so() -> None:
    """Apart from the dated, inside the frame, nobody dated in it; where nothing or everything is dated there is none."""
    drawn = draw(park_network(30), {})
    undated = {e for told in drawn.lines for e in (told.line.a_id, told.line.b_id) if told.dates == "undated"} - {
        PARK.id
    }
    assert drawn.tray is not None
    inside = {
        i
        for i, (x, y) in drawn.places.items()
        if drawn.tray.left < x < drawn.tray.right and drawn.tray.top < y < drawn.tray.bottom
    }
    assert inside == undated
    assert "In the frame at the right stands what is undated" in Tags(made(park_network(30))).words
    dated = event_network(2)
    assert draw(dated, {}).tray is None
    assert "frame at the right" not in Tags(made(dated)).words


def test_where_nothing_is_dated_nobody_stands_apart() -> None:
    """A tray tells the undated from the dated; without the dated it tells nothing."""
    network = park_network(12)
    never = Observed()
    links = [rolled(PARK, e, [statement("SEEN_AT", e, PARK, i)]) for i, e in enumerate(network.entities)]
    links = [
        replace(x, first_at=None, last_at=None, statements=tuple(replace(s, observed=never) for s in x.statements))
        for x in links
    ]
    drawn = draw(replace(network, links=tuple(links)), {})
    assert {told.dates for told in drawn.lines} == {"undated"}
    assert drawn.tray is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(0, 12))
def test_no_line_to_the_centre_runs_through_whoever_stands_nearer(dated: int, undated: int) -> None:
    """On a chart with room for words every neighbour has a direction of its own, those in the tray too."""
    count = max(1, min(dated, 40 - undated)) + undated
    nodes = [Node(f"{i}", f"Name {i}", "Person", "", i % 5) for i in range(count)]
    places = arrange("c", nodes, [("c", n.id) for n in nodes], {f"{i}" for i in range(undated)}).places
    for far, (x, y) in places.items():
        length = math.hypot(x, y)
        for near, (a, b) in places.items():
            if near != far and "c" not in (near, far) and 0 < a * x + b * y < length * length:
                assert abs(a * y - b * x) / length > RADIUS


def test_an_empty_network_is_a_page_that_says_so() -> None:
    """A centre with nothing round it."""
    page = Tags(made(park_network(0)))
    assert "Showing all 0" in page.words
    assert "links it to anyone or anything" in page.words


def test_more_than_a_browser_draws_is_refused() -> None:
    """With what to do next, and without a name."""
    many = tuple(person(i) for i in range(2001))
    with pytest.raises(ProductError) as refused:
        made(replace(park_network(1), entities=many))
    assert "2,000" in str(refused.value)
    assert refused.value.next_step


def test_a_page_of_another_pyvis_is_refused() -> None:
    """What is not the one library and the one drawing script is never passed on."""
    for written in ("", "<script>function drawGraph() {}</script>", "<script>vis-network</script>" * 2):
        with pytest.raises(ProductError):
            portable._kept(written)


def test_the_page_states_its_own_size() -> None:
    """Within a kilobyte, so that whoever sends it knows."""
    html = made(park_network(30))
    found = re.search(r"About ([\d,]+) kB, complete in itself", Tags(html).words)
    assert found
    assert abs(int(found.group(1).replace(",", "")) - len(html.encode()) / 1000) <= 1


def test_ids_of_the_store_do_not_leave_with_the_chart() -> None:
    """Entities, statements and reports go by names and references."""
    network = park_network(30)
    html = made(network)
    ids = [e.id for e in network.entities] + [s.id for x in network.links for s in x.statements]
    ids += [s.source.report_id for x in network.links for s in x.statements]
    assert not [i for i in ids if i in html]
