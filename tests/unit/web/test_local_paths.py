"""Where a sign-in may lead."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.web.pages.local_paths import local_path


@pytest.mark.parametrize(
    "path", ["/", "/places?sort=people", "/entities/ab/network?type=KNOWS&grade=2C", "/search?q=Jos%C3%A9"]
)
def test_a_path_of_this_service_is_kept(path: str) -> None:
    """A local path with its query leads where it says."""
    assert local_path(path) == path


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "//elsewhere.test",
        "///elsewhere.test",
        "/\\elsewhere.test",
        "\\\\elsewhere.test",
        "https://elsewhere.test/",
        "javascript:alert(1)",
        "elsewhere.test",
        "/\t/elsewhere.test",
        "/\n/elsewhere.test",
        "/a\r\nSet-Cookie: x=y",
        " /places",
        "/places ",
        "/pl\x00aces",
        "/a\\b",
        "/sign-in?next=/sign-in",
        "/sign-out",
        "/" + "a" * 2001,
    ],
)
def test_anything_else_leads_to_the_first_page(wanted: str) -> None:
    """Another host, another scheme, a control character, the sign-in itself: all lead to the first page."""
    assert local_path(wanted) == "/"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_leads_to_another_host(text: str) -> None:
    """Whatever is asked for, the answer is one path that begins with a single slash and holds nothing a browser drops."""
    found = local_path(text)
    assert found.startswith("/")
    assert found[1:2] not in ("/", "\\")
    assert not any(ord(c) < 33 or c == "\\" or 126 < ord(c) < 160 for c in found)
