"""How far a line's statements bear it out."""

import pytest

from graphsvc.model.network import Statement
from tests.support.briefs import PARK, person, statement
from visualise.confirmation import confirmation
from visualise.theme import Confirmation


def said(*grades: str) -> list[Statement]:
    """One statement of each grade, each from a report and an origin of its own."""
    return [statement("SEEN_AT", person(i), PARK, i, grade=g) for i, g in enumerate(grades)]


@pytest.mark.parametrize(
    ("grades", "style"),
    [
        (("",), Confirmation.CONFIRMED),
        (("1-A-P",), Confirmation.CONFIRMED),
        (("2-B-P", "2-B-C"), Confirmation.CONFIRMED),
        (("2-B-P",), Confirmation.UNCONFIRMED),
        (("2-B-P", "2-C-P"), Confirmation.UNCONFIRMED),
        (("3-B-P", "3-B-P"), Confirmation.TENTATIVE),
        (("2-D-P",), Confirmation.TENTATIVE),
        (("2-E-P", "2-E-P"), Confirmation.TENTATIVE),
        (("2-E-P", "2-C-P"), Confirmation.UNCONFIRMED),
        ((), Confirmation.UNCONFIRMED),
    ],
)
def test_the_style_follows_from_the_grades(grades: tuple[str, ...], style: Confirmation) -> None:
    """A record, 1-A or two origins at B confirm; all of source 3, D or E is tentative; the rest is unconfirmed."""
    assert confirmation(said(*grades)) is style


def test_one_origin_told_twice_does_not_confirm() -> None:
    """Two reports of one origin at B are one origin: unconfirmed."""
    twice = [statement("SEEN_AT", person(1), PARK, number, grade="2-B-P") for number in (1, 10)]
    assert len({s.source.origin for s in twice}) == 1
    assert confirmation(twice) is Confirmation.UNCONFIRMED


def test_an_ungraded_partner_statement_is_not_a_record() -> None:
    """An intelligence report that came without a grade confirms nothing."""
    (one,) = said("2-B-P")
    ungraded = Statement(**{**vars(one), "source": type(one.source)(**{**vars(one.source), "grade": ""})})
    assert confirmation([ungraded]) is Confirmation.UNCONFIRMED
