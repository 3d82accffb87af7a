"""The rooms: who may import whom, how large a module or function may grow, where Cypher may be written."""

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from graphsvc.model.entities import ENTITY_TYPES
from tests.support.tree import ROOT, docstrings, python_files
from visualise.theme import KINDS

MODULES = python_files("graphsvc", "visualise")
MODULE_CEILING, FUNCTION_CEILING = 400, 50
MAY_WRITE_CYPHER = {"graphsvc/store/generate.py", "graphsvc/store/cypher_text.py"}
CLAUSE = re.compile(r"\b(MATCH|UNWIND|MERGE|DETACH DELETE)\s*[($\[]|\bRETURN\s+\w+(\.\w+)?\s+AS\b")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_keep_to_the_contracts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Imports point down only, only the store talks to Neo4j, only the web knows HTTP."""
    monkeypatch.chdir(ROOT)

    status = lint_imports(no_cache=True)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_fits_in_the_head(path: Path) -> None:
    """No module has more than 400 lines, no function more than 50."""
    text = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(text.splitlines()) <= MODULE_CEILING
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > FUNCTION_CEILING] == []


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p) not in MAY_WRITE_CYPHER], ids=_name)
def test_no_cypher_is_written_in_python(path: Path) -> None:
    """Every statement has a file under cypher/, where its header is checked; only generate.py writes those files."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(d) for d in docstrings(tree)}
    strings = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))

    assert [s.value for s in strings if id(s) not in prose and CLAUSE.search(str(s.value))] == []


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n", "UNWIND $rows AS row", "RETURN n.id AS id"])
def test_the_search_for_cypher_finds_it(text: str) -> None:
    """The test above can fail."""
    assert CLAUSE.search(text)


def test_every_room_is_on_the_map() -> None:
    """A new room is added to CONTRIBUTING.md, so that a newcomer finds it."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {p.relative_to(ROOT / "graphsvc").parts[0] for p in python_files("graphsvc") if len(p.parts) > 1}
    folders = {r for r in rooms if not r.endswith(".py")}

    assert folders
    assert {f for f in folders if f"`{f}/`" not in guide} == set()


def test_every_entity_type_is_drawn() -> None:
    """Each entity type has a shape, a tint and a letter of its own, so that no drawing fails or misleads."""
    assert set(KINDS) == {t.name for t in ENTITY_TYPES}
    assert len({(s.shape, s.letter) for s in KINDS.values()}) == len(KINDS)
