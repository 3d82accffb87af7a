"""Sessions, kept here and not in the cookie, so that any of them can be ended from here."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, or_, select, update

from graphsvc.errors import NotAuthenticated
from graphsvc.state.database import Database
from graphsvc.state.schema import account, session

TOUCH_EVERY = timedelta(seconds=60)
"""A session's last use is written down at most this often: reading a page should not write to the disk."""


@dataclass(frozen=True)
class Session:
    """A session in force. ``expires_at`` is its absolute end; unused it ends sooner."""

    token_sha256: str
    user_id: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime


class Sessions:
    """The sessions of one data directory. A token is 256 random bits; only its SHA-256 is kept."""

    def __init__(self, database: Database, *, idle: timedelta, absolute: timedelta) -> None:
        self._database = database
        self._idle = idle
        self._absolute = absolute

    def create(self, user_id: str, now: datetime) -> str:
        """A new session for the user; returns its token. NotAuthenticated where the account is gone or disabled."""
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            enabled = select(account.c.user_id).where(account.c.user_id == user_id, account.c.disabled_at.is_(None))
            if connection.execute(enabled).one_or_none() is None:
                raise NotAuthenticated("This account cannot sign in.", next_step="Ask whoever runs the service.")
            connection.execute(
                insert(session).values(token_sha256=_sha256(token), user_id=user_id, created_at=now, last_used_at=now)
            )
        return token

    def find(self, token: str, now: datetime) -> Session | None:
        """The session in force behind ``token``; None where it is unknown, ended, disabled or past either limit.

        One found past a limit is ended for good, so that a clock set back cannot bring it to life again.
        """
        with self._database.read() as connection:
            row = connection.execute(_in_force(_sha256(token))).one_or_none()
        if row is None:
            return None
        if self._is_over(row, now):
            with self._database.write() as connection:
                _end(connection, session.c.token_sha256 == row.token_sha256, now)
            return None
        return Session(row.token_sha256, row.user_id, row.created_at, row.last_used_at, row.created_at + self._absolute)

    def touch(self, found: Session, now: datetime) -> None:
        """Note that the session was used. The note never moves back, whatever the clock does."""
        if now - found.last_used_at < TOUCH_EVERY:
            return
        with self._database.write() as connection:
            connection.execute(
                update(session)
                .where(session.c.token_sha256 == found.token_sha256, session.c.last_used_at < now)
                .values(last_used_at=now)
            )

    def revoke(self, token: str, now: datetime) -> None:
        """End the session; ending one that is no more changes nothing."""
        with self._database.write() as connection:
            _end(connection, session.c.token_sha256 == _sha256(token), now)

    def revoke_all(self, user_id: str, now: datetime) -> int:
        """End every session of the user; returns how many were in force."""
        with self._database.write() as connection:
            return _end(connection, session.c.user_id == user_id, now)

    def sweep(self, now: datetime) -> int:
        """Delete sessions that ended or ran out a day ago or earlier; returns how many."""
        kept = now - timedelta(days=1)
        over = or_(session.c.ended_at < kept, session.c.created_at < kept - self._absolute)
        with self._database.write() as connection:
            return connection.execute(delete(session).where(over)).rowcount

    def _is_over(self, row: Row[tuple[Any, ...]], now: datetime) -> bool:
        # last_used_at never moves back, so it bounds how far a clock set back can stretch a session
        latest = max(now, row.last_used_at)
        over: bool = latest - row.created_at >= self._absolute or latest - row.last_used_at >= self._idle
        return over


def _in_force(token_sha256: str) -> Select[tuple[Any, ...]]:
    return (
        select(session)
        .join(account, account.c.user_id == session.c.user_id)
        .where(session.c.token_sha256 == token_sha256, session.c.ended_at.is_(None), account.c.disabled_at.is_(None))
    )


def _end(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    return connection.execute(update(session).where(which, session.c.ended_at.is_(None)).values(ended_at=now)).rowcount


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
