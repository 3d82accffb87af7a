"""A state database in a directory of its own, and a clock that only moves when told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graphsvc.state.accounts import Accounts
from graphsvc.state.database import Database, open_database


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
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty state database in ``tmp_path / "data"``."""
    opened = open_database(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    """The accounts of that database."""
    return Accounts(database, clock=clock)
