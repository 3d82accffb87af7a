"""What every section of a location brief is written from, and the words they share."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.products.location_facts import Facts
from graphsvc.products.location_inputs import LocationBriefInputs
from graphsvc.products.naming import Labels

SMALL = 5
"""Fewer than this and the brief makes no claim."""
ENOUGH_FOR_PATTERN = 10
"""Fewer events with a known hour than this and the brief states no pattern of hours."""

RANKING = "ranking of busiest places (Annex B)"
COUNTING = "counted from the statements of this brief (Annex B)"


@dataclass(frozen=True)
class Draft:
    """What every section is written from."""

    inputs: LocationBriefInputs
    facts: Facts
    labels: Labels

    @property
    def place(self) -> str:
        """What the brief calls the place."""
        return self.labels.of(self.inputs.place)


def plural(count: int, one: str, many: str = "") -> str:
    """``1 event``, ``1,204 events``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listing(items: Iterable[str]) -> str:
    """``a, b and c``."""
    said = list(items)
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else "none"
