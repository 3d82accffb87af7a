"""Occasions from readable lines, for tests of hotspots and of what stands out.

>>> view = a_view(*happening("e1", "park", harmed=("ann",), alleged=("dan",), start="2026-03-03 22:10"), *crowd(500))
"""

from collections.abc import Iterable, Sequence
from typing import Any

from graphsvc.analysis.occasions import Occasions, Weighing, occasions
from graphsvc.model.links import PersonRole
from graphsvc.model.view import NetworkView
from tests.support.views import Said, id_of, name_of, said

_ROLES = {"harmed": PersonRole.VICTIM, "alleged": PersonRole.SUSPECT, "present": PersonRole.PRESENT}


def happening(event: str, place: str = "", **more: Any) -> list[Said]:
    """Everything one report says of one event: who was ``harmed``, ``alleged``, ``present``; ``vehicles``; ``phones``.

    The report is named after the event, unless another is given; what else is given holds of every statement.
    """
    people = {key: more.pop(key, ()) for key in _ROLES}
    things = {"Vehicle": more.pop("vehicles", ()), "Phone": more.pop("phones", ())}
    role = more.pop("role", "offence")
    more.setdefault("report", f"r {event}")
    told = [said(event, "OCCURRED_AT", place, role=role, **more)] if place else []
    told += [said(w, "TOOK_PART", event, role=_ROLES[k].value, **more) for k, names in people.items() for w in names]
    told += [said(t, "INVOLVED_IN", event, types=(k, "Event"), **more) for k, names in things.items() for t in names]
    return told


def crowd(number: int, place: str = "", start: str = "2026-03-01 12:00", prefix: str = "c") -> list[Said]:
    """Everyday occasions, each with a different person and each told by a report of its own."""
    names = [f"{prefix}{i}" for i in range(number)]
    return [s for name in names for s in happening(name, place, present=(f"p{name}",), start=start)]


def occasions_of(view: NetworkView, **weighing: object) -> Occasions:
    """The occasions of a view under these parameters."""
    return occasions(view, Weighing.model_validate(weighing))


def row_of(view: NetworkView, name: str) -> int:
    """The row of an entity, by its name in the test."""
    row = view.index_of(id_of(name))
    assert row is not None
    return row


def names_of(ids: Iterable[str]) -> list[str]:
    """The names behind ids, in their order."""
    return [name_of(i) for i in ids]


def names_at(view: NetworkView, rows: Iterable[int]) -> set[str]:
    """The names of entities, by their rows."""
    return {name_of(view.id_of(int(r))) for r in rows}


def days(month: str, numbers: Sequence[int], clock: str = "22:00") -> list[str]:
    """Moments on these days of a month: ``days("2026-03", [1, 2])``."""
    return [f"{month}-{n:02} {clock}" for n in numbers]
