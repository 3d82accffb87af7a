"""Who and what else was in the events of a network."""

from graphsvc.model.provenance import Grading, Handling, IntelligenceGrade, ReportKind, SourceGrade
from graphsvc.store.graph import GraphStore
from graphsvc.store.reader import NeighbourFilter
from tests.support.case_file import CaseFile

RUMOUR = Grading(SourceGrade.UNTESTED, IntelligenceGrade.NOT_KNOWN, Handling.PERMITTED)


def test_company_is_who_was_in_the_events_shown(graph: GraphStore) -> None:
    """Events with somebody bring who and what else was in them, most events first, with their own parts; places too."""
    case = CaseFile(graph)
    reports = [case.report(f"r{n}", origin=f"source {n}") for n in range(3)]
    case.write(
        *reports,
        *(case.mention(r, who, name=who) for r in reports for who in ("mia", "lee", "uma")),
        *(case.mention(r, f"e{n}", "Event", title=f"Event {n}") for n, r in enumerate(reports)),
        case.mention(reports[0], "park", "Location", name="Park"),
        *(
            case.link(r, "mia", "TOOK_PART", f"Event/e{n}", role="victim or possible victim")
            for n, r in enumerate(reports)
        ),
        *(case.link(r, "lee", "TOOK_PART", f"Event/e{n}", role="suspect") for n, r in enumerate(reports)),
        case.link(reports[1], "uma", "TOOK_PART", "Event/e1", role="witness or informant"),
        case.link(reports[0], "Event/e0", "OCCURRED_AT", "Location/park", role="meeting"),
    )
    network = case.reader().neighbours(case.id("mia"), NeighbourFilter(), 50)
    lee, *others = network.together
    assert lee.entity.id == case.id("lee")
    assert (len(lee.event_ids), lee.roles, lee.count, lee.origins) == (3, ("suspect",), 3, 3)
    assert {t.entity.id for t in others} == {case.id("uma"), case.id("park", "Location")}
    assert network.together_total == 3
    assert set(lee.event_ids) <= {e.id for e in network.entities}
    cut = case.reader().neighbours(case.id("mia"), NeighbourFilter(), 2)
    assert cut.shown == 2
    assert {e for t in cut.together for e in t.event_ids} <= {e.id for e in cut.entities}
    place = case.reader().neighbours(case.id("park", "Location"), NeighbourFilter(), 50)
    assert place.together == ()


def test_a_crowd_joins_nobody(graph: GraphStore) -> None:
    """An event of more than thirty stays an event: whoever is at a football match is not with everybody there."""
    case = CaseFile(graph)
    report = case.report()
    crowd = [f"p{n}" for n in range(31)]
    case.write(
        report,
        case.mention(report, "match", "Event", title="Match"),
        *(case.mention(report, p, name=p) for p in crowd),
        *(case.link(report, p, "TOOK_PART", "Event/match") for p in crowd),
    )
    network = case.reader().neighbours(case.id("p0"), NeighbourFilter(), 50)
    assert [e.id for e in network.entities] == [case.id("match", "Event")]
    assert (network.together, network.together_total) == ((), 0)


def test_company_obeys_scope_and_filter(graph: GraphStore) -> None:
    """Whoever is in the event by another agency's report alone is not there, nor counted; nor is a grade filtered away."""
    case, other = CaseFile(graph), CaseFile(graph)
    mine, theirs = case.report(), other.report()
    rumour = case.report("rumour", kind=ReportKind.INTELLIGENCE, grading=RUMOUR)
    case.write(
        mine, theirs, rumour,
        *(case.mention(mine, who, name=who) for who in ("mia", "lee")),
        case.mention(rumour, "ray", name="ray"), case.mention(theirs, "zed", name="zed"),
        case.mention(mine, "e", "Event", title="Event"),
        case.link(mine, "mia", "TOOK_PART", "Event/e"), case.link(mine, "lee", "TOOK_PART", "Event/e"),
        case.link(rumour, "ray", "TOOK_PART", "Event/e"), case.link(theirs, "zed", "TOOK_PART", "Event/e"),
    )  # fmt: skip

    def company(kept: NeighbourFilter, *visible: str) -> set[str]:
        network = case.reader(*visible).neighbours(case.id("mia"), kept, 50)
        assert network.together_total == len(network.together)
        return {t.entity.id for t in network.together}

    everything, good = NeighbourFilter(), NeighbourFilter(lowest_source="2", lowest_intelligence="B")
    lee, ray, zed = (case.id(who) for who in ("lee", "ray", "zed"))
    assert company(everything) == {lee, ray}
    assert company(everything, case.own, other.own) == {lee, ray, zed}
    assert company(good) == {lee}
    assert company(NeighbourFilter(entity_types=("Vehicle", "Event"))) == set()
