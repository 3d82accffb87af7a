"""What the pages promise, whatever the data holds."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from graphsvc.settings import Settings
from graphsvc.web.templating import STATIC, asset_addresses, environment
from tests.support.words import BLAMING
from tests.unit.web.contexts import CONTEXTS
from tests.unit.web.samples import Context

PAGES = environment(Settings(), demonstration=True)
ALL = sorted(CONTEXTS)

# What a template compares with a word of its own, so that changing it changes the page on purpose.
_CHOICES = {"tone", "strength", "nature", "direction", "nav", "may", "status", "type", "when"}

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt;</title></textarea><!--",
    "Nahum\u202egro.live\u202c",
    "x" * 300,
    "\u0000\u0007\u2066hidden",
]


class Shape(HTMLParser):
    """Every tag with the names of its attributes, in order: what text must never change."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, ...]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an opening tag."""
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Note a closing tag."""
        self.tags.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text.append(data)


def spoilt(value: Any, text: Callable[[str], str], key: str = "") -> Any:
    """The same context with every free text replaced."""
    if isinstance(value, Markup) or key in _CHOICES:
        return value
    if isinstance(value, str):
        return text(value) if value and value != "intelligence" else value
    if isinstance(value, dict):
        return {k: spoilt(v, text, k) for k, v in value.items()}
    if isinstance(value, list):
        return [spoilt(v, text) for v in value]
    return value


def rendered(name: str, context: Context, pages: Environment = PAGES) -> str:
    """The page as HTML."""
    return pages.get_template(name).render(context)


def shape(html: str) -> Shape:
    """The page's tags, attributes and text."""
    seen = Shape()
    seen.feed(html)
    seen.close()
    return seen


def plain(_: str) -> str:
    """A text with nothing in it to go wrong."""
    return "x"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_never_becomes_markup(name: str, hostile: str) -> None:
    """A page full of hostile text has exactly the tags and attributes it has with plain text."""
    context = CONTEXTS[name]()
    spoiled = shape(rendered(name, spoilt(context, lambda _: hostile)))
    assert spoiled.tags == shape(rendered(name, spoilt(context, plain))).tags


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=60).filter(lambda t: t not in ("intelligence", "True")))
def test_no_text_at_all_changes_the_markup_of_a_network(text: str) -> None:
    """Whatever names, dates and words a report holds, the network page keeps its structure."""
    context = CONTEXTS["network.html"]()
    changed = shape(rendered("network.html", spoilt(context, lambda _: text)))
    assert changed.tags == shape(rendered("network.html", spoilt(context, plain))).tags


@pytest.mark.parametrize("name", ALL)
def test_a_name_cannot_turn_or_hide_the_words_around_it(name: str) -> None:
    """Characters that reverse or hide text are shown as a replacement mark."""
    html = rendered(name, spoilt(CONTEXTS[name](), lambda _: "a\u202eb\u2066c\u0000"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", html)
    assert "a\ufffdb\ufffdc\ufffd" in html


@pytest.mark.parametrize("name", ALL)
def test_pages_obey_a_policy_without_inline_script_or_style(name: str) -> None:
    """No inline style, no inline script, no handler, no address of another host, so that the strictest policy fits."""
    html = rendered(name, CONTEXTS[name]())
    seen = shape(html)
    assert all(tag != "style" and attribute != "style" for tag, attribute, _ in seen.attributes)
    assert not [a for _, a, _ in seen.attributes if a.startswith("on")]
    assert {value for tag, a, value in seen.attributes if tag == "script" and a == "src"} == {
        asset_addresses(STATIC)("start.js")
    }
    assert html.count("<script") == 1
    assert not re.search(r"https?:|//[a-z]", html.replace("http://www.w3.org/2000/svg", ""))


@pytest.mark.parametrize("name", ALL)
def test_every_file_a_page_names_is_there(name: str) -> None:
    """Every style sheet, script and image a page asks for is a file the service holds."""
    named = re.findall(r'"/static/([^"?]+)', rendered(name, CONTEXTS[name]()))
    assert len(named) >= 4
    assert [file for file in named if not (STATIC / file).is_file()] == []


@pytest.mark.parametrize("name", ALL)
def test_every_form_that_changes_something_carries_the_token(name: str) -> None:
    """Each POST form holds the csrf token of the session."""
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", rendered(name, CONTEXTS[name]()), re.DOTALL)
    assert forms
    assert all('name="csrf_token" value="token-of-this-session"' in form for form in forms)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
def test_the_marking_stands_at_top_and_foot(name: str, marking: str) -> None:
    """Every page shows its marking twice, and prints it on every sheet through its own page style."""
    pages = environment(Settings(marking=marking), demonstration=False)
    html = rendered(name, CONTEXTS[name](), pages)
    assert html.count(f'<p class="gs-marking">{marking}</p>') == 2
    assert f'gs-{marking.lower()}"' in html


@pytest.mark.parametrize("name", ALL)
def test_only_a_demonstration_says_so(name: str) -> None:
    """The demonstration banner is on every page of a demonstration and on no other."""
    real = environment(Settings(), demonstration=False)
    assert "nothing here is real" in rendered(name, CONTEXTS[name]())
    assert "nothing here is real" not in rendered(name, CONTEXTS[name](), real)


@pytest.mark.parametrize("name", ALL)
def test_a_gap_in_the_data_stops_the_page(name: str) -> None:
    """A page never renders a missing value as if nothing were known."""
    context = {k: v for k, v in CONTEXTS[name]().items() if k not in {"viewer"}}
    with pytest.raises(UndefinedError):
        rendered(name, context)


@pytest.mark.parametrize(
    "name", ["today.html", "search.html", "entity.html", "report.html", "brief.html", "error.html"]
)
def test_nothing_is_offered_that_the_viewer_may_not_open(name: str) -> None:
    """A viewer with no rights is given no link to search, places, log, network, connect, verify or a brief."""
    context = CONTEXTS[name]()
    context["viewer"] = {**context["viewer"], "may": ()}
    seen = shape(rendered(name, context))
    offered = {v for tag, a, v in seen.attributes if (tag, a) == ("a", "href")}
    shut = re.compile(r"^/(search$|log|verify|places|connect)|/network$|/brief")
    assert not [address for address in offered if shut.search(address)]
    assert ("a", "class", "govuk-service-navigation__link") not in seen.attributes


def test_nobody_signed_in_sees_an_error_without_the_way_in() -> None:
    """An error for a visitor has no user, no sign-out and no places, but offers the sign-in where that helps."""
    context = {**CONTEXTS["error.html"](), "viewer": None, "status": 401, "sign_in_url": "/sign-in?next=/places"}
    html = rendered("error.html", context)
    assert "Sign out" not in html
    assert "/log" not in html
    assert 'href="/sign-in?next=/places"' in html


def test_an_error_says_what_next() -> None:
    """An error page gives the message, the next step, the refused rows and a reference."""
    html = rendered("error.html", CONTEXTS["error.html"]())
    for words in ("One row of the file cannot be read.", "send the file again", "18,204", "seen_on", "0f3a9c"):
        assert words in html


def test_what_is_cut_is_said() -> None:
    """A network that is cut says how many of how many, what is hidden, and which places were left out."""
    html = rendered("network.html", CONTEXTS["network.html"]())
    assert "Showing <strong>150</strong> of <strong>912</strong> neighbours" in html
    assert "low grades hidden" in html
    assert re.search(r"Left out.*Wexmoor bus station.*212 reports.*put back", html, re.DOTALL)


@pytest.mark.parametrize(
    ("shown", "total", "words"),
    [(25, 61, "Showing 25 of 61 places"), (61, 61, "All 61 places"), (1, 1, "1 place"), (1000, 1234, "1,000 of 1,234")],
)
def test_a_list_says_how_much_of_it_is_shown(shown: int, total: int, words: str) -> None:
    """What is cut, and what is whole, is said in plain words."""
    html = rendered("places.html", {**CONTEXTS["places.html"](), "shown": shown, "total": total})
    assert words in " ".join("".join(shape(html).text).split())


def test_every_statement_carries_its_report() -> None:
    """Each statement on a page ends with its report, agency and kind, and its grade in code and in words."""
    html = rendered("entity.html", CONTEXTS["entity.html"]())
    statements = re.findall(r'<span class="gs-statement">.*?</li>', html, re.DOTALL)
    assert len(statements) == 12
    assert all(re.search(r'href="/reports/[0-9a-f]+"', s) for s in statements)
    graded = [s for s in statements if "intelligence" in s]
    assert graded
    assert all("2-C-P" in s and "known indirectly" in s for s in graded)


def test_an_empty_search_does_not_claim_that_nothing_is_known() -> None:
    """A search without results says what it means and how to try again."""
    context = {**CONTEXTS["search.html"](), "groups": [], "shown": 0, "total": 0}
    html = rendered("search.html", context)
    assert "That does not mean nothing is known elsewhere" in html


def test_a_refused_search_is_told_beside_the_box() -> None:
    """The error stands in the summary, beside the box, and in the title."""
    context = {**CONTEXTS["search.html"](), "error": "Enter at least 2 characters.", "searched": False}
    html = rendered("search.html", context)
    assert html.count("Enter at least 2 characters.") == 2
    assert "<title>Error: Search" in html


@pytest.mark.parametrize("name", ALL)
def test_the_words_on_screen_blame_nobody(name: str) -> None:
    """No page calls anyone an offender, risky or dangerous, and none shows a score."""
    text = " ".join(shape(rendered(name, CONTEXTS[name]())).text).lower()
    assert not BLAMING.search(text)


def nothing_known() -> dict[str, Context]:
    """Pages of a service that holds nothing, or nothing in this viewer's scope."""
    changes: dict[str, Context] = {
        "today.html": {"counts": [], "example": None, "standing": [], "places": [], "latest": [], "imports": []},
        "search.html": {"q": "", "searched": False, "groups": [], "chosen": []},
        "entity.html": {"aliases": [], "identifiers": [], "facts": [], "roles": [], "statements": [], "shown": 0, "total": 0,
                        "merged_from": []},
        "network.html": {
            "rows": [], "together": [], "together_total": 0, "left_out": [], "chart_svg": None, "shown": 0, "total": 0,
            "hidden_words": "", "take": None,
        },
        "connect.html": {"chosen": [], "q": "", "found": None, "asked": False, "chains": [], "known_at": [], "left_out": []},
        "places.html": {"rows": [], "shown": 0, "total": 0},
        "hotspots.html": {"rows": [], "shown": 0, "total": 0, "map": None, "months": None, "periods": None, "aside": []},
        "findings.html": {"patterns": [], "shown": 0, "total": 0, "explained": [], "plain": []},
        "bundle.html": {"errors": {"hearing": "That is no day."}, "wrong": [{"text": "That is no day.", "href": "#hearing"}]},
        "log.html": {"entries": [], "verified": None, "shown": 0, "older_url": None},
        "verify.html": {"result": None, "error": "Choose a file."},
        "brief.html": {"form": {**CONTEXTS["brief.html"]()["form"], "errors": {"recipient": "Say whom it is for."}}},
        "sign_in.html": {"users": [], "error": "That user name and password do not match."},
        "report.html": {"mentions": [], "statements": [], "shown": 0, "total": 0},
    }  # fmt: skip
    return {name: {**CONTEXTS[name](), **change} for name, change in changes.items()}


@pytest.mark.parametrize("name", sorted(nothing_known()))
def test_a_page_with_nothing_to_show_still_says_something(name: str) -> None:
    """Below its heading an empty page has at least one full sentence, or the form it is for."""
    _, below = rendered(name, nothing_known()[name]).split("</h1>")
    content = below.split("</main>")[0]
    assert re.search(r"[a-z]\.", "".join(shape(content).text)) or "<form" in content
