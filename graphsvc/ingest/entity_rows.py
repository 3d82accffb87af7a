"""Makes the mentions of a row: what it calls each entity, and which entity that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from graphsvc.ingest.mapping import EntitySpec
from graphsvc.ingest.problems import RowRefused
from graphsvc.ingest.times import ObservedGetter, compile_observed
from graphsvc.ingest.values import AttributeGetter, Cells, Compiler, Getter, columns_of, label
from graphsvc.model import entities
from graphsvc.model.assertions import AttributeValue, Mention, fold_value
from graphsvc.model.entities import EntityType, FieldKind
from graphsvc.model.identity import (
    Identities,
    fold_phone,
    fold_reference,
    normalise_phone,
    normalise_postcode,
    normalise_vrm,
)

_NORMALISERS: dict[FieldKind, Callable[[str], str | None]] = {
    FieldKind.VRM: normalise_vrm,
    FieldKind.PHONE: normalise_phone,
    FieldKind.POSTCODE: normalise_postcode,
}


def identity_key(kind: FieldKind, scheme: str, raw: str) -> tuple[str, str]:
    """The scheme and the value that identify an entity by this text; the value is ``""`` where nothing is left.

    A plate, number or postcode that has no normal form goes by its letters and digits under a scheme of its own
    (``vrm_raw``), so that it meets equal writings and never a real one.
    """
    normaliser = _NORMALISERS.get(kind)
    if normaliser is not None and normaliser(raw) is None:
        return f"{scheme}_raw", fold_phone(raw) if kind is FieldKind.PHONE else fold_reference(raw)
    return scheme, fold_value(kind, raw)


class EntityIds:
    """The ids of entities, the latest few thousand remembered: a register names the same street on hundreds of rows."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self.by_key = lru_cache(maxsize=16384)(self._by_key)
        self.by_ref = lru_cache(maxsize=16384)(self._by_ref)

    def own(self, place: "Place", alias: str) -> str:
        """The id of what has neither key nor reference: it is known by where it was mentioned."""
        return self._identities.of("own", place.report_id, place.locator, alias)

    def _by_key(self, type_name: str, field: str, raw: str) -> str:
        declared = entities.BY_NAME[type_name].field(field)
        if declared is None:
            return ""
        scheme, value = identity_key(declared.kind, field, raw)
        return self._identities.entity(type_name, scheme, value) if value else ""

    def _by_ref(self, type_name: str, source_ref: str) -> str:
        return self._identities.entity(type_name, "source_ref", source_ref)


@dataclass(frozen=True)
class Place:
    """Where in which report a row stands."""

    report_id: str
    locator: str


class EntityRow:
    """Makes the mention of one alias from a row."""

    def __init__(self, alias: str, spec: EntitySpec, namespace: str, compiler: Compiler, zone: ZoneInfo) -> None:
        self.alias = alias
        self.type = entities.BY_NAME[spec.type]
        self.once, self.required, self.identity = spec.once, spec.required, spec.identity
        self.attributes = [_Attribute.compiled(name, spec, self.type, compiler) for name in spec.attributes]
        self._namespace = spec.namespace or namespace
        self._ref: Getter | None = compiler.text(spec.ref) if spec.ref else None
        self._role: Getter | None = compiler.text(spec.role) if spec.role else None
        self._observed: ObservedGetter | None = (
            compile_observed(spec.observed, compiler, zone) if spec.observed else None
        )
        self._when = compiler.condition(spec.when)
        self.label = label(spec.ref) if spec.ref else _columns_label(spec)

    def mention(self, cells: Cells, place: Place, ids: EntityIds) -> Mention | None:
        """The mention, or None where the row does not speak of this entity."""
        if self._when is not None and not self._when(cells):
            return None
        ref = self._ref(cells) if self._ref else ""
        values, present = self._values(cells)
        if not ref and not present:
            if self.required:
                raise RowRefused(self.label, f"no {self.type.label} is given")
            return None
        source_ref = f"{self._namespace}:{ref}" if ref else ""
        return Mention(
            report_id=place.report_id,
            locator=place.locator,
            entity_type=self.type.name,
            entity_id=self._id(values, ids)
            or (ids.by_ref(self.type.name, source_ref) if source_ref else ids.own(place, self.alias)),
            attributes=values,
            source_ref=source_ref,
            role=self._role(cells) if self._role else "",
            **({"observed": self._observed(cells)} if self._observed else {}),
        )

    def _values(self, cells: Cells) -> tuple[dict[str, AttributeValue], bool]:
        values: dict[str, AttributeValue] = {}
        present = False
        for attribute in self.attributes:
            value = attribute.get(cells)
            if value in ("", ()):
                continue
            values[attribute.name] = value
            present = present or attribute.tells
            if attribute.unknown_word is not None and attribute.keep_in:
                word = attribute.unknown_word(cells)
                if word:
                    values[attribute.keep_in] = "; ".join(filter(None, [str(values.get(attribute.keep_in, "")), word]))
        return values, present

    def _id(self, values: Mapping[str, AttributeValue], ids: EntityIds) -> str:
        for name in self.identity:
            value = values.get(name)
            if value not in (None, "", ()):
                found = ids.by_key(self.type.name, name, str(value[0] if isinstance(value, tuple) else value))
                if found:
                    return found
        return ""


@dataclass(frozen=True)
class _Attribute:
    name: str
    get: AttributeGetter
    tells: bool
    """Whether a value shows that the row speaks of the entity: a constant or a default shows nothing."""
    keep_in: str = ""
    unknown_word: Getter | None = None

    @staticmethod
    def compiled(name: str, spec: EntitySpec, entity_type: EntityType, compiler: Compiler) -> "_Attribute":
        value, field = spec.attributes[name], entity_type.field(name)
        if field is None:
            raise KeyError(name)
        return _Attribute(
            name,
            compiler.attribute(value, field),
            value.constant is None and value.default is None,
            value.keep_in or "",
            compiler.unknown_word(value, field) if value.keep_in else None,
        )


def _columns_label(spec: EntitySpec) -> str:
    return " + ".join(dict.fromkeys(c for v in spec.attributes.values() for c in columns_of(v)))
