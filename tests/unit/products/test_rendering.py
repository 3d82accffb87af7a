"""Documents as HTML and PDF: names are text, nothing vanishes, marking everywhere."""

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from graphsvc.products.document import Document, Ground, Row, Section, Sentence, Table
from graphsvc.products.location_brief import build_location_brief
from graphsvc.products.naming import Naming
from graphsvc.products.render.fonts import printable, unprintable
from graphsvc.products.render.html import render_html
from graphsvc.products.render.pdf import render_pdf
from tests.support import briefs

METHOD = Ground((), "method")
TYPST_MARKUP = (
    '#eval("1+1") *bold* _it_ $x^2$ \\ @ref <label> [a] `raw` = head // no /* no */ ~ -- #{panic()} #import "x"'
)


def paper(*texts: str, title: str = "A place") -> Document:
    """A document of these sentences."""
    blocks = tuple(Sentence(t, METHOD) for t in texts)
    return Document(
        "X-1", "brief", title, "Sub", "OFFICIAL-SENSITIVE", "members", briefs.AS_OF, (), (Section("S", blocks),), ()
    )


def read(pdf: bytes) -> str:
    """The text of a PDF, runs of blanks as one."""
    reader = PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_typst_markup_in_a_name_is_printed_as_it_stands() -> None:
    """What looks like a program, a formula or a reference is plain text, in title, sentence and table."""
    table = Table("T", (TYPST_MARKUP,), (Row((TYPST_MARKUP,), METHOD),), cite=False)
    document = paper(TYPST_MARKUP, title=TYPST_MARKUP)
    document = replace(document, sections=(*document.sections, Section("T", (table,))))
    said = read(render_pdf(document)).replace(" ", "")
    assert said.count(TYPST_MARKUP.replace(" ", "")) == 4


def test_html_markup_in_a_name_is_text() -> None:
    """No element and no attribute comes from a name, anywhere in the document."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=y>{{ 7*7 }}'
    html = render_html(build_location_brief(briefs.inputs(9, names=(hostile,) * 3, naming=Naming.NAMES)).document)
    assert "<script" not in html
    assert "<img" not in html
    assert "{{ 7*7 }}" in html


def test_the_html_stands_alone() -> None:
    """Nothing is loaded from anywhere: no address at all but the name space of the drawing."""
    html = render_html(build_location_brief(briefs.inputs(20)).document)
    assert set(re.findall(r"https?://[^\s\"'<]+", html)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|\ssrc=|url\(", html)


@pytest.mark.parametrize(
    "name", ["Zażółć gęślą", "Łukasz Żak", "Seán Ó Néill", "Ştefan Țuțu", "Nguyễn Thị", "Ельцин", "Ωμέγα"]
)
def test_names_with_accents_are_printed(name: str) -> None:
    """Polish, Irish, Romanian, Vietnamese, Cyrillic and Greek names come out as they went in."""
    assert unprintable(name) == frozenset()
    assert name.replace(" ", "") in unicodedata.normalize("NFC", read(render_pdf(paper(f"{name}.")))).replace(" ", "")


@pytest.mark.parametrize("name", ["محمد خان", "ٹھیک ڑے گھر", "नमस्ते सिंह", "می‌خواهم"])
def test_arabic_urdu_and_hindi_names_have_their_glyphs(name: str) -> None:
    """Arabic, Urdu, Hindi and Persian (with its zero-width non-joiner) are printable as they stand."""
    assert printable(name) == name
    render_pdf(paper(name))  # PDF/UA refuses a text with a missing glyph


def test_a_character_no_font_has_is_printed_as_its_number_and_said() -> None:
    """A Chinese name does not vanish: it is there by number, and the document says why."""
    said = read(render_pdf(paper("王小明 was there.")))
    assert "[U+738B][U+5C0F][U+660E] was there." in said
    assert "3 different characters that its fonts cannot print" in said
    assert "王小明" in render_html(paper("王小明 was there."))


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u0000", "\u0007", "\u200b", "\ue000", "\ud800", "\U000e0041"]
)
def test_hidden_characters_are_made_visible(character: str) -> None:
    """What would turn, hide or break the text beside it is shown as its number."""
    assert printable(f"a{character}b") == f"a[U+{ord(character):04X}]b"


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda t: t.strip() != ""), min_size=1, max_size=8))
def test_any_text_makes_a_document(texts: list[str]) -> None:
    """For any text at all there is a PDF and an HTML file, and both can be written."""
    document = paper(*texts, title=texts[0])
    assert render_pdf(document).startswith(b"%PDF-")
    render_html(document).encode()


def test_every_page_carries_marking_number_and_page_of_pages() -> None:
    """Marking at head and foot, the brief's number, the as-of and page n of N on every page."""
    pages = PdfReader(io.BytesIO(render_pdf(build_location_brief(briefs.inputs(60)).document))).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        words = page.extract_text()
        assert words.count("OFFICIAL-SENSITIVE") >= 2
        assert "LB-2026-017" in words
        assert "As of 12 March 2026 14:02" in words
        assert f"Page {number} of {len(pages)}" in words


def test_the_files_properties_hold_title_language_marking_and_date() -> None:
    """What a reader's software shows of the file without opening it."""
    reader = PdfReader(io.BytesIO(render_pdf(build_location_brief(briefs.inputs(8)).document)))
    assert reader.metadata is not None
    assert reader.metadata.title == "LB-2026-017 Harl Street recreation ground (location brief)"
    assert "OFFICIAL-SENSITIVE" in str(reader.metadata.get("/Keywords"))
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == briefs.AS_OF.date()
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_every_sentence_is_in_both_forms() -> None:
    """HTML and PDF say the same."""
    document = build_location_brief(briefs.inputs(12)).document
    pdf, html = read(render_pdf(document)).replace(" ", ""), render_html(document)
    for block in document.blocks():
        if isinstance(block, Sentence):
            assert block.text.replace(" ", "") in pdf
            assert block.text.replace("&", "&amp;").replace("'", "&#39;") in html


def test_an_as_of_in_another_zone_or_year_is_no_obstacle() -> None:
    """Leap day, last second of a year."""
    for moment in (datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)):
        made = build_location_brief(briefs.inputs(3, issue=briefs.issue(as_of=moment)))
        assert render_pdf(made.document).startswith(b"%PDF-")


def test_two_at_once_do_not_disturb_one_another() -> None:
    """Documents made in several threads are those made alone."""
    documents = [build_location_brief(briefs.inputs(n)).document for n in (2, 5, 9, 14)]
    alone = [render_pdf(d) for d in documents]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render_pdf, documents)) == alone


def test_a_name_without_blanks_breaks_instead_of_running_over_its_neighbour() -> None:
    """Three hundred letters in a narrow column are all there, on several lines."""
    row = Row(("W" * 300, "beside"), METHOD)
    document = replace(paper("x"), sections=(Section("S", (Table("T", ("Name", "Other"), (row,), cite=False),)),))
    lines = PdfReader(io.BytesIO(render_pdf(document))).pages[0].extract_text().splitlines()
    said = [line for line in lines if "WW" in line.replace("\u200b", "")]
    assert sum(line.count("W") for line in said) == 300
    assert len(said) > 5
