"""The link types, each declared once: who may stand at each end, which roles there are, how it reads in a sentence.

To add a type, add a declaration and its line in ``LINK_TYPES``, then run ``make fix`` to write ``cypher/generated`` anew
and add its name to the read queries (a house test names those that lack it).
"""

from dataclasses import dataclass
from enum import StrEnum


class PersonRole(StrEnum):
    """A person's part in an event (Data Protection Act 2018 s.38(3)), always dated by the event or the report.

    ``PARTY`` means the record does not say which part; it is never read as suspect or as victim.
    """

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim or possible victim"
    WITNESS = "witness or informant"
    PARTY = "party, role not stated"
    PRESENT = "present"
    INVESTIGATOR = "investigating officer"
    OTHER = "other"


class LocationRole(StrEnum):
    """What a place was to an event or a person. Admin roles say where paper was filled in, not harm done."""

    OFFENCE = "offence"
    MEETING = "meeting"
    PICK_UP = "pick-up"
    FOUND_AT = "found at"
    SEEN_AT = "seen at"
    RESIDENCE = "residence"
    REPORTED_AT = "reported at"
    ADMIN = "admin"
    UNKNOWN = "unknown"


ADMIN_LOCATION_ROLES = frozenset({LocationRole.REPORTED_AT.value, LocationRole.ADMIN.value})


class ThingRole(StrEnum):
    """The part of a vehicle, phone, account, organisation or item in an event."""

    CALLER = "caller"
    CALLED = "called"
    TRANSPORT = "transport"
    EVIDENCE = "evidence"
    INVOLVED = "involved"


@dataclass(frozen=True)
class LinkType:
    """What a link means. ``forward`` and ``backward`` are the verbs that make a sentence in each direction.

    ``ends``: the allowed (from, to) entity types; ``directed`` is False where the order says nothing; ``roles`` lists
    the roles it may carry (empty: free text as reported). ``with_role``: how the verb reads where the role belongs in it.
    """

    name: str
    forward: str
    backward: str
    ends: tuple[tuple[str, str], ...]
    directed: bool
    description: str
    roles: tuple[str, ...] = ()
    with_role: str = ""

    def allows(self, from_type: str, to_type: str) -> bool:
        """Whether these entity types may stand at the two ends."""
        return (from_type, to_type) in self.ends


_LOCATION_ROLES = tuple(r.value for r in LocationRole)
_THINGS = ("Vehicle", "Phone", "OnlineAccount", "Organisation", "Item")

LINK_TYPES: tuple[LinkType, ...] = (
    LinkType("KNOWS", "knows", "knows", (("Person", "Person"),), False, "Two people are reported to know one another."),
    LinkType("LIVES_WITH", "lives with", "lives with", (("Person", "Person"),), False, "Two people share a home."),
    LinkType(
        "FAMILY_OF",
        "is family of",
        "is family of",
        (("Person", "Person"),),
        True,
        "Kinship; the role says what the first is to the second.",
        with_role="is the {role} of",
    ),
    LinkType("LIVES_AT", "lives at", "is the home of", (("Person", "Location"),), True, "A home or placement."),
    LinkType("ATTENDS", "attends", "is attended by", (("Person", "Location"),), True, "A school or other provision."),
    LinkType(
        "SEEN_AT",
        "was at",
        "was visited by",
        (("Person", "Location"), ("Vehicle", "Location")),
        True,
        "A person or vehicle was at a place; the role says as what.",
        _LOCATION_ROLES,
    ),
    LinkType(
        "WORKS_FOR",
        "works for",
        "employs",
        (("Person", "Organisation"), ("Person", "Location")),
        True,
        "Work, paid or not, for a firm or at a place.",
    ),
    LinkType(
        "OPERATED_BY",
        "is operated by",
        "operates",
        (("Vehicle", "Organisation"), ("Location", "Organisation")),
        True,
        "Who runs a vehicle or a place.",
    ),
    LinkType(
        "USES_VEHICLE",
        "uses",
        "is used by",
        (("Person", "Vehicle"),),
        True,
        "Keeper, driver or passenger of a vehicle, as the role says.",
    ),
    LinkType("USES_PHONE", "uses", "is used by", (("Person", "Phone"),), True, "A person uses a telephone number."),
    LinkType(
        "USES_ACCOUNT", "uses", "is used by", (("Person", "OnlineAccount"),), True, "A person uses an account online."
    ),
    LinkType(
        "TOOK_PART",
        "is recorded in",
        "involved",
        (("Person", "Event"),),
        True,
        "A person's part in an event.",
        tuple(r.value for r in PersonRole),
    ),
    LinkType(
        "INVOLVED_IN",
        "was involved in",
        "involved",
        tuple((t, "Event") for t in _THINGS),
        True,
        "A thing's part in an event.",
        tuple(r.value for r in ThingRole),
    ),
    LinkType(
        "OCCURRED_AT",
        "happened at",
        "is where it happened:",
        (("Event", "Location"),),
        True,
        "Where an event happened, or was reported; the role says which.",
        _LOCATION_ROLES,
    ),
    LinkType("PART_OF", "is in", "contains", (("Location", "Location"),), True, "One place lies within another."),
)

BY_NAME: dict[str, LinkType] = {t.name: t for t in LINK_TYPES}
