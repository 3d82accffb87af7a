"""Which places is most reported at? Ranked, each with its arithmetic."""

from collections.abc import Mapping

import numpy as np

from graphsvc.analysis.columns import distinct
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.place_counts import (
    Counts,
    RankingParameters,
    cited_rows,
    count,
    link_ids_of,
    report_ids_of,
    rows_for,
)
from graphsvc.analysis.selection import coverage_of, suspected_false
from graphsvc.model.finding import PlaceRanking, PlaceRow
from graphsvc.model.view import NetworkView

QUESTION = "At which places is most reported?"

STANDING_LIMITS = (
    "This ranks what is reported, not what happens: a place that reports well stands high, one nobody watches does not.",
    "There is no denominator: how many people pass a place is not known here.",
    "What was only reported or filed at a place (a police station, a hospital) is counted aside.",
    "Living, working at or attending a place does not count; only events and sightings do.",
    "Statements graded E (suspected to be false) never count.",
)


def busiest_places(view: NetworkView, parameters: RankingParameters | None = None) -> PlaceRanking:
    """The places by how much is reported there, the first ``limit`` of them."""
    chosen = parameters or RankingParameters()
    counts = count(view, chosen)
    rows = rows_for(counts, chosen, counts.order[: chosen.limit])
    previous = _previous(view, chosen, rows)
    found, first = counts.happenings, counts.order[: chosen.limit]
    cited = cited_rows(counts, first)
    return PlaceRanking(
        analysis="busiest_places",
        question=QUESTION,
        parameters=chosen.model_dump(mode="json"),
        as_of=view.as_of,
        link_ids=link_ids_of(view, cited),
        report_ids=report_ids_of(view, cited),
        limits=_limits(counts, chosen, rows),
        coverage=coverage_of(view, distinct(found.row[found.counted])),
        rows=rows,
        total=len(counts.order),
        all_events=int(counts.happened.sum()),
        previous=previous,
    )


def _previous(view: NetworkView, chosen: RankingParameters, rows: tuple[PlaceRow, ...]) -> Mapping[str, PlaceRow]:
    """The same places in the period of the same length just before."""
    if not (chosen.compare_previous and chosen.from_at and chosen.to_at):
        return {}
    before = chosen.model_copy(
        update={"from_at": chosen.from_at - (chosen.to_at - chosen.from_at), "to_at": chosen.from_at}
    )
    counts = count(view, before)
    wanted = np.array([view.index_of(row.place_id) for row in rows], np.int64)
    places = counts.order[np.isin(counts.order, wanted)]
    return {row.place_id: row for row in rows_for(counts, before, places)}


def _limits(counts: Counts, chosen: RankingParameters, rows: tuple[PlaceRow, ...]) -> tuple[str, ...]:
    found = counts.happenings
    limits = []
    if false := suspected_false(found.view):
        limits.append(f"{false:,} statements graded E were left out.")
    if unplaced := int(np.count_nonzero(found.unplaced)):
        limits.append(
            f"{unplaced:,} statements of events or sightings cannot be placed in the period (no date, or a month or year "
            "that reaches over its edge) and are counted aside."
            if chosen.has_period
            else f"{unplaced:,} statements of events or sightings have no date; they are counted."
        )
    if found.outside_areas and chosen.level == "place":
        limits.append(
            f"{found.outside_areas:,} areas and postcodes that contain other places are not ranked beside them."
        )
    elif found.outside_areas:
        limits.append(f"{found.outside_areas:,} places lie within no such area and are not in this ranking.")
    if len(distinct(found.thing[found.counted & found.is_event])) < int(counts.events.sum()):
        limits.append("An event reported at several places counts at each of them, and in the total as often.")
    if any(row.no_claim for row in rows):
        limits.append(f"No claim is made about places with fewer than {chosen.no_claim_below} events and sightings.")
    return (*STANDING_LIMITS, *limits)


BUSIEST_PLACES = Analysis(
    id="busiest_places",
    question=QUESTION,
    parameters=RankingParameters,
    limits=STANDING_LIMITS,
    references=(
        "Sherman, L. W., Gartin, P. R. and Buerger, M. E. (1989). Hot spots of predatory crime. Criminology 27(1), 27-56.",
        "College of Policing, Authorised Professional Practice: Intelligence management, problem profile.",
    ),
    run=busiest_places,
)
