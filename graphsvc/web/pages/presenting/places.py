"""The ranked list of places."""

from datetime import timedelta
from urllib.parse import urlencode

from graphsvc.analysis.place_counts import RankingParameters
from graphsvc.model import wording
from graphsvc.model.finding import PlaceRanking, PlaceRow
from graphsvc.products.location_inputs import Period
from graphsvc.services.places import RankedPlaces
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed

COLUMNS = (
    ("events", "Events and sightings"),
    ("people", "People"),
    ("vehicles", "Vehicles"),
    ("agencies", "Agencies"),
    ("origins", "Independent origins"),
)


def places(ranked: RankedPlaces, chosen: RankingParameters, typed: Typed) -> Shape:
    """What ``places.html`` needs."""
    ranking = ranked.ranking
    rows = [_row(ranked, ranking, row, typed) for row in ranking.rows if row.place_id in ranked.names]
    return {
        "period": {**typed.shape(), "words": Period(chosen.from_at, chosen.to_at).words},
        "columns": [_column(key, label, chosen.order, typed) for key, label in COLUMNS],
        "rows": rows,
        "shown": len(rows),
        "total": ranking.total,
        "pages": None,
        "sort": chosen.order,
        "limits": list(ranking.limits),
    }


def why(row: PlaceRow) -> str:
    """Why a place stands where it does, in one sentence with its numbers."""
    happened = " and ".join(counted(n, word) for n, word in ((row.events, "event"), (row.sightings, "sighting")) if n)
    met = " and ".join(
        counted(n, *words) for n, words in ((row.people, ("person", "people")), (row.vehicles, ("vehicle",))) if n
    )
    sentence = f"{happened or 'Nothing dated'}, reported by {counted(len(row.agencies), 'agency', 'agencies')}"
    sentence += f", with {met}" if met else ""
    sentence += f", {_span(row)}." if row.first_at and row.last_at else "."
    return sentence + (" Too few for a claim." if row.no_claim else "")


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 agency``, ``12 agencies``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _span(row: PlaceRow) -> str:
    assert row.first_at is not None  # noqa: S101 - the caller asked
    assert row.last_at is not None  # noqa: S101
    first = row.first_at.astimezone(wording.LOCAL).date()
    last = max(row.first_at, row.last_at - timedelta(seconds=1)).astimezone(wording.LOCAL).date()
    return shapes.short_day(first) if first == last else f"{shapes.short_day(first)} to {shapes.short_day(last)}"


def _row(ranked: RankedPlaces, ranking: PlaceRanking, row: PlaceRow, typed: Typed) -> Shape:
    counts = (row.events + row.sightings, row.people, row.vehicles, len(row.agencies), row.origins)
    query = f"?{urlencode(typed.given())}" if typed.given() else ""
    return {
        "rank": row.rank,
        "entity": shapes.entity(ranked.names[row.place_id]),
        "why": why(row),
        "cells": [
            {"text": f"{n:,}", "url": f"/entities/{row.place_id}" if i == 0 else None} for i, n in enumerate(counts)
        ],
        "share": row.share,
        "share_words": f"{row.events + row.sightings:,} of {ranking.all_events:,}",
        "brief_url": f"/places/{row.place_id}/brief{query}",
    }


def _column(key: str, label: str, order: str, typed: Typed) -> Shape:
    return {
        "key": key,
        "label": label,
        "url": f"/places?{urlencode({'sort': key, **typed.given()})}",
        "direction": "descending" if key == order else "",
    }
