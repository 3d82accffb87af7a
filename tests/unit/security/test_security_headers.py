"""The headers of every response."""

from graphsvc.security.headers import CONTENT_SECURITY_POLICY, PAGE_HEADERS, REASONS, SECURITY_HEADERS


def test_nothing_of_another_host_and_nothing_inline() -> None:
    """The policy names no host, allows nothing inline and refuses whatever it does not name."""
    policy = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert {"form-action", "frame-ancestors", "base-uri"} <= set(policy)
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


def test_pages_are_never_stored() -> None:
    """Pages add no-store to what every response carries."""
    assert PAGE_HEADERS["Cache-Control"] == "no-store"
    assert dict(PAGE_HEADERS) == {**SECURITY_HEADERS, "Cache-Control": "no-store"}


def test_every_header_has_its_reason() -> None:
    """No header is sent without saying why."""
    assert set(REASONS) == set(PAGE_HEADERS)
    assert all(reason.endswith(".") for reason in REASONS.values())


def test_header_values_are_plain_ascii() -> None:
    """A header that cannot be sent would be no header."""
    assert all(value.isascii() and value.isprintable() for value in PAGE_HEADERS.values())
