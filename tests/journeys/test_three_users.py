"""Analyst, panel member and order officer on the invented town: from sign-in to what each came for, in a real browser.

Every page on the way is accessible, no wider than its screen, there without JavaScript too, and asks no other host.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from graphsvc.settings import LocalNeo4jSettings
from tests.journeys.test_portable_chart import opened
from tests.support import bundles
from tests.support.browsing import PICTURES, Traveller, a_town, signed_in

pytestmark = pytest.mark.journey

PHONE = 390
COURT = "Wexmoor Magistrates' Court"
ARITHMETIC = re.compile(r"([\d.]+) \(.+\) × √\((\d+) child\w* × (\d+) agenc\w+\) = ([\d.]+)")


@pytest.fixture(scope="module")
def site(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration as anybody opens it: a Neo4j of its own, its users, the town; listening on loopback."""
    with a_town(tmp_path_factory.mktemp("town"), local_settings) as address:
        yield address


def arrived(browser: Browser, site: str, user: str, width: int = 1360) -> Traveller:
    """A user on their first page."""
    one = signed_in(browser, site, user, width, PICTURES / "town")
    one.looked("today")
    return one


def test_the_analyst_from_what_stands_out_to_where_and_when(browser: Browser, site: str, tmp_path: Path) -> None:
    """A pattern with its arithmetic, what joins its people, the network of one and its chart, then places and times."""
    analyst = arrived(browser, site, "analyst")
    reads_the_first_pattern(analyst)
    opens_the_network_of_one(analyst)
    takes_the_chart_away(analyst, browser, tmp_path)
    asks_where_and_when(analyst)
    analyst.without_script()
    assert analyst.wrong == []


def reads_the_first_pattern(analyst: Traveller) -> None:
    """Sentence, arithmetic that comes out as it says, company, caution; then what joins them."""
    page = analyst.page
    page.get_by_role("region", name="What stands out").locator("ol a").first.click()
    first = page.locator("#pattern-1")
    expect(first.locator("p").first).to_contain_text("told by")
    first.get_by_text("The arithmetic").click()
    found = ARITHMETIC.search(first.locator("details").inner_text())
    assert found is not None
    evidence, children, agencies, value = map(float, found.groups())
    assert value == pytest.approx(evidence * math.sqrt(children * agencies), rel=0.02)
    assert len(analyst.named_in("Children reported as harmed", "#pattern-1")) == children
    expect(page.locator(".gs-caution").first).to_contain_text("Careful:")
    analyst.looked("patterns")
    first.get_by_role("link", name="What joins them").click()
    expect(page.locator(".gs-chain").first).to_be_visible()
    analyst.looked("what-joins-them")
    page.go_back()


def opens_the_network_of_one(analyst: Traveller) -> None:
    """A member of the pattern: the page, then the chart and its table, which say the same."""
    page = analyst.page
    name = analyst.named_in("People alleged", "#pattern-1")[0]
    page.locator("#pattern-1").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name="What we know")).to_be_visible()
    analyst.looked("person")
    page.get_by_role("button", name="See the network").click()
    neighbours = page.locator("#neighbours tbody")
    expect(neighbours.first).to_be_visible()
    assert name in (page.locator(".gs-chart svg").text_content() or "")
    analyst.looked("network")


def takes_the_chart_away(analyst: Traveller, browser: Browser, folder: Path) -> None:
    """One file that draws in another browser without a network, and holds the marking and for whom it was made."""
    page = analyst.page
    name = page.locator("h1").inner_text()
    page.get_by_text("Take the chart away").click()
    page.get_by_label("For whom").fill("Members of the panel")
    page.get_by_label("Why it is needed").fill("Meeting of Thursday")
    analyst.looked("take-the-chart")
    chart = opened(browser, analyst.saved("Make and download", folder))
    chart.page.screenshot(path=analyst.album / "analyst-chart-taken-away.png", full_page=True)
    assert chart.ink > 1000  # a member of a pattern may have two neighbours; a chart that did not draw has no ink
    words = chart.page.locator("body").inner_text()
    assert all(said in words for said in ("OFFICIAL-SENSITIVE", "Members of the panel", name))
    assert chart.wrong == []
    chart.page.context.close()


def asks_where_and_when(analyst: Traveller) -> None:
    """Hotspots with the plain count beside them, another period, vehicles, times, and the hours of one place."""
    page = analyst.page
    analyst.goes_to("Places")
    first = page.locator(".gs-hot tbody tr").first
    expect(first.locator("[data-label='Rank']")).to_have_text("1")
    expect(first.locator("[data-label='Rank by plain count']")).to_have_text(re.compile(r"^\d+ \(\d+\)$"))
    page.get_by_text("The drawing in words").first.click()
    expect(page.locator("section:has(#map) .gs-fold p")).to_contain_text(first.locator("a.gs-name").inner_text())
    analyst.looked("hotspots")
    page.get_by_label("From").fill("2026-05-01")
    page.get_by_label("To", exact=True).fill("2026-10-31")
    page.get_by_role("button", name="Show this period").click()
    expect(page.get_by_role("heading", name="This period and the one before")).to_be_visible()
    analyst.looked("half-a-year")
    for what in ("Vehicles", "Times"):
        page.get_by_role("link", name=what, exact=True).click()
        expect(page.locator(".gs-hot tbody tr").first).to_be_visible()
        analyst.looked(what.lower())
    page.get_by_label("What is ranked").get_by_role("link", name="Places", exact=True).click()
    name = page.locator(".gs-hot tbody tr").first.locator("a.gs-name").inner_text()
    page.get_by_role("link", name=f"Hours of {name}").click()
    expect(page.get_by_role("heading", name=f"Hours of the week: {name}")).to_be_visible()
    analyst.looked("hours-of-one-place")
    page.get_by_role("link", name="Places by plain count").click()
    expect(page.get_by_role("heading", name="Places by plain count")).to_be_visible()
    analyst.looked("plain-count")


def test_the_panel_member_reads_a_brief_the_night_before(browser: Browser, site: str) -> None:
    """On a phone: the first place's brief, which names no child; nothing to make or take away, not even by its address."""
    panel = arrived(browser, site, "panel", PHONE)
    page = panel.page
    panel.goes_to("What stands out")
    children = panel.named_in("Children reported as harmed")
    suspect = page.locator("#pattern-1").get_by_role("link", name=panel.named_in("People alleged")[0]).first
    person = f"{site}{suspect.get_attribute('href')}"
    assert len(children) > 10
    panel.looked("patterns")
    panel.goes_to("Places")
    panel.looked("hotspots")
    page.get_by_role("link", name="Brief for").first.click()
    expect(page.get_by_role("heading", name="What we do not know")).to_be_visible()
    panel.looked("brief")
    told = page.locator("html").inner_html()
    assert [name for name in children if name in told] == []
    assert "Child A" in told
    assert page.get_by_role("button", name="Make and download").count() == 0
    page.goto(person)
    assert page.get_by_role("button", name="Make an evidence bundle").count() == 0
    panel.looked("person")
    page.goto(f"{person}/network")
    assert page.get_by_text("Take the chart away").count() == 0
    panel.looked("network")
    panel.without_script()
    assert panel.wrong == []
    page.goto(f"{person}/bundle")
    expect(page.get_by_role("heading", name="You may not do that")).to_be_visible()
    panel.picture("refused")


def test_the_order_officer_makes_a_bundle_that_the_log_keeps(browser: Browser, site: str, tmp_path: Path) -> None:
    """From a name to a zip that verifies, whose pages and bookmarks arrive; the log says for whom it was made."""
    orders = arrived(browser, site, "orders")
    page = orders.page
    orders.goes_to("What stands out")
    name = orders.named_in("People alleged", "#pattern-1")[0]
    orders.goes_to("Search")
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("button", name="Search").click()
    orders.looked("search")
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("button", name="Make an evidence bundle").click()
    orders.looked("empty-form")
    sends_the_empty_form(orders)
    bundle = fills_it_in(orders, tmp_path)
    orders.goes_to("Check a document")
    page.get_by_label("Document").set_input_files(bundle)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Unchanged.")
    orders.looked("checked")
    reads_as_a_court_would(bundle, orders.album)
    orders.without_script()
    # The browser itself says that the empty form was refused; nothing else may have gone wrong.
    assert [w for w in orders.wrong if "422" not in w] == []
    the_log_keeps_it(browser, site)


def sends_the_empty_form(orders: Traveller) -> None:
    """Every field that must be filled says so beside it, and the list at the top leads there."""
    page = orders.page
    page.get_by_role("button", name="Make and download the bundle").click()
    for field in ("case", "recipient", "reason"):
        expect(page.locator(f"#{field}-error")).to_be_visible()
        page.get_by_role("alert").locator(f"a[href='#{field}']").click()
        assert page.evaluate("document.activeElement.id") == field
    orders.looked("what-is-missing")


def fills_it_in(orders: Traveller, folder: Path) -> Path:
    """Case, court, reason and two exhibits: a PDF and a text."""
    page = orders.page
    page.get_by_label("case").first.fill("Chief Constable v Normanby-Tate")
    page.get_by_label("For whom").fill(COURT)
    page.get_by_label("Why it is made").fill("Hearing of the application")
    exhibits = (("letter.pdf", bundles.pdf(2), "Letter"), ("note.txt", b"He was told on 3 March.\n", "Note"))
    for number, (file_name, content, what) in enumerate(exhibits, 1):
        (folder / file_name).write_bytes(content)
        row = page.get_by_role("group", name=f"Exhibit {number}")
        row.locator("[name=reference]").fill(f"AB/{number}")
        row.locator("[name=witness]").fill("Anna Bell")
        row.locator("[name=description]").fill(what)
        row.locator("[type=file]").set_input_files(folder / file_name)
    orders.looked("filled-in")
    return orders.saved("Make and download the bundle", folder)


def reads_as_a_court_would(bundle: Path, album: Path) -> None:
    """Labels run from 1, and every exhibit has a bookmark that arrives at its words."""
    with zipfile.ZipFile(bundle) as held:
        content = held.read(next(n for n in held.namelist() if n.endswith("bundle.pdf")))
    (album / "orders-bundle.pdf").write_bytes(content)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.page_labels == [str(n) for n in range(1, len(reader.pages) + 1)]
    at = {str(i.title): reader.get_destination_page_number(i) for i in reader.outline}  # type: ignore[union-attr, arg-type]
    for reference, words in (("AB/1", "Word1ofthepdf"), ("AB/2", "He was told on 3 March.")):
        page = next(number for title, number in at.items() if f"Exhibit {reference}" in title)
        assert words in reader.pages[page or 0].extract_text()


def the_log_keeps_it(browser: Browser, site: str) -> None:
    """The auditor finds the disclosure with its recipient and reason, and the log is whole."""
    auditor = arrived(browser, site, "auditor")
    page = auditor.page
    auditor.goes_to("Log")
    entry = page.get_by_role("row").filter(has_text=COURT).first
    expect(entry).to_contain_text("Hearing of the application")
    expect(entry).to_contain_text("disclosure")
    auditor.looked("log")
    auditor.without_script()
    assert auditor.wrong == []
