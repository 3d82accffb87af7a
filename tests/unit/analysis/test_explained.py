"""What only looks like a pattern: people who are there by their work, and namesakes."""

from datetime import UTC, datetime

import pytest

from graphsvc.analysis.explained import Namesakes, known_by_work, one_name, shared_names
from graphsvc.analysis.people import Households
from graphsvc.model.standing_out import CautionKind, Explained
from graphsvc.model.view import NetworkView
from tests.support.harm import happening, names_at, names_of, occasions_of, row_of
from tests.support.views import Known, Said, a_view, id_of, link_id, said

AGENCIES = ("police", "school", "health")


def shifts(children: int, agencies: int = 3, occasions: int = 8, who: str = "worker") -> list[Said]:
    """So many occasions with somebody present beside these children in turn, told by so many agencies in turn."""
    return [
        s
        for i in range(occasions)
        for s in happening(
            f"e{i}",
            "club",
            harmed=(f"kid{i % children}",),
            present=(who,),
            report=f"{AGENCIES[i % agencies]} {i}",
            start=f"2026-03-{i + 1:02} 18:00",
        )
    ]


def seen(*statements: Said, known: tuple[Known, ...] = (), **period: object) -> list[Explained]:
    """Who is explained by their work."""
    agencies = {s.report: s.report.split()[0] for s in statements}
    found = occasions_of(a_view(*statements, agencies=agencies, known=known), **period)
    return known_by_work(found, Households.of(found.view, found.usable))


def test_a_youth_worker_is_explained_by_their_work() -> None:
    """Beside five children on eight occasions, told by three agencies, and nothing alleged: said so, with its numbers."""
    told = shifts(5)
    (worker,) = seen(*told)
    assert (worker.kind, names_of(worker.entity_ids)) == (CautionKind.KNOWN_BY_WORK, ["worker"])
    assert (worker.children, worker.occasions, worker.agencies) == (5, 8, ("health", "police", "school"))
    assert set(worker.link_ids) == {link_id(s) for s in told if s.first == "worker"}
    assert len(worker.report_ids) == 8


@pytest.mark.parametrize(("children", "agencies", "occasions"), [(4, 3, 8), (5, 2, 8), (5, 3, 7)])
def test_a_little_less_is_not_explained(children: int, agencies: int, occasions: int) -> None:
    """Four children, two agencies or seven occasions are too few to say that it is somebody's work."""
    assert seen(*shifts(children, agencies, occasions)) == []


@pytest.mark.parametrize("role", ["suspect", "convicted"])
def test_one_allegation_and_nobody_is_explained_away(role: str) -> None:
    """Of whom anything is alleged, be it once and years ago, the work explains nothing."""
    alleged = said("worker", "TOOK_PART", "old", role=role, report="police x", start="2019-01-01 10:00")
    assert seen(*shifts(5), alleged) == []


def test_a_worker_of_a_period_is_told_by_that_period_alone() -> None:
    """What is counted and what is cited are the occasions of the period asked for."""
    before = happening(
        "before", harmed=("kid9",), present=("worker",), report="police before", start="2026-02-01 18:00"
    )
    (worker,) = seen(*before, *shifts(5), from_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert (worker.children, worker.occasions, len(worker.link_ids)) == (5, 8, 8)
    assert id_of("police before") not in worker.report_ids


def test_a_child_among_children_is_not_explained_by_work() -> None:
    """A child who is present with others is no worker; nor is somebody who was harmed."""
    assert seen(*shifts(5), known=(Known("worker", born="2012-01-01"),)) == []
    assert seen(*shifts(5), known=(Known("worker", described="child"),)) == []
    assert seen(*shifts(5), *happening("own", harmed=("worker",), report="police y")) == []


def test_a_parent_is_not_explained_by_work() -> None:
    """Somebody's own children do not count among the five."""
    assert seen(*shifts(5), said("worker", "FAMILY_OF", "kid0", role="parent", report="police y")) == []
    assert len(seen(*shifts(6), said("worker", "FAMILY_OF", "kid0", role="parent", report="police y"))) == 1


def test_children_who_are_only_present_count() -> None:
    """A child need not be harmed to be somebody a worker stands beside."""
    told = [
        s
        for i in range(8)
        for s in happening(f"e{i}", present=("worker", f"kid{i % 5}"), report=f"{AGENCIES[i % 3]} {i}")
    ]
    kids = tuple(Known(f"kid{i}", described="child") for i in range(5))
    assert [names_of(e.entity_ids) for e in seen(*told, known=kids)] == [["worker"]]
    assert seen(*told) == []


BESIDE = (
    *happening("e1", alleged=("dan 1",), harmed=("ann",), report="r1"),
    *happening("e2", alleged=("dan 2",), harmed=("bea",), report="r2"),
)
NAMED = (Known("dan 1", name="dan kerr"), Known("dan 2", name="dan kerr"))


def namesakes(*statements: Said, known: tuple[Known, ...]) -> tuple[NetworkView, set[str]]:
    """Who shares the name of the first dan, is somebody else, and stands beside a child."""
    found = occasions_of(a_view(*BESIDE, *statements, known=known))
    named = dict(shared_names(found, [row_of(found.view, "dan 1")]))
    return found.view, {n for others in named.values() for n in names_at(found.view, others)}


def born(first: str, second: str) -> tuple[Known, ...]:
    """The two dans with these dates of birth."""
    return (*NAMED, Known("dan 1", born=first), Known("dan 2", born=second))


HOMES = (said("dan 1", "LIVES_AT", "here", report="h1"), said("dan 2", "LIVES_AT", "there", report="h2"))


def test_namesakes_of_two_births_are_two_people() -> None:
    """Born ten years apart they cannot be one person."""
    assert namesakes(known=born("1980-01-01", "1990-01-01"))[1] == {"dan 2"}


def test_a_slip_in_a_birth_within_a_year_makes_nobody_somebody_else() -> None:
    """Two agencies write one man's birth a few months apart: he stays, perhaps, one man."""
    assert namesakes(known=born("1980-01-01", "1980-09-30"))[1] == set()


def test_namesakes_of_two_homes_are_two_people() -> None:
    """Of unknown birth, and each with a home that the other never had."""
    assert namesakes(*HOMES, known=NAMED)[1] == {"dan 2"}
    shared = said("dan 2", "LIVES_AT", "here", report="h3")
    assert namesakes(*HOMES, shared, known=NAMED)[1] == set()
    assert namesakes(HOMES[0], known=NAMED)[1] == set()


def test_one_man_on_record_with_two_agencies_is_no_namesake() -> None:
    """The same birth under two senders' numbers is one man who moved house, not two men."""
    assert namesakes(*HOMES, known=born("1980-01-01", "1980-01-01"))[1] == set()


def test_only_who_shares_the_folded_name_is_a_namesake() -> None:
    """The names compared are the folded ones that the view gives: another word is another name, and no name is none."""
    births = (Known("dan 1", born="1980-01-01"), Known("dan 2", born="1990-01-01"))
    assert namesakes(known=(Known("dan 1", name="dan kerr"), Known("dan 2", name="dan carr"), *births))[1] == set()
    assert namesakes(known=births)[1] == set()
    alias = (Known("dan 2", name="big d"), Known("dan 1", name="big d"))
    assert namesakes(known=(*NAMED[:1], Known("dan 2", name="d kerr"), *alias, *births))[1] == {"dan 2"}


def test_a_namesake_who_is_in_nothing_with_a_child_is_not_told() -> None:
    """Somebody else of the name who stands beside no child cannot be taken for him, and a child is nobody's namesake."""
    other = (Known("gus", name="dan kerr"), Known("gus", born="1950-01-01"), Known("dan 1", born="1980-01-01"))
    assert namesakes(said("gus", "KNOWS", "hal"), known=(*NAMED[:1], *other))[1] == set()
    child = (Known("bea", name="dan kerr"), Known("bea", born="2012-01-01"), Known("dan 1", born="1980-01-01"))
    assert namesakes(known=(*NAMED[:1], *child))[1] == set()


def test_one_name_cites_what_is_told_of_each() -> None:
    """The finding names both, and rests on the reports of both."""
    found = occasions_of(a_view(*BESIDE, known=born("1980-01-01", "1990-01-01")))
    first = row_of(found.view, "dan 1")
    others = Namesakes.of(found).of_person(first)
    told = one_name(found, found.view, first, others)
    assert (told.kind, names_of(told.entity_ids)) == (CautionKind.SHARED_NAME, ["dan 1", "dan 2"])
    assert set(told.report_ids) == {id_of("r1"), id_of("r2")}
    assert set(told.link_ids) == {link_id(s) for s in BESIDE if s.first.startswith("dan")}


def test_nobody_is_explained_where_there_is_nobody() -> None:
    """An empty view has no workers and no namesakes."""
    assert seen() == []
    assert dict(shared_names(occasions_of(a_view()), [])) == {}
