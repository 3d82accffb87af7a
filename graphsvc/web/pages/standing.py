"""What stands out, and where and when the evidence gathers."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from graphsvc.services import standing as service
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import findings as present_findings
from graphsvc.web.pages.presenting import hotspots as present_hotspots
from graphsvc.web.periods import Typed
from graphsvc.web.rendering import render


class Asked(BaseModel):
    """A period as typed."""

    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)

    @property
    def typed(self) -> Typed:
        """The period."""
        return Typed(self.date_from, self.date_to)


class HotspotsAsked(Asked):
    """A period, what is ranked, and whose hours are shown."""

    of: str = Field("places", max_length=20)
    hours: str = Field("", max_length=64)


def findings(request: Request, parts: PartsDep, principal: PrincipalDep, asked: Annotated[Asked, Query()]) -> Response:
    """The patterns that stand out."""
    chosen = service.standing_out_parameters(asked.typed.from_at, asked.typed.to_at)
    page = service.findings(parts, principal, chosen)
    shown = present_findings.findings(page, chosen, asked.typed)
    return render(request, "findings.html", nav="findings", as_of=page.found.as_of, **shown)


def hotspots(
    request: Request, parts: PartsDep, principal: PrincipalDep, asked: Annotated[HotspotsAsked, Query()]
) -> Response:
    """Places, vehicles or times by the evidence that gathers there."""
    chosen = service.hotspot_parameters(
        asked.typed.from_at, asked.typed.to_at, of=asked.of, limit=parts.settings.limits.places
    )
    ranked = service.hotspots(parts, principal, chosen)
    shown = present_hotspots.hotspots(ranked, chosen, asked.typed, asked.hours, parts.settings.marking)
    return render(request, "hotspots.html", nav="places", as_of=ranked.found.as_of, **shown)
