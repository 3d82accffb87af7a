"""Check a document that was made here."""

from typing import Annotated

from fastapi import File, Request, Response, UploadFile

from graphsvc.services import briefs
from graphsvc.web.dependencies import FormDep, PartsDep
from graphsvc.web.pages.presenting import verify as presenting
from graphsvc.web.rendering import render
from graphsvc.web.uploads import kept


def verify_page(request: Request) -> Response:
    """The form."""
    return render(request, "verify.html", nav="", error=None, result=None)


def verify(
    request: Request, parts: PartsDep, session: FormDep, document: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Whether a file is as it was made. It is not kept."""
    if document is None or not document.filename:
        return render(request, "verify.html", nav="", status=422, error="Choose a file.", result=None)
    with kept(document) as path:
        found = briefs.verify_file(parts, session.principal, path)
    return render(request, "verify.html", nav="", error=None, result=presenting.result(found, document.filename))
