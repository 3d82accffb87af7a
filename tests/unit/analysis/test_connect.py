"""What connects these: chains worked out by hand on small networks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graphsvc.analysis.connect import ConnectParameters, connect
from graphsvc.analysis.rolled import RolledNetwork
from graphsvc.errors import InputError, NotFound
from graphsvc.model.finding import Connection, StepBasis
from graphsvc.model.view import NetworkView
from tests.support.views import Said, a_view, id_of, link_id, name_of, said, unseen


def ask(view: NetworkView, *names: str, **parameters: object) -> Connection:
    """Connect these, by name."""
    chosen = ConnectParameters.model_validate(parameters)
    return connect(view, RolledNetwork.build(view, chosen.rolling), [id_of(n) for n in names], chosen)


def chains(found: Connection, pair: int = 0) -> list[str]:
    """The chains of a pair, by name."""
    return ["-".join(name_of(i) for i in c.entity_ids) for c in found.pairs[pair].chains]


def both_known(found: Connection, pair: int = 0) -> list[str]:
    """The chains of a pair that rest on "both known at", by name."""
    return ["-".join(name_of(i) for i in c.entity_ids) for c in found.pairs[pair].both_known]


def pupils(place: str, *names: str) -> list[Said]:
    """These people attend a place, each by a report of their own."""
    return [said(n, "ATTENDS", place, report=f"school {n}") for n in names]


def test_parallel_reports_never_make_a_second_chain() -> None:
    """Twelve reports that each say the same two things give one chain of two steps that cites all twenty-four."""
    view = a_view(
        *(said(a, "KNOWS", b, report=f"r{i}") for i in range(12) for a, b in (("ann", "bob"), ("bob", "cat")))
    )
    found = ask(view, "ann", "cat")
    assert chains(found) == ["ann-bob-cat"]
    assert [len(s.link_ids) for s in found.pairs[0].chains[0].steps] == [12, 12]
    assert [s.origins for s in found.pairs[0].chains[0].steps] == [12, 12]


def test_one_origin_told_three_times_counts_once() -> None:
    """Three reports of one origin are one independent origin; a fourth of its own makes two."""
    view = a_view(*(said("ann", "KNOWS", "bob", report=r) for r in "wxyz"), origins={"w": "o", "x": "o", "y": "o"})
    assert ask(view, "ann", "bob").pairs[0].chains[0].steps[0].origins == 2


def test_an_event_is_folded_into_a_step_between_its_participants() -> None:
    """Two people in one event stand next to one another, through the event, citing both parts in it."""
    parts = [said("ann", "TOOK_PART", "stop"), said("bob", "TOOK_PART", "stop")]
    step = ask(a_view(*parts), "ann", "bob").pairs[0].chains[0].steps[0]
    assert (step.basis, step.via_ids) == (StepBasis.EVENT, (id_of("stop"),))
    assert set(step.link_ids) == {link_id(p) for p in parts}


def test_a_vehicle_in_an_event_joins_its_people() -> None:
    """A chain goes through a vehicle that took part in the event, and on to its user."""
    view = a_view(
        said("ann", "TOOK_PART", "stop"),
        said("cab", "INVOLVED_IN", "stop"),
        said("dan", "USES_VEHICLE", "cab"),
    )
    assert chains(ask(view, "ann", "dan")) == ["ann-cab-dan"]


def test_an_investigating_officer_joins_nobody() -> None:
    """Two crimes with one investigating officer are not a chain, the limits say so, and asking for it brings it back."""
    view = a_view(
        *(said("officer", "TOOK_PART", e, role="investigating officer") for e in ("crime1", "crime2")),
        said("ann", "TOOK_PART", "crime1", role="suspect"),
        said("bob", "TOOK_PART", "crime2", role="suspect"),
    )
    found = ask(view, "ann", "bob")
    assert chains(found) == []
    assert any("investigating officer" in limit for limit in found.limits)
    assert chains(ask(view, "ann", "bob", through_officers=True)) == ["ann-officer-bob"]


def test_events_reported_at_one_police_station_join_nobody() -> None:
    """A place where things were only reported does not join those who took part in them."""
    view = a_view(
        said("ann", "TOOK_PART", "e1"),
        said("bob", "TOOK_PART", "e2"),
        *(said(e, "OCCURRED_AT", "station", role="reported at") for e in ("e1", "e2")),
    )
    found = ask(view, "ann", "bob")
    assert chains(found) == both_known(found) == []


def test_two_at_one_place_at_overlapping_times_are_a_step() -> None:
    """Seen at one place in overlapping half hours: at the same time, through the place."""
    view = a_view(
        said("ann", "SEEN_AT", "park", start="2026-03-03 22:00", end="2026-03-03 22:30"),
        said("bob", "SEEN_AT", "park", start="2026-03-03 22:20", end="2026-03-03 22:50"),
    )
    step = ask(view, "ann", "bob").pairs[0].chains[0].steps[0]
    assert (step.basis, step.via_ids) == (StepBasis.SAME_TIME, (id_of("park"),))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"start": "2026-03-03 22:00", "end": "2026-03-03 22:30"},
            {"start": "2026-03-03 22:30", "end": "2026-03-03 23:00"},
        ),
        ({"start": "2026-03-03", "end": "2026-03-04"}, {"start": "2026-03-03", "end": "2026-03-04"}),
        ({"start": "2026-03-03 22:00"}, {"start": "2026-03-01", "end": "2026-04-01", "precision": "month"}),
        ({"start": "2026-03-03 22:00"}, {}),
        ({}, {}),
    ],
    ids=["one after the other", "same day only", "month only", "one undated", "both undated"],
)
def test_without_a_certain_overlap_two_are_only_both_known_at(first: dict[str, str], second: dict[str, str]) -> None:
    """Where the precision does not make an overlap certain, the chain stands apart as "both known at"."""
    found = ask(a_view(said("ann", "SEEN_AT", "park", **first), said("bob", "SEEN_AT", "park", **second)), "ann", "bob")
    assert (chains(found), both_known(found)) == ([], ["ann-bob"])
    assert found.pairs[0].both_known[0].steps[0].basis is StepBasis.BOTH_KNOWN_AT


def test_one_register_of_addresses_says_who_lives_together() -> None:
    """Two people at one address in one register live there at the same time; from two registers they may not."""
    one = a_view(said("ann", "LIVES_AT", "home"), said("bob", "LIVES_AT", "home"))
    two = a_view(said("ann", "LIVES_AT", "home", report="2019"), said("bob", "LIVES_AT", "home", report="2026"))
    assert (chains(ask(one, "ann", "bob")), both_known(ask(one, "ann", "bob"))) == (["ann-bob"], [])
    assert (chains(ask(two, "ann", "bob")), both_known(ask(two, "ann", "bob"))) == ([], ["ann-bob"])


def test_a_visit_on_a_day_within_a_tenancy_is_the_same_time() -> None:
    """Who lives at a place all year was living there on the day of a visit."""
    view = a_view(
        said("ann", "LIVES_AT", "home", start="2026-01-01", end="2026-12-31"),
        said("bob", "SEEN_AT", "home", start="2026-03-03", end="2026-03-04"),
    )
    assert chains(ask(view, "ann", "bob")) == ["ann-bob"]


def test_a_busy_place_is_left_out_named_and_can_be_put_back() -> None:
    """More than the limit meet at the school: no chain goes through it until it is put back by name."""
    view = a_view(*(said(f"p{i}", "ATTENDS", "school") for i in range(4)))
    found = ask(view, "p0", "p1", hub_neighbours=3)
    assert chains(found) == both_known(found) == []
    assert [(name_of(h.entity_id), h.neighbours) for h in found.left_out] == [("school", 4)]
    assert chains(ask(view, "p0", "p1", hub_neighbours=3, put_back=[id_of("school")])) == ["p0-p1"]


def test_grade_e_never_carries_a_step_and_lower_grades_as_asked() -> None:
    """E is out always, a grade below the lowest asked for is out, the axes are not traded, and the ungraded stay."""
    view = a_view(
        said("ann", "KNOWS", "bob", grade="1-E", report="false"),
        said("ann", "KNOWS", "cat", grade="3-A", report="poor"),
        said("ann", "KNOWS", "dan", report="record"),
    )
    assert chains(ask(view, "ann", "bob")) == []
    assert chains(ask(view, "ann", "cat")) == ["ann-cat"]
    assert chains(ask(view, "ann", "cat", lowest_source="2")) == []
    assert chains(ask(view, "ann", "dan", lowest_source="1", lowest_intelligence="A")) == ["ann-dan"]


def test_only_the_period_asked_for_takes_part() -> None:
    """A statement from before the period is out; an undated one stays unless asked otherwise."""
    view = a_view(said("ann", "KNOWS", "bob", start="2025-01-01"), said("ann", "KNOWS", "cat"))
    since = {"from_at": datetime(2026, 1, 1, tzinfo=UTC)}
    assert chains(ask(view, "ann", "bob", **since)) == []
    assert chains(ask(view, "ann", "cat", **since)) == ["ann-cat"]
    assert chains(ask(view, "ann", "cat", **since, keep_undated=False)) == []


def test_chains_of_one_length_come_by_origins_then_by_name() -> None:
    """Of three ways of two steps, the one told by two origins is first, the others follow by id."""
    ways = [said(a, "KNOWS", m, report="r") for m in ("m1", "m2", "m3") for a in ("ann", "zoe")]
    view = a_view(*ways, *(said(a, "KNOWS", "m2", report="s") for a in ("ann", "zoe")))
    assert chains(ask(view, "ann", "zoe")) == ["ann-m2-zoe", "ann-m1-zoe", "ann-m3-zoe"]


def test_different_chains_come_before_variants_of_the_first() -> None:
    """Of equally long chains, one through other people comes before one that shares a person with the first."""
    pairs = [
        ("ann", "b1"),
        ("b1", "c1"),
        ("c1", "zoe"),
        ("b1", "c2"),
        ("c2", "zoe"),
        ("ann", "b9"),
        ("b9", "c9"),
        ("c9", "zoe"),
    ]
    found = ask(a_view(*(said(a, "KNOWS", b) for a, b in pairs)), "ann", "zoe", chains=2)
    assert chains(found) == ["ann-b1-c1-zoe", "ann-b9-c9-zoe"]


def test_a_detour_is_not_another_chain() -> None:
    """A chain that only adds somebody to a shorter chain is not shown; a longer one through others is."""
    pairs = [("ann", "b"), ("b", "zoe"), ("ann", "x"), ("x", "b"), ("ann", "c"), ("c", "d"), ("d", "zoe")]
    assert chains(ask(a_view(*(said(a, "KNOWS", b) for a, b in pairs)), "ann", "zoe")) == ["ann-b-zoe", "ann-c-d-zoe"]


def test_both_known_chains_stand_apart_and_only_where_no_longer() -> None:
    """A "both known" chain shorter than the proper one is shown apart; a longer one is not shown at all."""
    proper = [said("ann", "KNOWS", "m"), said("m", "KNOWS", "zoe")]
    shorter = ask(a_view(*proper, *pupils("school", "ann", "zoe")), "ann", "zoe")
    assert (chains(shorter), both_known(shorter)) == (["ann-m-zoe"], ["ann-zoe"])
    direct = ask(a_view(said("ann", "KNOWS", "zoe"), *pupils("s", "ann", "x"), said("x", "KNOWS", "zoe")), "ann", "zoe")
    assert (chains(direct), both_known(direct)) == (["ann-zoe"], [])


def test_a_chain_rests_on_both_known_at_no_more_than_once() -> None:
    """Two steps that both rest on "both known at" are not a chain."""
    view = a_view(*pupils("s1", "ann", "mid"), *pupils("s2", "zoe"), said("mid", "ATTENDS", "s2", report="other"))
    assert both_known(ask(view, "ann", "zoe")) == []


def test_places_and_events_can_be_ends() -> None:
    """A place and an event are connected through who was there and who took part, with the links that say so."""
    view = a_view(said("ann", "SEEN_AT", "park"), said("ann", "KNOWS", "bob"), said("bob", "TOOK_PART", "stop"))
    found = ask(view, "park", "stop")
    assert chains(found) == ["park-ann-bob-stop"]
    assert all(s.basis is StepBasis.LINK for s in found.pairs[0].chains[0].steps)


def test_a_place_is_never_a_mere_stop_between() -> None:
    """Two people each linked to a place are not joined by it as by a person."""
    view = a_view(
        said("ann", "SEEN_AT", "park", start="2020-01-01"), said("bob", "SEEN_AT", "park", start="2026-01-01")
    )
    assert chains(ask(view, "ann", "bob")) == []


def test_an_area_joins_nobody() -> None:
    """Homes within one postcode do not join those who live in them, and the limits say so."""
    view = a_view(
        said("ann", "LIVES_AT", "h1"),
        said("bob", "LIVES_AT", "h2"),
        said("h1", "PART_OF", "pc"),
        said("h2", "PART_OF", "pc"),
    )
    found = ask(view, "ann", "bob")
    assert chains(found) == both_known(found) == []
    assert any("area or postcode" in limit for limit in found.limits)


def test_every_two_of_several_are_connected() -> None:
    """Three ends give three pairs, each with its own chains."""
    found = ask(a_view(said("ann", "KNOWS", "bob"), said("bob", "KNOWS", "cat")), "ann", "bob", "cat")
    assert [chains(found, i) for i in range(3)] == [["ann-bob"], ["ann-bob-cat"], ["bob-cat"]]


def test_no_chain_is_longer_than_asked() -> None:
    """Seven steps are not found with six allowed, and are with seven."""
    view = a_view(*(said(f"p{i}", "KNOWS", f"p{i + 1}") for i in range(7)))
    assert chains(ask(view, "p0", "p7")) == []
    assert chains(ask(view, "p0", "p7", max_steps=7)) == ["-".join(f"p{i}" for i in range(8))]


def test_an_event_with_too_many_participants_joins_nobody() -> None:
    """A festival with more participants than are folded gives no steps, and the limits say so."""
    found = ask(a_view(*(said(f"p{i}", "TOOK_PART", "festival") for i in range(5))), "p0", "p1", largest_event=4)
    assert chains(found) == []
    assert any("more than 4 participants" in limit for limit in found.limits)


@pytest.mark.parametrize("names", [(), ("ann",), ("ann", "ann"), tuple(f"p{i}" for i in range(11))])
def test_too_few_too_many_or_the_same_twice_is_refused(names: tuple[str, ...]) -> None:
    """Two to ten different things can be connected; anything else is refused with what to do."""
    with pytest.raises(InputError) as refused:
        ask(a_view(said("ann", "KNOWS", "bob")), *names)
    assert refused.value.next_step


@pytest.mark.parametrize("name", ["nobody", "hidden"])
def test_what_is_not_in_scope_is_not_found(name: str) -> None:
    """An entity that is not there and one that nothing in scope speaks of look the same."""
    view = unseen(a_view(said("ann", "KNOWS", "bob"), alone=("hidden",)), "hidden")
    with pytest.raises(NotFound):
        ask(view, "ann", name)
    with pytest.raises(NotFound):
        ask(view, "ann", "bob", put_back=[id_of(name)])


def test_a_chain_never_goes_through_what_is_out_of_scope() -> None:
    """An entity nothing in scope speaks of carries no chain."""
    view = a_view(said("ann", "KNOWS", "mid"), said("mid", "KNOWS", "bob"))
    assert chains(ask(unseen(view, "mid"), "ann", "bob")) == []


def test_a_search_cut_short_says_so() -> None:
    """Where the work allowed runs out, the finding does not pretend that it looked at everything."""
    view = a_view(*(said(f"{x}{i}", "KNOWS", f"{x}x{j}") for x in "pq" for i in range(40) for j in range(40)))
    cut, whole = ask(view, "p0", "q0", most_pairs=1000), ask(view, "p0", "q0")
    assert any("stopped" in limit for limit in cut.limits)
    assert not any("stopped" in limit for limit in whole.limits)


def test_walking_round_one_event_is_not_another_chain() -> None:
    """Three in one event: two of them stand next to one another, not also by way of the third."""
    view = a_view(*(said(p, "TOOK_PART", "stop") for p in ("ann", "bob", "cat")))
    assert chains(ask(view, "ann", "bob")) == ["ann-bob"]


def test_reports_that_contradict_an_events_time_lend_it_none() -> None:
    """An event told of March and of May is not stretched over both: nobody seen in April was there with its people."""
    apart = a_view(
        said("e", "OCCURRED_AT", "park", report="r1", start="2026-03-01 20:00"),
        said("e", "OCCURRED_AT", "park", report="r2", start="2026-05-01 20:00"),
        said("ann", "TOOK_PART", "e"),
        said("bob", "SEEN_AT", "park", start="2026-04-01 20:00"),
    )
    assert chains(ask(apart, "ann", "bob")) == []


def test_reports_that_agree_on_an_events_time_lend_what_they_share() -> None:
    """A month and an hour within it are that hour; a sighting in that hour is at the same time."""
    agreed = a_view(
        said("e", "OCCURRED_AT", "park", report="r1", start="2026-03-01", end="2026-04-01", precision="month"),
        said("eve", "TOOK_PART", "e", report="r2", start="2026-03-05 20:00", end="2026-03-05 21:00"),
        said("ann", "TOOK_PART", "e"),
        said("bob", "SEEN_AT", "park", start="2026-03-05 20:30"),
    )
    assert chains(ask(agreed, "ann", "bob"))[0] == "ann-bob"


def test_a_camera_that_saw_much_does_not_stop_a_search() -> None:
    """Two vehicles seen thousands of times at one camera are joined by the one minute they share, within the work allowed."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    seen = [
        said(v, "SEEN_AT", "camera", start=f"{moment + timedelta(minutes=10 * i + 5 * odd):%Y-%m-%d %H:%M}",
             types=("Vehicle", "Location"), locator=f"row {i}")
        for odd, v in enumerate(("v1", "v2")) for i in range(2000)
    ]  # fmt: skip
    both = [replace(s, start="2026-02-01 00:00", locator="last") for s in (seen[0], seen[-1])]
    found = ask(a_view(*seen, *both), "v1", "v2", most_pairs=50_000)
    step = found.pairs[0].chains[0].steps[0]
    assert (step.basis, set(step.link_ids)) == (StepBasis.SAME_TIME, {link_id(s) for s in both})
    assert not any("stopped" in limit for limit in found.limits)


def test_a_network_rolled_up_otherwise_is_refused() -> None:
    """A network built with other parameters, or from another view, is a programming error and says so."""
    view = a_view(said("ann", "KNOWS", "bob"))
    with pytest.raises(ValueError, match="other parameters"):
        connect(view, RolledNetwork.build(view), [id_of("ann"), id_of("bob")], ConnectParameters(lowest_source="1"))


def test_an_id_with_something_at_its_end_is_not_the_same_thing_twice() -> None:
    """An id and the same id with a NUL at its end do not pass for two things."""
    view = a_view(said("ann", "KNOWS", "bob"))
    with pytest.raises((InputError, NotFound)):
        connect(view, RolledNetwork.build(view), [id_of("ann"), id_of("ann") + "\0"])


def test_a_busy_place_further_out_that_would_make_a_chain_is_named() -> None:
    """Two people whose acquaintances attend one busy school have no chain, and are told of the school."""
    pupils_of_all = [said(f"p{i}", "ATTENDS", "school") for i in range(30)]
    view = a_view(*pupils_of_all, said("ann", "KNOWS", "p1"), said("bob", "KNOWS", "p2"))
    found = ask(view, "ann", "bob")
    assert (chains(found), [name_of(h.entity_id) for h in found.left_out]) == ([], ["school"])
    assert chains(ask(view, "ann", "bob", put_back=[id_of("school")])) == ["ann-p1-p2-bob"]


def test_of_very_many_equal_chains_the_first_shown_share_nobody() -> None:
    """Thousands of equally long chains: those shown go through different people, and the limits say there are more."""
    layers = [said(f"a{n}x{i:02}", "KNOWS", f"a{n + 1}x{j:02}") for n in range(3) for i in range(12) for j in range(12)]
    ends = [said("src", "KNOWS", f"a0x{i:02}") for i in range(12)] + [
        said(f"a3x{i:02}", "KNOWS", "dst") for i in range(12)
    ]
    found = ask(a_view(*layers, *ends), "src", "dst")
    between = [i for c in found.pairs[0].chains for i in c.entity_ids[1:-1]]
    assert len(between) == len(set(between)) == 5 * 4
    assert any("stopped" in limit for limit in found.limits)
