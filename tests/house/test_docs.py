"""The documents: the generated ones equal the code, links lead somewhere, commands named exist."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from graphsvc.cli.main import app
from graphsvc.errors import GraphsvcError
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.read import read_batches
from graphsvc.ingest.rejects import KeptRejects
from graphsvc.model.identity import Identities
from graphsvc.settings import known_names
from graphsvc.store.catalogue import load_catalogue
from tests.support.tree import ROOT, committed_files

PAGES = tuple(p for p in committed_files() if p.suffix == ".md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
GUIDE = ROOT / "docs" / "how-to" / "import-your-own-csv.md"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """docs/generate.py."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_those_of_the_code(generator: ModuleType) -> None:
    """docs/reference holds exactly what docs/generate.py gives: run make fix after changing the code."""
    held = {f"reference/{p.name}": p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "reference").glob("*.md")}

    assert held == generator.documents()


def test_generated_pages_do_not_follow_the_machine(generator: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home of whoever runs make fix stands in no page."""
    before = generator.documents()
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere/data")
    monkeypatch.setenv("COLUMNS", "40")

    assert generator.documents() == before


def test_every_command_and_option_is_in_the_reference() -> None:
    """Nothing that can be typed is left out, whatever the generator thinks."""
    page = _reference("commands")
    options = {o for _, c in _leaves("graphsvc", typer.main.get_command(app)) for p in c.params for o in p.opts}

    assert {
        words for words, _ in _leaves("graphsvc", typer.main.get_command(app)) if f"## {words}\n" not in page
    } == set()
    assert {o for o in options if o.startswith("-") and o != "--help" and o not in page} == set()


def _leaves(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
    for name, part in (inner or {}).items():
        yield from _leaves(f"{words} {name}", part)


def test_every_error_setting_and_query_is_in_the_reference() -> None:
    """What a person can meet can be looked up."""
    codes = {e.code for e in _branches(GraphsvcError)}

    assert {c for c in codes if f"| `{c}` |" not in _reference("errors")} == set()
    assert {n for n in known_names() if f"| `{n}` |" not in _reference("settings")} == set()
    assert {q for q in load_catalogue().queries if f"### {q}\n" not in _reference("queries")} == set()


def _branches(root: type[GraphsvcError]) -> Iterator[type[GraphsvcError]]:
    yield root
    for branch in root.__subclasses__():
        yield from _branches(branch)


def _reference(name: str) -> str:
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the project finds it, and its heading where it names one."""
    for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, heading = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), target
        if heading:
            assert heading in _anchors(found), target


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_commands_and_settings_named_exist(path: Path) -> None:
    """A document names no command and no setting that the service does not have."""
    text = path.read_text(encoding="utf-8")
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    blocks = "\n".join(block for kind, block in FENCE.findall(text) if kind == "sh")
    commands = set(re.findall(r"(?:\.venv/bin/|`)graphsvc ([a-z][\w4-]*)", text + "\n" + blocks))

    assert commands <= known
    assert {n for n in re.findall(r"GRAPHSVC_[A-Z0-9_]+[A-Z0-9]", text) if n != "GRAPHSVC_"} <= known_names() | {
        "GRAPHSVC_NEO4J",
        "GRAPHSVC_LOCAL",
        "GRAPHSVC_WEB",
        "GRAPHSVC_LIMITS",
    }


def test_quick_start_is_two_commands() -> None:
    """A newcomer types two commands: one starts the demonstration, the other runs the tests."""
    section = re.search(r"^## Quick start$(.*?)^## ", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)

    assert section
    assert [block.strip() for kind, block in FENCE.findall(section[1]) if kind == "sh"][:2] == [
        "make demo",
        "make test",
    ]


def test_the_mapping_in_the_guide_reads_the_files_in_the_guide(tmp_path: Path) -> None:
    """Whoever copies the example of the guide gets what it says: every row, each report, mention and link."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    for name, content in blocks.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    plan = plan_files(load_mapping(tmp_path / "youth_team.yaml"), [tmp_path / "contacts.csv"])
    rejects = KeptRejects()
    batches = read_batches(plan, Identities(b"k" * 32), rejects=rejects)

    links = [f"{link.link_type} {link.role}".strip() for batch in batches for link in batch.links]

    counts = batches.counts
    told = f"{counts.rows} rows, {counts.accepted} accepted, {counts.rejected} refused"
    assert told in text
    assert f"{counts.reports} reports, {counts.mentions} mentions, {counts.links} links" in text
    assert [f"row {p.row}, column {p.column}: {p.reason}" in text for _, p in rejects.problems] == [
        True
    ] * counts.rejected
    assert set(links) == set(re.findall(r"^- `([A-Z_]+[a-z -]*)`", text, re.MULTILINE))
