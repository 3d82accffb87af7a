"""The signed value of the session cookie, and the key that signs it."""

import hashlib
import os
import stat
from pathlib import Path

from itsdangerous import BadSignature, Signer

from graphsvc.errors import SettingsError

KEY_BYTES = 32
LONGEST = 512


def load_or_make_key(path: Path) -> bytes:
    """The signing key in ``path``, made at first start and readable by its owner only.

    Two processes that start at once end with the same key. SettingsError where others may read it or it is cut short.
    """
    if not path.exists():
        _make_key(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise SettingsError(
            f"The key file {path} may be read by others.",
            next_step="Delete it and start again: everybody signs in anew, and the next key is the owner's only.",
        )
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SettingsError(f"The key file {path} is damaged.", next_step="Delete it and start again.")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)  # appears whole or not at all, and never replaces another's
    except FileExistsError:
        pass
    finally:
        beside.unlink()


class CookieSigner:
    """Signs the session token for its cookie, so that forged ones are turned away before the database is asked."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, salt=b"graphsvc-session", key_derivation="hmac", digest_method=hashlib.sha256)

    def sign(self, token: str) -> str:
        """The cookie's value for ``token``."""
        return self._signer.sign(token).decode("ascii")

    def unsign(self, value: str) -> str | None:
        """The token in a cookie's value; None where it is not one this key signed."""
        if len(value) > LONGEST or not value.isascii():
            return None
        try:
            return self._signer.unsign(value).decode("ascii")
        except BadSignature:
            return None
