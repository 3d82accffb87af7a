"""Errors on the wire: ``application/problem+json`` (RFC 9457), or a page where a browser asks for one."""

import json
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from graphsvc.errors import GraphsvcError, InputError, NotAuthenticated, NotFound

_log = structlog.get_logger("graphsvc.web")


class _Unexpected(GraphsvcError):
    """Stands for an error nobody foresaw; says nothing of it."""


def service_error(request: Request, problem: Exception) -> Response:
    """One of the service's own errors."""
    assert isinstance(problem, GraphsvcError)  # noqa: S101 - registered for this type alone
    if isinstance(problem, NotAuthenticated) and _wants_page(request) and request.method == "GET":
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(path, safe='')}", status_code=303)
    return _answer(request, problem, problem.status)


def bad_request(request: Request, problem: Exception) -> Response:
    """Parameters that are not of the form a route takes. The values are not repeated."""
    assert isinstance(problem, RequestValidationError)  # noqa: S101 - registered for this type alone
    names = sorted({str(e["loc"][-1]) for e in problem.errors()})
    return _answer(request, InputError(f"Unusable: {', '.join(names)}.", next_step="Correct it and ask again."), 422)


def http_error(request: Request, problem: Exception) -> Response:
    """What the framework itself refuses: an unknown path, a method a path does not take."""
    assert isinstance(problem, HTTPException)  # noqa: S101 - registered for this type alone
    known = NotFound("There is no such page.", next_step="Go to the first page and follow a link.")
    return _answer(request, known, problem.status_code)


def unexpected(request: Request, problem: Exception) -> Response:
    """An error nobody foresaw: its kind goes to the log with the request's number, nothing of it to the page."""
    _log.error("unexpected", reference=_reference(request), kind=type(problem).__name__, exc_info=False)
    said = _Unexpected(
        "Something unexpected went wrong.", next_step="Try again; if it stays, quote the reference below."
    )
    return _answer(request, said, 500)


def _reference(request: Request) -> str:
    return str(getattr(request.state, "reference", ""))


def _wants_page(request: Request) -> bool:
    """A page, for whoever opens a page's address and does not ask for JSON alone; under /api/ always JSON."""
    accepted = request.headers.get("accept") or "*/*"
    return not request.url.path.startswith("/api/") and ("text/html" in accepted or "*/*" in accepted)


def _answer(request: Request, problem: GraphsvcError, status: int) -> Response:
    return _page(request, problem, status) if _wants_page(request) else _json(request, problem, status)


def _rows(problem: GraphsvcError) -> list[dict[str, Any]]:
    return [vars(r) for r in problem.rows] if isinstance(problem, InputError) else []


def _json(request: Request, problem: GraphsvcError, status: int) -> Response:
    body = {
        "type": f"urn:graphsvc:problem:{problem.code}",
        "title": problem.title,
        "status": status,
        "detail": str(problem),
        "next_step": problem.next_step,
        "rows": _rows(problem),
        "reference": _reference(request),
    }
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/problem+json")


def _page(request: Request, problem: GraphsvcError, status: int) -> Response:
    from graphsvc.web.rendering import base_context

    context = base_context(request, nav="")
    html = request.app.state.pages.get_template("error.html").render(
        **context,
        status=status,
        heading=problem.title,
        message=str(problem),
        next_step=problem.next_step,
        rows=_rows(problem),
        reference=_reference(request),
        sign_in_url="/sign-in" if status == 401 else None,
    )
    return HTMLResponse(html, status)
