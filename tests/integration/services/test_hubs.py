"""Hubs of the invented town: a station, a taxi, a number beside many children: what is cut is counted, nothing hides."""

import pytest

from graphsvc.analysis.connect import ConnectParameters
from graphsvc.model.principal import Principal
from graphsvc.model.view import TYPE_CODE
from graphsvc.services import charts, networks, places, searching
from graphsvc.services.networks import Expansion
from graphsvc.services.parts import Parts
from graphsvc.store.reader import NeighbourFilter

AS_SHOWN = Expansion()


@pytest.fixture(scope="module")
def town(undisturbed_town: Parts) -> Parts:
    """The town, read only."""
    return undisturbed_town


@pytest.fixture(scope="module")
def analyst(town: Parts) -> Principal:
    """The demonstration's analyst."""
    return next(a.principal for a in town.identity.accounts.list() if a.username == "analyst")


@pytest.fixture(scope="module")
def station(town: Parts, analyst: Principal) -> str:
    """The place with the most events."""
    return places.places(town, analyst, places.ranking_parameters()).ranking.rows[0].place_id


def busiest(town: Parts, analyst: Principal, kind: str) -> str:
    """The entity of a kind with the most neighbours that the analyst may see."""
    view = town.store.snapshots.view(town.scope(analyst))
    beside: dict[int, set[int]] = {}
    for here, there in ((view.link_from, view.link_to), (view.link_to, view.link_from)):
        for row, other in zip(here.tolist(), there.tolist(), strict=True):
            if int(view.entity_type[row]) == TYPE_CODE[kind]:
                beside.setdefault(row, set()).add(other)
    return view.id_of(max(beside, key=lambda row: (len(beside[row]), -row)))


@pytest.mark.parametrize("kind", ["Location", "Vehicle", "Phone"])
def test_a_hub_is_cut_by_rule_with_a_count_and_the_chart_says_so(town: Parts, analyst: Principal, kind: str) -> None:
    """The first neighbours are the same every time; how many there are is said on the chart too, and all can be had."""
    hub = busiest(town, analyst, kind)
    everyone = networks.expand(town, analyst, hub, Expansion(limit=networks.MOST_NEIGHBOURS))
    cut = Expansion(limit=max(1, min(20, everyone.total - 1)))
    first, again = (networks.expand(town, analyst, hub, cut) for _ in range(2))
    assert [e.id for e in first.entities] == [e.id for e in again.entities]
    assert (first.shown, first.total) == (cut.limit, everyone.total)
    assert everyone.shown == everyone.total > first.shown
    html = charts.make_chart(town, analyst, hub, cut, "MARP", "hub test").content.decode()
    assert f"Showing {first.shown:,} of {first.total:,}" in html
    assert f"{first.total - first.shown:,} neighbours with no more independent origins" in html


def at_the_station(town: Parts, analyst: Principal, station: str) -> list[str]:
    """People of different events at the station, one of each event."""
    happened = NeighbourFilter(link_types=("OCCURRED_AT",))
    took_part = NeighbourFilter(link_types=("TOOK_PART",))
    events = networks.expand(town, analyst, station, Expansion(happened, limit=40)).entities
    people = [networks.expand(town, analyst, e.id, Expansion(took_part)).entities for e in events]
    return list(dict.fromkeys(found[0].id for found in people if found))


def test_connect_leaves_the_station_out_names_it_and_puts_it_back(
    town: Parts, analyst: Principal, station: str
) -> None:
    """Two who were there on different days are not joined by a station; it is named with how many meet there."""
    pair = at_the_station(town, analyst, station)[:2]
    without = networks.connect_entities(town, analyst, pair).connection
    assert station in {x.entity_id for x in without.left_out}
    assert all(x.neighbours > ConnectParameters().hub_neighbours for x in without.left_out)
    assert not any(station in s.via_ids for p in without.pairs for c in p.chains for s in c.steps)
    kept = ConnectParameters(put_back=frozenset({station}))
    put_back = networks.connect_entities(town, analyst, pair, kept).connection
    assert station not in {x.entity_id for x in put_back.left_out}


@pytest.mark.parametrize("kind", ["Vehicle", "Phone"])
def test_a_taxi_and_a_number_beside_many_are_never_left_out(town: Parts, analyst: Principal, kind: str) -> None:
    """The taxi on the road day and night and the busiest number: only places and firms are left out of connections."""
    hub = busiest(town, analyst, kind)
    near = networks.expand(town, analyst, hub, Expansion(limit=networks.MOST_NEIGHBOURS)).entities
    reached = [e for e in near if e.type in ("Person", "Event")]
    assert len(reached) > 2
    few = ConnectParameters(hub_neighbours=2)
    told = networks.connect_entities(town, analyst, [hub, reached[-1].id], few).connection
    assert hub not in {x.entity_id for x in told.left_out}
    [pair] = told.pairs
    assert any(set(c.entity_ids) == {hub, reached[-1].id} for c in pair.chains)


def test_of_two_places_of_one_name_the_busier_is_found_first(town: Parts, analyst: Principal, station: str) -> None:
    """The station comes before a double that one report misspelt or doubled."""
    named = town.store.reader(town.scope(analyst)).name([station])[station].caption
    hits = searching.search(town, analyst, "Wexmoor Interchange", ("Location",)).hits
    assert "Interchange" in named
    assert hits[0].entity.id == station
    assert hits[0].reports == max(h.reports for h in hits)


def test_search_still_finds_the_other_of_a_common_name(town: Parts, analyst: Principal) -> None:
    """Of two people with one name, both are found, however much more is written of the first."""
    view = town.store.snapshots.view(town.scope(analyst))
    people = [view.id_of(row) for row in range(len(view.entity_type)) if view.entity_type[row] == TYPE_CODE["Person"]]
    named = town.store.reader(town.scope(analyst)).name(people)
    holders: dict[str, list[str]] = {}
    for one in named.values():
        holders.setdefault(one.caption, []).append(one.id)
    common = {caption: ids for caption, ids in holders.items() if len(caption) > 8 and len(ids) == 2}
    assert common
    for caption, ids in sorted(common.items())[:5]:
        found = [h.entity.id for h in searching.search(town, analyst, caption, ("Person",)).hits]
        assert set(ids) <= set(found)
