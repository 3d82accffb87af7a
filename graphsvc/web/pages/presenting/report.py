"""One report as received: its grade in words, what is wrong with it, whom it mentions, what it states."""

from graphsvc.model.entities import BY_NAME
from graphsvc.model.network import MentionRead
from graphsvc.model.provenance import Restriction
from graphsvc.services.reports import ReportPage
from graphsvc.store.reader import ReportRead
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.entity import attributes
from graphsvc.web.pages.presenting.shapes import Shape

_AXES = ("Source", "Intelligence", "Handling")


def report(page: ReportPage) -> Shape:
    """What ``report.html`` needs."""
    return {
        "report": {**_head(page.report), "text": page.text},
        "mentions": [_mention(m) for m in page.mentions],
        "mentions_total": page.mentions_total,
        "statements": shapes.statements(page.statements, own_words=False),
        "shown": len(page.statements),
        "total": page.statements_total,
        "pages": None,
    }


def _head(held: ReportRead) -> Shape:
    source = shapes.source(held.source)
    return {
        "number": source["number"],
        "title": held.source.title if held.source.reference else "",
        "report_id": source["report_id"],
        "kind": source["kind"],
        "agency": source["agency"],
        "when": shapes.short_day(held.source.recorded_on),
        "received": shapes.moment(held.received_at),
        "grade": source["grade"],
        "grade_words": _grade_words(held),
        "handling": _handling(held),
        "file": "",
        "problems": list(held.grading_problems),
    }


def _grade_words(held: ReportRead) -> list[Shape]:
    words = held.source.grade_words.removeprefix("source ").split("; ")
    codes = held.source.grade.split("-", 2)
    if not held.source.grade or len(words) != len(_AXES) or len(codes) != len(_AXES):
        return []
    return [{"label": label, "value": f"{code}: {word}"} for label, code, word in zip(_AXES, codes, words, strict=True)]


def _handling(held: ReportRead) -> str:
    limited = "for the owning agency alone" if held.restriction == Restriction.AGENCY else ""
    return "; ".join(text for text in (held.conditions, limited) if text)


def _mention(held: MentionRead) -> Shape:
    entity = shapes.entity(held.entity)
    called = next(iter(_called(held)), "not named")
    return {"entity": entity, "called": called, "attributes": attributes(held), "locator": held.source.locator}


def _called(held: MentionRead) -> list[str]:
    """What this report called it, by the fields tried for a name."""
    found = (held.attributes.get(name) for name in BY_NAME[held.entity.type].caption)
    return [value[0] if isinstance(value, tuple) else str(value) for value in found if value]
