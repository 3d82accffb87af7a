"""One entity: how it is reported, its dated roles, what is known."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from graphsvc.model import entities, wording
from graphsvc.model.assertions import AttributeValue
from graphsvc.model.entities import EntityType, Field, FieldKind, Term
from graphsvc.model.network import MentionRead, Statement
from graphsvc.services.networks import EntityPage
from graphsvc.web.pages.presenting import shapes
from graphsvc.web.pages.presenting.shapes import Shape

NOT_SHOWN = "held for matching, not shown"
_IDENTIFIERS = frozenset({FieldKind.VRM, FieldKind.PHONE, FieldKind.POSTCODE, FieldKind.HANDLE, FieldKind.REFERENCE})
_MOST_ROLES = 5


def entity(page: EntityPage) -> Shape:
    """What ``entity.html`` needs."""
    declared, ref = entities.BY_NAME[page.entity.type], page.entity
    roles = [*_described(page.mentions), *_roles(ref.id, page.statements)]
    said = shapes.statements(page.statements, own_words=ref.type != "Event")
    return {
        "entity": shapes.entity(ref),
        "aliases": _aliases(declared, page.mentions, shapes.entity(ref)["caption"]),
        "identifiers": list(_identifiers(declared, page.mentions)),
        "facts": list(_facts(declared, page.mentions)),
        "roles": roles[:_MOST_ROLES],
        "more_roles": max(0, len(roles) - _MOST_ROLES),
        "statements": said,
        # One sentence can carry several links and is told, and counted, once.
        "shown": len(said),
        "total": page.statements_total - len(page.statements) + len(said),
        "network_url": f"/entities/{ref.id}/network",
        "connect_url": f"/connect?{urlencode({'id': ref.id})}",
        "brief_url": f"/places/{ref.id}/brief" if ref.type == "Location" else None,
        "bundle_url": f"/entities/{ref.id}/bundle" if ref.type == "Person" else None,
        "merged_from": [],
    }


def attributes(mention: MentionRead) -> list[Shape]:
    """What one report says of an entity, field by field; what is for matching alone is named, never shown."""
    declared = entities.BY_NAME[mention.entity.type]
    return [
        {"label": f.label, "value": _value(f, mention.attributes[f.name])}
        for f in declared.fields
        if f.name in mention.attributes
    ]


def _aliases(declared: EntityType, mentions: Sequence[MentionRead], caption: str) -> list[str]:
    names = [f for f in declared.fields if f.term in (Term.NAME, Term.ALIAS)]
    found = (v for f in names for m in mentions for v in _values(m.attributes.get(f.name)))
    return [v for v in dict.fromkeys(found) if v != caption]


def _identifiers(declared: EntityType, mentions: Sequence[MentionRead]) -> Iterator[Shape]:
    """Each distinct identifier with the first report that gives it."""
    for field in declared.fields:
        if field.kind not in _IDENTIFIERS:
            continue
        givers = {v: m for m in reversed(mentions) for v in _values(m.attributes.get(field.name))}
        if field.sensitive and givers:
            yield {"label": field.label, "value": NOT_SHOWN, "source": None}
            continue
        for value, mention in givers.items():
            yield {"label": field.label, "value": value, "source": shapes.source(mention.source, grade_known=False)}


def _facts(declared: EntityType, mentions: Sequence[MentionRead]) -> Iterator[Shape]:
    """Everything else, each distinct value once."""
    for field in declared.fields:
        if field.kind in _IDENTIFIERS or field.term in (Term.NAME, Term.ALIAS):
            continue
        held = [_value(field, m.attributes[field.name]) for m in mentions if field.name in m.attributes]
        if held:
            yield {"label": field.label, "value": "; ".join(dict.fromkeys(held))}


def _values(held: AttributeValue | None) -> list[str]:
    if held is None:
        return []
    return list(held) if isinstance(held, tuple) else [str(held)]


def _value(field: Field, held: AttributeValue) -> str:
    if field.sensitive:
        return NOT_SHOWN
    return ", ".join(_values(held))


def _described(mentions: Sequence[MentionRead]) -> Iterator[Shape]:
    """Whether reports describe a person as a child or an adult, each with the latest report that does."""
    seen: set[str] = set()
    for mention in mentions:
        word = str(mention.attributes.get("described_as", ""))
        if word and word not in seen:
            seen.add(word)
            when = shapes.short_day(mention.source.recorded_on)
            yield {"role": shapes.described(word, when), "source": shapes.source(mention.source, grade_known=False)}


def _roles(entity_id: str, statements: Sequence[Statement]) -> Iterator[Shape]:
    """The parts a person had in events, each dated, with the report that says so."""
    for held in statements:
        if held.link_type == "TOOK_PART" and held.role and held.from_entity.id == entity_id:
            when = wording.when(held.observed) if held.observed.from_at else ""
            yield {"role": shapes.role(held.role, when), "source": shapes.source(held.source)}
