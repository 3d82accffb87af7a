"""A file as a download: its name said safely, nothing guessed about its kind."""

import re
from pathlib import PurePath
from urllib.parse import quote

from fastapi import Response

from graphsvc.products.package import Packed
from graphsvc.services.charts import ChartFile

FORMATS = {".zip": "zip: all of it", ".pdf": "PDF alone"}
"""What a brief can be made as, in words."""

_KINDS = {".zip": "application/zip", ".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}


def download(packed: Packed) -> Response:
    """The product itself, to be saved and not shown."""
    kind = _KINDS.get(PurePath(packed.name).suffix.lower(), "application/octet-stream")
    headers = {
        "Content-Disposition": content_disposition(packed.name),
        "X-Product-Id": packed.product_id,
        "X-Manifest-SHA256": packed.manifest_sha256,
    }
    return Response(packed.content, media_type=kind, headers=headers)


def download_chart(chart: ChartFile) -> Response:
    """A chart, to be saved and not shown: its own policy holds wherever it is opened."""
    headers = {"Content-Disposition": content_disposition(chart.name), "X-Content-SHA256": chart.sha256}
    return Response(chart.content, media_type=_KINDS[".html"], headers=headers)


def content_disposition(name: str) -> str:
    """The header for a file of this name (RFC 6266): a plain form for old readers, the whole name encoded (RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
