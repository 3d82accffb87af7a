"""Requests forged from other sites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.security.csrf import csrf_token, csrf_token_matches, from_own_site

KEY = bytes(32)
OWN = {"http://127.0.0.1:8321"}


def test_token_belongs_to_one_session() -> None:
    """A token passes for its own session and key, and for no other."""
    token = csrf_token(KEY, "one")
    assert csrf_token_matches(KEY, "one", token)
    assert not csrf_token_matches(KEY, "two", token)
    assert not csrf_token_matches(b"x" * 32, "one", token)


@pytest.mark.parametrize("given_token", [None, "", "x", "é", "0" * 64, "\ud800"])
def test_no_token_or_another_is_refused(given_token: str | None) -> None:
    """A missing, wrong or odd token is refused."""
    assert not csrf_token_matches(KEY, "one", given_token)


def test_nobodys_session_has_no_token() -> None:
    """Without a session there is no token, not even a correct one."""
    assert not csrf_token_matches(KEY, "", csrf_token(KEY, ""))


@given(st.text(), st.text())
def test_tokens_of_different_sessions_differ(one: str, two: str) -> None:
    """No two sessions share a token."""
    assert (csrf_token(KEY, one) == csrf_token(KEY, two)) == (one == two)


@pytest.mark.parametrize(
    ("origin", "site", "own"),
    [
        ("http://127.0.0.1:8321", "same-origin", True),
        ("http://127.0.0.1:8321", None, True),
        (None, "same-origin", True),
        (None, "none", True),
        (None, None, False),
        ("null", None, False),
        ("null", "same-origin", False),
        ("http://evil.example", None, False),
        ("http://evil.example", "same-origin", False),
        ("http://127.0.0.1:8321", "cross-site", False),
        ("http://127.0.0.1:8321", "same-site", False),
        ("http://127.0.0.1:8321.evil.example", None, False),
        ("http://127.0.0.1:83210", None, False),
        ("HTTP://127.0.0.1:8321", None, False),
        ("", None, False),
        (None, "", False),
    ],
)
def test_where_a_post_comes_from(origin: str | None, site: str | None, own: bool) -> None:
    """Only a request that both headers, where sent, call our own may change something; with neither it may not."""
    assert from_own_site("POST", origin=origin, sec_fetch_site=site, own_origins=OWN) is own


@pytest.mark.parametrize("method", ["GET", "head", "OPTIONS"])
def test_reading_is_open(method: str) -> None:
    """A link from elsewhere may open a page."""
    assert from_own_site(method, origin=None, sec_fetch_site="cross-site", own_origins=OWN)


@pytest.mark.parametrize("method", ["POST", "put", "DELETE", "PATCH", "INVENTED", ""])
def test_every_other_method_is_checked(method: str) -> None:
    """A method nobody thought of counts as changing."""
    assert not from_own_site(method, origin=None, sec_fetch_site="cross-site", own_origins=OWN)
