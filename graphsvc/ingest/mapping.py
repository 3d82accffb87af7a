"""What a mapping file may say: data only, never code.

A mapping tells how the columns of a sender's files become reports, mentions and links. Everything is declared: there is
no expression language, and a name the service does not know is refused when the mapping is loaded.

A *value* is where a text comes from. In short form it is the name of a column::

    attributes:
      address: address
      name: {template: "{name} {surname}"}
      kind: {column: place_kind, values: {chippy: takeaway}, default: other, keep_in: description}
      date_of_birth: {column: dob, formats: [d/M/yyyy]}
      alias: {column: aka, split: ";"}
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graphsvc.model.provenance import DatePrecision

Transform = Literal["strip", "title", "lower", "upper", "sentence"]
ReportMode = Literal["file", "row"]
Encoding = Literal["utf-8", "cp1252"]
EndName = Literal["from", "to"]


class Strict(BaseModel):
    """The base of every part of a mapping: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ValueSpec(Strict):
    """Where one value comes from: a column, several columns in a template, or a constant.

    ``absent`` lists cell texts that mean nothing is there; ``values`` translates (without regard to case) and refuses
    what it does not list unless ``default`` is given; ``keep_in`` names the field that keeps the word as reported where
    ``default`` stood in for it; ``split`` makes several values of one cell; ``formats`` reads a date.
    """

    column: str | None = None
    template: str | None = None
    constant: str | None = None
    transforms: tuple[Transform, ...] = ()
    absent: tuple[str, ...] = ()
    values: dict[str, str] | None = None
    default: str | None = None
    keep_in: str | None = None
    split: str | None = Field(None, min_length=1, max_length=3)
    formats: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> "ValueSpec":
        if sum(s is not None for s in (self.column, self.template, self.constant)) != 1:
            raise ValueError("give exactly one of column, template and constant")
        return self


def _short_form(raw: Any) -> Any:
    return {"column": raw} if isinstance(raw, str) else raw


Value = Annotated[ValueSpec, BeforeValidator(_short_form)]


class RoleSpec(Strict):
    """The role of a link: a constant, a column with its translation, or one that depends on what stands at an end."""

    constant: str | None = None
    column: str | None = None
    values: dict[str, str] | None = None
    default: str | None = None
    transforms: tuple[Transform, ...] = ()
    by_from_type: dict[str, str] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "RoleSpec":
        if sum(s is not None for s in (self.constant, self.column, self.by_from_type)) != 1:
            raise ValueError("give exactly one of constant, column and by_from_type")
        return self


class ObservedSpec(Strict):
    """When something was so. Several columns are read as one text with a space between them.

    The precision follows from the format that fits (``yyyy-MM`` is a month and never borrows a day) unless ``precision``
    says it is coarser. ``to`` gives the end of an interval. ``inherit_from``: where the row gives no time, take that of
    the entity at this end of the link.
    """

    columns: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    precision: DatePrecision | None = None
    inherit_from: EndName | None = None

    @model_validator(mode="after")
    def _columns_with_formats(self) -> "ObservedSpec":
        if bool(self.columns) != bool(self.formats):
            raise ValueError("columns and formats go together")
        if self.to and not self.columns:
            raise ValueError("to needs columns for the start")
        if not self.columns and not self.inherit_from:
            raise ValueError("give columns with formats, or inherit_from")
        return self


class GradingSpec(Strict):
    """The columns of a 3x5x2 grading. A row that gives none of them is not graded."""

    source: Value
    intelligence: Value
    handling: Value
    action: Value | None = None
    sanitisation: Value | None = None
    conditions: Value | None = None
    rationale: Value | None = None
    corroborated_by: Value | None = None


class ReportSpec(Strict):
    """How rows become reports: one for the whole file, or one for each distinct reference.

    With ``per: row`` every row repeats what is said of the report as a whole, and rows of one reference must agree on it.
    ``item`` is the column that says which item of the report a row is; without it the row number says so.
    ``item_grading``: the row's own grade, where it differs from the report's; its handling code may not.
    """

    per: ReportMode = "file"
    kind: Value = ValueSpec(constant="record")
    agency: Value | None = None
    system: Value | None = None
    restriction: Value = ValueSpec(constant="none")
    title: Value | None = None
    recorded_on: Value | None = None
    reference: Value | None = None
    text: Value | None = None
    origin: Value | None = None
    item: str | None = None
    grading: GradingSpec | None = None
    item_grading: GradingSpec | None = None

    @model_validator(mode="after")
    def _reference_where_needed(self) -> "ReportSpec":
        if self.per == "row" and self.reference is None:
            raise ValueError("a report for each row needs a reference")
        if self.per == "file" and any(
            (self.reference, self.text, self.origin, self.item, self.grading, self.item_grading)
        ):
            raise ValueError("reference, text, origin, item and grading need per: row")
        return self


When = dict[str, tuple[str, ...]]


class EntitySpec(Strict):
    """One entity a row speaks of.

    ``ref`` is its number in the sender's system; ``identity`` the fields that may identify it, best first. A number that
    is unique at its sender only belongs in ``ref`` (or in a template that names the sender), never bare in ``identity``:
    two senders' number 12 would be one thing. The row speaks of the entity when ``ref`` or an attribute that is neither a
    constant nor has a default holds a value. ``once``: mention it once for each report where every attribute is the same
    (an area named on every row). ``required`` rejects a row without it.
    """

    type: str
    ref: Value | None = None
    namespace: str | None = None
    identity: tuple[str, ...] = ()
    attributes: dict[str, Value] = {}
    role: Value | None = None
    observed: ObservedSpec | None = None
    when: When = {}
    once: bool = False
    required: bool = False


class RefEnd(Strict):
    """The end of a link that another row, file or earlier import gave: found by its reference."""

    ref: Value
    types: tuple[str, ...] = Field(min_length=1)
    namespace: str | None = None


class LinkSpec(Strict):
    """One link a row states, where both ends are there and every column in ``when`` holds one of the listed texts."""

    type: str
    from_: str | RefEnd = Field(alias="from")
    to: str | RefEnd
    role: RoleSpec | None = None
    observed: ObservedSpec | None = None
    sentence: Value | None = None
    statement: Value | None = None
    when: When = {}
    once: bool = False
    required: bool = False


class FileSpec(Strict):
    """One shape of file: which names match, what its rows state.

    ``match``: patterns on the file's name without ``.gz``; ``optional``: columns that may be missing; ``expect``: columns
    whose text must be one of those listed.
    """

    name: str
    match: tuple[str, ...] = Field(min_length=1)
    delimiter: str = Field(",", min_length=1, max_length=1)
    report: ReportSpec = ReportSpec()
    optional: tuple[str, ...] = ()
    expect: When = {}
    entities: dict[str, EntitySpec] = {}
    links: tuple[LinkSpec, ...] = ()


class Mapping(Strict):
    """A whole mapping: whose files these are, and every shape of file among them."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    version: str
    title: str
    description: str = ""
    agency: str
    system: str
    namespace: str
    timezone: str = "Europe/London"
    encodings: tuple[Encoding, ...] = Field(("utf-8", "cp1252"), min_length=1)
    files: tuple[FileSpec, ...] = Field(min_length=1)

    @property
    def uses_refs(self) -> bool:
        """Whether any link finds an end by its reference."""
        return any(has_ref_end(link) for section in self.files for link in section.links)


def has_ref_end(link: LinkSpec) -> bool:
    """Whether an end of this link is found by its reference."""
    return isinstance(link.from_, RefEnd) or isinstance(link.to, RefEnd)
