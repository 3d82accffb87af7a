"""The security headers of every response, each with its reason.

Everything a page needs comes from the service itself: no script, style, font or picture of another host, and no script
or style inside the page, so that text from a partner's file can never run.
"""

from types import MappingProxyType
from typing import Final

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",  # whatever is not named below is refused
        "script-src 'self'",  # files of ours only: nothing inline, no eval
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",  # the explorer and job progress ask our own API
        "form-action 'self'",  # a form slipped in could not send case data away
        "frame-ancestors 'none'",  # nobody lays our pages under theirs
        "base-uri 'none'",  # relative links cannot be turned elsewhere
    )
)

_REASONED: Final = {
    "Content-Security-Policy": (CONTENT_SECURITY_POLICY, "Names come from untrusted files: nothing in a page may run."),
    "X-Content-Type-Options": ("nosniff", "A file is what we say it is; the browser does not guess."),
    "X-Frame-Options": ("DENY", "As frame-ancestors, for browsers that do not know it."),
    "Referrer-Policy": (
        "same-origin",
        "Addresses hold ids and never leave for another site. Not no-referrer: browsers then post our own forms "
        "with the Origin 'null', and the check for forged requests could not tell them from a stranger's.",
    ),
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "The pages need none of the machine's devices.",
    ),
    "Cross-Origin-Opener-Policy": ("same-origin", "A page that opened ours holds no handle on it."),
    "Cross-Origin-Resource-Policy": ("same-origin", "No other site may load our pictures, charts or files."),
    "X-Robots-Tag": ("noindex, nofollow", "Nothing here is for search engines."),
}
_NO_STORE: Final = ("no-store", "Case data stays out of the browser's cache, also after sign-out on a shared machine.")

SECURITY_HEADERS: Final = MappingProxyType({name: value for name, (value, _) in _REASONED.items()})
"""For every response, files of ours included."""

PAGE_HEADERS: Final = MappingProxyType({**SECURITY_HEADERS, "Cache-Control": _NO_STORE[0]})
"""For pages, API answers and documents: as above and never stored."""

REASONS: Final = MappingProxyType(
    {**{n: reason for n, (_, reason) in _REASONED.items()}, "Cache-Control": _NO_STORE[1]}
)
"""Why each header is sent."""
