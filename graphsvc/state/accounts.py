"""Accounts: who may sign in. Passwords arrive here as hashes only."""

import os
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from graphsvc.errors import Conflict, InputError, NotFound
from graphsvc.model.principal import Principal, Role
from graphsvc.state.database import Clock, Database, utc_now
from graphsvc.state.marker import Purpose, marker_in
from graphsvc.state.schema import account, session

# ASCII alone: a Cyrillic letter that looks like a Latin one must not make a second, lookalike user
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]", re.ASCII)
_LONGEST = 100


@dataclass(frozen=True)
class Account:
    """One account. ``password_hash`` never leaves the services."""

    user_id: str
    username: str
    display_name: str
    agency: str
    roles: frozenset[Role]
    password_hash: str
    demonstration: bool
    created_at: datetime
    disabled_at: datetime | None

    def __repr__(self) -> str:
        """The id alone: neither a name nor a hash belongs in a log of ours."""
        return f"Account({self.user_id})"

    @property
    def principal(self) -> Principal:
        """The user as the rest of the service knows them."""
        return Principal(self.user_id, self.username, self.display_name, self.agency, self.roles)


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of."""

    username: str
    display_name: str
    agency: str
    roles: Collection[Role]
    password_hash: str
    demonstration: bool = False

    def __repr__(self) -> str:
        """No name and no hash in a log of ours."""
        return "NewAccount()"


class Accounts:
    """The accounts of one data directory."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def add(self, new: NewAccount) -> Account:
        """Add an account under a random id.

        InputError for an unusable field. Conflict where the username is taken, and where a demonstration account would
        stand among operational data or the other way round.
        """
        made = Account(
            user_id=os.urandom(16).hex(),
            username=_checked_username(new.username),
            display_name=_checked_text(new.display_name, "display name"),
            agency=_checked_text(new.agency, "agency"),
            roles=_checked_roles(new.roles),
            password_hash=_checked_hash(new.password_hash),
            demonstration=new.demonstration,
            created_at=self._clock(),
            disabled_at=None,
        )
        with self._database.write() as connection:
            _check_purpose(connection, demonstration=new.demonstration)
            try:
                connection.execute(insert(account).values(_values(made)))
            except IntegrityError:
                raise Conflict("That username is taken.", next_step="Choose another.") from None
        return made

    def by_username(self, username: str) -> Account | None:
        """The account of that username, in any case; None where there is none or it cannot be one."""
        known = _normal_username(username)
        return self._find(account.c.username == known) if known else None

    def by_id(self, user_id: str) -> Account | None:
        """The account of that id."""
        return self._find(account.c.user_id == user_id)

    def list(self) -> tuple[Account, ...]:
        """All accounts, disabled ones too, by username."""
        with self._database.read() as connection:
            return tuple(map(_account, connection.execute(select(account).order_by(account.c.username))))

    def disable(self, user_id: str) -> None:
        """Disable the account and end its sessions, in one step. NotFound where there is none."""
        now = self._clock()
        with self._database.write() as connection:
            _change(connection, user_id, disabled_at=now)
            connection.execute(
                update(session).where(session.c.user_id == user_id, session.c.ended_at.is_(None)).values(ended_at=now)
            )

    def set_password_hash(self, user_id: str, password_hash: str) -> None:
        """Set a new password hash. NotFound where there is no such account."""
        with self._database.write() as connection:
            _change(connection, user_id, password_hash=_checked_hash(password_hash))

    def _find(self, condition: ColumnElement[bool]) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(select(account).where(condition)).one_or_none()
        return _account(row) if row else None


def _change(connection: Connection, user_id: str, **values: object) -> None:
    if connection.execute(update(account).where(account.c.user_id == user_id).values(**values)).rowcount != 1:
        raise NotFound("There is no such account.", next_step="List the accounts to see their ids.")


def _check_purpose(connection: Connection, *, demonstration: bool) -> None:
    held = marker_in(connection)
    if demonstration != (held is not None and held.purpose is Purpose.DEMONSTRATION):
        raise Conflict(
            "Demonstration accounts and operational ones never share a data directory.",
            next_step="Set GRAPHSVC_DATA_DIR to the directory this account is meant for.",
        )


def _normal_username(username: str) -> str | None:
    """The username as it is kept, or None where it cannot be one. ASCII is asked first: K (Kelvin) folds to k."""
    if len(username) > _LONGEST or not username.isascii():
        return None
    known = username.strip().casefold()
    return known if _USERNAME.fullmatch(known) else None


def _checked_username(username: str) -> str:
    known = _normal_username(username)
    if known is None:
        raise InputError(
            "That username cannot be used.",
            next_step="Use 3 to 64 of a to z, 0 to 9, full stop, hyphen and underscore; begin and end with a letter or digit.",
        )
    return known


def _checked_text(text: str, name: str) -> str:
    """``text`` without its outer spaces; control and direction characters could make it look like another's."""
    known = unicodedata.normalize("NFC", text[: _LONGEST * 4]).strip()
    if not 1 <= len(known) <= _LONGEST or any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in known):
        raise InputError(f"That {name} cannot be used.", next_step=f"Use 1 to {_LONGEST} printed characters.")
    return known


def _checked_roles(roles: Collection[Role]) -> frozenset[Role]:
    try:
        known = frozenset(map(Role, roles))
    except ValueError:
        known = frozenset()
    if not known or Role.OPERATOR in known:
        raise InputError(
            "Those roles cannot be given.",
            next_step="Give at least one role; operator is whoever runs the commands and has no account.",
        )
    return known


def _checked_hash(password_hash: str) -> str:
    """A password itself can never be stored by mistake: only something that looks like an argon2id hash is taken."""
    if not password_hash.startswith("$argon2id$") or len(password_hash) > 255:
        raise InputError("That is no password hash.", next_step="Hash the password first.")
    return password_hash


def _values(made: Account) -> dict[str, object]:
    return {**vars(made), "roles": sorted(r.value for r in made.roles)}


def _account(row: Row[tuple[object, ...]]) -> Account:
    values = dict(row._mapping)
    return Account(**{**values, "roles": frozenset(map(Role, values["roles"]))})
