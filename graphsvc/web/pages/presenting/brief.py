"""A location brief on screen: the document itself, with its report numbers as links."""

from dataclasses import dataclass, field, replace

from markupsafe import Markup

from graphsvc.products.document import Block, Document, Figure, Ground, ReportLine, Section, Sentence, Table, ranges
from graphsvc.products.location_brief import LocationBrief
from graphsvc.web.downloads import FORMATS
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed

_MOST_CITED = 8
_REPORT_ANNEX = "Annex A"  # the reports are listed with links instead


@dataclass(frozen=True)
class Form:
    """The form that makes the document, as it was filled in."""

    recipient: str = ""
    reason: str = ""
    format: str = ".zip"
    errors: dict[str, str] = field(default_factory=dict)

    def checked(self) -> "Form":
        """The form with what is missing said beside its field."""
        missing = {
            "recipient": "Say whom it is for." if not self.recipient.strip() else "",
            "reason": "Say why it is needed." if not self.reason.strip() else "",
            "format": "Choose one of the two kinds of file." if self.format not in FORMATS else "",
        }
        return Form(self.recipient, self.reason, self.format, {k: v for k, v in missing.items() if v})


def brief(made: LocationBrief, typed: Typed, form: Form, *, may_make: bool) -> Shape:
    """What ``brief.html`` needs."""
    document, place = made.document, made.inputs.place
    return {
        "place": shapes.entity(place),
        "brief": {
            "reference": document.number,
            "subtitle": document.subtitle,
            "facts": [{"label": label, "value": value} for label, value in document.facts],
            "sections": [_section(document, s) for s in document.sections if not s.annex],
            "annexes": [_section(document, s) for s in document.sections if s.annex and not _is_reports(s)],
            "reports": [_report(line) for line in document.reports],
        },
        "make_url": f"/places/{place.id}/brief" if may_make else None,
        "hidden": typed.given(),
        "form": {
            "recipient": form.recipient,
            "reason": form.reason,
            "format": form.format,
            "formats": [{"value": value, "label": label} for value, label in FORMATS.items()],
            "errors": form.errors,
        },
        "period": typed.shape(),
    }


def _is_reports(section: Section) -> bool:
    return section.heading.startswith(_REPORT_ANNEX)


def _section(document: Document, section: Section) -> Shape:
    return {"heading": section.heading, "blocks": [_block(document, b, annex=section.annex) for b in section.blocks]}


def _block(document: Document, block: Block, *, annex: bool) -> Shape:
    if isinstance(block, Sentence):
        return {"type": "sentence", "text": block.text, "ground": _ground(document, block.ground, annex=annex)}
    if isinstance(block, Table):
        rows = [{"cells": list(row.cells), "ground": _ground(document, row.ground)} for row in block.rows]
        columns = list(block.columns)
        return {"type": "table", "caption": block.caption, "columns": columns, "rows": rows, "cite": block.cite}
    return _figure(document, block)


def _figure(document: Document, block: Figure) -> Shape:
    return {
        "type": "figure",
        # Our own drawing: it escapes every name it writes.
        "svg": Markup(block.svg),  # noqa: S704
        "alt": block.alt,
        "caption": block.caption,
        "ground": _ground(document, block.ground),
    }


def _ground(document: Document, ground: Ground, *, annex: bool = False) -> Shape:
    """The reports a sentence stands on, in the order of their numbers; where they are many, the rest as ranges."""
    numbers = {document.number_of(c.report_id): c.report_id for c in ground.cited}
    first = sorted(numbers)[:_MOST_CITED]
    rest = sorted(numbers)[_MOST_CITED:]
    return {
        "reports": [{"number": f"R{n}", "report_id": numbers[n]} for n in first],
        "more": ranges(rest) if rest else "",
        # An annex is itself the method or the limits: its heading says what its sentences stand on.
        "method": "" if annex else ground.method,
    }


def _report(line: ReportLine) -> Shape:
    return {
        "number": f"R{line.number}",
        "source": shapes.source(replace(line.source, locator="")),
        "when": shapes.short_day(line.source.recorded_on),
        "summary": line.source.title,
    }
