"""Grades, their rules, access classes and observed times."""

from datetime import UTC, datetime

import pytest

from graphsvc.model.provenance import (
    ActionCode,
    DatePrecision,
    Grading,
    Handling,
    IntelligenceGrade,
    Observed,
    Restriction,
    SanitisationCode,
    SourceGrade,
    access_class,
    grade_at_least,
)


def a_grading(text: str, **more: object) -> Grading:
    """A grading from three characters, for example ``2CP``."""
    return Grading(SourceGrade(text[0]), IntelligenceGrade(text[1]), Handling(text[2]), **more)  # type: ignore[arg-type]


def test_a_sound_grading_breaks_no_rule() -> None:
    """2-C-P, and C with one code of each kind, are as the form asks."""
    assert a_grading("2CP").problems() == ()
    assert a_grading("1AC", action=ActionCode.A2, sanitisation=SanitisationCode.S1).problems() == ()


@pytest.mark.parametrize(
    ("grading", "word"),
    [
        (a_grading("2CC"), "handling C needs"),
        (a_grading("2CC", action=ActionCode.A1), "handling C needs"),
        (a_grading("2CP", action=ActionCode.A1), "handling P takes no"),
        (a_grading("3EP"), "E needs its reason"),
        (a_grading("1BP"), "B needs the separate report"),
    ],
)
def test_each_rule_of_the_grading_desk_is_named(grading: Grading, word: str) -> None:
    """Codes without C, C without codes, E without a reason and B without corroboration are each said."""
    assert any(word in problem for problem in grading.problems())


def test_reason_and_corroboration_satisfy_their_rules() -> None:
    """E with its reason and B with its other report break nothing."""
    assert a_grading("3EP", rationale="contradicted by CCTV").problems() == ()
    assert a_grading("1BP", corroborated_by="WP-26-10001").problems() == ()


def test_a_grading_is_written_as_on_the_form() -> None:
    """The code shows the three grades, and the codes of C in brackets."""
    assert a_grading("2CP").code == "2-C-P"
    assert a_grading("1BC", action=ActionCode.A2, sanitisation=SanitisationCode.S1).code == "1-B-C(A2,S1)"


@pytest.mark.parametrize(
    ("grade", "lowest", "kept"),
    [
        ("1A", "3D", True),
        ("2C", "2C", True),
        ("1D", "2C", False),
        ("3A", "2C", False),
        ("1E", "3D", False),
        ("2B", "1D", False),
    ],
)
def test_grades_are_compared_on_each_axis_apart(grade: str, lowest: str, kept: bool) -> None:
    """A good source never makes up for poor intelligence, nor the other way round; E supports nothing."""
    assert grade_at_least(grade[0], grade[1], lowest[0], lowest[1]) is kept


@pytest.mark.parametrize(
    ("handling", "restriction", "expected"),
    [
        (None, Restriction.NONE, "open"),
        (Handling.PERMITTED, Restriction.NONE, "open"),
        (Handling.CONDITIONS, Restriction.NONE, "conditions:police"),
        (Handling.PERMITTED, Restriction.AGENCY, "agency:police"),
        (Handling.CONDITIONS, Restriction.AGENCY, "agency:police"),
    ],
)
def test_every_report_has_one_access_class(handling: Handling | None, restriction: Restriction, expected: str) -> None:
    """The narrowest limit set on a report decides who may see what it says."""
    assert access_class("police", handling, restriction) == expected


def test_an_observed_time_without_a_zone_is_refused() -> None:
    """A naive datetime would be read differently on another machine."""
    with pytest.raises(ValueError, match="time zone"):
        Observed(datetime(2026, 3, 1), None, DatePrecision.DAY)  # noqa: DTZ001 - that it is naive is the point


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    """Time does not run backwards."""
    with pytest.raises(ValueError, match="ends before"):
        Observed(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC), DatePrecision.DAY)
