"""Search, and what joins what was picked."""

from typing import Annotated

from fastapi import Query, Request, Response

from graphsvc.errors import InputError
from graphsvc.services import picking
from graphsvc.store.search import Question
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.pages.presenting import connect as present_connect
from graphsvc.web.pages.presenting import search as present_search
from graphsvc.web.rendering import render

Ids = Annotated[list[str] | None, Query(max_length=50)]
Typed = Annotated[str, Query(max_length=1000)]


def search(request: Request, parts: PartsDep, principal: PrincipalDep, q: Typed = "", id: Ids = None) -> Response:
    """One box; results by kind with the words that matched."""
    question, error = _question(q)
    page = picking.search_picking(parts, principal, question, id or ())
    shown = present_search.search(page, q, error)
    return render(request, "search.html", nav="search", as_of=page.as_of, status=422 if error else 200, **shown)


def connect(
    request: Request,
    parts: PartsDep,
    principal: PrincipalDep,
    q: Typed = "",
    id: Ids = None,
    keep: Ids = None,
) -> Response:
    """What joins the things picked; a box to pick another."""
    question, error = _question(q)
    page = picking.connect_picking(parts, principal, id or (), question, frozenset(keep or ()))
    shown = present_connect.connect(page, present_connect.Asked(q, error, tuple(keep or ())))
    return render(request, "connect.html", nav="search", as_of=page.as_of, status=422 if error else 200, **shown)


def _question(text: str) -> tuple[Question | None, str | None]:
    """What is asked, or why it cannot be; it is told beside the box."""
    if not text.strip():
        return None, None
    try:
        return Question(text.strip()), None
    except InputError as problem:
        return None, f"{problem} {problem.next_step}"
