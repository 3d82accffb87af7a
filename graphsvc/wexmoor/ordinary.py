"""Ordinary life: seven reports in ten, which mean nothing together however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from graphsvc.wexmoor.dice import dice, pick, weighted
from graphsvc.wexmoor.network import acquaintances
from graphsvc.wexmoor.people import Person, Town, Vehicle
from graphsvc.wexmoor.places import Place
from graphsvc.wexmoor.rhythm import is_school_day, moment
from graphsvc.wexmoor.taxis import Driver
from graphsvc.wexmoor.told import Happening, Line, Told, When


@dataclass(frozen=True)
class Sort:
    """One sort of ordinary report. ``who`` and ``other`` say what kind of person; ``where`` what kind of place."""

    form: str
    weight: float
    kind: str
    title: str
    where: str
    hours: str
    who: str
    sentence: str
    who_part: str = "party"
    place_part: str = "unknown"
    other: str = ""
    other_part: str = "present"
    vehicle: str = ""
    phone: bool = False
    ties: float = 0.8


ORDINARY: tuple[Sort, ...] = (
    Sort("incidents", 5, "lost property", "Property lost", "station", "day", "adult",
         "{who} lost a bag at {place} and asked for it to be looked for.", "witness", phone=True),
    Sort("incidents", 5, "nuisance", "Noise and loud music", "station", "evening", "child",
         "{who} and {other} were asked to turn music down at {place}.", "present", "seen at", "friend"),
    Sort("incidents", 4, "theft", "Shop theft", "supermarket", "day", "adult",
         "{who} was stopped leaving {place} with goods not paid for.", "suspect", "offence"),
    Sort("incidents", 5, "welfare check", "Child waiting alone", "station", "after school", "child",
         "{who} was waiting at {place} for a bus that did not come and was taken home.", "other", "seen at"),
    Sort("incidents", 2, "collision", "Damage-only collision", "supermarket", "day", "adult",
         "{who}, driving {vehicle}, touched a post in the car park of {place}.", "party", "offence", vehicle="own"),
    Sort("incidents", 2, "neighbour dispute", "Neighbours disagree", "home", "evening", "adult",
         "{who} and {other} disagreed about parking at {place}.", "party", "offence", "friend", "party", "own"),
    Sort("incidents", 2, "nuisance", "Ball games", "park", "after school", "child",
         "{who} and {other} were playing football at {place}; a neighbour complained of the noise.", "present", "seen at",
         "friend"),
    Sort("incidents", 1.5, "nuisance", "Queue outside", "takeaway", "evening", "adult",
         "{who} complained of a long queue outside {place}.", "witness", "offence", phone=True),
    Sort("incidents", 1, "theft", "Bicycle taken", "park", "day", "child",
         "The bicycle of {who} was taken at {place} while it stood unlocked.", "victim", "offence"),
    Sort("incidents", 1.5, "lost property", "Property handed in", "police station", "day", "adult",
         "{who} handed in a purse at {place}.", "witness", "reported at"),
    Sort("incidents", 1, "nuisance", "No detail", "unknown", "night", "adult",
         "{who} rang about a noise and gave no place.", "witness", "unknown", phone=True),
    Sort("incidents", 1, "noise", "Noise at night", "hotel", "night", "adult",
         "{who} complained of noise at {place}.", "witness", "offence", phone=True),
    Sort("missing", 2.5, "missing episode", "Late home", "found", "evening", "child",
         "{who} was late home and was found at {place} with {other}; they had been to the cinema.", "missing", "found at",
         "friend"),
    Sort("intel", 3, "observation", "Vehicle parked often", "supermarket", "evening", "adult",
         "{vehicle}, used by {who}, is parked at {place} most evenings; {who} works there.", "present", "seen at",
         vehicle="own"),
    Sort("intel", 2, "observation", "Cycle thefts", "station", "night", "adult",
         "{who} is said to sell bicycles near {place}.", "suspect", "seen at", "friend", "present"),
    Sort("intel", 2, "observation", "Cannabis at a park", "park", "evening", "adult",
         "{who} is said to smoke cannabis with {other} at {place}.", "suspect", "seen at", "friend", "present"),
    Sort("intel", 1.5, "observation", "Stolen goods", "shop", "day", "adult",
         "{who} is said to offer stolen tools at {place}.", "suspect", "offence", phone=True),
    Sort("intel", 1.5, "observation", "Untaxed car", "home", "day", "adult",
         "{vehicle} stands outside {place}; {who} uses it.", "present", "seen at", vehicle="own"),
    Sort("intel", 1, "hotel booking", "Room for work", "hotel", "evening", "adult",
         "{who} took a room at {place} for work and paid by card; {vehicle} was parked outside.", "present", "seen at",
         vehicle="own", phone=True),
    Sort("social", 5, "contact", "Help with housing", "home", "day", "adult",
         "{who} asked for help with damp at {place}, where {other} lives too.", "party", "residence", "family"),
    Sort("social", 3, "contact", "Young carer", "home", "after school", "child",
         "{who} cares for {other} at {place} and would like some help.", "other", "residence", "family"),
    Sort("social", 2.5, "contact", "Contact arrangements", "supermarket", "day", "child",
         "{who} meets {other} at {place} on Saturdays, as agreed.", "other", "meeting", "family"),
    Sort("social", 2, "contact", "School attendance", "school", "day", "child",
         "{who} missed four days at {place} with a cold.", "other", "unknown", ties=0.9),
    Sort("health", 3, "attendance", "Sports injury", "hospital", "day", "child",
         "{who} came to {place} with a sprained wrist from sport, with {other}.", "other", "reported at", "family"),
    Sort("health", 2.5, "attendance", "Asthma", "hospital", "evening", "child",
         "{who} came to {place} with asthma, with {other}.", "other", "reported at", "family", phone=True),
    Sort("health", 1.5, "attendance", "Fall", "hospital", "night", "adult",
         "{who} came to {place} after a fall at the station.", "other", "reported at"),
    Sort("schools", 7, "gate", "Gate: traffic", "busy school", "gate", "adult",
         "{who} left {vehicle} on the zigzag lines at the gate of {place}.", "party", "seen at", vehicle="own"),
    Sort("schools", 5, "gate", "Gate: late collection", "busy school", "gate", "child",
         "{who} was collected late at the gate of {place} by {other}.", "other", "pick-up", "family"),
    Sort("schools", 3, "attendance", "Absence", "school", "day", "child",
         "{who} was not at {place} in the morning; {other} rang later.", "other", "unknown", "family", phone=True),
    Sort("schools", 2, "behaviour", "Quarrel", "school", "day", "child",
         "{who} and {other} quarrelled at {place} and made it up.", "other", "offence", "friend", "other"),
    Sort("schools", 1, "transport", "Contract taxi late", "school", "gate", "child",
         "The contract taxi {vehicle} brought {who} late to {place}.", "other", "seen at", vehicle="taxi"),
    Sort("lantern", 3, "session", "Drop-in", "station", "after school", "child",
         "{who} came to the stall near {place} with {other} and asked about holiday clubs.", "other", "seen at", "friend"),
    Sort("lantern", 2, "session", "Homework club", "park", "after school", "child",
         "{who} came to the homework club by {place}.", "other", "seen at"),
    Sort("harbour", 2.5, "call", "Exam worry", "unknown", "evening", "child",
         "{who} rang about exams.", "other", "unknown"),
    Sort("harbour", 1.5, "call", "Noise at the station", "station", "night", "adult",
         "{who} rang about shouting at {place}.", "witness", "seen at", phone=True),
    Sort("complaints", 2.5, "complaint", "Fare", "rank", "night", "driver",
         "A passenger said that {who}, driving {vehicle}, charged too much from {place}.", "party", "pick-up", vehicle="taxi"),
    Sort("complaints", 1.5, "complaint", "Waiting at the station", "station", "evening", "driver",
         "{who}, driving {vehicle}, waited outside the rank at {place}.", "party", "seen at", vehicle="taxi"),
    Sort("complaints", 1, "inspection", "Kitchen inspection", "takeaway", "day", "",
         "The kitchen of {place} was inspected and found clean.", "", "unknown"),
    Sort("complaints", 0.4, "closure", "Closed for repairs", "takeaway", "day", "",
         "{place} was closed for repairs.", "", "unknown"),
    Sort("homes", 4, "outing", "Outing", "supermarket", "day", "resident",
         "{who} went to {place} with staff and chose food for the week.", "other", "seen at"),
    Sort("homes", 2.5, "late return", "Back late", "found", "evening", "resident",
         "{who} came back forty minutes late from {place}, had rung beforehand, and was well.", "missing", "found at"),
    Sort("homes", 2, "visit", "Family visit", "own home", "day", "resident",
         "{other} visited {who} at {place}.", "other", "meeting", "family", phone=True),
)  # fmt: skip

LOG_WEIGHTS = (4, 1, 1, 1, 1, 0)
"""How much each home writes into the log: the first everything, the last nothing."""


class Life:
    """Makes ordinary reports. Nobody in ``reserved`` turns up in them."""

    def __init__(self, town: Town, drivers: tuple[Driver, ...], reserved: frozenset[int]) -> None:
        self.town, self.drivers, self.reserved = town, drivers, reserved
        self._weights = [s.weight for s in ORDINARY]

    def report(self, number: int, day: date) -> Told:
        """The ordinary report of this number, on this day."""
        throw = dice(self.town.seed, "ordinary", number)
        sort = weighted(throw, ORDINARY, self._weights)
        while sort.hours == "gate" and not is_school_day(day) and throw.random() < 0.95:
            sort = weighted(throw, ORDINARY, self._weights)
        return self._told(throw, sort, day)

    def told_again(self, first: Told, number: int) -> Told | None:
        """The same thing as another agency writes it down, or None where no other would."""
        throw = dice(self.town.seed, "again", number)
        line = first.lines[0]
        form = {"incidents": "social", "schools": "social", "homes": "missing", "missing": "homes", "social": "schools",
                "lantern": "incidents", "intel": "incidents", "health": "social"}.get(first.form)  # fmt: skip
        if form is None or line.who is None:
            return None
        happened = first.happenings[0]
        return Told(
            form, first.when, f"From a partner agency: {happened.title}", (line,),
            (Happening(happened.kind, happened.title, happened.reference if throw.random() < 0.6 else ""),),
            sort=first.sort,
        )  # fmt: skip

    def person(self, throw: Random, kind: str, day: date) -> Person:
        """Somebody of this kind who is not reserved."""
        while True:
            found = self._anyone(throw, kind, day)
            if found.index not in self.reserved:
                return found

    def _anyone(self, throw: Random, kind: str, day: date) -> Person:
        match kind:
            case "driver":
                return pick(throw, self.drivers).person
            case "resident":
                return resident_of(self.town, weighted(throw, range(6), LOG_WEIGHTS), throw.randint(0, 5))
            case "any resident":
                return resident_of(self.town, throw.randint(0, 5), throw.randint(0, 5))
            case "child":
                return self.town.child(throw, day)
            case _:
                return self.town.adult(throw, day)

    def _told(self, throw: Random, sort: Sort, day: date) -> Told:
        who = self.person(throw, sort.who, day) if sort.who else None
        other = self._other(throw, sort, who) if who else None
        place = self.place(throw, sort.where, who)
        vehicle = self._vehicle(throw, sort.vehicle, who)
        line = Line(
            sort.sentence if other or "{other}" not in sort.sentence else sort.sentence.replace("{other}", "somebody"),
            who=who, who_part=sort.who_part, other=other, other_part=sort.other_part if other else "",
            place=place, place_part=sort.place_part, vehicle=vehicle,
            phone=(who.phone if who and sort.phone else ""),
        )  # fmt: skip
        when = When(moment(throw, day, sort.hours))
        reference = f"WXE-{throw.getrandbits(44):012X}"
        ties = tuple(self.ties(throw, sort.form, who, sort.ties)) if who else ()
        return Told(sort.form, when, sort.title, (line, *ties), (Happening(sort.kind, sort.title, reference),))

    def _other(self, throw: Random, sort: Sort, who: Person) -> Person | None:
        if sort.other == "family":
            family = self.town.family_of(who)
            return pick(throw, family) if family else None
        if sort.other != "friend":
            return None
        known = [i for i in acquaintances(self.town, who.index) if i not in self.reserved]
        friends = [p for p in map(self.town.person, known) if abs((p.born - who.born).days) < 365 * 9]
        return pick(throw, friends) if friends else None

    def place(self, throw: Random, where: str, who: Person | None) -> Place:
        """The place of this sort; a home is that of the person."""
        places = self.town.places
        several = {"park": places.parks, "takeaway": places.takeaways, "shop": places.shops, "hotel": places.hotels}
        single = {
            "station": places.station, "supermarket": places.supermarket, "busy school": places.busy_school,
            "rank": places.rank, "hospital": places.hospital, "police station": places.police_station,
            "unknown": places.unknown,
        }  # fmt: skip
        if where in several:
            return pick(throw, several[where])
        if where in single:
            return single[where]
        if where == "found":
            return pick(throw, (places.station, places.supermarket, *places.parks[:6], *places.takeaways[:4]))
        if where == "school":
            return who.school if who and who.school else pick(throw, places.schools)
        return who.home if who else places.unknown

    def _vehicle(self, throw: Random, sort: str, who: Person | None) -> Vehicle | None:
        if sort == "taxi":
            return who.vehicle if who and who.driver_badge else pick(throw, self.drivers).taxi
        return who.vehicle if sort == "own" and who else None

    def ties(self, throw: Random, form: str, who: Person, share: float) -> Iterator[Line]:
        """What a report says besides: where somebody lives, learns, whom they know, what they drive."""
        if form in ("complaints", "harbour"):
            return
        family = self.town.family_of(who)
        if throw.random() < share:
            yield Line("{who} lives at {place}.", who=who, place=who.home, place_part="residence", relation="lives at")
        if who.school and throw.random() < share:
            yield Line("{who} attends {place}.", who=who, place=who.school, relation="attends", detail="pupil")
        if family and who.home.kind == "home address" and throw.random() < share * 0.6:
            yield Line("{who} lives with {other}.", who=who, other=pick(throw, family), relation="lives with")
        elders = [p for p in family if 17 < (who.born - p.born).days / 365 < 50]
        if elders and throw.random() < share * 0.5:
            yield Line("{other} is a parent or carer of {who}.", who=who, other=elders[0], relation="child of")
        known = [i for i in acquaintances(self.town, who.index) if i not in self.reserved]
        for index in known[: throw.randint(0, 2)]:
            yield Line("{who} knows {other}.", who=who, other=self.town.person(index), relation="knows")
        if who.phone and form != "missing" and throw.random() < share * 0.5:
            yield Line("{who} uses {phone}.", who=who, phone=who.phone, relation="uses phone")
        if who.vehicle and form in ("intel", "incidents") and throw.random() < share * 0.6:
            yield Line("{who} uses {vehicle}.", who=who, vehicle=who.vehicle, relation="uses vehicle", detail="keeper")


def resident_of(town: Town, home: int, bed: int) -> Person:
    """The child in this bed of this home: a child of the town who lives there for the two years."""
    throw = dice(town.seed, "resident", home, bed)
    child = town.child(throw, town.until, (14, 16))
    return replace(child, home=town.places.homes[home], old_home=child.home)
