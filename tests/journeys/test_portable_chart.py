"""The portable chart as whoever is sent it opens it: from a folder, without any network, in a real browser."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page
from pypdf import PdfReader

from graphsvc.model.network import Network
from tests.support.browsing import broken_rules
from tests.support.charts import event_network, park_network
from visualise.portable import ChartNotes, portable_chart

pytestmark = pytest.mark.journey

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "test-output" / "charts"
SPITE = "<img src=http://bad.invalid/x onerror=alert(1)></script><script>alert(1)</script> href"
ARABIC = "محمد عبد الرحمن بن علي <b>"
CHILDREN = {f"d{i:031x}": "child" for i in (1, 5, 6)}
NETWORKS = {
    "thirty": park_network(30),
    "hundred-and-fifty-of-912": park_network(150, total=912),
    "hub": park_network(1500, total=50_000),
    "incident": event_network(9),
    "hostile": park_network(30, name=SPITE),
    "scripts": park_network(30, name=ARABIC),
    "empty": park_network(0),
}
_INK = """() => {
  const canvas = document.querySelector('#mynetwork canvas')
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  let dark = 0
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 0 && pixels[i] < 200) dark += 1
  return dark
}"""


_WATCH = """
window.drawn = { texts: [], heads: [] }
const brush = CanvasRenderingContext2D.prototype, { fillText, moveTo, lineTo, fill, clearRect } = brush
let path = []
brush.clearRect = function (...given) { window.drawn = { texts: [], heads: [] }; return clearRect.apply(this, given) }
brush.moveTo = function (x, y) { path = [[x, y]]; return moveTo.call(this, x, y) }
brush.lineTo = function (x, y) { path.push([x, y]); return lineTo.call(this, x, y) }
brush.fill = function (...given) {
  const middle = (axis) => path.reduce((sum, point) => sum + point[axis], 0) / path.length
  if (this.fillStyle === '#383f43') window.drawn.heads.push([middle(0), middle(1)])
  return fill.apply(this, given)
}
brush.fillText = function (text, x, y) {
  window.drawn.texts.push([text, x, y, this.measureText(text).width])
  return fillText.call(this, text, x, y)
}
"""


@dataclass
class Opened:
    """The chart on screen, and whatever it asked for or got wrong."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def said(self, dialog: Dialog) -> None:
        """Note a box that a script opened, and close it."""
        self.wrong.append(dialog.message)
        dialog.dismiss()

    @property
    def ink(self) -> int:
        """How many pixels of the drawing are not paper."""
        drawn: int = self.page.evaluate(_INK)
        return drawn

    def settled(self) -> None:
        """Wait for two frames: what was asked for is then drawn."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each chart as a file in a folder."""
    folder = tmp_path_factory.mktemp("sent")
    return {name: _written(folder / f"{name}.html", network) for name, network in NETWORKS.items()}


def _written(path: Path, network: Network) -> Path:
    notes = ChartNotes(described=CHILDREN, made_from=(("Queries", "neighbours"),), software_version="0.1.0")
    html = portable_chart(network, "OFFICIAL-SENSITIVE", "Made for members of MARP: meeting of 19 March 2026", notes)
    path.write_text(html, encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, *, watched: bool = False, **options: Any) -> Opened:
    """The file as opened from its folder, in a browser without a network; ``watched`` notes what its last frame drew."""
    settings: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "offline": True, **options}
    page = browser.new_context(**settings).new_page()
    if watched:
        page.add_init_script(_WATCH)
    found = Opened(page)
    page.on("console", lambda message: found.wrong.append(message.text))
    page.on("pageerror", lambda problem: found.wrong.append(str(problem)))
    page.on("dialog", found.said)
    page.on("request", lambda asked: None if asked.url == path.as_uri() else found.wrong.append(asked.url))
    page.goto(path.as_uri())
    found.settled()
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_it_draws_from_a_folder_without_a_network(browser: Browser, files: dict[str, Path], name: str) -> None:
    """Every size of network is drawn, with no error, no request, and nothing its policy had to stop."""
    chart = opened(browser, files[name])
    PICTURES.mkdir(parents=True, exist_ok=True)
    chart.page.locator("#mynetwork").scroll_into_view_if_needed()
    chart.page.screenshot(path=PICTURES / f"{name}.png")
    assert chart.ink > (300 if name == "empty" else 3000)
    assert chart.wrong == []
    chart.page.context.close()


@pytest.mark.parametrize("name", ["thirty", "incident", "scripts"])
def test_no_words_stand_on_a_sign(browser: Browser, files: dict[str, Path], name: str) -> None:
    """Neither the words on a line nor anybody's name cover the sign of whoever stands there."""
    chart = opened(browser, files[name], watched=True)
    signs = chart.page.evaluate("network.getPositions()").values()
    texts = chart.page.evaluate("drawn.texts")
    assert len(texts) > 2 * len(signs)
    for text, x, y, wide in texts:
        if len(text) > 3:  # a letter within its sign, and the marks that set its direction, are not words over it
            covered = [s for s in signs if abs(s["x"] - x) < wide / 2 + 9 and abs(s["y"] - y) < 5 + 9]
            assert covered == [], text
    chart.page.context.close()


def test_every_link_with_a_direction_has_an_arrow_that_no_name_covers(browser: Browser, files: dict[str, Path]) -> None:
    """As on the page of the service: "happened at" points to the place, and is seen to."""
    chart = opened(browser, files["thirty"], watched=True)
    directed = chart.page.evaluate("edges.get().length")
    heads, texts = chart.page.evaluate("drawn.heads"), chart.page.evaluate("drawn.texts")
    assert len(heads) == directed == 30
    for x, y in heads:
        assert not [t for t, a, b, wide in texts if len(t) > 3 and abs(a - x) < wide / 2 and abs(b - y) < 7]
    chart.page.context.close()


def test_a_name_in_another_script_runs_in_its_own_direction(browser: Browser, files: dict[str, Path]) -> None:
    """Written apart from what stands beside it, on the chart, in what is told and in the table."""
    chart = opened(browser, files["scripts"], watched=True)
    assert any(t[0].startswith("\u2068" + ARABIC[:5]) for t in chart.page.evaluate("drawn.texts"))
    chart.page.locator("#find").select_option(index=1)
    assert "\u2068" + ARABIC in chart.page.locator("#told").inner_text()
    assert "\u2068" + ARABIC + "\u2069" in chart.page.locator("table td").first.inner_text()
    assert chart.wrong == []
    chart.page.context.close()


def test_the_whole_chart_is_in_sight_with_the_tray(browser: Browser, files: dict[str, Path]) -> None:
    """On opening, and after "Whole chart", all four corners of the frame round the undated lie within the drawing."""
    chart = opened(browser, files["thirty"])
    inside = """() => {
      const box = document.getElementById('mynetwork'), c = box.dataset.tray.split(' ').map(Number)
      return [[c[0], c[1]], [c[2], c[3]]].every(([x, y]) => {
        const at = network.canvasToDOM({ x, y })
        return at.x > 0 && at.y > 0 && at.x < box.clientWidth && at.y < box.clientHeight
      })
    }"""
    assert chart.page.evaluate(inside)
    chart.page.locator("#nearer").click(click_count=4)
    assert not chart.page.evaluate(inside)
    chart.page.locator("#whole").click()
    assert chart.page.evaluate(inside)
    chart.page.context.close()


def test_nothing_moves_after_opening(browser: Browser, files: dict[str, Path]) -> None:
    """Physics are off: everything stays where it was put."""
    chart = opened(browser, files["thirty"])
    before = chart.page.evaluate("network.getPositions()")
    chart.page.wait_for_timeout(400)
    assert chart.page.evaluate("network.getPositions()") == before
    assert before["n0"] == {"x": 0, "y": 0}
    chart.page.context.close()


def test_hovering_over_a_hostile_name_shows_it_as_text(browser: Browser, files: dict[str, Path]) -> None:
    """The tooltip of a node and of a line, what is told of it, and the list to find it in: all text."""
    chart = opened(browser, files["hostile"])
    page = chart.page
    at = page.evaluate("() => { const p = network.canvasToDOM(network.getPosition('n1')); return [p.x, p.y] }")
    page.locator("#mynetwork").hover(position={"x": at[0], "y": at[1]})
    page.wait_for_selector("div.vis-tooltip", state="visible")
    assert SPITE in page.locator("div.vis-tooltip").inner_text()
    page.locator("#mynetwork").click(position={"x": at[0], "y": at[1]})
    assert SPITE in page.locator("#told").inner_text()
    assert page.locator("img").count() == 0
    assert chart.wrong == []
    page.context.close()


def test_the_keyboard_reaches_and_moves_the_chart(browser: Browser, files: dict[str, Path]) -> None:
    """First the way to the table, then find, buttons and chart; arrows move it, plus nears it, 0 shows all again."""
    chart = opened(browser, files["thirty"])
    page, reached = chart.page, list[str]()
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert reached[:7] == ["skip", "find", "whole", "nearer", "further", "words", "mynetwork"]
    page.locator("#mynetwork").focus()
    start = page.evaluate("[network.getViewPosition().x, network.getScale()]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    moved = page.evaluate("[network.getViewPosition().x, network.getScale()]")
    assert moved[0] > start[0]
    assert moved[1] > start[1]
    page.keyboard.press("0")
    assert page.evaluate("network.getScale()") == pytest.approx(start[1])
    page.context.close()


def test_finding_somebody_chooses_and_tells_them(browser: Browser, files: dict[str, Path]) -> None:
    """Chosen from the list or from the table: they are chosen on the chart, told in words, marked in the table."""
    chart = opened(browser, files["hundred-and-fifty-of-912"])
    page = chart.page
    label = page.locator("#find option").nth(20).inner_text()
    page.locator("#find").select_option(label=label)
    assert page.locator("#told").inner_text().startswith(label)
    assert page.locator("tr.group.chosen").count() == 1
    page.locator("button.show").nth(3).click()
    assert page.evaluate("network.getSelectedNodes()") == [
        page.locator("button.show").nth(3).get_attribute("data-show")
    ]
    page.locator("#whole").click()
    assert page.evaluate("network.getSelectedNodes()") == []
    assert page.locator("#told").inner_text() == ""
    assert chart.wrong == []
    page.context.close()


def test_the_words_on_the_lines_can_be_shown(browser: Browser, files: dict[str, Path]) -> None:
    """On a full chart they wait until they are asked for."""
    chart = opened(browser, files["hundred-and-fifty-of-912"])
    before = chart.ink
    chart.page.locator("#words").check()
    chart.settled()
    assert chart.ink > before
    chart.page.context.close()


def test_a_chosen_line_stands_out_among_fifteen_hundred(browser: Browser, files: dict[str, Path]) -> None:
    """Whoever is found in a hub has a line in the colour of what is chosen, at its full strength."""
    chart = opened(browser, files["hub"])
    blue = _INK.replace("pixels[i] < 200", "pixels[i] < 60 && pixels[i + 1] > 90 && pixels[i + 2] > 150")
    assert chart.page.evaluate(blue) == 0
    chart.page.locator("#find").select_option(index=700)
    chart.settled()
    assert chart.page.evaluate(blue) > 200
    chart.page.context.close()


@pytest.mark.parametrize("name", ["thirty", "hundred-and-fifty-of-912", "incident", "hostile", "empty"])
def test_axe_finds_nothing_to_mend(browser: Browser, files: dict[str, Path], name: str) -> None:
    """No rule of WCAG 2.2 A and AA or of good practice that axe-core can check is broken, wide or narrow."""
    for width in (1440, 360):
        page = opened(browser, files[name], viewport={"width": width, "height": 900}).page
        assert broken_rules(page) == []
        page.context.close()


def test_without_script_the_table_says_it_all(browser: Browser, files: dict[str, Path]) -> None:
    """A mail gateway may take the scripts out: heading, marking, table and source stay, and no button that does nothing."""
    page = browser.new_context(java_script_enabled=False, offline=True).new_page()
    page.goto(files["thirty"].as_uri())
    assert page.get_by_text("The table below says the same in words").is_visible()
    assert page.locator("tr.group").count() == 30
    assert page.locator("button:visible").count() == 0
    page.context.close()


def test_nothing_sticks_out_of_a_small_screen(browser: Browser, files: dict[str, Path]) -> None:
    """At 360 and 320 pixels the page scrolls down only, hostile names and all."""
    for width in (360, 320):
        page = opened(browser, files["hostile"], viewport={"width": width, "height": 800}).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_every_printed_sheet_carries_the_marking(browser: Browser, files: dict[str, Path], tmp_path: Path) -> None:
    """On paper each sheet shows the marking at its head and foot, and the drawing is on the first or second."""
    page = opened(browser, files["thirty"]).page
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    page.context.close()
    read = PdfReader(tmp_path / "printed.pdf")
    sheets = [sheet.extract_text() for sheet in read.pages]
    assert len(sheets) >= 2
    assert all(text.count("OFFICIAL-SENSITIVE") >= 2 for text in sheets)
    assert "Whole chart" not in "".join(sheets)
    assert any(list(sheet.images) for sheet in read.pages[:2])
