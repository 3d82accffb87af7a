"""What a form or a request says of an evidence bundle: the fields, the exhibits, and what is wrong beside its field."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from fastapi import UploadFile
from pydantic import BaseModel, Field

from graphsvc.errors import InputError
from graphsvc.products.exhibit_list import statement_day
from graphsvc.products.exhibits import LARGEST, ExhibitGiven
from graphsvc.products.location_inputs import Period
from graphsvc.services.bundles import LONGEST_CASE, BundleWanted
from graphsvc.web.periods import Typed

ROWS = 8
"""Rows for exhibits on the page; more go in as a list."""


class BundleFields(BaseModel):
    """The fields of the form, and of a request."""

    case: str = Field("", max_length=1000)
    recipient: str = Field("", max_length=500)
    reason: str = Field("", max_length=1000)
    hearing: str = Field("", max_length=10)
    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    product: str = Field("bundle", max_length=10)

    def errors(self) -> dict[str, str]:
        """What is wrong with a field, by its name."""
        said = {
            "case": "Give the short name of the case." if not self.case.strip() else "",
            "recipient": "Say whom it is for." if not self.recipient.strip() else "",
            "reason": "Say why it is made." if not self.reason.strip() else "",
            "hearing": _wrong_day(self.hearing),
            "date_from": _wrong_day(self.date_from),
            "date_to": _wrong_day(self.date_to),
            "product": "" if self.product in ("bundle", "notes") else "Choose the bundle or the notes.",
        }
        if len(self.case) > LONGEST_CASE:
            said["case"] = f"At most {LONGEST_CASE} characters."
        if not said["date_from"] and not said["date_to"]:
            said["date_to"] = self._backwards()
        return {name: words for name, words in said.items() if words}

    def wanted(self, person_id: str, exhibits: tuple[ExhibitGiven, ...]) -> BundleWanted:
        """As the use case takes it."""
        typed = Typed(self.date_from, self.date_to)
        period = Period(typed.from_at, typed.to_at)
        return BundleWanted(person_id, self.case, self.recipient, self.reason, period, _day(self.hearing), exhibits)

    def _backwards(self) -> str:
        typed = Typed(self.date_from, self.date_to)
        backwards = typed.from_at and typed.to_at and typed.to_at <= typed.from_at
        return "The period ends before it starts." if backwards else ""


@dataclass
class ExhibitRow:
    """One row of the page: what was typed, and what is wrong with it."""

    reference: str = ""
    witness: str = ""
    description: str = ""
    statement_on: str = ""
    upload: UploadFile | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether anything was put into it."""
        typed = (self.reference, self.witness, self.description, self.statement_on)
        return any(t.strip() for t in typed) or bool(self.upload and self.upload.filename)

    def given(self) -> ExhibitGiven | None:
        """The exhibit; None, with the errors beside their fields, where it cannot be read."""
        if self.upload is None or not self.upload.filename:
            self.errors["file"] = "Choose the file. Files are not kept when a page is shown again."
        try:
            on = statement_day(self.statement_on)
        except ValueError:
            self.errors["statement_on"] = "That is no day."
            on = None
        if self.errors or self.upload is None:
            return None
        content = self.upload.file.read(LARGEST + 1)
        named = (self.upload.filename or "").replace("\\", "/").rpartition("/")[2]
        return ExhibitGiven(self.reference.strip(), self.witness.strip(), self.description.strip(), named, content, on)


def rows_of(columns: Sequence[Sequence[str]], uploads: Sequence[UploadFile | None]) -> list[ExhibitRow]:
    """The rows as they came: four columns of text, and the files, all in the order of the page."""
    rows = []
    for n in range(ROWS):
        typed = [column[n][:1000] if n < len(column) else "" for column in columns]
        upload = uploads[n] if n < len(uploads) else None
        rows.append(ExhibitRow(typed[0], typed[1], typed[2], typed[3], upload))
    return rows


def exhibits_of(rows: Sequence[ExhibitRow]) -> tuple[ExhibitGiven, ...]:
    """The exhibits of the rows that are used, in order; what is wrong is said in the rows."""
    return tuple(e for e in (row.given() for row in rows if row.used) if e is not None)


def place_errors(rows: Sequence[ExhibitRow], problem: InputError) -> bool:
    """Put what a refusal says of single exhibits beside their fields. Whether there was any such."""
    used = [row for row in rows if row.used]
    for said in problem.rows:
        if 1 <= said.row <= len(used):
            column = said.column if said.column in ("reference", "witness", "description", "file") else "file"
            used[said.row - 1].errors.setdefault(column, said.reason)
    return any(row.errors for row in rows)


def _wrong_day(text: str) -> str:
    try:
        _day(text)
        Typed(text).from_at  # noqa: B018 - asked for its refusal
    except (ValueError, InputError):
        return "That is no day."
    return ""


def _day(text: str) -> date | None:
    return statement_day(text)
