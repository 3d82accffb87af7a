"""Sign in, stay signed in, sign out. Every attempt is logged; none says whether the name or the password was wrong."""

from dataclasses import dataclass

from graphsvc.errors import NotAuthenticated
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.model.principal import Principal
from graphsvc.security.passwords import hash_password, needs_rehash, verify_password
from graphsvc.services.parts import Parts


@dataclass(frozen=True)
class SignedIn:
    """A session in force and whose it is."""

    token: str
    principal: Principal


def sign_in(parts: Parts, username: str, password: str, address: str) -> SignedIn:
    """A new session. Raises NotAuthenticated for a wrong name or password, alike, and where attempts come too fast."""
    identity = parts.identity
    wait = identity.throttle.attempt(username, address)
    if wait:
        _log(parts, "unknown", "", "sign-in held back")
        seconds = max(1, round(wait.total_seconds()))
        raise NotAuthenticated("Too many attempts.", next_step=f"Wait {seconds} seconds and try again.")
    account = identity.accounts.by_username(username)
    usable = account is not None and account.disabled_at is None and account.demonstration == parts.demonstration
    if not verify_password(password, account.password_hash if account and usable else None) or account is None:
        _log(parts, account.user_id if account else "unknown", "", "sign-in refused")
        raise NotAuthenticated(
            "That user name and password do not match.", next_step="Check both and try again, or ask your supervisor."
        )
    if needs_rehash(account.password_hash):
        identity.accounts.set_password_hash(account.user_id, hash_password(password))
    identity.throttle.succeeded(username, address)
    _log(parts, account.user_id, account.agency, "sign-in")
    return SignedIn(identity.sessions.create(account.user_id, parts.clock()), account.principal)


def sign_in_demonstration(parts: Parts, username: str) -> SignedIn:
    """A session for a demonstration user, with one click. Refused wherever the data is not the demonstration's."""
    account = parts.identity.accounts.by_username(username)
    if not parts.demonstration or account is None or not account.demonstration or account.disabled_at:
        _log(parts, "unknown", "", "demonstration sign-in refused")
        raise NotAuthenticated("There is no such demonstration user.", next_step="Choose one from the list.")
    _log(parts, account.user_id, account.agency, "sign-in")
    return SignedIn(parts.identity.sessions.create(account.user_id, parts.clock()), account.principal)


def signed_in(parts: Parts, cookie: str | None) -> SignedIn:
    """Whose session a cookie stands for. Raises NotAuthenticated where there is none in force."""
    token = parts.identity.signer.unsign(cookie) if cookie else None
    found = parts.identity.sessions.find(token, parts.clock()) if token else None
    account = parts.identity.accounts.by_id(found.user_id) if found else None
    if token is None or found is None or account is None or account.disabled_at is not None:
        raise NotAuthenticated("Nobody is signed in.", next_step="Sign in, then open the page again.")
    parts.identity.sessions.touch(found, parts.clock())
    return SignedIn(token, account.principal)


def sign_out(parts: Parts, session: SignedIn) -> None:
    """End the session."""
    parts.identity.sessions.revoke(session.token, parts.clock())
    _log(parts, session.principal.user_id, session.principal.agency, "sign-out")


def demonstration_users(parts: Parts) -> tuple[Principal, ...]:
    """The users of the demonstration; none anywhere else."""
    if not parts.demonstration:
        return ()
    return tuple(a.principal for a in parts.identity.accounts.list() if a.demonstration and not a.disabled_at)


def _log(parts: Parts, actor: str, agency: str, what: str) -> None:
    parts.log.append(LogEntry(Operation.ACCESS, actor, agency, what))
