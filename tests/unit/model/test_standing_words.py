"""The words for a pattern say no more than its reports."""

import pytest

from graphsvc.model.network import EntityRef
from graphsvc.model.standing_out import Pattern, PatternKind, Strength
from graphsvc.model.standing_words import company_of

MIA = EntityRef("1" * 32, "Person", "Mia Tester")
BEARING = Strength(1.0, 1.0, 3, 1, 2, 0, 1, ("Harl Police",))


@pytest.mark.parametrize("kind", PatternKind)
def test_a_child_who_is_only_missing_is_not_said_to_be_harmed(kind: PatternKind) -> None:
    """Children missing together are listed as missing; in every other pattern as what they are: reported as harmed."""
    held = Pattern(1, kind, ("9" * 32, "8" * 32), BEARING, children_ids=(MIA.id,))
    heading = "Children missing" if kind is PatternKind.MISSING else "Children reported as harmed"
    assert company_of(held, {MIA.id: MIA}) == ((heading, (MIA.id,)),)
