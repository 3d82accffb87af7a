"""The drawing and the hour-by-weekday table as parts of a page."""

from dataclasses import asdict
from typing import Any

import pytest
from markupsafe import Markup

from graphsvc.settings import Settings
from graphsvc.web.templating import STATIC, environment
from tests.unit.web.test_templates import HOSTILE, shape
from visualise.hours import TINTS, HourGrid, hour_table

PAGES = environment(Settings(), demonstration=True)
HOURS = PAGES.from_string('{% from "components/figures.html" import hours %}{{ hours(h) }}')
FIGURE = PAGES.from_string('{% from "components/figures.html" import figure %}{{ figure(f) }}')
WEEK = HourGrid(tuple(tuple(7 if (d, h) == (4, 20) else h == 3 for h in range(24)) for d in range(7)), day_only=2)


def hours(**changed: Any) -> str:
    """The table with these parts changed."""
    return HOURS.render(h={"caption": "Events by hour", **asdict(hour_table(WEEK)), **changed})


def test_the_table_has_a_heading_for_every_row_and_column() -> None:
    """Seven days and a total, 24 hours, the day's name and a total; each cell is a cell."""
    seen = shape(hours())
    scopes = [value for tag, name, value in seen.attributes if tag == "th" and name == "scope"]

    assert (scopes.count("row"), scopes.count("col")) == (8, 26)
    assert sum(t[0] == "td" for t in seen.tags) == 8 * 25
    assert "2 events with a day but no hour" in "".join(seen.text)


def test_the_table_scrolls_in_a_named_region_of_its_own() -> None:
    """The keyboard reaches it, and a screen reader says what it is."""
    region = [(n, v) for t, n, v in shape(hours()).attributes if t == "div"]

    assert {("role", "region"), ("aria-label", "Events by hour"), ("tabindex", "0")} <= set(region)


def test_tints_repeat_the_figures_and_are_those_of_the_drawing() -> None:
    """The fullest hour has the darkest class; the style sheet's colours equal the drawing's."""
    sheet = (STATIC / "css" / "figures.css").read_text(encoding="utf-8")

    assert '<td class="gs-hour--5">7' in hours()
    assert all(f".gs-hour--{i} {{ background: {tint};" in sheet for i, tint in enumerate(TINTS) if i)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_never_becomes_markup(hostile: str) -> None:
    """Caption, remarks and words are text."""
    figure = {"name": hostile, "svg": Markup("<svg></svg>"), "words": hostile, "source": hostile}
    plain = {"name": "x", "svg": Markup("<svg></svg>"), "words": "x", "source": "x"}

    assert shape(hours(caption=hostile, remarks=[hostile])).tags == shape(hours(remarks=["x"])).tags
    assert shape(FIGURE.render(f=figure)).tags == shape(FIGURE.render(f=plain)).tags


def test_a_drawing_has_its_words_beside_it() -> None:
    """The words that stand for it open below it, without script."""
    html = FIGURE.render(f={"name": "Map", "svg": Markup("<svg></svg>"), "words": "Map shows 3 places.", "source": ""})

    assert "<summary>The drawing in words" in html
    assert "Map shows 3 places." in html
    assert 'aria-label="Map" tabindex="0"><svg>' in html
