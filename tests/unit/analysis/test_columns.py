"""Columns: numbering tuples as sets and dictionaries would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.analysis.columns import numbered

_ROWS = st.lists(st.tuples(st.integers(-3, 3), st.integers(-(2**62), 2**62), st.integers(0, 2)), max_size=30)


def _columns(rows: list[tuple[int, int, int]]) -> list[np.ndarray]:
    return [np.array([row[i] for row in rows], np.int64) for i in range(3)]


def test_numbers_follow_the_order_of_the_tuples() -> None:
    """The smallest tuple is 0, equal tuples share a number, and the first position of each is given."""
    codes, first = numbered(np.array([2, 1, 2, 1]), np.array([5, 9, 5, 3]))
    assert codes.tolist() == [2, 1, 2, 0]
    assert first.tolist() == [3, 1, 0]


@given(_ROWS)
def test_numbering_agrees_with_sorting_a_set(rows: list[tuple[int, int, int]]) -> None:
    """Whatever the tuples, of any size and sign: their rank among the different ones, and where each comes first."""
    codes, first = numbered(*_columns(rows))
    ranked = sorted(set(rows))
    assert codes.tolist() == [ranked.index(row) for row in rows]
    assert first.tolist() == [rows.index(row) for row in ranked]


def test_nothing_has_no_number() -> None:
    """Empty columns give no numbers and no positions."""
    codes, first = numbered(np.zeros(0, np.int64))
    assert (len(codes), len(first)) == (0, 0)
