"""The evidence bundle: one numbered order, links that arrive, nothing of intelligence, frozen."""

import io
import re
import subprocess
from functools import cache
from pathlib import Path

import pypdf
import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.model.provenance import StatementKind
from graphsvc.products.bundle_gate import CONDITIONS, INTELLIGENCE, RESTRICTED, let_through, withheld_because
from graphsvc.products.bundle_leaks import needles_of, repeats
from graphsvc.products.evidence_bundle import freeze_bundle
from graphsvc.products.exhibit_list import read_list
from graphsvc.products.exhibit_reading import Exhibit, read_exhibits
from graphsvc.products.exhibits import checked
from graphsvc.products.officer_notes import NotesInputs, freeze_notes, notes
from graphsvc.products.package import pack, write_product
from graphsvc.products.verify import verify_product
from tests.support import bundles

SECRETS = ("SECRET", "Intelname", "Secretplace", "Secretsentence", "Childname", "2-C", "intelligence")
KINDS = ("one", "two", "wide", "picture", "text", "other")


@cache
def ready(number: int, kind: str) -> Exhibit:
    """An exhibit of this kind, read once."""
    content, name = {
        "one": (bundles.pdf(1), "a.pdf"),
        "two": (bundles.pdf(2), "a.pdf"),
        "wide": (bundles.pdf(1, wide=True), "a.pdf"),
        "picture": (bundles.picture(), "a.png"),
        "text": (b"a line\n" * 70, "a.txt"),
        "other": (b"ID3", "a.mp3"),
    }[kind]
    return read_exhibits((bundles.given(number, content, name),))[0]


def made(*exhibits: Exhibit, count: int = 12) -> pypdf.PdfReader:
    """The bundle's PDF, read by pypdf."""
    return pypdf.PdfReader(io.BytesIO(freeze_bundle(bundles.inputs(count, exhibits)).files["bundle.pdf"]))


def links(reader: pypdf.PdfReader) -> list[tuple[int, str]]:
    """Every link of the index: the page it leads to, and what it says of itself."""
    at = {p.indirect_reference.idnum: n for n, p in enumerate(reader.pages, 1) if p.indirect_reference}
    found = []
    for annotation in reader.pages[1].get("/Annots", []):
        one = annotation.get_object()
        target = one.get("/Dest") or one["/A"]["/D"]
        found.append((at[target[0].idnum], str(one.get("/Contents", ""))))
    return found


@settings(max_examples=8, deadline=None)
@having(st.lists(st.sampled_from(KINDS), max_size=8), st.sampled_from([0, 3, 40]))
def test_printed_number_page_label_and_position_are_one(kinds: list[str], count: int) -> None:
    """For any list of exhibits every page says its own position, and its label is that number."""
    reader = made(*(ready(n, k) for n, k in enumerate(kinds, 1)), count=count)
    total = len(reader.pages)
    for position, page in enumerate(reader.pages, 1):
        assert f"Page {position} of {total}" in " ".join(page.extract_text().split())
        assert {"EB-2026-001", "OFFICIAL-SENSITIVE"} <= set(page.extract_text().split())
    assert reader.page_labels == [str(n) for n in range(1, total + 1)]


@settings(max_examples=12, deadline=None)
@having(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8))
def test_every_link_of_the_index_and_every_bookmark_arrives(kinds: list[str]) -> None:
    """A link to a printed exhibit leads to the page that is headed with its reference, page 1; its bookmark too."""
    exhibits = [ready(n, k) for n, k in enumerate(kinds, 1)]
    reader = made(*exhibits)
    aimed = {page for page, says in links(reader) if says.startswith("Exhibit AB/")}
    printed = [n for n, k in enumerate(kinds, 1) if k != "other"]
    heads = {
        n: next(p for p, page in enumerate(reader.pages, 1) if f"Exhibit AB/{n}, page 1 of" in page.extract_text())
        for n in printed
    }
    assert aimed == set(heads.values())
    for item in reader.outline:
        number = reader.get_destination_page_number(item) + 1  # type: ignore[arg-type]
        assert item.title.endswith(f", page {number}")  # type: ignore[union-attr]
    titles = [str(i.title) for i in reader.outline]  # type: ignore[union-attr]
    assert sum(t.startswith("Exhibit ") for t in titles) == len(printed)


def test_poppler_reads_the_same(tmp_path: Path) -> None:
    """Another reader: pages, tags, the text of an exhibit, and no script."""
    path = tmp_path / "b.pdf"
    path.write_bytes(freeze_bundle(bundles.inputs(12, bundles.mixed())).files["bundle.pdf"])
    info = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"JavaScript:\s+no", info)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "Word2ofthepdf" in text
    assert "line of the note" in text


@settings(max_examples=8, deadline=None)
@having(st.integers(0, 30))
def test_nothing_of_intelligence_is_in_anything_served(count: int) -> None:
    """No name, reference, sentence, place or grade that only intelligence gives, in any file of the package."""
    product = freeze_bundle(bundles.inputs(count))
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(product.files["bundle.pdf"])).pages)
    for name, words in (("bundle.pdf", text), ("finding.json", product.files["finding.json"].decode())):
        for secret in SECRETS:
            assert secret not in words, (name, secret)


def test_more_intelligence_changes_nothing_that_is_served() -> None:
    """Not even a count betrays it: with and without intelligence the bundle has the same bytes."""
    held = bundles.everything(12)
    served = [s for s in held if s.source.kind != "intelligence"]
    said = [m for m in bundles.mentions() if m.source.kind != "intelligence"]
    without = let_through(bundles.SUBJECT, served, said, frozenset())
    assert freeze_bundle(bundles.inputs(12)).files == freeze_bundle(bundles.inputs(12, passed=without)).files


@pytest.mark.parametrize(
    ("changes", "because"),
    [({}, ""), ({"handling": "C"}, CONDITIONS), ({"grade": "1-A-P"}, INTELLIGENCE), ({"kind": "rumour"}, INTELLIGENCE)],
)
def test_the_gate_says_why(changes: dict[str, str], because: str) -> None:
    """Only what is neither graded nor under conditions nor of an unknown kind passes."""
    assert withheld_because(bundles.source(1, **changes), frozenset()) == because
    assert withheld_because(bundles.source(1), frozenset({bundles.source(1).report_id})) == RESTRICTED


def test_opinion_is_told_apart_from_fact() -> None:
    """An event that is only opinion stands under a heading of its own, never in the chronology."""
    views = bundles.told(1, kind=StatementKind.OPINION)
    passed = let_through(bundles.SUBJECT, views, bundles.mentions(), frozenset())
    product = freeze_bundle(bundles.inputs(passed=passed))
    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(product.files["bundle.pdf"])).pages)
    assert "tells a dated event of the subject" in " ".join(text.split())
    assert "(opinion)" in " ".join(text.split())


def test_the_notes_tell_what_was_left_out_and_are_another_product() -> None:
    """The notes name the withheld reports, why, and what points away; the bundle's package does not hold them."""
    held = bundles.inputs(12)
    given = NotesInputs(held, tuple(bundles.everything(12)), frozenset(), {bundles.CHILD.id: "child"})
    text = str(notes(given))
    for words in ("SECRET-IR-2", INTELLIGENCE, "the subject's part is given as: witness or informant", "Child A"):
        assert words in text
    assert "Childname" not in text
    assert set(freeze_notes(given).files) == {"notes.pdf", "finding.json"}
    assert set(freeze_bundle(held).files) == {"bundle.pdf", "finding.json"}


def test_frozen_and_any_changed_file_is_named(tmp_path: Path) -> None:
    """The same inputs give the same bytes; a changed exhibit is named by verify, and 120 exhibits still verify."""
    exhibits = tuple(ready(n, KINDS[n % 6]) for n in range(1, 121))
    product = freeze_bundle(bundles.inputs(3, exhibits))
    again = freeze_bundle(bundles.inputs(3, exhibits))
    assert pack(product, "b.zip").content == pack(again, "b.zip").content
    path = tmp_path / "b.zip"
    write_product(product, path)
    assert verify_product(path).ok
    data = path.read_bytes()
    name = exhibits[0].name
    inside = data.index(exhibits[0].given.content)
    path.write_bytes(data[: inside + 9] + b"\0" + data[inside + 10 :])
    found = verify_product(path)
    assert (found.ok, found.first_bad) == (False, name)


def test_exhibits_are_carried_byte_for_byte() -> None:
    """Whatever is printed, the package holds what was received."""
    exhibits = bundles.mixed()
    files = freeze_bundle(bundles.inputs(1, exhibits)).files
    assert [files[e.name] for e in exhibits] == [e.given.content for e in exhibits]


REFUSED = [
    ("ab/1", "Anna Bell", "reference"), ("AB1", "Anna Bell", "reference"), ("AB/0", "Anna Bell", "reference"),
    ("AB/1", "", "witness"), ("XY/1", "Anna Bell", "reference"), ("../AB/1", "Anna Bell", "reference"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "witness", "column"), REFUSED)
def test_an_ill_formed_reference_is_refused(reference: str, witness: str, column: str) -> None:
    """The refusal names row and column."""
    with pytest.raises(InputError) as refused:
        checked([bundles.given(reference=reference, witness=witness)])
    assert column in {r.column for r in refused.value.rows}


def test_a_clash_of_initials_and_a_second_use_are_refused() -> None:
    """Two witnesses with the same initials, or one reference twice, cannot be told apart."""
    for second in (bundles.given(2, witness="Arthur Bray"), bundles.given(1)):
        with pytest.raises(InputError):
            checked([bundles.given(1), second])


HOSTILE_NAMES = (
    "../../etc/passwd.pdf",
    "<script>.pdf",
    "a\u202efdp.pdf",
    "..\\..\\x.pdf",
    "#eval(1) *b*.pdf",
    "n" * 300 + ".pdf",
)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_text_only(name: str) -> None:
    """It never becomes a name in the package, and the bundle is made."""
    exhibits = read_exhibits((bundles.given(1, name=name, description=name[:90]),))
    assert exhibits[0].name == "exhibit-001-AB-1.pdf"
    assert made(*exhibits).pages


def test_a_list_names_its_rows() -> None:
    """A missing column, a missing file and no day are each named; a good list is read."""
    good = b"reference,witness,description,file,statement_on\nAB/1,Anna Bell,Letter,a.pdf,2026-03-01\n"
    assert read_list(good, lambda name: name.encode())[0].content == b"a.pdf"
    with pytest.raises(InputError, match="no column file"):
        read_list(b"reference,witness,description\n", lambda _: None)
    with pytest.raises(InputError) as refused:
        read_list(good.replace(b"2026-03-01", b"31/31/2026"), lambda _: None)
    assert {(r.row, r.column) for r in refused.value.rows} == {(2, "file"), (2, "statement_on")}


def test_repeating_a_report_is_found_however_it_is_broken() -> None:
    """A reference or a longer sentence is found across breaks and case; common short words are not."""
    needles = needles_of([("WXP-IR-26-000252", "He was seen with two children at the old mill. Yes.")])
    assert repeats("log wxp ir 26\n000252", needles)
    assert repeats("he was SEEN with two chil-\ndren at the old mill", needles)
    assert not repeats("Yes. Two children.", needles)
