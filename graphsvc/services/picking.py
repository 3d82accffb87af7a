"""Search while picking, and what joins what was picked: each page one use, with one entry in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graphsvc.analysis.connect import ConnectParameters, connect
from graphsvc.errors import InputError
from graphsvc.model.network import EntityRef, SearchResult
from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.networks import ConnectionTold, tell_connection
from graphsvc.services.parts import Parts
from graphsvc.store.search import Question

_MOST_PICKED = 10
_FOUND = 10


@dataclass(frozen=True)
class Picking:
    """What was searched for, and what has been picked already. ``described``: who is said to be a child or an adult."""

    picked: tuple[EntityRef, ...]
    result: SearchResult | None
    described: Mapping[str, str]
    told: ConnectionTold | None
    as_of: datetime


def search_picking(
    parts: Parts, principal: Principal, question: Question | None, picked_ids: Sequence[str] = ()
) -> Picking:
    """The best entities in scope for a question, beside what was picked before."""
    asked = Consultation(parts, principal, Permission.SEARCH, "search")
    picked = _picked(asked, picked_ids)
    result = asked.reader.search(question, parts.settings.limits.search_results) if question else None
    people = [h.entity.id for h in result.hits if h.entity.type == "Person"] if result else []
    described = asked.reader.described(people) if people else {}
    page = Picking(picked, result, described, None, parts.clock())
    _release(asked, page, {"text": question.text if question else "", "types": question.types if question else ()})
    return page


def connect_picking(
    parts: Parts,
    principal: Principal,
    picked_ids: Sequence[str],
    question: Question | None,
    put_back: frozenset[str] = frozenset(),
) -> Picking:
    """What joins what was picked, once there are two, and what a search for another finds."""
    asked = Consultation(parts, principal, Permission.CONNECT, "connect")
    picked = _picked(asked, picked_ids)
    result = asked.reader.search(question, _FOUND) if question else None
    told = _told(asked, picked, put_back) if len(picked) > 1 else None
    page = Picking(picked, result, {}, told, told.connection.as_of if told else parts.clock())
    _release(asked, page, {"text": question.text if question else "", "put_back": tuple(sorted(put_back))})
    return page


def _picked(asked: Consultation, ids: Sequence[str]) -> tuple[EntityRef, ...]:
    """The entities picked, once each. Raises NotFound where one is not in scope."""
    distinct = list(dict.fromkeys(ids))
    if len(distinct) > _MOST_PICKED:
        raise InputError(f"At most {_MOST_PICKED} things can be picked.", next_step="Remove some and ask again.")
    return tuple(asked.reader.entity(i) for i in distinct)


def _told(asked: Consultation, picked: Sequence[EntityRef], put_back: frozenset[str]) -> ConnectionTold:
    parts, view = asked.parts, asked.view()
    chosen = ConnectParameters(chains=min(parts.settings.limits.chains, 20), put_back=put_back)
    rolled = parts.rolled.get(view, chosen.rolling)
    connection = connect(view, rolled, [e.id for e in picked], chosen)
    asked.analyses.append(connection.analysis)
    return tell_connection(asked.reader, view, connection)


def _release(asked: Consultation, page: Picking, parameters: Mapping[str, object]) -> None:
    shown = [e.id for e in page.picked]
    if page.result is not None:
        shown += [h.entity.id for h in page.result.hits]
    if page.told is not None:
        shown += [*page.told.names, *page.told.statements]
    asked.release({"ids": tuple(e.id for e in page.picked), **parameters}, Released(shown))
