"""A log in a directory of its own, and a clock that only moves when told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphsvc.security.log import OperationLog


class Clock:
    """Noon on 2 March 2026 until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move(self, **by: float) -> None:
        """Move it, forwards or back."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """A clock that only moves when told."""
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[OperationLog]:
    """An empty log in ``tmp_path / "data"``."""
    made = OperationLog(tmp_path / "data", clock=clock)
    yield made
    made.close()
