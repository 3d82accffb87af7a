"""Everything that is reported of one place: what a location brief is written from."""

import numpy as np

from graphsvc.analysis.columns import Ints, Mask, distinct
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.happenings import level_of, participants
from graphsvc.analysis.place_counts import RankingParameters, count, link_ids_of, report_ids_of, rows_for
from graphsvc.analysis.places import STANDING_LIMITS
from graphsvc.analysis.selection import coverage_of, is_type, of_type
from graphsvc.errors import InputError, NotFound
from graphsvc.model.finding import PlaceDetail
from graphsvc.model.view import NetworkView

QUESTION = "What is reported of this place?"


def place_detail(view: NetworkView, place_id: str, parameters: RankingParameters | None = None) -> PlaceDetail:
    """Everything that is reported of one place: the statements by what they are, and its line in the ranking.

    An area or postcode gathers what happened at the places within it, whatever ``level`` the parameters ask for.
    Raises NotFound where there is no such place in scope, InputError where the id is not of a place.
    """
    place = _place_row(view, place_id)
    asked = parameters or RankingParameters()
    chosen = asked.model_copy(update={"level": level_of(view, asked, place)})
    counts = count(view, chosen)
    found = counts.happenings
    here = found.place == place
    ranked = np.flatnonzero(counts.order == place)
    where, _, part_rows = participants(found)
    happened, seen = here & found.counted & found.is_event, here & found.counted & ~found.is_event
    parts = np.unique(part_rows[where == place])
    core = distinct(np.concatenate([found.row[happened | seen], parts]))
    return PlaceDetail(
        analysis="place_detail",
        question=QUESTION,
        parameters={"place_id": place_id, **chosen.model_dump(mode="json")},
        as_of=view.as_of,
        link_ids=link_ids_of(view, core),
        report_ids=report_ids_of(view, core),
        limits=(*STANDING_LIMITS, *_area_limit(chosen)),
        coverage=coverage_of(view, core),
        place_id=place_id,
        row=rows_for(counts, chosen, counts.order[ranked])[0] if len(ranked) else None,
        happened=link_ids_of(view, found.row[happened]),
        seen=link_ids_of(view, found.row[seen]),
        took_part=link_ids_of(view, parts),
        undated=link_ids_of(view, found.row[here & found.unplaced]),
        standing=link_ids_of(view, _standing(view, found.usable, place)),
        admin=link_ids_of(view, found.row[here & found.paper]),
    )


def _place_row(view: NetworkView, place_id: str) -> int:
    place = view.index_of(place_id)
    if place is None:
        raise NotFound("There is no such place.", next_step="Search for it, and take its id from there.")
    if not is_type(view, "Location")[place]:
        raise InputError("That is not a place.", next_step="Give the id of a place.")
    return place


def _standing(view: NetworkView, usable: Mask, place: int) -> Ints:
    """Who lives, works at or attends a place, and who runs it."""
    ends = (view.link_from == place) | (view.link_to == place)
    return np.flatnonzero(usable & ends & of_type(view, "LIVES_AT", "ATTENDS", "WORKS_FOR", "OPERATED_BY"))


def _area_limit(chosen: RankingParameters) -> tuple[str, ...]:
    if chosen.level == "place":
        return ()
    near = "directly " if chosen.level == "nearest_area" else ""
    return (f"This is an area: what happened at the places {near}within it is taken together.",)


PLACE_DETAIL = Analysis(
    id="place_detail",
    question=QUESTION,
    parameters=RankingParameters,
    limits=STANDING_LIMITS,
    references=("College of Policing, Authorised Professional Practice: Intelligence management, problem profile.",),
    run=place_detail,
)
