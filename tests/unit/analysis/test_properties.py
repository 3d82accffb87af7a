"""What must hold of connecting and ranking whatever the data."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis import ANALYSES
from graphsvc.analysis.connect import connect
from graphsvc.analysis.places import busiest_places
from graphsvc.analysis.rolled import RolledNetwork
from graphsvc.model.finding import Chain, Connection, StepBasis
from graphsvc.model.view import NetworkView
from tests.support.views import Said, a_view, id_of, said

PEOPLE, EVENTS, PLACES = ("p1", "p2", "p3", "p4", "p5"), ("e1", "e2", "e3"), ("l1", "l2")
_TIMES = st.sampled_from(["", "2026-03-03 22:00", "2026-03-03 22:30", "2026-03-04", "2026-05-01 10:00"])


def _statement(link: str, firsts: tuple[str, ...], seconds: tuple[str, ...]) -> st.SearchStrategy[Said]:
    return st.builds(
        lambda a, b, report, start, grade: said(a, link, b, report=report, start=start, grade=grade),
        st.sampled_from(firsts),
        st.sampled_from(seconds),
        st.sampled_from(["r1", "r2", "r3"]),
        _TIMES,
        st.sampled_from(["", "1-A", "3-D", "2-E"]),
    ).filter(lambda s: s.first != s.second)


STATEMENTS = st.lists(
    st.one_of(
        _statement("KNOWS", PEOPLE, PEOPLE),
        _statement("TOOK_PART", PEOPLE, EVENTS),
        _statement("OCCURRED_AT", EVENTS, PLACES),
        _statement("SEEN_AT", PEOPLE, PLACES),
        _statement("LIVES_AT", PEOPLE, PLACES),
    ),
    max_size=14,
    unique_by=lambda s: (s.first, s.link, s.second, s.report),
)
ORIGINS = {"r1": "one", "r2": "one"}


def view_of(statements: list[Said]) -> NetworkView:
    """A view in which all five people are known, whether linked or not."""
    return a_view(*statements, origins=ORIGINS, alone=PEOPLE)


def answer(view: NetworkView) -> Connection:
    """What connects the first and the last person, and the third."""
    return connect(view, RolledNetwork.build(view), [id_of(p) for p in ("p1", "p5", "p3")])


def all_chains(found: Connection) -> list[Chain]:
    """Every chain of every pair, of both kinds."""
    return [c for p in found.pairs for c in (*p.chains, *p.both_known)]


def supported_ids(view: NetworkView) -> set[str]:
    """The ids of all links in the view that are not graded E."""
    return {view.link_id_of(i) for i in np.flatnonzero(view.link_intelligence != 5)}


@settings(deadline=None, max_examples=100)
@given(STATEMENTS)
def test_chains_are_whole_simple_different_and_cite_what_is_there(statements: list[Said]) -> None:
    """Steps follow on, no entity comes twice, no chain comes twice, and every citation is a link in scope, never an E."""
    view = view_of(statements)
    found = answer(view)
    there = supported_ids(view)
    for chain in all_chains(found):
        assert [s.from_id for s in chain.steps] == list(chain.entity_ids[:-1])
        assert [s.to_id for s in chain.steps] == list(chain.entity_ids[1:])
        assert len(set(chain.entity_ids)) == len(chain.entity_ids)
        assert all(s.link_ids and set(s.link_ids) <= there and s.origins >= 1 for s in chain.steps)
    for pair in found.pairs:
        sequences = [c.entity_ids for c in pair.chains]
        assert len(set(sequences)) == len(sequences)
        assert [len(s) for s in sequences] == sorted(len(s) for s in sequences)
        assert not any(c.only_both_known for c in pair.chains)
        assert all(sum(s.basis is StepBasis.BOTH_KNOWN_AT for s in c.steps) == 1 for c in pair.both_known)
    assert set(found.link_ids) == {i for c in all_chains(found) for s in c.steps for i in s.link_ids}


@settings(deadline=None, max_examples=100)
@given(STATEMENTS)
def test_a_narrower_scope_shows_nothing_the_wider_has_no_links_for(statements: list[Said]) -> None:
    """Whoever sees fewer reports gets chains that stand on those reports alone, and two things no closer than they are."""
    narrow = [s for s in statements if s.report != "r3"]
    less, more = answer(view_of(narrow)), answer(view_of(statements))
    assert set(less.link_ids) <= supported_ids(view_of(narrow))
    for near, far in zip(less.pairs, more.pairs, strict=True):
        # A further report can contradict a time, and so take a "same time" away; nothing else can be taken away.
        if near.chains and all(s.basis is not StepBasis.SAME_TIME for s in near.chains[0].steps):
            assert far.chains
            assert len(far.chains[0].steps) <= len(near.chains[0].steps)


@settings(deadline=None, max_examples=100)
@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(statements: list[Said], random: Random) -> None:
    """The same statements in another order give the same findings, to the byte."""
    mixed = list(statements)
    random.shuffle(mixed)
    assert answer(view_of(statements)) == answer(view_of(mixed))
    assert busiest_places(view_of(statements)) == busiest_places(view_of(mixed))


@settings(deadline=None, max_examples=100)
@given(STATEMENTS)
def test_telling_it_again_changes_neither_chains_nor_origins(statements: list[Said]) -> None:
    """Every statement made twice by its own report gives the same chains from as many origins, and the same ranking."""
    twice = [*statements, *(replace(s, locator="again") for s in statements)]
    once, again = answer(view_of(statements)), answer(view_of(twice))
    for a, b in zip(all_chains(once), all_chains(again), strict=True):
        assert a.entity_ids == b.entity_ids
        assert [(s.basis, s.via_ids, s.origins) for s in a.steps] == [(s.basis, s.via_ids, s.origins) for s in b.steps]
    counts = [
        [(r.place_id, r.events, r.sightings, r.people, r.origins, r.share) for r in busiest_places(view_of(s)).rows]
        for s in (statements, twice)
    ]
    assert counts[0] == counts[1]


@settings(deadline=None, max_examples=100)
@given(STATEMENTS)
def test_the_shortest_chain_is_as_short_as_a_plain_search_finds(statements: list[Said]) -> None:
    """Over people who know one another or share an event, a breadth-first search by hand agrees on the length."""
    plain = [s for s in statements if s.link in ("KNOWS", "TOOK_PART") and s.grade != "2-E"]
    next_to: dict[str, set[str]] = {p: set() for p in PEOPLE}
    for s in plain:
        for o in plain:
            if s.link == "KNOWS":
                next_to[s.first].add(s.second)
                next_to[s.second].add(s.first)
            elif o.link == "TOOK_PART" and o.second == s.second and o.first != s.first:
                next_to[s.first].add(o.first)
    ring, seen, steps = {"p1"}, {"p1"}, 0
    while ring and "p5" not in seen:
        ring = {far for near in ring for far in next_to[near]} - seen
        seen |= ring
        steps += 1
    chains = answer(view_of(plain)).pairs[0].chains
    assert (len(chains[0].steps) if chains else None) == (steps if "p5" in seen else None)


@settings(deadline=None, max_examples=100)
@given(STATEMENTS)
def test_looking_only_near_in_time_misses_no_overlap(statements: list[Said]) -> None:
    """The pairs found by the clock are those a comparison of every presence with every other finds."""
    stood_at = RolledNetwork.build(view_of(statements)).presences
    every = np.arange(len(stood_at.row))
    i, j = (a.ravel() for a in np.meshgrid(every, every, indexing="ij"))
    meet = (stood_at.hinge[i] == stood_at.hinge[j]) & (stood_at.thing[i] != stood_at.thing[j])
    one_event = (stood_at.event[i] >= 0) & (stood_at.event[i] == stood_at.event[j])
    keep = meet & ~one_event & stood_at.same_time(i, j)
    mine, theirs = stood_at.together(every)
    assert set(zip(mine.tolist(), theirs.tolist(), strict=True)) == set(
        zip(i[keep].tolist(), j[keep].tolist(), strict=True)
    )


def test_every_analysis_declares_itself() -> None:
    """Each has an id of its own, a question, limits, references, and parameters that work without being given."""
    assert len({a.id for a in ANALYSES}) == len(ANALYSES)
    for analysis in ANALYSES:
        assert analysis.question.endswith("?")
        assert analysis.limits
        assert analysis.references
        assert analysis.parameters()
