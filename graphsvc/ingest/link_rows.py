"""Makes the links of a row, leaving ends that stand in other rows to be found by their reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from graphsvc.ingest.entity_rows import Place
from graphsvc.ingest.mapping import LinkSpec, RefEnd, RoleSpec, ValueSpec
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.refs import Target
from graphsvc.ingest.times import ObservedGetter, compile_observed
from graphsvc.ingest.values import Cells, Compiler, Getter, label
from graphsvc.model import links
from graphsvc.model.assertions import LinkAssertion, Mention
from graphsvc.model.provenance import UNDATED, Grading, Observed, StatementKind

NOT_THERE = "no entity with this reference, neither in these files nor imported earlier"


@dataclass(slots=True)
class End:
    """One end of a link in the making: the entity, or the reference by which it is still to be found."""

    ref: str = ""
    column: str = ""
    raw: str = ""
    target: Target | None = None
    observed: Observed = UNDATED


@dataclass(slots=True)
class PendingLink:
    """A link as its row states it, before the ends are found."""

    row: "LinkRow"
    start: End
    end: End
    cells: Cells
    observed: Observed


class _EndRow:
    """Reads one end: an alias of the row, or a reference."""

    def __init__(self, spec: str | RefEnd, namespace: str, compiler: Compiler) -> None:
        self._alias = spec if isinstance(spec, str) else ""
        self.types: frozenset[str] = frozenset()
        if isinstance(spec, RefEnd):
            self._get = compiler.text(spec.ref)
            self._label = label(spec.ref)
            self._prefix = (spec.namespace or namespace) + ":"
            self.types = frozenset(spec.types)

    def read(self, cells: Cells, mentions: Mapping[str, Mention]) -> End | None:
        if self._alias:
            mention = mentions.get(self._alias)
            return End(target=(mention.entity_type, mention.entity_id), observed=mention.observed) if mention else None
        raw = self._get(cells)
        return End(self._prefix + raw, self._label, raw) if raw else None


class LinkRow:
    """Makes one declared link from a row. ``labels``: the columns by which a refusal names each alias."""

    def __init__(
        self, spec: LinkSpec, namespace: str, labels: Mapping[str, str], compiler: Compiler, zone: ZoneInfo
    ) -> None:
        self.type = links.BY_NAME[spec.type]
        self.once = spec.once
        self._required = spec.required or (isinstance(spec.from_, RefEnd) and isinstance(spec.to, RefEnd))
        self._from, self._to = (_EndRow(end, namespace, compiler) for end in (spec.from_, spec.to))
        self._names = tuple(labels[e] if isinstance(e, str) else label(e.ref) for e in (spec.from_, spec.to))
        self._when = compiler.condition(spec.when)
        self._observed: ObservedGetter | None = None
        if spec.observed and spec.observed.columns:
            self._observed = compile_observed(spec.observed, compiler, zone)
        self.inherit = spec.observed.inherit_from if spec.observed else None
        self._role = _role(spec.role, compiler)
        self._by_type = dict(spec.role.by_from_type or {}) if spec.role else {}
        self._sentence = compiler.text(spec.sentence) if spec.sentence else None
        self._statement = compiler.text(spec.statement) if spec.statement else None
        self._statement_label = label(spec.statement) if spec.statement else ""
        self._role_label = (spec.role.column or "") if spec.role else ""

    def pending(self, cells: Cells, mentions: Mapping[str, Mention]) -> PendingLink | None:
        """The link with its ends as far as the row tells them, or None where the row does not state it."""
        if self._when is not None and not self._when(cells):
            return None
        start, end = self._from.read(cells, mentions), self._to.read(cells, mentions)
        if start is None or end is None:
            if self._required:
                raise RowRefused(self._names[0 if start is None else 1], "the link lacks this end")
            return None
        return PendingLink(self, start, end, cells, self._observed(cells) if self._observed else UNDATED)

    def assertion(self, pending: PendingLink, place: Place, grading: Grading | None) -> LinkAssertion:
        """The finished link, once both ends are found."""
        start, end = self._found(pending.start), self._found(pending.end)
        self._check(pending, start, end)
        observed = pending.observed
        if self.inherit and observed is UNDATED:
            observed = (pending.start if self.inherit == "from" else pending.end).observed
        return LinkAssertion(
            report_id=place.report_id,
            locator=place.locator,
            link_type=self.type.name,
            from_id=start[1],
            to_id=end[1],
            role=self._role_of(pending.cells, start[0]),
            observed=observed,
            grading=grading,
            statement=self._statement_of(pending.cells),
            sentence=self._sentence(pending.cells) if self._sentence else "",
        )

    @staticmethod
    def _found(end: End) -> Target:
        if end.target is None:
            raise RowRefused(end.column, NOT_THERE, end.raw)
        return end.target

    def _check(self, pending: PendingLink, start: Target, end: Target) -> None:
        for side, target, declared in ((pending.start, start, self._from.types), (pending.end, end, self._to.types)):
            if declared and target[0] not in declared:
                raise RowRefused(
                    side.column, f"a {target[0]} stands there, not a {' or '.join(sorted(declared))}", side.raw
                )
        if not self.type.allows(start[0], end[0]):
            raise RowRefused(
                pending.start.column, f"{self.type.name} cannot join a {start[0]} to a {end[0]}", pending.start.raw
            )
        if start[1] == end[1]:
            raise RowRefused(" + ".join(self._names), "both ends are the same", pending.end.raw)

    def _role_of(self, cells: Cells, from_type: str) -> str:
        if self._by_type:
            return self._by_type.get(from_type, "")
        role = self._role(cells) if self._role else ""
        if role and self.type.roles and role not in self.type.roles:
            raise RowRefused(self._role_label, f"not a role of {self.type.name}: {', '.join(self.type.roles)}", role)
        return role

    def _statement_of(self, cells: Cells) -> StatementKind:
        text = self._statement(cells).lower() if self._statement else ""
        try:
            return StatementKind(text) if text else StatementKind.FACT
        except ValueError:
            raise RowRefused(self._statement_label, "not one of fact, assessment, opinion", text) from None


def _role(spec: RoleSpec | None, compiler: Compiler) -> Getter | None:
    if spec is None or spec.by_from_type is not None:
        return None
    return compiler.text(
        ValueSpec(
            column=spec.column,
            constant=spec.constant,
            values=spec.values,
            default=spec.default,
            transforms=spec.transforms,
        )
    )
