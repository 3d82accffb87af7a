"""One entity, and its network."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from graphsvc.services import networks
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import entity as present_entity
from graphsvc.web.pages.presenting import network as present_network
from graphsvc.web.rendering import render

Id = Annotated[str, Path(max_length=64)]


def entity(request: Request, parts: PartsDep, principal: PrincipalDep, entity_id: Id) -> Response:
    """What reports in scope say of one entity."""
    page = networks.entity_page(parts, principal, entity_id)
    return render(request, "entity.html", nav="search", as_of=page.as_of, **present_entity.entity(page))


def network(
    request: Request,
    parts: PartsDep,
    principal: PrincipalDep,
    entity_id: Id,
    asked: Annotated[present_network.Asked, Query()],
) -> Response:
    """An entity's neighbours, parallel links rolled up, with a chart of the nearest."""
    page = networks.expand(parts, principal, entity_id, asked.expansion())
    return render(request, "network.html", nav="search", as_of=page.as_of, **present_network.network(page, asked))
