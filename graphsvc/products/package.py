"""Freeze a product into a file: a zip with everything, or one document with its manifest beside it."""

import io
import os
import secrets
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import Conflict, InputError, ProductError
from graphsvc.products.finding_record import finding_record
from graphsvc.products.location_brief import LocationBrief
from graphsvc.products.manifest import canonical, make_manifest, sha256
from graphsvc.products.render.html import render_html
from graphsvc.products.render.pdf import render_pdf

MANIFEST = "manifest.json"
SIDECAR = ".manifest.json"
FORMATS = (".zip", ".pdf", ".html")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Product:
    """A product in its final bytes, not yet written anywhere. ``files`` are by name, without the manifest."""

    product_id: str
    kind: str
    marking: str
    title: str
    files: dict[str, bytes]
    record: dict[str, Any]

    @property
    def header(self) -> dict[str, Any]:
        """What the manifest says of the product as a whole."""
        return {"product_id": self.product_id, "kind": self.kind, "marking": self.marking}


@dataclass(frozen=True)
class Written:
    """Where a product was written, and the manifest's SHA-256: what the log keeps."""

    path: Path
    manifest_path: Path | None
    """The manifest beside the file; None where it is inside (zip)."""
    manifest_sha256: str
    product_id: str


@dataclass(frozen=True)
class Packed:
    """A product ready to be written or sent: the file itself and, for a single document, its manifest beside it."""

    product_id: str
    name: str
    parts: dict[str, bytes]
    manifest_sha256: str

    @property
    def content(self) -> bytes:
        """The file itself."""
        return self.parts[self.name]


def freeze(brief: LocationBrief) -> Product:
    """The brief as PDF and HTML with the record of what it was made from. The same brief gives the same bytes."""
    document, record = brief.document, finding_record(brief)
    files = {
        "brief.pdf": render_pdf(document),
        "brief.html": render_html(document).encode(),
        "finding.json": canonical(record),
    }
    return Product(document.number, document.kind, document.marking, document.title, files, record)


def manifest_of(product: Product) -> bytes:
    """The manifest of the whole product."""
    return make_manifest(product.header, product.files)


def zip_bytes(files: dict[str, bytes], manifest: bytes) -> bytes:
    """The files and, first, their manifest as a zip: fixed order, fixed times, stored, nothing of this machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=True) as archive:
        for name, data in ((MANIFEST, manifest), *sorted(files.items())):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def pack(product: Product, name: str) -> Packed:
    """The product as its name's ending says: ``.zip`` everything, ``.pdf`` or ``.html`` one file and its manifest.

    Raises InputError for another ending. Nothing is written: what goes on record is known before anything leaves.
    """
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise InputError(
            f"A product cannot be written as “{ending or 'a file without an ending'}”.",
            next_step=f"Name a file that ends in {', '.join(FORMATS)}.",
        )
    if ending == ".zip":
        manifest = manifest_of(product)
        parts = {name: zip_bytes(product.files, manifest)}
    else:
        data = product.files[f"brief{ending}"]
        manifest = make_manifest({**product.header, "finding": product.record}, {name: data})
        parts = {name: data, name + SIDECAR: manifest}
    return Packed(product.product_id, name, parts, sha256(manifest))


def write_packed(packed: Packed, folder: Path, *, replace: bool = False) -> Written:
    """Write a packed product into a folder.

    Raises Conflict where a file is there already (a frozen product is not overwritten by accident), ProductError where
    the place cannot be written. Nothing half-written stays behind.
    """
    _write_all({folder / name: data for name, data in packed.parts.items()}, replace=replace)
    beside = folder / (packed.name + SIDECAR) if len(packed.parts) > 1 else None
    return Written(folder / packed.name, beside, packed.manifest_sha256, packed.product_id)


def write_product(product: Product, path: Path, *, replace: bool = False) -> Written:
    """Pack the product and write it: see ``pack`` and ``write_packed``."""
    return write_packed(pack(product, path.name), path.parent, replace=replace)


def sidecar(path: Path) -> Path:
    """Where the manifest of a single file lies: beside it."""
    return path.with_name(path.name + SIDECAR)


def suggested_name(product: Product, ending: str = ".zip") -> str:
    """A file name that carries number, place and marking: ``LB-2026-001 Harl Street OFFICIAL-SENSITIVE.zip``."""
    folded = unicodedata.normalize("NFC", product.title)
    plain = "".join(c if c.isalnum() or c in " -_'" else " " for c in folded)
    return f"{product.product_id} {' '.join(plain.split())[:60].strip()} {product.marking}{ending}"


def _write_all(parts: dict[Path, bytes], *, replace: bool) -> None:
    """Write all files or none: each under a name of its own first, then into place."""
    there = [p.name for p in parts if p.exists()]
    if there and not replace:
        raise Conflict(f"There is a file {there[0]} already.", next_step="Choose another name, or move it away first.")
    waiting = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in parts}
    try:
        for path, data in parts.items():
            _write(waiting[path], data)
        for path, part in waiting.items():
            part.replace(path)
    except OSError as problem:
        raise ProductError(
            f"The product could not be written to {next(iter(parts)).parent}: {problem.strerror}.",
            next_step="Check that the folder exists, can be written to and has room.",
        ) from problem
    finally:
        for part in waiting.values():
            part.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write through to the disk, readable by the owner only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
