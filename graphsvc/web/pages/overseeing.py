"""The auditor's pages."""

from typing import Annotated

from fastapi import Query, Request, Response

from graphsvc.services import oversight
from graphsvc.web.dependencies import FormDep, PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import log as presenting
from graphsvc.web.rendering import render


def log(
    request: Request, parts: PartsDep, principal: PrincipalDep, asked: Annotated[presenting.Asked, Query()]
) -> Response:
    """Who did what, newest first."""
    actors = oversight.actors(parts)
    entries = oversight.read_log(parts, principal, asked.filter(actors), presenting.PAGE)
    return render(request, "log.html", nav="log", as_of=parts.clock(), **presenting.log(entries, actors, asked))


def verify_log(request: Request, parts: PartsDep, session: FormDep) -> Response:
    """Walk the whole chain. A log that does not verify is not written to, so nothing of it is listed then."""
    asked = presenting.Asked()
    found = oversight.verify_log(parts, session.principal)
    actors = oversight.actors(parts)
    entries = oversight.read_log(parts, session.principal, asked.filter(actors), presenting.PAGE) if found.ok else ()
    head = parts.log.head().head if found.ok else ""
    verified = presenting.verification(found, head, parts.clock())
    shown = presenting.log(entries, actors, asked, verified)
    return render(request, "log.html", nav="log", as_of=parts.clock(), **shown)
