"""Make an evidence bundle about a person, or the officer's notes on it."""

from typing import Annotated

from fastapi import Form, Path, Request, Response, UploadFile
from pydantic import Field

from graphsvc.errors import InputError
from graphsvc.model.principal import Principal
from graphsvc.services import bundles
from graphsvc.services.parts import Parts
from graphsvc.web.bundle_orders import ROWS, BundleFields, ExhibitRow, exhibits_of, place_errors, rows_of
from graphsvc.web.dependencies import FormDep, PartsDep, PrincipalDep
from graphsvc.web.downloads import download
from graphsvc.web.pages.presenting import bundle as presenting
from graphsvc.web.rendering import render

Id = Annotated[str, Path(max_length=64)]


class Filled(BundleFields):
    """The form as it was sent."""

    csrf_token: str = ""
    reference: list[str] = Field(default_factory=list)
    witness: list[str] = Field(default_factory=list)
    description: list[str] = Field(default_factory=list)
    statement_on: list[str] = Field(default_factory=list)
    # Not a list: of a list the framework drops the parts browsers send for files not chosen, and rows would shift.
    file_1: UploadFile | None = None
    file_2: UploadFile | None = None
    file_3: UploadFile | None = None
    file_4: UploadFile | None = None
    file_5: UploadFile | None = None
    file_6: UploadFile | None = None
    file_7: UploadFile | None = None
    file_8: UploadFile | None = None

    @property
    def rows(self) -> list[ExhibitRow]:
        """The exhibits' rows."""
        uploads = [getattr(self, f"file_{n}") for n in range(1, ROWS + 1)]
        return rows_of((self.reference, self.witness, self.description, self.statement_on), uploads)


def bundle_page(request: Request, parts: PartsDep, principal: PrincipalDep, entity_id: Id) -> Response:
    """The form."""
    return _on_screen(request, parts, principal, entity_id, BundleFields(), [ExhibitRow() for _ in range(ROWS)], {})


def make_bundle(
    request: Request,
    parts: PartsDep,
    session: FormDep,
    entity_id: Id,
    filled: Annotated[Filled, Form()],
) -> Response:
    """Make the bundle or the notes, put it on record and send it."""
    errors, rows = filled.errors(), filled.rows
    given = exhibits_of(rows)
    if not errors and not any(row.errors for row in rows):
        make = bundles.pack_notes if filled.product == "notes" else bundles.pack_bundle
        try:
            return download(make(parts, session.principal, filled.wanted(entity_id, given)))
        except InputError as problem:
            if not place_errors(rows, problem):
                raise
    return _on_screen(request, parts, session.principal, entity_id, filled, rows, errors)


def _on_screen(  # noqa: PLR0913 - the request and its answer's five parts
    request: Request,
    parts: Parts,
    principal: Principal,
    entity_id: str,
    fields: BundleFields,
    rows: list[ExhibitRow],
    errors: dict[str, str],
) -> Response:
    person = bundles.bundle_subject(parts, principal, entity_id)
    wrong = bool(errors) or any(row.errors for row in rows)
    shown = presenting.bundle(person, fields, rows, errors)
    return render(request, "bundle.html", nav="search", status=422 if wrong else 200, **shown)
