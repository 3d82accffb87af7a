"""The first page."""

from fastapi import Request, Response

from graphsvc.security.permissions import Permission, allowed, may_see_cases
from graphsvc.services import today as service
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import today as presenting
from graphsvc.web.rendering import render


def today(request: Request, parts: PartsDep, principal: PrincipalDep) -> Response:
    """What is held and worth seeing; for who sees no cases, the way to their own work."""
    if not may_see_cases(principal):
        return render(request, "today.html", nav="today", **presenting.NO_CASES)
    page = service.today(parts, principal)
    shown = presenting.today(page, briefs=allowed(principal, Permission.BRIEF))
    return render(request, "today.html", nav="today", as_of=page.as_of, **shown)
