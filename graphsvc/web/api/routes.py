"""The JSON API: the same use cases as the pages and commands."""

from datetime import datetime
from typing import Annotated

from fastapi import Body, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from graphsvc.analysis.connect import ConnectParameters
from graphsvc.errors import GraphsvcError, InputError
from graphsvc.model.operations import Operation
from graphsvc.security.log import LogFilter
from graphsvc.security.permissions import Permission
from graphsvc.services import charts, networks, oversight, reports, searching, signing_in
from graphsvc.store.reader import NeighbourFilter
from graphsvc.web.api.plain import as_json
from graphsvc.web.cookies import clear_session, set_session
from graphsvc.web.dependencies import PartsDep, PrincipalDep, SessionDep
from graphsvc.web.downloads import download_chart
from graphsvc.web.periods import day
from graphsvc.web.routing import Declared

Ids = Annotated[list[str] | None, Query(max_length=50)]


class Credentials(BaseModel):
    """A sign-in."""

    username: str = Field(max_length=200)
    password: str = Field(max_length=2000)


def health(parts: PartsDep) -> JSONResponse:
    """Whether the graph and the log answer. Says nothing of what they hold."""
    checks = {}
    for name, check in (("graph", parts.store.version), ("log", parts.log.head)):
        try:
            check()
            checks[name] = "ok"
        except GraphsvcError as problem:
            checks[name] = problem.code
    well = set(checks.values()) == {"ok"}
    return JSONResponse({"status": "ok" if well else "failing", **checks}, 200 if well else 503)


def sign_in(request: Request, parts: PartsDep, credentials: Annotated[Credentials, Body()]) -> Response:
    """Sign in; the session comes as a cookie."""
    address = request.client.host if request.client else ""
    session = signing_in.sign_in(parts, credentials.username, credentials.password, address)
    response = JSONResponse({"signed_in": True})
    set_session(response, parts, session)
    return response


def sign_out(parts: PartsDep, session: SessionDep) -> Response:
    """End the session."""
    signing_in.sign_out(parts, session)
    response = JSONResponse({"signed_in": False})
    clear_session(response, parts)
    return response


def search(
    parts: PartsDep,
    principal: PrincipalDep,
    q: str,
    kind: Ids = None,
    limit: Annotated[int | None, Query(ge=1, le=500)] = None,
) -> Response:
    """Entities in scope for a name, plate, number, postcode or reference."""
    return as_json(searching.search(parts, principal, q, kind or (), limit))


def entity(parts: PartsDep, principal: PrincipalDep, entity_id: str) -> Response:
    """What reports in scope say of one entity."""
    return as_json(networks.entity_page(parts, principal, entity_id))


class ExpandQuery(BaseModel):
    """How to expand an entity."""

    link: list[str] = Field(default_factory=list, max_length=50)
    kind: list[str] = Field(default_factory=list, max_length=50)
    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    grade: str = Field("", max_length=5)
    limit: int | None = Field(None, ge=1, le=2000)

    def expansion(self) -> networks.Expansion:
        """As the use case takes it. Raises InputError for an unusable date or grade."""
        kept = NeighbourFilter(
            tuple(self.link) or None, tuple(self.kind) or None, day(self.date_from), day(self.date_to, end=True)
        )
        return networks.Expansion(networks.lowest_grade(kept, self.grade), self.limit)


def network(
    parts: PartsDep, principal: PrincipalDep, entity_id: str, query: Annotated[ExpandQuery, Query()]
) -> Response:
    """An entity's neighbours, parallel links rolled up."""
    return as_json(networks.expand(parts, principal, entity_id, query.expansion()))


class ChartOrder(ExpandQuery):
    """A chart for somebody, for a reason."""

    recipient: str = Field(max_length=500)
    reason: str = Field(max_length=1000)


def take_chart(
    parts: PartsDep, principal: PrincipalDep, entity_id: str, order: Annotated[ChartOrder, Body()]
) -> Response:
    """The network as one file that needs nothing else; the log keeps for whom and why."""
    how = order.expansion()
    return download_chart(charts.make_chart(parts, principal, entity_id, how, order.recipient, order.reason))


class ConnectQuery(BaseModel):
    """What to connect, and how."""

    id: list[str] = Field(default_factory=list, max_length=20)
    chains: int = Field(5, ge=1, le=20)
    max_steps: int = Field(6, ge=1, le=8)
    put_back: list[str] = Field(default_factory=list, max_length=50)

    def parameters(self) -> ConnectParameters:
        """As the analysis takes it."""
        return ConnectParameters(chains=self.chains, max_steps=self.max_steps, put_back=frozenset(self.put_back))


def connect(parts: PartsDep, principal: PrincipalDep, query: Annotated[ConnectQuery, Query()]) -> Response:
    """The chains between two or more entities."""
    return as_json(networks.connect_entities(parts, principal, query.id, query.parameters()))


def report(parts: PartsDep, principal: PrincipalDep, report_id: str) -> Response:
    """One report in scope."""
    return as_json(reports.report_page(parts, principal, report_id))


class LogQuery(BaseModel):
    """Which entries of the log."""

    actor: str = Field("", max_length=200)
    operation: str = Field("", max_length=50)
    object_id: str = Field("", max_length=64)
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = Field(100, ge=1, le=1000)

    def filter(self) -> LogFilter:
        """As the log takes it."""
        if self.operation and self.operation not in set(Operation):
            raise InputError("There is no such operation.", next_step=f"Use one of {', '.join(Operation)}.")
        operation = Operation(self.operation) if self.operation else None
        return LogFilter(self.actor or None, self.object_id or None, operation, self.since, self.until, self.before)


def log(parts: PartsDep, principal: PrincipalDep, query: Annotated[LogQuery, Query()]) -> Response:
    """Entries of the log, newest first."""
    return as_json(oversight.read_log(parts, principal, query.filter(), query.limit))


def log_verification(parts: PartsDep, principal: PrincipalDep) -> Response:
    """Whether the log is whole."""
    return as_json(oversight.verify_log(parts, principal))


API_ROUTES: tuple[Declared, ...] = (
    Declared("GET", "/api/health", health, None),
    Declared("POST", "/api/sign-in", sign_in, None),
    Declared("POST", "/api/sign-out", sign_out, Permission.ACCOUNT),
    Declared("GET", "/api/search", search, Permission.SEARCH),
    Declared("GET", "/api/entities/{entity_id}", entity, Permission.EXPAND),
    Declared("GET", "/api/entities/{entity_id}/network", network, Permission.EXPAND),
    Declared("POST", "/api/entities/{entity_id}/chart", take_chart, Permission.EXPORT_CHART),
    Declared("GET", "/api/connect", connect, Permission.CONNECT),
    Declared("GET", "/api/reports/{report_id}", report, Permission.EXPAND),
    Declared("GET", "/api/log", log, Permission.READ_LOG),
    Declared("GET", "/api/log/verification", log_verification, Permission.VERIFY_LOG),
)
