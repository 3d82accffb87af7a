"""The choke point of every use case that shows case data: right, scope, log, and only then the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphsvc.errors import AccessDenied
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.model.principal import Principal, Scope
from graphsvc.model.view import NetworkView
from graphsvc.security.log import LogReceipt, OperationLog
from graphsvc.security.permissions import Permission, require
from graphsvc.services.parts import Parts
from graphsvc.store.reader import Reader

_MOST_IDS_LOGGED = 2000


@dataclass(frozen=True)
class Released:
    """What a consultation is about to release: which ids, how many records, for whom and why where it leaves the house."""

    shown: Iterable[str] = ()
    count: int = 0
    operation: Operation = Operation.CONSULTATION
    recipient: str = ""
    reason: str = ""


def permit(log: OperationLog, principal: Principal, permission: Permission, what: str) -> None:
    """Check the right to do something. Raises AccessDenied, and then the log has it that it was tried."""
    try:
        require(principal, permission)
    except AccessDenied:
        log.append(LogEntry(Operation.ACCESS, principal.user_id, principal.agency, f"{what} refused"))
        raise


class Consultation:
    """One use of case data by one person. Read through ``reader`` or ``view``, then call ``release`` before returning."""

    def __init__(self, parts: Parts, principal: Principal, permission: Permission, what: str) -> None:
        """Check the right first. Raises AccessDenied, which is logged as well."""
        self.parts, self.principal, self.what = parts, principal, what
        permit(parts.log, principal, permission, what)
        self.scope: Scope = parts.scope(principal)
        self.reader: Reader = parts.store.reader(self.scope)
        self.analyses: list[str] = []

    def view(self) -> NetworkView:
        """The whole network in scope."""
        return self.parts.store.snapshots.view(self.scope)

    def release(self, parameters: Mapping[str, object], released: Released) -> LogReceipt:
        """Write the log entry; on the disk when this returns. Raises LogError, and then nothing may leave."""
        shown = list(dict.fromkeys(released.shown))
        return self.parts.log.append(
            LogEntry(
                operation=released.operation,
                actor=self.principal.user_id,
                agency=self.principal.agency,
                what=self.what,
                query=" ".join(dict.fromkeys([*self.analyses, *self.reader.asked])),
                parameters={k: v for k, v in parameters.items() if v not in (None, "", ())},
                shown=shown[:_MOST_IDS_LOGGED],
                count=released.count or len(shown),
                recipient=released.recipient,
                reason=released.reason,
            )
        )
