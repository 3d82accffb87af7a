"""The local Neo4j's password: made at first start, kept in a file, never on a command line."""

import hashlib
import secrets

from graphsvc.errors import StoreError
from graphsvc.store.local import keeper
from graphsvc.store.local.home import Home

USER = "neo4j"
_HASH_ROUNDS = 1024


def password(home: Home) -> str:
    """The password; made at first start. Raises StoreError where a store is there and its password is not."""
    try:
        return _read(home)
    except FileNotFoundError:
        pass
    if (home.store / "databases").exists():
        raise StoreError(
            f"The graph in {home.path} is there but its password file {home.password_file} is gone.",
            next_step="Restore that file from a backup: the graph cannot be opened without it.",
        )
    keeper.write_atomically(home.password_file, secrets.token_urlsafe(32) + "\n")
    return _read(home)


def _read(home: Home) -> str:
    file = home.password_file
    problem: Exception | None = None
    try:
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
        if found := file.read_text(encoding="utf-8").strip():
            return found
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as caught:
        problem = caught
    raise StoreError(
        f"The password file {file} cannot be read or is empty.",
        next_step="Run as the account that made it, or restore it from a backup.",
    ) from problem


def write_initial(home: Home, secret: str) -> None:
    """Hand a new server its password as a salted hash in the file Neo4j reads at its very first start.

    So the password stands on no command line, and there is no moment at which the well-known one is in force.
    """
    file = home.store / "dbms" / "auth.ini"
    if file.exists():
        return
    for directory in (home.store, file.parent):
        directory.mkdir(mode=0o700, exist_ok=True)
    keeper.write_atomically(file, credential(secret, secrets.token_bytes(32)) + "\n")


def credential(secret: str, salt: bytes) -> str:
    """The line of ``auth.ini``: SHA-256 over salt and password, then over itself, 1,024 rounds in all."""
    digest = salt + secret.encode()
    for _ in range(_HASH_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{_HASH_ROUNDS}:"
