"""Inputs of evidence bundles for tests: a fictional person, statements that may and may not be served, exhibits."""

import io
from datetime import date
from functools import cache

import typst
from PIL import Image

from graphsvc.model.network import EntityRef, MentionRead, Source, Statement
from graphsvc.model.provenance import StatementKind
from graphsvc.products.bundle_gate import let_through
from graphsvc.products.bundle_inputs import BundleInputs
from graphsvc.products.exhibit_reading import Exhibit, read_exhibits
from graphsvc.products.exhibits import ExhibitGiven, checked
from tests.support import briefs

SUBJECT = EntityRef("d" * 32, "Person", "Tomas Quill alias Intelname")
CHILD = EntityRef("c" * 32, "Person", "Nameless Childname")
SECRET_PLACE = EntityRef("9" * 32, "Location", "Secretplace Yard", "park")


@cache
def pdf(pages: int = 1, *, wide: bool = False) -> bytes:
    """A PDF of so many pages, each with its own word."""
    body = "#pagebreak()\n".join(f"Word{n}ofthepdf\n" for n in range(1, pages + 1))
    page = "#set page(flipped: true)\n" if wide else ""
    return bytes(typst.compile((page + body).encode()))  # type: ignore[arg-type]


@cache
def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 160, 90)).save(out, kind)
    return out.getvalue()


def given(number: int = 1, content: bytes | None = None, name: str = "letter.pdf", **changes: object) -> ExhibitGiven:
    """An exhibit of Anna Bell."""
    values: dict[str, object] = {
        "reference": f"AB/{number}", "witness": "Anna Bell", "description": f"Item {number}", "file_name": name,
        "content": pdf() if content is None else content, "statement_on": date(2026, 3, 1),
    }  # fmt: skip
    return ExhibitGiven(**{**values, **changes})  # type: ignore[arg-type]


def mixed() -> tuple[Exhibit, ...]:
    """One exhibit of every sort: two pages, a landscape one, a picture, a text, and what is not printed."""
    held = (
        given(1, pdf(2)),
        given(2, pdf(1, wide=True)),
        given(3, picture(kind="JPEG"), "photo.jpg"),
        given(4, b"line of the note\n" * 90, "note.txt"),
        given(5, b"ID3 sound", "call.mp3"),
    )
    return read_exhibits(checked(held))


def source(number: int, *, secret: bool = False, **changes: object) -> Source:
    """The source of a record, or of an intelligence report."""
    made = briefs.source(number, grade="2-C-P" if secret else "")
    values = {**vars(made), "reference": f"SECRET-IR-{number}" if secret else f"INC-{number}", **changes}
    return Source(**values)


def told(number: int, *, secret: bool = False, kind: StatementKind = StatementKind.FACT) -> list[Statement]:
    """One event: the subject's part, a child, a place; all from one report."""
    event = briefs.event(number)
    place = SECRET_PLACE if secret else briefs.PARK
    made = [
        briefs.statement("TOOK_PART", SUBJECT, event, number, role=briefs.ROLES[number % 4], kind=kind),
        briefs.statement("TOOK_PART", CHILD, event, number, role="victim or possible victim"),
        briefs.statement("OCCURRED_AT", event, place, number, role="meeting"),
    ]
    said = source(number, secret=secret)
    return [Statement(**{**vars(s), "source": said, "sentence": "Secretsentence told by nobody."}) for s in made]


def mentions() -> list[MentionRead]:
    """Who and what is called what, by a record and by intelligence."""
    record, secret = source(1), source(2, secret=True)
    return [
        MentionRead("m1", SUBJECT, record, {"name": "Tomas Quill"}),
        MentionRead("m2", SUBJECT, secret, {"name": "Intelname", "alias": ("Intelname",)}),
        MentionRead("m3", briefs.PARK, record, {"name": "Harl Street", "kind": "park"}),
        MentionRead("m4", SECRET_PLACE, secret, {"name": "Secretplace Yard", "kind": "park"}),
        MentionRead("m5", CHILD, record, {"name": "Nameless Childname", "described_as": "child"}),
        *(MentionRead(f"e{n}", briefs.event(n), record, {"kind": "Sighting"}) for n in range(60)),
    ]


def everything(count: int = 12) -> list[Statement]:
    """Statements of so many events, every third from intelligence alone."""
    return [s for n in range(count) for s in told(n, secret=n % 3 == 2)]


def inputs(count: int = 12, exhibits: tuple[Exhibit, ...] = (), **changes: object) -> BundleInputs:
    """A bundle's inputs."""
    passed = let_through(SUBJECT, everything(count), mentions(), frozenset())
    values: dict[str, object] = {
        "issue": briefs.issue(number="EB-2026-001"), "case": "Chief Constable v Quill", "passed": passed,
        "hearing_on": date(2026, 12, 10), "exhibits": exhibits,
    }  # fmt: skip
    return BundleInputs(**{**values, **changes})  # type: ignore[arg-type]
