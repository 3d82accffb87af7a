"""The project's files as git knows them: what a clone holds, and nothing a tool or an editor left behind."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def committed_files() -> tuple[Path, ...]:
    """Every file under version control that is there, as an absolute path."""
    # A checkout may belong to another account than the one that runs the tests, as in a container.
    asked = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(asked, capture_output=True, check=True, text=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def text_files() -> Iterator[tuple[str, str]]:
    """(name, text) of every committed file that is text."""
    for path in committed_files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def python_files(*folders: str) -> tuple[Path, ...]:
    """The committed Python files below these folders of the project."""
    roots = tuple(ROOT / folder for folder in folders)
    return tuple(p for p in committed_files() if p.suffix == ".py" and any(p.is_relative_to(r) for r in roots))


def docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every docstring of a module, itself included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value
