"""The British National Grid: OSTN15's own answers, letters as published, and what has no place on the grid."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.model.grid import EAST_LIMIT_M, NORTH_LIMIT_M, parse_reference, reference, square, to_grid

# Ordnance Survey, OSTN15/OSGM15 developer pack, test files "ETRStoOSGB": point, latitude, longitude, easting, northing.
# Scilly, Kent, London, Man, the Humber, Tyneside, St Kilda and Shetland among them; all forty were tried once and agreed.
PUBLISHED = (
    ("TP01", 49.92226393730, -6.29977752014, 91492.146, 11318.804),
    ("TP07", 51.37447025550, 1.44454730409, 639821.835, 169565.858),
    ("TP09", 51.48936564950, -0.11992557180, 530624.974, 178388.464),
    ("TP16", 53.34480280190, -2.64049320810, 357455.843, 383290.436),
    ("TP20", 53.80021519630, -1.66379168242, 422242.186, 433818.701),
    ("TP21", 54.08666318080, -4.63452168212, 227778.330, 468847.388),
    ("TP22", 54.11685144290, -0.07773133187, 525745.670, 470703.214),
    ("TP25", 54.97912273660, -1.61657685184, 424639.355, 565012.703),
    ("TP31", 57.81351838410, -8.57854456076, 9587.909, 899448.996),
    ("TP40", 60.13308091660, -2.07382822798, 395999.668, 1138728.951),
)
# The squares as the Ordnance Survey's "Using the National Grid" shows them, row by row from the south.
SQUARES = (
    "SV SW SX SY SZ TV TW",
    "SQ SR SS ST SU TQ TR",
    "SL SM SN SO SP TL TM",
    "SF SG SH SJ SK TF TG",
    "SA SB SC SD SE TA TB",
    "NV NW NX NY NZ OV OW",
    "NQ NR NS NT NU OQ OR",
    "NL NM NN NO NP OL OM",
    "NF NG NH NJ NK OF OG",
    "NA NB NC ND NE OA OB",
    "HV HW HX HY HZ JV JW",
    "HQ HR HS HT HU JQ JR",
    "HL HM HN HO HP JL JM",
)
TOWN = (54.2, 0.6)

eastings = st.floats(0, EAST_LIMIT_M - 1)
northings = st.floats(0, NORTH_LIMIT_M - 1)


@pytest.mark.parametrize("point", PUBLISHED, ids=lambda p: p[0])
def test_degrees_become_the_metres_the_ordnance_survey_publishes(point: tuple[str, float, float, float, float]) -> None:
    """The published test points come out to the millimetre."""
    _, latitude, longitude, easting, northing = point

    found = to_grid([latitude], [longitude])

    assert (found[0][0], found[1][0]) == pytest.approx((easting, northing), abs=0.0011)


def test_the_fictional_town_lies_on_the_grid() -> None:
    """OSTN15 covers the open sea it lies in, so that no less exact way is needed; it is in square TA."""
    east, north = to_grid([TOWN[0]], [TOWN[1]])

    assert reference(east[0], north[0], 6) == "TA 696 813"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(48.86, 2.35), (40.7, -74.0), (0, 0), (95, 0.6), (math.nan, 0.6), (54.2, math.inf), (0.6, 54.2)],
    ids=["Paris", "New York", "null island", "no latitude", "nothing", "infinity", "turned round"],
)
def test_what_is_not_on_the_grid_has_no_place(latitude: float, longitude: float) -> None:
    """Both figures are NaN, and the points beside it are not touched."""
    east, north = to_grid([latitude, TOWN[0]], [longitude, TOWN[1]])

    assert np.isnan([east[0], north[0]]).all()
    assert np.isfinite([east[1], north[1]]).all()


def test_no_points_give_no_points() -> None:
    """An empty list is no error."""
    assert [len(found) for found in to_grid([], [])] == [0, 0]


def test_lists_of_different_length_are_refused() -> None:
    """A lost longitude would shift every later point."""
    with pytest.raises(InputError, match="2 latitudes and 1 longitudes"):
        to_grid([54.2, 54.3], [0.6])


def test_every_square_has_its_published_letters() -> None:
    """All 91 squares, each at its corners and in its middle."""
    for row, letters in enumerate(SQUARES):
        for column, expected in enumerate(letters.split()):
            for inside in (0, 50_000, 99_999.9994):
                assert square(column * 100_000 + inside, row * 100_000 + inside) == expected


@pytest.mark.parametrize(
    ("easting", "northing", "digits", "expected"),
    [
        (651_409.903, 313_177.270, 10, "TG 51409 13177"),  # Caister water tower, the Ordnance Survey's worked example
        (651_409.903, 313_177.270, 8, "TG 5140 1317"),
        (533_600, 180_500, 6, "TQ 336 805"),  # the Tower of London, on the Ordnance Survey's page on the grid
        (568_300, 236_500, 6, "TL 683 365"),  # the church in its leaflet "Using the National Grid"
        (0, 0, 6, "SV 000 000"),
        (699_999.999, 1_299_999.999, 10, "JM 99999 99999"),
        (99_999.9999, 100_000, 10, "SR 00000 00000"),
    ],
)
def test_references_are_those_published(easting: float, northing: float, digits: int, expected: str) -> None:
    """Cut, never rounded up into the next square."""
    assert reference(easting, northing, digits) == expected


@pytest.mark.parametrize("digits", [0, 2, 7, 12, -6])
def test_other_lengths_are_refused(digits: int) -> None:
    """Six, eight or ten figures, nothing else."""
    with pytest.raises(InputError, match="6, 8 or 10"):
        reference(450_000, 390_000, digits)


@pytest.mark.parametrize("point", [(-1, 0), (0, -0.01), (700_000, 0), (0, 1_300_000), (math.nan, 0), (0, math.inf)])
def test_points_off_the_grid_have_no_letters(point: tuple[float, float]) -> None:
    """No point is moved into a square it does not lie in."""
    for ask in (square, reference):
        with pytest.raises(InputError, match="does not lie on the British National Grid"):
            ask(*point)


@given(eastings, northings, st.sampled_from([6, 8, 10]))
def test_a_reference_names_the_square_the_point_lies_in(easting: float, northing: float, digits: int) -> None:
    """Written and read again, the point lies within the square named, to the millimetre."""
    found = parse_reference(reference(easting, northing, digits))

    assert found.size_m == 10 ** (5 - digits // 2)
    assert 0 <= round(easting, 3) - found.easting < found.size_m
    assert 0 <= round(northing, 3) - found.northing < found.size_m
    assert reference(found.easting, found.northing, digits) == reference(easting, northing, digits)


@pytest.mark.parametrize("text", ["TQ 336 805", "tq336805", " T Q 3 3 6 8 0 5 ", "TQ\t336\n805"])
def test_a_reference_is_read_however_it_is_spaced(text: str) -> None:
    """Blanks and case do not matter."""
    found = parse_reference(text)

    assert (found.easting, found.northing, found.size_m) == (533_600, 180_500, 100)


def test_letters_alone_name_the_large_square() -> None:
    """``TA`` is a square of 100 km."""
    assert parse_reference("TA").size_m == 100_000


@pytest.mark.parametrize(
    "text",
    ["", "banana", "TQ 12345", "TQ 123456 123456", "IQ 123 456", "TI 123 456", "T 123 456", "TQQ 123 456", "123 456",
     "TQ 12a 456", "TQ １２３ ４５６", "TQ" + " " * 10_000 + "1", "ZZ 123 456", "AA 1 1", "TX 123 456", "<b>TQ</b>"],
)  # fmt: skip
def test_what_is_no_reference_is_refused(text: str) -> None:
    """Nothing is guessed, and the text is not repeated."""
    with pytest.raises(InputError) as refused:
        parse_reference(text)

    assert not text or text not in str(refused.value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed, the answer is a square on the grid or an InputError."""
    try:
        found = parse_reference(text)
    except InputError:
        return
    assert 0 <= found.easting < EAST_LIMIT_M
    assert 0 <= found.northing < NORTH_LIMIT_M
