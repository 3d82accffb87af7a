"""Look at an entity, see its network, ask what connects several."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from graphsvc.analysis.connect import ConnectParameters, connect
from graphsvc.errors import InputError
from graphsvc.model import links
from graphsvc.model.entities import BY_NAME
from graphsvc.model.finding import Connection
from graphsvc.model.network import EntityRef, MentionRead, Network, Statement
from graphsvc.model.principal import Principal
from graphsvc.model.view import NetworkView
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import Consultation, Released
from graphsvc.services.parts import Parts
from graphsvc.store.reader import NeighbourFilter, Reader

MOST_NEIGHBOURS = 2000


@dataclass(frozen=True)
class EntityPage:
    """What is known of one entity: mentions and statements, latest first, with how many there are of each."""

    entity: EntityRef
    mentions: tuple[MentionRead, ...]
    mentions_total: int
    statements: tuple[Statement, ...]
    statements_total: int
    as_of: datetime


@dataclass(frozen=True)
class ConnectionTold:
    """A connection with everything needed to tell it: names by entity id, statements by assertion id."""

    connection: Connection
    names: dict[str, EntityRef]
    statements: dict[str, Statement]


def entity_page(parts: Parts, principal: Principal, entity_id: str) -> EntityPage:
    """What reports in scope say of one entity. Raises NotFound where nothing in scope speaks of it."""
    asked = Consultation(parts, principal, Permission.EXPAND, "entity")
    limit = parts.settings.limits.entity_statements
    mentions_total, mentions = asked.reader.mentions(entity_id, limit)
    total, statements = asked.reader.statements(entity_id, limit)
    entity = asked.reader.entity(entity_id)
    shown = [entity_id, *(s.id for s in statements), *(m.id for m in mentions)]
    asked.release({"id": entity_id}, Released(shown, len(shown)))
    return EntityPage(entity, mentions, mentions_total, statements, total, parts.clock())


@dataclass(frozen=True)
class Expansion:
    """How to expand: what to keep, how many neighbours, how many statements with each rolled-up link."""

    kept: NeighbourFilter = field(default_factory=NeighbourFilter)
    limit: int | None = None
    per_link: int = 10


def expand(parts: Parts, principal: Principal, entity_id: str, how: Expansion | None = None) -> Network:
    """An entity's neighbours in scope, best evidenced first, parallel links rolled up, cut at ``limit`` and saying so."""
    how = how or Expansion()
    asked = Consultation(parts, principal, Permission.EXPAND, "expand")
    limit = checked_limit(parts, how)
    network = asked.reader.neighbours(entity_id, how.kept, limit, how.per_link)
    shown = [entity_id, *(e.id for e in network.entities), *(t.entity.id for t in network.together)]
    asked.release({"id": entity_id, **how.kept.parameters(), "limit": limit}, Released(shown))
    return network


def checked_limit(parts: Parts, how: Expansion) -> int:
    """How many neighbours an expansion shows. Raises InputError for a filter or a number that cannot be."""
    _check_filter(how.kept)
    limit = how.limit if how.limit is not None else parts.settings.limits.expand_neighbours
    if not 1 <= limit <= MOST_NEIGHBOURS:
        raise InputError(
            f"An expansion shows 1 to {MOST_NEIGHBOURS:,} neighbours.", next_step="Give a number in between."
        )
    return limit


def connect_entities(
    parts: Parts, principal: Principal, entity_ids: Sequence[str], parameters: ConnectParameters | None = None
) -> ConnectionTold:
    """The chains between each two of 2 to 10 entities, with every statement they stand on."""
    asked = Consultation(parts, principal, Permission.CONNECT, "connect")
    chosen = parameters or ConnectParameters(chains=parts.settings.limits.chains)
    view = asked.view()
    connection = connect(view, parts.rolled.get(view, chosen.rolling), entity_ids, chosen)
    told = tell_connection(asked.reader, view, connection)
    asked.analyses.append(connection.analysis)
    shown = [*told.names, *told.statements]
    asked.release({"ids": tuple(entity_ids), **chosen.model_dump(mode="json")}, Released(shown))
    return told


def tell_connection(reader: Reader, view: NetworkView, connection: Connection) -> ConnectionTold:
    """Fetch the names and statements of a connection.

    Statements that have gone since the snapshot was taken are simply absent.
    """
    ids = {e for pair in connection.pairs for c in (*pair.chains, *pair.both_known) for e in c.entity_ids}
    ids |= {pair.from_id for pair in connection.pairs} | {pair.to_id for pair in connection.pairs}
    ids |= {e.entity_id for e in connection.left_out}
    ids |= {v for p in connection.pairs for c in (*p.chains, *p.both_known) for s in c.steps for v in s.via_ids}
    statements = reader.statements_by_id(view.links_by_id(connection.link_ids))
    names = reader.name(ids)
    for statement in statements.values():
        names.setdefault(statement.from_entity.id, statement.from_entity)
        names.setdefault(statement.to_entity.id, statement.to_entity)
    return ConnectionTold(connection, names, statements)


def _check_filter(kept: NeighbourFilter) -> None:
    for name in kept.link_types or ():
        if name not in links.BY_NAME:
            raise InputError("There is no such link type.", next_step=f"Use one of {', '.join(sorted(links.BY_NAME))}.")
    for name in kept.entity_types or ():
        if name not in BY_NAME:
            raise InputError("There is no such kind of entity.", next_step=f"Use one of {', '.join(BY_NAME)}.")
    if kept.from_at and kept.to_at and kept.to_at <= kept.from_at:
        raise InputError("The period ends before it starts.", next_step="Give an end date after the start date.")


def lowest_grade(kept: NeighbourFilter, grade: str) -> NeighbourFilter:
    """The filter with a lowest grade as written by a person: ``1B``, ``2-C`` or ``3D``. ``""`` keeps every grade."""
    compact = grade.replace("-", "").strip().upper()
    if not compact:
        return kept
    if len(compact) != 2 or compact[0] not in "123" or compact[1] not in "ABCD":
        raise InputError(
            "That is no grade.", next_step="Write the source grade and the intelligence grade, for example 2C."
        )
    return replace(kept, lowest_source=compact[0], lowest_intelligence=compact[1])
