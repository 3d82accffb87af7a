"""What stands out: the finding as a whole, and what must always hold of it."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.analysis.hotspots import HotspotParameters, hotspots
from graphsvc.analysis.standing_out import STANDING_LIMITS, StandingOutParameters, stands_out
from graphsvc.model.standing_out import CautionKind, Hotspots, HotspotSubject, Pattern, PatternKind, StandsOut
from graphsvc.model.view import NetworkView
from tests.support.harm import crowd, days, happening, names_of
from tests.support.views import Known, Said, a_view, id_of, link_id, said, unseen

CROWD = crowd(500)


def look(view: NetworkView, **parameters: object) -> StandsOut:
    """What stands out under these parameters."""
    return stands_out(view, StandingOutParameters.model_validate(parameters))


def nights(
    place: str, month: str = "2026-03", numbers: tuple[int, ...] = (3, 10, 17, 24), **parts: object
) -> list[Said]:
    """Nights at a place, each an event and a report of its own."""
    people = {"harmed": ("bea", "ann"), "alleged": ("dan",), "vehicles": ("cab",)} | parts
    told = enumerate(days(month, numbers))
    return [s for i, at in told for s in happening(f"{place[:6]}{month[5:]} {i}", place, start=at, **people)]


def between() -> list[Said]:
    """Bob knows three of whom each is alleged to have harmed a child, and is in nothing with a child."""
    told = [
        s
        for c in ("eve", "fay", "gus")
        for s in happening(f"e {c}", harmed=(f"kid {c}",), alleged=(c,), start="2026-03-05")
    ]
    return [*told, *(said("bob", "KNOWS", c, report="ties") for c in ("eve", "fay", "gus"))]


def missing() -> list[Said]:
    """Two children are missing on the same three nights."""
    return [
        s
        for kid in ("kim", "lea")
        for d in (1, 11, 24)
        for s in happening(f"m{d} {kid}", harmed=(kid,), start=f"2026-03-{d:02} 22:00", end=f"2026-03-{d + 1:02} 06:00")
    ]


MISSING = tuple(Known(f"m{d} {kid}", kind="missing") for kid in ("kim", "lea") for d in (1, 11, 24))


def test_nothing_stands_out_of_nothing() -> None:
    """An empty view, and everyday life alone, give no pattern; the standing limits are said all the same."""
    for view in (a_view(), a_view(said("ann", "KNOWS", "bob")), a_view(*CROWD)):
        found = look(view)
        assert (found.patterns, found.total, found.explained, found.link_ids) == ((), 0, (), ())
        assert found.limits[: len(STANDING_LIMITS)] == STANDING_LIMITS
    assert look(a_view()).plain == ()


def test_a_pattern_has_what_recurs_in_it() -> None:
    """One pattern of four nights under its strongest centre: children by id, who is alleged, the car, the place, the others."""
    told = nights("park")
    once = said("hal", "TOOK_PART", "park03 0", role="suspect", report="r park03 0", start="2026-03-03 22:00")
    found = look(a_view(*told, once, *CROWD))
    (pattern,) = found.patterns
    assert names_of(pattern.children_ids) == ["ann", "bea"]
    assert [names_of(i) for i in (pattern.alleged_ids, pattern.vehicle_ids, pattern.place_ids, pattern.number_ids)] == [
        ["dan"],
        ["cab"],
        ["park"],
        [],
    ]
    assert (pattern.alleged_once, pattern.strength.occasions, pattern.strength.children) == (1, 4, 2)
    centres = {*names_of(pattern.centre_ids), *names_of(i for _, i in pattern.also)}
    assert centres == {"park", "cab", "dan"}
    assert set(pattern.link_ids) == {link_id(s) for s in (*told, once)}
    assert {t.occasions for t in pattern.together} == {4}
    # Each of the two is in four of 504 tellings: 4 x 4 / 504.
    assert [t.expected for t in pattern.together] == pytest.approx([16 / 504] * len(pattern.together))
    assert len(pattern.together) == 6


def test_children_stand_in_the_order_of_their_ids() -> None:
    """A child who is harmed more often does not stand before another: children are never ranked."""
    more = nights("park", "2026-02", harmed=("zoe",))
    (pattern,) = look(a_view(*nights("park"), *more, *CROWD)).patterns
    assert names_of(pattern.children_ids) == ["ann", "bea", "zoe"]


def test_limits_say_what_was_left_out() -> None:
    """What is graded E, what lies outside the period, and what has no date are each counted in the limits."""
    undated = happening("u", "park", harmed=("ann",))
    false = happening("f", "park", harmed=("ann",), grade="2-E", start="2026-03-05 10:00")
    view = a_view(*nights("park"), *undated, *false, *CROWD)
    assert "2 statements graded E were left out." in look(view).limits
    assert "1 occasions have no date: they count a quarter, and borrow no date." in look(view).limits
    march = look(view, from_at=datetime(2026, 3, 2, tzinfo=UTC)).limits
    assert "501 occasions lie outside the period or cannot be placed in it, and are left out." in march
    assert not any("no date:" in limit for limit in march)


def test_limits_of_patterns_that_say_less_than_they_seem() -> None:
    """Missing at the same hours is not together, and knowing people is no allegation: said where such a pattern stands."""
    found = look(a_view(*missing(), *between(), *CROWD, known=MISSING))
    assert {p.kind for p in found.patterns} == {PatternKind.MISSING, PatternKind.BROKER}
    for words in ("does not say that they were together", "is no allegation"):
        assert any(words in limit for limit in found.limits)
        assert not any(words in limit for limit in look(a_view(*nights("park"), *CROWD)).limits)


def test_only_the_first_are_shown_of_all() -> None:
    """Two patterns, one shown, and the finding says that there are two; the stronger comes first."""
    other = nights("shop", "2026-01", (3, 10, 17), harmed=("zoe",), alleged=("gus",), vehicles=("van",))
    found = look(a_view(*nights("park"), *other, *CROWD), limit=1)
    assert (found.total, len(found.patterns)) == (2, 1)
    both = look(a_view(*nights("park"), *other, *CROWD)).patterns
    assert [p.rank for p in both] == [1, 2]
    assert both[0] == found.patterns[0]
    assert both[0].strength.value > both[1].strength.value


def test_a_pattern_of_one_agency_and_without_confirmation_is_cautioned() -> None:
    """One agency alone, and nothing confirmed: both are said; a second agency and a 1-A take them away."""
    (alone,) = look(a_view(*nights("park"), *CROWD)).patterns
    assert {c.kind: c.agency for c in alone.cautions} == {CautionKind.ONE_AGENCY: "police", CautionKind.UNGRADED: ""}
    better = a_view(*nights("park", grade="1-A"), *CROWD, agencies={"r park03 0": "school"})
    assert look(better).patterns[0].cautions == ()


def test_a_shared_name_is_cautioned_at_the_pattern_and_explained_beside_it() -> None:
    """Two men of one name and two births, both beside children: the pattern of one says that the other is somebody else."""
    other = happening("other", harmed=("zoe",), present=("dan two",), start="2026-03-05 10:00")
    known = (
        Known("dan", name="dan kerr"), Known("dan", born="1980-01-01"),
        Known("dan two", name="dan kerr"), Known("dan two", born="1990-01-01"),
    )  # fmt: skip
    found = look(a_view(*nights("park"), *other, *CROWD, known=known))
    (caution,) = (c for c in found.patterns[0].cautions if c.kind is CautionKind.SHARED_NAME)
    assert (names_of(caution.entity_ids), caution.count) == (["dan", "dan two"], 2)
    (explained,) = found.explained
    assert (explained.kind, names_of(explained.entity_ids)) == (CautionKind.SHARED_NAME, ["dan", "dan two"])
    assert not look(a_view(*nights("park"), *other, *CROWD, known=known[:3])).explained


def test_what_is_not_in_scope_does_not_exist() -> None:
    """With the car out of scope the pattern stands without it, and names it nowhere."""
    view = unseen(a_view(*nights("park"), *CROWD), "cab")
    found = look(view)
    assert found.total == 1
    assert id_of("cab") not in repr(found)


def test_a_place_that_moved_to_an_unknown_point_has_no_distance() -> None:
    """Without coordinates there is no distance, not a number that is none; the turn is told."""
    found = look(a_view(*nights("park", "2026-02"), *nights("mill", "2026-03"), *CROWD, *crowd(500, prefix="x")))
    (moved,) = (p for p in found.patterns if p.kind is PatternKind.MOVED)
    assert names_of(moved.centre_ids) == ["park", "mill"]
    assert moved.distance_m is None
    assert moved.turned_at == datetime(2026, 3, 3, 22, tzinfo=UTC)


def test_a_default_point_is_no_pattern() -> None:
    """What gathers at a default point stands under the people and things it gathers, and the plain count still shows it."""
    view = a_view(*nights("middle"), *CROWD, known=(Known("middle", kind="default point"),))
    (pattern,) = look(view).patterns
    assert "middle" not in {*names_of(pattern.centre_ids), *names_of(i for _, i in pattern.also)}
    assert names_of(r.entity_id for r in look(view).plain) == ["middle"]


def test_the_plain_count_stands_beside() -> None:
    """By number of occasions alone the square of everyday life is first, with its number, and paperwork does not count."""
    paper = [said(f"c{i}", "OCCURRED_AT", "station", role="reported at") for i in range(99)]
    found = look(a_view(*nights("park"), *crowd(300, "square"), *paper))
    assert [(r.rank, *names_of([r.entity_id]), r.events) for r in found.plain] == [(1, "square", 300), (2, "park", 4)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_at": datetime(2026, 3, 2, tzinfo=UTC), "to_at": datetime(2026, 3, 1, tzinfo=UTC)},
        {"fewest": 1},
        {"limit": 0},
        {"half_life_days": -1},
        {"unheard": 1},
    ],
)
def test_hostile_parameters_are_refused(wrong: dict[str, object]) -> None:
    """A period that ends before it starts, a pattern of one occasion, nothing to show, and what does not exist."""
    with pytest.raises(ValueError, match="validation error"):
        StandingOutParameters.model_validate(wrong)


_CAST = nights("park") + nights("mill", "2026-02") + between() + missing()
_WORKER = [
    s
    for i in range(8)
    for s in happening(f"w{i}", "club", harmed=(f"k{i % 5}",), present=("worker",), report=f"{'psh'[i % 3]} {i}",
                       start=f"2026-03-{i + 1:02} 16:00")
]  # fmt: skip
_ALL = [*_CAST, *_WORKER, *crowd(60)]
_KNOWN = (
    *MISSING,
    Known("dan", name="dan kerr", born="1980-01-01"),
    Known("worker", name="dan kerr", born="1990-01-01"),
    Known("park", latitude=53.40, longitude=-1.30),
    Known("mill", latitude=53.41, longitude=-1.30),
)
_AGENCIES = {s.report: s.report.split()[0] for s in _ALL}


def scoped(statements: list[Said]) -> NetworkView:
    """What somebody sees who sees these statements alone."""
    there = {n for s in statements for n in (s.first, s.second)}
    return a_view(*statements, known=tuple(k for k in _KNOWN if k.of in there), agencies=_AGENCIES)


def entities_named(found: StandsOut | Hotspots) -> set[str]:
    """Every entity id that a finding names."""
    if isinstance(found, Hotspots):
        return {r.entity_id for r in found.rows} - {""}
    named = {i for e in found.explained for i in e.entity_ids} | {r.entity_id for r in found.plain}
    for p in found.patterns:
        named |= {*p.centre_ids, *p.children_ids, *p.alleged_ids, *p.vehicle_ids, *p.number_ids, *p.place_ids}
        named |= {i for t in p.together for i in (t.a_id, t.b_id)} | {i for _, i in p.also}
        named |= {i for c in p.cautions for i in c.entity_ids}
    return named


def findings(view: NetworkView) -> list[StandsOut | Hotspots]:
    """What stands out, and every sort of hotspot."""
    return [stands_out(view), *(hotspots(view, HotspotParameters(of=of)) for of in HotspotSubject)]


def test_the_cast_has_one_of_everything() -> None:
    """What the property tests draw from holds a move, an absence, a go-between, a worker and two of one name."""
    found = look(scoped(_ALL))
    assert {PatternKind.MOVED, PatternKind.MISSING, PatternKind.BROKER} <= {p.kind for p in found.patterns}
    assert {e.kind for e in found.explained} == {CautionKind.KNOWN_BY_WORK, CautionKind.SHARED_NAME}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.booleans(), min_size=len(_ALL), max_size=len(_ALL)) | st.just([True] * len(_ALL)))
def test_a_finding_names_only_what_its_view_holds(visible: list[bool]) -> None:
    """Whatever part of the statements is in scope: every entity, link and report named is in that view, and none is an E."""
    view = scoped([s for s, shown in zip(_ALL, visible, strict=True) if shown])
    entities = {view.id_of(i) for i in range(len(view.entity_ids))}
    links = {view.link_id_of(i) for i in range(len(view.link_ids))}
    reports = {r.id for r in view.reports}
    for found in findings(view):
        assert entities_named(found) <= entities
        assert set(found.link_ids) <= links
        assert set(found.report_ids) <= reports
        told = found.rows if isinstance(found, Hotspots) else (*found.patterns, *found.explained)
        assert all(t.link_ids and t.report_ids for t in told)
        assert set(found.link_ids) == {i for t in told for i in t.link_ids}


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False), st.integers(0, len(_ALL)))
def test_the_order_of_the_statements_does_not_matter(random: Random, cut: int) -> None:
    """The same statements in another order give the same finding, to the byte."""
    chosen = _ALL[cut // 2 :]
    mixed = list(chosen)
    random.shuffle(mixed)
    assert findings(scoped(chosen)) == findings(scoped(mixed))


@settings(deadline=None, max_examples=20)
@given(st.lists(st.booleans(), min_size=len(_ALL), max_size=len(_ALL)))
def test_telling_it_again_in_the_same_report_changes_no_strength(again: list[bool]) -> None:
    """A statement that stands twice in its own report bears nothing out better."""
    twice = [*_ALL, *(replace(s, locator="again") for s, more in zip(_ALL, again, strict=True) if more)]

    def plain(patterns: tuple[Pattern, ...]) -> list[tuple[object, ...]]:
        return [(p.kind, p.centre_ids, p.strength, p.children_ids, p.alleged_ids) for p in patterns]

    assert plain(stands_out(scoped(twice)).patterns) == plain(stands_out(scoped(_ALL)).patterns)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.booleans(), min_size=len(_ALL), max_size=len(_ALL)))
def test_nobody_harmed_is_ever_a_centre_or_alleged_beside_themselves(visible: list[bool]) -> None:
    """Whatever is in scope, children are the centre of absences alone, in the order of their ids, and never among the alleged."""
    for p in stands_out(scoped([s for s, shown in zip(_ALL, visible, strict=True) if shown])).patterns:
        assert p.kind is PatternKind.MISSING or not set(p.centre_ids) & set(p.children_ids)
        assert list(p.children_ids) == sorted(p.children_ids)
        assert not set(p.alleged_ids) & set(p.children_ids)
