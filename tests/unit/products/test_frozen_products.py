"""Frozen products: the same bytes, and the first changed, missing or added file found."""

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import Conflict, InputError, NotFound, ProductError
from graphsvc.products.location_brief import build_location_brief
from graphsvc.products.manifest import canonical, make_manifest, read_manifest, sha256
from graphsvc.products.package import Product, freeze, manifest_of, sidecar, suggested_name, write_product, zip_bytes
from graphsvc.products.verify import Verification, verify_product
from tests.support import briefs

Damage = Callable[[dict[str, bytes]], dict[str, bytes]]


@cache
def product() -> Product:
    """A small brief, frozen."""
    return freeze(build_location_brief(briefs.inputs(3)))


def small() -> Product:
    """A product of a few bytes, for tests that try every one of them."""
    return Product(
        "LB-1", "location brief", "OFFICIAL", "T", {"brief.pdf": b"%PDF one", "finding.json": b"{}"}, {"a": 1}
    )


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The product as a zip."""
    return write_product(product(), tmp_path / "b.zip").path


def test_a_frozen_product_verifies(tmp_path: Path) -> None:
    """As zip, PDF and HTML, with the manifest the log holds; either of a pair of files may be named."""
    for ending in (".zip", ".pdf", ".html"):
        done = write_product(product(), tmp_path / f"brief{ending}")
        answer = verify_product(done.path, expected_manifest_sha256=done.manifest_sha256)
        assert answer == Verification(True, "LB-2026-017", done.manifest_sha256)
        if done.manifest_path:
            assert verify_product(done.manifest_path).ok


def test_the_same_inputs_are_the_same_bytes() -> None:
    """Frozen twice, byte for byte."""
    again = freeze(build_location_brief(briefs.inputs(3)))
    assert zip_bytes(again.files, manifest_of(again)) == zip_bytes(product().files, manifest_of(product()))


def test_the_zip_holds_pdf_html_record_and_manifest(written: Path) -> None:
    """The four files, the manifest first, each of the sizes and hashes the manifest says."""
    with zipfile.ZipFile(written) as archive:
        assert archive.namelist() == ["manifest.json", "brief.html", "brief.pdf", "finding.json"]
        manifest = json.loads(archive.read("manifest.json"))
        for entry in manifest["files"]:
            assert entry["sha256"] == sha256(archive.read(entry["name"]))
    assert (manifest["product_id"], manifest["kind"], manifest["marking"]) == (
        "LB-2026-017", "location brief", "OFFICIAL-SENSITIVE",
    )  # fmt: skip


def test_only_the_owner_may_read_what_is_written(written: Path) -> None:
    """The file holds what is known of children: nobody else on the machine reads it."""
    assert written.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("damage", "first_bad", "reason"),
    [
        (lambda f: f | {"brief.html": f["brief.html"] + b" "}, "brief.html", "changed"),
        (lambda f: f | {"brief.pdf": b"", "finding.json": b""}, "brief.pdf", "changed"),
        (lambda f: {n: d for n, d in f.items() if n != "finding.json"}, "finding.json", "missing"),
        (lambda f: f | {"note.txt": b"x"}, "note.txt", "added"),
        (lambda f: f | {"../../etc/passwd": b"x"}, "../../etc/passwd", "added"),
        (lambda f: f | {"brief.pdf": b"", "note.txt": b"x"}, "brief.pdf", "changed"),
    ],
)
def test_the_first_changed_missing_or_added_file_is_named(
    damage: Damage, first_bad: str, reason: str, tmp_path: Path
) -> None:
    """In the manifest's order; what is added comes last."""
    path = tmp_path / "b.zip"
    path.write_bytes(zip_bytes(damage(dict(product().files)), manifest_of(product())))
    answer = verify_product(path)
    assert (answer.ok, answer.first_bad, answer.reason) == (False, first_bad, reason)


def test_a_product_made_anew_is_found_by_the_logs_hash(tmp_path: Path) -> None:
    """Whoever changes a file and makes a whole new manifest deceives the file alone, not the log."""
    expected = sha256(manifest_of(product()))
    forged = Product(**{**vars(product()), "files": {**product().files, "brief.html": b"<p>another</p>"}})
    done = write_product(forged, tmp_path / "b.zip")
    assert verify_product(done.path).ok
    answer = verify_product(done.path, expected_manifest_sha256=expected)
    assert (answer.ok, answer.first_bad) == (False, "manifest.json")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_found(data: st.DataObject, tmp_path: Path) -> None:
    """Whatever byte of the zip is changed to whatever else."""
    path = tmp_path / "b.zip"
    whole = zip_bytes(product().files, manifest_of(product()))
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    assert not verify_product(path).ok


def test_every_single_byte_counts(tmp_path: Path) -> None:
    """Each byte of a small zip in turn: headers, names, manifest, files, directory, end."""
    path = tmp_path / "b.zip"
    whole = zip_bytes(small().files, manifest_of(small()))
    path.write_bytes(whole)
    assert verify_product(path).ok
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
        assert not verify_product(path).ok, at


def test_every_truncation_and_every_addition_is_found(tmp_path: Path) -> None:
    """Cut short anywhere, or with a byte before or after."""
    path = tmp_path / "b.zip"
    whole = zip_bytes(small().files, manifest_of(small()))
    for data in (*(whole[:n] for n in range(len(whole))), whole + b"\0", b"\0" + whole):
        path.write_bytes(data)
        answer = verify_product(path)
        assert not answer.ok
        assert answer.first_bad is not None


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_every_byte_of_a_file_and_of_its_manifest_counts(ending: str, tmp_path: Path) -> None:
    """The file beside its manifest: a change in either is found and named."""
    item = Product(**{**vars(small()), "files": {"brief.pdf": b"%PDF one", "brief.html": b"<p>"}})
    done = write_product(item, tmp_path / f"b{ending}")
    for path in (done.path, sidecar(done.path)):
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
            answer = verify_product(done.path)
            assert (answer.ok, answer.first_bad) == (False, path.name), at
        path.write_bytes(whole)
    assert verify_product(done.path).ok


def test_a_missing_half_of_a_pair_is_named(tmp_path: Path) -> None:
    """The file without its manifest, the manifest without its file, neither."""
    done = write_product(product(), tmp_path / "b.pdf")
    data = sidecar(done.path).read_bytes()
    sidecar(done.path).unlink()
    assert verify_product(done.path).first_bad == "b.pdf.manifest.json"
    sidecar(done.path).write_bytes(data)
    done.path.unlink()
    assert verify_product(done.path).first_bad == "b.pdf"
    sidecar(done.path).unlink()
    with pytest.raises(NotFound):
        verify_product(done.path)


def test_a_pair_renamed_together_still_verifies(tmp_path: Path) -> None:
    """A new name changes nothing in the file."""
    done = write_product(product(), tmp_path / "b.pdf")
    done.path.rename(tmp_path / "c.pdf")
    sidecar(done.path).rename(tmp_path / "c.pdf.manifest.json")
    assert verify_product(tmp_path / "c.pdf").ok


def _zip(*members: tuple[zipfile.ZipInfo | str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _bomb() -> bytes:
    """A zip of 100 kB that would unpack to 100 MB."""
    return _zip(("manifest.json", b"\0" * 100_000_000), compression=zipfile.ZIP_DEFLATED)


def _link() -> bytes:
    entry = zipfile.ZipInfo("brief.pdf")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    files = {"brief.pdf": b"/etc/passwd"}
    return _zip(("manifest.json", make_manifest({"product_id": "LB-1"}, files)), (entry, files["brief.pdf"]))


def _false_size() -> bytes:
    """A directory that says a member is four gigabytes long."""
    whole = bytearray(zip_bytes(small().files, manifest_of(small())))
    at = whole.index(b"PK\x01\x02")
    whole[at + 20 : at + 28] = struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0)
    return bytes(whole)


def _traversal() -> bytes:
    files = {"../outside.txt": b"x"}
    body = {"product_id": "LB-1", "format": "graphsvc-product/1"}
    listed = [{"name": n, "bytes": len(d), "sha256": sha256(d)} for n, d in files.items()]
    manifest = {**body, "files": listed}
    return _zip(("manifest.json", canonical({**manifest, "seal": sha256(canonical(manifest))})), *files.items())


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"PK",
        lambda: b"not a zip at all",
        lambda: b"PK\x03\x04" + b"\xff" * 200,
        lambda: b"PK\x05\x06" + b"\0" * 18,
        _bomb,
        _link,
        _false_size,
        _traversal,
        lambda: _zip(("manifest.json", b"[" * 100_000)),
        lambda: _zip(("manifest.json", b"{}")),
        lambda: _zip(("manifest.json", b"\xff\xfe")),
        lambda: _zip(("manifest.json", b'{"format": "graphsvc-product/1", "files": [{"name": 1}]}')),
        lambda: _zip(*[("manifest.json", manifest_of(small()))] * 2),
        lambda: _zip(*[(f"{i}", b"") for i in range(200)]),
    ],
)
def test_a_hostile_zip_is_refused_and_nothing_is_written(make: Callable[[], bytes], tmp_path: Path) -> None:
    """Bombs, links, names that lead elsewhere, false sizes, two of one name, rubbish: an answer, never a trace."""
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "b.zip"
    path.write_bytes(make())
    answer = verify_product(path)
    assert not answer.ok
    assert answer.first_bad
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["b.zip"]


@pytest.mark.parametrize("name", ["\x1b[2Jgone", "a\nall is well", "\u202etxt.exe", "x" * 5000])
def test_a_hostile_name_is_told_without_its_control_characters(name: str, tmp_path: Path) -> None:
    """A member's name cannot clear the terminal, write a line of its own or fill the screen."""
    path = tmp_path / "b.zip"
    path.write_bytes(zip_bytes({**small().files, name: b"x"}, manifest_of(small())))
    told = verify_product(path).first_bad
    assert told is not None
    assert told.isprintable()
    assert len(told) <= 200


@pytest.mark.parametrize("product_id", ["", "\x1b[2J", "x" * 65, 7, None])
def test_a_manifest_with_no_proper_number_is_none(product_id: object) -> None:
    """The number is printed and looked up: it is short and printable."""
    assert read_manifest(make_manifest({"product_id": product_id}, {"a": b""})) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_no_manifest(data: bytes) -> None:
    """Rubbish never reads as a manifest and never fails."""
    assert read_manifest(data) is None


def test_a_frozen_product_is_not_overwritten_by_accident(written: Path) -> None:
    """A file that is there stays, unless replacing was asked for."""
    before = written.read_bytes()
    with pytest.raises(Conflict):
        write_product(small(), written)
    assert written.read_bytes() == before
    assert write_product(small(), written, replace=True).product_id == "LB-1"


@pytest.mark.parametrize("name", ["brief.docx", "brief", "brief.ZIP.exe", ".zip"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    """Only .zip, .pdf and .html are written; the message says so."""
    with pytest.raises(InputError) as refused:
        write_product(small(), tmp_path / name)
    assert ".zip, .pdf, .html" in refused.value.next_step
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """No such folder: an error that says what to do, and no half-written file."""
    with pytest.raises(ProductError) as refused:
        write_product(small(), tmp_path / "nowhere" / "b.zip")
    assert refused.value.next_step
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two files cannot be written: neither is there afterwards."""
    real, calls = os.fsync, []

    def fail_second(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fail_second)
    with pytest.raises(ProductError, match="No space left"):
        write_product(product(), tmp_path / "b.pdf")
    assert not list(tmp_path.iterdir())


def test_a_suggested_name_carries_number_place_and_marking() -> None:
    """And nothing that could lead out of a folder."""
    assert suggested_name(product()) == "LB-2026-017 Harl Street recreation ground OFFICIAL-SENSITIVE.zip"
    hostile = Product(**{**vars(small()), "title": "../../x\\y\0z:*? Łódź's"})
    assert suggested_name(hostile, ".pdf") == "LB-1 x y z Łódź's OFFICIAL.pdf"
