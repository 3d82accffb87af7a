"""Turns planned files into batches of reports, mentions and links, a bounded number of rows at a time.

Memory does not grow with the files, but for what must be remembered across them: in a mapping whose links refer to
entities by number, the references given (see ``refs``); with a report for each reference, a mark of each report; and
one mark for each thing declared ``once``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from zoneinfo import ZoneInfo

from graphsvc.errors import InputError
from graphsvc.ingest.csv_file import Record, open_bytes, records
from graphsvc.ingest.entity_rows import EntityIds
from graphsvc.ingest.formulas import restore
from graphsvc.ingest.link_rows import End
from graphsvc.ingest.plan import FilePlan, PlannedFile
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.refs import NothingKnown, RefMemory, RefResolver, Target
from graphsvc.ingest.rejects import KeptRejects, RejectSink
from graphsvc.ingest.rows import FileRows, ParsedRow
from graphsvc.model.assertions import LinkAssertion, Mention, WriteBatch
from graphsvc.model.identity import Identities
from graphsvc.model.provenance import Report

DEFAULT_BATCH_ROWS = 5000


@dataclass
class ImportCounts:
    """What was read so far."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    reports: int = 0
    mentions: int = 0
    links: int = 0


@dataclass(frozen=True)
class Progress:
    """How far reading has come: rows of all files together."""

    file: str
    file_number: int
    files: int
    rows: int
    total_rows: int


@dataclass
class _Made:
    """What one chunk of rows came to."""

    reports: list[Report] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    links: list[LinkAssertion] = field(default_factory=list)


class BatchReader(Iterator[WriteBatch]):
    """The batches of a plan, in order. ``counts`` is right after every batch and final after the last."""

    def __init__(
        self, plan: FilePlan, identities: Identities, sinks: "Sinks", known_refs: RefResolver, batch_rows: int
    ) -> None:
        self.counts = ImportCounts()
        self._plan, self._identities = plan, identities
        self._sinks, self._known, self._batch_rows = sinks, known_refs, max(1, batch_rows)
        self._memory = RefMemory()
        self._remembers = plan.mapping.uses_refs
        self._ids = EntityIds(identities)
        self._batches = self._read()

    def __next__(self) -> WriteBatch:
        return next(self._batches)

    def _read(self) -> Iterator[WriteBatch]:
        for number, file in enumerate(self._plan.files, start=1):
            file.check_unchanged()
            rows = FileRows(
                file, self._plan.mapping, self._identities, self._ids, ZoneInfo(self._plan.mapping.timezone)
            )
            for chunk in _chunks(_records_of(file), self._batch_rows):
                made = self._chunk(file, rows, chunk)
                self._count(made)
                self._sinks.progress(
                    Progress(file.path.name, number, len(self._plan.files), self.counts.rows, self._plan.rows)
                )
                if made.mentions or made.links:
                    yield WriteBatch(tuple(made.reports), tuple(made.mentions), tuple(made.links))

    def _chunk(self, file: PlannedFile, rows: FileRows, chunk: list[Record]) -> _Made:
        """One chunk: every row by itself, then the ends that earlier imports gave, then the rows that hold."""
        parsed: list[tuple[Record, ParsedRow]] = []
        for record in chunk:
            try:
                parsed.append((record, rows.parse(record[1], record[0])))
            except RowRefused as refused:
                self._reject(file, record, refused)
        known = self._resolve(parsed)
        made = _Made()
        for record, row in parsed:
            try:
                self._accept(rows, row, known, made)
            except RowRefused as refused:
                self._reject(file, record, refused)
        self.counts.rows += len(chunk)
        return made

    def _resolve(self, parsed: Iterable[tuple[Record, ParsedRow]]) -> dict[str, Target]:
        wanted: dict[str, None] = {}
        for _, row in parsed:
            for link in row.links:
                for end in (link.start, link.end):
                    if end.target is None and not self._find(end):
                        wanted[end.ref] = None
        return dict(self._known.resolve(tuple(wanted))) if wanted else {}

    def _find(self, end: End) -> bool:
        """Find an end among what this run gave."""
        end.target = self._memory.find(end.ref)
        end.observed = self._memory.observed(end.ref)
        return end.target is not None

    def _accept(self, rows: FileRows, row: ParsedRow, known: dict[str, Target], made: _Made) -> None:
        for link in row.links:
            for end in (link.start, link.end):
                if end.target is None and not self._find(end):
                    end.target = known.get(end.ref)
        finished = [link.row.assertion(link, row.place, row.grading) for link in row.links]
        rows.check(row)
        self._remember(rows, row)
        report = rows.accept(row)
        if report is not None:
            made.reports.append(report)
        made.mentions += rows.new_mentions(row)
        made.links += rows.new_links(row, finished)
        self.counts.accepted += 1

    def _remember(self, rows: FileRows, row: ParsedRow) -> None:
        if not self._remembers or not row.mentions:
            return
        given = [m for m in row.mentions.values() if m.source_ref]
        for mention in given:
            before = self._memory.find(mention.source_ref)
            if before is not None and before != (mention.entity_type, mention.entity_id):
                raise RowRefused(rows.ref_label(row, mention), "this reference already stands for something else")
        for mention in given:
            self._memory.add(mention.source_ref, (mention.entity_type, mention.entity_id), mention.observed)

    def _reject(self, file: PlannedFile, record: Record, refused: RowRefused) -> None:
        self.counts.rejected += 1
        self._sinks.rejects.reject(file, record[1], refused.problem(record[0]))

    def _count(self, made: _Made) -> None:
        self.counts.reports += len(made.reports)
        self.counts.mentions += len(made.mentions)
        self.counts.links += len(made.links)


def _no_progress(_progress: Progress) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Sinks:
    """Where reading tells how far it is, and where refused rows go."""

    progress: Callable[[Progress], None]
    rejects: RejectSink


def read_batches(
    plan: FilePlan,
    identities: Identities,
    *,
    known_refs: RefResolver | None = None,
    batch_rows: int = DEFAULT_BATCH_ROWS,
    progress: Callable[[Progress], None] = _no_progress,
    rejects: RejectSink | None = None,
) -> BatchReader:
    """Read the planned files as batches to be written in this order. Nothing is read before the first is asked for.

    A report comes in the first batch that speaks of it; entities come before links to them. A row that cannot be used goes
    to ``rejects`` whole and leaves no trace in any batch. ``known_refs`` finds entities of earlier imports.
    """
    sinks = Sinks(progress, rejects if rejects is not None else KeptRejects())
    return BatchReader(plan, identities, sinks, known_refs or NothingKnown(), batch_rows)


def _records_of(file: PlannedFile) -> Iterator[Record]:
    try:
        with open_bytes(file.path) as stream:
            rows = records(stream, file.path.name, file.encoding, file.section.delimiter)
            next(rows, None)
            for row, cells in rows:
                yield row, [restore(c) for c in cells] if file.is_rejects else cells
    except UnicodeDecodeError:
        raise InputError(
            f"{file.path.name}: the file changed while it was being imported.", next_step="Import it again."
        ) from None


def _chunks(rows: Iterator[Record], size: int) -> Iterator[list[Record]]:
    while chunk := list(islice(rows, size)):
        yield chunk
