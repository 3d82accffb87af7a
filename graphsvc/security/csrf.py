"""Against requests forged from other sites: where a request comes from, and a token bound to the session.

Pure functions over header values; both must agree before anything is changed. A browser sends ``Sec-Fetch-Site`` to
https and loopback addresses, and ``Origin`` with every form it posts; neither can be set by a page. ``Origin`` is
``null`` under a referrer policy of ``no-referrer``, which is why ours is ``same-origin`` (see ``headers``).
"""

import hashlib
import hmac
from collections.abc import Collection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def csrf_token(key: bytes, session_token: str) -> str:
    """The token every form of this session carries."""
    return hmac.new(key, b"csrf\n" + session_token.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def csrf_token_matches(key: bytes, session_token: str, given: str | None) -> bool:
    """Whether ``given`` is this session's token, in constant time. An empty session has none."""
    if not given or not session_token or not given.isascii():
        return False
    return hmac.compare_digest(csrf_token(key, session_token), given)


def from_own_site(method: str, *, origin: str | None, sec_fetch_site: str | None, own_origins: Collection[str]) -> bool:
    """Whether a request that may change something comes from our own pages.

    ``Sec-Fetch-Site`` must be ``same-origin`` (or ``none``: the person typed or reloaded it) where it is sent, and
    ``Origin`` one of ``own_origins`` where it is sent. With neither, the request is refused: browsers send one.
    """
    if method.upper() in SAFE_METHODS:
        return True
    if sec_fetch_site is not None and sec_fetch_site not in {"same-origin", "none"}:
        return False
    if origin is not None:
        return origin in own_origins
    return sec_fetch_site is not None
