"""The people and the map: a town, not a list."""

from collections import Counter
from datetime import date

import networkx as nx
import pytest

from graphsvc.wexmoor.network import acquaintances
from graphsvc.wexmoor.people import Town, plate_of
from graphsvc.wexmoor.places import WARD_SIZE_M, distance_m, ward_corner
from graphsvc.wexmoor.taxis import make_drivers

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="module")
def town() -> Town:
    """The town of seed 3."""
    return Town(3, 1.0, UNTIL)


@pytest.fixture(scope="module")
def network(town: Town) -> "nx.Graph[int]":
    """Who names whom as known."""
    return nx.Graph((i, other) for i in range(town.size) for other in acquaintances(town, i))


def test_the_town_has_what_a_town_has(town: Town) -> None:
    """Nine thousand people, 24 schools, 6 homes, 60 takeaways and shops, 14 parks, 3 hotels, 140 drivers of 2 operators."""
    places, drivers = town.places, make_drivers(town)

    assert town.size == 9000
    assert [len(p) for p in (places.schools, places.homes, places.parks, places.hotels)] == [24, 6, 14, 3]
    assert len(places.takeaways) + len(places.shops) == 60
    assert len({d.person.index for d in drivers}) == 140
    assert len({d.operator.licence for d in drivers}) == 2
    assert len({d.taxi.vrm for d in drivers} | {d.person.driver_badge for d in drivers}) == 280


def test_numbers_of_places_are_theirs_alone(town: Town) -> None:
    """No two places share a UPRN, a URN or a name, and every place lies in its ward."""
    places = town.places.all()

    assert len({p.uprn or p.urn for p in places}) == len(places)
    assert len({p.name for p in places}) == len(places)
    for place in places:
        x, y = ward_corner(place.ward)
        assert place is town.places.unknown or (x <= place.x <= x + WARD_SIZE_M and y <= place.y <= y + WARD_SIZE_M)


def test_the_same_index_is_always_the_same_person(town: Town) -> None:
    """Whoever was asked for before, and in a town of any size."""
    again = Town(3, 50.0, UNTIL)
    for index in (8999, 17, 400_000):
        again.person(index)

    assert again.size == 450_000
    assert [again.person(i) for i in (17, 17, 8999)] == [town.person(i) for i in (17, 17, 8999)]


def test_households_hold_together(town: Town) -> None:
    """Members share an address, know one another's index, and there is a grown-up in each."""
    for index in range(0, 3000, 7):
        person = town.person(index)
        members = [town.person(i) for i in person.household]
        assert index in person.household
        assert {m.home for m in members} == {person.home}
        assert any(not m.is_child_on(UNTIL) for m in members)


def test_ages_schools_and_homes_fit(town: Town) -> None:
    """A quarter are children; those at school are of school age and mostly go to the school of their ward."""
    people = [town.person(i) for i in range(town.size)]
    children = [p for p in people if p.is_child_on(UNTIL)]
    pupils = [p for p in people if p.school]

    assert 0.2 < len(children) / len(people) < 0.5
    assert all(3 <= p.age_on(UNTIL) <= 18 for p in pupils)
    assert sum(p.school.ward == p.home.ward for p in pupils if p.school) / len(pupils) > 0.8


def test_numbers_of_people_are_theirs_alone(town: Town) -> None:
    """References and plates never meet; a telephone is one person's or one household's."""
    people = [town.person(i) for i in range(town.size)]
    plates = [p.vehicle.vrm for p in people if p.vehicle]
    phones: dict[str, set[int]] = {}
    for person in people:
        if person.phone:
            phones.setdefault(person.phone, set()).add(person.household[0])

    assert len({p.child_reference for p in people}) == len(people)
    assert len(set(plates)) == len(plates)
    assert all(len(households) == 1 for households in phones.values())
    assert any(len([p for p in people if p.phone == phone]) > 2 for phone in list(phones)[:50])


def test_plates_never_meet() -> None:
    """A million running numbers, a million plates."""
    assert len({plate_of(n) for n in range(1_000_000)}) == 1_000_000


def test_friends_of_friends_are_friends(network: "nx.Graph[int]") -> None:
    """Clustering is a hundred times that of a chance network of the same size."""
    chance = 2 * network.number_of_edges() / network.number_of_nodes() ** 2

    assert nx.average_clustering(network) > 100 * chance


def test_a_few_are_known_by_very_many(network: "nx.Graph[int]") -> None:
    """The degrees have a heavy tail: the best known has twenty times the median, the top hundredth a twentieth of all."""
    degrees = sorted((d for _, d in network.degree()), reverse=True)
    median = degrees[len(degrees) // 2]

    assert degrees[0] > 20 * median
    assert sum(degrees[: len(degrees) // 100]) > sum(degrees) / 20


def test_takeaways_lie_apart(town: Town) -> None:
    """Places of one sort are spread over all wards."""
    assert len(Counter(p.ward for p in town.places.takeaways)) == 12
    assert distance_m(town.places.takeaways[0], town.places.takeaways[1]) > 100
