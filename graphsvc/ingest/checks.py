"""Holds a mapping against the model's declarations, before any file is opened."""

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graphsvc.errors import InputError
from graphsvc.ingest.dates import compile_format
from graphsvc.ingest.mapping import EntitySpec, FileSpec, LinkSpec, Mapping, RefEnd, ReportSpec, ValueSpec
from graphsvc.ingest.values import columns_of, columns_of_when
from graphsvc.model import entities, links
from graphsvc.model.entities import FieldKind
from graphsvc.model.provenance import ReportKind, Restriction


def check_mapping(mapping: Mapping) -> None:
    """Refuse a mapping that names a type, field, role, end or format the service does not have."""
    problem = next(_problems(mapping), None)
    if problem:
        raise InputError(f"Mapping {mapping.name}: {problem}.", next_step="Correct the mapping file and try again.")


def required_columns(section: FileSpec) -> tuple[str, ...]:
    """Every column a file of this section must have, in the order the mapping names them."""
    found: list[str] = list(section.expect)
    for spec in section_values(section):
        found += columns_of(spec)
    if section.report.item:
        found.append(section.report.item)
    for entity in section.entities.values():
        found += columns_of_when(entity.observed, entity.when)
    for link in section.links:
        found += columns_of_when(link.observed, link.when)
        found += [link.role.column] if link.role and link.role.column else []
    return tuple(c for c in dict.fromkeys(found) if c not in section.optional)


def section_values(section: FileSpec) -> Iterator[ValueSpec]:
    """Every value of a section."""
    yield from _values_in(section.report)
    for grading in (section.report.grading, section.report.item_grading):
        yield from _values_in(grading)
    for entity in section.entities.values():
        yield from (*_values_in(entity), *entity.attributes.values())
    for link in section.links:
        yield from _values_in(link)
        for end in (link.from_, link.to):
            yield from _values_in(end)


def _values_in(part: object) -> Iterator[ValueSpec]:
    for name in getattr(type(part), "model_fields", {}):
        value = getattr(part, name)
        if isinstance(value, ValueSpec):
            yield value


def _problems(mapping: Mapping) -> Iterator[str]:
    try:
        ZoneInfo(mapping.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"there is no time zone {mapping.timezone}"
    names = [section.name for section in mapping.files]
    if len(set(names)) != len(names):
        yield "two file sections have one name"
    for section in mapping.files:
        yield from (f"file section {section.name}: {problem}" for problem in _section_problems(section))


def _section_problems(section: FileSpec) -> Iterator[str]:
    if section.delimiter in '"\r\n\0 ':
        yield "the delimiter cannot be a quote, a space or a line end"
    if not section.entities and not section.links:
        yield "it states neither entities nor links"
    yield from _report_problems(section.report)
    for alias, entity in section.entities.items():
        yield from (f"entity {alias}: {problem}" for problem in _entity_problems(entity))
    for number, link in enumerate(section.links, start=1):
        yield from (f"link {number} ({link.type}): {problem}" for problem in _link_problems(link, section))
    for spec in section_values(section):
        yield from _format_problems(spec.formats)
    for times in (*(e.observed for e in section.entities.values()), *(link.observed for link in section.links)):
        yield from _format_problems(times.formats if times else ())


def _format_problems(formats: Iterable[str]) -> Iterator[str]:
    for text in formats:
        try:
            compile_format(text)
        except ValueError as error:
            yield str(error)


def _report_problems(report: ReportSpec) -> Iterator[str]:
    for name, codes in (("kind", ReportKind), ("restriction", Restriction)):
        spec: ValueSpec = getattr(report, name)
        known = {c.value for c in codes}
        for text in (spec.constant, spec.default, *(spec.values or {}).values()):
            if text is not None and text not in known:
                yield f"report {name}: {text!r} is not one of {', '.join(sorted(known))}"
    yield from _recorded_on_problems(report.recorded_on)
    if report.per == "file" and any(columns_of(spec) for spec in _values_in(report)):
        yield "a report for the whole file cannot take its kind, agency, title or date from a column"


def _recorded_on_problems(spec: ValueSpec | None) -> Iterator[str]:
    if spec is None or spec.formats:
        return
    try:
        date.fromisoformat(spec.constant or "")
    except ValueError:
        yield "report recorded_on needs its date formats, or a constant written yyyy-MM-dd"


def _entity_problems(entity: EntitySpec) -> Iterator[str]:
    declared = entities.BY_NAME.get(entity.type)
    if declared is None:
        yield f"there is no entity type {entity.type}; there are {', '.join(entities.BY_NAME)}"
        return
    if entity.ref is None and not entity.attributes:
        yield "it has neither a ref nor attributes"
    for name, spec in entity.attributes.items():
        yield from _attribute_problems(name, spec, declared)
    for name in entity.identity:
        if name not in entity.attributes:
            yield f"identity {name} is not among its attributes"
    if entity.observed and entity.observed.inherit_from:
        yield "only a link can take its time from elsewhere"


def _attribute_problems(name: str, spec: ValueSpec, declared: entities.EntityType) -> Iterator[str]:
    field = declared.field(name)
    if field is None:
        yield f"{declared.name} has no field {name}; it has {', '.join(f.name for f in declared.fields)}"
        return
    if spec.split and not field.many:
        yield f"{declared.name}.{name} takes one value and cannot be split"
    if field.kind is FieldKind.DATE and not spec.formats:
        yield f"{declared.name}.{name} is a date and needs its formats"
    if spec.keep_in and not _keepable(spec, field, declared):
        yield f"{name}: keep_in needs a choice field with a default, and another field of {declared.name}"
    if field.kind is FieldKind.CHOICE:
        for text in (spec.constant, spec.default, *(spec.values or {}).values()):
            if text and text not in field.choices:
                yield f"{name}: {text!r} is not one of {', '.join(field.choices)}"


def _keepable(spec: ValueSpec, field: entities.Field, declared: entities.EntityType) -> bool:
    return field.kind is FieldKind.CHOICE and bool(spec.default) and declared.field(spec.keep_in or "") is not None


def _link_problems(link: LinkSpec, section: FileSpec) -> Iterator[str]:
    declared = links.BY_NAME.get(link.type)
    if declared is None:
        yield f"there is no link type {link.type}; there are {', '.join(links.BY_NAME)}"
        return
    for end in (link.from_, link.to):
        yield from _end_problems(end, section)
    for first in _types_at(link.from_, section):
        for second in _types_at(link.to, section):
            if not declared.allows(first, second):
                allowed = "; ".join(f"{a} to {b}" for a, b in declared.ends)
                yield f"it cannot join {first} to {second}, only {allowed}"
    yield from _role_problems(link, declared)


def _end_problems(end: str | RefEnd, section: FileSpec) -> Iterator[str]:
    if isinstance(end, RefEnd):
        yield from (f"there is no entity type {name}" for name in end.types if name not in entities.BY_NAME)
    elif end not in section.entities:
        yield f"no entity in this section is called {end}"


def _types_at(end: str | RefEnd, section: FileSpec) -> tuple[str, ...]:
    return end.types if isinstance(end, RefEnd) else (section.entities[end].type,)


def _role_problems(link: LinkSpec, declared: links.LinkType) -> Iterator[str]:
    role = link.role
    if role is None or not declared.roles:
        return
    named = (role.constant, role.default, *(role.values or {}).values(), *(role.by_from_type or {}).values())
    for text in named:
        if text and text not in declared.roles:
            yield f"{text!r} is not one of its roles: {', '.join(declared.roles)}"
