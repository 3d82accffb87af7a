"""Reads the rows of one file: its part of the mapping, compiled once against its header."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from graphsvc.errors import InputError
from graphsvc.ingest.entity_rows import EntityIds, EntityRow, Place
from graphsvc.ingest.link_rows import LinkRow, PendingLink
from graphsvc.ingest.mapping import Mapping
from graphsvc.ingest.plan import PlannedFile
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.report_rows import ReportRows, RowReport, report_of_file
from graphsvc.ingest.values import Cells, Compiler
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.identity import Identities
from graphsvc.model.provenance import Grading, Report


@dataclass(slots=True)
class ParsedRow:
    """What a row states, before the ends of its links are found."""

    place: Place
    mentions: dict[str, Mention]
    links: list[PendingLink]
    grading: Grading | None = None
    report: RowReport | None = None


class FileRows:
    """Reads the rows of one planned file."""

    def __init__(
        self, file: PlannedFile, mapping: Mapping, identities: Identities, ids: EntityIds, zone: ZoneInfo
    ) -> None:
        section = file.section
        compiler = Compiler(file.header, section.optional)
        self._width = len(file.header)
        self._file, self._ids = file, ids
        try:
            self._entities = [EntityRow(a, s, mapping.namespace, compiler, zone) for a, s in section.entities.items()]
            labels = {maker.alias: maker.label for maker in self._entities}
            self._links = [LinkRow(s, mapping.namespace, labels, compiler, zone) for s in section.links]
            self._once_links = any(s.once for s in section.links)
            self._expected = [(n, compiler.condition({n: t}), compiler.column(n)) for n, t in section.expect.items()]
            by_row = section.report.per == "row"
            self._reports = ReportRows(section, mapping, compiler, identities) if by_row else None
        except InputError as error:
            raise InputError(f"{file.path.name}: {error}", next_step=error.next_step) from None
        self._file_report = None if by_row else report_of_file(file, mapping, identities)
        self._given = False
        self._once: set[tuple[object, ...]] = set()

    def parse(self, cells: list[str], row: int) -> ParsedRow:
        """What one row states. Raises RowRefused where it cannot be used."""
        if len(cells) != self._width:
            raise RowRefused("", f"{len(cells)} cells where the header has {self._width}")
        for name, holds, get in self._expected:
            if holds is not None and not holds(cells):
                raise RowRefused(name, "not what this file should hold", get(cells))
        found = self._reports.read(cells, row) if self._reports else None
        place = Place(found.report.id, found.locator) if found else Place(self._report_id, f"row {row}")
        mentions = self._mentions(cells, place)
        links = [link for maker in self._links if (link := maker.pending(cells, mentions)) is not None]
        if not mentions and not links:
            raise RowRefused("", "the row states nothing: every column the mapping reads is empty")
        return ParsedRow(place, mentions, links, found.grading if found else None, found)

    def check(self, row: ParsedRow) -> None:
        """Refuse a row that contradicts an earlier one about its report."""
        if self._reports is not None and row.report is not None:
            self._reports.check(row.report)

    def accept(self, row: ParsedRow) -> Report | None:
        """The report to be written with this row, where it is the first to give it."""
        if self._reports is not None and row.report is not None:
            return row.report.report if self._reports.accept(row.report) else None
        if self._given:
            return None
        self._given = True
        return self._file_report

    def new_mentions(self, row: ParsedRow) -> list[Mention]:
        """The mentions to be written: without those declared ``once`` that an earlier row gave, each entity only once."""
        if not row.mentions:
            return []
        kept: dict[str, Mention] = {}
        for maker in self._entities:
            mention = row.mentions.get(maker.alias)
            if mention is None or (
                maker.once and self._repeats(mention.report_id, mention.entity_id, tuple(mention.attributes.items()))
            ):
                continue
            same = kept.get(mention.entity_id)
            # One assertion for one entity in one row: a second alias for it only adds what the first left out.
            kept[mention.entity_id] = (
                mention if same is None else replace(same, attributes={**mention.attributes, **same.attributes})
            )
        return list(kept.values())

    def new_links(self, row: ParsedRow, links: Sequence[LinkAssertion]) -> list[LinkAssertion]:
        """The links to be written: without those declared ``once`` that an earlier row gave."""
        if not self._once_links:
            return list(links)
        return [
            link
            for pending, link in zip(row.links, links, strict=True)
            if not (
                pending.row.once and self._repeats(link.report_id, link.link_type, link.from_id, link.to_id, link.role)
            )
        ]

    def ref_label(self, row: ParsedRow, mention: Mention) -> str:
        """The columns that gave a mention its reference."""
        alias = next((a for a, m in row.mentions.items() if m is mention), "")
        return next((m.label for m in self._entities if m.alias == alias), "")

    @property
    def _report_id(self) -> str:
        return self._file_report.id if self._file_report else ""

    def _mentions(self, cells: Cells, place: Place) -> dict[str, Mention]:
        found = {}
        for maker in self._entities:
            mention = maker.mention(cells, place, self._ids)
            if mention is not None:
                found[maker.alias] = mention
        return found

    def _repeats(self, *parts: object) -> bool:
        if parts in self._once:
            return True
        self._once.add(parts)
        return False
