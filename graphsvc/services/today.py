"""The first page: what is held, a connection worth seeing, what stands out, the latest reports. One use, one entry."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from graphsvc.analysis.connect import ConnectParameters, connect
from graphsvc.analysis.place_counts import RankingParameters
from graphsvc.analysis.places import busiest_places
from graphsvc.analysis.standing_out import StandingOutParameters
from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.finding import Chain, Connection, PairConnection, PlaceRanking
from graphsvc.model.links import PersonRole
from graphsvc.model.network import EntityRef
from graphsvc.model.principal import Principal
from graphsvc.model.view import LINK_CODE, TYPE_CODE, NetworkView
from graphsvc.security.permissions import Permission, allowed
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.networks import ConnectionTold, tell_connection
from graphsvc.services.parts import Parts
from graphsvc.services.places import RankedPlaces
from graphsvc.services.standing import Findings, within
from graphsvc.state.imports import ImportRun
from graphsvc.store.reader import ReportRead

_PEOPLE_TRIED = 4
_CHAINS_TRIED = 4
_FEWEST_STEPS, _MOST_STEPS = 2, 4
_PLACES = _REPORTS = _IMPORTS = 5
# Small enough to answer at once: the first page shows an example, it does not search for the best there is.
_MOST_WORK = 50_000


@dataclass(frozen=True)
class Held:
    """How much is in scope: entities by type, in the model's order, without those of which there are none."""

    entities: tuple[tuple[str, int], ...]
    reports: int
    links: int


@dataclass(frozen=True)
class Today:
    """What the first page shows. ``example`` holds exactly one chain; None where none was found.

    ``standing``: the patterns that stand out, None where there is none; then ``places`` are the busiest, else None.

    ``imports`` are the latest, for who loads files; None for everybody else.
    """

    held: Held
    example: ConnectionTold | None
    standing: Findings | None
    places: RankedPlaces | None
    reports: tuple[ReportRead, ...]
    imports: tuple[ImportRun, ...] | None
    as_of: datetime


def today(parts: Parts, principal: Principal) -> Today:
    """The first page of a viewer who may see cases."""
    asked = Consultation(parts, principal, Permission.SEARCH, "today")
    view = asked.view()
    example = _example(asked, view) if allowed(principal, Permission.CONNECT) else None
    standing = _standing(asked) if allowed(principal, Permission.FINDINGS) else None
    places = _places(asked, view) if standing is None and allowed(principal, Permission.PLACES) else None
    reports = asked.reader.latest_reports(_REPORTS)[1]
    imports = parts.imports.list(limit=_IMPORTS) if allowed(principal, Permission.IMPORT) else None
    asked.release({}, Released([*_shown(example, standing, places, reports), *(run.id for run in imports or ())]))
    return Today(held(view), example, standing, places, reports, imports, view.as_of)


def held(view: NetworkView) -> Held:
    """How much is in a view."""
    counts = np.bincount(view.entity_type[view.entity_seen], minlength=len(ENTITY_TYPES))
    by_type = tuple((t.name, int(n)) for t, n in zip(ENTITY_TYPES, counts, strict=True) if n)
    return Held(by_type, len(view.reports), len(view.link_ids))


def example_people(view: NetworkView) -> list[str]:
    """People whom reports of most agencies call victim or possible victim, at most four; the same every time."""
    if PersonRole.VICTIM not in view.roles:
        return []
    role = view.roles.index(PersonRole.VICTIM)
    rows = np.flatnonzero((view.link_type == LINK_CODE["TOOK_PART"]) & (view.link_role == role))
    people, reports = view.link_from[rows].tolist(), view.link_report[rows].tolist()
    agencies = Counter(p for p, _ in {(p, view.reports[r].agency) for p, r in zip(people, reports, strict=True)})
    times = Counter(people)
    best = sorted(agencies, key=lambda p: (-agencies[p], -times[p], p))[:_PEOPLE_TRIED]
    return [view.id_of(p) for p in best]


def _example(asked: Consultation, view: NetworkView) -> ConnectionTold | None:
    people = example_people(view)
    if len(people) < 2:
        return None
    chosen = ConnectParameters(chains=_CHAINS_TRIED, max_steps=_MOST_STEPS, most_pairs=_MOST_WORK)
    connection = connect(view, asked.parts.rolled.get(view, chosen.rolling), people, chosen)
    asked.analyses.append(connection.analysis)
    best = max(_candidates(connection), key=_Worth.of(view, connection), default=None)
    if best is None:
        return None
    told = tell_connection(asked.reader, view, _only(connection, *best))
    return told if len(told.statements) == len(told.connection.link_ids) else None


def _candidates(connection: Connection) -> Iterator[tuple[PairConnection, Chain]]:
    for pair in connection.pairs:
        for chain in pair.chains:
            if _FEWEST_STEPS <= len(chain.steps) <= _MOST_STEPS:
                yield pair, chain


@dataclass(frozen=True)
class _Worth:
    """What a chain is worth seeing for, from what is looked up once for all of them."""

    agency: Mapping[str, str]
    suspects: frozenset[str]
    people: frozenset[str]

    @classmethod
    def of(cls, view: NetworkView, connection: Connection) -> "_Worth":
        """Agencies by statement, and which of the entities met are people, and suspects."""
        rows = np.flatnonzero(np.isin(view.link_ids, np.array(connection.link_ids, "S32")))
        agency = {view.link_id_of(int(r)): view.reports[int(view.link_report[r])].agency for r in rows}
        met = {i for pair in connection.pairs for c in pair.chains for i in c.entity_ids}
        at = {row: i for i in met if (row := view.index_of(i)) is not None}
        role = view.roles.index(PersonRole.SUSPECT) if PersonRole.SUSPECT in view.roles else -1
        parts = view.link_from[(view.link_type == LINK_CODE["TOOK_PART"]) & (view.link_role == role)]
        suspects = frozenset(at[row] for row in np.unique(parts).tolist() if row in at)
        people = frozenset(i for row, i in at.items() if int(view.entity_type[row]) == TYPE_CODE["Person"])
        return cls(agency, suspects, people)

    def __call__(self, found: tuple[PairConnection, Chain]) -> tuple[bool, int, int]:
        """What no agency could see by itself is what the service is for: more agencies first, then fewer steps.

        Before that, not through those who only look after both: a suspect, a vehicle or a phone in between says more.
        """
        chain = found[1]
        telling = all(i in self.suspects or i not in self.people for i in chain.entity_ids[1:-1])
        agencies = {self.agency[i] for step in chain.steps for i in step.link_ids if i in self.agency}
        return telling, len(agencies), -len(chain.steps)


def _only(connection: Connection, pair: PairConnection, chain: Chain) -> Connection:
    links = tuple(sorted({i for step in chain.steps for i in step.link_ids}))
    return replace(connection, pairs=(replace(pair, chains=(chain,), both_known=()),), link_ids=links, left_out=())


def _standing(asked: Consultation) -> Findings | None:
    found = within(asked, StandingOutParameters())
    return found if found.found.patterns else None


def _places(asked: Consultation, view: NetworkView) -> RankedPlaces:
    ranking: PlaceRanking = busiest_places(view, RankingParameters(limit=_PLACES))
    asked.analyses.append(ranking.analysis)
    return RankedPlaces(ranking, asked.reader.name([row.place_id for row in ranking.rows]))


def _shown(
    example: ConnectionTold | None,
    standing: Findings | None,
    places: RankedPlaces | None,
    reports: tuple[ReportRead, ...],
) -> Iterator[str]:
    if example is not None:
        yield from (*example.names, *example.statements)
    names: dict[str, EntityRef] = dict(places.names) if places is not None else {}
    yield from names
    if standing is not None:
        yield from standing.names
    yield from (r.source.report_id for r in reports)
