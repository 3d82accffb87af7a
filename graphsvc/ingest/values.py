"""Compiles the values of a mapping to functions of a row, once for each file. No value is ever evaluated as code."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from graphsvc.errors import InputError
from graphsvc.ingest.dates import DateRefused, compile_format, parse_local
from graphsvc.ingest.mapping import ObservedSpec, Transform, ValueSpec, When
from graphsvc.ingest.problems import RowRefused
from graphsvc.model.assertions import AttributeValue
from graphsvc.model.entities import Field, FieldKind

Cells = Sequence[str]
Getter = Callable[[Cells], str]
AttributeGetter = Callable[[Cells], AttributeValue]
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
_LIMITS = {"latitude": 90.0, "longitude": 180.0}
_TRANSFORMS: dict[Transform, Callable[[str], str]] = {
    "strip": str.strip,
    "title": str.title,
    "lower": str.lower,
    "upper": str.upper,
    "sentence": lambda text: text[:1].upper() + text[1:],
}


def columns_of(spec: ValueSpec) -> tuple[str, ...]:
    """The columns a value reads."""
    if spec.template is not None:
        return tuple(PLACEHOLDER.findall(spec.template))
    return (spec.column,) if spec.column is not None else ()


def columns_of_when(*parts: ObservedSpec | When | None) -> tuple[str, ...]:
    """The columns that a time or a condition reads."""
    found: list[str] = []
    for part in parts:
        found += (*part.columns, *part.to) if isinstance(part, ObservedSpec) else list(part or ())
    return tuple(found)


class Compiler:
    """Compiles against one header. ``optional`` columns that are missing read as empty."""

    def __init__(self, header: Sequence[str], optional: Sequence[str]) -> None:
        self._index = {name: i for i, name in enumerate(header)}
        self._optional = frozenset(optional)

    def column(self, name: str) -> Getter:
        """The trimmed text of one column."""
        if name not in self._index:
            if name in self._optional:
                return lambda _cells: ""
            raise InputError(f"There is no column {name}.", next_step="Correct the mapping or the file.")
        at = self._index[name]
        return lambda cells: cells[at].strip()

    def text(self, spec: ValueSpec) -> Getter:
        """A value as text; ``""`` where nothing is there."""
        get = self._source(spec)
        if spec.absent:
            get = _without(get, frozenset(spec.absent))
        for transform in spec.transforms:
            get = _then(get, _TRANSFORMS[transform])
        if spec.values is not None:
            get = _translated(get, spec, label(spec))
        elif spec.default is not None:
            get = _defaulted(get, spec.default)
        if spec.formats:
            get = _dated(get, spec.formats, label(spec))
        return get

    def attribute(self, spec: ValueSpec, field: Field) -> AttributeGetter:
        """A value as the field declares it; refuses the row where it is not one."""
        if field.kind is FieldKind.NUMBER:
            return _number(self.text(spec), label(spec), _LIMITS.get(field.name))
        if field.kind is FieldKind.CHOICE:
            return self._choice(spec, field)
        if field.many:
            return _several(self.text(spec), spec.split)
        return self.text(spec)

    def unknown_word(self, spec: ValueSpec, field: Field) -> Getter:
        """The word as reported where the default stands in for it; ``""`` where it is known."""
        get = self._source(spec)
        known = {w.casefold() for w in (*field.choices, *(spec.values or {}))} | {""}

        def word(cells: Cells) -> str:
            value = get(cells)
            return "" if value.casefold() in known else value

        return word

    def _choice(self, spec: ValueSpec, field: Field) -> Getter:
        values = {c: c for c in field.choices} | (spec.values or {})
        raw, chosen = self._source(spec), self.text(spec.model_copy(update={"values": values}))
        return lambda cells: chosen(cells) if raw(cells) else ""

    def condition(self, when: When) -> Callable[[Cells], bool] | None:
        """Whether every column holds one of the listed texts (without regard to case); None where nothing is asked."""
        if not when:
            return None
        tests = [(self.column(name), frozenset(t.casefold() for t in texts)) for name, texts in when.items()]
        if len(tests) == 1:
            (only, wanted) = tests[0]
            return lambda cells: only(cells).casefold() in wanted
        return lambda cells: all(get(cells).casefold() in texts for get, texts in tests)

    def _source(self, spec: ValueSpec) -> Getter:
        if spec.constant is not None:
            constant = spec.constant
            return lambda _cells: constant
        if spec.template is not None:
            return self._template(spec.template)
        return self.column(spec.column or "")

    def _template(self, template: str) -> Getter:
        pieces = PLACEHOLDER.split(template)
        texts, getters = pieces[0::2], [self.column(name) for name in pieces[1::2]]

        @lru_cache(maxsize=8192)
        def joined(values: tuple[str, ...]) -> str:
            filled = texts[0] + "".join(v + t for v, t in zip(values, texts[1:], strict=True))
            return " ".join(filled.split())

        def fill(cells: Cells) -> str:
            values = tuple([get(cells) for get in getters])
            return joined(values) if any(values) else ""

        return fill


def label(spec: ValueSpec) -> str:
    """How a value's columns are named in a refusal."""
    return " + ".join(columns_of(spec))


def _then(get: Getter, transform: Callable[[str], str]) -> Getter:
    return lambda cells: transform(get(cells))


def _without(get: Getter, absent: frozenset[str]) -> Getter:
    def present(cells: Cells) -> str:
        value = get(cells)
        return "" if value in absent else value

    return present


def _defaulted(get: Getter, default: str) -> Getter:
    return lambda cells: get(cells) or default


def _translated(get: Getter, spec: ValueSpec, column: str) -> Getter:
    table = {known.casefold(): meant for known, meant in (spec.values or {}).items()}
    default = spec.default

    def translate(cells: Cells) -> str:
        value = get(cells)
        meant = table.get(value.casefold(), default if value else table.get("", default or ""))
        if meant is None:
            raise RowRefused(column, "not among the values the mapping knows", value)
        return meant

    return translate


def _dated(get: Getter, formats: Sequence[str], column: str) -> Getter:
    compiled = tuple(compile_format(f) for f in formats)

    @lru_cache(maxsize=4096)
    def iso(text: str) -> str:
        return parse_local(text, compiled).iso()

    def read(cells: Cells) -> str:
        value = get(cells)
        if not value:
            return ""
        try:
            return iso(value)
        except DateRefused as refused:
            raise RowRefused(column, str(refused), value) from None

    return read


def _number(get: Getter, column: str, limit: float | None) -> AttributeGetter:
    def read(cells: Cells) -> AttributeValue:
        value = get(cells)
        if not value:
            return ""
        if not _NUMBER.fullmatch(value):
            raise RowRefused(column, "not a number", value)
        number = float(value) if "." in value else int(value)
        if limit is not None and abs(number) > limit:
            raise RowRefused(column, f"outside -{limit:g} to {limit:g} degrees", value)
        return number

    return read


def _several(get: Getter, split: str | None) -> AttributeGetter:
    def read(cells: Cells) -> AttributeValue:
        value = get(cells)
        parts = value.split(split) if split else [value]
        return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))

    return read
