"""What stands out in the network: patterns and hotspots, each with the arithmetic of its strength.

Nothing here is a score of a person: a strength belongs to a pattern of occasions, and what is centred on children is never
ranked by child.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from graphsvc.model.finding import Finding


class PatternKind(StrEnum):
    """What a pattern is centred on."""

    PLACE = "place"
    VEHICLE = "vehicle"
    NUMBER = "telephone or account"
    PERSON = "person alleged"
    MOVED = "place that moved"
    MISSING = "missing together"
    BROKER = "go-between"


class HotspotSubject(StrEnum):
    """What hotspots are ranked of."""

    PLACES = "places"
    VEHICLES = "vehicles"
    TIMES = "times"


class CautionKind(StrEnum):
    """Why something looks like more than it is, or may be."""

    KNOWN_BY_WORK = "known by work"
    SHARED_NAME = "one name, several people"
    ONE_AGENCY = "one agency tells it"
    UNGRADED = "nothing of it is graded or on record"


@dataclass(frozen=True)
class Strength:
    """How much bears a pattern out: ``value`` = ``evidence`` x square root of (``children`` x agencies).

    ``evidence`` sums the occasions, each by how well it is borne out and how recent it is; one origin's telling of one day
    counts once. ``occasions`` are the independent tellings; ``confirmed``, ``unconfirmed`` and ``tentative`` split them.
    """

    value: float
    evidence: float
    occasions: int
    confirmed: int
    unconfirmed: int
    tentative: int
    children: int
    agencies: tuple[str, ...]
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True)
class Together:
    """Two things that meet more often than chance: on so many occasions, where ``expected`` would be usual."""

    a_id: str
    b_id: str
    occasions: int
    expected: float


@dataclass(frozen=True)
class Slot:
    """A time of the week, local time: ``weekday`` 0 is Monday; from ``from_hour`` up to ``to_hour``.

    ``inside`` of the ``timed`` occasions with a known hour fall into it, where ``expected`` would by the hours of all.
    """

    weekday: int
    from_hour: int
    to_hour: int
    inside: int
    timed: int
    expected: float


@dataclass(frozen=True)
class Caution:
    """Why to be careful with something. ``entity_ids`` are those it is about, ``count`` a number its words need."""

    kind: CautionKind
    entity_ids: tuple[str, ...] = ()
    count: int = 0
    agency: str = ""


@dataclass(frozen=True)
class Pattern:
    """A pattern of occasions that stands out. ``centre_ids`` are what it is centred on, best first.

    ``children_ids`` are those harmed in it, in order of their ids (never by number); ``alleged_ids``, ``vehicle_ids``,
    ``number_ids`` and ``place_ids`` what recurs in it, ``alleged_once`` how many others are alleged in it; ``together`` the
    closest pairs; ``also`` the centres of patterns that rest on mostly the same occasions.
    """

    rank: int
    kind: PatternKind
    centre_ids: tuple[str, ...]
    strength: Strength
    children_ids: tuple[str, ...] = ()
    alleged_ids: tuple[str, ...] = ()
    vehicle_ids: tuple[str, ...] = ()
    number_ids: tuple[str, ...] = ()
    place_ids: tuple[str, ...] = ()
    alleged_once: int = 0
    together: tuple[Together, ...] = ()
    also: tuple[tuple[PatternKind, str], ...] = ()
    slot: Slot | None = None
    distance_m: float | None = None
    """For a place that moved: metres between the two."""
    turned_at: datetime | None = None
    """For a place that moved: when the first occasion at the later place was."""
    cautions: tuple[Caution, ...] = ()
    link_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """What a careless eye takes for a pattern, and why it is none, or may be none."""

    kind: CautionKind
    entity_ids: tuple[str, ...]
    occasions: int
    children: int
    agencies: tuple[str, ...]
    link_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainRow:
    """One line of the ranking by plain number of events, for comparison."""

    rank: int
    entity_id: str
    events: int


@dataclass(frozen=True)
class StandsOut(Finding):
    """Patterns, best borne out first: ``patterns`` are the first of ``total``. ``explained`` stands beside, never among them."""

    patterns: tuple[Pattern, ...] = ()
    total: int = 0
    explained: tuple[Explained, ...] = ()
    plain: tuple[PlainRow, ...] = ()


@dataclass(frozen=True)
class Hotspot:
    """One line of hotspots: a place or vehicle (``entity_id``) or a time of the week (``slot``).

    ``strength`` counts the occasions of concern in which company recurs; ``concern`` counts all occasions of concern there,
    ``events`` everything that happened there, and ``plain_rank`` is its rank by that number alone. ``converges``: two or more
    children, somebody alleged and a vehicle all recur there. ``admin``: statements that only say it was reported there.
    ``hours`` is 7 x 24, Monday first, local time; ``no_hour`` occasions are not in it. ``months`` (first day, count) run
    from the first to the last with an occasion of concern, at most 36. ``one_agency``: the agency that tells
    three in four or more, with its share.
    """

    rank: int
    strength: Strength
    concern: int
    events: int
    plain_rank: int
    no_claim: bool
    entity_id: str = ""
    slot: Slot | None = None
    converges: bool = False
    alleged: int = 0
    vehicles: int = 0
    admin: int = 0
    hours: tuple[tuple[int, ...], ...] = ()
    no_hour: int = 0
    months: tuple[tuple[date, int], ...] = ()
    one_agency: tuple[str, float] | None = None
    previous: Strength | None = None
    previous_concern: int | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude (WGS84, degrees), where a mention in scope gives one."""
    link_ids: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hotspots(Finding):
    """Hotspots, strongest first: ``rows`` are the first of ``total`` with any occasion of concern.

    ``hours`` are those of all occasions of concern. ``aside``: what was left out and counted, in words and numbers.
    """

    of: HotspotSubject = HotspotSubject.PLACES
    rows: tuple[Hotspot, ...] = ()
    total: int = 0
    concern: int = 0
    hours: tuple[tuple[int, ...], ...] = ()
    no_hour: int = 0
    undated: int = 0
    unlocated: int = 0
    """How many of the rows have no coordinates in scope."""
    aside: Mapping[str, int] = field(default_factory=dict)
