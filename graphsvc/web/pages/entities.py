"""One entity, and its network."""

from typing import Annotated

from fastapi import Form, Path, Query, Request, Response

from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission, allowed
from graphsvc.services import charts, networks
from graphsvc.services.parts import Parts
from graphsvc.web.dependencies import FormDep, PartsDep, PrincipalDep
from graphsvc.web.downloads import download_chart
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
    return _on_screen(request, parts, principal, entity_id, asked)


def take_chart(
    request: Request,
    parts: PartsDep,
    session: FormDep,
    entity_id: Id,
    filled: Annotated[present_network.ChartForm, Form()],
) -> Response:
    """Make the chart for somebody, put that in the log, and send it as one file."""
    if filled.errors:
        return _on_screen(request, parts, session.principal, entity_id, filled, filled)
    how = filled.expansion()
    return download_chart(charts.make_chart(parts, session.principal, entity_id, how, filled.recipient, filled.reason))


def _on_screen(
    request: Request,
    parts: Parts,
    principal: Principal,
    entity_id: str,
    asked: present_network.Asked,
    form: present_network.ChartForm | None = None,
) -> Response:
    page = networks.expand(parts, principal, entity_id, asked.expansion())
    shown = present_network.network(page, asked)
    shown["take"] = present_network.take(page, asked, form) if allowed(principal, Permission.EXPORT_CHART) else None
    return render(request, "network.html", nav="search", as_of=page.as_of, status=422 if form else 200, **shown)
