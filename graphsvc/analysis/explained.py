"""What a careless eye takes for a pattern: people who are everywhere because of their work, and two people of one name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Groups, Ints, Mask, distinct, distinct_pairs
from graphsvc.analysis.occasions import Occasions, Part
from graphsvc.analysis.people import Households, People
from graphsvc.analysis.selection import is_type, of_type
from graphsvc.analysis.strength import cited_links, ids_of
from graphsvc.model.standing_out import CautionKind, Explained
from graphsvc.model.view import NetworkView

FEWEST_CHILDREN, FEWEST_AGENCIES, FEWEST_OCCASIONS = 5, 3, 8
_YEAR_DAYS = 366


def known_by_work(found: Occasions, households: Households) -> list[Explained]:
    """Adults whom reports of several agencies put beside many children and of whom nothing is alleged.

    A worker is everywhere because of the work. Nothing is concluded from it, either way.
    """
    view, n = found.view, max(len(found.view.entity_ids), 1)
    alleged, harmed = _ever(found, Part.ALLEGED), _ever(found, Part.HARMED)
    others = (found.part == Part.PERSON) & found.inside[found.at] & ~alleged[found.who] & ~harmed[found.who]
    others &= ~_child(found)
    child, occasion = _children_present(found)
    which, position = Groups.by(occasion, len(found)).expand(found.at[others])
    adult, beside = found.who[others][which], child[position]
    keep = (adult != beside) & ~households.holds(adult, beside)
    pair_adult, _ = distinct_pairs(adult[keep], beside[keep], n)
    children = np.bincount(pair_adult, minlength=n)
    explained = [
        _worker(found, int(person), int(children[person])) for person in np.flatnonzero(children >= FEWEST_CHILDREN)
    ]
    kept = [e for e in explained if len(e.agencies) >= FEWEST_AGENCIES and e.occasions >= FEWEST_OCCASIONS]
    assert all(is_type(view, "Person")[view.index_of(e.entity_ids[0])] for e in kept)  # noqa: S101
    return sorted(kept, key=lambda e: (-e.children, e.entity_ids))


def _worker(found: Occasions, person: int, children: int) -> Explained:
    rows = found.of(person)
    rows = rows[found.inside[rows]]
    parts = found.by_who.rows(person)
    links, reports = cited_links(found.view, found.row[parts[found.inside[found.at[parts]]]])
    return Explained(
        CautionKind.KNOWN_BY_WORK, (found.view.id_of(person),), found.tellings(rows), children,
        tuple(sorted(found.agencies(rows))), links, reports,
    )  # fmt: skip


def _ever(found: Occasions, part: Part) -> Mask:
    mask = np.zeros(len(found.view.entity_ids), bool)
    mask[found.who[found.part == part]] = True
    return mask


def _child(found: Occasions) -> Mask:
    """Whether each part is of somebody who was a child then."""
    return found.people.child_at(found.who, found.start[found.at], found.dated[found.at])


def _children_present(found: Occasions) -> tuple[Ints, Ints]:
    """Every child in an occasion, whatever the part, and the occasion."""
    use = (_child(found) | (found.part == Part.HARMED)) & found.inside[found.at]
    return found.who[use], found.at[use]


@dataclass(frozen=True)
class Namesakes:
    """Who shares a name with whom and cannot be the same person, as far as reports say."""

    found: Occasions
    by_name: Groups
    person: Ints
    names: Groups
    name: Ints
    homes: Groups
    home: Ints

    @classmethod
    def of(cls, found: Occasions) -> "Namesakes":
        """The names and homes of a view."""
        view, n = found.view, max(len(found.view.entity_ids), 1)
        said = view.mentions
        named = said.name > 0
        person, name = distinct_pairs(said.entity[named], said.name[named], max(len(said.words), 1))
        rows = np.flatnonzero(found.usable & of_type(view, "LIVES_AT"))
        who, home = distinct_pairs(view.link_from[rows], view.link_to[rows], n)
        return cls(
            found, Groups.by(name, max(len(said.words), 1)), person, Groups.by(person, n), name, Groups.by(who, n), home
        )

    def of_person(self, person: int) -> Ints:
        """The others of one name who are somebody else: another birth, or another home and never the same one."""
        names = self.name[self.names.rows(person)]
        others = distinct(self.person[self.by_name.expand(names)[1]]) if len(names) else np.zeros(0, np.int64)
        return np.array([o for o in others if o != person and self._somebody_else(person, int(o))], np.int64)

    def _somebody_else(self, one: int, other: int) -> bool:
        people: People = self.found.people
        born = people.born[[one, other]]
        known = (born > -(10**8)).all()
        if known and abs(int(born[0]) - int(born[1])) > _YEAR_DAYS:
            return True
        here, there = (set(self.home[self.homes.rows(p)].tolist()) for p in (one, other))
        return bool(here and there and not here & there and not known)


def shared_names(found: Occasions, alleged: Iterable[int]) -> Iterator[tuple[int, Ints]]:
    """Each person alleged who has a namesake on record beside children, and those namesakes."""
    namesakes = Namesakes.of(found)
    child, occasion = _children_present(found)
    with_child = np.zeros(len(found), bool)
    with_child[occasion] = True
    beside = np.zeros(len(found.view.entity_ids), bool)
    beside[found.who[with_child[found.at]]] = True
    beside[child] = False
    for person in alleged:
        others = namesakes.of_person(person)
        others = others[beside[others]]
        if len(others):
            yield person, others


def one_name(found: Occasions, view: NetworkView, person: int, others: Ints) -> Explained:
    """The finding that one name stands for several people."""
    everybody = np.concatenate([[person], others])
    rows = np.concatenate([found.by_who.rows(int(p)) for p in everybody])
    at = distinct(found.at[rows])
    links, reports = cited_links(view, found.row[rows])
    return Explained(
        CautionKind.SHARED_NAME, (view.id_of(person), *ids_of(view, others)), found.tellings(at), 0,
        tuple(sorted(found.agencies(at))), links, reports,
    )  # fmt: skip
