"""Inputs of location briefs for tests: fictional statements about one fictional park."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from graphsvc.model.finding import PlaceRow
from graphsvc.model.network import EntityRef, MentionRead, Source, Statement
from graphsvc.model.provenance import DatePrecision, Observed, StatementKind
from graphsvc.products.location_inputs import Issue, KindMedian, LocationBriefInputs, Period, QueryRun

AS_OF = datetime(2026, 3, 12, 14, 2, tzinfo=UTC)
PARK = EntityRef("a" * 32, "Location", "Harl Street recreation ground", "park")
AGENCIES = ("South Yorkshire Constabulary", "Wexmoor Council", "Wexmoor Youth Service", "Northmoor NHS Trust")
GRADES = ("2-B-P", "1-A-P", "2-C-P", "3-D-P", "", "2-E-P", "2-B-P")
KINDS = ("Public order", "Sighting", "Missing episode", "Anti-social behaviour")
ROLES = ("suspect", "victim or possible victim", "witness or informant", "party, role not stated")
PERIOD = Period(datetime(2025, 8, 31, 23, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
BEFORE = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 8, 31, 23, tzinfo=UTC))


def issue(**changes: object) -> Issue:
    """Who a brief is for."""
    values: dict[str, object] = {
        "number": "LB-2026-017",
        "as_of": AS_OF,
        "recipient": "members of MARP",
        "reason": "meeting of 19 March 2026",
        "scope_words": "open reports of all agencies; purpose: panel meeting",
        "panel_name": "MARP",
        "marking": "OFFICIAL-SENSITIVE",
        "software_version": "0.1.0",
        "log_head": "3f" * 32,
    }
    return Issue(**{**values, **changes})  # type: ignore[arg-type]


def source(number: int, *, grade: str | None = None, locator: str = "") -> Source:
    """The source of a statement in report ``number``."""
    grade = GRADES[number % len(GRADES)] if grade is None else grade
    kind = "intelligence" if grade else "record"
    agency = AGENCIES[number % len(AGENCIES)]
    recorded = date(2025, 9, 1) + timedelta(days=number % 180)
    return Source(
        f"{number:032x}", kind, agency, "Crime system", f"REF/{number:05}", "", locator or f"row {number + 2}",
        recorded, f"origin {number % 9}", grade, "", "P" if grade else "",
    )  # fmt: skip


def observed(number: int) -> Observed:
    """When event ``number`` was: some to the minute, some to the day or month, some not at all."""
    start = datetime(2025, 9, 4, 20, 15, tzinfo=UTC) + timedelta(days=number % 170, minutes=17 * number % 180)
    if number % 8 == 3:
        return Observed()
    if number % 8 == 5:
        day = start.replace(hour=0, minute=0)
        return Observed(day, day + timedelta(days=1), DatePrecision.DAY)
    return Observed(start, start, DatePrecision.MINUTE)


def event(number: int, *, kind: str = "") -> EntityRef:
    """Event ``number``."""
    return EntityRef(f"e{number:031x}", "Event", f"Incident {number}", kind or KINDS[number % len(KINDS)])


def person(number: int, caption: str = "") -> EntityRef:
    """Person ``number``."""
    return EntityRef(f"d{number:031x}", "Person", caption or f"Ferrant Quill{number}")


def statement(
    link_type: str,
    from_entity: EntityRef,
    to_entity: EntityRef,
    number: int,
    *,
    role: str = "",
    grade: str | None = None,
    when: Observed | None = None,
    kind: StatementKind = StatementKind.FACT,
    sentence: str = "",
) -> Statement:
    """One statement of report ``number``."""
    at = observed(number) if when is None else when
    identity = f"{abs(hash_of(link_type, from_entity.id, to_entity.id, str(number), role)):032x}"[:32]
    return Statement(
        identity, link_type, from_entity, to_entity, source(number, grade=grade), role, at, kind, sentence, {}
    )


def hash_of(*parts: str) -> int:
    """A hash that is the same in every process."""
    import hashlib

    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:16], "big")


def place_row(events: int, people: int, vehicles: int) -> PlaceRow:
    """A row of the ranking."""
    return PlaceRow(PARK.id, 1, events, people, vehicles, events * 3, AGENCIES, 4, None, None, 2, 3, 0.1, 0.1)


def inputs(count: int = 60, /, *, names: Sequence[str] = (), **changes: object) -> LocationBriefInputs:
    """A brief's inputs with so many events at the park."""
    at_place = tuple(
        statement("OCCURRED_AT", event(i), PARK, i, role="offence" if i % 3 else "unknown") for i in range(count)
    )
    people = [person(i, names[i] if i < len(names) else "") for i in range(max(1, count // 3))]
    vehicle = EntityRef("b" * 32, "Vehicle", "QQ00 QQQ")
    parts = [
        statement("TOOK_PART", people[i % len(people)], event(i), i, role=ROLES[(i // 2) % len(ROLES)])
        for i in range(count)
    ]
    parts += [statement("INVOLVED_IN", vehicle, event(i), i, role="transport") for i in range(0, count, 7)]
    firm = EntityRef("c" * 32, "Organisation", "Wexmoor Council parks team")
    home = EntityRef("f" * 32, "Location", "12 Copper Close", "home address")
    direct = (
        statement("OPERATED_BY", PARK, firm, 900, grade="", when=Observed()),
        statement("PART_OF", home, PARK, 901, when=Observed()),
    )
    admin = (statement("OCCURRED_AT", event(99_000), PARK, 902, role="reported at"),)
    mention = MentionRead(
        "9" * 32, PARK, source(900, grade=""), {"name": PARK.caption, "kind": "park", "postcode": "S60 0ZZ"}
    )
    values: dict[str, object] = {
        "place": PARK,
        "issue": issue(),
        "mentions": (mention,),
        "period": PERIOD,
        "previous_period": BEFORE,
        "now": place_row(count, len(people), 1),
        "before": place_row(max(0, count - 20), 5, 0),
        "median": KindMedian("park", 11, 3, 2, 0, 1),
        "places_ranked": 212,
        "events": at_place,
        "participants": tuple(parts),
        "direct": direct,
        "admin": admin,
        "queries": (
            QueryRun("places", {"from": "2025-09-01", "to": "2026-02-28"}),
            QueryRun("entity_statements", {"limit": 200}),
        ),
        "described_as": {people[0].id: "child", people[-1].id: "adult"},
    }
    return LocationBriefInputs(**{**values, **changes})  # type: ignore[arg-type]
