"""Sessions."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from graphsvc.errors import NotAuthenticated
from graphsvc.model.principal import Role
from graphsvc.state.accounts import Accounts, NewAccount
from graphsvc.state.database import Database, open_database
from graphsvc.state.sessions import TOUCH_EVERY, Sessions

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"


@pytest.fixture
def sessions(database: Database) -> Sessions:
    """Sessions of 30 minutes idle and 12 hours in all."""
    return Sessions(database, idle=IDLE, absolute=ABSOLUTE)


@pytest.fixture
def user_id(accounts: Accounts) -> str:
    """A user who may sign in."""
    return accounts.add(NewAccount("ann", "Ann", "police", [Role.ANALYST], HASH)).user_id


def test_token_finds_its_session(sessions: Sessions, user_id: str) -> None:
    """A token finds its own session and no other's."""
    one, two = sessions.create(user_id, NOON), sessions.create(user_id, NOON)
    assert one != two
    found = sessions.find(one, NOON)
    assert found is not None
    assert (found.user_id, found.expires_at) == (user_id, NOON + ABSOLUTE)


def test_only_the_digest_is_kept(sessions: Sessions, user_id: str, tmp_path: Path) -> None:
    """Whoever reads the database cannot sign in with what it holds."""
    token = sessions.create(user_id, NOON)
    assert len(token) >= 43  # 256 bits in base64
    assert all(token.encode() not in f.read_bytes() for f in (tmp_path / "data").iterdir())
    found = sessions.find(token, NOON)
    assert found is not None
    assert sessions.find(found.token_sha256, NOON) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 1_000_000, "' OR 1=1 --"])
def test_made_up_tokens_find_nothing(sessions: Sessions, user_id: str, token: str) -> None:
    """A made-up token finds nothing and breaks nothing; ending it changes nothing."""
    sessions.create(user_id, NOON)
    assert sessions.find(token, NOON) is None
    sessions.revoke(token, NOON)


@pytest.mark.parametrize(
    ("later", "valid"), [(timedelta(), True), (IDLE - timedelta(microseconds=1), True), (IDLE, False)]
)
def test_idle_limit(sessions: Sessions, user_id: str, later: timedelta, valid: bool) -> None:
    """A session unused for the idle limit is over, to the microsecond."""
    token = sessions.create(user_id, NOON)
    assert (sessions.find(token, NOON + later) is not None) is valid


def test_use_keeps_it_up_to_the_absolute_limit(sessions: Sessions, user_id: str) -> None:
    """A session in use lasts for the absolute limit and not a moment longer."""
    token, now = sessions.create(user_id, NOON), NOON
    while now < NOON + ABSOLUTE - timedelta(minutes=20):
        now += timedelta(minutes=20)
        found = sessions.find(token, now)
        assert found is not None
        sessions.touch(found, now)
    assert sessions.find(token, NOON + ABSOLUTE - timedelta(seconds=1)) is not None
    assert sessions.find(token, NOON + ABSOLUTE) is None


def test_frequent_use_does_not_write(sessions: Sessions, user_id: str) -> None:
    """The last use is noted at most once a minute."""
    token = sessions.create(user_id, NOON)
    found = sessions.find(token, NOON)
    assert found is not None
    sessions.touch(found, NOON + TOUCH_EVERY - timedelta(seconds=1))
    assert sessions.find(token, NOON) == found
    sessions.touch(found, NOON + TOUCH_EVERY)
    assert sessions.find(token, NOON).last_used_at == NOON + TOUCH_EVERY  # type: ignore[union-attr]


def test_revoked_at_once(sessions: Sessions, user_id: str) -> None:
    """Signing out ends the one session, at once and for good."""
    one, two = sessions.create(user_id, NOON), sessions.create(user_id, NOON)
    sessions.revoke(one, NOON)
    assert sessions.find(one, NOON) is None
    assert sessions.find(two, NOON) is not None


def test_revoke_all(sessions: Sessions, user_id: str, accounts: Accounts) -> None:
    """Ending all of a user's sessions leaves other users' alone."""
    other = accounts.add(NewAccount("bob", "Bob", "police", [Role.ANALYST], HASH)).user_id
    mine, theirs = [sessions.create(user_id, NOON) for _ in range(3)], sessions.create(other, NOON)
    assert sessions.revoke_all(user_id, NOON) == 3
    assert [sessions.find(t, NOON) for t in mine] == [None] * 3
    assert sessions.find(theirs, NOON) is not None


def test_nobody_gets_no_session(sessions: Sessions) -> None:
    """There is no session for a user there is not."""
    with pytest.raises(NotAuthenticated):
        sessions.create("0" * 32, NOON)


def test_an_expired_session_stays_dead_when_the_clock_goes_back(sessions: Sessions, user_id: str) -> None:
    """One found past its limit does not come back with a clock set back."""
    token = sessions.create(user_id, NOON)
    assert sessions.find(token, NOON + ABSOLUTE) is None
    assert sessions.find(token, NOON) is None


def test_the_note_of_last_use_never_moves_back(sessions: Sessions, user_id: str) -> None:
    """Two requests that end in the other order leave the later time."""
    token = sessions.create(user_id, NOON)
    found = sessions.find(token, NOON)
    assert found is not None
    sessions.touch(found, NOON + timedelta(minutes=10))
    sessions.touch(found, NOON + timedelta(minutes=5))
    assert sessions.find(token, NOON).last_used_at == NOON + timedelta(minutes=10)  # type: ignore[union-attr]


def test_a_use_noted_past_the_limit_counts_when_the_clock_goes_back(sessions: Sessions, user_id: str) -> None:
    """A session known to have reached its limit is over, whatever the clock says now."""
    token = sessions.create(user_id, NOON)
    found = sessions.find(token, NOON)
    assert found is not None
    sessions.touch(found, NOON + ABSOLUTE)
    assert sessions.find(token, NOON) is None


def test_a_disabled_account_has_no_session(sessions: Sessions, user_id: str, database: Database) -> None:
    """Even where a session was left running, a disabled account has none."""
    token = sessions.create(user_id, NOON)
    with database.write() as connection:
        connection.execute(text("UPDATE account SET disabled_at = '2026-03-02 12:00:00.000000'"))
    assert sessions.find(token, NOON) is None


def test_sweeping_takes_only_what_is_over(sessions: Sessions, user_id: str) -> None:
    """Old sessions are deleted a day after they ended, those in force never."""
    ended, running = sessions.create(user_id, NOON), sessions.create(user_id, NOON)
    sessions.revoke(ended, NOON)
    assert sessions.sweep(NOON + timedelta(hours=11)) == 0
    assert sessions.find(running, NOON) is not None
    assert sessions.sweep(NOON + timedelta(days=1, seconds=1)) == 1
    assert sessions.sweep(NOON + timedelta(days=1) + ABSOLUTE + timedelta(seconds=1)) == 1


@settings(max_examples=40, deadline=None)
@given(
    moves=st.lists(st.tuples(st.integers(-4 * 3600, 4 * 3600), st.booleans()), max_size=15),
    beyond=st.integers(0, 10**6),
)
def test_never_valid_after_the_absolute_limit(moves: list[tuple[int, bool]], beyond: int) -> None:
    """However it is used and whatever the clock does meanwhile, at its absolute limit a session is over for good."""
    with tempfile.TemporaryDirectory() as place:
        database = open_database(Path(place))
        user = Accounts(database).add(NewAccount("ann", "Ann", "police", [Role.ANALYST], HASH))
        sessions, now = Sessions(database, idle=timedelta(days=99), absolute=ABSOLUTE), NOON
        token = sessions.create(user.user_id, NOON)
        over = False
        for seconds, touch in moves:
            now += timedelta(seconds=seconds)
            found = sessions.find(token, now)
            over = over or now >= NOON + ABSOLUTE
            assert found is None or not over
            if found and touch:
                sessions.touch(found, now)
        assert sessions.find(token, NOON + ABSOLUTE + timedelta(seconds=beyond)) is None
        assert sessions.find(token, NOON) is None
        database.close()
