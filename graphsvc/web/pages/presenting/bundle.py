"""The form that makes an evidence bundle."""

from collections.abc import Mapping, Sequence

from graphsvc.model.network import EntityRef
from graphsvc.web.bundle_orders import BundleFields, ExhibitRow
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape

_LABELS = {
    "reference": "Reference",
    "witness": "Witness",
    "description": "What it is",
    "statement_on": "Statement dated",
}


def bundle(person: EntityRef, fields: BundleFields, rows: Sequence[ExhibitRow], errors: Mapping[str, str]) -> Shape:
    """What ``bundle.html`` needs."""
    wrong = [{"text": words, "href": f"#{name}"} for name, words in errors.items()]
    for n, row in enumerate(rows, 1):
        wrong += [{"text": f"Exhibit {n}: {words}", "href": f"#{name}-{n}"} for name, words in row.errors.items()]
    return {
        "person": shapes.entity(person),
        "make_url": f"/entities/{person.id}/bundle",
        "form": {
            name: getattr(fields, name)
            for name in ("case", "recipient", "reason", "hearing", "date_from", "date_to", "product")
        },
        "errors": dict(errors),
        "wrong": wrong,
        "rows": [_row(n, row) for n, row in enumerate(rows, 1)],
    }


def _row(number: int, row: ExhibitRow) -> Shape:
    fields = [
        {
            "name": n,
            "label": label,
            "value": getattr(row, n),
            "error": row.errors.get(n, ""),
            "date": n == "statement_on",
        }
        for n, label in _LABELS.items()
    ]
    return {"number": number, "fields": fields, "file_error": row.errors.get("file", "")}
