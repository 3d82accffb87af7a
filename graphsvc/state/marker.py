"""What the data directory is for: demonstration or operation, claimed once and never changed."""

import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from graphsvc.errors import Conflict
from graphsvc.state.database import Clock, Database, utc_now
from graphsvc.state.schema import account, import_run, product, purpose


class Purpose(StrEnum):
    """What a data directory is for."""

    DEMONSTRATION = "demonstration"
    OPERATIONAL = "operational"


@dataclass(frozen=True)
class Marker:
    """The claim on a data directory. ``directory_id`` is its random id, to be kept in the graph as well.

    A graph that carries another id belongs to another data directory: demonstration sign-ins must refuse it.
    """

    purpose: Purpose
    directory_id: str
    claimed_at: datetime


class PurposeMarker:
    """Reads and claims the purpose of one data directory."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def read(self) -> Marker | None:
        """The claim, or None before there is one."""
        with self._database.read() as connection:
            return marker_in(connection)

    def claim(self, wanted: Purpose) -> Marker:
        """Claim the directory for ``wanted``; claiming the same again changes nothing.

        Conflict where it is claimed for the other purpose, or holds records and a demonstration is wanted.
        """
        with self._database.write() as connection:
            held = marker_in(connection)
            if held is None:
                if wanted is Purpose.DEMONSTRATION and _holds_records(connection):
                    raise _other("holds records already")
                held = Marker(wanted, os.urandom(16).hex(), self._clock())
                _insert(connection, held)
        if held.purpose is not wanted:
            raise _other(f"is for {held.purpose.value} use")
        return held


def marker_in(connection: Connection) -> Marker | None:
    """The claim as this transaction sees it."""
    row = connection.execute(select(purpose)).one_or_none()
    return Marker(Purpose(row.purpose), row.directory_id, row.claimed_at) if row else None


def _insert(connection: Connection, marker: Marker) -> None:
    connection.execute(
        insert(purpose).values(
            only_row=1,
            purpose=marker.purpose.value,
            directory_id=marker.directory_id,
            claimed_at=marker.claimed_at,
        )
    )


def _holds_records(connection: Connection) -> bool:
    return any(
        connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (account, import_run, product)
    )


def _other(why: str) -> Conflict:
    return Conflict(
        f"This data directory {why}.",
        next_step="Demonstration and operational data never share a directory: set GRAPHSVC_DATA_DIR to another.",
    )
