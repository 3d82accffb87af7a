"""Worries that belong to no planted pattern: they are mostly vague, and nobody's plan.

They keep a finder honest. Most bring a child, an adult and a place together once and not again; but some worries stand and are
told again and again, three busy taxis and the booking number of each operator turn up beside many children, residents of one home
stay out together, rumours are told three times from one origin, and after the press story many report what they half remember.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from graphsvc.wexmoor.dice import dice, pick, weighted
from graphsvc.wexmoor.ordinary import Life, resident_of
from graphsvc.wexmoor.people import PEOPLE, Vehicle
from graphsvc.wexmoor.rhythm import SPIKE_DAYS, moment, story_day
from graphsvc.wexmoor.taxis import operators
from graphsvc.wexmoor.told import Happening, Line, Told, When

RUMOUR_SHARE = 0.05
STANDING_SHARE = 0.11
STANDING = 20
"""How many worries stand, at factor 1: about one child and one adult each, told of two or three times."""
BUSY_TAXIS = 3
AGAIN_SHARE = 0.12


@dataclass(frozen=True)
class Worry:
    """One sort of worry."""

    form: str
    weight: float
    kind: str
    title: str
    where: str
    hours: str
    sentence: str
    place_part: str
    other: str = "unnamed"
    vehicle: bool = False
    phone: bool = False
    who_part: str = "victim"
    grade: tuple[str, str] | None = None


UNNAMED = ("a man in a grey hood", "a man of about forty", "a woman in a long coat", "a man called Jay")
WORRIES: tuple[Worry, ...] = (
    Worry("intel", 3, "sighting", "Adult speaking to a child", "station", "evening",
          "{who} was seen speaking with {other} at {place}.", "seen at"),
    Worry("intel", 2, "sighting", "Child in a car", "takeaway", "evening",
          "{who} was seen in {vehicle} near {place}.", "seen at", "", True),
    Worry("incidents", 1.5, "sighting", "Child in a taxi at night", "station", "night",
          "{who} got into {vehicle} at {place} late at night.", "pick-up", "", True),
    Worry("intel", 1.5, "sighting", "Older company", "park", "evening",
          "{who} was seen with {other} at {place}.", "seen at", "adult"),
    Worry("incidents", 2, "suspicious approach", "Approach to a child", "park", "after school",
          "{other} asked {who} for the way at {place}, and walked off.", "offence"),
    Worry("incidents", 1.5, "suspicious approach", "Approach to a child", "station", "evening",
          "{other} asked {who} for a phone number at {place}.", "offence", "adult"),
    Worry("social", 3, "disclosure of concern", "Gift not explained", "shop", "day",
          "{who} has a new phone and did not wish to say who gave it; it may come from {place}.", "unknown", ""),
    Worry("social", 2, "disclosure of concern", "Online contact", "home", "evening",
          "{who} told a worker that {other} sends messages asking for pictures.", "residence"),
    Worry("schools", 3, "unexplained journey", "Collected by an adult not known", "school", "gate",
          "{who} was collected from {place} by {other}.", "pick-up"),
    Worry("schools", 2, "disclosure of concern", "Worried friend", "school", "day",
          "A friend is worried that {who} is being harmed by somebody older; no name was given.", "unknown", ""),
    Worry("health", 2, "attendance", "Injury not explained", "hospital", "night",
          "{who} came to {place} with bruises and was afraid to say how they came about.", "reported at", ""),
    Worry("lantern", 2.5, "disclosure of concern", "Something a child said", "takeaway", "evening",
          "{who} said that {other} at {place} offers free food.", "meeting"),
    Worry("harbour", 2.5, "call", "Call about a friend", "park", "evening",
          "{who} rang about a friend who is being pressed to meet {other} at {place}.", "meeting", who_part="witness"),
    Worry("social", 1.5, "contact by phone", "Messages that frighten a child", "home", "evening",
          "{who} gets frightening messages from a number that is withheld.", "residence", ""),
    Worry("social", 2, "contact by phone", "Calls at night", "home", "night",
          "{who} gets calls from {phone} at night; it may be a taxi booking gone wrong.", "residence", "", phone=True),
    Worry("homes", 1, "contact by phone", "Calls at night", "home", "night",
          "{phone} rang for {who} twice; nobody spoke.", "residence", "", phone=True),
    Worry("homes", 3, "missing episode", "Not back at night", "found", "night",
          "{who} was not back at night and was found at {place}.", "found at", ""),
    Worry("missing", 3, "missing episode", "Missing overnight", "found", "night",
          "{who} was reported missing and was found at {place}.", "found at", ""),
    Worry("complaints", 1, "complaint", "Remark by a driver", "rank", "night",
          "A passenger said that {other}, driving {vehicle}, made a remark at {place}.", "pick-up", "driver", True),
)  # fmt: skip
PRESS = (
    Worry("intel", 4, "sighting", "Call after the press story", "station", "evening",
          "A caller who read the story thinks that {other} at {place} may have spoken to children last year.", "seen at",
          grade=("2", "D")),
    Worry("harbour", 2, "call", "Call after the press story", "takeaway", "evening",
          "A caller who read the story thinks that {other} is often at {place}.", "seen at"),
)  # fmt: skip


class Worries:
    """Makes reports of worry."""

    def __init__(self, life: Life) -> None:
        self._life, self._town = life, life.town

    def reports(self, number: int, day: date) -> Iterator[Told]:
        """The report of this number, and as often as not nothing else: some are told again, some are a rumour of three."""
        throw = dice(self._town.seed, "concern", number)
        since = (day - story_day(self._town.until)).days
        if 0 <= since < SPIKE_DAYS and throw.random() < 0.6:
            yield self._told(throw, weighted(throw, PRESS, [w.weight for w in PRESS]), day)
        elif throw.random() < RUMOUR_SHARE:
            yield from self._rumour(throw, day)
        elif throw.random() < STANDING_SHARE:
            yield self._standing(throw, day)
        else:
            first = self._told(throw, weighted(throw, WORRIES, [w.weight for w in WORRIES]), day)
            yield first
            yield from self._with_a_friend(throw, first)
            again = self._life.told_again(first, number) if throw.random() < AGAIN_SHARE else None
            if again is not None:
                yield again

    def _told(self, throw: Random, worry: Worry, day: date) -> Told:
        life = self._life
        names_child = "{who}" in worry.sentence
        kind = {"homes": "resident", "missing": "any resident" if throw.random() < 0.6 else "child"}.get(
            worry.form, "child"
        )
        who = life.person(throw, kind, day) if names_child else None
        other = life.person(throw, worry.other, day) if worry.other in ("adult", "driver") else None
        place = life.place(throw, worry.where, who)
        vehicle = ((other.vehicle if other else None) or self._taxi(throw)) if worry.vehicle else None
        missing = worry.kind == "missing episode"
        at = moment(throw, day, worry.hours)
        line = Line(
            worry.sentence, who=who, who_part="missing" if missing else worry.who_part,
            other=other, other_part="suspect" if other or worry.other == "unnamed" else "",
            other_unnamed=pick(throw, UNNAMED) if worry.other == "unnamed" else "",
            place=place, place_part=worry.place_part, vehicle=vehicle,
            phone=pick(throw, operators()).phone if worry.phone else "",
        )  # fmt: skip
        ties = tuple(life.ties(throw, worry.form, who, 0.6)) if who else ()
        when = When(at, at + timedelta(hours=throw.randint(3, 20)) if missing else None)
        reference = f"WXE-{throw.getrandbits(44):012X}"
        return Told(
            worry.form, when, worry.title, (line, *ties), (Happening(worry.kind, worry.title, reference),),
            grade=worry.grade, sort="concern",
        )  # fmt: skip

    def _taxi(self, throw: Random) -> Vehicle:
        """Any taxi, but half the time one of the three that are on the road day and night."""
        if throw.random() < 0.5:
            busy = dice(self._town.seed, "busy taxi", throw.randrange(BUSY_TAXIS))
            return self._life.person(busy, "driver", self._town.until).vehicle or pick(throw, self._life.drivers).taxi
        return pick(throw, self._life.drivers).taxi

    def _standing(self, throw: Random, day: date) -> Told:
        """One of the worries that stand: the same child, adult, place and agency as the other times it is told."""
        count = round(STANDING * max(1.0, self._town.size / PEOPLE))
        fixed = dice(self._town.seed, "standing", throw.randrange(count))
        until = self._town.until
        child, adult = self._town.child(fixed, until, (13, 16)), self._life.person(fixed, "adult", until)
        place = pick(fixed, (*self._town.places.parks, *self._town.places.takeaways, child.school or child.home))
        form = pick(fixed, ("intel", "social", "lantern", "schools", "incidents"))
        line = Line(
            "{who} was again with {other} at {place}; it may be a relative.", who=child, who_part="victim",
            other=adult, other_part="suspect", place=place, place_part="seen at", statement="assessment",
        )  # fmt: skip
        return Told(
            form, When(moment(throw, day, "after school")), "Child with an adult", (line,),
            (Happening("sighting", "Child with an adult"),), sort="concern",
        )  # fmt: skip

    def _with_a_friend(self, throw: Random, first: Told) -> Iterator[Told]:
        """Another resident of the same home who stayed out with the first."""
        who, line = first.lines[0].who, first.lines[0]
        if who is None or line.who_part != "missing" or who.home not in self._town.places.homes or throw.random() > 0.3:
            return
        friend = resident_of(self._town, self._town.places.homes.index(who.home), throw.randrange(6))
        if friend.index != who.index:
            yield replace(
                first, lines=(replace(line, who=friend),), happenings=(Happening("missing episode", first.title),)
            )

    def _rumour(self, throw: Random, day: date) -> Iterator[Told]:
        """One thing that one person said, written down by three agencies as if it were three things."""
        adult, child = self._life.person(throw, "adult", day), self._life.person(throw, "child", day)
        place = pick(throw, (*self._town.places.takeaways, *self._town.places.parks))
        origin = f"Anonymous call to Harbour House on {day.day} {day:%B %Y}"
        at = moment(throw, day, "evening")
        for form, said in (
            ("harbour", "{who} rang and said that {other} is often at {place}."),
            ("intel", "It is said that {other} spends time with children at {place}."),
            ("social", "A partner agency heard that {other} meets {who} at {place}."),
        ):
            with_child = "{who}" in said
            line = Line(
                said, who=child if with_child else None, who_part="witness" if form == "harbour" else "victim",
                other=adult, other_part="suspect", place=place, place_part="meeting", statement="opinion",
            )  # fmt: skip
            yield Told(
                form, When(at), "Rumour about a man and children" if adult.sex == "m" else "Rumour about a woman and children",
                (line,), (Happening("sighting", "Said to be with children"),), origin=origin, grade=("2", "D"), sort="concern",
            )  # fmt: skip
