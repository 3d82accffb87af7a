"""Writes what is told in an agency's own form, with the agency's own mistakes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from graphsvc.wexmoor import dirt
from graphsvc.wexmoor.agencies import GAZETTEER, HABITS, NAMESPACES, Habits
from graphsvc.wexmoor.dice import dice, pick, spread_number, weighted
from graphsvc.wexmoor.forms import FORMS, Form
from graphsvc.wexmoor.people import Person, Town, Vehicle
from graphsvc.wexmoor.places import Place
from graphsvc.wexmoor.told import Line, Told, When

Cells = dict[str, str]
NUMBERS_HELD = 0.93
NO_SUCH_DAY = {"/": "31/02/2026", "-": "2026-02-31", ".": "31.02.2026"}


@dataclass
class Written:
    """A report as its agency writes it. ``broken`` holds the indexes of rows that cannot be used."""

    form: Form
    reference: str
    day: date
    rows: list[Cells]
    broken: dict[int, str] = field(default_factory=dict)


class Tally:
    """Counts how often each agency made a mistake, and how often it could have."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])

    def made(self, agency: str, fault: str, happened: bool) -> bool:
        """Count one chance, and whether it happened."""
        count = self.counts[agency, fault]
        count[0] += happened
        count[1] += 1
        return happened


class Pen:
    """Writes reports, one after the other; every agency counts its own. Each has a number for
    everybody in ``people`` and every place in ``places``; of the others, for as many as is its habit."""

    def __init__(self, town: Town, people: frozenset[int] = frozenset(), places: frozenset[str] = frozenset()) -> None:
        self.town, self.known_people, self.known_places, self.tally = town, people, places, Tally()
        self._numbers: dict[str, int] = defaultdict(int)

    def write(self, told: Told) -> Written:
        """One report in its form."""
        form = FORMS[told.form]
        self._numbers[form.name] += 1
        number = self._numbers[form.name]
        reference = f"{form.code}-{told.when.at:%y}-{number:06d}"
        sheet = _Sheet(self, form, told, reference, number)
        rows = sheet.rows()
        written = Written(form, reference, told.when.at.date(), rows)
        self._break(sheet.throw, told, written)
        return written

    def _break(self, throw: Random, told: Told, written: Written) -> None:
        habits = HABITS[written.form.agency]
        for at, row in enumerate(written.rows):
            if told.clock and row["from"]:
                written.broken[at] = "a time that the clocks left out or repeated"
            elif _may_break(told) and self.tally.made(habits.agency, "broken", throw.random() < habits.broken):
                written.broken[at] = _spoil(throw, row)


def _may_break(told: Told) -> bool:
    return not told.careful and told.sort == "ordinary"


def _spoil(throw: Random, row: Cells) -> str:
    if row["from"] and throw.random() < 0.5:
        separator = next(c for c in row["from"] if c in NO_SUCH_DAY)
        row["from"] = NO_SUCH_DAY[separator]
        row["from_time"] = row["to"] = row["to_time"] = ""
        return "a day that does not exist"
    if throw.random() < 0.5:
        row["reference"] = ""
        return "no reference"
    row["short"] = "yes"
    return "cells are missing"


class _Sheet:
    """One report while it is written: a person is called the same on every line of it."""

    def __init__(self, pen: Pen, form: Form, told: Told, reference: str, number: int) -> None:
        self._pen, self._form, self._told = pen, form, told
        self._reference, self._number = reference, number
        self._habits: Habits = HABITS[form.agency]
        self._town = pen.town
        self.throw = dice(pen.town.seed, "write", form.name, number)
        self._called: dict[tuple[int, str], Cells] = {}

    def rows(self) -> list[Cells]:
        head = self._head()
        rows = [{**head, **self._line(at, line)} for at, line in enumerate(self._told.lines, start=1)]
        text = " ".join(row["sentence"] for row in rows)
        return [{**row, "text": text} for row in rows]

    def _made(self, fault: str, share: float) -> bool:
        return self._pen.tally.made(self._habits.agency, fault, self.throw.random() < share)

    def _head(self) -> Cells:
        told, least = self._told, self._habits.delay_days
        written = min(told.when.at.date() + timedelta(days=self.throw.randint(*least)), self._town.until)
        restricted = self._form.name == "social" and not told.careful and self.throw.random() < 0.015
        head = {
            "reference": self._reference,
            "recorded": written.strftime(self._form.dates.day),
            "title": told.title,
            "origin": told.origin,
            "restricted": "Yes" if restricted else "No",
        }
        return head | (self._grading() if self._form.name == "intel" else {})

    def _grading(self) -> Cells:
        throw, told = self.throw, self._told
        mix = self._habits.grades
        source, intelligence = told.grade or weighted(throw, [g for g, _ in mix], [w for _, w in mix])
        cells = {"src": source, "int": intelligence, "hnd": "P"}
        if intelligence == "B":
            cells["corrob"] = f"{self._form.code}-{told.when.at:%y}-{max(1, self._number - throw.randint(1, 40)):06d}"
        if intelligence == "E":
            cells["why"] = "The source has said the opposite before."
        if not told.careful and throw.random() < 0.06:
            cells |= {"hnd": "C", "cond": "Speak to the intelligence unit before use."}
            if throw.random() < 0.85:
                cells |= {"act": pick(throw, ("A1", "A2", "A3")), "san": pick(throw, ("S1", "S2"))}
        return cells

    def _line(self, at: int, line: Line) -> Cells:
        who = self._person("who", line.who, line.who_as)
        other = self._person("other", line.other, line.other_as)
        if line.other_unnamed:
            other = {"other_is": self._form.sorts["adult"], "other_aka": ""}
        place, vehicle = self._place(line), self._vehicle(line.vehicle)
        words = {
            "who": who.get("who", ""),
            "other": other.get("other") or line.other_unnamed,
            "place": place.get("place") or place.get("place_addr", ""),
            "vehicle": " ".join(filter(None, (vehicle.get("colour"), vehicle.get("veh"), vehicle.get("vrm")))),
            "phone": line.phone,
        }
        sentence = line.sentence.format(**words)
        if self._form.encoding == "cp1252":
            sentence = sentence.replace("'", "’")  # what word processors make of it, and why these files are not ASCII
        parts = {
            "who_part": self._form.parts.get(line.who_part, "") if line.who else "",
            "other_part": self._form.parts.get(line.other_part, "") if line.other or line.other_unnamed else "",
        }
        cells = {
            "item": str(at),
            "sentence": sentence[:1].upper() + sentence[1:],
            "statement": line.statement,
            "relation": line.relation,
            "detail": line.detail,
            "phone": line.phone,
        }
        return cells | who | other | parts | place | vehicle | self._firm(line) | self._time(line) | self._event(line)

    def _person(self, end: str, person: Person | None, called: str) -> Cells:
        if person is None:
            return {}
        key = (person.index, called)
        if key not in self._called:
            self._called[key] = self._call(person, called)
        return {f"{end}{name}": value for name, value in self._called[key].items()}

    def _call(self, person: Person, called: str) -> Cells:
        habits, throw, agency = self._habits, self.throw, self._habits.agency
        day = self._told.when.at.date()
        child = person.is_child_on(day)
        cells = {
            "": called or self._name(person),
            "_is": self._form.sorts["child" if child else "adult"],
            "_age": str(person.age_on(day) + (throw.randint(-4, 4) if not child else throw.choice((0, 0, 0, -1, 1)))),
            "_badge": person.driver_badge,
            "_staff": person.staff_badge,
            "_job": person.job,
        }
        sure = person.index in self._pen.known_people
        if sure or dice(self._town.seed, "held", agency, person.index).random() < NUMBERS_HELD:
            cells["_no"] = own_number(habits, person)
        if child and (sure or dice(self._town.seed, "wcr", agency, person.index).random() < habits.child_references):
            cells["_wcr"] = person.child_reference if habits.child_references else ""
        if self._form.columns.get("who_born") and throw.random() < habits.birth_dates:
            wrong = self._made("birth date wrong", habits.born_wrong)
            born = dirt.transposed(throw, person.born) if wrong else person.born
            cells["_born"] = born.strftime(self._form.dates.day)
        if not called and throw.random() < 0.08:
            cells["_aka"] = dirt.nickname(throw, person.given)
        return cells

    def _name(self, person: Person) -> str:
        habits, throw = self._habits, self.throw
        if self._made("name misspelt", habits.misspelt):
            return dirt.misspelt(throw, person.name)
        if self._made("name reversed", habits.reversed):
            return dirt.reversed_name(person.given, person.family)
        if self._made("nickname for name", habits.nickname):
            return f"{dirt.nickname(throw, person.given)} {person.family}"
        return person.name

    def _place(self, line: Line) -> Cells:
        place = line.place
        if place is None:
            return {}
        if line.relation == "lives at" and line.who and place == line.who.home and not self._told.careful:
            place = line.who.old_home if self._made("old address", self._habits.old_address) else place
        known = self._knows(place)
        wrong = not self._told.careful and self._made("wrong town", self._habits.wrong_town)
        cells = {
            "place": place.name,
            "place_kind": self._form.kinds.get(place.kind, place.kind),
            "place_addr": place.street,
            "town": pick(self.throw, dirt.WRONG_TOWNS) if wrong else "Wexmoor",
            "place_part": self._form.place_parts.get(line.place_part, ""),
        }
        if known:
            cells |= {"place_uprn": place.uprn, "lat": place.latitude, "lon": place.longitude}
        if place.urn and "place_urn" in self._form.columns:
            cells |= {"place_urn": place.urn, "lat": place.latitude, "lon": place.longitude}
        return cells

    def _knows(self, place: Place) -> bool:
        share = GAZETTEER.get(self._form.agency, 1.0)
        return (
            place.key in self._pen.known_places
            or dice(self._town.seed, "gazetteer", self._form.agency, place.key).random() < share
        )

    def _vehicle(self, vehicle: Vehicle | None) -> Cells:
        if vehicle is None or "vrm" not in self._form.columns:
            return {}
        wrong = not self._told.careful and self._made("plate misread", self._habits.plate_wrong)
        return {
            "vrm": dirt.misread(self.throw, vehicle.vrm) if wrong else vehicle.vrm,
            "plate": vehicle.plate,
            "veh": vehicle.make,
            "colour": vehicle.colour,
        }

    def _firm(self, line: Line) -> Cells:
        return {"op": line.operator.name, "op_licence": line.operator.licence} if line.operator else {}

    def _event(self, line: Line) -> Cells:
        if line.relation or not self._told.happenings:
            return {}
        happened = self._told.happenings[line.event]
        reference = happened.reference or f"{self._reference}-E{line.event + 1}"
        return {"event_ref": reference, "event_kind": happened.kind, "event_title": happened.title}

    def _time(self, line: Line) -> Cells:
        when = line.when or (None if line.relation else self._told.when)
        if when is None:
            return {"from": ""}
        coarse = when.exact != "month" and not self._told.careful and self._made("month only", self._habits.month_only)
        if coarse or when.exact == "month":
            return {"from": when.at.strftime(self._form.dates.month)}
        return self._exact(when)

    def _exact(self, when: When) -> Cells:
        dates = self._form.dates
        cells = {"from": when.at.strftime(dates.day)}
        if when.exact == "minute":
            cells |= _joined("from", cells["from"], when.at.strftime(dates.time), dates.apart)
        if when.until and "to" in self._form.columns:
            cells |= _joined("to", when.until.strftime(dates.day), when.until.strftime(dates.time), dates.apart)
        return cells


def _joined(name: str, day: str, time: str, apart: bool) -> Cells:
    return {name: day, f"{name}_time": time} if apart else {name: f"{day} {time}"}


def own_number(habits: Habits, person: Person) -> str:
    """The number an agency keeps a person under."""
    return f"{habits.prefix}{spread_number(person.index, habits.number_step):07d}"


def source_reference(habits: Habits, person: Person) -> str:
    """The same number as the service keeps it once imported."""
    return f"{NAMESPACES[habits.agency]}:{own_number(habits, person)}"
