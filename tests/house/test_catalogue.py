"""The house rules of the query catalogue, held against the committed files."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.links import LINK_TYPES
from graphsvc.store import reader
from graphsvc.store.catalogue import CYPHER_ROOT, Query, load_catalogue
from graphsvc.store.cypher_text import bare, unscoped
from graphsvc.store.generate import generated_files
from graphsvc.store.rows import RESERVED

STORE = Path(reader.__file__).parent
READS = load_catalogue().family("read")

NOT_SCOPED = {
    "snapshot_entities": "bulk columns, handed out only through a scope's mask",
    "snapshot_extent": "two internal numbers and a version",
    "snapshot_links": "bulk columns, handed out only through a scope's mask",
    "snapshot_mentions": "bulk columns, handed out only through a scope's mask",
    "snapshot_reports": "bulk columns, handed out only through a scope's mask",
    "version": "a count of change records, never shown",
    "access_classes": "names of access classes, to work out a scope with",
    "source_refs": "used when collecting, never shown",
    "index_names": "names of indexes, while the schema is made",
    "store_record": "what the store is for, before anybody has signed in",
}


def test_generated_statements_are_those_of_the_declarations() -> None:
    """cypher/generated holds exactly what the declarations give: run make fix after changing one."""
    held = {p.name: p.read_text(encoding="utf-8") for p in (CYPHER_ROOT / "generated").iterdir()}
    assert held == generated_files()


@pytest.mark.parametrize("query", READS, ids=lambda q: q.name)
def test_a_read_that_lists_link_types_lists_all_of_them(query: Query) -> None:
    """A new link type that a query forgot would be invisible there."""
    declared = [t.name for t in LINK_TYPES]
    text = bare(query.text)
    lists = [found.split("|") for found in re.findall(r"\[\w*:((?:[A-Z_]+\|)+[A-Z_]+)", text)]
    assert all(sorted(found) == sorted(declared) for found in lists)
    named = set(re.findall(r"[:|]([A-Z][A-Z_]+)\b", text)) & set(declared)
    assert named in (set(), set(declared))


@pytest.mark.parametrize("query", READS, ids=lambda q: q.name)
def test_a_read_filters_everything_it_binds_or_is_on_the_short_list(query: Query) -> None:
    """Whoever adds a read that does not filter on the scope must write its reason here."""
    if query.name in NOT_SCOPED:
        assert not query.scoped, "take it off the list"
    else:
        assert query.scoped
        assert unscoped(bare(query.text)) == ""


def test_the_short_list_names_queries_that_exist() -> None:
    """A reason outlives its query nowhere."""
    assert NOT_SCOPED.keys() <= load_catalogue().queries.keys()


def test_no_field_has_the_name_of_a_property_the_store_needs() -> None:
    """An attribute of that name would overwrite what the store keeps beside it."""
    assert not {(t.name, f.name) for t in ENTITY_TYPES for f in t.fields if f.name in RESERVED}


def test_every_query_is_used_and_every_query_used_exists() -> None:
    """No dead statement stays, and no misspelt name waits for its first caller."""
    used = set()
    for path in STORE.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    made = {Path(name).stem for name in generated_files()}
    names = set(load_catalogue().queries)
    assert names - used - made == set()
    asked = set(re.findall(r'_(?:one|many|ask|rows|stream|query)\(\s*(?:session,\s*)?"(\w+)"', _sources()))
    assert asked
    assert asked <= names


def test_a_reader_asks_through_the_catalogue_alone() -> None:
    """No Cypher is written in Python: every statement has a file, a header and a check."""
    clause = re.compile(r"\b(MATCH|UNWIND|MERGE|OPTIONAL MATCH)\s*[\(\$]|\bRETURN\s+\w+\s+AS\b")
    for path in STORE.glob("*.py"):
        if path.name in ("generate.py", "cypher_text.py"):
            continue
        assert not clause.search(path.read_text(encoding="utf-8")), path.name


def test_only_sessions_py_opens_sessions() -> None:
    """One place decides access mode and bookmarks."""
    openers = {p.name for p in STORE.glob("*.py") if re.search(r"driver\.session\(", p.read_text(encoding="utf-8"))}
    assert openers == {"sessions.py"}


def _sources() -> str:
    return "\n".join(inspect.cleandoc(p.read_text(encoding="utf-8")) for p in STORE.glob("*.py"))
