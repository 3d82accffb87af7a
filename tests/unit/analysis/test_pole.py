"""Known answers on the POLE example data."""

from collections import Counter

import pytest

from graphsvc.analysis.connect import connect
from graphsvc.analysis.places import busiest_places
from graphsvc.analysis.rolled import RolledNetwork
from graphsvc.model.finding import StepBasis
from graphsvc.model.view import NetworkView
from tests.support.pole import needs_pole, pole_id, pole_view, rows_of

pytestmark = needs_pole()

_BETWEEN_PEOPLE = ("KNOWS", "KNOWS_LW", "KNOWS_PHONE", "KNOWS_SN", "FAMILY_REL")


@pytest.fixture(scope="module")
def pole() -> NetworkView:
    """The whole data set."""
    return pole_view()


def person(name: str, surname: str) -> str:
    """The number of the one person of this name."""
    (found,) = [r[":ID"] for r in rows_of("nodes.Person") if (r["name"], r["surname"]) == (name, surname)]
    return found


def shortest_raw_paths(source: str, target: str, steps: int) -> Counter[tuple[str, ...]]:
    """Every way over raw relationships of so many steps, counted by its people: what a graph query returns as rows."""
    next_to: dict[str, list[str]] = {}
    for name in _BETWEEN_PEOPLE:
        for row in rows_of(f"relationships.{name}"):
            next_to.setdefault(row[":START_ID"], []).append(row[":END_ID"])
            next_to.setdefault(row[":END_ID"], []).append(row[":START_ID"])
    paths = Counter([(source,)])
    for _ in range(steps):
        longer: Counter[tuple[str, ...]] = Counter()
        for path, ways in paths.items():
            for far in next_to.get(path[-1], []):
                if far not in path:
                    longer[(*path, far)] += ways
        paths = longer
    return Counter({path: ways for path, ways in paths.items() if path[-1] == target})


def test_twenty_four_raw_paths_are_three_chains(pole: NetworkView) -> None:
    """Jack Powell to Raymond Walker: 24 shortest paths over parallel relationships are 3 different chains."""
    ends = person("Jack", "Powell"), person("Raymond", "Walker")
    raw = shortest_raw_paths(*ends, steps=3)
    found = connect(pole, RolledNetwork.build(pole), [pole_id(e) for e in ends]).pairs[0].chains
    shortest = [c for c in found if len(c.steps) == 3]
    assert sum(raw.values()) == 24
    assert {c.entity_ids for c in shortest} == {tuple(pole_id(p) for p in path) for path in raw}
    assert len(shortest) == 3
    assert all(step.basis is StepBasis.LINK for c in shortest for step in c.steps)


def test_the_busiest_places_are_those_with_most_crimes(pole: NetworkView) -> None:
    """The ranking counts the distinct crimes at each place, as the file does."""
    crimes = Counter(pole_id(row[":END_ID"]) for row in rows_of("relationships.OCCURRED_AT"))
    found = busiest_places(pole)
    assert [(r.events, r.place_id) for r in found.rows[:2]] == [(n, place) for place, n in crimes.most_common(2)]
    assert (found.total, found.all_events) == (len(crimes), sum(crimes.values()))
