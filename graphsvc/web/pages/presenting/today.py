"""The first page: counts, an example, the busiest places, the latest reports."""

from urllib.parse import urlencode

from graphsvc.model import standing_words, wording
from graphsvc.model.entities import BY_NAME
from graphsvc.model.finding import PlaceRow
from graphsvc.services.networks import ConnectionTold
from graphsvc.services.today import Held, Today
from graphsvc.state.imports import ImportRun
from graphsvc.store.reader import ReportRead
from graphsvc.web.pages.presenting import chains, places, shapes
from graphsvc.web.pages.presenting.shapes import Shape

_MOST_STANDING = 5

NO_CASES: Shape = {
    "counts": [],
    "example": None,
    "example_url": "",
    "standing": [],
    "places": [],
    "latest": [],
    "imports": None,
    "cases": False,
}
"""What a viewer sees whose job shows no case data."""


def today(page: Today, *, briefs: bool) -> Shape:
    """What ``today.html`` needs. ``briefs``: whether this viewer may open a location brief."""
    return {
        "cases": True,
        "counts": _counts(page.held),
        **_example(page.example),
        "standing": _standing(page),
        "places": _places(page, briefs=briefs),
        "latest": [_report(r) for r in page.reports],
        "imports": None if page.imports is None else [_import(run) for run in page.imports],
    }


def _counts(held: Held) -> list[Shape]:
    if not held.reports and not held.entities:
        return []
    kinds = [(BY_NAME[name].plural if n != 1 else BY_NAME[name].label, n) for name, n in held.entities]
    return [
        {"label": label, "count": n, "url": None}
        for label, n in (*kinds, ("reports", held.reports), ("links", held.links))
    ]


def _example(told: ConnectionTold | None) -> Shape:
    if told is None:
        return {"example": None, "example_url": ""}
    pair = told.connection.pairs[0]
    ids = urlencode([("id", pair.from_id), ("id", pair.to_id)])
    return {"example": chains.chain(told, pair.chains[0]), "example_url": f"/connect?{ids}"}


def _standing(page: Today) -> list[Shape]:
    if page.standing is None:
        return []
    names = page.standing.names
    return [
        {
            "title": standing_words.title(p, names),
            "kind": p.kind.value,
            "why": standing_words.why(p, names),
            "url": f"/findings#pattern-{p.rank}",
        }
        for p in page.standing.found.patterns[:_MOST_STANDING]
    ]


def _places(page: Today, *, briefs: bool) -> list[Shape]:
    ranked = page.places
    if ranked is None:
        return []
    return [
        {
            "entity": shapes.entity(ranked.names[row.place_id]),
            "why": places.why(row),
            "count": _happened(row),
            "url": f"/places/{row.place_id}/brief" if briefs else f"/entities/{row.place_id}",
        }
        for row in ranked.ranking.rows
        if row.place_id in ranked.names
    ]


def _happened(row: PlaceRow) -> str:
    return places.counted(row.events, "event") if row.events else places.counted(row.sightings, "sighting")


def _import(run: ImportRun) -> Shape:
    counts = run.counts
    return {
        "when": wording.as_of(run.started_at),
        "files": places.counted(len(run.files), "file"),
        "state": run.state.value,
        "rows": counts.rows,
        "refused": counts.rejected,
        "kept_in": f"imports/{run.id}" if counts.rejected else "",
        "problem": run.problem,
    }


def _report(held: ReportRead) -> Shape:
    source = shapes.source(held.source)
    return {
        "report_id": source["report_id"],
        "number": source["number"],
        "agency": source["agency"],
        "kind": source["kind"],
        "when": shapes.short_day(held.source.recorded_on),
        "summary": held.source.title if held.source.reference else "",
    }
