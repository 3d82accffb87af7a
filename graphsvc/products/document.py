"""What a document is, before it is drawn: sections of sentences and tables, each with its ground.

A sentence or row without ground cannot be made: either statements of reports, or the rule or method it follows from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from graphsvc.errors import ProductError
from graphsvc.model.network import Source

MOST_RUNS = 24
"""A citation in more pieces than this is printed as a count; the record beside the document holds each."""


@dataclass(frozen=True)
class Cited:
    """One statement (or mention) of one report, by its place in the report."""

    report_id: str
    locator: str
    statement_id: str


@dataclass(frozen=True)
class Ground:
    """What a sentence stands on: statements of reports, or a rule or method said in words, or both."""

    cited: tuple[Cited, ...] = ()
    method: str = ""

    def __post_init__(self) -> None:
        """Refuse a ground of nothing."""
        if not self.cited and not self.method.strip():
            raise ProductError(
                "A sentence of the document has no ground.", next_step="Report this: the document was not made."
            )


@dataclass(frozen=True)
class Sentence:
    """One sentence and its ground."""

    text: str
    ground: Ground

    def __post_init__(self) -> None:
        """Refuse an empty sentence."""
        if not self.text.strip():
            raise ProductError("A sentence of the document is empty.", next_step="Report this: nothing was made.")


@dataclass(frozen=True)
class Row:
    """One row of a table and its ground; the first cell heads the row."""

    cells: tuple[str, ...]
    ground: Ground


@dataclass(frozen=True)
class Table:
    """A table with a header row. ``cite`` adds a last column with each row's reports. ``widths`` are relative."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()
    cite: bool = True

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        if not self.rows or any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ProductError(f"The table “{self.caption}” is empty or ragged.", next_step="Report this.")


@dataclass(frozen=True)
class Figure:
    """A drawing with the words that stand for it."""

    svg: str
    alt: str
    caption: str
    ground: Ground


Block = Sentence | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. ``annex`` sections come last, each on its own page in print."""

    heading: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True)
class ReportLine:
    """A report the document stands on, and the number it has in this document (``R12``)."""

    number: int
    source: Source


@dataclass(frozen=True)
class Document:
    """A whole document. ``facts`` are the lines below the title: who it is for, as of when, in which scope."""

    number: str
    kind: str
    title: str
    subtitle: str
    marking: str
    handling: str
    as_of: datetime
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    reports: tuple[ReportLine, ...]
    language: str = "en-GB"
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a citation of a report that has no number here."""
        object.__setattr__(self, "_numbers", {line.source.report_id: line.number for line in self.reports})
        missing = {c.report_id for g in self.grounds() for c in g.cited} - self._numbers.keys()
        if missing:
            raise ProductError(
                f"The document cites {len(missing)} reports it does not list.",
                next_step="Report this: nothing was made.",
            )

    def blocks(self) -> Iterator[Block]:
        """Every block in order."""
        for section in self.sections:
            yield from section.blocks

    def grounds(self) -> Iterator[Ground]:
        """Every ground in order: of sentences, figures and table rows."""
        for block in self.blocks():
            yield from (row.ground for row in block.rows) if isinstance(block, Table) else (block.ground,)

    def number_of(self, report_id: str) -> int:
        """The number of a report in this document."""
        return self._numbers[report_id]

    def cite(self, ground: Ground, *, most: int = 4, runs: int = MOST_RUNS) -> str:
        """A ground as it is printed: ``R1 row 18; R4`` or ``R1 to R41``, or the method's name."""
        return citation(ground, self._numbers, most, runs) or ground.method


def citation(ground: Ground, numbers: dict[str, int], most: int, runs: int) -> str:
    """Report numbers, with the place in the report where few are cited; ranges where many are."""
    places: dict[int, list[str]] = {}
    for cited in ground.cited:
        places.setdefault(numbers[cited.report_id], []).append(cited.locator)
    if len(places) > most:
        return ranges(places, runs)
    return "; ".join(f"R{number}{_places(found)}" for number, found in sorted(places.items()))


def _places(locators: list[str]) -> str:
    distinct = list(dict.fromkeys(x for x in locators if x))
    if not distinct:
        return ""
    if len(distinct) > 2:
        return f" ({distinct[0]} and {len(distinct) - 1} more)"
    return f" ({', '.join(distinct)})"


def ranges(numbers: Iterable[int], most: int = MOST_RUNS) -> str:
    """Numbers as ``R1 to R4, R7``; where they lie in many pieces, ``52 of R2 to R62`` (the record holds which)."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    if len(runs) > most:
        return f"{sum(b - a + 1 for a, b in runs)} of R{runs[0][0]} to R{runs[-1][1]}"
    return ", ".join(f"R{a}" if a == b else f"R{a}, R{b}" if b == a + 1 else f"R{a} to R{b}" for a, b in runs)
