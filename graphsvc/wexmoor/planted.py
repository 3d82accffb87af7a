"""The planted patterns that hold: where children are harmed and several reports together show how."""

from datetime import timedelta

from graphsvc.wexmoor.ordinary import resident_of
from graphsvc.wexmoor.people import Person
from graphsvc.wexmoor.places import Place, distance_m
from graphsvc.wexmoor.stage import Stage
from graphsvc.wexmoor.told import Line, When
from graphsvc.wexmoor.truth import Planted, person_key

JOURNEY = ("unexplained journey", "Child driven by an adult outside the family")
CONCERN = ("disclosure of concern", "Child told of an adult who gives and asks")
SIGHTING = ("sighting", "Adult with a child")
MEETING = ("meeting", "Adults meet")


def _planted(stage: Stage, name: str, what: str, parts: dict[str, str], holds: bool = True) -> Planted:
    return Planted(stage.pattern, name, holds, what, parts, tuple(stage.told))


def has_car(person: Person) -> bool:
    """Whether somebody keeps a vehicle."""
    return person.vehicle is not None


def _people(part: str, *people: Person) -> dict[str, str]:
    return {person_key(p): part for p in people}


def _with(sentence: str, child: Person, adult: Person | None, place: Place, part: str, **more: object) -> Line:
    unnamed = "" if adult else "a man whose name is not known"
    return Line(
        sentence, who=child, who_part="victim", other=adult, other_part="suspect", other_unnamed=unnamed,
        place=place, place_part=part, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def taxi_and_takeaway(stage: Stage) -> Planted:
    """A taxi and a takeaway join three children, each known to another agency."""
    throw, driver = stage.throw, stage.driver()
    worker, (one, two, three) = stage.adult(), stage.children(3)
    shop, taxi = stage.place(stage.town.places.takeaways), driver.taxi
    station, school = stage.town.places.station, one.school or stage.town.places.busy_school
    start = throw.randint(180, 240)
    ride = Line("{who} was collected by the taxi {vehicle} at {place}; nobody at home had booked it.",
                who=one, who_part="victim", vehicle=taxi, place=school, place_part="pick-up")  # fmt: skip
    for back in (start, start - 33, start - 71):
        stage.tell("schools", stage.at(stage.school_day(stage.back(back)), 15, 20), JOURNEY, ride)
    for back in (start - 9, start - 40):
        stage.tell("social", stage.at(stage.back(back), 20), CONCERN, _with(
            "{who} told a worker that {other} at {place} gives free food and asks for company after closing.",
            two, worker, shop, "meeting"))  # fmt: skip
    stage.tell("social", stage.at(stage.back(start - 62), 22), JOURNEY, Line(
        "{who} was driven home from {place} in {vehicle} and was told not to pay.",
        who=two, who_part="victim", vehicle=taxi, place=shop, place_part="pick-up"))  # fmt: skip
    for back in (start - 21, start - 55):
        stage.tell("lantern", stage.at(stage.back(back), 20), JOURNEY,
                   Line("{who} said that the driver of {vehicle} would not take money.", who=three, who_part="victim",
                        vehicle=taxi, place=station, place_part="pick-up"),
                   Line("{who} said that the ride went to {place}.", who=three, who_part="victim", vehicle=taxi,
                        place=shop, place_part="meeting"))  # fmt: skip
    stage.tell(
        "lantern",
        stage.at(stage.back(start - 84), 21),
        CONCERN,
        _with("{who} said that {other} waits at {place} and is frightening.", three, worker, shop, "meeting"),
    )
    for back in (start - 15, start - 47, start - 78):
        stage.tell("intel", stage.at(stage.back(back), 23), ("sighting", "Taxi outside after closing"),
                   Line("{vehicle} stood outside {place} after closing.", vehicle=taxi, place=shop, place_part="seen at"),
                   Line("{who} drives {vehicle}.", who=driver.person, vehicle=taxi, relation="uses vehicle", detail="driver"),
                   Line("{who} works at {place}.", who=worker, place=shop, relation="works at"))  # fmt: skip
    stage.tell("complaints", stage.at(stage.back(start - 66), 22), ("complaint", "Child in a taxi at night"), Line(
        "A neighbour saw a child get out of {vehicle} outside {place}.", who=driver.person, who_part="suspect",
        vehicle=taxi, place=shop, place_part="seen at", operator=driver.operator))  # fmt: skip
    parts = _people("child", one, two, three) | {
        person_key(driver.person): "driver", person_key(worker): "takeaway worker", taxi.vrm: "taxi", shop.key: "takeaway",
    }  # fmt: skip
    return _planted(stage, "taxi and takeaway", taxi_and_takeaway.__doc__ or "", parts)


def park_at_one_time(stage: Stage) -> Planted:
    """Adults meet children in one park, nearly always at the same time of the week."""
    throw, children, men = stage.throw, stage.children(5), (stage.adult(), stage.adult())
    park = stage.place(stage.town.places.parks)
    weekday, hour = throw.randint(0, 6), throw.choice((17, 18, 19, 20))
    weeks = sorted(throw.sample(range(2, 34), 18), reverse=True)
    forms = ("incidents", "lantern", "intel", "social", "homes", "lantern")
    for number, week in enumerate(weeks):
        day = stage.back(week * 7)
        day += timedelta(days=(weekday - day.weekday()) % 7)
        man = men[number % 2] if number % 3 else None
        stage.tell(forms[number % len(forms)], stage.at(day, hour, 75), SIGHTING, _with(
            "{who} was with {other} at {place}.", children[number * 3 % 5], man, park, "meeting"))  # fmt: skip
    parts = _people("child", *children) | _people("adult", *men) | {park.key: "park"}
    what = f"{park_at_one_time.__doc__} Weekday {weekday} (Monday is 0), from {hour}:00 local time."
    return _planted(stage, "park at one time of the week", what, parts)


def shared_phone(stage: Stage) -> Planted:
    """Two children who are never reported together are rung from one number, which an adult uses whom neither names."""
    one, two = stage.children(2)
    man, number, throw = stage.adult(), stage.mobile(), stage.throw
    start = throw.randint(90, 260)
    calls = ("contact by phone", "Messages that frighten a child")
    for form, child, back in (
        ("social", one, 0),
        ("homes", two, 6),
        ("social", one, 17),
        ("homes", two, 29),
        ("homes", two, 41),
    ):
        stage.tell(form, stage.at(stage.back(start - back), 21, 110), calls, Line(
            "{who} gets messages from {phone} that are frightening.", who=child, who_part="victim", phone=number))  # fmt: skip
    for back in (12, 50):
        stage.tell("intel", stage.at(stage.back(start - back), 18), ("observation", "Number in use"),
                   Line("{who} uses {phone}.", who=man, phone=number, relation="uses phone"),
                   Line("{who} lives at {place}.", who=man, place=man.home, relation="lives at"))  # fmt: skip
    stage.tell("lantern", stage.at(stage.back(start - 35), 17), calls, Line(
        "{who} showed a worker messages from {phone}.", who=one, who_part="victim", phone=number))  # fmt: skip
    parts = _people("child", one, two) | _people("adult", man) | {number: "shared phone"}
    return _planted(stage, "shared phone", shared_phone.__doc__ or "", parts)


def hotel_under_two_names(stage: Stage) -> Planted:
    """A hotel is used on four dates, booked under two names with one telephone and one car."""
    first, second, child, other = (
        stage.adult((25, 50), fits=has_car),
        stage.adult((25, 50)),
        stage.child(),
        stage.child(),
    )
    hotel, number, throw = stage.place(stage.town.places.hotels), stage.mobile(), stage.throw
    start = throw.randint(140, 300)
    car = first.vehicle
    nights = [
        stage.back(start - gap) for gap in (0, throw.randint(20, 26), throw.randint(44, 50), throw.randint(70, 80))
    ]
    for at, night in enumerate(nights):
        guest = (first, second)[at % 2]
        stage.tell("intel", stage.at(night, 20), ("hotel booking", "Room for one night, paid in cash"),
                   Line("{who} took a room at {place} for one night and gave {phone}; {vehicle} was parked outside.",
                        who=guest, who_part="suspect", place=hotel, place_part="offence", vehicle=car, phone=number))  # fmt: skip
    for form, at, who in (("missing", 0, child), ("missing", 2, child), ("homes", 1, other), ("missing", 3, other)):
        began = stage.at(nights[at], 19)
        stage.tell(form, When(began, began + timedelta(hours=13)), ("missing episode", "Missing overnight"), Line(
            "{who} was missing overnight and was found at {place}.", who=who, who_part="missing", place=hotel,
            place_part="found at"))  # fmt: skip
    stage.tell(
        "social",
        stage.at(nights[2], 23),
        CONCERN,
        _with("{who} said that {other} took a room at {place}.", child, None, hotel, "offence"),
    )
    parts = _people("child", child, other) | _people("guest name", first, second)
    parts |= {hotel.key: "hotel", number: "booking phone", car.vrm if car else "": "car"}
    return _planted(stage, "hotel under two names", hotel_under_two_names.__doc__ or "", parts)


def place_that_moves(stage: Stage) -> Planted:
    """When a takeaway is closed, the same people and children are reported about 600 metres away."""
    places, throw = stage.town.places, stage.throw
    free = [p for p in (*places.takeaways, *places.shops) if p.key not in stage.cast.places]
    pairs = sorted(((abs(distance_m(a, b) - 600), a, b) for a in free for b in free if a is not b), key=lambda p: p[0])
    _, before, after = pairs[throw.randint(0, 5)]
    stage.cast.places |= {before.key, after.key}
    men, children = (stage.adult(fits=has_car), stage.adult()), stage.children(4)
    closed, car = throw.randint(150, 230), men[0].vehicle
    forms = ("lantern", "incidents", "intel", "social", "homes")
    for number in range(20):
        old = number < 10
        back = closed + 6 + (9 - number) * 12 if old else closed - 9 - (number - 10) * 12
        told = "{who} was given food and drink by {other} at {place}"
        stage.tell(forms[number % 5], stage.at(stage.back(back - throw.randint(0, 4)), 20, 140), CONCERN, _with(
            f"{told}; {{vehicle}} stood outside." if number % 3 == 0 and car else f"{told}.", children[number % 4],
            men[number % 2], before if old else after, "meeting", vehicle=car if number % 3 == 0 else None))  # fmt: skip
    stage.tell(
        "complaints",
        stage.at(stage.back(closed), 10),
        ("closure", "Premises closed by order"),
        Line("{place} was closed by order for three months.", place=before, place_part="unknown"),
    )
    parts = (
        _people("child", *children) | _people("adult", *men) | {before.key: "closed place", after.key: "place after"}
    )
    parts |= {car.vrm: "car"} if car else {}
    what = f"{place_that_moves.__doc__} Closed on {stage.back(closed).isoformat()}; {distance_m(before, after):.0f} m apart."
    return _planted(stage, "place that moves", what, parts)


def broker(stage: Stage) -> Planted:
    """Four suspects have one person in common, who is in no report with any child."""
    throw, go_between = stage.throw, stage.adult(fits=has_car)
    suspects = tuple(stage.adult() for _ in range(4))
    children, number = stage.children(4), stage.mobile()
    spots = (*stage.town.places.takeaways, *stage.town.places.parks, stage.town.places.station)
    start = throw.randint(200, 320)
    for at, (suspect, child) in enumerate(zip(suspects, children, strict=True)):
        for turn, form in enumerate(("incidents", "intel")):
            spot = spots[throw.randrange(len(spots))]
            stage.tell(form, stage.at(stage.back(start - at * 23 - turn * 51), 19, 180), SIGHTING, _with(
                "{who} was seen with {other} at {place}.", child, suspect, spot, "meeting"))  # fmt: skip
        stage.tell("intel", stage.at(stage.back(start - 30 - at * 31), 18), ("observation", "Known together"),
                   Line("{who} knows {other}.", who=go_between, other=suspect, relation="knows"))  # fmt: skip
    for at, suspect in enumerate(suspects[:3]):
        where = stage.town.places.supermarket if at else go_between.home
        stage.tell("intel", stage.at(stage.back(start - 45 - at * 40), 22), MEETING, Line(
            "{who} met {other} at {place} and handed over an envelope.", who=go_between, who_part="suspect", other=suspect,
            other_part="suspect", place=where, place_part="meeting"))  # fmt: skip
    stage.tell("intel", stage.at(stage.back(start - 90), 20), ("observation", "Number in use"),
               Line("{who} uses {phone}.", who=go_between, phone=number, relation="uses phone"),
               Line("{who} is rung from {phone}.", who=suspects[3], phone=number, relation="uses phone"))  # fmt: skip
    stage.tell("intel", stage.at(stage.back(start - 120), 20), ("observation", "Car lent"),
               Line("{who} keeps {vehicle}.", who=go_between, vehicle=go_between.vehicle, relation="uses vehicle"),
               Line("{who} drives {vehicle}.", who=suspects[1], vehicle=go_between.vehicle, relation="uses vehicle"))  # fmt: skip
    parts = (
        {person_key(go_between): "broker", number: "phone"}
        | _people("suspect", *suspects)
        | _people("child", *children)
    )
    return _planted(stage, "broker", broker.__doc__ or "", parts)


def missing_together(stage: Stage) -> Planted:
    """Three children who live apart go missing at the same hours again and again, and are never reported together."""
    throw, places = stage.throw, stage.town.places
    first = stage.keep(resident_of(stage.town, 1, 2))
    second = stage.keep(resident_of(stage.town, 2, 3))
    third, start = stage.child(), throw.randint(160, 260)
    found = (*places.parks, *places.takeaways, *places.shops, places.station)
    for night in range(7):
        day = stage.back(start - night * 17 - throw.randint(0, 5))
        for child in (first, second, third):
            began = stage.at(day, 18, 150)
            when = When(began, began + timedelta(hours=throw.randint(6, 14), minutes=15))
            line = Line("{who} was reported missing and was found at {place}.", who=child, who_part="missing",
                        place=found[throw.randrange(len(found))], place_part="found at")  # fmt: skip
            stage.tell("missing", when, ("missing episode", "Missing overnight"), line)
            if child is not third and night % 2:
                stage.tell("homes", when, ("missing episode", "Not back at night"), line)
    return _planted(stage, "missing together", missing_together.__doc__ or "", _people("child", first, second, third))


def seen_by_one_agency(stage: Stage) -> Planted:
    """An older man who says that he and a child are in a relationship is seen by one agency only."""
    throw, child, man = stage.throw, stage.child(), stage.adult((25, 32), lambda p: has_car(p) and p.sex == "m")
    places, start = stage.town.places, throw.randint(110, 240)
    spots = (places.station, stage.place(places.parks), stage.place(places.takeaways))
    for number in range(6):
        stage.tell("lantern", stage.at(stage.back(start - number * 16 - throw.randint(0, 6)), 17, 170), SIGHTING, _with(
            "{other}, an adult, waited for {who} at {place} with {vehicle} and said that they are in a relationship.",
            child, man, spots[number % 3], "meeting", vehicle=man.vehicle))  # fmt: skip
    parts = _people("child", child) | _people("adult", man) | ({man.vehicle.vrm: "car"} if man.vehicle else {})
    return _planted(stage, "seen by one agency", seen_by_one_agency.__doc__ or "", parts)
