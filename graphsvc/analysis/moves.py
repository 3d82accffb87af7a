"""Places that follow one another: the same people and children, first here, then there, and here no more."""

from collections.abc import Iterator, Sequence
from itertools import permutations

import numpy as np

from graphsvc.analysis.columns import Ints, distinct
from graphsvc.analysis.convergence import Draft
from graphsvc.analysis.occasions import Occasions
from graphsvc.analysis.strength import harmed_in, strength
from graphsvc.analysis.whereabouts import coordinates, distance_m
from graphsvc.model.standing_out import PatternKind

FEWEST_SHARED, FEWEST_EACH = 2, 3
FURTHEST_M = 3000.0
STRAGGLERS = 0.1
"""The share of occasions that may lie on the wrong side of the turn: reports are late and dates slip."""


def moved(found: Occasions, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Every pair of places of which the second takes over from the first, at most three kilometres away."""
    places = [d for d in drafts if d.kind is PatternKind.PLACE]
    north, east = coordinates(found.view)
    for before, after in permutations(places, 2):
        draft = _turn(found, before, after)
        if draft is None:
            continue
        first, second = ((float(north[c]), float(east[c])) for c in draft.centre)
        apart = distance_m(first, second)
        draft.distance_m = apart if np.isfinite(apart) else None
        if draft.distance_m is None or draft.distance_m <= FURTHEST_M:  # unknown is not far
            yield draft


def _turn(found: Occasions, before: Draft, after: Draft) -> Draft | None:
    shared = (before.company | before.children) & (after.company | after.children)
    if len(shared) < FEWEST_SHARED or not shared - (before.children & after.children):
        return None
    here, there = (_with(found, d.rows, shared) for d in (before, after))
    if min(len(here), len(there)) < FEWEST_EACH:
        return None
    turn = _turning_point(found.start[here], found.start[there])
    if turn is None:
        return None
    rows = distinct(np.concatenate([before.rows, after.rows]))
    children = frozenset(int(c) for c in harmed_in(found, rows))
    centre = (*before.centre, *after.centre)
    company = before.company | after.company
    return Draft(PatternKind.MOVED, centre, rows, company, strength(found, rows), children, turned_at_s=turn)


def _with(found: Occasions, rows: Ints, shared: frozenset[int]) -> Ints:
    """Those dated occasions in which somebody of both places has a part."""
    at = found.parts_of(rows)
    kept = distinct(found.at[at[np.isin(found.who[at], list(shared))]])
    return kept[found.dated[kept]]


def _turning_point(here: Ints, there: Ints) -> int | None:
    """When it turned from one place to the other; None where the two overlap by more than stragglers."""
    turn = int(np.sort(there)[int(STRAGGLERS * len(there))])
    late, early = int((here > turn).sum()), int((there < turn).sum())
    return turn if late <= STRAGGLERS * len(here) and early <= STRAGGLERS * len(there) else None
