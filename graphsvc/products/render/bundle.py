"""An evidence bundle as one PDF: the tagged written part as the base, the exhibits' pages appended into it.

The written part is never merged into a new file: that would lose its tags. Every appended page is a new A4 sheet with
the marking, the bundle's number, the exhibit's reference and the page's number, and the exhibit's page in a frame.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, Rectangle

from graphsvc.errors import ProductError
from graphsvc.products.document import Document
from graphsvc.products.exhibit_reading import Exhibit
from graphsvc.products.render.content import content
from graphsvc.products.render.fonts import printable
from graphsvc.products.render.pdf import typeset

_A4 = (595.276, 841.89)
_FRAME = (523.0, 742.0)
_URI = re.compile(r"exhibit:(\d+)")
_UA = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>|<rdf:Description[^>]*pdfuaid:part=\"1\"[^>]*/>|pdfuaid:part=\"1\"")


@dataclass(frozen=True)
class PlacedExhibit:
    """An exhibit and where its pages are, counted from 1 = first page of the file; None where it is not printed."""

    exhibit: Exhibit
    first_page: int | None
    last_page: int | None


@dataclass(frozen=True)
class BundlePdf:
    """The finished file and where things are in it."""

    content: bytes
    pages: int
    written_pages: int
    exhibits: tuple[PlacedExhibit, ...]


def render_bundle(document: Document, exhibits: Sequence[Exhibit]) -> BundlePdf:
    """The whole PDF. The same document and exhibits always give the same bytes."""
    printed = [(e, _as_pdf(e, document)) for e in exhibits]
    appended = sum(_pages_of(e, pdf) for e, pdf in printed)
    base_bytes = typeset("bundle.typ", document.as_of, _data(document, printed, appended))
    with Pdf.open(io.BytesIO(base_bytes)) as base:
        written = len(base.pages)
        placed = tuple(_places(printed, written))
        _append(base, document, printed, written + appended)
        _finish(base, placed, written)
        out = io.BytesIO()
        base.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return BundlePdf(out.getvalue(), written + appended, written, placed)


def _as_pdf(exhibit: Exhibit, document: Document) -> bytes:
    """What is printed of an exhibit as a PDF; a picture stays one, and what is not printed is nothing."""
    if exhibit.kind != "text":
        return exhibit.printable
    lines = [_line(line) for line in exhibit.text]
    return typeset("exhibit_text.typ", document.as_of, {"lines": lines}, tagged=False)


def _line(line: str) -> str:
    """A line of a text exhibit as it is printed: runs of blanks are kept, what cannot be drawn is made visible."""
    pieces = re.split(r"( {1,200})", line)
    return "".join("\u00a0" * (len(p) - 1) + " " if p and not p.strip(" ") else printable(p) for p in pieces)


def _pages_of(exhibit: Exhibit, pdf: bytes) -> int:
    if exhibit.kind == "text":
        with Pdf.open(io.BytesIO(pdf)) as held:
            return len(held.pages)
    return len(exhibit.sizes)


def _places(printed: Sequence[tuple[Exhibit, bytes]], written: int) -> Iterator[PlacedExhibit]:
    at = written + 1
    for exhibit, pdf in printed:
        count = _pages_of(exhibit, pdf)
        yield PlacedExhibit(exhibit, at, at + count - 1) if count else PlacedExhibit(exhibit, None, None)
        at += count


def _data(document: Document, printed: Sequence[tuple[Exhibit, bytes]], appended: int) -> dict[str, Any]:
    rows, before = [], 0
    for exhibit, pdf in printed:
        count = _pages_of(exhibit, pdf)
        given = exhibit.given
        rows.append(
            {
                "reference": given.reference,
                "description": given.description,
                "witness": given.witness,
                "statement": f"{given.statement_on.day} {given.statement_on:%B %Y}" if given.statement_on else "",
                "file": given.file_name,
                "name": exhibit.name,
                "kind": exhibit.kind_words,
                "bytes": f"{len(given.content):,} bytes",
                # In groups: a digest broken where a line ends would be copied with what breaks it.
                "sha256": " ".join(exhibit.sha256[i : i + 16] for i in range(0, 64, 16)),
                "notes": list(exhibit.notes),
                "before": before,
                "count": count,
            }
        )
        before += count
    return {**content(document), "exhibits": rows, "appended": appended}


def _append(base: Pdf, document: Document, printed: Sequence[tuple[Exhibit, bytes]], total: int) -> None:
    """Add the sheets of every exhibit."""
    sheets = [(e, i, size) for e, pdf in printed for i, size in enumerate(_sizes(e, pdf), start=1)]
    if not sheets:
        return
    number = total - len(sheets)
    bands = [
        {
            "wide": size[0] > size[1],
            "top": f"Exhibit {e.given.reference}, page {i} of {_pages_of_sizes(e, printed)}",
            "page": f"Page {number + n} of {total}",
        }
        for n, (e, i, size) in enumerate(sheets, start=1)
    ]
    data = {"number": document.number, "marking": document.marking, "case": document.title, "bands": bands}
    with Pdf.open(io.BytesIO(typeset("exhibit_band.typ", document.as_of, data, tagged=False))) as overlay:
        if len(overlay.pages) != len(sheets):
            raise ProductError("The exhibits' page headings could not be set.", next_step="Report this.")
        drawings = (d for e, pdf in printed for d in _drawings(base, e, pdf))
        for band, (_, _, size), drawing in zip(overlay.pages, sheets, drawings, strict=True):
            _sheet(base, band, size, drawing)


def _pages_of_sizes(exhibit: Exhibit, printed: Sequence[tuple[Exhibit, bytes]]) -> int:
    return next(_pages_of(e, pdf) for e, pdf in printed if e is exhibit)


def _sizes(exhibit: Exhibit, pdf: bytes) -> Sequence[tuple[float, float]]:
    if exhibit.kind != "text":
        return exhibit.sizes
    return [(_A4[0], _A4[1])] * _pages_of(exhibit, pdf)


def _drawings(base: Pdf, exhibit: Exhibit, pdf: bytes) -> Iterator[Any]:
    """Each page of an exhibit as one drawing of the base."""
    if exhibit.kind in ("png", "jpeg"):
        yield _picture(base, exhibit)
    elif pdf:
        with Pdf.open(io.BytesIO(pdf)) as held:
            for page in held.pages:
                own = exhibit.kind == "text"
                drawing = page.as_form_xobject() if own else page.obj.Resources.XObject.X0
                yield base.copy_foreign(drawing)


def _picture(base: Pdf, exhibit: Exhibit) -> Any:
    """A picture as a drawing of the size it is printed at."""
    from PIL import Image

    with Image.open(io.BytesIO(exhibit.printable)) as opened:
        width, height, grey = opened.width, opened.height, opened.mode == "L"
    space = Name.DeviceGray if grey else Name.DeviceRGB
    image = base.make_stream(
        exhibit.printable,
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, ColorSpace=space, BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )  # fmt: skip
    w, h = exhibit.sizes[0]
    return base.make_stream(
        f"q {w} 0 0 {h} 0 0 cm /I Do Q".encode(),
        Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, w, h], Resources=Dictionary(XObject=Dictionary(I=image)),
    )  # fmt: skip


def _sheet(base: Pdf, band: Page, size: tuple[float, float], drawing: Any) -> None:
    """One A4 sheet, upright or on its side as the exhibit's page is, read from left to right."""
    wide = size[0] > size[1]
    width, height = (_A4[1], _A4[0]) if wide else _A4
    frame = (_FRAME[1], _FRAME[0]) if wide else _FRAME
    left, bottom = (width - frame[0]) / 2, (height - frame[1]) / 2
    holder = Dictionary(Type=Name.Page, MediaBox=[0, 0, round(width, 3), round(height, 3)], Resources=Dictionary())
    base.pages.append(Page(base.make_indirect(holder)))
    page = base.pages[-1]
    over = base.copy_foreign(band.as_form_xobject())
    page.obj.Resources = Dictionary(XObject=Dictionary(Band=over, Exhibit=drawing))
    room = Rectangle(left, bottom, left + frame[0], bottom + frame[1])
    shown = page.calc_form_xobject_placement(
        drawing, Name.Exhibit, room, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    page.obj.Contents = base.make_stream(shown + b"\nq /Band Do Q")


def _finish(base: Pdf, placed: Sequence[PlacedExhibit], written: int) -> None:
    """Links, bookmarks, page labels, first view; and no claim to a standard that appended pages do not meet."""
    root = base.Root
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    root.OpenAction = _at(base, 1, scale=1)
    root.PageMode = Name.UseOutlines
    for page in list(base.pages)[:written]:
        for annotation in page.obj.get("/Annots", []):
            _aim(base, annotation, placed)
    _bookmarks(base, placed)
    if len(base.pages) > written and "/Metadata" in root:
        root.Metadata.write(_UA.sub(b"", root.Metadata.read_bytes()))


def _at(base: Pdf, page: int, *, scale: float | None = None) -> Array:
    return Array([base.pages[page - 1].obj, Name.XYZ, 0, base.pages[page - 1].mediabox[3], scale])


def _aim(base: Pdf, annotation: Any, placed: Sequence[PlacedExhibit]) -> None:
    """Aim a link to an exhibit at its first page."""
    action = annotation.get("/A")
    found = _URI.fullmatch(str(action.get("/URI", ""))) if action is not None else None
    if found is None:
        return
    one = placed[int(found[1])]
    if one.first_page is not None:
        annotation.A = Dictionary(S=Name.GoTo, D=_at(base, one.first_page))
        annotation.Contents = pikepdf.String(f"Exhibit {one.exhibit.given.reference}, page {one.first_page}")


def _bookmarks(base: Pdf, placed: Sequence[PlacedExhibit]) -> None:
    """A bookmark with its page number for every section and exhibit."""
    numbers = {page.obj.objgen: n for n, page in enumerate(base.pages, start=1)}
    with base.open_outline() as outline:
        held = list(_flat(outline.root))
        items = []
        for item in held:
            page = _page_of(base, item, numbers)
            items.append(OutlineItem(f"{item.title}, page {page}", _at(base, page)))
        printed = [p for p in placed if p.first_page is not None]
        for p in printed:
            title = (
                f"Exhibit {p.exhibit.given.reference}: {printable(p.exhibit.given.description)}, page {p.first_page}"
            )
            items.append(OutlineItem(title, _at(base, p.first_page or 1)))
        outline.root[:] = items


def _flat(items: Sequence[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from _flat(item.children)


def _page_of(base: Pdf, item: Any, numbers: dict[tuple[int, int], int]) -> int:
    """The page a heading's bookmark leads to."""
    target = item.destination if item.destination is not None else item.action.D if item.action is not None else None
    if isinstance(target, (pikepdf.String, pikepdf.Name)):
        target = _named(base, target)
    if isinstance(target, Dictionary):
        target = target.D
    if target is None or target[0].objgen not in numbers:
        raise ProductError("A section of the bundle could not be found in it.", next_step="Report this.")
    return numbers[target[0].objgen]


def _named(base: Pdf, name: Any) -> Any:
    return pikepdf.NameTree(base.Root.Names.Dests)[str(name)]
