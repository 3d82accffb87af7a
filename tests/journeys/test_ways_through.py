"""From sign-in to the thing each user came for, in a real browser, on the demonstration as it is started."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from graphsvc.bootstrap import open_parts
from graphsvc.services.demonstration import prepare_demonstration
from graphsvc.settings import LocalNeo4jSettings, Settings
from graphsvc.web.app import create_app
from tests.support.availability import unavailable

pytestmark = pytest.mark.journey

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = Path(__file__).parents[2] / "test-output" / "journeys"


@dataclass
class Traveller:
    """A signed-in user in a browser of their own, and whatever went wrong on the way."""

    page: Page
    site: str
    user: str
    wrong: list[str] = field(default_factory=list)
    step: int = 0

    def picture(self, name: str) -> None:
        """Keep what is on screen, for a person to look at."""
        self.step += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.user}-{self.step}-{name}.png", full_page=True)

    def asked(self, request: Request) -> None:
        """Note a request that leaves the service."""
        if not request.url.startswith(self.site):
            self.wrong.append(request.url)


@pytest.fixture(scope="module")
def site(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration, whole: a Neo4j of its own (it refuses any other), its users and reports, listening on loopback."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("demonstration"), local=local_settings)
    with open_parts(settings, demonstration=True) as parts, socket.socket() as listening:
        prepare_demonstration(parts, lambda _phrase, _fraction: None)
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(parts), log_level="warning", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it."""
    if not CHROMIUM.exists():
        unavailable("Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


def signed_in(browser: Browser, site: str, user: str, width: int = 1360) -> Traveller:
    """A user who opened the service and signed in with one click."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    traveller = Traveller(page, site, user)
    page.on("request", traveller.asked)
    page.on("console", lambda message: traveller.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: traveller.wrong.append(str(problem)))
    page.goto(site)
    traveller.picture("sign-in")
    page.locator(f"form:has(input[value={user}])").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    traveller.picture("today")
    return traveller


def made_brief(traveller: Traveller, folder: Path, ending: str) -> Path:
    """A brief of the place on screen made for the panel, as the browser saved it."""
    page = traveller.page
    page.get_by_label("For whom").fill("MARP members")
    page.get_by_label("Why it is needed").fill("Panel meeting")
    page.get_by_label("As", exact=True).select_option(ending)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make and download").click()
    saved = folder / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    return saved


def checked(traveller: Traveller, document: Path) -> str:
    """What the service says of a file."""
    page = traveller.page
    page.get_by_role("link", name="Check a document").first.click()
    page.get_by_label("Document").set_input_files(document)
    page.get_by_role("button", name="Check").click()
    answer = page.get_by_role("status")
    traveller.picture("checked")
    return answer.inner_text()


def test_the_analyst_from_a_name_to_a_verified_brief(browser: Browser, site: str, tmp_path: Path) -> None:
    """Search a child, see her network, ask what joins her with another, rank the places, make a brief, check it."""
    analyst = signed_in(browser, site, "analyst")
    page = analyst.page
    page.get_by_role("link", name="Open this connection").click()
    expect(page.get_by_role("heading", name="Chains")).to_be_visible()
    analyst.picture("example")
    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").fill("Esme Lockwoode")
    page.get_by_role("button", name="Search").click()
    analyst.picture("search")
    page.get_by_role("link", name="Esme Lockwoode").first.click()
    expect(page.get_by_role("heading", name="What we know")).to_be_visible()
    analyst.picture("entity")
    page.get_by_role("button", name="See the network").click()
    expect(page.get_by_role("heading", name="Linked to")).to_be_visible()
    expect(page.get_by_role("heading", name="In the same events")).to_be_visible()
    expect(page.get_by_role("link", name="Yusuf Normanby-Tate").first).to_be_visible()
    page.get_by_role("button", name="Open all").click()
    analyst.picture("network")
    page.get_by_role("link", name="About this person").click()
    page.get_by_role("button", name="Connect with another").click()
    page.get_by_role("searchbox").fill("Alice Eccleby")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Add Alice Eccleby").first.click()
    expect(page.get_by_role("heading", name="Chains")).to_be_visible()
    analyst.picture("connect")
    page.locator(".gs-source a").first.press("Enter")
    expect(page.get_by_role("heading", name="What it states")).to_be_visible()
    analyst.picture("report")
    page.get_by_role("link", name="Places").first.click()
    analyst.picture("places")
    page.get_by_role("link", name="Brief for").first.click()
    analyst.picture("brief")
    document = made_brief(analyst, tmp_path, ".zip")
    assert document.name.startswith("LB-")
    assert document.name.endswith("OFFICIAL-SENSITIVE.zip")
    assert "Unchanged." in checked(analyst, document)
    assert analyst.wrong == []


def test_a_panel_member_reads_on_a_phone(browser: Browser, site: str) -> None:
    """The night before, on a small screen: from the first page to a brief that names no child; nothing to make it with."""
    panel = signed_in(browser, site, "panel", width=390)
    page = panel.page
    page.get_by_role("region", name="Busiest places").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="What we do not know")).to_be_visible()
    panel.picture("brief")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "Lockwoode" not in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Make and download").count() == 0
    page.locator("main .gs-source a").first.press("Enter")
    expect(page.get_by_role("heading", name="What it states")).to_be_visible()
    panel.picture("report")
    assert panel.wrong == []


def test_the_order_officer_exports_a_pdf(browser: Browser, site: str, tmp_path: Path) -> None:
    """The document alone, checked as it came and found out when a byte of it changed."""
    orders = signed_in(browser, site, "orders")
    orders.page.get_by_role("region", name="Busiest places").get_by_role("link").first.click()
    document = made_brief(orders, tmp_path, ".pdf")
    assert "Unchanged." in checked(orders, document)
    changed = bytearray(document.read_bytes())
    changed[len(changed) // 2] ^= 1
    document.write_bytes(changed)
    assert "Changed, or not made here." in checked(orders, document)
    assert orders.wrong == []


def test_the_auditor_sees_who_looked_and_that_the_log_is_whole(browser: Browser, site: str) -> None:
    """No case data on the first page; the log says who did what, and verifies."""
    auditor = signed_in(browser, site, "auditor")
    page = auditor.page
    assert page.get_by_role("searchbox").count() == 0
    page.get_by_role("link", name="Log").first.click()
    page.get_by_role("button", name="Check the whole log now").click()
    expect(page.get_by_text("The log is whole.")).to_be_visible()
    auditor.picture("log")
    page.goto(f"{site}/search?q=Esme")
    expect(page.get_by_role("heading", name="You may not do that")).to_be_visible()
    auditor.picture("refused")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    # The browser itself says that a page was refused; nothing else may have gone wrong.
    assert [w for w in auditor.wrong if "403" not in w] == []
