"""Occasions: what happened once, however often it was told; how well it is borne out, and how recent it is."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from graphsvc.analysis.occasions import UNDATED_RECENCY, Borne, Occasions, Part
from tests.support.harm import happening, names_at, occasions_of, row_of
from tests.support.views import AS_OF, Known, Said, a_view, said

NOW = AS_OF.strftime("%Y-%m-%d %H:%M")


def part(found: Occasions, who: str) -> set[Part]:
    """What somebody was in the occasions of a view."""
    return {Part(int(p)) for p in found.part[found.by_who.rows(row_of(found.view, who))]}


def everything(found: Occasions) -> np.ndarray:
    """All occasions."""
    return np.arange(len(found))


def borne(*statements: Said, origins: dict[str, str] | None = None, kinds: dict[str, str] | None = None) -> Borne:
    """How well the only occasion of these statements is borne out."""
    found = occasions_of(a_view(*statements, origins=origins, kinds=kinds))
    assert len(found) == 1
    return Borne(int(found.borne[0]))


def test_one_event_told_by_five_reports_is_one_occasion() -> None:
    """Five agencies each report one event with its child and its place: it happened once, and all five tell it."""
    told = [s for i in range(5) for s in happening("e1", "park", harmed=("ann",), report=f"r{i}")]
    found = occasions_of(a_view(*told, agencies={f"r{i}": f"agency {i}" for i in range(5)}))
    assert (len(found), found.tellings(everything(found))) == (1, 1)
    assert found.agencies(everything(found)) == {f"agency {i}" for i in range(5)}
    assert names_at(found.view, found.who) == {"ann", "park"}


def test_one_sighting_told_twice_is_one_occasion() -> None:
    """Who was at which place when is one sighting, whoever tells it; an hour later it is another."""
    seen = [said("cab", "SEEN_AT", "park", report=r, types=("Vehicle", "Location"), start=NOW) for r in ("r1", "r2")]
    later = said("cab", "SEEN_AT", "park", report="r3", types=("Vehicle", "Location"), start="2026-03-31 13:00")
    found = occasions_of(a_view(*seen, later))
    assert len(found) == 2
    assert (found.event == -1).all()


@pytest.mark.parametrize(
    ("second", "origin", "tellings"),
    [
        ("2026-03-31 23:00", "caller", 1),
        ("2026-03-30 23:00", "caller", 2),
        ("2026-03-31 23:00", "another", 2),
    ],
)
def test_what_one_origin_tells_of_one_day_counts_once(second: str, origin: str, tellings: int) -> None:
    """Two events of one origin on one day are one telling and count once, at the better of the two; else both count."""
    view = a_view(
        *happening("e1", "park", report="a", start="2026-03-31 12:00"),
        *happening("e2", "park", report="b", start=second, grade="3-D"),
        origins={"a": "caller", "b": origin},
    )
    found = occasions_of(view, half_life_days=36500)
    assert found.tellings(everything(found)) == tellings
    expected = 0.6 if tellings == 1 else 0.6 + 0.25
    assert found.evidence(everything(found)) == pytest.approx(expected, rel=1e-4)


def test_two_undated_occasions_of_one_origin_are_two_tellings() -> None:
    """Without a date nothing says that two occasions were of one day."""
    view = a_view(*happening("e1", "park", report="a"), *happening("e2", "park", report="a"))
    found = occasions_of(view)
    assert found.tellings(everything(found)) == 2


def test_an_undated_occasion_counts_a_quarter_and_borrows_no_date() -> None:
    """It has no time, belongs to no period, and counts a quarter of what the same occasion would today."""
    view = a_view(*happening("e1", "park", harmed=("ann",)), *happening("e2", "park", start=NOW))
    found = occasions_of(view)
    undated = int(np.flatnonzero(~found.dated)[0])
    assert UNDATED_RECENCY == 0.25
    assert found.weight[undated] == pytest.approx(0.6 * 0.25)
    assert found.weight[1 - undated] == pytest.approx(0.6)
    asked = occasions_of(view, from_at=datetime(2000, 1, 1, tzinfo=UTC))
    assert asked.inside.tolist() == asked.dated.tolist()


def test_what_is_suspected_to_be_false_never_counts() -> None:
    """A statement graded E makes no occasion and gives nobody a part in one."""
    assert len(occasions_of(a_view(*happening("e1", "park", harmed=("ann",), grade="1-E")))) == 0
    view = a_view(*happening("e1", "park"), said("dan", "TOOK_PART", "e1", role="suspect", grade="2-E"))
    assert names_at(view, occasions_of(view).who) == {"park"}


@pytest.mark.parametrize(
    ("kind", "grade", "statement", "expected"),
    [
        ("record", "", "fact", Borne.CONFIRMED),
        ("register", "", "fact", Borne.CONFIRMED),
        ("record", "", "assessment", Borne.UNCONFIRMED),
        ("record", "", "opinion", Borne.TENTATIVE),
        ("statement", "", "fact", Borne.UNCONFIRMED),
        ("intelligence", "1-A", "fact", Borne.CONFIRMED),
        ("intelligence", "1-A", "assessment", Borne.UNCONFIRMED),
        ("intelligence", "1-A", "opinion", Borne.TENTATIVE),
        ("intelligence", "1-B", "fact", Borne.UNCONFIRMED),
        ("intelligence", "2-A", "fact", Borne.UNCONFIRMED),
        ("intelligence", "2-C", "fact", Borne.UNCONFIRMED),
        ("intelligence", "3-A", "fact", Borne.TENTATIVE),
        ("intelligence", "1-D", "fact", Borne.TENTATIVE),
        ("record", "3-D", "fact", Borne.TENTATIVE),
    ],
)
def test_how_well_one_report_bears_out(kind: str, grade: str, statement: str, expected: Borne) -> None:
    """A record or register that states a fact confirms, and so does 1-A; source 3, intelligence D and opinion are tentative."""
    told = happening("e1", "park", report="r1", grade=grade, statement=statement)
    assert borne(*told, kinds={"r1": kind}) is expected


@pytest.mark.parametrize(
    ("grades", "origins", "expected"),
    [
        (("2-B", "2-B"), ("one", "two"), Borne.CONFIRMED),
        (("2-B", "1-B"), ("one", "two"), Borne.CONFIRMED),
        (("2-B", "2-B"), ("one", "one"), Borne.UNCONFIRMED),
        (("2-B", "2-C"), ("one", "two"), Borne.UNCONFIRMED),
        (("2-B", "3-A"), ("one", "two"), Borne.UNCONFIRMED),
        (("2-B", ""), ("one", "two"), Borne.UNCONFIRMED),
        (("3-D", "3-D"), ("one", "two"), Borne.TENTATIVE),
        (("3-D", "2-C"), ("one", "two"), Borne.UNCONFIRMED),
    ],
)
def test_two_origins_confirm_only_when_independent_and_good(
    grades: tuple[str, str], origins: tuple[str, str], expected: Borne
) -> None:
    """Two origins at 2-B or better confirm one another; one origin through two reports does not, nor does a weaker second."""
    told = [s for r, g in zip("ab", grades, strict=True) for s in happening("e1", "park", report=r, grade=g)]
    assert borne(*told, origins=dict(zip("ab", origins, strict=True))) is expected


@pytest.mark.parametrize(
    ("of_ann", "expected"),
    [
        ({"born": "2008-06-01"}, Part.HARMED),
        ({"born": "1990-06-01"}, Part.PERSON),
        ({"described": "adult"}, Part.PERSON),
        ({"described": "child"}, Part.HARMED),
        ({}, Part.HARMED),
    ],
)
def test_a_victim_who_was_an_adult_then_is_not_counted_as_harmed(of_ann: dict[str, str], expected: Part) -> None:
    """Only who is known to have been an adult then is left out: a victim of unknown age counts."""
    view = a_view(*happening("e1", "park", harmed=("ann",), start="2026-03-01 20:00"), known=(Known("ann", **of_ann),))
    found = occasions_of(view)
    assert part(found, "ann") == {expected}
    assert found.harm.tolist() == [expected is Part.HARMED]


def test_age_is_age_at_the_event() -> None:
    """Seventeen then and nineteen now was a child then; of a second event last month she was an adult."""
    view = a_view(
        *happening("e1", "park", harmed=("ann",), start="2024-03-01 20:00"),
        *happening("e2", "park", harmed=("ann",), start="2026-03-01 20:00"),
        known=(Known("ann", born="2007-01-15"),),
    )
    found = occasions_of(view)
    assert dict(zip(found.event.tolist(), found.harm.tolist(), strict=True)) == {
        row_of(view, "e1"): True,
        row_of(view, "e2"): False,
    }


@pytest.mark.parametrize("half_life", [1, 30, 365])
def test_recency_halves_after_the_half_life(half_life: int) -> None:
    """An occasion of so many days ago counts exactly half, twice as many a quarter; one of today counts whole."""
    ago = [(AS_OF - timedelta(days=half_life * k)).strftime("%Y-%m-%d %H:%M") for k in (0, 1, 2)]
    view = a_view(*(s for i, at in enumerate(ago) for s in happening(f"e{i}", "park", start=at)))
    found = occasions_of(view, half_life_days=half_life)
    assert found.recency.tolist() == pytest.approx([1.0, 0.5, 0.25], rel=1e-12)
    assert found.weight.tolist() == pytest.approx([0.6, 0.3, 0.15], rel=1e-12)


def test_recency_counts_from_the_end_of_the_period_asked_for() -> None:
    """Asked of a year long gone, its last day counts whole, and a later occasion counts no more than whole."""
    view = a_view(*happening("e1", start="2020-12-31", harmed=("ann",)), *happening("e2", start=NOW, harmed=("ann",)))
    found = occasions_of(view, to_at=datetime(2020, 12, 31, tzinfo=UTC))
    assert found.recency.tolist() == [1.0, 1.0]


def test_paperwork_and_officers_have_no_part() -> None:
    """Where it was reported is counted aside and an investigating officer is in no occasion."""
    view = a_view(
        *happening("e1", "station", role="reported at", harmed=("ann",)),
        said("e1", "OCCURRED_AT", "desk", role="admin"),
        said("officer", "TOOK_PART", "e1", role="investigating officer"),
        said("cab", "SEEN_AT", "station", role="reported at", types=("Vehicle", "Location")),
    )
    found = occasions_of(view)
    assert names_at(view, found.who) == {"ann"}
    assert len(found) == 1
    assert sorted(found.paper.tolist()) == sorted([row_of(view, "station")] * 2 + [row_of(view, "desk")])


@pytest.mark.parametrize(
    ("when", "inside"),
    [
        ({"start": "2026-02-10 00:00"}, True),
        ({"start": "2026-03-10 00:00"}, False),
        ({"start": "2026-02-01", "end": "2026-03-01", "precision": "month"}, False),
        ({"start": "2026-03-01", "end": "2026-04-01", "precision": "month"}, False),
        ({"start": "2026-01-01", "end": "2026-02-01", "precision": "month"}, False),
        ({"start": "2026-01-01", "end": "2027-01-01", "precision": "year"}, False),
    ],
)
def test_a_period_leaves_out_months_across_its_edge(when: dict[str, str], inside: bool) -> None:
    """From 10 February to 10 March: the first moment is in, the last is out, and a month that lies half in is not."""
    period = {"from_at": datetime(2026, 2, 10, tzinfo=UTC), "to_at": datetime(2026, 3, 10, tzinfo=UTC)}
    assert occasions_of(a_view(*happening("e1", "park", **when)), **period).inside.tolist() == [inside]


def test_an_occasion_takes_its_finest_time() -> None:
    """Of a day and an hour that two reports give, the hour is taken."""
    view = a_view(
        *happening("e1", "park", report="a", start="2026-03-03"),
        *happening("e1", "park", report="b", start="2026-03-03 22:00", precision="hour"),
    )
    found = occasions_of(view)
    assert datetime.fromtimestamp(int(found.start[0]), UTC) == datetime(2026, 3, 3, 22, tzinfo=UTC)


@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_ends_the_later_is_taken_in_any_order(backwards: bool) -> None:
    """One report gives only the beginning, another the end as well: the end is known, whichever came first."""
    told = [
        *happening("e1", "park", report="a", start="2026-03-03 22:00"),
        *happening("e1", "park", report="b", start="2026-03-03 22:00", end="2026-03-04 06:00"),
    ]
    found = occasions_of(a_view(*(reversed(told) if backwards else told)))
    assert (found.end - found.start).tolist() == [8 * 3600]


def test_nothing_gives_no_occasions() -> None:
    """An empty view has none, and no evidence."""
    found = occasions_of(a_view())
    assert (len(found), found.evidence(everything(found))) == (0, 0.0)


@pytest.mark.parametrize("wrong", [{"half_life_days": 0}, {"confirmed": 1.5}, {"tentative": -0.1}, {"weight": 1}])
def test_weights_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    """No half-life of nothing, no weight above one or below nothing, no parameter that does not exist."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        occasions_of(a_view(), **wrong)
