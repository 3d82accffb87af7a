"""How far a line's statements bear it out."""

from dataclasses import replace

import pytest

from graphsvc.model.finding import Step, StepBasis
from graphsvc.model.network import EntityRef, Statement
from tests.support.briefs import PARK, person, statement
from visualise.confirmation import confirmation, step_confirmation
from visualise.theme import Confirmation

EVENT = EntityRef("e" * 32, "Event", "Meeting at the gate", "sighting")


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


def meeting(first: str, second: str) -> tuple[Step, list[Statement]]:
    """Two people in one event, each by a statement of its own grade."""
    told = [statement("TOOK_PART", person(i), EVENT, i, grade=g) for i, g in enumerate((first, second))]
    ids = tuple(s.id for s in told)
    return Step(person(0).id, person(1).id, StepBasis.EVENT, ids, (EVENT.id,)), told


@pytest.mark.parametrize(
    ("first", "second", "style"),
    [
        ("", "", Confirmation.CONFIRMED),
        ("", "3-D-P", Confirmation.TENTATIVE),
        ("2-C-P", "", Confirmation.UNCONFIRMED),
        ("1-A-P", "1-A-P", Confirmation.CONFIRMED),
    ],
)
def test_a_step_through_an_event_is_as_weak_as_its_weaker_side(first: str, second: str, style: Confirmation) -> None:
    """A record that one was there and a rumour that the other was is a rumour that they met."""
    assert step_confirmation(*meeting(first, second)) is style


@pytest.mark.parametrize(
    ("basis", "style"),
    [(StepBasis.SAME_TIME, Confirmation.UNCONFIRMED), (StepBasis.BOTH_KNOWN_AT, Confirmation.TENTATIVE)],
)
def test_what_is_concluded_is_never_confirmed(basis: StepBasis, style: Confirmation) -> None:
    """Two records of presences do not confirm a meeting that no report tells of."""
    step, told = meeting("", "")
    assert step_confirmation(replace(step, basis=basis), told) is style
