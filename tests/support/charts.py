"""Networks for tests of charts: fictional people, vehicles and incidents round one fictional park."""

from collections.abc import Sequence

from graphsvc.model.network import EntityRef, Network, RolledLink, Statement, Together
from tests.support.briefs import AS_OF, PARK, event, person, statement

FIRST = ("Ferrant", "Odette", "Marlow", "Tamsin", "Cassian", "Bryony", "Idris", "Saffron")
LAST = ("Quill", "Harrowgate", "Penhallow-Thistlewood", "Okonjo", "Vale", "Marsh", "Abernethy")
PARTS = ("suspect", "victim or possible victim", "witness or informant", "party, role not stated", "convicted")


def rolled(centre: EntityRef, other: EntityRef, said: Sequence[Statement]) -> RolledLink:
    """Statements between two entities as a reader rolls them up: the centre always first, whichever way they go."""
    begun = [s.observed.from_at for s in said if s.observed.from_at]
    ended = [s.observed.to_at for s in said if s.observed.to_at]
    return RolledLink(
        centre.id,
        other.id,
        said[0].link_type,
        len(said),
        len({s.source.origin for s in said}),
        tuple(sorted({s.role for s in said})),
        min(begun, default=None),
        max(ended, default=None),
        tuple(said),
    )


def park_network(neighbours: int, *, total: int | None = None, name: str = "") -> Network:
    """A park with so many people, vehicles, incidents and firms; ``name`` is given to every person."""
    found = [_neighbour(i, name) for i in range(neighbours)]
    links = tuple(rolled(PARK, other, said) for other, said in found)
    entities = tuple(other for other, _ in found)
    return Network(PARK, entities, links, neighbours, neighbours if total is None else total, AS_OF)


def _neighbour(number: int, name: str) -> tuple[EntityRef, list[Statement]]:
    place, count = number % 10, 1 + (number % 4 == 0) * (number % 5)
    link_type, role = "SEEN_AT", "found at" if number % 3 else ""
    if place < 5:
        other = person(number, name or f"{FIRST[number % 8]} {LAST[number % 7]}")
    elif place == 5:
        other = EntityRef(f"b{number:031x}", "Vehicle", f"QQ{number:02} QQQ")
    elif place < 9:
        other, link_type, role = event(number), "OCCURRED_AT", "offence"
    else:
        other, link_type, role = EntityRef(f"c{number:031x}", "Organisation", "Wexmoor parks team"), "OPERATED_BY", ""
    a, b = (PARK, other) if link_type == "OPERATED_BY" else (other, PARK)
    return other, [statement(link_type, a, b, number * 7 + i, role=role) for i in range(count)]


def event_network(people: int) -> Network:
    """An incident and the people in it, each with another part; the first and the fifth know one another."""
    centre = event(3, kind="Missing episode")
    others = [person(i, f"{FIRST[i % 8]} {LAST[i % 7]}") for i in range(people)]
    links = [rolled(centre, p, [statement("TOOK_PART", p, centre, i, role=PARTS[i % 5])]) for i, p in enumerate(others)]
    if people > 4:
        links.append(rolled(others[0], others[4], [statement("KNOWS", others[0], others[4], 77)]))
    return Network(centre, tuple(others), tuple(links), people, people, AS_OF)


def company_network(events: int = 3, *, grade: str | None = None, name: str = "") -> Network:
    """A child in so many incidents, all with one man, the first also with a car and in the park; an aunt; one incident alone.

    The man's part rests on reports of ``grade``; ``name`` is what he is called.
    """
    child, man, aunt = person(1, "Ada Vale"), person(2, name or "Lee Marsh"), person(3, "Odette Vale")
    car, alone = EntityRef(f"b{1:031x}", "Vehicle", "QQ01 QQQ"), event(99)
    met = [event(i) for i in range(events)]
    own = [
        rolled(child, e, [statement("TOOK_PART", child, e, i, role="victim or possible victim", grade="1-A-P")])
        for i, e in enumerate([*met, alone])
    ]
    own.append(rolled(child, aunt, [statement("FAMILY_OF", child, aunt, 50)]))
    theirs = [statement("TOOK_PART", man, e, 100 + i, role="suspect", grade=grade) for i, e in enumerate(met)]
    together = (
        _together(man, met, theirs),
        _together(car, met[:1], [statement("INVOLVED_IN", car, met[0], 200, role="involved")]),
        _together(PARK, met[:1], [statement("OCCURRED_AT", met[0], PARK, 300, role="meeting")]),
    )
    entities = (*met, alone, aunt)
    return Network(child, entities, tuple(own), len(entities), len(entities), AS_OF, together, len(together))


def _together(other: EntityRef, met: Sequence[EntityRef], said: Sequence[Statement]) -> Together:
    one = rolled(met[0], other, said)
    ids = tuple(sorted(e.id for e in met))
    return Together(other, ids, one.roles, one.count, one.origins, one.first_at, one.last_at, one.statements)
