"""Who is a child and who is an adult, as far as reports in scope say; who shares a home or a family."""

from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.columns import Ints, Mask, distinct_pairs
from graphsvc.analysis.selection import of_type
from graphsvc.model.view import DESCRIBED_CODE, NO_DAY, NetworkView

_ADULT_YEARS = 18
_DAYS_A_YEAR = 365.2425
_DAY_S = 86400
_NO_BIRTH = np.int64(2**40)


@dataclass(frozen=True)
class People:
    """Age and description of every entity, by entity row; only people have either.

    ``born`` is the latest date of birth that is reported (days since 1970), so that a slip exposes nobody as an adult;
    ``described_child`` and ``described_adult``: some report in scope says so.
    """

    born: Ints
    described_child: Mask
    described_adult: Mask

    @classmethod
    def of(cls, view: NetworkView) -> "People":
        """The people of a view."""
        said, n = view.mentions, len(view.entity_ids)
        born = np.full(n, NO_DAY, np.int64)
        known = said.born != NO_DAY
        np.maximum.at(born, said.entity[known], said.born[known].astype(np.int64))
        child, adult = np.zeros(n, bool), np.zeros(n, bool)
        child[said.entity[said.described == DESCRIBED_CODE["child"]]] = True
        adult[said.entity[said.described == DESCRIBED_CODE["adult"]]] = True
        return cls(born, child, adult)

    def child_at(self, person: Ints, second: Ints, dated: Mask) -> Mask:
        """Whether these people were children at these moments; undated: as they are described.

        Under 18 by a reported date of birth, or described as a child by any report where none is known.
        """
        born = self.born[person]
        age = (second // _DAY_S - born) / _DAYS_A_YEAR
        by_birth: Mask = (born != NO_DAY) & dated & (age < _ADULT_YEARS) & (age >= 0)
        unknown = (born == NO_DAY) | ~dated
        found: Mask = by_birth | (unknown & self.described_child[person])
        return found

    def adult_at(self, person: Ints, second: Ints, dated: Mask) -> Mask:
        """Whether these people were certainly adults at these moments; nobody of unknown age is."""
        born = self.born[person]
        old = (second // _DAY_S - born) / _DAYS_A_YEAR >= _ADULT_YEARS
        unknown = (born == NO_DAY) | ~dated
        described = self.described_adult[person] & ~self.described_child[person]
        found: Mask = ((born != NO_DAY) & dated & old) | (unknown & described)
        return found


@dataclass(frozen=True)
class Households:
    """Pairs that everyday life puts together: family, people of one home, and a person and the place they live or learn at."""

    keys: Ints
    width: int

    @classmethod
    def of(cls, view: NetworkView, usable: Mask) -> "Households":
        """The pairs of a view, from usable links."""
        n = max(len(view.entity_ids), 1)
        rows = np.flatnonzero(usable & of_type(view, "FAMILY_OF", "LIVES_WITH", "LIVES_AT", "ATTENDS"))
        first, second = view.link_from[rows].astype(np.int64), view.link_to[rows].astype(np.int64)
        homes = np.flatnonzero(usable & of_type(view, "LIVES_AT"))
        one, other = _share(view.link_to[homes].astype(np.int64), view.link_from[homes].astype(np.int64), n)
        a, b = np.concatenate([first, one]), np.concatenate([second, other])
        low, high = distinct_pairs(np.minimum(a, b), np.maximum(a, b), n)
        return cls(low * n + high, n)

    def holds(self, a: Ints, b: Ints) -> Mask:
        """Whether each pair is one of everyday life."""
        found: Mask = np.isin(np.minimum(a, b) * self.width + np.maximum(a, b), self.keys)
        return found


def _share(home: Ints, person: Ints, n: int) -> tuple[Ints, Ints]:
    """Every two different people who are said to live at one place."""
    home, person = distinct_pairs(home, person, n)
    order = np.argsort(home, kind="stable")
    home, person = home[order], person[order]
    start = np.searchsorted(home, home, "left")
    place = np.arange(len(home))
    before = place - start
    later = np.repeat(place, before)
    within = np.arange(len(later)) - np.repeat(np.cumsum(before) - before, before)
    return person[np.repeat(start, before) + within], person[later]
