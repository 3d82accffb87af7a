"""One report."""

from typing import Annotated

from fastapi import Path, Request, Response

from graphsvc.services import reports as service
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import report as presenting
from graphsvc.web.rendering import render


def report(
    request: Request, parts: PartsDep, principal: PrincipalDep, report_id: Annotated[str, Path(max_length=64)]
) -> Response:
    """One report in scope, as received."""
    page = service.report_page(parts, principal, report_id)
    return render(request, "report.html", nav="search", as_of=parts.clock(), **presenting.report(page))
