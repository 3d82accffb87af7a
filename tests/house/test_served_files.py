"""What the pages load: no typeface or crest of GOV.UK, and nothing from another host."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from graphsvc.web.templating import STATIC

ROOT = Path(__file__).parents[2]
VENDOR = STATIC / "vendor"
SERVED = sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg", ".mjs"})
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)


def served(path: Path) -> str:
    """The file without its comments and without the name of the SVG language, which nothing fetches."""
    return COMMENTS.sub("", path.read_text(encoding="utf-8")).replace("http://www.w3.org/2000/svg", "")


def test_there_is_something_to_check() -> None:
    """The built style sheet and scripts are there, beside the project's own."""
    assert {p.suffix for p in SERVED} == {".css", ".js", ".svg"}
    assert (VENDOR / "manifest.json").is_file()


@pytest.mark.parametrize("path", SERVED, ids=lambda p: p.name)
def test_a_served_file_names_no_host(path: Path) -> None:
    """No style sheet, script or image holds an address of any host, with or without its scheme."""
    assert re.findall(r"https?:\S*|[\"'(]//\w\S*", served(path)) == []


@pytest.mark.parametrize("path", [p for p in SERVED if p.suffix == ".css"], ids=lambda p: p.name)
def test_a_style_sheet_fetches_nothing(path: Path) -> None:
    """No style sheet imports another, nor asks for an image or a typeface."""
    assert re.findall(r"url\(|@import|@font-face|image-set\(", served(path)) == []


@pytest.mark.parametrize("path", SERVED, ids=lambda p: p.name)
def test_nothing_reserved_to_gov_uk_is_served(path: Path) -> None:
    """Neither the GDS Transport typeface nor the crest or crown image is named in a served file."""
    assert re.findall(r"GDS Transport|govuk-crest|govuk-crown|\.woff", served(path)) == []


def test_a_built_files_name_is_its_hash() -> None:
    """The manifest names each built file, and each name holds the hash of the file."""
    names = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    assert {"govuk-frontend.css", "govuk-frontend.js", "start.js"} <= set(names)
    for name in names.values():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()[:12] in name


def test_the_licence_goes_with_the_files() -> None:
    """The MIT licence of GOV.UK Frontend lies beside what was made from it."""
    text = (VENDOR / "LICENCE-govuk-frontend.txt").read_text(encoding="utf-8")
    assert "MIT License" in text
    assert "Government Digital Service" in text


def test_the_lock_pins_by_hash_and_names_no_host() -> None:
    """Every locked package has its integrity hash, and the lock names no registry."""
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: p for name, p in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(p["integrity"].startswith("sha512-") for p in packages.values())
    assert not re.search(r"https?:|resolved", text)
