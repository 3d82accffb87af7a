"""The HTTP service: builds the application from parts, and holds what every route shares.

Every route is declared through ``web.routing`` with the permission it needs; nothing else adds one. Routes never catch: one
handler turns the service's errors into ``application/problem+json``, or into a page where a browser asks for one.
"""

import secrets
from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from graphsvc.errors import AccessDenied, GraphsvcError, InputError
from graphsvc.security.csrf import from_own_site
from graphsvc.security.headers import PAGE_HEADERS, SECURITY_HEADERS
from graphsvc.services.parts import Parts
from graphsvc.web import problems
from graphsvc.web.routing import add_routes
from graphsvc.web.templating import STATIC, STATIC_URL, environment

LARGEST_REQUEST = 50 * 1024 * 1024
_log = structlog.get_logger("graphsvc.web")

Next = Callable[[Request], Awaitable[Response]]


def create_app(parts: Parts) -> FastAPI:
    """The application over these parts."""
    app = FastAPI(title="graphsvc", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.parts = parts
    app.state.pages = environment(parts.settings, demonstration=parts.demonstration)
    add_routes(app)
    app.mount(STATIC_URL, StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_guarded)
    app.add_exception_handler(GraphsvcError, problems.service_error)
    app.add_exception_handler(RequestValidationError, problems.bad_request)
    app.add_exception_handler(HTTPException, problems.http_error)
    app.add_exception_handler(Exception, problems.unexpected)
    return app


async def _guarded(request: Request, call_next: Next) -> Response:
    """Refuse what comes from another site or is too large, give every request a number, and set the headers."""
    request.state.reference = secrets.token_hex(8)
    try:
        _check(request)
        response = await call_next(request)
    except GraphsvcError as problem:
        response = problems.service_error(request, problem)
    except Exception as problem:
        response = problems.unexpected(request, problem)
    headers = SECURITY_HEADERS if request.url.path.startswith(STATIC_URL + "/") else PAGE_HEADERS
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    _log.info(
        "request",
        reference=request.state.reference,
        method=request.method,
        route=getattr(request.scope.get("route"), "path", ""),
        status=response.status_code,
    )
    return response


def _check(request: Request) -> None:
    headers = request.headers
    own = {str(request.base_url).rstrip("/")}
    if not from_own_site(
        request.method,
        origin=headers.get("origin"),
        sec_fetch_site=headers.get("sec-fetch-site"),
        own_origins=own,
    ):
        raise AccessDenied(
            "That did not come from a page of this service.", next_step="Open the page here and try again."
        )
    # Without a length said beforehand a body could be of any size; browsers say it.
    length = headers.get("content-length", "0" if "transfer-encoding" not in headers else "unsaid")
    if not length.isdigit() or int(length) > LARGEST_REQUEST:
        raise InputError("That is too large to send.", next_step="Import large files with the command graphsvc import.")
