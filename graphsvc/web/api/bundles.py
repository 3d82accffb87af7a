"""The JSON API of evidence bundles: fields and files in, the finished zip out."""

from typing import Annotated

from fastapi import Form, Path, Response, UploadFile
from pydantic import Field

from graphsvc.errors import InputError, RowProblem
from graphsvc.products.exhibit_list import read_list
from graphsvc.products.exhibits import LARGEST, ExhibitGiven
from graphsvc.security.permissions import Permission
from graphsvc.services import bundles
from graphsvc.web.bundle_orders import BundleFields
from graphsvc.web.dependencies import PartsDep, PrincipalDep
from graphsvc.web.downloads import download
from graphsvc.web.routing import Declared

Id = Annotated[str, Path(max_length=64)]


class BundleOrder(BundleFields):
    """A bundle for somebody, for a reason. ``exhibits`` is a CSV list, ``files`` the files it names."""

    exhibits: UploadFile | None = None
    files: list[UploadFile] = Field(default_factory=list)

    def given(self) -> tuple[ExhibitGiven, ...]:
        """The exhibits of the list. Raises InputError for a list that cannot be used."""
        if self.exhibits is None:
            return ()
        held = {f.filename or "": f for f in self.files}

        def opened(name: str) -> bytes | None:
            return held[name].file.read(LARGEST + 1) if name in held else None

        return read_list(self.exhibits.file.read(), opened)


def make_bundle(
    parts: PartsDep, principal: PrincipalDep, entity_id: Id, order: Annotated[BundleOrder, Form()]
) -> Response:
    """Make the bundle (or, with product = notes, the officer's notes) and put it on record; the answer is the file."""
    if errors := order.errors():
        rows = tuple(RowProblem(0, name, words) for name, words in errors.items())
        raise InputError("The bundle cannot be made.", next_step="Correct the fields named.", rows=rows)
    make = bundles.pack_notes if order.product == "notes" else bundles.pack_bundle
    return download(make(parts, principal, order.wanted(entity_id, order.given())))


BUNDLE_ROUTES: tuple[Declared, ...] = (
    Declared("POST", "/api/entities/{entity_id}/bundle", make_bundle, Permission.MAKE_BUNDLE),
)
