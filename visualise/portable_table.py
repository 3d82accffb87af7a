"""The same chart in words: every line with its statements, their reports, dates and grades; and the legend."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from graphsvc.model import entities
from graphsvc.model.network import Source, Statement
from graphsvc.model.provenance import Handling, StatementKind
from graphsvc.model.wording import name, tell, when
from visualise import svg
from visualise.diagram import Line, arrow_head, stroke
from visualise.portable_data import Drawn, DrawnLine, origins_words
from visualise.svg import clean
from visualise.theme import INK, KINDS, Confirmation, KindStyle, Ring, ring_strokes


@dataclass(frozen=True)
class Row:
    """One statement, ready to be read."""

    sentence: str
    when: str
    report: str
    grade: str
    grade_words: str


@dataclass(frozen=True)
class Group:
    """One line of the chart with all its statements that are at hand."""

    from_name: str
    to_name: str
    ends: tuple[str, str]
    """The chart's own short names of the two."""
    shown_end: int
    """Which of the two is not the centre, and is shown on the chart when asked for: 0 or 1."""
    verbs: str
    dates: str
    line: str
    count: str
    parts: str
    """The parts people had in the event, in words."""
    left_out: int
    rows: tuple[Row, ...]
    on_chart: bool
    """False for an event that is folded into lines."""


@dataclass(frozen=True)
class Key:
    """One line of the legend: a drawing (markup of this project's own) and what it means."""

    drawing: str
    words: str


def groups(drawn: Drawn) -> tuple[Group, ...]:
    """The table: every line in order, then the events that are folded into lines, each with the centre's own part."""
    return tuple(_group(drawn, told) for told in (*drawn.lines, *drawn.event_lines))


def _group(drawn: Drawn, told: DrawnLine) -> Group:
    line = told.line
    statements = sorted(told.statements, key=_by_date)
    named = {**drawn.events, **drawn.entities}
    shown = 1 if line.a_id == drawn.centre.id else 0
    return Group(
        clean(name(named[line.a_id])),
        clean(name(named[line.b_id])),
        (drawn.numbers[line.a_id], drawn.numbers[line.b_id]),
        shown,
        clean(told.verbs),
        told.dates,
        f"{line.confirmation.value}, {origins_words(line.origins)}",
        told.count_words,
        ring_words(drawn.rings.get((line.a_id, line.b_id)[shown], ())),
        line.count - len(statements),
        tuple(_row(s) for s in statements),
        (line.a_id, line.b_id)[shown] in drawn.entities,
    )


def _by_date(statement: Statement) -> tuple[bool, str, str]:
    at = statement.observed.from_at
    return at is None, at.isoformat() if at else "", statement.id


def _row(statement: Statement) -> Row:
    kind = "" if statement.kind is StatementKind.FACT else f" ({statement.kind.value})"
    source = statement.source
    grade = source.grade or f"not graded: {source.kind}"
    return Row(
        _isolated(clean(tell(statement) + kind), statement),
        when(statement.observed),
        clean(report_words(source)),
        clean(grade),
        clean(source.grade_words),
    )


def _isolated(sentence: str, statement: Statement) -> str:
    """A sentence in which a name written from right to left turns nothing but itself round."""
    for called in sorted({clean(name(e)) for e in (statement.from_entity, statement.to_entity)}):
        if any(unicodedata.bidirectional(c) in ("R", "AL") for c in called):
            sentence = sentence.replace(called, f"\u2068{called}\u2069")
    return sentence


def report_words(source: Source) -> str:
    """Where a statement stands: agency, reference, system, the place in it, and when it was written down."""
    recorded = (
        f"recorded {source.recorded_on.day} {source.recorded_on:%B %Y}" if source.recorded_on else "date not given"
    )
    parts = (source.agency, source.reference, source.system, source.locator, recorded)
    return ", ".join(p for p in parts if p)


def reports(drawn: Drawn) -> tuple[str, ...]:
    """The references of every report the table cites, each once."""
    sources = (s.source for told in (*drawn.lines, *drawn.event_lines) for s in told.statements)
    return tuple(sorted({clean(f"{s.agency}, {s.reference}") for s in sources}))


def under_conditions(drawn: Drawn) -> int:
    """How many of those reports may be shared under conditions only."""
    sources = (s.source for told in (*drawn.lines, *drawn.event_lines) for s in told.statements)
    return len({s.report_id for s in sources if s.handling == Handling.CONDITIONS})


def ring_words(rings: Sequence[Ring]) -> str:
    """The rings of one person as words, for who does not see them."""
    return "; ".join(r.words.partition(": ")[2] for r in rings)


def legend(drawn: Drawn) -> tuple[Key, ...]:
    """What the chart uses, and nothing else: kinds, rings, line styles, width, count, arrow, place."""
    kinds = [k for k in KINDS if k in {e.type for e in drawn.entities.values()}]
    rings = [r for r in Ring if r in {x for held in drawn.rings.values() for x in held}]
    styles = [c for c in Confirmation if c in {told.line.confirmation for told in drawn.lines}]
    keys = [Key(_shape(KINDS[k]), entities.BY_NAME[k].label) for k in kinds]
    keys += [Key(_shape(KINDS["Person"], (r,)), r.words) for r in rings]
    keys += [Key(_stroke(1, c), c.words) for c in styles]
    if any(told.line.origins > 1 for told in drawn.lines):
        keys.append(Key(_stroke(5, Confirmation.CONFIRMED), "wider: more independent origins (not more important)"))
    if any(told.line.directed for told in drawn.lines):
        keys.append(
            Key(
                _stroke(1, Confirmation.CONFIRMED, arrow=True), "arrow: from whom to whom; none where it has no meaning"
            )
        )
    if any(told.together for told in drawn.lines):
        drawing = _small(svg.text("3 events", 30, 21, size=12, text_anchor="middle", font_weight="bold"))
        keys.append(
            Key(drawing, "both were in so many events, which the table lists; the line is as sure as its weaker side")
        )
    if any(told.line.count > 1 and not told.together for told in drawn.lines):
        keys.append(
            Key(
                _small(svg.text("×3", 30, 21, size=12, text_anchor="middle", font_weight="bold")),
                "so many statements on one line",
            )
        )
    return tuple(keys)


def _shape(style: KindStyle, rings: Sequence[Ring] = ()) -> str:
    circles = "".join(
        svg.element("circle", cx=30, cy=17, r=8 + gap, fill="none", stroke=INK, stroke_width=width)
        for gap, width in ring_strokes(rings)
    )
    radius = 7 if rings else 10
    letter = svg.element("text", style.letter, x=30, y=21, font_size=11, fill=INK, text_anchor="middle")
    return _small(circles + svg.node_shape(style, 30, 17, radius) + letter)


def _stroke(origins: int, style: Confirmation, *, arrow: bool = False) -> str:
    drawn = stroke("M4,17 H56", Line("", "", "", origins=origins, confirmation=style))
    return _small(drawn + (arrow_head(58, 17, 1, 0) if arrow else ""))


def _small(content: str) -> str:
    return svg.element("svg", content, width=60, height=34, viewBox="0 0 60 34", aria_hidden="true", focusable="false")
