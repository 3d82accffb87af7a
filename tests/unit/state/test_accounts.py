"""Accounts."""

from datetime import timedelta

import pytest

from graphsvc.errors import Conflict, InputError, NotAuthenticated, NotFound
from graphsvc.model.principal import Role
from graphsvc.state.accounts import Accounts, NewAccount
from graphsvc.state.database import Database
from graphsvc.state.marker import Purpose, PurposeMarker
from graphsvc.state.sessions import Sessions

HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"


def new(username: str = "ann.quick", **fields: object) -> NewAccount:
    """An analyst of the police unless told otherwise."""
    plain: dict[str, object] = {
        "display_name": "Ann Quick",
        "agency": "police",
        "roles": [Role.ANALYST],
        "password_hash": HASH,
    }
    return NewAccount(username=username, **{**plain, **fields})  # type: ignore[arg-type]


def test_account_comes_back_as_added(accounts: Accounts, clock) -> None:  # type: ignore[no-untyped-def]
    """An account is found by username and by id, whole."""
    made = accounts.add(new(roles=[Role.ANALYST, Role.AUDITOR]))
    assert accounts.by_id(made.user_id) == accounts.by_username("ann.quick") == made
    assert (made.created_at, made.disabled_at) == (clock(), None)
    assert made.principal.roles == {Role.ANALYST, Role.AUDITOR}
    assert made.principal.user_id == made.user_id


def test_ids_are_random(accounts: Accounts) -> None:
    """An id is 128 random bits in hexadecimal: it says nothing and cannot be guessed."""
    ids = {accounts.add(new(f"user{n}")).user_id for n in range(20)}
    assert len(ids) == 20
    assert all(len(i) == 32 and int(i, 16) >= 0 for i in ids)


@pytest.mark.parametrize("same", ["ANN.QUICK", " Ann.Quick ", "ann.quick"])
def test_usernames_are_one_in_any_case(accounts: Accounts, same: str) -> None:
    """A username is found, and taken, in any case."""
    made = accounts.add(new())
    assert accounts.by_username(same) == made
    with pytest.raises(Conflict):
        accounts.add(new(same))


@pytest.mark.parametrize(
    "username",
    [
        "", "ab", "\u0430nn.quick", "\uff41nn.quick", "\u212aann", "ann quick", "ann\x00quick", "ann\nquick", "-ann",
        "ann.", "a" * 65, "x" * 10_000_000, "ann\u202equick", "<b>ann</b>", "ann'--", "\ud800nn",
    ],
)  # fmt: skip
def test_lookalike_and_hostile_usernames_are_refused(accounts: Accounts, username: str) -> None:
    """Look-alike letters, spaces, controls, markup and huge names make no account and find none."""
    accounts.add(new())
    with pytest.raises(InputError):
        accounts.add(new(username))
    assert accounts.by_username(username) is None


@pytest.mark.parametrize("field", ["display_name", "agency"])
@pytest.mark.parametrize(
    "value",
    ["", "   ", "x" * 101, "x" * 10_000_000, "Ann\x00", "Ann\u202eknil", "Ann\nBob", "Ann\u200bQuick", "\ud800"],
)
def test_texts_that_deceive_are_refused(accounts: Accounts, field: str, value: str) -> None:
    """Empty, long, controlling, invisible and direction-changing names are refused."""
    with pytest.raises(InputError):
        accounts.add(new(**{field: value}))


@pytest.mark.parametrize("name", ["Siân O'Brien-Ñuñez", "李小龙", "<b>Ann</b>"])
def test_real_names_are_kept_as_they_are(accounts: Accounts, name: str) -> None:
    """Accents, apostrophes, other scripts and markup are text, kept as written."""
    assert accounts.by_id(accounts.add(new(display_name=name)).user_id).display_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("roles", [[], [Role.OPERATOR], [Role.ANALYST, Role.OPERATOR], ["king"]])
def test_roles_that_cannot_be_given(accounts: Accounts, roles: list[Role]) -> None:
    """No role, an unknown one, and the operator's, which has no account, are refused."""
    with pytest.raises(InputError):
        accounts.add(new(roles=roles))


@pytest.mark.parametrize("stored", ["", "a plain password", "$2b$12$x", "$argon2id$" + "x" * 300])
def test_only_hashes_are_stored(accounts: Accounts, stored: str) -> None:
    """A password handed in by mistake is never stored, neither at first nor later."""
    with pytest.raises(InputError):
        accounts.add(new(password_hash=stored))
    made = accounts.add(new())
    with pytest.raises(InputError):
        accounts.set_password_hash(made.user_id, stored)


def test_new_password_hash(accounts: Accounts) -> None:
    """A password hash is replaced."""
    made = accounts.add(new())
    accounts.set_password_hash(made.user_id, HASH + "x")
    assert accounts.by_id(made.user_id).password_hash == HASH + "x"  # type: ignore[union-attr]


def test_unknown_ids(accounts: Accounts) -> None:
    """An id nobody has is not found, in every door."""
    assert accounts.by_id("0" * 32) is None
    with pytest.raises(NotFound):
        accounts.disable("0" * 32)
    with pytest.raises(NotFound):
        accounts.set_password_hash("' OR 1=1 --", HASH)


def test_disabling_ends_everything_at_once(accounts: Accounts, database: Database, clock) -> None:  # type: ignore[no-untyped-def]
    """A disabled account keeps its place in the list, loses its sessions and gets no new one."""
    sessions = Sessions(database, idle=timedelta(minutes=30), absolute=timedelta(hours=12))
    made = accounts.add(new())
    token = sessions.create(made.user_id, clock())
    accounts.disable(made.user_id)
    assert accounts.by_id(made.user_id).disabled_at == clock()  # type: ignore[union-attr]
    assert sessions.find(token, clock()) is None
    with pytest.raises(NotAuthenticated):
        sessions.create(made.user_id, clock())


def test_list_is_by_username(accounts: Accounts) -> None:
    """All accounts, in order."""
    for name in ("cat", "ann", "bob"):
        accounts.add(new(name))
    assert [a.username for a in accounts.list()] == ["ann", "bob", "cat"]


def test_demonstration_accounts_stay_among_themselves(accounts: Accounts, database: Database) -> None:
    """An unmarked or operational directory takes no demonstration account."""
    with pytest.raises(Conflict):
        accounts.add(new(demonstration=True))
    PurposeMarker(database).claim(Purpose.OPERATIONAL)
    with pytest.raises(Conflict):
        accounts.add(new(demonstration=True))
    assert accounts.list() == ()


def test_demonstration_directory_takes_no_operational_account(accounts: Accounts, database: Database) -> None:
    """A demonstration directory takes demonstration accounts and no other."""
    PurposeMarker(database).claim(Purpose.DEMONSTRATION)
    accounts.add(new(demonstration=True))
    with pytest.raises(Conflict):
        accounts.add(new("other"))


def test_neither_name_nor_hash_in_a_printed_account(accounts: Accounts) -> None:
    """An account that lands in a log line by mistake shows its id alone."""
    made = accounts.add(new())
    assert repr(made) == f"Account({made.user_id})"
    assert HASH not in repr(new())
    assert "Ann" not in repr(new())
