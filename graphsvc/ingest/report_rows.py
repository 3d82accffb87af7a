"""Makes the reports: one for a whole file, or one for each distinct reference in it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from graphsvc.ingest.mapping import FileSpec, GradingSpec, Mapping, ReportSpec, ValueSpec
from graphsvc.ingest.plan import PlannedFile
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.values import Cells, Compiler, Getter, label
from graphsvc.model.identity import Identities
from graphsvc.model.provenance import (
    ActionCode,
    Grading,
    Handling,
    IntelligenceGrade,
    Report,
    ReportKind,
    Restriction,
    SanitisationCode,
    SourceGrade,
)

Code = TypeVar("Code", bound=Enum)
GradingGetter = Callable[[Cells], Grading | None]


def report_of_file(file: PlannedFile, mapping: Mapping, identities: Identities) -> Report:
    """The one report of a bulk file. Its reference holds the content's digest: a changed file is a new statement.

    ``origin`` leaves the digest out, so two states of one register count as one source.
    """
    spec = file.section.report
    compiler = Compiler((), ())
    constant = {n: compiler.text(v) for n, v in _parts(spec, mapping).items()}
    read = {name: get(()) for name, get in constant.items()}
    agency, system = read["agency"], read["system"]
    return Report(
        id=identities.report(agency, system, f"{file.stem}#{file.content_sha256}"),
        kind=ReportKind(read["kind"]),
        agency=agency,
        system=system,
        reference=f"{file.stem}#{file.content_sha256[:16]}",
        title=read.get("title") or file.stem,
        recorded_on=date.fromisoformat(read["recorded_on"]) if read.get("recorded_on") else None,
        text=f"The file {file.path.name} as received: {file.rows:,} rows, read as {file.encoding}.",
        origin=f"{agency}:{system}:{file.stem}",
        restriction=Restriction(read["restriction"]),
        content_sha256=file.content_sha256,
    )


def _parts(spec: ReportSpec, mapping: Mapping) -> dict[str, ValueSpec]:
    names = ("kind", "agency", "system", "restriction", "title", "recorded_on", "reference", "text", "origin")
    found = {name: value for name in names if (value := getattr(spec, name)) is not None}
    defaults = {"agency": ValueSpec(constant=mapping.agency), "system": ValueSpec(constant=mapping.system)}
    return defaults | found


@dataclass(frozen=True)
class RowReport:
    """What a row says of its report: the report, where in it the row stands, and the row's own grade."""

    report: Report
    locator: str
    grading: Grading | None
    marks: tuple[int, ...]
    """One number for each thing said of the report as a whole: two rows that agree have the same."""


class ReportRows:
    """Reads the report of each row; every row of one reference must agree on it."""

    def __init__(self, section: FileSpec, mapping: Mapping, compiler: Compiler, identities: Identities) -> None:
        spec = section.report
        values = _parts(spec, mapping)
        self._labels = {name: label(value) for name, value in values.items()}
        self._get = {name: compiler.text(value) for name, value in values.items()}
        self._item = compiler.column(spec.item) if spec.item else None
        self._grading = _grading(spec.grading, compiler)
        self._item_grading = _grading(spec.item_grading, compiler)
        self._item_handling = label(spec.item_grading.handling) if spec.item_grading else ""
        self._identities = identities
        self._seen: dict[str, tuple[int, ...]] = {}

    def read(self, cells: Cells, row: int) -> RowReport:
        """The report of this row."""
        said = {name: get(cells) for name, get in self._get.items()}
        grading = self._grading(cells) if self._grading else None
        report = self._report(said, grading)
        marks = (*(hash(value) for value in said.values()), hash(grading))
        return RowReport(report, self._locator(cells, row), self._own_grade(cells, report), marks)

    def check(self, found: RowReport) -> None:
        """Refuse a row that contradicts an earlier one of the same reference."""
        known = self._seen.get(found.report.id)
        if known is not None and known != found.marks:
            raise self._contradiction(known, found.marks)

    def accept(self, found: RowReport) -> bool:
        """Remember the report once a row of it is accepted; whether this row is the first."""
        first = found.report.id not in self._seen
        self._seen[found.report.id] = found.marks
        return first

    def _report(self, said: dict[str, str], grading: Grading | None) -> Report:
        agency, system, reference = said["agency"], said["system"], said["reference"]
        for name in ("agency", "reference"):
            if not said[name]:
                raise RowRefused(self._labels[name], f"the report has no {name}")
        recorded_on = self._day(said.get("recorded_on", ""))
        report_id = self._identities.report(agency, system, reference)
        digest = hashlib.sha256("\x00".join((*said.values(), repr(grading))).encode("utf-8", "surrogatepass"))
        return Report(
            id=report_id,
            kind=self._code(ReportKind, "kind", said),
            agency=agency,
            system=system,
            reference=reference,
            title=said.get("title") or reference,
            recorded_on=recorded_on,
            text=said.get("text", ""),
            origin=said.get("origin", ""),
            grading=grading,
            restriction=self._code(Restriction, "restriction", said),
            content_sha256=digest.hexdigest(),
        )

    def _code(self, codes: type[Code], name: str, said: dict[str, str]) -> Code:
        return _code(codes, said[name], self._labels[name])

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise RowRefused(self._labels["recorded_on"], "not a whole day", text) from None

    def _locator(self, cells: Cells, row: int) -> str:
        item = self._item(cells) if self._item else ""
        return f"item {item}" if item else f"row {row}"

    def _own_grade(self, cells: Cells, report: Report) -> Grading | None:
        own = self._item_grading(cells) if self._item_grading else None
        if own is None:
            return report.grading
        if report.grading is None or own.handling is not report.grading.handling:
            raise RowRefused(
                self._item_handling,
                "the handling code is not that of the report; give the item a report of its own",
                own.handling.value,
            )
        return replace(
            own,
            action=own.action or report.grading.action,
            sanitisation=own.sanitisation or report.grading.sanitisation,
            conditions=own.conditions or report.grading.conditions,
        )

    def _contradiction(self, known: tuple[int, ...], marks: tuple[int, ...]) -> RowRefused:
        names = [*self._get, "grading"]
        at = next(i for i, (a, b) in enumerate(zip(known, marks, strict=True)) if a != b)
        column = self._labels.get(names[at], "grading")
        return RowRefused(column, "contradicts an earlier row of the same reference")


def _code(codes: type[Code], text: str, column: str) -> Code:
    for code in codes:
        if str(code.value).casefold() == text.casefold():
            return code
    raise RowRefused(column, "not one of " + ", ".join(str(c.value) for c in codes), text)


def _grading(spec: GradingSpec | None, compiler: Compiler) -> GradingGetter | None:
    if spec is None:
        return None
    parts = {name: value for name in GradingSpec.model_fields if (value := getattr(spec, name)) is not None}
    getters: dict[str, Getter] = {name: compiler.text(value) for name, value in parts.items()}
    labels = {name: label(value) for name, value in parts.items()}

    def read(cells: Cells) -> Grading | None:
        said = {name: get(cells) for name, get in getters.items()}
        if not any(said.values()):
            return None
        for name in ("source", "intelligence", "handling"):
            if not said[name]:
                raise RowRefused(labels[name], "the grading lacks this part")
        return Grading(
            source=_code(SourceGrade, said["source"], labels["source"]),
            intelligence=_code(IntelligenceGrade, said["intelligence"], labels["intelligence"]),
            handling=_code(Handling, said["handling"], labels["handling"]),
            action=_code(ActionCode, said["action"], labels["action"]) if said.get("action") else None,
            sanitisation=_code(SanitisationCode, said["sanitisation"], labels["sanitisation"])
            if said.get("sanitisation")
            else None,
            conditions=said.get("conditions", ""),
            rationale=said.get("rationale", ""),
            corroborated_by=said.get("corroborated_by", ""),
        )

    return read
