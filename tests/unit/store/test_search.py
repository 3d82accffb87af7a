"""What a person typed becomes harmless parameters, or is refused with what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.store.search import MAX_LENGTH, Question, rank


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "!!!",
        "-- && || ()",
        "@",
        "___",
        "' \" ` ´",
        "…",
        "\x00\x01\x02",
        "ab\x00cd",
        "x\x1b[31m",
        "\ud800ab",
    ],
)
def test_what_cannot_be_searched_for_is_refused(text: str) -> None:
    """Nothing, one letter, only punctuation and control characters each say what to type instead."""
    with pytest.raises(InputError) as refused:
        Question(text)
    assert refused.value.next_step


def test_a_very_long_text_is_refused_without_repeating_it() -> None:
    """The limit is told, the text is not."""
    with pytest.raises(InputError, match=str(MAX_LENGTH)) as refused:
        Question("secret " * 100)
    assert "secret" not in str(refused.value)


def test_an_unknown_kind_of_entity_is_refused() -> None:
    """Types never come from input unchecked."""
    with pytest.raises(InputError, match="no such kind"):
        Question("smith", types=("Person) DETACH DELETE (n",))


@given(st.text(max_size=MAX_LENGTH))
def test_no_text_puts_syntax_into_the_lucene_query(text: str) -> None:
    """Whatever is typed, the words in the query hold letters and digits only."""
    try:
        asked = Question(text).parameters()
    except InputError:
        return
    for query in asked["lucene"]:
        for group in query.split(" AND "):
            options = group.removeprefix("(").removesuffix(")").split(" OR ")
            assert all(o.partition("^")[0].partition("*")[0].partition("~")[0].isalnum() for o in options)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("07700 900123", "447700900123"),
        ("+44 7700 900123", "447700900123"),
        ("0044 7700 900123", "447700900123"),
        ("(07700) 900-123", "447700900123"),
        ("900123", "900123"),
        ("07700 9001", "77009001"),
        ("0114 496 0123", "441144960123"),
    ],
)
def test_a_phone_number_or_a_part_of_one_is_looked_for_in_international_form(text: str, fragment: str) -> None:
    """National and international writings meet; a part stays a part."""
    fragments = [f["fragment"] for f in Question(text).parameters()["fragments"] if "phone" in f["kinds"]]
    assert fragment in fragments


def test_ranking_says_nothing_of_what_is_out_of_scope() -> None:
    """The score is made of likeness and kind of match alone, never of the index's own counts."""
    hits = [
        {"id": "b", "matched": ["John Smyth"], "identifier": 0.0, "score": 99.0},
        {"id": "a", "matched": ["John Smith"], "identifier": 0.0, "score": 0.1},
        {"id": "c", "matched": ["John Smith"], "identifier": 0.0, "score": 5.0},
    ]
    ranked = rank(Question("john smith"), hits)
    assert [h["id"] for h in ranked] == ["a", "c", "b"]
    assert ranked[0]["score"] == ranked[1]["score"] == 1.0


def test_people_of_the_very_name_come_before_what_only_holds_it() -> None:
    """A surname finds the people who bear it first, then a street of that name, then an e-mail account that contains it."""
    hits = [
        {"id": "a", "labels": ["Entity", "OnlineAccount"], "matched": ["jpowell72@example.org"], "identifier": 3.0},
        {"id": "b", "labels": ["Entity", "Location"], "matched": ["193 Powell Street"], "identifier": 0.0},
        {"id": "c", "labels": ["Entity", "Person"], "matched": ["Jack Howell"], "identifier": 0.0},
        {"id": "d", "labels": ["Entity", "Person"], "matched": ["Theresa Anne Powell"], "identifier": 0.0},
    ]
    assert [h["id"] for h in rank(Question("powell"), hits)][:2] == ["d", "b"]


def test_a_plate_typed_whole_comes_first_of_all() -> None:
    """Even before a person who is called like it."""
    hits = [
        {"id": "a", "labels": ["Entity", "Person"], "matched": ["ZZ99 ZZZ Driver"], "identifier": 0.0},
        {"id": "b", "labels": ["Entity", "Vehicle"], "matched": ["ZZ99ZZZ"], "identifier": 3.0},
    ]
    assert [h["id"] for h in rank(Question("zz99 zzz"), hits)] == ["b", "a"]


def test_of_namesakes_the_most_mentioned_comes_first() -> None:
    """The station itself stands before the many places that somebody else called by its name once; then by id."""
    hits = [
        {"id": i, "labels": ["Entity", "Location"], "matched": ["Test Station"], "identifier": 0.0, "mentions": n}
        for i, n in (("a", 1), ("b", 1), ("c", 400), ("d", 2))
    ]
    assert [h["id"] for h in rank(Question("test station"), hits)] == ["c", "d", "a", "b"]
