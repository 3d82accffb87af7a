"""Outlines simplified for drawing."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.model.outline import Area, Outline, Ring, simplify

SQUARE: Ring = ((0.0, 0.0), (50.0, 0.2), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0))
corners = st.lists(st.tuples(st.integers(0, 1000).map(float), st.integers(0, 1000).map(float)), min_size=3, max_size=40)


def away(point: tuple[float, float], ring: Ring) -> float:
    """How far a point lies from the line of a ring, by walking along each side."""
    found = math.inf
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = (
            0.0
            if length == 0
            else max(0.0, min(1.0, ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length))
        )
        found = min(found, math.hypot(point[0] - ax - share * (bx - ax), point[1] - ay - share * (by - ay)))
    return found


def test_a_corner_within_the_tolerance_is_left_out() -> None:
    """The bend of 20 cm goes, the four corners stay."""
    assert simplify(SQUARE, 1.0) == (SQUARE[0], *SQUARE[2:])
    assert simplify(SQUARE, 0.1) == SQUARE


@given(corners, st.floats(0, 300))
def test_a_simplified_ring_stays_closed_and_near(some: list[tuple[float, float]], tolerance: float) -> None:
    """It begins and ends where it did, keeps only corners it had, and no corner lies further from it than was allowed."""
    ring = (*some, some[0])

    made = simplify(ring, tolerance)

    assert made[0] == made[-1] == ring[0]
    assert len(made) >= 4
    assert set(made) <= set(ring)
    assert all(away(p, made) <= tolerance + 1e-6 for p in ring)


def test_a_long_ring_is_cut_down() -> None:
    """A circle of 10,000 corners needs some dozens at a tolerance of a hundredth of its radius."""
    turns = np.linspace(0, 2 * math.pi, 10_001)
    circle = tuple(zip((1000 * np.cos(turns)).tolist(), (1000 * np.sin(turns)).tolist(), strict=True))

    assert 12 <= len(simplify((*circle[:-1], circle[0]), 10)) <= 64


def test_the_box_holds_all_areas() -> None:
    """West, south, east, north."""
    far = tuple((x + 500.0, y - 50.0) for x, y in SQUARE)

    outline = Outline((Area("A", (SQUARE,)), Area("B", (far,))))

    assert outline.box == (0.0, -50.0, 600.0, 100.0)
    assert outline.points == 12


def test_an_outline_of_nothing_has_no_box() -> None:
    """Whoever draws asks first."""
    with pytest.raises(ValueError, match="not enough values"):
        _ = Outline(()).box
