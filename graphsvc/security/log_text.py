"""The free text of the log: parameters, kept apart from the chain, each under a key of its own.

The ciphertext lies in the log's database, the keys in a second one, ``log-keys.sqlite3``. Destroying a key makes the
text unreadable wherever the ciphertext was copied to, backups included, and the chain, which holds only a digest under
that key, still verifies. Keys are 32 random bytes; the cipher is AES-256-GCM under a key derived from it, with the
record's key id as associated data. A key is used for one message only.
"""

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graphsvc.security.log_files import connect

_NONCE = bytes(12)  # one message per key: the nonce need not vary
_SCHEMA = """
CREATE TABLE IF NOT EXISTS text_key (
    key_id TEXT PRIMARY KEY,
    key    BLOB NOT NULL
) WITHOUT ROWID;
"""


class TextKeys:
    """The keys of the log's free text, in a database of their own."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._connection.execute("PRAGMA secure_delete=ON")
        self._connection.executescript(_SCHEMA)

    def new(self) -> tuple[str, bytes]:
        """A new key, durable before it is used: (key id, key)."""
        key_id, key = os.urandom(16).hex(), os.urandom(32)
        self._connection.execute("INSERT INTO text_key VALUES (?, ?)", (key_id, key))
        return key_id, key

    def get(self, key_id: str) -> bytes | None:
        """The key, or None once it has been destroyed."""
        row = self._connection.execute("SELECT key FROM text_key WHERE key_id = ?", (key_id,)).fetchone()
        return bytes(row[0]) if row else None

    def destroy(self, key_ids: list[str]) -> None:
        """Destroy these keys: overwritten in the file, and the write-ahead log emptied of them."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("DELETE FROM text_key WHERE key_id = ?", [(k,) for k in key_ids])
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def encrypt(key: bytes, key_id: str, text: bytes) -> bytes:
    """``text`` under ``key``."""
    return AESGCM(_cipher_key(key)).encrypt(_NONCE, text, key_id.encode("ascii"))


def decrypt(key: bytes, key_id: str, ciphertext: bytes) -> bytes | None:
    """The text, or None where key, id and ciphertext do not belong together."""
    try:
        return AESGCM(_cipher_key(key)).decrypt(_NONCE, ciphertext, key_id.encode("utf-8"))
    except (InvalidTag, ValueError):
        return None


def _cipher_key(key: bytes) -> bytes:
    return hmac.new(key, b"graphsvc-log-text", hashlib.sha256).digest()
