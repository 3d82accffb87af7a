"""How much room words take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lettering import measured
from visualise.lettering import Box, fit, width, wrap

LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc"]), max_size=60)


@given(LATIN, st.floats(6, 30))
def test_words_never_take_more_room_than_was_kept_for_them(words: str, size: float) -> None:
    """The estimate is no narrower than the typeface of documents sets the words, whatever European name it is."""
    assert width(words, size) >= measured(" ".join(words.split()), size) - 1e-6


@pytest.mark.parametrize("words", ["Harl Street recreation ground", "WEXMOOR BUS STATION", "1,234", "Łukasz Żółć"])
def test_the_estimate_is_not_wasteful(words: str) -> None:
    """Ordinary words get at most two fifths too much."""
    assert width(words, 10) <= measured(words, 10) * 1.4


@given(st.text(max_size=80), st.floats(20, 300), st.floats(8, 16))
def test_fitted_text_fits(words: str, room: float, size: float) -> None:
    """Cut text is a beginning of the text, and no wider than the room (one letter excepted)."""
    made = fit(words, room, size)

    assert width(made, size) <= room or len(made) <= 1


@given(st.text(max_size=200), st.floats(60, 300))
def test_wrapped_text_fits(words: str, room: float) -> None:
    """No line is wider than the room."""
    assert all(width(line, 11) <= room for line in wrap(words, room, 11))


def test_wrapping_loses_no_word() -> None:
    """Joined again, the lines are the text."""
    said = "2 places lie outside this map: 13 Harbour Hotel (SW 807 324, 447 km to the south-west)."
    lines = wrap(said, 160, 11)

    assert len(lines) > 2
    assert " ".join(lines) == said


def test_boxes_meet_where_they_overlap() -> None:
    """Side by side is not on one another; a gap is kept where it is asked for."""
    box = Box(0, 0, 10, 10)

    assert box.meets(Box(9, 9, 5, 5))
    assert not box.meets(Box(10, 0, 5, 5))
    assert box.meets(Box(11, 0, 5, 5), 2)
    assert Box(1, 1, 2, 2).within(box)
    assert not Box(9, 1, 2, 2).within(box)
