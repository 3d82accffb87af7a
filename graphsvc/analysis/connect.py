"""What connects these? Several different chains between two or more entities, each step with what it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np
from pydantic import Field

from graphsvc.analysis.chains import Choice, Meeting, Rows
from graphsvc.analysis.columns import Ints, Mask
from graphsvc.analysis.declaration import Analysis
from graphsvc.analysis.evidence import Evidence
from graphsvc.analysis.reach import Gate
from graphsvc.analysis.rolled import RolledNetwork, RollParameters
from graphsvc.analysis.selection import coverage_of
from graphsvc.errors import InputError, NotFound
from graphsvc.model.finding import Chain, Connection, LeftOut, PairConnection
from graphsvc.model.view import NetworkView

QUESTION = "What connects these?"
FEWEST, MOST = 2, 10
_MOST_LEFT_OUT = 20

STANDING_LIMITS = (
    "A chain says that reports join these things step by step; it does not say that the two ends know one another.",
    "No chain means that nothing in your scope joins them within the steps asked for, not that nothing does.",
    "A chain is only as good as its weakest step: read the report and the grade of each.",
    "Statements graded E (suspected to be false) never carry a step.",
    "A chain is not led through two places or organisations in a row.",
)


class ConnectParameters(RollParameters):
    """How chains are looked for."""

    chains: int = Field(5, ge=1, le=20, description="how many chains to show for each pair")
    max_steps: int = Field(6, ge=1, le=8, description="the longest chain, in steps")
    hub_neighbours: int = Field(25, ge=2, le=100_000, description="places where more than this meet are left out")
    put_back: frozenset[str] = Field(frozenset(), max_length=50, description="busy places to go through all the same")
    most_pairs: int = Field(
        2_000_000, ge=1_000, le=20_000_000, description="steps looked at before a search is stopped"
    )

    @property
    def rolling(self) -> RollParameters:
        """The part that says how the network is rolled up: what ``RolledNetwork.build`` takes."""
        return RollParameters(**{name: getattr(self, name) for name in RollParameters.model_fields})


@dataclass
class _Search:
    """One question under way: what is open, what evidence is at hand, and what was met."""

    rolled: RolledNetwork
    parameters: ConnectParameters
    evidence: Evidence
    open: Mask
    busy: Mask
    left_out: set[int] = field(default_factory=set)
    cut: bool = False

    def gate(self, source: int, target: int, *, loose: bool) -> Gate:
        allowed = self.rolled.passable.copy()
        allowed[[source, target]] = True
        return Gate(allowed, self.open, self.busy, loose, self.parameters.most_pairs)


def connect(
    view: NetworkView, rolled: RolledNetwork, entity_ids: Sequence[str], parameters: ConnectParameters | None = None
) -> Connection:
    """The chains between each two of the entities asked for.

    ``rolled`` is this view's network, built with ``parameters.rolling``. Raises InputError where there are not 2 to 10
    different entities, NotFound where one is not in scope.
    """
    chosen = parameters or ConnectParameters()
    if rolled.view is not view or rolled.parameters != chosen.rolling:
        raise ValueError("the rolled-up network was built from another view or with other parameters")
    rows = _rows_of(view, entity_ids)
    put_back = np.array(sorted(_row_of(view, i) for i in chosen.put_back), np.int64)
    way, busy = rolled.hinges(chosen.hub_neighbours, put_back)
    search = _Search(rolled, chosen, Evidence(rolled, way), way, busy)
    pairs = tuple(_pair(search, a, b) for a, b in combinations(rows, 2))
    cited = _cited(search, pairs)
    return Connection(
        analysis="connect",
        question=QUESTION,
        parameters={"entity_ids": list(entity_ids), **_dumped(chosen)},
        as_of=view.as_of,
        link_ids=tuple(sorted(view.link_id_of(r) for r in cited)),
        report_ids=tuple(sorted({view.reports[r].id for r in view.link_report[cited]})),
        limits=_limits(search),
        coverage=coverage_of(view, cited),
        pairs=pairs,
        left_out=_left_out(search),
    )


def _dumped(chosen: ConnectParameters) -> dict[str, object]:
    return {**chosen.model_dump(mode="json"), "put_back": sorted(chosen.put_back)}


def _rows_of(view: NetworkView, entity_ids: Sequence[str]) -> list[int]:
    if not FEWEST <= len(entity_ids) <= MOST:
        raise InputError(
            f"Connecting takes {FEWEST} to {MOST} different things; {len(entity_ids)} were given.",
            next_step=f"Name at least {FEWEST} and at most {MOST}.",
        )
    rows = [_row_of(view, entity_id) for entity_id in entity_ids]
    if len(set(rows)) < len(rows):
        raise InputError("The same thing is named twice.", next_step="Name each thing to be connected once.")
    return rows


def _row_of(view: NetworkView, entity_id: str) -> int:
    row = view.index_of(entity_id)
    if row is None:
        raise NotFound("One of the things named is not there.", next_step="Search for it, and take its id from there.")
    return row


def _pair(search: _Search, source: int, target: int) -> PairConnection:
    chains = _proper(search, source, target)
    shortest = len(chains[0]) - 1 if chains else None
    both_known = _only_both_known(search, source, target, shortest or search.parameters.max_steps)
    return PairConnection(
        search.rolled.view.id_of(source),
        search.rolled.view.id_of(target),
        tuple(_chain(search, c) for c in chains),
        tuple(_chain(search, c) for c in both_known),
    )


def _proper(search: _Search, source: int, target: int) -> list[Rows]:
    """The chains that rest on links, events and the same time, shortest first."""
    meeting = Meeting.between(search.rolled, search.gate(source, target, loose=False), source, target)
    shown: list[Rows] = []
    for length in range(1, search.parameters.max_steps + 1):
        found = meeting.of_length(length)
        shown += _different(search, found, shown)
        if len(shown) >= search.parameters.chains or meeting.finished():
            break
    _note(search, meeting, len(shown[0]) - 1 if shown else search.parameters.max_steps)
    return shown


def _only_both_known(search: _Search, source: int, target: int, longest: int) -> list[Rows]:
    """The shortest chains with one step that rests on "both known at"; none longer than the shortest proper chain."""
    meeting = Meeting.between(search.rolled, search.gate(source, target, loose=True), source, target)
    for length in range(1, longest + 1):
        found = meeting.of_length(length)
        if found or meeting.finished():
            search.cut |= meeting.cut
            return _different(search, found, [])
    search.cut |= meeting.cut
    return []


def _different(search: _Search, found: list[Rows], shown: list[Rows]) -> list[Rows]:
    evidence = search.evidence
    return Choice(search.parameters.chains, evidence.strength, evidence.roundabout).different(found, shown)


def _note(search: _Search, meeting: Meeting, longest: int) -> None:
    """Keep the busy places next to an end, and those through which a chain no longer than these would go."""
    search.cut |= meeting.cut
    meeting.look_round(longest)
    here, there = meeting.here.busy_met, meeting.there.busy_met
    search.left_out |= {h for walk in (here, there) for h, out in walk.items() if out == 0}
    search.left_out |= {h for h in here.keys() & there.keys() if here[h] + there[h] + 1 <= longest}


def _chain(search: _Search, rows: Rows) -> Chain:
    ids = tuple(search.rolled.view.id_of(row) for row in rows)
    return Chain(ids, tuple(search.evidence.step(a, b) for a, b in pairwise(rows)))


def _cited(search: _Search, pairs: tuple[PairConnection, ...]) -> Ints:
    """The rows of all links that some step cites."""
    view = search.rolled.view
    steps = {(step.from_id, step.to_id) for p in pairs for chain in (*p.chains, *p.both_known) for step in chain.steps}
    rows = {row for a, b in steps for row in search.evidence.of(_row_of(view, a), _row_of(view, b)).rows}
    return np.array(sorted(rows), np.int64)


def _left_out(search: _Search) -> tuple[LeftOut, ...]:
    view, meets = search.rolled.view, search.rolled.meets
    busiest = sorted(search.left_out, key=lambda row: (-int(meets[row]), row))[:_MOST_LEFT_OUT]
    return tuple(LeftOut(view.id_of(row), int(meets[row])) for row in busiest)


def _limits(search: _Search) -> tuple[str, ...]:
    """What holds always, and what was left out of this answer."""
    aside, chosen = search.rolled.set_aside, search.parameters
    told = (
        (aside.suspected_false, "{n} graded E were left out."),
        (aside.too_low, "{n} below the lowest grade asked for were left out; what is not graded stays in."),
        (aside.outside_period, "{n} outside the period were left out."),
        (
            aside.investigating,
            "{n} of an investigating officer's part in an event were left out: officers join everybody.",
        ),
        (aside.administrative, "{n} of where something was reported or paper filled in were left out."),
        (aside.areas, "{n} of one place lying within another were left out: sharing an area or postcode joins nobody."),
    )
    limits = [text.format(n=f"{n:,} statement{'s' if n != 1 else ''}") for n, text in told if n]
    if aside.large_events:
        limits.append(
            f"{aside.large_events:,} events with more than {chosen.largest_event} participants join nobody here."
        )
    if search.left_out:
        limits.append(
            f"Places and organisations where more than {chosen.hub_neighbours} people or things are known are left out; "
            "put back the ones that matter."
        )
    if search.cut:
        limits.append("The search was stopped before it had looked at everything: there may be other chains.")
    return (*STANDING_LIMITS, *limits)


CONNECT = Analysis(
    id="connect",
    question=QUESTION,
    parameters=ConnectParameters,
    limits=STANDING_LIMITS,
    references=(
        "Yen, J. Y. (1971). Finding the k shortest loopless paths in a network. Management Science 17(11), 712-716.",
        "College of Policing, Authorised Professional Practice: Intelligence report (3x5x2 grading).",
    ),
    run=connect,
)
