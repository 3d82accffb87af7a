"""Hostile exhibits: each is refused clearly, or handled and said."""

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from graphsvc.errors import InputError
from graphsvc.products.exhibit_reading import Exhibit, read_exhibits
from graphsvc.products.exhibits import checked
from tests.support import bundles


def read(content: bytes, name: str = "x.pdf") -> Exhibit:
    """One exhibit read."""
    return read_exhibits(checked([bundles.given(1, content, name)]))[0]


def refusal(content: bytes, name: str = "x.pdf") -> str:
    """Why it was refused."""
    with pytest.raises(InputError) as refused:
        read(content, name)
    return " ".join(r.reason for r in refused.value.rows)


def changed(change: Any, **saving: Any) -> bytes:
    """A PDF after a change."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bundles.pdf(2))) as held:
        change(held)
        held.save(out, **saving)
    return out.getvalue()


def active(held: pikepdf.Pdf) -> None:
    """Script, launch, embedded file, comment, link."""
    held.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    held.Root.AA = Dictionary(WC=Dictionary(S=Name.Launch, F=String("calc.exe")))
    held.attachments["evil.exe"] = b"MZ"
    action = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String("hidden words"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 40, 30, 60], A=action)
    held.pages[0].obj.Annots = Array([held.make_indirect(note), held.make_indirect(link)])


def test_what_acts_is_not_in_the_printed_copy_and_is_said() -> None:
    """Scripts, launch actions, files, comments and links are left off; the copy as received keeps them."""
    content = changed(active)
    exhibit = read(content)
    with pikepdf.open(io.BytesIO(exhibit.printable)) as printed:
        whole = b"".join(o.unparse(resolved=True) for o in printed.objects)
    for word in (b"JavaScript", b"Launch", b"EmbeddedFile", b"hidden words", b"/Annots", b"evil.exe"):
        assert word not in whole
    said = " ".join(exhibit.notes)
    assert all(w in said for w in ("scripts or actions", "embedded files", "links", "nothing acts"))
    assert exhibit.given.content == content


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7 rubbish", "x.pdf", "damaged"),
        (bundles.pdf()[:200], "x.pdf", "damaged"),
        (b"MZ program", "x.pdf", "not what its ending says"),
        (bundles.pdf(), "x.png", "not what its ending says"),
        (bundles.picture(), "x.txt", "not what its ending says"),
        (bundles.pdf(), "x.docx", "not what its ending says"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "x.png", "damaged"),
        (b"a\0b", "x.txt", "plain text"),
        (b"", "x.pdf", "empty"),
    ],
)
def test_what_cannot_be_used_is_refused(content: bytes, name: str, words: str) -> None:
    """In words that say why."""
    assert words in refusal(content, name)


def test_a_protected_pdf_is_refused() -> None:
    """With a password to open it, and with one to change it."""
    for user in ("secret", ""):
        protection = pikepdf.Encryption(owner="o", user=user)
        assert "protected" in refusal(changed(lambda _: None, encryption=protection))


def test_thousands_of_pages_are_refused() -> None:
    """More pages than a bundle prints."""

    def many(held: pikepdf.Pdf) -> None:
        for _ in range(3001):
            held.pages.append(held.pages[0])

    assert "more than" in refusal(changed(many))


@pytest.mark.parametrize("box", [[0, 0, 14400, 14400], [0, 0, 20, 2000], [-500, -500, 95, 342], [600, 800, 0, 0]])
def test_odd_page_sizes_are_printed(box: list[int]) -> None:
    """Huge, narrow, shifted and turned-round boxes each give a page with a size."""

    def resize(held: pikepdf.Pdf) -> None:
        held.pages[0].obj.MediaBox = Array(box)

    assert all(w >= 1 and h >= 1 for w, h in read(changed(resize)).sizes)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_seen_as_it_was(turn: int) -> None:
    """A turned page has the shape a reader shows."""

    def rotate(held: pikepdf.Pdf) -> None:
        held.pages[0].rotate(turn, relative=False)

    width, height = read(changed(rotate)).sizes[0]
    assert (width > height) is (turn in (90, 270))


def test_a_bomb_does_no_harm() -> None:
    """A stream that unpacks to 4 GB, and a picture of 40,000 by 40,000 pixels, are refused."""
    inner = zlib.compress(b" " * (64 * 1024 * 1024))

    def bomb(held: pikepdf.Pdf) -> None:
        twice = zlib.compress(inner)
        stream = held.make_stream(b"")
        stream.write(twice, filter=Array([Name.FlateDecode, Name.FlateDecode]))
        held.pages[0].obj.Contents = Array([stream] * 64)

    assert "memory and time" in refusal(changed(bomb))
    picture = bytearray(bundles.picture())
    picture[16:24] = (40_000).to_bytes(4, "big") * 2
    picture[29:33] = zlib.crc32(bytes(picture[12:29])).to_bytes(4, "big")
    assert "pixels" in refusal(bytes(picture), "x.png")


def test_another_type_is_carried_and_not_printed() -> None:
    """It is listed with its hash; nothing of it is printed."""
    exhibit = read(b"ID3 sound", "call.MP3")
    assert (exhibit.kind_words, exhibit.sizes, exhibit.name) == ("not printed", (), "exhibit-001-AB-1.mp3")
