"""The pages in a real browser: accessible, usable from the keyboard and without script, whole on a small screen."""

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from graphsvc.settings import Settings
from graphsvc.web.templating import STATIC, environment
from tests.support.browsing import broken_rules
from tests.unit.web.contexts import CONTEXTS
from tests.unit.web.test_templates import nothing_known, spoilt

pytestmark = pytest.mark.journey

SITE = "http://graphsvc.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ALL = sorted(CONTEXTS)
PAGES = environment(Settings(), demonstration=True)


def answer(route: Route) -> None:
    """Serve a page made from its sample, or a static file, under the strictest policy; nothing else is there."""
    address = route.request.url
    path = address.removeprefix(SITE).split("?")[0].lstrip("/")
    if not address.startswith(SITE):
        route.abort()
    elif path.startswith("static/"):
        file = STATIC / path.removeprefix("static/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
    else:
        html = PAGES.get_template(path).render(CONTEXTS[path]())
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"content-security-policy": POLICY})


def opened(browser: Browser, name: str, width: int = 1440, **options: Any) -> tuple[Page, list[str]]:
    """The page, and whatever went wrong while it opened: policy breaches, script errors, other hosts asked."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    context.route("**/*", answer)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("request", lambda asked: None if asked.url.startswith(SITE) else wrong.append(asked.url))
    page.goto(f"{SITE}/{name}")
    return page, wrong


def shown(browser: Browser, html: str, width: int) -> Page:
    """This very page, with the static files it asks for."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.route("**/static/**", answer)
    page = context.new_page()
    page.route(f"{SITE}/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{SITE}/")
    return page


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_to_mend(browser: Browser, name: str) -> None:
    """No rule that axe-core can check is broken, wide or narrow, and nothing breaks the pages' policy."""
    for width in (1440, 360):
        page, wrong = opened(browser, name, width)
        assert broken_rules(page) == []
        assert wrong == []
        page.context.close()


@pytest.mark.parametrize("name", sorted(nothing_known()))
def test_axe_finds_nothing_to_mend_in_empty_and_refused_pages(browser: Browser, name: str) -> None:
    """Nor is one broken where there is nothing to show, or where something asked was refused."""
    page = shown(browser, PAGES.get_template(name).render(nothing_known()[name]), 1440)
    assert broken_rules(page) == []
    page.context.close()


@pytest.mark.parametrize("name", ALL)
def test_nothing_sticks_out_of_a_small_screen(browser: Browser, name: str) -> None:
    """At 360 pixels the page scrolls down only, and at 320 too (WCAG 1.4.10)."""
    for width in (360, 320):
        page, _ = opened(browser, name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize("name", ALL)
def test_a_page_needs_no_script(browser: Browser, name: str) -> None:
    """Without JavaScript heading, navigation and content are there, and no control that would do nothing."""
    page, _ = opened(browser, name, 360, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    if name != "sign_in.html":
        assert page.get_by_role("link", name="Today", exact=True).is_visible()
    assert page.get_by_role("button", name="Open all").count() == 0
    page.context.close()


@pytest.mark.parametrize("name", ALL)
def test_the_keyboard_reaches_every_control_in_sight(browser: Browser, name: str) -> None:
    """The first Tab reaches "Skip to main content"; every further stop is visible and shows its focus."""
    page, _ = opened(browser, name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null
            const s = getComputedStyle(e), b = e.getBoundingClientRect()
            return { html: e.outerHTML.slice(0, 120), size: b.width * b.height,
              marked: s.outlineStyle !== 'none' || s.boxShadow !== 'none' } }"""
        )
        if seen is None:
            break
        assert seen["size"] > 0, seen
        assert seen["marked"], seen
    page.context.close()


def test_open_all_opens_and_closes_every_statement(browser: Browser) -> None:
    """In the network "Open all" opens each row's statements, and then closes them."""
    page, wrong = opened(browser, "network.html")
    folds = page.locator("#neighbours details")
    page.get_by_role("button", name="Open all").click()
    assert folds.evaluate_all("(all) => all.every((fold) => fold.open)")
    page.get_by_role("button", name="Close all").click()
    assert not folds.evaluate_all("(all) => all.some((fold) => fold.open)")
    assert wrong == []
    page.context.close()


def test_every_printed_sheet_carries_the_marking(browser: Browser, tmp_path: Path) -> None:
    """Each sheet of a printed page shows the marking at its top and its foot."""
    page, _ = opened(browser, "entity.html")
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    page.context.close()
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "printed.pdf").pages]
    assert len(sheets) >= 2
    assert all(text.count("OFFICIAL-SENSITIVE") >= 2 for text in sheets)


def long(text: str) -> str:
    """A name of 300 letters without a space in place of a name, a sentence or a word that begins with a capital."""
    return ("Wolfeschlegelsteinhausen" * 13)[:300] if text[0].isupper() else text


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", [n for n in ALL if n != "places.html"])  # its column headings are the project's own
def test_a_name_of_300_letters_breaks_no_page(browser: Browser, name: str, width: int) -> None:
    """However long a name is, the page does not scroll sideways."""
    page = shown(browser, PAGES.get_template(name).render(spoilt(CONTEXTS[name](), long)), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
