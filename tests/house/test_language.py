"""How the project writes: British spelling, and nothing of the machine or the registry it was made with."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tree import ROOT, docstrings, python_files, text_files

AMERICAN = re.compile(
    r"\b(behavior\w*|centers?|centered|organiz\w+|analyz\w+|recogniz\w+|normaliz\w+|neighbor\w*|colors?|colored|favor\w*"
    r"|honor\w*|labor|offenses?|defenses?|labeled|labeling|canceled|canceling|traveled|gray|serializ\w+|initializ\w+"
    r"|authoriz\w+|sanitiz\w+|anonymiz\w+|pseudonymiz\w+|summariz\w+|utiliz\w+|minimiz\w+|maximiz\w+|prioritiz\w+"
    r"|judgments?|catalogs?|dialogs?|fulfill|skillful|enroll|gotten)\b",
    re.IGNORECASE,
)
REGISTRIES = re.compile(
    "|".join(f"{name}[.]{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "(org|com)")))
    + r"|\brepo1?[.]maven\b|\bmaven[.](org|apache)\b|\bregistry[.]yarnpkg\b",
    re.IGNORECASE,
)
# A path that begins at the root of somebody's machine; a folder called work inside the project is none.
MACHINE = re.compile(r"(?<![\w.$}~*/-])/(work|root|home|Users)/\w|(?<![\w.$}~*/-])/tmp/(?!\s)\w")
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
MARKUP = re.compile(r"<style.*?</style>|<[^>]*>|\{[{%#].*?[}%#]\}", re.DOTALL)
CYPHER_IN_PYTHON = ROOT / "graphsvc" / "store" / "generate.py"


def _prose() -> Iterator[tuple[str, str]]:
    for name, text in text_files():
        if name.endswith(".md"):
            yield name, CODE.sub(" ", text)
        if name.endswith((".html", ".html.j2")):
            yield name, MARKUP.sub(" ", text)
    for path in python_files("graphsvc", "visualise"):
        if path != CYPHER_IN_PYTHON:
            yield from _messages(path)
    for path in python_files("."):
        for found in docstrings(ast.parse(path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(ROOT).as_posix()}:{found.lineno}", CODE.sub(" ", str(found.value))


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", CODE.sub(" ", node.value)


def test_spelling_is_british() -> None:
    """Documents, pages, messages and docstrings are spelt as their readers spell; code is left alone."""
    assert [f"{name}: {found[0]}" for name, text in _prose() for found in AMERICAN.finditer(text)] == []


def test_no_file_names_a_registry() -> None:
    """Packages come from wherever the reader's own tools are told to look."""
    assert [f"{name}: {found[0]}" for name, text in text_files() for found in REGISTRIES.finditer(text)] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    """What is committed holds on every machine."""
    assert [f"{name}: {found[0]}" for name, text in text_files() for found in MACHINE.finditer(text)] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (AMERICAN, "the Behavior of a neighbor"),
        (REGISTRIES, "https://" + "pypi" + ".org/simple"),
        (REGISTRIES, "https://repo1" + ".maven" + ".org/maven2"),
        (MACHINE, "see " + "/" + "root/notes"),
        (MACHINE, '"' + "/" + 'home/somebody/x"'),
    ],
)
def test_each_search_finds_what_it_looks_for(pattern: re.Pattern[str], text: str) -> None:
    """The tests above can fail."""
    assert pattern.search(text)
