"""The environment that renders the pages."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import SettingsError
from graphsvc.settings import Settings
from graphsvc.web.templating import asset_addresses, environment


def built(folder: Path) -> Path:
    """The folder with a manifest of one file."""
    (folder / "vendor").mkdir()
    (folder / "vendor" / "manifest.json").write_text(json.dumps({"start.js": "start-0123.js"}))
    return folder


def test_a_built_file_is_named_by_its_hash(tmp_path: Path) -> None:
    """The address of a built file is the hashed name the manifest gives."""
    assert asset_addresses(built(tmp_path))("start.js") == "/static/vendor/start-0123.js"


def test_an_own_files_address_changes_with_its_content(tmp_path: Path) -> None:
    """A changed style sheet gets a new address, so that no browser keeps the old one."""
    sheet = built(tmp_path) / "own.css"
    sheet.write_text("a{}")
    before = asset_addresses(tmp_path)("own.css")
    sheet.write_text("b{}")
    assert asset_addresses(tmp_path)("own.css") != before


@pytest.mark.parametrize("content", [None, "", "{", "\ufffd"])
def test_an_unbuilt_front_end_is_told_with_the_way_out(tmp_path: Path, content: str | None) -> None:
    """A missing or broken manifest is a settings error that says how to build it."""
    if content is not None:
        (tmp_path / "vendor").mkdir()
        (tmp_path / "vendor" / "manifest.json").write_text(content)
    with pytest.raises(SettingsError, match="has not been built") as caught:
        environment(Settings(), demonstration=False, static=tmp_path)
    assert "pip install" in caught.value.next_step


def render(source: str, **context: object) -> str:
    """What a template of these words gives."""
    return environment(Settings(), demonstration=False).from_string(source).render(context)


@settings(deadline=None)
@given(text=st.text())
def test_the_govuk_macros_escape_what_they_are_given(text: str) -> None:
    """A text handed to a GOV.UK macro comes out as text."""
    page = render("{{ govuk.tag({'text': x}) }}", x=f"<i>{text}")
    assert "<i>" not in page


@pytest.mark.parametrize(("count", "words"), [(0, "0 reports"), (1, "1 report"), (12345, "12,345 reports")])
def test_counts_agree_with_their_noun(count: int, words: str) -> None:
    """A count is written with its noun in the right number and thousands apart."""
    assert render("{{ n | plural('report') }}", n=count) == words


def test_no_such_macro_is_an_attribute_error() -> None:
    """Private names are not looked up among the macros."""
    with pytest.raises(AttributeError):
        _ = environment(Settings(), demonstration=False).globals["govuk"]._nothing  # type: ignore[attr-defined]
