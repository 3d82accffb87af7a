"""Accounts: add, list, disable. Each is logged; none needs the graph."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graphsvc.errors import NotFound
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.model.principal import Principal, Role
from graphsvc.security.log import OperationLog
from graphsvc.security.passwords import check_password_policy, hash_password
from graphsvc.security.permissions import Permission
from graphsvc.services.consult import permit
from graphsvc.state.accounts import Accounts, NewAccount
from graphsvc.state.sessions import Sessions


@dataclass(frozen=True)
class AccountParts:
    """What accounts need: no graph."""

    accounts: Accounts
    sessions: Sessions
    log: OperationLog
    clock: Callable[[], datetime]
    demonstration: bool = False


@dataclass(frozen=True)
class Wanted:
    """An account to be made."""

    username: str
    display_name: str
    agency: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class AccountShown:
    """An account as lists show it."""

    user_id: str
    username: str
    display_name: str
    agency: str
    roles: tuple[Role, ...]
    disabled: bool


def add_account(parts: AccountParts, principal: Principal, wanted: Wanted, password: str) -> AccountShown:
    """Add an account. Raises InputError for a weak password or an unusable field, Conflict for a taken name."""
    permit(parts.log, principal, Permission.MANAGE_ACCOUNTS, "manage accounts")
    if not parts.demonstration:
        check_password_policy(password, wanted.username)
    made = parts.accounts.add(
        NewAccount(
            wanted.username,
            wanted.display_name,
            wanted.agency,
            wanted.roles,
            hash_password(password),
            parts.demonstration,
        )
    )
    parts.log.append(
        LogEntry(Operation.ACCESS, principal.user_id, principal.agency, "account added", shown=[made.user_id])
    )
    return AccountShown(
        made.user_id, made.username, made.display_name, made.agency, tuple(sorted(made.roles)), disabled=False
    )


def list_accounts(parts: AccountParts, principal: Principal) -> tuple[AccountShown, ...]:
    """Every account."""
    permit(parts.log, principal, Permission.MANAGE_ACCOUNTS, "manage accounts")
    return tuple(
        AccountShown(
            a.user_id, a.username, a.display_name, a.agency, tuple(sorted(a.roles)), disabled=a.disabled_at is not None
        )
        for a in parts.accounts.list()
    )


def disable_account(parts: AccountParts, principal: Principal, username: str) -> None:
    """Disable an account and end every session of it. Raises NotFound where there is none of that name."""
    permit(parts.log, principal, Permission.MANAGE_ACCOUNTS, "manage accounts")
    account = parts.accounts.by_username(username)
    if account is None:
        raise NotFound("There is no account of that name.", next_step="graphsvc user list shows them.")
    parts.accounts.disable(account.user_id)
    parts.sessions.revoke_all(account.user_id, parts.clock())
    parts.log.append(
        LogEntry(Operation.ACCESS, principal.user_id, principal.agency, "account disabled", shown=[account.user_id])
    )
