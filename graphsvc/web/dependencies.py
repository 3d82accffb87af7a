"""What routes ask for: the parts, who is signed in, a checked form token."""

from typing import Annotated

from fastapi import Depends, Form, Request

from graphsvc.errors import AccessDenied
from graphsvc.model.principal import Principal
from graphsvc.security.csrf import csrf_token_matches
from graphsvc.services.parts import Parts
from graphsvc.services.signing_in import SignedIn, signed_in

COOKIE = "graphsvc_session"


def the_parts(request: Request) -> Parts:
    """The parts the application was made with."""
    parts: Parts = request.app.state.parts
    return parts


def the_session(request: Request) -> SignedIn:
    """The session in force. Raises NotAuthenticated where there is none."""
    found: SignedIn = getattr(request.state, "session", None) or signed_in(
        the_parts(request), request.cookies.get(COOKIE)
    )
    request.state.session = found
    return found


def the_principal(session: Annotated[SignedIn, Depends(the_session)]) -> Principal:
    """Who is asking."""
    return session.principal


def checked_form(
    request: Request,
    session: Annotated[SignedIn, Depends(the_session)],
    csrf_token: Annotated[str, Form(max_length=200)] = "",
) -> SignedIn:
    """The session, once the form's token is known to be its own."""
    if not csrf_token_matches(the_parts(request).identity.key, session.token, csrf_token):
        raise AccessDenied("That form is out of date.", next_step="Open the page again and send it once more.")
    return session


PartsDep = Annotated[Parts, Depends(the_parts)]
SessionDep = Annotated[SignedIn, Depends(the_session)]
PrincipalDep = Annotated[Principal, Depends(the_principal)]
FormDep = Annotated[SignedIn, Depends(checked_form)]
