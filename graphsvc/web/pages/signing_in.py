"""The pages that let people in and out."""

from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graphsvc.errors import GraphsvcError, NotAuthenticated
from graphsvc.services import signing_in
from graphsvc.services.demonstration import DEMONSTRATION_USERS
from graphsvc.services.parts import Parts
from graphsvc.web.cookies import clear_session, set_session
from graphsvc.web.dependencies import COOKIE, FormDep, PartsDep, the_session
from graphsvc.web.pages.local_paths import local_path
from graphsvc.web.rendering import render

_ENDED = "Your session has ended, as sessions do when they are not used. Sign in to go on."
_WHAT_FOR = {u.username: f"{u.what_for[0].upper()}{u.what_for[1:]}." for u in DEMONSTRATION_USERS}


def sign_in_page(request: Request, parts: PartsDep, next: str = "/") -> Response:
    """The form, or the demonstration's users. Whoever is signed in already goes on."""
    try:
        the_session(request)
    except NotAuthenticated:
        reason = _ENDED if request.cookies.get(COOKIE) else ""
        return _page(request, parts, next, reason=reason)
    return RedirectResponse(local_path(next), 303)


def sign_in(
    request: Request,
    parts: PartsDep,
    username: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=2000)] = "",
    demonstration: Annotated[str, Form(max_length=1)] = "",
    next: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Sign in with name and password, or as a user of the demonstration, and go on to where the visitor came from."""
    address = request.client.host if request.client else ""
    try:
        if demonstration:
            session = signing_in.sign_in_demonstration(parts, username)
        else:
            session = signing_in.sign_in(parts, username, password, address)
    except NotAuthenticated as refusal:
        return _page(request, parts, next, error=refusal)
    response = RedirectResponse(local_path(next), 303)
    set_session(response, parts, session)
    return response


def sign_out(parts: PartsDep, session: FormDep) -> Response:
    """End the session."""
    signing_in.sign_out(parts, session)
    response = RedirectResponse("/sign-in", 303)
    clear_session(response, parts)
    return response


def _page(
    request: Request, parts: Parts, next: str, *, error: GraphsvcError | None = None, reason: str = ""
) -> HTMLResponse:
    users = [
        {
            "username": u.username,
            "display_name": u.display_name,
            "agency": u.agency,
            "roles": ", ".join(sorted(r.label for r in u.roles)),
            "what_for": _WHAT_FOR.get(u.username, ""),
        }
        for u in signing_in.demonstration_users(parts)
    ]
    said = f"{error} {error.next_step}".strip() if error else None
    context: dict[str, Any] = {"next": local_path(next), "error": said, "reason": reason, "users": users}
    return render(request, "sign_in.html", nav="", status=401 if error else 200, **context)
