"""Passwords: argon2id hashes, a cap on how many are made at once, and what an operational password must be."""

import os
import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from graphsvc.errors import InputError

SHORTEST = 12
LONGEST = 1024
"""Characters. Longer input is refused before it is read: hashing 10 MB for a stranger would be a gift."""

_AT_ONCE = threading.BoundedSemaphore(2)  # each hash takes 64 MiB: more at once would let strangers fill the memory
_HASHER = Argon2Hasher()
_HASH = PasswordHash((_HASHER,))


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``; InputError where it is too long or no text."""
    with _AT_ONCE:
        return _HASH.hash(_normal(password))


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` is the one. Give None for an unknown user: it takes as long and is always False."""
    try:
        given = _normal(password)
    except InputError:
        return False
    with _AT_ONCE:
        matches = _matches(given, password_hash or _dummy_hash())
    return matches and bool(password_hash)


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other settings than today's: then hash anew at the next sign-in."""
    return not _HASHER.identify(password_hash) or _HASHER.check_needs_rehash(password_hash)


def check_password_policy(password: str, username: str) -> None:
    """InputError unless ``password`` may guard an operational account: 12 characters or more, not the username."""
    given = _normal(password).decode("utf-8")
    if len(given) < SHORTEST:
        raise InputError("That password is too short.", next_step=f"Choose one of at least {SHORTEST} characters.")
    if len(set(given)) < SHORTEST // 3:
        raise InputError("That password repeats the same few characters.", next_step="Choose another: three words do.")
    if username and username.casefold() in given.casefold() and len(given) < len(username) + SHORTEST:
        raise InputError("That password is little more than the username.", next_step="Choose another: three words do.")


def _normal(password: str) -> bytes:
    """The password as it is hashed: NFKC, so that the same keys count on every keyboard, in UTF-8."""
    if len(password) > LONGEST:
        raise InputError("That password is too long.", next_step=f"Use at most {LONGEST} characters.")
    try:
        return unicodedata.normalize("NFKC", password).encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("That password is not text.", next_step="Type it again.") from None


def _matches(given: bytes, password_hash: str) -> bool:
    try:
        return _HASH.verify(given, password_hash)
    except UnknownHashError:
        return False


@cache
def _dummy_hash() -> str:
    return _HASH.hash(os.urandom(32))
