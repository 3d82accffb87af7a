"""A user in a real browser: what they see, keep and click, and whatever went wrong on the way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from graphsvc.bootstrap import open_parts, quiet
from graphsvc.services.demonstration import prepare_demonstration
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Settings
from graphsvc.web.app import create_app
from tests.support.availability import unavailable

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-output" / "journeys"
PATIENCE_MS = 60_000
"""How long a page may take on a machine that does much else; no test asserts a time."""
# Leaves the page as the user had it: what was folded is folded again.
_AXE_RUN = """async (tags) => {
  const folded = [...document.querySelectorAll('details:not([open])')]
  folded.forEach((fold) => { fold.open = true })
  const found = await axe.run(document, { runOnly: tags })
  folded.forEach((fold) => { fold.open = false })
  return found
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium as the machine has it."""
    if not CHROMIUM.exists():
        unavailable("Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def listening(parts: Parts) -> Iterator[str]:
    """The service on a free port of loopback, for as long as the block runs: its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(parts), log_level="warning", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def a_town(folder: Path, local: LocalNeo4jSettings) -> Iterator[str]:
    """The demonstration as anybody opens it: a Neo4j of its own, its users, the invented town; its address on loopback."""
    with open_parts(Settings(data_dir=folder, local=local), demonstration=True) as parts:
        prepare_demonstration(parts, quiet)
        with listening(parts) as address:
            yield address


def broken_rules(page: Page) -> list[tuple[str, list[str]]]:
    """The rules of WCAG 2.2 A and AA, and of good practice, that axe-core finds broken with every fold open."""
    if not AXE.exists():
        unavailable("axe-core is not installed (it comes with an editable install)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(_AXE_RUN, tags)
    assert found["passes"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found["violations"]]


@dataclass
class Traveller:
    """A user in a browser of their own, which reaches the service and no other host; and whatever went wrong."""

    page: Page
    site: str
    user: str
    wrong: list[str] = field(default_factory=list)
    step: int = 0
    visited: dict[str, str] = field(default_factory=dict)
    album: Path = PICTURES

    def picture(self, name: str) -> None:
        """Keep what is on screen, for a person to look at."""
        self.step += 1
        self.album.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.album / f"{self.user}-{self.step:02}-{name}.png", full_page=True)

    def looked(self, name: str) -> None:
        """Keep what is on screen, and hold it to what every page must be: accessible, and no wider than the screen."""
        self.picture(name)
        self.visited[self.page.url] = self.page.locator("h1").inner_text()
        assert (name, broken_rules(self.page)) == (name, [])
        size = self.page.viewport_size
        assert size is not None
        assert self.page.evaluate("document.documentElement.scrollWidth") <= size["width"], name

    def goes_to(self, place: str) -> None:
        """Choose a place of the service from its navigation; on a phone that is folded into a menu."""
        menu = self.page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=place, exact=True).locator("visible=true").first.click()

    def named_in(self, heading: str, pattern: str = ".gs-pattern") -> list[str]:
        """Whom or what the patterns on screen name under a heading."""
        group = self.page.locator(f"{pattern} dl > div").filter(has=self.page.locator("dt", has_text=heading))
        return group.locator("dd a").all_inner_texts()

    def saved(self, button: str, folder: Path) -> Path:
        """The file that a button makes, as the browser saved it."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=button).click()
        kept = folder / waiting.value.suggested_filename
        waiting.value.save_as(kept)
        return kept

    def without_script(self) -> None:
        """Open every page looked at once more, without JavaScript: the same heading, and its forms and links are there."""
        browser = self.page.context.browser
        assert browser is not None
        context = browser.new_context(java_script_enabled=False, storage_state=self.page.context.storage_state())
        context.route("**/*", self.routed)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        for url, heading in self.visited.items():
            page.goto(url)
            assert page.locator("h1").inner_text() == heading
            assert page.get_by_role("button", name="Sign out").is_visible()
            assert page.get_by_role("button", name="Open all").count() == 0
        context.close()

    def routed(self, route: Route) -> None:
        """Let what goes to the service through, and note and stop what goes anywhere else."""
        if route.request.url.startswith(self.site):
            route.continue_()
        else:
            self.wrong.append(route.request.url)
            route.abort()


def signed_in(browser: Browser, site: str, user: str, width: int = 1360, album: Path = PICTURES) -> Traveller:
    """A user who opened the service and signed in with one click."""
    context = browser.new_context(viewport={"width": width, "height": 844 if width < 500 else 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    made = Traveller(page, site, user, album=album)
    context.route("**/*", made.routed)
    page.on("console", lambda message: made.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: made.wrong.append(str(problem)))
    page.goto(site)
    made.picture("sign-in")
    page.locator(f"form:has(input[value={user}])").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible(timeout=PATIENCE_MS)
    made.picture("today")
    return made
