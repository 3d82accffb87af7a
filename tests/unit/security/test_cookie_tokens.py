"""The session cookie's signature and its key."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import SettingsError
from graphsvc.security.tokens import CookieSigner, load_or_make_key

KEY = bytes(range(32))


def test_signed_token_comes_back() -> None:
    """A token signed with the key is read back with it, and with no other."""
    value = CookieSigner(KEY).sign("token")
    assert CookieSigner(KEY).unsign(value) == "token"
    assert CookieSigner(bytes(32)).unsign(value) is None


@given(st.text())
def test_nothing_made_up_passes(value: str) -> None:
    """Whatever a stranger sends as a cookie is no token, and breaks nothing."""
    assert CookieSigner(KEY).unsign(value) is None


@pytest.mark.parametrize("value", ["", ".", "token", "token.", ".x", "x" * 10_000_000, "tok\x00en.abc", "tökén.abc"])
def test_hostile_values_are_no_tokens(value: str) -> None:
    """Empty, huge and odd values are refused."""
    assert CookieSigner(KEY).unsign(value) is None


@given(st.integers(0, 47), st.characters(min_codepoint=33, max_codepoint=126))
def test_one_changed_character_is_refused(position: int, character: str) -> None:
    """No single character of a cookie can be changed."""
    value = CookieSigner(KEY).sign("tokentoken")
    changed = value[:position] + character + value[position + 1 :]
    read = CookieSigner(KEY).unsign(changed)
    # base64's last character carries spare bits, so another spelling of the same signature may pass: same token
    assert read in ({"tokentoken"} if changed == value or position == len(value) - 1 else set()) | {None}


def test_key_is_made_once_and_the_owners_only(tmp_path: Path) -> None:
    """The key is made at first start, kept, and readable by its owner only."""
    path = tmp_path / "data" / "session.key"
    key = load_or_make_key(path)
    assert len(key) == 32
    assert load_or_make_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["session.key"]


def test_starts_at_once_agree(tmp_path: Path) -> None:
    """Starting twice at the same moment ends with one key."""
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(load_or_make_key(tmp_path / "k"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    """A key that was copied about stops the start."""
    load_or_make_key(tmp_path / "k")
    (tmp_path / "k").chmod(0o644)
    with pytest.raises(SettingsError, match="others"):
        load_or_make_key(tmp_path / "k")


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """A key cut short is not used: an empty key would let anybody sign."""
    load_or_make_key(tmp_path / "k")
    (tmp_path / "k").write_bytes(content)
    with pytest.raises(SettingsError, match="damaged"):
        load_or_make_key(tmp_path / "k")
