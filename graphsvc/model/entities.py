"""The entity types, each declared once.

Constraints, merge statements, import mappings, the legend and the reference pages are made from these declarations. To
add a type, add a declaration and its line in ``ENTITY_TYPES``, then run ``make fix`` to write ``cypher/generated`` anew.
"""

from dataclasses import dataclass
from enum import StrEnum


class Pole(StrEnum):
    """Person, object, location, event: the families of the police data standard."""

    PERSON = "person"
    OBJECT = "object"
    LOCATION = "location"
    EVENT = "event"


class FieldKind(StrEnum):
    """What a field holds, and so how it is cleaned."""

    TEXT = "text"
    NAME = "name"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    VRM = "vrm"
    PHONE = "phone"
    POSTCODE = "postcode"
    HANDLE = "handle"
    REFERENCE = "reference"


class Term(StrEnum):
    """How a field is found by search; a lower rank makes the better caption."""

    NAME = "name"
    ALIAS = "alias"
    VRM = "vrm"
    PHONE = "phone"
    HANDLE = "handle"
    ADDRESS = "address"
    POSTCODE = "postcode"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Field:
    """One attribute as a report can give it. ``term`` says how search finds it; ``many`` allows several values."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    term: Term | None = None
    many: bool = False
    choices: tuple[str, ...] = ()
    sensitive: bool = False
    """Used for matching only: masked on screen, never printed."""


@dataclass(frozen=True)
class EntityType:
    """What a kind of thing is: its fields, what identifies it, how it is named on a page.

    ``identity`` lists the fields that each identify a thing of this type by themselves, best first. ``caption`` lists the
    fields tried in turn for its name on a page.
    """

    name: str
    label: str
    plural: str
    pole: Pole
    fields: tuple[Field, ...]
    identity: tuple[str, ...]
    caption: tuple[str, ...]
    description: str

    def field(self, name: str) -> Field | None:
        """The field of this name, or None."""
        return next((f for f in self.fields if f.name == name), None)


class LocationKind(StrEnum):
    """What sort of place a location is."""

    SCHOOL = "school"
    PARK = "park"
    CHILDRENS_HOME = "residential children's home"
    HOME_ADDRESS = "home address"
    AREA = "area"
    TAKEAWAY = "takeaway"
    HOTEL = "hotel"
    TAXI_RANK = "taxi rank"
    TRANSPORT_HUB = "transport hub"
    ONLINE_SPACE = "online space"
    POSTCODE = "postcode"
    DEFAULT_POINT = "default point"
    """What a control room writes where it knows no more than the town: nothing happened there."""
    OTHER = "other"


PERSON = EntityType(
    name="Person",
    label="person",
    plural="people",
    pole=Pole.PERSON,
    fields=(
        Field("name", "name", FieldKind.NAME, Term.NAME),
        Field("given_name", "given name"),
        Field("family_name", "family name"),
        Field("alias", "also known as", FieldKind.NAME, Term.ALIAS, many=True),
        Field("date_of_birth", "date of birth", FieldKind.DATE),
        Field("age", "age as reported", FieldKind.NUMBER),
        Field("described_as", "described as", FieldKind.CHOICE, choices=("child", "adult")),
        Field("sex", "sex as reported"),
        Field("pnc_id", "PNC id", FieldKind.REFERENCE, Term.REFERENCE),
        Field("nhs_number", "NHS number", FieldKind.REFERENCE, sensitive=True),
        Field("system_reference", "reference in the sender's system", FieldKind.REFERENCE, sensitive=True),
        Field("badge_number", "collar or badge number", FieldKind.REFERENCE, Term.REFERENCE),
        Field("driver_badge", "taxi driver's badge", FieldKind.REFERENCE, Term.REFERENCE),
        Field("rank", "rank"),
        Field("occupation", "occupation"),
    ),
    identity=("pnc_id", "nhs_number", "driver_badge", "badge_number", "system_reference"),
    caption=("name", "alias"),
    description="A human being: a child, a suspected perpetrator, a witness, an officer. Which of these is a dated role.",
)

LOCATION = EntityType(
    name="Location",
    label="place",
    plural="places",
    pole=Pole.LOCATION,
    fields=(
        Field("name", "name", FieldKind.NAME, Term.NAME),
        Field("kind", "kind of place", FieldKind.CHOICE, choices=tuple(k.value for k in LocationKind)),
        Field("address", "address", FieldKind.TEXT, Term.ADDRESS),
        Field("postcode", "postcode", FieldKind.POSTCODE, Term.POSTCODE),
        Field("uprn", "UPRN", FieldKind.REFERENCE, Term.REFERENCE),
        Field("urn", "school URN", FieldKind.REFERENCE, Term.REFERENCE),
        Field("system_reference", "reference in the sender's system", FieldKind.REFERENCE),
        Field("latitude", "latitude (WGS84, degrees)", FieldKind.NUMBER),
        Field("longitude", "longitude (WGS84, degrees)", FieldKind.NUMBER),
        Field("description", "description"),
    ),
    identity=("uprn", "urn", "system_reference"),
    caption=("name", "address", "postcode"),
    description="A place: a school, a park, a home, a takeaway, a taxi rank, an area, a space online.",
)

VEHICLE = EntityType(
    name="Vehicle",
    label="vehicle",
    plural="vehicles",
    pole=Pole.OBJECT,
    fields=(
        Field("vrm", "registration", FieldKind.VRM, Term.VRM),
        Field("taxi_plate", "taxi plate (licence)", FieldKind.REFERENCE, Term.REFERENCE),
        Field("vin", "VIN", FieldKind.REFERENCE, Term.REFERENCE),
        Field("make", "make"),
        Field("model", "model"),
        Field("colour", "colour"),
        Field("year", "year"),
        Field("description", "description"),
    ),
    identity=("vin", "vrm", "taxi_plate"),
    caption=("vrm", "taxi_plate", "description"),
    description="A car, taxi, van. Its registration, its taxi licence plate and a driver's badge are three different things.",
)

PHONE = EntityType(
    name="Phone",
    label="phone",
    plural="phones",
    pole=Pole.OBJECT,
    fields=(
        Field("number", "number", FieldKind.PHONE, Term.PHONE),
        Field("imei", "IMEI", FieldKind.REFERENCE, Term.REFERENCE),
    ),
    identity=("number", "imei"),
    caption=("number", "imei"),
    description="A telephone number. A number shared by two people joins them; it never makes them one person.",
)

ONLINE_ACCOUNT = EntityType(
    name="OnlineAccount",
    label="online account",
    plural="online accounts",
    pole=Pole.OBJECT,
    fields=(
        Field("handle", "handle or address", FieldKind.HANDLE, Term.HANDLE),
        Field("platform", "platform"),
        Field("display_name", "display name", FieldKind.NAME, Term.ALIAS),
    ),
    identity=("handle",),
    caption=("handle", "display_name"),
    description="An account or e-mail address online.",
)

ORGANISATION = EntityType(
    name="Organisation",
    label="organisation",
    plural="organisations",
    pole=Pole.PERSON,
    fields=(
        Field("name", "name", FieldKind.NAME, Term.NAME),
        Field("kind", "kind of organisation"),
        Field("licence_number", "licence number", FieldKind.REFERENCE, Term.REFERENCE),
        Field("company_number", "company number", FieldKind.REFERENCE, Term.REFERENCE),
    ),
    identity=("company_number", "licence_number", "name"),
    caption=("name",),
    description="A firm, operator, school trust, charity or group.",
)

EVENT = EntityType(
    name="Event",
    label="event",
    plural="events",
    pole=Pole.EVENT,
    fields=(
        Field("kind", "kind of event"),
        Field("title", "what happened"),
        Field("reference", "reference", FieldKind.REFERENCE, Term.REFERENCE),
        Field("outcome", "outcome as recorded"),
        Field("note", "note"),
        Field("charge", "charge"),
        Field("duration_s", "duration in seconds", FieldKind.NUMBER),
    ),
    identity=("reference",),
    caption=("title", "kind"),
    description="Something that happened: an offence, a sighting, a missing episode, a phone call, a stop.",
)

ITEM = EntityType(
    name="Item",
    label="item",
    plural="items",
    pole=Pole.OBJECT,
    fields=(
        Field("description", "description", FieldKind.NAME, Term.NAME),
        Field("reference", "reference", FieldKind.REFERENCE, Term.REFERENCE),
        Field("kind", "kind of item"),
    ),
    identity=("reference",),
    caption=("description", "reference"),
    description="A thing that is neither a vehicle nor a phone: property, an exhibit, a document.",
)

ENTITY_TYPES: tuple[EntityType, ...] = (PERSON, LOCATION, VEHICLE, PHONE, ONLINE_ACCOUNT, ORGANISATION, EVENT, ITEM)

BY_NAME: dict[str, EntityType] = {t.name: t for t in ENTITY_TYPES}
