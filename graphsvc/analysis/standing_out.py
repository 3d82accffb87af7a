"""What stands out? Patterns of occasions in which children are harmed and company recurs, each with its arithmetic."""

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from graphsvc.analysis.absences import missing_together
from graphsvc.analysis.columns import Ints, distinct
from graphsvc.analysis.company import Company, company
from graphsvc.analysis.convergence import Draft, converging, merged
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.explained import known_by_work, one_name, shared_names
from graphsvc.analysis.go_betweens import go_betweens
from graphsvc.analysis.moves import moved
from graphsvc.analysis.occasions import Occasions, Part, Weighing, occasions
from graphsvc.analysis.people import Households
from graphsvc.analysis.selection import coverage_of, is_type, suspected_false
from graphsvc.analysis.strength import cited, grid, ids_of, moment_of, slot_of, timed, week_hours, with_part
from graphsvc.analysis.whereabouts import default_points
from graphsvc.model.standing_out import (
    Caution,
    CautionKind,
    Explained,
    Pattern,
    PatternKind,
    PlainRow,
    StandsOut,
    Together,
)
from graphsvc.model.view import NetworkView

QUESTION = "What stands out?"
_MOST_PAIRS = 6

STANDING_LIMITS = (
    "A pattern says that reports keep naming the same company together; it does not say what anybody did.",
    "It finds what is reported. A child whom nobody writes about stands in no pattern.",
    "The strength ranks patterns, never people, and its weights are this service's own choice: read the reports.",
    "People are told apart as their senders' numbers tell them apart: one person may stand here twice, under two numbers.",
    "Family, people of one home, and the place where somebody lives or learns do not count as company.",
    "Statements graded E (suspected to be false) never count.",
)


class StandingOutParameters(Weighing):
    """What counts as a pattern, and how many are shown."""

    fewest: int = Field(3, ge=2, le=1000, description="a pattern needs this many independent tellings")
    limit: int = Field(20, ge=1, le=500, description="how many patterns to show")


def stands_out(view: NetworkView, parameters: StandingOutParameters | None = None) -> StandsOut:
    """The patterns of a view, best borne out first, with what only looks like one beside them."""
    chosen = parameters or StandingOutParameters()
    found = occasions(view, chosen)
    households = Households.of(view, found.usable)
    pairs = company(found, households)
    drafts = list(converging(found, pairs, default_points(view), chosen.fewest))
    drafts += [*moved(found, drafts), *missing_together(found, households), *go_betweens(found, households)]
    kept = merged(drafts)
    shown = kept[: chosen.limit]
    names = dict(shared_names(found, sorted({p for d in kept for p in _people_of(found, d)})))
    usual = grid(*week_hours(found, timed(found, np.flatnonzero(found.inside))))
    patterns = tuple(_pattern(found, pairs, names, usual, (rank, d)) for rank, d in enumerate(shown, start=1))
    explained = (*known_by_work(found, households), *(one_name(found, view, p, o) for p, o in names.items()))
    told: tuple[Pattern | Explained, ...] = (*patterns, *explained)
    return StandsOut(
        analysis="stands_out",
        question=QUESTION,
        parameters=chosen.model_dump(mode="json"),
        as_of=view.as_of,
        link_ids=tuple(sorted({i for t in told for i in t.link_ids})),
        report_ids=tuple(sorted({i for t in told for i in t.report_ids})),
        limits=_limits(found, chosen, shown),
        coverage=coverage_of(view, distinct(found.row[found.inside[found.at]])),
        patterns=patterns,
        total=len(kept),
        explained=_first_of_each(explained),
        plain=plain_ranking(found, chosen.limit),
    )


def plain_ranking(found: Occasions, limit: int) -> tuple[PlainRow, ...]:
    """Places by nothing but the number of their occasions: what a map of dots shows, for comparison."""
    rows = np.flatnonzero((found.part == Part.PLACE) & found.inside[found.at])
    keys = distinct(found.who[rows] * max(len(found), 1) + found.at[rows])
    counts = np.bincount(keys // max(len(found), 1), minlength=len(found.view.entity_ids))
    order = np.lexsort((np.arange(len(counts)), -counts))[:limit]
    return tuple(
        PlainRow(rank, found.view.id_of(int(p)), int(counts[p])) for rank, p in enumerate(order, start=1) if counts[p]
    )


def _people_of(found: Occasions, draft: Draft) -> frozenset[int]:
    """Who is alleged or at the centre of a pattern."""
    centre = [c for c in draft.centre if is_type(found.view, "Person")[c] and c not in draft.children]
    alleged = with_part(found, draft.everything, Part.ALLEGED)
    company = {c for c in draft.company if draft.kind is PatternKind.BROKER}
    return frozenset(int(a) for a in (*alleged, *centre, *company))


def _pattern(
    found: Occasions, pairs: Company, names: dict[int, Ints], usual: Ints, ranked: tuple[int, Draft]
) -> Pattern:
    rank, draft = ranked
    rows, view = draft.everything, found.view
    links, reports = cited(found, rows, draft.links)
    in_it = frozenset(int(w) for w in distinct(found.who[found.parts_of(rows)]))
    recurring = (draft.company | {c for d in draft.also for c in (*d.centre, *d.company)} | set(draft.centre)) & (
        in_it | draft.company | set(draft.centre)
    )

    def of(*types: str) -> tuple[str, ...]:
        return ids_of(view, np.array(sorted(r for r in recurring if is_type(view, *types)[r]), np.int64))

    alleged = _people_of(found, draft) - draft.children
    again = alleged & recurring
    return Pattern(
        rank=rank,
        kind=draft.kind,
        centre_ids=tuple(view.id_of(c) for c in draft.centre),
        strength=draft.strength,
        children_ids=ids_of(view, np.array(sorted(draft.children), np.int64)),
        alleged_ids=ids_of(view, np.array(sorted(again), np.int64)),
        vehicle_ids=of("Vehicle"),
        number_ids=of("Phone", "OnlineAccount"),
        place_ids=of("Location"),
        alleged_once=len(alleged - again),
        together=_closest(view, pairs, recurring | draft.children),
        also=tuple((d.kind, view.id_of(d.centre[0])) for d in draft.also),
        slot=slot_of(found, draft.rows, usual),
        distance_m=draft.distance_m,
        turned_at=moment_of(draft.turned_at_s) if draft.turned_at_s is not None else None,
        cautions=tuple(_cautions(view, draft, names, alleged)),
        link_ids=links,
        report_ids=reports,
    )


def _closest(view: NetworkView, pairs: Company, recurring: frozenset[int]) -> tuple[Together, ...]:
    """The pairs that meet most beyond what is usual."""
    inside = np.flatnonzero(np.isin(pairs.a, list(recurring)) & np.isin(pairs.b, list(recurring)))
    order = np.lexsort((pairs.b[inside], pairs.a[inside], pairs.expected[inside] - pairs.count[inside]))
    return tuple(
        Together(
            view.id_of(int(pairs.a[p])), view.id_of(int(pairs.b[p])), int(pairs.count[p]), float(pairs.expected[p])
        )
        for p in inside[order][:_MOST_PAIRS]
    )


def _cautions(view: NetworkView, draft: Draft, names: dict[int, Ints], alleged: frozenset[int]) -> Iterator[Caution]:
    for person in sorted(alleged & names.keys()):
        others = names[person]
        yield Caution(CautionKind.SHARED_NAME, (view.id_of(person), *ids_of(view, others)), len(others) + 1)
    if len(draft.strength.agencies) == 1:
        yield Caution(CautionKind.ONE_AGENCY, agency=draft.strength.agencies[0], count=draft.strength.occasions)
    if not draft.strength.confirmed:
        yield Caution(CautionKind.UNGRADED, count=draft.strength.occasions)


def _first_of_each(explained: tuple[Explained, ...]) -> tuple[Explained, ...]:
    """Each group of namesakes once, though each of them may have led to it."""
    seen: set[tuple[str, frozenset[str]]] = set()
    kept = []
    for one in explained:
        key = (one.kind.value, frozenset(one.entity_ids))
        if key not in seen:
            kept.append(one)
        seen.add(key)
    return tuple(kept)


def _limits(found: Occasions, chosen: StandingOutParameters, shown: list[Draft]) -> tuple[str, ...]:
    limits = []
    if false := suspected_false(found.view):
        limits.append(f"{false:,} statements graded E were left out.")
    if outside := int(np.count_nonzero(~found.inside)):
        limits.append(f"{outside:,} occasions lie outside the period or cannot be placed in it, and are left out.")
    if chosen.has_period is False and (undated := int(np.count_nonzero(~found.dated))):
        limits.append(f"{undated:,} occasions have no date: they count a quarter, and borrow no date.")
    if any(d.kind is PatternKind.MISSING for d in shown):
        limits.append("Being missing at the same hours does not say that they were together.")
    if any(d.kind is PatternKind.BROKER for d in shown):
        limits.append("Knowing several people who are alleged to harm children is no allegation.")
    return (*STANDING_LIMITS, *limits)


STANDS_OUT = Analysis(
    id="stands_out",
    question=QUESTION,
    parameters=StandingOutParameters,
    limits=STANDING_LIMITS,
    references=(
        "Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical "
        "Society B 57(1), 289-300.",
        "Breiger, R. L. (1974). The duality of persons and groups. Social Forces 53(2), 181-190.",
        "College of Policing, Authorised Professional Practice: Intelligence management, problem profile.",
    ),
    run=stands_out,
)
