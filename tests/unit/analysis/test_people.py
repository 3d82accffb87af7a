"""Who is a child and who an adult, and who shares a home or a family."""

from itertools import combinations

import numpy as np
import pytest

from graphsvc.analysis.people import Households, People
from graphsvc.model.view import NetworkView
from tests.support.harm import row_of
from tests.support.views import Known, a_view, said

DAY_S = 86400
MARCH_2026 = 20513 * DAY_S
"""1 March 2026: 56 years of 365 days, 14 leap days and 59 days after the first of 1970."""


def ages(*known: Known, dated: bool = True) -> tuple[bool, bool]:
    """Whether ann counts as a child and as an adult on 1 March 2026."""
    view = a_view(alone=("ann",), known=known)
    people, who = People.of(view), np.array([row_of(view, "ann")])
    moment = np.array([MARCH_2026]), np.array([dated])
    return bool(people.child_at(who, *moment)[0]), bool(people.adult_at(who, *moment)[0])


@pytest.mark.parametrize(
    ("known", "child", "adult"),
    [
        ({"born": "2008-03-05"}, True, False),
        ({"born": "2008-02-25"}, False, True),
        ({"born": "2026-06-01"}, False, False),
        ({"described": "child"}, True, False),
        ({"described": "adult"}, False, True),
        ({"born": "1990-01-01", "described": "child"}, False, True),
        ({"born": "2012-01-01", "described": "adult"}, True, False),
        ({}, False, False),
    ],
)
def test_who_was_a_child(known: dict[str, str], child: bool, adult: bool) -> None:
    """A date of birth decides where one is known, else the description; of nobody unknown is either said."""
    assert ages(Known("ann", **known)) == (child, adult)


def test_without_a_date_the_description_decides() -> None:
    """Of an undated occasion no age can be known, only what somebody was called."""
    assert ages(Known("ann", born="1990-01-01"), dated=False) == (False, False)
    assert ages(Known("ann", born="1990-01-01", described="adult"), dated=False) == (False, True)
    assert ages(Known("ann", described="child"), dated=False) == (True, False)


def test_a_slip_in_one_report_makes_no_child_an_adult() -> None:
    """Of two dates of birth the later is taken; called child by one and adult by another, nobody is certainly an adult."""
    assert ages(Known("ann", born="2010-02-01"), Known("ann", born="1990-02-01")) == (True, False)
    assert ages(Known("ann", described="adult"), Known("ann", described="child")) == (True, False)


def held(view: NetworkView) -> set[str]:
    """Every pair of a view that everyday life puts together, by name."""
    home = Households.of(view, np.ones(len(view.link_from), bool))
    names = [bytes.fromhex(i.decode()).rstrip(b"\0").decode() for i in view.entity_ids]
    found = set()
    for a, b in combinations(range(len(names)), 2):
        one, other = np.array([a]), np.array([b])
        assert home.holds(one, other)[0] == home.holds(other, one)[0]
        if home.holds(one, other)[0]:
            found.add(f"{names[a]}-{names[b]}")
    return found


def test_people_of_one_home_belong_together_with_it() -> None:
    """Three who live at one place: each with each and with the place; one who lives elsewhere with none of them."""
    view = a_view(*(said(p, "LIVES_AT", h) for p, h in (("a", "home"), ("b", "home"), ("c", "home"), ("d", "other"))))
    assert held(view) == {"a-b", "a-c", "b-c", "a-home", "b-home", "c-home", "d-other"}


def test_pupils_of_one_school_do_not_belong_together() -> None:
    """A school is everyday for each of its pupils, but a thousand pupils are no household; acquaintance is none either."""
    view = a_view(
        said("a", "ATTENDS", "school"), said("b", "ATTENDS", "school"), said("a", "KNOWS", "b"), said("a", "FAMILY_OF", "c")
    )  # fmt: skip
    assert held(view) == {"a-school", "b-school", "a-c"}


def test_a_home_told_twice_is_one_home() -> None:
    """The same address by two reports makes nobody their own company, and an empty view has no households."""
    view = a_view(said("a", "LIVES_AT", "home", report="x"), said("a", "LIVES_AT", "home", report="y"))
    assert held(view) == {"a-home"}
    assert held(a_view()) == set()
