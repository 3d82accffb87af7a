"""The session cookie: signed, for this host alone, out of reach of scripts and of other sites."""

from fastapi import Response

from graphsvc.services.parts import Parts
from graphsvc.services.signing_in import SignedIn
from graphsvc.web.dependencies import COOKIE


def set_session(response: Response, parts: Parts, session: SignedIn) -> None:
    """Give the browser its session."""
    web = parts.settings.web
    response.set_cookie(
        COOKIE,
        parts.identity.signer.sign(session.token),
        max_age=web.session_absolute_hours * 3600,
        httponly=True,
        secure=web.secure_cookies,
        samesite="strict",
    )


def clear_session(response: Response, parts: Parts) -> None:
    """Take the session away again."""
    response.delete_cookie(COOKIE, httponly=True, secure=parts.settings.web.secure_cookies, samesite="strict")
