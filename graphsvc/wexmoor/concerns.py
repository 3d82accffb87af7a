"""Worries that belong to no planted pattern: each stands alone, is mostly vague, and is nobody's plan.

They keep a finder honest. A child, an adult and a place meet once in them and not again; rumours are told three times from one
origin; after the press story many people report what they half remember.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from graphsvc.wexmoor.dice import dice, pick, weighted
from graphsvc.wexmoor.ordinary import Life
from graphsvc.wexmoor.rhythm import SPIKE_DAYS, moment, story_day
from graphsvc.wexmoor.told import Happening, Line, Told, When

RUMOUR_SHARE = 0.05
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
    who_part: str = "victim"
    grade: tuple[str, str] | None = None


UNNAMED = ("a man in a grey hood", "a man of about forty", "a woman in a long coat", "a man called Jay")
WORRIES: tuple[Worry, ...] = (
    Worry("intel", 3, "sighting", "Adult speaking to a child", "station", "evening",
          "{who} was seen speaking with {other} at {place}.", "seen at"),
    Worry("intel", 2, "sighting", "Child in a car", "takeaway", "evening",
          "{who} was seen in {vehicle} near {place}.", "seen at", "", True),
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
        else:
            first = self._told(throw, weighted(throw, WORRIES, [w.weight for w in WORRIES]), day)
            yield first
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
        vehicle = None
        if worry.vehicle:
            vehicle = (other.vehicle if other else None) or pick(throw, life.drivers).taxi
        missing = worry.kind == "missing episode"
        at = moment(throw, day, worry.hours)
        line = Line(
            worry.sentence, who=who, who_part="missing" if missing else worry.who_part,
            other=other, other_part="suspect" if other or worry.other == "unnamed" else "",
            other_unnamed=pick(throw, UNNAMED) if worry.other == "unnamed" else "",
            place=place, place_part=worry.place_part, vehicle=vehicle,
        )  # fmt: skip
        ties = tuple(life.ties(throw, worry.form, who, 0.6)) if who else ()
        when = When(at, at + timedelta(hours=throw.randint(3, 20)) if missing else None)
        reference = f"WXE-{throw.getrandbits(44):012X}"
        return Told(
            worry.form, when, worry.title, (line, *ties), (Happening(worry.kind, worry.title, reference),),
            grade=worry.grade, sort="concern",
        )  # fmt: skip

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
