"""How an exhibit is printed: what kind of file it is, and its pages made safe to print. The copy as received is not touched.

PDF and pictures are opened by a process of their own with little memory and time (``exhibit_child``): whatever a hostile
file does there, it does to nobody else.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from graphsvc.errors import InputError, ProductError, RowProblem
from graphsvc.products.exhibits import ExhibitGiven
from graphsvc.products.manifest import sha256

MOST_PAGES = 3000
"""Printed pages of all exhibits together."""
MOST_TEXT = 1024 * 1024
_TIMEOUT_S = 180
_ENDINGS = {".pdf": "pdf", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".txt": "text"}
_WORDS = {"pdf": "PDF", "png": "PNG picture", "jpeg": "JPEG picture", "text": "plain text", "other": "not printed"}
_KNOWN_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Exhibit:
    """One exhibit ready for the bundle. ``sizes`` are the pages to print (width, height in points); ``text`` a text's lines.

    ``printable`` is the copy that is printed (a cleaned PDF, or a picture), ``notes`` what was done to it, in sentences.
    """

    given: ExhibitGiven
    kind: str
    name: str
    """Its name in the package."""
    sha256: str
    sizes: tuple[tuple[float, float], ...] = ()
    printable: bytes = field(default=b"", repr=False)
    text: tuple[str, ...] = ()
    searched: str = field(default="", repr=False)
    """What could be read of a PDF's text: not printed, only searched for what must not be served."""
    notes: tuple[str, ...] = ()

    @property
    def kind_words(self) -> str:
        """What kind of file it is."""
        return _WORDS[self.kind]


def read_exhibits(given: tuple[ExhibitGiven, ...]) -> tuple[Exhibit, ...]:
    """Every exhibit ready to print, in the order given. Raises InputError that names the ones that cannot be used."""
    found, problems = [], []
    for row, one in enumerate(given, 1):
        try:
            found.append(_read(row, one))
        except _Unusable as problem:
            problems.append(RowProblem(row, "file", f"{one.reference}: {problem}"))
    if problems:
        raise InputError(
            "Some exhibits cannot be used.",
            next_step="Replace the files named and try again; nothing was made.",
            rows=tuple(problems),
        )
    if sum(len(e.sizes) for e in found) > MOST_PAGES:
        raise InputError(
            f"The exhibits have more than {MOST_PAGES:,} pages together.", next_step="Make several bundles."
        )
    return tuple(found)


class _Unusable(Exception):
    """Why a file cannot be an exhibit of the bundle; the words hold nothing of it."""


def _read(row: int, given: ExhibitGiven) -> Exhibit:
    ending = PurePath(given.file_name.replace("\\", "/")).suffix.lower()
    kind = _kind(given.content, ending)
    plain = ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 9 else ""
    name = f"exhibit-{row:03d}-{given.reference.replace('/', '-')}{plain or '.bin'}"
    facts: dict[str, Any] = {}
    if kind == "text":
        facts["text"] = _lines(given.content)
    elif kind != "other":
        facts = _prepared(kind, given.content)
    return Exhibit(given, kind, name, sha256(given.content), **facts)


def _kind(content: bytes, ending: str) -> str:
    """What the content is. Raises where it is not what its ending says: whoever opens it would be misled."""
    found = next((k for start, k in _KNOWN_STARTS.items() if content.startswith(start)), "")
    found = found or ("pdf" if b"%PDF-" in content[:1024] else "")
    said = _ENDINGS.get(ending, "")
    if said == "text" and not found:
        return "text"
    if found != said:
        raise _Unusable("The file is not what its ending says.")
    return found or "other"


def _lines(content: bytes) -> tuple[str, ...]:
    """The lines of a text: UTF-8, with its mark or without, else Windows-1252. Control characters are made visible later."""
    if b"\0" in content or len(content) > MOST_TEXT:
        raise _Unusable(f"The file is no plain text, or longer than {MOST_TEXT >> 10} KB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return tuple(line.replace("\t", "    ") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _prepared(kind: str, content: bytes) -> dict[str, Any]:
    """What the child made of the file."""
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")}
    command = [sys.executable, "-m", "graphsvc.products.exhibit_child", kind]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, a fixed module, one of our own three words
            command, input=content, capture_output=True, timeout=_TIMEOUT_S, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise _Unusable("The file takes too long to open.") from None
    except OSError as problem:
        raise ProductError("An exhibit could not be opened.", next_step="Report this; nothing was made.") from problem
    if done.returncode != 0:
        # Out of memory, out of time, or a crash of the library that reads it: all the file's doing.
        raise _Unusable("The file cannot be opened within the memory and time an exhibit gets.")
    header, _, body = done.stdout.partition(b"\n")
    said = json.loads(header)
    if said["refused"]:
        raise _Unusable(said["refused"])
    sizes = tuple((float(w), float(h)) for w, h in said["sizes"])
    return {"sizes": sizes, "printable": body, "notes": tuple(said["notes"]), "searched": said["text"]}
