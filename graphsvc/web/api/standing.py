"""The JSON API of what stands out."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel, Field

from graphsvc.security.permissions import Permission
from graphsvc.services import standing
from graphsvc.web.api.plain import as_json
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.periods import Typed
from graphsvc.web.routing import Declared


class FindingsQuery(BaseModel):
    """A period, and how many."""

    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    limit: int = Field(20, ge=1, le=500)

    @property
    def typed(self) -> Typed:
        """The period alone."""
        return Typed(self.date_from, self.date_to)


class HotspotsQuery(FindingsQuery):
    """A period, how many, and of what."""

    of: str = Field("places", max_length=20)


def findings(parts: PartsDep, principal: PrincipalDep, query: Annotated[FindingsQuery, Query()]) -> Response:
    """The patterns that stand out in scope, each with its arithmetic, and what only looks like one."""
    chosen = standing.standing_out_parameters(query.typed.from_at, query.typed.to_at, limit=query.limit)
    return as_json(standing.findings(parts, principal, chosen))


def hotspots(parts: PartsDep, principal: PrincipalDep, query: Annotated[HotspotsQuery, Query()]) -> Response:
    """Places, vehicles or times by the evidence that gathers there, beside the plain count."""
    chosen = standing.hotspot_parameters(query.typed.from_at, query.typed.to_at, of=query.of, limit=query.limit)
    return as_json(standing.hotspots(parts, principal, chosen))


STANDING_ROUTES: tuple[Declared, ...] = (
    Declared("GET", "/api/findings", findings, Permission.FINDINGS),
    Declared("GET", "/api/hotspots", hotspots, Permission.PLACES),
)
