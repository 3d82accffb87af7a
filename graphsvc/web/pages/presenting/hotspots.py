"""Hotspots: ranked lines, a map of them, the hours of the week."""

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from graphsvc.analysis.hotspots import HotspotParameters
from graphsvc.model import standing_words as words
from graphsvc.model import wording
from graphsvc.model.grid import to_grid
from graphsvc.model.standing_out import Hotspot, HotspotSubject
from graphsvc.products.location_inputs import Period
from graphsvc.services.standing import RankedHotspots
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed
from visualise.hours import HourGrid, hour_table
from visualise.map import MapKey, draw_map
from visualise.map import describe_map as map_in_words
from visualise.map_places import MapPoint, Tone
from visualise.periods import Month, Pair, Periods, describe_months, describe_periods, draw_months, draw_periods
from visualise.sheet import Sheet

_TABS = (
    (HotspotSubject.PLACES, "Places"),
    (HotspotSubject.VEHICLES, "Vehicles"),
    (HotspotSubject.TIMES, "Times"),
)
_SIZES = ("fewer than 5 occasions of concern", "5 to 9", "10 or more")
_TABLE = ("hours", "rows", "totals", "total", "classes", "remarks")
_ASIDE = {
    "reported or filed there": ("statement of where it was only reported", "statements of where it was only reported"),
    "at a default point": ("occasion at a default point", "occasions at a default point"),
}  # fmt: skip


def hotspots(ranked: RankedHotspots, chosen: HotspotParameters, typed: Typed, selected: str, marking: str) -> Shape:
    """What ``hotspots.html`` needs. ``selected``: the place or vehicle whose hours are shown, ``""`` for all."""
    found = ranked.found
    rows = [r for r in found.rows if not r.entity_id or r.entity_id in ranked.names]
    one = next((r for r in rows if r.entity_id and r.entity_id == selected), None)
    return {
        "tabs": [*(_tab(of, label, chosen.of, typed) for of, label in _TABS), _plain_tab(typed)],
        "of": found.of.value,
        "one": found.of.value.removesuffix("s"),
        "many": found.of.value,
        "period": {**typed.shape(), "words": Period(chosen.from_at, chosen.to_at).words},
        "rows": [_row(ranked, r, chosen, typed) for r in rows],
        "shown": len(rows),
        "total": found.total,
        "map": _map(ranked, rows, marking),
        "grid": _grid(one, ranked, chosen),
        "months": _months(one, ranked, marking),
        "periods": _periods(rows, ranked, chosen, marking),
        "grid_of": shapes.entity(ranked.names[one.entity_id]) if one else None,
        "all_hours_url": f"{_url(chosen.of, typed)}#hours" if one else None,
        "aside": [f"{n:,} {_ASIDE[what][n != 1]}" for what, n in found.aside.items() if n],
        "limits": list(found.limits),
    }


def _url(of: HotspotSubject, typed: Typed, **more: str) -> str:
    return f"/hotspots?{urlencode({'of': of.value, **typed.given(), **more})}"


def _tab(of: HotspotSubject, label: str, chosen: HotspotSubject, typed: Typed) -> Shape:
    return {"label": label, "url": _url(of, typed), "active": of is chosen}


def _plain_tab(typed: Typed) -> Shape:
    query = f"?{urlencode(typed.given())}" if typed.given() else ""
    return {"label": "Places by plain count", "url": f"/places{query}", "active": False}


def _row(ranked: RankedHotspots, row: Hotspot, chosen: HotspotParameters, typed: Typed) -> Shape:
    place = chosen.of is HotspotSubject.PLACES
    query = f"?{urlencode(typed.given())}" if typed.given() else ""
    own = bool(row.entity_id)
    return {
        "rank": row.rank,
        "entity": shapes.entity(ranked.names[row.entity_id]) if own else None,
        "slot": words.slot(row.slot) if row.slot else "",
        "converges": row.converges,
        "why": words.hotspot(row),
        "arithmetic": words.arithmetic(row.strength),
        "concern": row.concern,
        "events": row.events,
        "plain_rank": row.plain_rank,
        "before": row.previous_concern,
        "no_claim": row.no_claim,
        "brief_url": f"/places/{row.entity_id}/brief{query}" if own and place else None,
        "network_url": f"/entities/{row.entity_id}/network" if own else None,
        "hours_url": f"{_url(chosen.of, typed, hours=row.entity_id)}#hours" if own else None,
    }


def _map(ranked: RankedHotspots, rows: Sequence[Hotspot], marking: str) -> Shape | None:
    located = [r for r in rows if r.point is not None]
    if ranked.found.of is not HotspotSubject.PLACES or not (located or ranked.outline.areas):
        return None
    east, north = to_grid([r.point[0] for r in located if r.point], [r.point[1] for r in located if r.point])
    points = [
        MapPoint(
            float(e), float(n), wording.name(ranked.names[r.entity_id]), r.rank, _size(r), ranked.names[r.entity_id].kind,
            Tone.QUIET if r.no_claim else Tone.STRONG if r.converges else Tone.PLAIN,
        )
        for r, e, n in zip(located, east, north, strict=True)
    ]  # fmt: skip
    key = MapKey(
        sizes=_SIZES,
        tones={
            Tone.STRONG: "children, people alleged and a vehicle converge",
            Tone.PLAIN: "company recurs, or may",
            Tone.QUIET: "no claim",
        },
        unplaced=len(rows) - len(located),
        credit=ranked.credit,
    )
    page = _sheet("Places by rank", ranked, marking)
    return _figure(page, draw_map(points, ranked.outline, page, key), map_in_words(points, ranked.outline, page, key))


def _size(row: Hotspot) -> int:
    return (row.concern >= 5) + (row.concern >= 10)


def _grid(row: Hotspot | None, ranked: RankedHotspots, chosen: HotspotParameters) -> Shape:
    """The hours of one line, or of all occasions of concern."""
    found = ranked.found
    counts, no_hour = (row.hours, row.no_hour) if row is not None else (found.hours, found.no_hour)
    table = hour_table(HourGrid(counts, day_only=no_hour, no_claim_below=chosen.no_claim_below))
    caption = "Occasions of concern by weekday and hour"
    return {"caption": caption, **{name: getattr(table, name) for name in _TABLE}}


def _months(row: Hotspot | None, ranked: RankedHotspots, marking: str) -> Shape | None:
    """The months of the line that was chosen."""
    if row is None or not row.months:
        return None
    months = [Month(first_on, count) for first_on, count in row.months]
    page = _sheet(f"Occasions of concern by month: {wording.name(ranked.names[row.entity_id])}", ranked, marking)
    return _figure(page, draw_months(months, (), page), describe_months(months, (), page))


def _periods(rows: Sequence[Hotspot], ranked: RankedHotspots, chosen: HotspotParameters, marking: str) -> Shape | None:
    """This period beside the one before; None where no period was asked for."""
    compared = [r for r in rows if r.previous_concern is not None]
    if not compared or chosen.from_at is None or chosen.to_at is None:
        return None
    before = Period(chosen.from_at - (chosen.to_at - chosen.from_at), chosen.from_at)
    pairs = tuple(Pair(_called(r, ranked), r.concern, r.previous_concern or 0) for r in compared)
    words_now = Period(chosen.from_at, chosen.to_at).words
    periods = Periods(words_now, before.words, pairs, chosen.no_claim_below, ranked.found.total)
    page = _sheet("Occasions of concern, this period and the one before", ranked, marking)
    return _figure(page, draw_periods(periods, page), describe_periods(periods, page))


def _called(row: Hotspot, ranked: RankedHotspots) -> str:
    return words.slot(row.slot) if row.slot is not None else wording.name(ranked.names[row.entity_id])


def _sheet(title: str, ranked: RankedHotspots, marking: str) -> Sheet:
    return Sheet(title, wording.as_of(ranked.found.as_of), marking)


def _figure(page: Sheet, svg: str, told: str) -> Shape:
    # Our own drawing: it escapes every name it writes.
    return {"name": page.title, "svg": Markup(svg), "words": told, "source": ""}  # noqa: S704
