"""How patterns and hotspots are told: every number, singular and plural, and no word that blames."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graphsvc.model.network import EntityRef
from graphsvc.model.standing_out import (
    Caution,
    CautionKind,
    Explained,
    Hotspot,
    Pattern,
    PatternKind,
    Slot,
    Strength,
    Together,
)
from graphsvc.model.standing_words import (
    arithmetic,
    called,
    caution,
    change,
    company_of,
    explained,
    grouped,
    hotspot,
    listed,
    slot,
    slot_share,
    title,
    together,
    why,
)
from tests.support.words import BLAMING

NAMES = {
    **{i: EntityRef(i, "Person", f"{i.title()} Example") for i in ("ann", "bea", "cat", "dan", "dan2", "dan3", "eve")},
    "dan2": EntityRef("dan2", "Person", "Dan Example"),
    "dan3": EntityRef("dan3", "Person", "Dan Example"),
    "cab": EntityRef("cab", "Vehicle", "a silver car"),
    "tel": EntityRef("tel", "Phone", "020 7946 0999"),
    "park": EntityRef("park", "Location", "Mill Park"),
    "mill": EntityRef("mill", "Location", "Old Mill"),
    "blank": EntityRef("blank", "Person"),
    "blank2": EntityRef("blank2", "Vehicle"),
}
FIRST, LAST = datetime(2026, 3, 3, 22, tzinfo=UTC), datetime(2026, 3, 29, 23, 30, tzinfo=UTC)
MANY = Strength(18.04, 5.2, 1234, 1000, 200, 34, 6, ("police", "school"), FIRST, LAST)
ONE = Strength(0.6, 0.6, 1, 0, 1, 0, 1, ("police",), FIRST, FIRST)
NONE = Strength(0.0, 0.0, 0, 0, 0, 0, 0, ())
TOLD = "told by 2 agencies (police and school), 3 March 2026 to 30 March 2026"
TOLD_ONCE = "told by 1 agency (police), on 3 March 2026"


def pattern(kind: PatternKind, *centre: str, strength: Strength = MANY, **more: object) -> Pattern:
    """A pattern round these."""
    return Pattern(1, kind, centre, strength, **more)  # type: ignore[arg-type]


def line(strength: Strength = MANY, **more: object) -> Hotspot:
    """A line of hotspots."""
    numbers = {"rank": 1, "concern": 1500, "events": 2000, "plain_rank": 3, "no_claim": False, "entity_id": "park"}
    return Hotspot(strength=strength, **{**numbers, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "centre", "many", "one"),
    [
        (
            PatternKind.PLACE,
            "park",
            f"6 children were reported as harmed on 1,234 occasions at Mill Park, where the same company recurs, {TOLD}.",
            f"1 child was reported as harmed on 1 occasion at Mill Park, where the same company recurs, {TOLD_ONCE}.",
        ),
        (
            PatternKind.VEHICLE,
            "cab",
            f"6 children were reported as harmed on 1,234 occasions with a silver car, where the same company recurs, {TOLD}.",
            f"1 child was reported as harmed on 1 occasion with a silver car, where the same company recurs, {TOLD_ONCE}.",
        ),
        (
            PatternKind.NUMBER,
            "tel",
            f"6 children were reported as harmed on 1,234 occasions with 020 7946 0999, where the same company recurs, {TOLD}.",
            f"1 child was reported as harmed on 1 occasion with 020 7946 0999, where the same company recurs, {TOLD_ONCE}.",
        ),
        (
            PatternKind.PERSON,
            "dan",
            f"6 children were reported as harmed on 1,234 occasions with Dan Example, who is alleged to have done it, {TOLD}.",
            f"1 child was reported as harmed on 1 occasion with Dan Example, who is alleged to have done it, {TOLD_ONCE}.",
        ),
    ],
)
def test_a_pattern_is_one_sentence_with_its_numbers(kind: PatternKind, centre: str, many: str, one: str) -> None:
    """Children, occasions, agencies and days, in the plural and in the singular; the days are local."""
    assert why(pattern(kind, centre), NAMES) == many
    assert why(pattern(kind, centre, strength=ONE), NAMES) == one


def test_absences_are_told_without_saying_that_they_were_together() -> None:
    """At the same hours, and no shared home; not with one another."""
    assert why(pattern(PatternKind.MISSING, "ann", "bea", "cat"), NAMES) == (
        "Ann Example, Bea Example and Cat Example were missing at the same hours again and again: 1,234 occasions, "
        f"{TOLD}. They are not said to share a home."
    )


def test_a_go_between_is_told_as_in_no_report_with_a_child() -> None:
    """What counts are the people in common and the children they are alleged to have harmed."""
    assert why(pattern(PatternKind.BROKER, "eve", strength=replace(MANY, occasions=3, children=1)), NAMES) == (
        "Eve Example is in no report with a child, and has 3 people in common who are alleged to have harmed 1 child; the "
        "ties are told by 2 agencies (police and school)."
    )


@pytest.mark.parametrize(
    ("distance", "turned", "words"),
    [
        (1111.9, LAST, "then at Old Mill, 1,110 metres away since 30 March 2026: "),
        (1111.9, None, "then at Old Mill, 1,110 metres away: "),
        (None, LAST, "then at Old Mill since 30 March 2026: "),
        (float("nan"), LAST, "then at Old Mill since 30 March 2026: "),
        (None, None, "then at Old Mill: "),
    ],
)
def test_a_move_is_told_with_what_is_known_of_it(distance: float | None, turned: datetime | None, words: str) -> None:
    """The distance to ten metres where it is known, and the day of the turn whether the distance is known or not."""
    told = why(pattern(PatternKind.MOVED, "park", "mill", distance_m=distance, turned_at=turned), NAMES)
    assert told.startswith(f"First at Mill Park, {words}6 children were reported as harmed on 1,234 occasions")
    assert "nan" not in told


def test_what_has_no_date_says_so() -> None:
    """Where no occasion is dated the sentence says that there are no dates."""
    undated = replace(MANY, first_at=None, last_at=None)
    assert "school), without dates." in why(pattern(PatternKind.PLACE, "park", strength=undated), NAMES)


def test_titles_name_the_centre() -> None:
    """A place by its name, absences and go-betweens by what they are, a move by both places."""
    told = [
        title(pattern(PatternKind.PLACE, "park"), NAMES),
        title(pattern(PatternKind.MISSING, "ann", "bea"), NAMES),
        title(pattern(PatternKind.BROKER, "eve"), NAMES),
        title(pattern(PatternKind.MOVED, "park", "mill"), NAMES),
    ]
    assert told == [
        "Mill Park",
        "Missing together: Ann Example and Bea Example",
        "Go-between: Eve Example",
        "From Mill Park to Old Mill",
    ]


def test_the_unnamed_are_said_so() -> None:
    """Something that nothing in scope names, or that is unknown here, is said so and never shown as a number."""
    assert called(NAMES, "blank") == "person not named here"
    assert called(NAMES, "0123456789abcdef") == "somebody or something not named here"
    assert "with person not named here, who" in why(pattern(PatternKind.PERSON, "blank"), NAMES)
    assert title(pattern(PatternKind.MOVED, "x1", "x2"), {}).count("not named here") == 2


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_lists(items: list[str], words: str) -> None:
    """Nothing, one, two, three."""
    assert listed(items) == words


def test_the_arithmetic_has_every_number_it_is_made_of() -> None:
    """Evidence, occasions and how they are borne out, children, agencies and the value; nothing of nothing is none."""
    assert arithmetic(MANY) == (
        "5.2 (graded and recent, of 1,234 occasions: 1,000 confirmed, 200 unconfirmed and 34 tentative) × √(6 children × "
        "2 agencies) = 18.0"
    )
    assert arithmetic(ONE) == "0.6 (graded and recent, of 1 occasion: 1 unconfirmed) × √(1 child × 1 agency) = 0.6"
    assert arithmetic(NONE).startswith(
        "0.0 (graded and recent, of 0 occasions: none) × √(0 children × 0 agencies) = 0.0"
    )
    reached = replace(MANY, occasions=1, confirmed=1, unconfirmed=0, tentative=0)
    assert "of 1 tie: 1 confirmed) × √(6 children reached ×" in arithmetic(reached, reached=True)
    assert "√(1 child reached ×" in arithmetic(ONE, reached=True)


def test_company_is_told_by_what_it_is() -> None:
    """Five headings, those with nothing left out; the one centre is not its own company, both places of a move are."""
    full = pattern(
        PatternKind.PLACE, "park", children_ids=("ann",), alleged_ids=("dan",), vehicle_ids=("cab",), number_ids=("tel",),
        place_ids=("park", "mill"),
    )  # fmt: skip
    assert company_of(full, NAMES) == (
        ("Children reported as harmed", ("ann",)),
        ("People alleged", ("dan",)),
        ("Vehicles", ("cab",)),
        ("Numbers and accounts", ("tel",)),
        ("Places", ("mill",)),
    )
    assert company_of(pattern(PatternKind.PLACE, "park", place_ids=("park",)), NAMES) == ()
    moved = pattern(PatternKind.MOVED, "park", "mill", place_ids=("mill", "park"))
    assert company_of(moved, NAMES) == (("Places", ("mill", "park")),)


def test_one_name_of_three_records_stands_together() -> None:
    """The same name under three numbers is one line of three records; those without a name come last, as a count."""
    assert grouped(NAMES, ["dan", "blank", "ann", "dan2", "dan3", "blank2"]) == [
        (("dan", "dan2", "dan3"), "Dan Example (3 records)"),
        (("ann",), "Ann Example"),
        (("blank", "blank2"), "2 not named"),
    ]
    assert grouped(NAMES, []) == []


@pytest.mark.parametrize(
    ("occasions", "expected", "words"),
    [
        (6, 0.1234, "Ann Example and a silver car on 6 occasions, where 0.1 would be usual"),
        (1, 2.0, "Ann Example and a silver car on 1 occasion, where 2.0 would be usual"),
        (3, 0.003, "Ann Example and a silver car on 3 occasions, where fewer than 0.1 would be usual"),
        (3, 0.0499, "Ann Example and a silver car on 3 occasions, where fewer than 0.1 would be usual"),
    ],
)
def test_two_that_meet_are_told_with_what_is_usual(occasions: int, expected: float, words: str) -> None:
    """Both numbers; a small one is never shown as nothing."""
    assert together(Together("ann", "cab", occasions, expected), NAMES) == words


def test_a_time_of_the_week_is_told_with_its_share() -> None:
    """Monday is the first day; a number beside what would be usual."""
    when = Slot(4, 17, 20, 12, 1300, 3.04)
    assert (slot(when), slot(Slot(0, 0, 3, 1, 1, 1.0))) == ("Friday 17:00 to 20:00", "Monday 00:00 to 03:00")
    assert slot(Slot(6, 21, 24, 1, 1, 1.0)) == "Sunday 21:00 to 24:00"
    assert slot_share(when) == ("12 of 1,300 with a known hour fall on Friday 17:00 to 20:00, where 3.0 would be usual")


def test_cautions_name_the_others() -> None:
    """Who shares the name, which agency alone tells it, and that nothing is confirmed."""
    shared = caution(Caution(CautionKind.SHARED_NAME, ("dan", "dan2", "blank"), 3), NAMES)
    assert shared.startswith(
        "One name, several people: Dan Example shares a name with Dan Example and person not named here"
    )
    assert "Read by number, not by name" in shared
    assert caution(Caution(CautionKind.ONE_AGENCY, agency="police", count=4), NAMES) == "Only police tells of it."
    assert "Nothing of it is confirmed" in caution(Caution(CautionKind.UNGRADED, count=4), NAMES)


def test_what_is_explained_concludes_nothing() -> None:
    """A worker with the numbers, and nothing concluded either way; namesakes as different people."""
    worker = Explained(CautionKind.KNOWN_BY_WORK, ("eve",), 1234, 5, ("health", "police", "school"))
    assert explained(worker, NAMES).startswith(
        "Eve Example stands beside 5 children on 1,234 occasions told by 3 agencies (health, police and school), and nothing "
        "is alleged in any of them."
    )
    assert "nothing is concluded from it, either way" in explained(worker, NAMES)
    once = explained(replace(worker, occasions=1, children=1, agencies=("police",)), NAMES)
    assert "beside 1 child on 1 occasion told by 1 agency (police)" in once
    names = Explained(CautionKind.SHARED_NAME, ("dan", "dan2"), 2, 0, ("police",))
    assert explained(names, NAMES).startswith(
        "Dan Example and Dan Example share a name and are reported as different people"
    )


def test_a_hotspot_is_told_with_its_numbers() -> None:
    """Concern, what recurs with whom, agencies and days; one agency's share; a place in which nothing recurs."""
    assert hotspot(line(alleged=1, vehicles=2)) == (
        "1,500 occasions of concern; in 1,234 of them the same company recurs, with 6 children, 1 person alleged and 2 "
        "vehicles, told by 2 agencies, 3 March 2026 to 30 March 2026."
    )
    assert hotspot(line(ONE, concern=1)) == (
        "1 occasion of concern; in 1 of them the same company recurs, with 1 child, told by 1 agency, on 3 March 2026."
    )
    assert hotspot(line(NONE, concern=2, no_claim=True)) == (
        "2 occasions of concern, in which nobody and nothing recurs. No claim: 2 occasions of concern."
    )
    assert hotspot(line(one_agency=("police", 0.755))).endswith("; police tells 76% of them.")
    when = Slot(4, 18, 21, 1500, 3000, 7.25)
    assert hotspot(line(entity_id="", slot=when)) == (
        "1,500 occasions of concern, where 7.2 would be usual by the hours of everything reported; 6 children, 2 agencies."
    )


def test_a_change_has_both_numbers() -> None:
    """This period and the one before, nought too; nothing where none was asked for."""
    assert change(line(concern=1500, previous_concern=0)) == "1,500, before 0"
    assert change(line()) == ""


def everything_said() -> Iterator[str]:
    """A sentence of every sort, in the plural and the singular."""
    for strength in (MANY, ONE, NONE):
        for kind in PatternKind:
            yield why(pattern(kind, "dan", "eve", strength=strength, distance_m=10.0, turned_at=FIRST), NAMES)
            yield title(pattern(kind, "dan", "eve", strength=strength), NAMES)
            yield from (
                h for h, _ in company_of(pattern(kind, "park", children_ids=("ann",), alleged_ids=("dan",)), NAMES)
            )
        yield arithmetic(strength)
        yield hotspot(line(strength, no_claim=True, one_agency=("police", 1.0)))
    for kind in CautionKind:
        yield caution(Caution(kind, ("dan", "eve"), 2, "police"), NAMES)
        yield explained(Explained(kind, ("dan", "eve"), 2, 3, ("police",)), NAMES)


def test_no_sentence_blames_anybody_or_sums_them_up() -> None:
    """No offender, no lifestyle, nothing risky or dangerous, and no score, whatever is told."""
    told = list(everything_said())
    assert len(told) > 60
    assert [words for words in told if BLAMING.search(words)] == []
    assert all(BLAMING.search(word) for word in ("a risky lifestyle", "Offender", "the score"))
