"""The auditor's side: read the log, check that it is whole. Reading the log is itself logged."""

from graphsvc.model.operations import LogEntry, Operation
from graphsvc.model.principal import Principal
from graphsvc.security.log import LogFilter, LogRecord, LogVerification
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import permit
from graphsvc.services.parts import Parts, Records


def read_log(parts: Parts, principal: Principal, which: LogFilter, limit: int = 100) -> tuple[LogRecord, ...]:
    """Entries of the log, newest first."""
    permit(parts.log, principal, Permission.READ_LOG, "read the log")
    entries = parts.log.entries(which, limit=limit)
    _note(parts, principal, "read the log", len(entries))
    return entries


def verify_log(parts: Records, principal: Principal) -> LogVerification:
    """Walk the whole chain."""
    permit(parts.log, principal, Permission.VERIFY_LOG, "verify the log")
    verification = parts.log.verify()
    if verification.ok:
        # A log that does not verify takes no further entries: what is broken must stay as it was found.
        _note(parts, principal, "verified the log", verification.rows)
    return verification


def actors(parts: Parts) -> dict[str, str]:
    """User names by user id, for showing the log."""
    return {a.user_id: a.username for a in parts.identity.accounts.list()}


def _note(parts: Records, principal: Principal, what: str, count: int) -> None:
    parts.log.append(LogEntry(Operation.CONSULTATION, principal.user_id, principal.agency, what, count=count))
