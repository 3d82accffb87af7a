"""Renders a page with what every page needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from graphsvc.errors import GraphsvcError
from graphsvc.model import wording
from graphsvc.model.principal import Principal
from graphsvc.security.csrf import csrf_token
from graphsvc.security.permissions import Permission, allowed
from graphsvc.services.signing_in import SignedIn
from graphsvc.web.dependencies import the_parts, the_session

_PLACES = {
    "today": (Permission.ACCOUNT,),
    "search": (Permission.SEARCH,),
    "network": (Permission.EXPAND,),
    "report": (Permission.EXPAND,),
    "connect": (Permission.CONNECT,),
    "findings": (Permission.FINDINGS,),
    "places": (Permission.PLACES,),
    "brief": (Permission.BRIEF,),
    "bundle": (Permission.MAKE_BUNDLE,),
    "log": (Permission.READ_LOG,),
    "verify": (Permission.VERIFY,),
}


@dataclass(frozen=True)
class Viewer:
    """Who is signed in, as pages show it."""

    display_name: str
    agency: str
    roles: str
    may: frozenset[str]


def viewer(principal: Principal) -> Viewer:
    """A principal for a page."""
    return Viewer(
        principal.display_name,
        principal.agency,
        ", ".join(sorted(r.label for r in principal.roles)),
        frozenset(name for name, needed in _PLACES.items() if all(allowed(principal, p) for p in needed)),
    )


def base_context(request: Request, *, nav: str, as_of: datetime | None = None) -> dict[str, Any]:
    """What ``base.html`` needs; nobody signed in where there is no session in force."""
    session: SignedIn | None
    try:
        session = the_session(request)
    except GraphsvcError:
        session = None
    return {
        "viewer": viewer(session.principal) if session else None,
        "csrf_token": csrf_token(the_parts(request).identity.key, session.token) if session else "",
        "nav": nav,
        "as_of": wording.as_of(as_of) if as_of else None,
        "scope_words": scope_words(session.principal) if session else "",
    }


def scope_words(principal: Principal) -> str:
    """What a viewer may see, in words."""
    if not allowed(principal, Permission.SEARCH):
        return "no case data"
    if allowed(principal, Permission.MANAGE_ACCOUNTS):
        return "everything held"
    return f"shared by all agencies, and {principal.agency}'s own"


def render(
    request: Request, template: str, *, nav: str, as_of: datetime | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page. Every name its template asks for must be in ``context``."""
    page = request.app.state.pages.get_template(template)
    return HTMLResponse(page.render(**base_context(request, nav=nav, as_of=as_of), **context), status)
