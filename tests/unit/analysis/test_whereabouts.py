"""Where places are: points that somebody gave, and metres between them."""

import math

import numpy as np
import pytest

from graphsvc.analysis.whereabouts import coordinates, default_points, distance_m
from tests.support.harm import row_of
from tests.support.views import Known, a_view, said

VIEW = (said("e1", "OCCURRED_AT", "park"), said("e2", "OCCURRED_AT", "shop"))


def test_of_several_points_the_middle_one_is_taken_by_axis() -> None:
    """One slip of a finger moves no place: of three latitudes the middle one; of two the lower, which somebody gave."""
    view = a_view(
        *VIEW,
        known=(
            Known("park", latitude=53.1, longitude=-1.3),
            Known("park", latitude=53.2, longitude=-1.2),
            Known("park", latitude=99.0, longitude=-1.1),
            Known("shop", latitude=53.8, longitude=-1.5),
            Known("shop", latitude=53.4, longitude=-1.6),
        ),
    )
    north, east = coordinates(view)
    assert [(north[row_of(view, p)], east[row_of(view, p)]) for p in ("park", "shop")] == [(53.2, -1.2), (53.4, -1.6)]


def test_a_place_without_coordinates_has_none() -> None:
    """Not said, said by half, and the nought-nought of an empty form are all unknown."""
    view = a_view(*VIEW, known=(Known("park", latitude=53.1), Known("shop", latitude=0.0, longitude=0.0)))
    assert np.isnan(np.array(coordinates(view))).all()
    assert np.isnan(np.array(coordinates(a_view(*VIEW)))).all()
    assert [len(axis) for axis in coordinates(a_view())] == [0, 0]


def test_default_points_are_those_their_sender_calls_so() -> None:
    """One mention that calls a place a default point is enough; another kind, or none, is not."""
    view = a_view(
        *VIEW, known=(Known("park", kind="default point"), Known("park", kind="park"), Known("shop", kind="shop"))
    )
    assert [bool(default_points(view)[row_of(view, p)]) for p in ("park", "shop")] == [True, False]
    assert not default_points(a_view(*VIEW)).any()


def test_a_degree_of_latitude_is_a_three_hundred_and_sixtieth_round_the_earth() -> None:
    """111,195 metres north at any longitude, half as many east at sixty degrees; nothing to itself, unknown to nowhere."""
    assert distance_m((53.0, -1.0), (54.0, -1.0)) == pytest.approx(111_195, abs=1)
    assert distance_m((60.0, 0.0), (60.0, 0.01)) == pytest.approx(111_195 * 0.01 / 2, rel=1e-4)
    assert distance_m((53.0, -1.0), (53.0, -1.0)) == 0.0
    assert math.isnan(distance_m((53.0, -1.0), (math.nan, math.nan)))
