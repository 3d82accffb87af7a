"""The planted patterns: the files hold them as the truth says, and plain keys are enough to see the eight that hold."""

import math
from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from graphsvc.model.assertions import LinkAssertion
from tests.unit.wexmoor.town import Made, entity_ids

LOCAL = ZoneInfo("Europe/London")
NUMBERS = range(1, 11)


def _events(made: Made, ids: set[str]) -> set[str]:
    return set(made.events_with(ids))


def _local(link: LinkAssertion) -> datetime:
    assert link.observed.from_at is not None
    return link.observed.from_at.astimezone(LOCAL)


def _agencies(made: Made, links: list[LinkAssertion]) -> set[str]:
    agency = {r.id: r.agency for r in made.imported.reports}
    return {agency[k.report_id] for k in links}


def _exact(links: dict[str, LinkAssertion]) -> list[LinkAssertion]:
    return [k for k in links.values() if k.observed.precision == "minute"]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_planted_report_stands_in_the_files(made: Made, number: int) -> None:
    """Under the agency, system and reference that the truth gives, once each."""
    held = Counter((r.agency, r.system, r.reference) for r in made.imported.reports)

    for report in made.pattern(number)["reports"]:
        assert held[report["agency"], report["system"], report["reference"]] == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_every_planted_entity_is_what_its_keys_and_numbers_say(made: Made, number: int) -> None:
    """An import holds each entity of the truth under one of its ids, in at least the reports that the truth lists."""
    by_report = {r.id: r.reference for r in made.imported.reports}
    mentioned = defaultdict(set)
    for mention in made.imported.mentions:
        mentioned[mention.entity_id].add(by_report[mention.report_id])
    for entity in made.pattern(number)["entities"]:
        found = set().union(*(mentioned[i] for i in entity_ids(entity) if i in mentioned))
        assert set(entity["reports"]) <= found, (entity["part"], entity["names"])


def test_eight_hold_and_two_do_not(made: Made) -> None:
    """The last two are the false ones."""
    assert [(p["number"], p["holds"]) for p in made.truth["patterns"]] == [(n, n < 9) for n in NUMBERS]


def test_taxi_and_takeaway_join_three_children(made: Made) -> None:
    """1: each child shares an event with the taxi or the takeaway, and the three are told of by three agencies."""
    things = made.ids(1, "taxi")[0] | made.ids(1, "takeaway")[0]
    events, agencies = _events(made, things), set()
    children = made.ids(1, "child")
    for child in children:
        shared = [k for event, k in made.events_with(child).items() if event in events]
        assert shared
        agencies |= _agencies(made, shared)
    assert len(children) == 3
    assert len(agencies) >= 3


def test_park_has_its_hour(made: Made) -> None:
    """2: most events at the park fall on one weekday within two hours; in other parks no slot comes near."""
    park = made.ids(2, "park")[0]

    def fullest(ids: set[str]) -> int:
        slots = Counter((_local(k).weekday(), _local(k).hour // 2) for k in _exact(made.events_with(ids)))
        return max(slots.values(), default=0)

    others = {
        m.entity_id
        for m in made.imported.mentions
        if m.entity_type == "Location" and m.attributes.get("kind") == "park"
    } - park
    assert fullest(park) >= 9
    assert max(fullest({other}) for other in others) <= 6


def test_one_number_joins_two_children_and_an_adult(made: Made) -> None:
    """3: the children share no report; each has events with the number that the adult uses."""
    one, two = made.ids(3, "child")
    number, adult = made.ids(3, "shared phone")[0], made.ids(3, "adult")[0]
    events = _events(made, number)

    assert _events(made, one) & events
    assert _events(made, two) & events
    assert any(k.link_type == "USES_PHONE" and k.from_id in adult and k.to_id in number for k in made.imported.links)
    assert not {k.report_id for k in made.events_with(one).values()} & {
        k.report_id for k in made.events_with(two).values()
    }


def test_hotel_has_four_nights_and_two_names(made: Made) -> None:
    """4: the booking telephone is at the hotel on four days with two people, and children are found there those nights."""
    hotel, phone = made.ids(4, "hotel")[0], made.ids(4, "booking phone")[0]
    bookings = _events(made, hotel) & _events(made, phone)
    guests = made.ids(4, "guest name")
    nights = {_local(made.events_with(hotel)[e]).date() for e in bookings}

    assert len(nights) == 4
    assert len(guests) == 2
    assert all(_events(made, guest) & bookings for guest in guests)
    for child in made.ids(4, "child"):
        assert _events(made, child) & _events(made, hotel)


def test_the_pattern_moves_six_hundred_metres(made: Made) -> None:
    """5: the children's events at one place end when the other's begin, and the two lie 600 metres apart."""
    children = set().union(*made.ids(5, "child"))
    spans, points = [], []
    for part in ("closed place", "place after"):
        ids = made.ids(5, part)[0]
        times = sorted(_local(k) for e, k in made.events_with(ids).items() if e in _events(made, children))
        spans.append((times[0], times[-1]))
        places = [m for m in made.imported.mentions if m.entity_id in ids and "latitude" in m.attributes]
        points.append([float(str(places[0].attributes[n])) for n in ("latitude", "longitude")])
    north = (points[0][0] - points[1][0]) * 111_300
    east = (points[0][1] - points[1][1]) * 111_300 * math.cos(math.radians(54.2))

    assert spans[0][1] < spans[1][0]
    assert math.hypot(north, east) == pytest.approx(600, abs=30)


def test_the_broker_meets_no_child(made: Made) -> None:
    """6: four suspects each have an event with a child; the broker is linked to all four, and has no event with a child."""
    (middle,) = made.ids(6, "broker")
    suspects, children = made.ids(6, "suspect"), made.ids(6, "child")
    child_events = set().union(*(_events(made, c) for c in children))
    known = {k.to_id for k in made.imported.links if k.link_type == "KNOWS" and k.from_id in middle}
    minors = {m.entity_id for m in made.imported.mentions if m.attributes.get("described_as") == "child"}

    assert len(suspects) == 4
    for suspect in suspects:
        assert _events(made, suspect) & child_events
        assert known & suspect
    assert not _events(made, middle) & _events(made, minors)


def test_three_children_are_missing_at_the_same_hours(made: Made) -> None:
    """7: on seven nights all three are missing at once; no other three children are on more than two."""
    spans: dict[str, dict[str, tuple[datetime, datetime]]] = defaultdict(dict)
    kinds = {m.entity_id: m.attributes.get("kind") for m in made.imported.mentions if m.entity_type == "Event"}
    for link in made.imported.links:
        start, end = link.observed.from_at, link.observed.to_at
        if link.link_type == "TOOK_PART" and kinds.get(link.to_id) == "missing episode" and start and end:
            spans[link.from_id][link.to_id] = (start, end)
    children = made.ids(7, "child")
    nights = [
        {span[0].date() for i in ids for span in spans.get(i, {}).values() if span[0] != span[1]} for ids in children
    ]
    assert len(children) == 3
    assert len(set.intersection(*nights)) >= 5


def test_the_older_man_is_seen_by_one_agency(made: Made) -> None:
    """8: every report of him is one agency's, six of them with the same child; nobody else mentions him."""
    (man,), (child,) = made.ids(8, "adult"), made.ids(8, "child")
    agency = {r.id: r.agency for r in made.imported.reports}

    assert {agency[m.report_id] for m in made.imported.mentions if m.entity_id in man} == {"Safe Lantern"}
    assert len(_events(made, man) & _events(made, child)) == 6


def test_the_youth_worker_is_everywhere_and_alleged_nowhere(made: Made) -> None:
    """9: more events, agencies and children than anybody, and only ever present or telling."""
    (worker,) = made.ids(9, "youth worker")
    links = [k for k in made.imported.links if k.link_type == "TOOK_PART" and k.from_id in worker]
    adults = {m.entity_id for m in made.imported.mentions if m.attributes.get("described_as") == "adult"}
    busiest = Counter(k.from_id for k in made.imported.links if k.link_type == "TOOK_PART" and k.from_id in adults)

    assert {k.role for k in links} == {"present", "witness or informant"}
    assert len(_agencies(made, links)) == 6
    assert busiest.most_common(1)[0][0] in worker
    assert {m.attributes.get("occupation") for m in made.imported.mentions if m.entity_id in worker} >= {"youth worker"}


def test_two_people_of_one_name_can_be_told_apart(made: Made) -> None:
    """10: one name, two birth dates, two police numbers, and on six afternoons in two places at once."""
    (first,), (second,) = made.ids(10, "person alleged to harm"), made.ids(10, "namesake, nothing alleged")
    names, born = [], []
    for ids in (first, second):
        mentions = [m for m in made.imported.mentions if m.entity_id in ids]
        names.append({str(m.attributes["name"]) for m in mentions})
        born.append(Counter(str(m.attributes["date_of_birth"]) for m in mentions if "date_of_birth" in m.attributes))
    days = [{_local(k).date() for k in _exact(made.events_with(ids))} for ids in (first, second)]

    assert not first & second
    assert names[0] & names[1]
    assert born[0].most_common(1)[0][0] != born[1].most_common(1)[0][0]
    assert len(days[0] & days[1]) >= 3
    assert {k.role for k in made.events_with(second).values()} == {"present"}
