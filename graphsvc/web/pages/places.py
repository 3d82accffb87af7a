"""The busiest places, and the location brief of one."""

from typing import Annotated

from fastapi import Form, Path, Query, Request, Response
from pydantic import BaseModel, Field

from graphsvc.model.principal import Principal
from graphsvc.security.permissions import Permission, allowed
from graphsvc.services import briefs
from graphsvc.services import places as service
from graphsvc.services.briefs import BriefWanted
from graphsvc.services.parts import Parts
from graphsvc.web.dependencies import FormDep, PartsDep, PrincipalDep
from graphsvc.web.downloads import download
from graphsvc.web.pages.presenting import brief as present_brief
from graphsvc.web.pages.presenting import places as present_places
from graphsvc.web.periods import Typed
from graphsvc.web.rendering import render

Id = Annotated[str, Path(max_length=64)]


class Period(BaseModel):
    """Two days as typed, and the column to sort by."""

    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    sort: str = Field("events", max_length=20)

    @property
    def typed(self) -> Typed:
        """The period alone."""
        return Typed(self.date_from, self.date_to)


class Filled(Period):
    """The form that makes a brief."""

    recipient: str = Field("", max_length=500)
    reason: str = Field("", max_length=1000)
    format: str = Field(".zip", max_length=10)
    names: str = Field("", max_length=1)
    csrf_token: str = Field("", max_length=200)

    @property
    def form(self) -> present_brief.Form:
        """As it was filled in, with what is missing."""
        return present_brief.Form(self.recipient, self.reason, self.format).checked()

    def wanted(self, place_id: str) -> BriefWanted:
        """As the use case takes it."""
        chosen = service.ranking_parameters(self.typed.from_at, self.typed.to_at)
        return BriefWanted(place_id, chosen, self.recipient, self.reason, self.names == "1")


def places(request: Request, parts: PartsDep, principal: PrincipalDep, asked: Annotated[Period, Query()]) -> Response:
    """Places by how much is reported there."""
    limit = parts.settings.limits.places
    chosen = service.ranking_parameters(asked.typed.from_at, asked.typed.to_at, order=asked.sort, limit=limit)
    ranked = service.places(parts, principal, chosen)
    shown = present_places.places(ranked, chosen, asked.typed)
    return render(request, "places.html", nav="places", as_of=ranked.ranking.as_of, **shown)


def brief(
    request: Request, parts: PartsDep, principal: PrincipalDep, place_id: Id, asked: Annotated[Period, Query()]
) -> Response:
    """The brief as it would be made now."""
    return _on_screen(request, parts, principal, Filled(**asked.model_dump()).wanted(place_id), asked.typed)


def make_brief(
    request: Request, parts: PartsDep, session: FormDep, place_id: Id, filled: Annotated[Filled, Form()]
) -> Response:
    """Make the brief for somebody, put it on record and send it."""
    wanted, form = filled.wanted(place_id), filled.form
    if form.errors:
        return _on_screen(request, parts, session.principal, wanted, filled.typed, form)
    return download(briefs.pack_brief(parts, session.principal, wanted, ending=form.format))


def _on_screen(
    request: Request,
    parts: Parts,
    principal: Principal,
    wanted: BriefWanted,
    typed: Typed,
    form: present_brief.Form | None = None,
) -> Response:
    made = briefs.read_brief(parts, principal, wanted)
    may_make = allowed(principal, Permission.MAKE_BRIEF)
    shown = present_brief.brief(made, typed, form or present_brief.Form(), may_make=may_make)
    status = 422 if form else 200
    return render(request, "brief.html", nav="places", as_of=made.document.as_of, status=status, **shown)
