"""How patterns and hotspots are told: one wording for pages, commands and documents. Every number says what it counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from graphsvc.model.network import EntityRef
from graphsvc.model.standing_out import (
    Caution,
    CautionKind,
    Explained,
    Hotspot,
    Pattern,
    PatternKind,
    Slot,
    Strength,
    Together,
)
from graphsvc.model.wording import LOCAL, counted, name

Names = Mapping[str, EntityRef]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNNAMED = "somebody or something not named here"


def called(names: Names, entity_id: str) -> str:
    """What an entity is called, or that nothing in scope names it."""
    return name(names[entity_id]) if entity_id in names else _UNNAMED


def listed(items: Iterable[str]) -> str:
    """``a, b and c``."""
    said = list(items)
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def arithmetic(strength: Strength, *, reached: bool = False) -> str:
    """The strength with every number it is made of."""
    classes = (
        ("confirmed", strength.confirmed),
        ("unconfirmed", strength.unconfirmed),
        ("tentative", strength.tentative),
    )
    split = listed(f"{n:,} {word}" for word, n in classes if n) or "none"
    agencies = counted(len(strength.agencies), "agency", "agencies")
    of = counted(strength.occasions, "tie" if reached else "occasion")
    children = (
        counted(strength.children, "child reached", "children reached") if reached else _children(strength.children)
    )
    return f"{strength.evidence:.1f} (graded and recent, of {of}: {split}) × √({children} × {agencies}) = {strength.value:.1f}"


def why(pattern: Pattern, names: Names) -> str:
    """A pattern in one sentence with its numbers."""
    strength = pattern.strength
    told = f"told by {_agencies(strength.agencies)}{_between(strength.first_at, strength.last_at)}"
    harmed = f"{_children(strength.children)} {'was' if strength.children == 1 else 'were'} reported as harmed"
    occasions = counted(strength.occasions, "occasion")
    centre = [called(names, i) for i in pattern.centre_ids]
    match pattern.kind:
        case PatternKind.MISSING:
            return (
                f"{listed(centre)} were missing at the same hours again and again: {occasions}, {told}. They are not said to "
                "share a home."
            )
        case PatternKind.BROKER:
            contacts = counted(strength.occasions, "person", "people")
            return (
                f"{centre[0]} is in no report with a child, and has {contacts} in common who are alleged to have harmed "
                f"{_children(strength.children)}; the ties are told by {_agencies(strength.agencies)}."
            )
        case PatternKind.MOVED:
            return (
                f"First at {centre[0]}, then at {centre[1]}{_apart(pattern)}: {harmed} on {occasions}, with the same company "
                f"at both, {told}."
            )
        case PatternKind.PERSON:
            return f"{harmed} on {occasions} with {centre[0]}, who is alleged to have done it, {told}."
        case PatternKind.NUMBER | PatternKind.VEHICLE:
            return f"{harmed} on {occasions} with {centre[0]}, where the same company recurs, {told}."
        case _:
            return f"{harmed} on {occasions} at {centre[0]}, where the same company recurs, {told}."


def title(pattern: Pattern, names: Names) -> str:
    """What a pattern is called in a list: what it is centred on."""
    centre = listed(called(names, i) for i in pattern.centre_ids)
    return {
        PatternKind.MISSING: f"Missing together: {centre}",
        PatternKind.BROKER: f"Go-between: {centre}",
        PatternKind.MOVED: f"From {called(names, pattern.centre_ids[0])} to {called(names, pattern.centre_ids[-1])}",
    }.get(pattern.kind, centre)


def company_of(pattern: Pattern, names: Names) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who and what recurs in a pattern, by what it is: (heading, entity ids). A centre of one thing is not repeated."""
    rest = set(pattern.centre_ids) if len(pattern.centre_ids) == 1 else set()
    # Missing at the same hours is all that is reported of these; nobody said that they were harmed.
    children = "Children missing" if pattern.kind is PatternKind.MISSING else "Children reported as harmed"
    groups = (
        (children, pattern.children_ids),
        ("People alleged", pattern.alleged_ids),
        ("Vehicles", pattern.vehicle_ids),
        ("Numbers and accounts", pattern.number_ids),
        ("Places", pattern.place_ids),
    )
    told = ((heading, tuple(i for i in ids if i not in rest and i in names)) for heading, ids in groups)
    return tuple((heading, ids) for heading, ids in told if ids)


def grouped(names: Names, entity_ids: Iterable[str]) -> list[tuple[tuple[str, ...], str]]:
    """Entities of one name together, as (ids, words): the same name under three senders' numbers may be one person or three.

    Those without a name come last, as a count.
    """
    by_name: dict[str, list[str]] = {}
    for entity_id in entity_ids:
        if entity_id in names:
            by_name.setdefault(names[entity_id].caption, []).append(entity_id)
    unnamed = by_name.pop("", [])
    told = [(tuple(ids), f"{word} ({len(ids)} records)" if len(ids) > 1 else word) for word, ids in by_name.items()]
    return told + ([(tuple(unnamed), f"{len(unnamed):,} not named")] if unnamed else [])


def together(pair: Together, names: Names) -> str:
    """Two that meet more often than chance: ``A and B on 6 occasions, where 0.1 would be usual``."""
    usual = f"{pair.expected:.1f}" if pair.expected >= 0.05 else "fewer than 0.1"
    return (
        f"{called(names, pair.a_id)} and {called(names, pair.b_id)} on {counted(pair.occasions, 'occasion')}, "
        f"where {usual} would be usual"
    )


def slot(when: Slot) -> str:
    """A time of the week: ``Friday 17:00 to 20:00``."""
    return f"{WEEKDAYS[when.weekday]} {when.from_hour:02}:00 to {when.to_hour:02}:00"


def slot_share(when: Slot) -> str:
    """How much falls into a time of the week, beside what would be usual."""
    return f"{when.inside:,} of {when.timed:,} with a known hour fall on {slot(when)}, where {when.expected:.1f} would be usual"


def caution(said: Caution, names: Names) -> str:
    """Why to be careful, in one sentence."""
    match said.kind:
        case CautionKind.SHARED_NAME:
            others = listed(called(names, i) for i in said.entity_ids[1:])
            return (
                f"One name, several people: {called(names, said.entity_ids[0])} shares a name with {others}, on record beside "
                "other children. Read by number, not by name, before drawing anything."
            )
        case CautionKind.ONE_AGENCY:
            return f"Only {said.agency} tells of it."
        case CautionKind.UNGRADED:
            return "Nothing of it is confirmed by a record, a grade of 1-A or a second origin."
        case _:
            return said.kind.value


def explained(said: Explained, names: Names) -> str:
    """What only looks like a pattern, and why, in one or two sentences."""
    first = called(names, said.entity_ids[0])
    agencies = _agencies(said.agencies)
    if said.kind is CautionKind.KNOWN_BY_WORK:
        return (
            f"{first} stands beside {counted(said.children, 'child', 'children')} on {counted(said.occasions, 'occasion')} told "
            f"by {agencies}, and nothing is alleged in any of them. Somebody whose work it is to be there looks like this; "
            "nothing is concluded from it, either way."
        )
    others = listed(called(names, i) for i in said.entity_ids[1:])
    return (
        f"{first} and {others} share a name and are reported as different people: by birth or by home. The reports of one are "
        "not the other's."
    )


def hotspot(row: Hotspot) -> str:
    """Why a hotspot stands where it does, in one sentence with its numbers."""
    concern = counted(row.concern, "occasion of concern", "occasions of concern")
    if row.slot is not None:
        told = f"{concern}, where {row.slot.expected:.1f} would be usual by the hours of everything reported"
        told += f"; {_children(row.strength.children)}, {counted(len(row.strength.agencies), 'agency', 'agencies')}"
    elif row.strength.occasions:
        told = (
            f"{concern}; in {row.strength.occasions:,} of them the same company recurs, with {_children(row.strength.children)}"
            f"{_recurring(row)}, told by {counted(len(row.strength.agencies), 'agency', 'agencies')}"
            f"{_between(row.strength.first_at, row.strength.last_at)}"
        )
    else:
        told = f"{concern}, in which nobody and nothing recurs"
    if row.one_agency is not None:
        told += f"; {row.one_agency[0]} tells {row.one_agency[1]:.0%} of them"
    return f"{told}." + (f" No claim: {concern}." if row.no_claim else "")


def change(row: Hotspot) -> str:
    """This period against the one before: ``12, before 5``; ``""`` where none was asked for."""
    if row.previous_concern is None:
        return ""
    return f"{row.concern:,}, before {row.previous_concern:,}"


def _recurring(row: Hotspot) -> str:
    found = ((row.alleged, ("person alleged", "people alleged")), (row.vehicles, ("vehicle", "vehicles")))
    said = [counted(n, *words) for n, words in found if n]
    return f", {listed(said)}" if said else ""


def _children(number: int) -> str:
    return counted(number, "child", "children")


def _agencies(agencies: tuple[str, ...]) -> str:
    return f"{counted(len(agencies), 'agency', 'agencies')} ({listed(agencies)})" if agencies else "no agency"


def _between(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return ", without dates"
    days = [f"{at.astimezone(LOCAL).day} {at.astimezone(LOCAL):%B %Y}" for at in (first, last)]
    return f", on {days[0]}" if days[0] == days[1] else f", {days[0]} to {days[1]}"


def _apart(pattern: Pattern) -> str:
    """How far away a move went and since when, as far as each is known."""
    told = ""
    if pattern.distance_m is not None and pattern.distance_m == pattern.distance_m:
        told = f", {round(pattern.distance_m, -1):,.0f} metres away"
    if pattern.turned_at is not None:
        at = pattern.turned_at.astimezone(LOCAL)
        told += f" since {at.day} {at:%B %Y}"
    return told
