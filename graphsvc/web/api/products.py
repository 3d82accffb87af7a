"""The JSON API of places and documents: rank, read, make, check."""

from typing import Annotated

from fastapi import Body, Path, Query, Response, UploadFile
from pydantic import BaseModel, Field

from graphsvc.errors import InputError
from graphsvc.products.finding_record import finding_record
from graphsvc.security.permissions import Permission
from graphsvc.services import briefs
from graphsvc.services import places as service
from graphsvc.web.api.plain import as_json
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.downloads import FORMATS, download
from graphsvc.web.periods import Typed
from graphsvc.web.routing import Declared
from graphsvc.web.uploads import kept

Id = Annotated[str, Path(max_length=64)]


class PeriodQuery(BaseModel):
    """A period and how to rank."""

    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    order: str = Field("events", max_length=20)
    limit: int | None = Field(None, ge=1, le=1000)

    @property
    def typed(self) -> Typed:
        """The period alone."""
        return Typed(self.date_from, self.date_to)


class BriefOrder(BaseModel):
    """A brief for somebody, for a reason."""

    recipient: str = Field(max_length=500)
    reason: str = Field(max_length=1000)
    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    format: str = Field(".zip", max_length=10)
    names: bool = False

    def wanted(self, place_id: str) -> briefs.BriefWanted:
        """As the use case takes it. Raises InputError for a kind of file that is not made."""
        if self.format not in FORMATS:
            raise InputError("A brief is not made as that kind of file.", next_step=f"Use one of {', '.join(FORMATS)}.")
        typed = Typed(self.date_from, self.date_to)
        chosen = service.ranking_parameters(typed.from_at, typed.to_at)
        return briefs.BriefWanted(place_id, chosen, self.recipient, self.reason, self.names)


def places(parts: PartsDep, principal: PrincipalDep, query: Annotated[PeriodQuery, Query()]) -> Response:
    """The busiest places in scope."""
    limit = query.limit or parts.settings.limits.places
    chosen = service.ranking_parameters(query.typed.from_at, query.typed.to_at, order=query.order, limit=limit)
    return as_json(service.places(parts, principal, chosen))


def brief(parts: PartsDep, principal: PrincipalDep, place_id: Id, query: Annotated[PeriodQuery, Query()]) -> Response:
    """The record of the brief as it would be made now: every sentence with its ground."""
    chosen = service.ranking_parameters(query.typed.from_at, query.typed.to_at)
    return as_json(finding_record(briefs.read_brief(parts, principal, briefs.BriefWanted(place_id, chosen))))


def make_brief(
    parts: PartsDep, principal: PrincipalDep, place_id: Id, order: Annotated[BriefOrder, Body()]
) -> Response:
    """Make the brief and put it on record; the answer is the file."""
    return download(briefs.pack_brief(parts, principal, order.wanted(place_id), ending=order.format))


def verify(parts: PartsDep, principal: PrincipalDep, document: UploadFile) -> Response:
    """Whether a file is as it was made. It is not kept."""
    with kept(document) as path:
        return as_json(briefs.verify_file(parts, principal, path))


PRODUCT_ROUTES: tuple[Declared, ...] = (
    Declared("GET", "/api/places", places, Permission.PLACES),
    Declared("GET", "/api/places/{place_id}/brief", brief, Permission.BRIEF),
    Declared("POST", "/api/places/{place_id}/brief", make_brief, Permission.MAKE_BRIEF),
    Declared("POST", "/api/verify", verify, Permission.VERIFY),
)
