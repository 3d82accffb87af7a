"""Opens one exhibit in a process of its own with little memory and time: the file on stdin, its printable form on stdout.

The first line out is JSON: ``refused`` (why it cannot be used, or ""), ``sizes`` of its pages in points, ``notes`` on what
was left off, ``text`` as far as it could be read. The printable form follows: a PDF whose pages are bare drawings, or a
picture that is upright, without metadata and of at most 300 dots to the inch on the page.
"""

import io
import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

MEMORY = 1536 * 1024 * 1024
CPU_S = 120
MOST_PIXELS = 120_000_000
MOST_PAGES = 3000
TEXT_S = 30
MOST_TEXT = 4 * 1024 * 1024
FRAME = (523.0, 742.0)
"""The room an exhibit's page has on an A4 sheet, in points; turned for what is wider than high."""
MOST_DPI = 300
_ACTIVE = (
    "/AA",
    "/A",
    "/JS",
    "/OpenAction",
    "/AF",
    "/EF",
    "/PieceInfo",
    "/Ref",
    "/OPI",
    "/Alternates",
    "/StructParent",
)
_ACTIVE_MORE = ("/StructParents", "/Metadata", "/Thumb", "/B", "/Tabs", "/OC", "/OCGs")


class Refused(Exception):
    """Why the file cannot be used."""


def frame(width: float, height: float) -> tuple[float, float]:
    """The room on the sheet for a page of this shape."""
    return FRAME if height >= width else (FRAME[1], FRAME[0])


def prepare_pdf(content: bytes) -> tuple[list[tuple[float, float]], list[str], bytes]:
    """A PDF's pages as bare drawings: what would be printed, and nothing that acts."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused("The PDF is protected by a password.") from None
    except pikepdf.PdfError:
        raise Refused("The PDF is damaged and cannot be opened.") from None
    with pdf:
        try:
            return _bare(pdf, pikepdf)
        except pikepdf.PdfError:
            raise Refused("The PDF is damaged and cannot be printed.") from None


def _bare(pdf: Any, pikepdf: Any) -> tuple[list[tuple[float, float]], list[str], bytes]:
    if pdf.is_encrypted:
        raise Refused("The PDF is protected: ask for a copy without protection.")
    if not 0 < len(pdf.pages) <= MOST_PAGES:
        raise Refused(f"The PDF has no pages, or more than {MOST_PAGES:,}.")
    if "/OCProperties" in pdf.Root:
        raise Refused("The PDF has layers that can be shown or hidden: ask for a flattened copy.")
    notes = _found(pdf)
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        raise Refused("The PDF is a dynamic form that no page shows: print it to a new PDF first.")
    if any("/Annots" in page.obj for page in pdf.pages):
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")
    for thing in pdf.objects:
        _disarm(thing, pikepdf)
    sizes, out = [], pikepdf.new()
    for page in pdf.pages:
        sizes.append(_place(out, page, pikepdf))
    if pdf.get_warnings():
        notes.append("The file is damaged in places; the printed copy shows what could be read.")
    kept = io.BytesIO()
    out.save(kept, deterministic_id=True)
    return sizes, notes, kept.getvalue()


def _found(pdf: Any) -> list[str]:
    """What the printed copy cannot have, in words."""
    root, pages = pdf.Root, pdf.pages
    names = root.get("/Names", {})
    annotated = [a for p in pages for a in p.obj.get("/Annots", [])]
    links = [a for a in annotated if a.get("/Subtype") == "/Link"]
    said = {
        "scripts or actions": "/OpenAction" in root or "/AA" in root or "/JavaScript" in names,
        "embedded files": "/EmbeddedFiles" in names or bool(root.get("/AF")),
        "form fields": "/AcroForm" in root,
        "comments or other marks laid over pages": len(annotated) > len(links) and "/AcroForm" not in root,
        "links": bool(links),
    }
    found = [words for words, there in said.items() if there]
    notes = []
    if found:
        notes.append(
            f"The file has {', '.join(found)}: the printed copy shows pages as they would be printed, and nothing acts."
        )
    if any("/CropBox" in p.obj and list(p.obj.CropBox) != list(p.mediabox) for p in pages):
        notes.append("Pages are cropped: what lies outside the crop is not seen here but is in the file.")
    return notes


def _disarm(thing: Any, pikepdf: Any, depth: int = 0) -> None:
    """Take out of an object, and of what it holds directly, everything that acts or leads elsewhere."""
    if depth > 50:
        raise Refused("The PDF is nested too deeply.")
    if isinstance(thing, pikepdf.Stream):
        _check_stream(thing)
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in (*_ACTIVE, *_ACTIVE_MORE):
            if key in thing:
                del thing[key]
        inner = [thing[key] for key in list(thing.keys())]
    else:
        inner = list(thing) if isinstance(thing, pikepdf.Array) else []
    for one in inner:
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Array)) and not one.is_indirect:
            _disarm(one, pikepdf, depth + 1)


def _check_stream(stream: Any) -> None:
    if "/F" in stream or stream.get("/Subtype") == "/PS":
        raise Refused("The PDF draws on another file, or runs a program to draw.")
    pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    if stream.get("/Subtype") == "/Image" and pixels > MOST_PIXELS:
        raise Refused("The PDF holds a picture of too many pixels.")


def _place(out: Any, page: Any, pikepdf: Any) -> tuple[float, float]:
    """Add the page to ``out`` as one form drawing, with its turn and unit worked in. Its size as it is seen."""
    for box in ("/TrimBox", "/BleedBox", "/ArtBox"):
        if box in page.obj:
            del page.obj[box]
    page.cropbox = _visible(page)
    page.contents_coalesce()
    x0, y0, x1, y1 = (float(v) for v in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    if page.rotation % 180 == 90:
        width, height = height, width
    drawing = out.copy_foreign(page.as_form_xobject())
    holder = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 1, 1])
    holder.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X0=drawing))
    out.pages.append(pikepdf.Page(out.make_indirect(holder)))
    return round(width, 2), round(height, 2)


def _visible(page: Any) -> list[float]:
    """The part of the page that is seen: the crop inside the sheet."""
    try:
        media, crop = ([float(v) for v in box] for box in (page.mediabox, page.cropbox))
        media, crop = ([min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])] for b in (media, crop))
    except (TypeError, ValueError, IndexError):
        raise Refused("The PDF has a page without a size.") from None
    box = [max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])]
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        raise Refused("The PDF has a page without a size.")
    return box


def prepare_picture(content: bytes) -> tuple[list[tuple[float, float]], list[str], bytes]:
    """A picture upright, without metadata, and not finer than the courts' 300 dots to the inch on its page."""
    import warnings

    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
            frames, profile = getattr(opened, "n_frames", 1), opened.getexif()
            turned = profile.get(0x0112, 1) not in (0, 1)
            picture: Any = ImageOps.exif_transpose(opened)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(f"The picture has more than {MOST_PIXELS:,} pixels.") from None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        raise Refused("The picture is damaged and cannot be opened.") from None
    notes = ["The picture is shown upright, as its camera noted."] if turned else []
    notes += ["The file has several pictures; the first is printed."] if frames > 1 else []
    notes += (
        ["The printed copy leaves off what the camera wrote into the file (time, device, perhaps place)."]
        if len(profile)
        else []
    )
    return _sized(picture, notes)


def _sized(picture: Any, notes: list[str]) -> tuple[list[tuple[float, float]], list[str], bytes]:
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
        picture = ground
    grey = picture.mode in ("1", "L", "I", "I;16")
    picture = picture.convert("L" if grey and picture.mode in ("1", "L") else "RGB")
    room = frame(*picture.size)
    most = [int(side / 72 * MOST_DPI) for side in room]
    if picture.width > most[0] or picture.height > most[1]:
        picture.thumbnail((most[0], most[1]), Image.Resampling.LANCZOS)
        notes.append(f"The printed copy is reduced to {MOST_DPI} dots to the inch.")
    scale = min(room[0] / picture.width, room[1] / picture.height, 1.0)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=88, optimize=True)
    return [(round(picture.width * scale, 2), round(picture.height * scale, 2))], notes, kept.getvalue()


def _text(content: bytes) -> str:
    """The text of a PDF that can be read within a time: it is searched for what must not be served."""
    import logging
    import time

    import pypdf

    logging.disable()
    until, said = time.monotonic() + TEXT_S, []
    try:
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            if time.monotonic() > until:
                break
            said.append(page.extract_text())
    except Exception:  # noqa: S110 - whatever a hostile file makes of it: what was read until then is searched
        pass
    return "\n".join(said)[:MOST_TEXT]


_KINDS: dict[str, Callable[[bytes], tuple[list[tuple[float, float]], list[str], bytes]]] = {
    "pdf": prepare_pdf,
    "png": prepare_picture,
    "jpeg": prepare_picture,
}


def _answer(kind: str, content: bytes) -> Iterator[bytes]:
    try:
        sizes, notes, printable = _KINDS[kind](content)
        said = {"refused": "", "sizes": sizes, "notes": notes, "text": _text(content) if kind == "pdf" else ""}
    except Refused as problem:
        said, printable = {"refused": str(problem), "sizes": [], "notes": [], "text": ""}, b""
    yield json.dumps(said).encode() + b"\n"
    yield printable


def main(kind: str) -> None:
    """Read stdin, write stdout, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for part in _answer(kind, sys.stdin.buffer.read()):
        sys.stdout.buffer.write(part)


if __name__ == "__main__":
    main(sys.argv[1])
