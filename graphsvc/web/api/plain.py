"""Results as JSON: the model's own field names, times in ISO 8601."""

import json
from typing import Any

from fastapi import Response

from graphsvc.model.plain import plain


def as_json(result: Any) -> Response:
    """A result as a JSON answer."""
    return Response(json.dumps(plain(result), ensure_ascii=False), media_type="application/json")
