"""The planted patterns that do not hold: what a careless finder would take for something."""

from dataclasses import replace

from graphsvc.wexmoor.people import Town
from graphsvc.wexmoor.planted import (
    SIGHTING,
    broker,
    hotel_under_two_names,
    missing_together,
    park_at_one_time,
    place_that_moves,
    seen_by_one_agency,
    shared_phone,
    taxi_and_takeaway,
)
from graphsvc.wexmoor.stage import Cast, Stage
from graphsvc.wexmoor.taxis import Driver, Operator
from graphsvc.wexmoor.told import Line
from graphsvc.wexmoor.truth import Planted, person_key

YOUTH_SERVICE = Operator("Wexmoor Youth Service", "WX-YS-0001", "")
STAFF_BADGE = "WYS-0417"
SESSION = ("session", "Youth session")
AGREED = ("gate", "Collected by a neighbour, as agreed")
REFERRAL = ("disclosure of concern", "A worker passed on what a child said")


def youth_worker(stage: Stage) -> Planted:
    """A youth worker is at every place and known to every child, because that is the work: nothing is alleged."""
    throw, places = stage.throw, stage.town.places
    worker = replace(stage.adult((28, 55)), job="youth worker", staff_badge=STAFF_BADGE)
    spots = (*places.parks[:7], places.station, places.busy_school, *places.takeaways[:4], places.supermarket)
    children = stage.children(12)
    forms = ("lantern", "schools", "social", "incidents", "homes", "lantern", "intel", "health")
    for number in range(44):
        form, child = forms[number % len(forms)], children[throw.randrange(12)]
        spot = spots[throw.randrange(len(spots))] if form != "health" else places.hospital
        day = stage.back(16 * number + throw.randint(3, 15))
        at = stage.at(stage.school_day(day) if form == "schools" else day, throw.choice((15, 16, 17, 18, 19)), 55)
        told = number % 4 == 1
        stage.tell(form, at, REFERRAL if told else SESSION, Line(
            "{other}, youth worker, passed on that {who} is being pressed by somebody at {place}." if told
            else "{other}, youth worker, was with {who} and others at {place} for the session.",
            who=child, who_part="victim" if told else "other", other=worker, other_part="witness" if told else "present",
            place=spot, place_part="seen at"))  # fmt: skip
    stage.tell("intel", stage.at(stage.back(300), 11), ("observation", "Who the worker is"), Line(
        "{who} is the youth worker of the wards by the sea.", who=worker, operator=YOUTH_SERVICE, relation="works for",
        detail="youth worker"))  # fmt: skip
    return Planted(
        9, "youth worker", False, youth_worker.__doc__ or "", {person_key(worker): "youth worker"}, tuple(stage.told)
    )


def two_people_one_name(stage: Stage) -> Planted:
    """Two people share a name: one is alleged to harm children, the other is a baker who fetches a child."""
    throw, places = stage.throw, stage.town.places
    alleged = stage.adult((24, 31))
    namesake = stage.adult((44, 56))
    other = replace(namesake, given=alleged.given, family=alleged.family, sex=alleged.sex, job="baker")
    harmed, seen = stage.children(2), stage.children(2)
    start, spots = throw.randint(150, 260), (*places.takeaways, *places.parks)
    days = [stage.school_day(stage.back(start - number * 19)) for number in range(6)]
    for number, day in enumerate(days):
        spot = spots[throw.randrange(len(spots))]
        stage.tell(("incidents", "intel")[number % 2], stage.at(day, 16, 60), SIGHTING, Line(
            "{who} was with {other} at {place}.", who=alleged, who_part="suspect", other=harmed[number % 2],
            other_part="victim", place=spot, place_part="meeting"))  # fmt: skip
        stage.tell(("schools", "social")[number % 2], stage.at(day, 16, 60), AGREED, Line(
            "{who} was there when {other} was collected from {place}, as the family had agreed.", who=other, who_part="present",
            other=seen[number % 2], other_part="other", place=seen[number % 2].school or places.busy_school,
            place_part="pick-up"))  # fmt: skip
    for who, place in ((alleged, alleged.home), (other, other.home)):
        stage.tell("intel", stage.at(days[3], 10), ("observation", "Address"), Line(
            "{who} lives at {place}.", who=who, place=place, relation="lives at"))  # fmt: skip
    parts = {person_key(alleged): "person alleged to harm", person_key(other): "namesake, nothing alleged"}
    parts |= {person_key(c): "child of the first" for c in harmed} | {
        person_key(c): "child seen with the second" for c in seen
    }
    return Planted(10, "two people with one name", False, two_people_one_name.__doc__ or "", parts, tuple(stage.told))


MAKERS = (
    taxi_and_takeaway, park_at_one_time, shared_phone, hotel_under_two_names, place_that_moves, broker, missing_together,
    seen_by_one_agency, youth_worker, two_people_one_name,
)  # fmt: skip


def plant(town: Town, drivers: tuple[Driver, ...]) -> tuple[tuple[Planted, ...], Cast]:
    """Every planted pattern, and who is in one."""
    cast = Cast()
    planted = tuple(make(Stage(town, drivers, cast, number)) for number, make in enumerate(MAKERS, start=1))
    return planted, cast
