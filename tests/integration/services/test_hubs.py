"""What everybody passes through: the station, a taxi on the road day and night, a booking number, a common name."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from graphsvc.analysis.connect import ConnectParameters
from graphsvc.model.assertions import LinkAssertion
from graphsvc.model.network import EntityRef
from graphsvc.model.principal import Principal, Role
from graphsvc.model.provenance import DatePrecision, Observed, Report
from graphsvc.services import charts, networks, searching
from graphsvc.services.networks import Expansion
from graphsvc.services.parts import Parts
from tests.support.case_file import CaseFile

NIGHTS = 60
NAME = "Alder Quenby"
START = datetime(2026, 3, 1, 20, tzinfo=UTC)


def _evening(number: int) -> Observed:
    start = START + timedelta(days=number)
    return Observed(start, start + timedelta(hours=3), DatePrecision.HOUR)


@pytest.fixture
def case(parts: Parts) -> CaseFile:
    """Sixty evenings at a station; a taxi and a booking number beside a child each evening; two men of one name.

    On the first evening two children are at the station in different events of one hour, and nothing else joins them.
    """
    case = CaseFile(parts.store)
    reports = [case.report(f"r{n}", origin=f"origin {n}") for n in range(NIGHTS)]
    case.write(
        *reports,
        *(case.mention(r, "station", "Location", name="Quenby Station", kind="transport hub") for r in reports),
        *(case.mention(r, "taxi", "Vehicle", vrm="ZZ01 QQQ") for r in reports),
        *(case.mention(r, "booking", "Phone", number="01632 960999") for r in reports),
        *(case.mention(r, "many", name=NAME) for r in reports),
        case.mention(reports[0], "once", name=NAME),
        case.mention(reports[0], "ada", name="Ada"), case.mention(reports[0], "bea", name="Bea"),
        *(case.mention(r, f"child-{n}", name=f"Child {n}", described_as="child") for n, r in enumerate(reports)),
        *(case.mention(r, f"{what}-{n}", "Event", title=what) for n, r in enumerate(reports) for what in ("crowd", "ride")),
        *_links(case, reports),
    )  # fmt: skip
    return case


def _links(case: CaseFile, reports: list[Report]) -> Iterator[LinkAssertion]:
    for n, r in enumerate(reports):
        evening = _evening(n)
        yield case.link(r, f"Event/crowd-{n}", "OCCURRED_AT", "Location/station", role="seen at", observed=evening)
        yield case.link(r, f"child-{n}", "SEEN_AT", "Location/station", observed=evening)
        yield case.link(
            r, f"child-{n}", "TOOK_PART", f"Event/ride-{n}", role="victim or possible victim", observed=evening
        )
        yield case.link(r, "Vehicle/taxi", "INVOLVED_IN", f"Event/ride-{n}", role="involved", observed=evening)
        yield case.link(r, "Phone/booking", "INVOLVED_IN", f"Event/ride-{n}", role="involved", observed=evening)
    for name in ("ada", "bea"):
        yield case.link(reports[0], name, "SEEN_AT", "Location/station", observed=_evening(0))


@pytest.fixture
def analyst(case: CaseFile) -> Principal:
    """An analyst of the agency whose case it is."""
    return Principal("hubs", "hubs", "An analyst", case.agency, frozenset({Role.ANALYST}))


@pytest.mark.parametrize(("name", "kind"), [("station", "Location"), ("taxi", "Vehicle"), ("booking", "Phone")])
def test_an_expansion_is_cut_by_rule_and_says_of_how_many(
    parts: Parts, case: CaseFile, analyst: Principal, name: str, kind: str
) -> None:
    """The first twenty of many, and the others of their events cut likewise: each with how many there are."""
    network = networks.expand(parts, analyst, case.id(name, kind), Expansion(limit=20))
    assert (network.shown, len(network.entities)) == (20, 20)
    assert network.total >= NIGHTS
    assert len(network.together) <= 20
    assert network.together_total >= len(network.together)


@pytest.mark.parametrize(("name", "kind"), [("station", "Location"), ("taxi", "Vehicle"), ("booking", "Phone")])
def test_the_chart_says_what_it_does_not_show(
    parts: Parts, case: CaseFile, analyst: Principal, name: str, kind: str
) -> None:
    """At its head, at the node, and among what is left out."""
    entity_id = case.id(name, kind)
    total = networks.expand(parts, analyst, entity_id, Expansion(limit=20)).total
    text = charts.make_chart(parts, analyst, entity_id, Expansion(limit=20), "DS Example", "a hub").content.decode()
    assert f"Showing 20 of {total}" in text
    assert f"{total - 20} neighbours with no more independent origins than those shown" in text
    assert f'"more": {total - 20}' in text


def test_the_taxis_chart_shows_the_children_and_not_sixty_rides(
    parts: Parts, case: CaseFile, analyst: Principal
) -> None:
    """Each ride is folded into the line to the child who was in it; the booking number has one line for all its rides."""
    network = networks.expand(parts, analyst, case.id("taxi", "Vehicle"))
    assert network.total == NIGHTS
    first, *rest = network.together
    assert (first.entity.id, len(first.event_ids)) == (case.id("booking", "Phone"), NIGHTS)
    assert {len(t.event_ids) for t in rest} == {1}
    assert network.together_total == NIGHTS + 1


def test_connecting_leaves_the_busy_place_out_by_name_and_can_put_it_back(
    parts: Parts, case: CaseFile, analyst: Principal
) -> None:
    """Two children at the station of one evening: not joined by it, told so, and joined once it is put back."""
    pair = [case.id("ada"), case.id("bea")]
    station = case.id("station", "Location")
    told = networks.connect_entities(parts, analyst, pair)
    assert station in {e.entity_id for e in told.connection.left_out}
    assert told.names[station].caption == "Quenby Station"
    assert not [c for p in told.connection.pairs for c in p.chains if _through(station, told.names, c.entity_ids)]
    back = networks.connect_entities(parts, analyst, pair, ConnectParameters(put_back=frozenset({station})))
    assert station not in {e.entity_id for e in back.connection.left_out}
    assert [p for p in back.connection.pairs if p.chains or p.both_known]


def _through(place: str, names: dict[str, EntityRef], ids: tuple[str, ...]) -> bool:
    return place in ids and place in names


def test_search_still_finds_the_other_man_of_a_common_name(parts: Parts, case: CaseFile, analyst: Principal) -> None:
    """Sixty reports of the one do not hide the other: both are there, the oftener mentioned first."""
    hits = [h for h in searching.search(parts, analyst, NAME).hits if h.entity.caption == NAME]
    assert [h.entity.id for h in hits] == [case.id("many"), case.id("once")]
    assert [h.reports for h in hits] == [NIGHTS, 1]
