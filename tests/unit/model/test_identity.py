"""Normal forms of names, plates, numbers and postcodes, and ids that say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.identity import (
    Identities,
    assertion_id,
    confusable_vrm,
    fold_handle,
    fold_name,
    fold_phone,
    fold_reference,
    fold_signs,
    normalise_phone,
    normalise_postcode,
    normalise_vrm,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Siobhán O’Brien", "siobhan obrien"),
        ("Siobhan O'Brien", "siobhan obrien"),
        ("ŁUCZAK, Paweł", "luczak pawel"),
        ("Jean-Luc  Picard ", "jean luc picard"),
        ("Straße", "strasse"),
        ("Øst Æble", "ost aeble"),
        ("محمد علي", "محمد علي"),
        ("…", ""),
    ],
)
def test_names_fold_to_one_form(written: str, folded: str) -> None:
    """Accents, case, apostrophes, hyphens and spaces do not tell two writings of a name apart."""
    assert fold_name(written) == folded


@given(st.text(max_size=60))
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    """Folding is idempotent, so what is stored and what is asked always meet."""
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("written", "mark"),
    [("ry52 apf", "RY52APF"), ("A123-BCD", "A123BCD"), ("1 AB", "1AB"), ("zz99 zzz", "ZZ99ZZZ")],
)
def test_plates_lose_spaces_and_case(written: str, mark: str) -> None:
    """A plate is capitals and digits, however it was written."""
    assert normalise_vrm(written) == mark


@pytest.mark.parametrize("written", ["", "blue Corsa", "AB12 CD?", "ABCDEFG", "A" * 9 + "1", "AB１２CDE"])
def test_what_is_no_plate_is_not_guessed_at(written: str) -> None:
    """A description, a partial plate with a gap or a word without a digit has no plate's normal form."""
    assert normalise_vrm(written) is None


def test_misread_characters_of_a_plate_become_equal() -> None:
    """0 and O, 1 and I, 5 and S, 8 and B, 2 and Z, 6 and G are one and the same in a misread plate."""
    assert confusable_vrm("AO51BZG") == confusable_vrm("A051B26")
    assert confusable_vrm("AB12CDE") != confusable_vrm("AB12CDF")


@pytest.mark.parametrize("written", ["07700 900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900123"])
def test_one_number_has_one_form(written: str) -> None:
    """National and international writings of a number, the drama numbers included, are one E.164 number."""
    assert normalise_phone(written) == "+447700900123"


@pytest.mark.parametrize("written", ["", "no number", "12", "0-(070)893-3322-99999999999"])
def test_what_is_no_possible_number_has_no_form(written: str) -> None:
    """Nothing is made of text that cannot be a telephone number."""
    assert normalise_phone(written) is None


def test_digits_of_an_impossible_number_still_meet() -> None:
    """A number without an E.164 form is compared by its digits."""
    assert fold_phone("0-(070)893-3322") == fold_phone("00708933322") == "00708933322"


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("s601aa", "S60 1AA"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("m1 1ae", "M1 1AE"),
        ("GIR 0AA", "GIR 0AA"),
        ("W1A0AX", "W1A 0AX"),
    ],
)
def test_postcodes_get_their_one_space(written: str, postcode: str) -> None:
    """Every full postcode is written one way."""
    assert normalise_postcode(written) == postcode


@pytest.mark.parametrize("written", ["S60", "S60 1A", "QQ1 1AA", "S60 1CA", "12345", "S60 1AA2"])
def test_what_is_no_full_postcode_is_none(written: str) -> None:
    """Outward codes, foreign codes and letters that no postcode has are not postcodes."""
    assert normalise_postcode(written) is None


def test_references_and_handles_fold() -> None:
    """References lose punctuation and case, handles their case and at sign."""
    assert fold_reference("wp-26/10 620a") == "WP2610620A"
    assert fold_handle(" @Some.One ") == "some.one"


@given(st.binary(min_size=32, max_size=32), st.text(max_size=20), st.text(max_size=20))
def test_an_id_is_always_the_same_and_hides_its_key(key: bytes, scheme: str, value: str) -> None:
    """The same identity key gives the same 128-bit id, another store's key another, and parts never run together."""
    ids = Identities(key)
    made = ids.entity("Person", scheme, value)
    assert made == Identities(key).entity("Person", scheme, value)
    assert len(made) == 32
    assert int(made, 16) >= 0
    assert made != Identities(bytes(32 - len(key)) + bytes(b ^ 255 for b in key)).entity("Person", scheme, value)
    assert ids.of("ab", "c") != ids.of("a", "bc")


def test_an_assertion_id_depends_on_everything_it_is_made_from() -> None:
    """Report, place in the report, kind and both ends each make another assertion."""
    base = ("r", "row 1", "KNOWS", "a", "b")
    others = {assertion_id(*base[:i], "other", *base[i + 1 :]) for i in range(5)}
    assert len(others | {assertion_id(*base)}) == 6


@pytest.mark.parametrize(
    ("written", "folded"),
    [("O´Brien", "obrien"), ("Sio\u200bbhan", "siobhan"), ("\u202eArthur", "arthur"), ("Smi\u00adth", "smith")],
)
def test_characters_that_nobody_sees_do_not_part_a_name(written: str, folded: str) -> None:
    """Zero-width spaces, soft hyphens, direction marks and accents used as apostrophes fold to nothing."""
    assert fold_name(written) == folded


@pytest.mark.parametrize("written", ["07700 9001", "900123", "7700"])
def test_a_part_of_a_number_is_not_made_into_a_whole_one(written: str) -> None:
    """A number cut short has no international form; its digits are compared as they are."""
    assert normalise_phone(written) is None


def test_a_name_of_signs_alone_is_compared_by_its_signs() -> None:
    """Emoji are kept where nothing else names somebody, and left out where letters do."""
    assert fold_signs("👑 \ufe0f🔥!") == "👑🔥"
    assert fold_signs("King") == ""
