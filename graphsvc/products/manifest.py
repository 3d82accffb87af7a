"""The manifest of a frozen product: each file's size and SHA-256, and a seal over the manifest itself.

The seal finds damage. Whoever means to deceive can compute a new one: against that stands the manifest's SHA-256 in the
log, which ``verify_product`` compares where the caller gives it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = "graphsvc-product/1"


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Data as JSON, always written the same way."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def make_manifest(header: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The manifest of some files, in the order of their names."""
    listed = [{"name": n, "bytes": len(files[n]), "sha256": sha256(files[n])} for n in sorted(files)]
    body = {**header, "format": FORMAT, "files": listed}
    return canonical({**body, "seal": sha256(canonical(body))})


def read_manifest(data: bytes) -> dict[str, Any] | None:
    """A manifest that is whole: canonical, of this format, its seal right; None for anything else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or value.get("format") != FORMAT or not _well_formed(value.get("files")):
        return None
    body = {k: v for k, v in value.items() if k != "seal"}
    whole = value.get("seal") == sha256(canonical(body)) and canonical(value) == data
    return value if whole and _is_id(value.get("product_id")) else None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()


def _well_formed(files: object) -> bool:
    """Whether the list of files is one: names that are names only, whole sizes, digests."""
    if not isinstance(files, list) or not files:
        return False
    return all(isinstance(f, dict) and f.keys() == {"name", "bytes", "sha256"} and _is_file(f) for f in files)


def _is_file(entry: dict[str, Any]) -> bool:
    name, size, digest = entry["name"], entry["bytes"], entry["sha256"]
    plain = isinstance(name, str) and name not in ("", ".", "..") and not set(name) & set("/\\\0")
    return plain and type(size) is int and size >= 0 and isinstance(digest, str) and len(digest) == 64
