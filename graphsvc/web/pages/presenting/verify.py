"""The answer to "is this document as it was made?"."""

from graphsvc.products.package import SIDECAR
from graphsvc.services.briefs import Verified
from graphsvc.web.pages.presenting.shapes import Shape

_MADE_ELSEWHERE = (
    "it agrees with its own manifest, but this service has no record of it. It was made elsewhere, or remade whole."
)
_NO_RECORD = "this service has no record of a document with exactly these bytes."


def result(found: Verified, name: str) -> Shape:
    """A Result; only what this service has on record counts as unchanged."""
    checked = found.verification
    if found.on_record:
        words = "every byte is as it was when it was made here, and the record agrees."
    elif checked.ok:
        words = _MADE_ELSEWHERE
    elif (checked.first_bad or "").endswith(SIDECAR):
        words = _NO_RECORD
    else:
        words = f"the first thing that differs is {checked.first_bad}: {checked.reason}."
    details = (("Number", checked.product_id), ("SHA-256 of its manifest", checked.manifest_sha256))
    return {
        "ok": found.on_record,
        "file": name,
        "words": words,
        "details": [{"label": label, "value": value} for label, value in details if value],
    }
