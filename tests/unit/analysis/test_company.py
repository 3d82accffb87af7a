"""Recurring company: pairs that meet beyond chance, and the arithmetic of chance."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis.company import Company, binomial_tail, company, discoveries, poisson_tail
from graphsvc.analysis.people import Households
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, days, happening, occasions_of, row_of
from tests.support.views import Said, a_view, name_of, said


def meet(view: NetworkView, **more: int) -> Company:
    """The company of a view."""
    found = occasions_of(view)
    return company(found, Households.of(view, found.usable), **more)


def pairs(view: NetworkView) -> dict[str, int]:
    """The pairs kept, by name, with how often they meet."""
    kept = meet(view)
    names = [[name_of(view.id_of(int(e))) for e in side] for side in (kept.a, kept.b)]
    return {f"{a}-{b}": int(n) for a, b, n in zip(*names, kept.count, strict=True)}


def three_nights(*who: str, place: str = "") -> list[Said]:
    """Three occasions, on days of their own, in which all of these take part."""
    nights = enumerate(days("2026-03", [3, 10, 17]))
    return [s for i, at in nights for s in happening(f"n{i}", place, present=who, start=at)]


def test_a_pair_that_meets_three_times_among_thousands_is_kept() -> None:
    """Three meetings of two who are each in three of 3,000 tellings: 3 x 3 / 3,000 = 0.003 would be usual."""
    view = a_view(*three_nights("ann", "bob"), *crowd(2997))
    kept = meet(view)
    assert pairs(view) == {"ann-bob": 3}
    assert kept.expected.tolist() == pytest.approx([0.003], rel=1e-12)
    other, pair = kept.of(row_of(view, "bob"))
    assert (other.tolist(), pair.tolist()) == ([row_of(view, "ann")], [0])


def test_a_hub_that_everybody_passes_joins_nobody() -> None:
    """Four who were each at the station three times, among three hundred others who pass it once, keep no company with it."""
    often = [
        s
        for i in range(12)
        for s in happening(f"e{i}", "station", present=(f"q{i % 4}",), start=f"2026-02-{i + 1:02} 09:00")
    ]
    assert pairs(a_view(*often, *crowd(300, "station"))) == {}


def test_what_one_origin_tells_of_one_day_is_one_meeting() -> None:
    """A caller who reports five things of one evening makes two people meet once, and once is not company."""
    told = [
        s for i in range(5) for s in happening(f"e{i}", present=("ann", "bob"), start="2026-03-03 22:00", report="a")
    ]
    assert pairs(a_view(*told, *crowd(500))) == {}
    apart = [
        s
        for i, at in enumerate(days("2026-03", range(1, 6)))
        for s in happening(f"e{i}", present=("ann", "bob"), start=at)
    ]
    assert pairs(a_view(*apart, *crowd(500))) == {"ann-bob": 5}


@pytest.mark.parametrize(
    "everyday",
    [
        [said("ann", "FAMILY_OF", "bob", role="sister", report="home")],
        [said("bob", "LIVES_WITH", "ann", report="home")],
        [said("ann", "LIVES_AT", "house", report="home"), said("bob", "LIVES_AT", "house", report="home 2")],
    ],
)
def test_family_and_people_of_one_home_are_no_company(everyday: list[Said]) -> None:
    """Everyday life puts them together; a third person still keeps company with both."""
    view = a_view(*three_nights("ann", "bob", "cat"), *crowd(500), *everyday)
    assert pairs(view) == {"ann-cat": 3, "bob-cat": 3}


@pytest.mark.parametrize("link", ["ATTENDS", "LIVES_AT"])
def test_a_child_and_their_own_school_or_home_are_no_company(link: str) -> None:
    """Who learns or lives at a place is there anyway; a visitor keeps company with it."""
    view = a_view(*three_nights("ann", "dan", place="school"), *crowd(500), said("ann", link, "school", report="x"))
    assert pairs(view) == {"ann-dan": 3, "dan-school": 3}


def test_a_home_address_of_an_event_is_no_company() -> None:
    """A place that is told as somebody's residence joins nobody, though the people of the event still meet."""
    told = [
        s
        for i, at in enumerate(days("2026-03", [3, 10, 17]))
        for s in happening(f"n{i}", "house", role="residence", present=("ann", "bob"), start=at)
    ]
    assert pairs(a_view(*told, *crowd(500))) == {"ann-bob": 3}


def test_a_crowded_occasion_joins_nobody() -> None:
    """Thirty in one room may keep company; with thirty-one it says nothing about two of them."""
    many = tuple(f"q{i:02}" for i in range(30))
    assert len(pairs(a_view(*three_nights(*many), *crowd(3000)))) == 30 * 29 // 2
    assert pairs(a_view(*three_nights(*many, "q30"), *crowd(3000))) == {}


def test_fewer_meetings_than_asked_for_are_not_kept() -> None:
    """Three meetings are company where three are asked for, and none where four are."""
    view = a_view(*three_nights("ann", "bob"), *crowd(500))
    assert [len(meet(view, fewest=n).a) for n in (2, 3, 4)] == [1, 1, 0]


def test_nothing_keeps_no_company() -> None:
    """An empty view, and one without occasions, have no pairs."""
    assert pairs(a_view()) == pairs(a_view(said("ann", "KNOWS", "bob"))) == {}


@pytest.mark.parametrize(
    ("count", "expected", "chance"),
    [
        # 1 - e^-1 (1 + 1 + 1/2), 1 - e^-2 (1 + 2 + 2 + 4/3), 1 - e^-0.5 (1 + 0.5): to the digits of the printed tables.
        (3, 1.0, 0.0803014),
        (4, 2.0, 0.1428765),
        (2, 0.5, 0.0902040),
        (1, 0.1, 0.0951626),
        (0, 5.0, 1.0),
        (5, 0.0, 0.0),
    ],
)
def test_the_poisson_tail_is_that_of_the_tables(count: int, expected: float, chance: float) -> None:
    """The chance of so many or more where so many are usual."""
    assert poisson_tail(np.array([count]), np.array([expected]))[0] == pytest.approx(chance, abs=5e-8)


def test_the_poisson_tail_of_great_numbers_never_finds_too_much() -> None:
    """Counts above sixty are taken as sixty: where hundreds are usual, hundreds are no surprise."""
    tail = poisson_tail(np.array([200, 900, 70]), np.array([150.0, 1000.0, 5.0]))
    assert tail[0] == pytest.approx(1.0)
    assert tail[1] == 1.0
    assert tail[2] < 1e-12


@pytest.mark.parametrize(
    ("hits", "draws", "share", "chance"),
    [
        (2, 3, 0.5, 0.5),
        (3, 3, 0.5, 0.125),
        (0, 9, 0.3, 1.0),
        (3, 5, 0.1, 0.00856),
        (1, 2, 0.25, 0.4375),
        (1, 3, 0.0, 0.0),
    ],
)
def test_the_binomial_tail_by_hand(hits: int, draws: int, share: float, chance: float) -> None:
    """The chance of so many hits or more in so many draws; 10 x .001 x .81 + 5 x .0001 x .9 + .00001 = .00856."""
    assert binomial_tail(hits, draws, share) == pytest.approx(chance, rel=1e-12)


def test_discoveries_step_up_as_benjamini_and_hochberg_say() -> None:
    """Of five chances at 1 %: the third passes .01 x 3/5, and so carries the second, which fails .01 x 2/5 by itself."""
    chances = np.array([0.5, 0.0059, 0.0001, 0.0055, 0.0081])
    assert discoveries(chances).tolist() == [False, True, True, True, False]
    assert discoveries(np.array([0.011, 0.02])).tolist() == [False, False]
    assert discoveries(np.array([0.01])).tolist() == [True]
    assert discoveries(np.zeros(0)).tolist() == []


@st.composite
def _statements(draw: st.DrawFn) -> list[Said]:
    people = st.sets(st.sampled_from("abcdefg"), max_size=4)
    made = []
    for i in range(draw(st.integers(0, 12))):
        at = draw(st.sampled_from(["", *days("2026-03", [1, 2, 3, 4])]))
        reports = draw(st.sets(st.sampled_from(["r1", "r2", "r3"]), min_size=1))
        place = draw(st.sampled_from(["", "park", "shop"]))
        who = tuple(sorted(draw(people)))
        made += [s for r in sorted(reports) for s in happening(f"e{i}", place, present=who, start=at, report=r)]
    return [*made, *crowd(40)]


@settings(deadline=None, max_examples=60)
@given(_statements(), st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(statements: list[Said], random: Random) -> None:
    """The same statements in another order keep the same pairs with the same numbers."""
    mixed = list(statements)
    random.shuffle(mixed)
    one, other = (meet(a_view(*s)) for s in (statements, mixed))
    for mine, theirs in ((one.a, other.a), (one.b, other.b), (one.count, other.count), (one.expected, other.expected)):
        assert mine.tolist() == theirs.tolist()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_what_is_kept_is_never_less_likely_to_be_so_than_what_is_not(chances: list[float]) -> None:
    """Every chance kept is smaller than every chance left out, and the largest kept is at most 1 %."""
    p = np.array(chances)
    kept = discoveries(p)
    assert p[kept].max(initial=0.0) <= 0.01
    assert p[kept].max(initial=-1.0) < p[~kept].min(initial=2.0)
