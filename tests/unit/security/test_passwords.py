"""Passwords."""

import threading
import time

import pytest

from graphsvc.errors import InputError
from graphsvc.security import passwords
from graphsvc.security.passwords import check_password_policy, hash_password, needs_rehash, verify_password

GOOD = "three plain words"


def test_right_and_wrong() -> None:
    """The right password passes, another does not, and the hash holds no trace of it."""
    made = hash_password(GOOD)
    assert made.startswith("$argon2id$")
    assert GOOD not in made
    assert verify_password(GOOD, made)
    assert not verify_password(GOOD + "x", made)
    assert not needs_rehash(made)


def test_same_password_has_two_hashes() -> None:
    """Hashes are salted."""
    assert hash_password(GOOD) != hash_password(GOOD)


def test_nul_ends_nothing() -> None:
    """What follows a NUL counts."""
    assert not verify_password("abc\x00def", hash_password("abc\x00xyz"))


def test_composed_and_decomposed_letters_are_the_same_keys() -> None:
    """A password typed on a keyboard that composes accents otherwise still passes."""
    assert verify_password("caf\u00e9 au lait", hash_password("cafe\u0301 au lait"))


@pytest.mark.parametrize("length", [1025, 10_000_000])
def test_overlong_passwords_are_never_hashed(length: int) -> None:
    """Ten megabytes are refused unread: at once, for known and unknown users alike."""
    with pytest.raises(InputError):
        hash_password("x" * length)
    assert not verify_password("x" * length, hash_password(GOOD))
    assert not verify_password("x" * length, None)


def test_a_password_that_is_no_text_is_refused() -> None:
    """A lone surrogate is no password."""
    with pytest.raises(InputError):
        hash_password("\ud800")
    assert not verify_password("\ud800", hash_password(GOOD))


def test_unknown_user_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """For an unknown user one hash is computed as well, and the answer is no, whatever was typed."""
    seen: list[str] = []
    real = passwords._HASH.verify
    monkeypatch.setattr(passwords._HASH, "verify", lambda given, held: seen.append(held) or real(given, held))
    assert not verify_password("nobody has this password", None)
    assert len(seen) == 1
    assert not needs_rehash(seen[0])  # same settings, so the same time


@pytest.mark.parametrize("held", ["", "plain text", "$argon2id$broken", "$2b$12$abcdefghijklmnopqrstuv"])
def test_a_damaged_hash_lets_nobody_in(held: str) -> None:
    """A hash that is none refuses everybody, and wants to be made anew."""
    assert not verify_password(held, held)
    assert not verify_password("nobody has this password", held)
    assert needs_rehash(held)


def test_at_most_two_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sign in at once, two hashes are computed at a time."""
    lock, running, most = threading.Lock(), 0, 0

    def slow(given: bytes, held: str) -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return False

    monkeypatch.setattr(passwords._HASH, "verify", slow)
    threads = [threading.Thread(target=verify_password, args=("x", "y")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "short",
        "x" * 11,
        "x" * 20,
        "ab" * 10,
        "annabel.quick",
        "ANNABEL.QUICK1",
        "my-annabel.quick",
        "\ud800" * 12,
        "x" * 2000,
    ],
)
def test_policy_refuses(bad: str) -> None:
    """Too short, too plain, too long, no text, or the username: refused."""
    with pytest.raises(InputError) as refused:
        check_password_policy(bad, "annabel.quick")
    assert refused.value.next_step


@pytest.mark.parametrize("good", [GOOD, "x7!kQpz2Lm#v", "I know annabel.quick from the harbour"])
def test_policy_accepts(good: str) -> None:
    """Twelve characters and more pass, with spaces and without."""
    check_password_policy(good, "annabel.quick")
