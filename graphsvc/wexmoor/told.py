"""What a report tells, before an agency writes it in its own form and with its own mistakes."""

from dataclasses import dataclass
from datetime import datetime

from graphsvc.wexmoor.people import Person, Vehicle
from graphsvc.wexmoor.places import Place
from graphsvc.wexmoor.taxis import Operator


@dataclass(frozen=True)
class When:
    """A local time. ``exact`` is minute, day or month."""

    at: datetime
    until: datetime | None = None
    exact: str = "minute"


@dataclass(frozen=True)
class Happening:
    """What happened. Two reports that quote one ``reference`` speak of one event."""

    kind: str
    title: str
    reference: str = ""


@dataclass(frozen=True)
class Line:
    """One statement of a report: a sentence, and what it names.

    The sentence has the places ``{who}``, ``{other}``, ``{place}``, ``{vehicle}`` and ``{phone}`` for what the agency calls them.
    ``other_unnamed`` describes somebody whose name nobody knew; ``who_as`` and ``other_as`` are names other than the real one.
    With ``relation`` it joins who to what; without, all it names took part in what happened.
    """

    sentence: str
    when: When | None = None
    who: Person | None = None
    who_part: str = ""
    other: Person | None = None
    other_part: str = ""
    place: Place | None = None
    place_part: str = ""
    vehicle: Vehicle | None = None
    phone: str = ""
    operator: Operator | None = None
    relation: str = ""
    detail: str = ""
    statement: str = "fact"
    event: int = 0
    other_unnamed: str = ""
    who_as: str = ""
    other_as: str = ""


@dataclass(frozen=True)
class Told:
    """A report: who writes it, what happened, its statements.

    ``sort`` is ordinary, concern or planted; ``pattern`` the number of a planted pattern. Neither is ever written into a
    partner's file. ``careful``: numbers, plates and times are right, as where they were checked; ``clock``: the time lies in an
    hour that the clocks left out or repeated, and cannot be used.
    """

    form: str
    when: When
    title: str
    lines: tuple[Line, ...]
    happenings: tuple[Happening, ...] = ()
    origin: str = ""
    grade: tuple[str, str] | None = None
    sort: str = "ordinary"
    pattern: int = 0
    careful: bool = False
    clock: bool = False
