"""Whether a product is still what was frozen: names the first changed, missing or added file. Nothing is extracted."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import NotFound
from graphsvc.products.manifest import read_manifest, sha256
from graphsvc.products.package import MANIFEST, SIDECAR, sidecar, zip_bytes

MOST_BYTES = 256 * 1024 * 1024
MOST_MEMBERS = 600
"""More than the exhibits one bundle may hold."""
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Verification:
    """The answer. ``first_bad`` is the first file, in the manifest's order, that is not as frozen; None where all is."""

    ok: bool
    product_id: str | None
    manifest_sha256: str | None
    first_bad: str | None = None
    reason: str = ""


class _Bad(Exception):
    """What was found wrong first."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        # A name from a hostile archive may hold what moves a terminal's cursor: it is told without it.
        self.name = "".join(c if c.isprintable() else "\ufffd" for c in name[:200]) or "a file without a name"
        self.reason = reason


@dataclass
class _Known:
    """What has been learnt of the product so far."""

    product_id: str | None = None
    manifest_sha256: str | None = None


def verify_product(path: Path, *, expected_manifest_sha256: str | None = None) -> Verification:
    """Check a zip, or a single file against the manifest beside it (either of the two may be named).

    With ``expected_manifest_sha256`` (from the log) a manifest that was made anew is found too; without it, damage is
    found but not a product remade whole. Raises NotFound where there is no such file.
    """
    if path.name.endswith(SIDECAR):
        path = path.with_name(path.name.removesuffix(SIDECAR))
    if not path.is_file() and not sidecar(path).is_file():
        raise NotFound("There is no such file.", next_step="Check the path.")
    known = _Known()
    try:
        if sidecar(path).exists() or path.suffix.lower() != ".zip":
            _check_single(path, known, expected_manifest_sha256)
        else:
            _check_zip(path, known, expected_manifest_sha256)
    except _Bad as bad:
        return Verification(False, known.product_id, known.manifest_sha256, bad.name, bad.reason)
    return Verification(True, known.product_id, known.manifest_sha256)


def _check_single(path: Path, known: _Known, expected: str | None) -> None:
    beside = sidecar(path)
    if not beside.is_file():
        raise _Bad(beside.name, "the manifest that lies beside the file is missing")
    manifest = _manifest(_read(beside), beside.name, known, expected)
    entry = manifest["files"][0]
    if not path.is_file():
        raise _Bad(path.name, "missing")
    data = _read(path)
    if len(manifest["files"]) != 1 or len(data) != entry["bytes"] or sha256(data) != entry["sha256"]:
        raise _Bad(path.name, "changed")  # a new name alone changes nothing: two files renamed together still verify


def _check_zip(path: Path, known: _Known, expected: str | None) -> None:
    data = _read(path)
    if not data.startswith(_ZIP_STARTS):
        raise _Bad(path.name, "this is not a zip file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _members(archive, path.name, known, expected)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OverflowError) as problem:
        raise _Bad(path.name, "the zip file is damaged or cut short") from problem
    manifest = files.pop(MANIFEST)
    if zip_bytes(files, manifest) != data:
        raise _Bad(path.name, "the zip file holds bytes that are in none of its files")


def _members(archive: zipfile.ZipFile, archive_name: str, known: _Known, expected: str | None) -> dict[str, bytes]:
    """Every member's bytes after comparing it, in the manifest's order."""
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        raise _Bad(archive_name, f"more than {MOST_MEMBERS} files inside")
    names = [e.filename for e in entries]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise _Bad(twice, "there twice")
    if MANIFEST not in names:
        raise _Bad(MANIFEST, "missing")
    by_name = {e.filename: e for e in entries}
    files = {MANIFEST: _member(archive, by_name[MANIFEST])}
    manifest = _manifest(files[MANIFEST], MANIFEST, known, expected)
    for entry in manifest["files"]:
        if entry["name"] not in by_name:
            raise _Bad(entry["name"], "missing")
        files[entry["name"]] = _member(archive, by_name[entry["name"]])
        _same(entry, files[entry["name"]])
    added = next((n for n in names if n not in files), None)
    if added is not None:
        raise _Bad(added, "added")
    return files


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One member's bytes. Products store their files: anything packed smaller was not made here, and is not unpacked."""
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
        raise _Bad(entry.filename, "changed: it is not stored as the service stores its files")
    if entry.flag_bits & 0x1:
        raise _Bad(entry.filename, "changed: it is encrypted")
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as problem:
        raise _Bad(entry.filename, "changed") from problem


def _manifest(data: bytes, name: str, known: _Known, expected: str | None) -> dict[str, Any]:
    known.manifest_sha256 = sha256(data)
    manifest = read_manifest(data)
    if manifest is None:
        raise _Bad(name, "changed: it is not a manifest of this service, or its seal does not hold")
    known.product_id = manifest["product_id"]
    if expected is not None and known.manifest_sha256 != expected:
        raise _Bad(name, "changed: it is not the manifest that the log recorded")
    return manifest


def _same(entry: dict[str, Any], data: bytes) -> None:
    if len(data) != entry["bytes"] or sha256(data) != entry["sha256"]:
        raise _Bad(entry["name"], "changed")


def _read(path: Path) -> bytes:
    """A file's bytes, unless it is larger than any product."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise _Bad(path.name, f"it cannot be read ({problem.strerror})") from problem
    if len(data) > MOST_BYTES:
        raise _Bad(path.name, "larger than any product of the service")
    return data
