"""Driver errors become the service's own, once, here. No message repeats a query, a parameter or a value."""

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graphsvc.errors import InputError, QueryTimeout, SettingsError, StoreError

_TIMED_OUT = ("TransactionTimedOut", "LockAcquisitionTimeout", "TransactionTimedOutClientConfiguration")


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn whatever the driver raises while ``doing`` something into a StoreError that says what to do next."""
    try:
        yield
    except AuthError as problem:
        raise SettingsError(
            "Neo4j refused the user name or password.",
            next_step="Check GRAPHSVC_NEO4J__USER and GRAPHSVC_NEO4J__PASSWORD_FILE.",
        ) from problem
    except ConfigurationError as problem:
        raise unusable_address() from problem
    except (ServiceUnavailable, SessionExpired) as problem:
        raise StoreError(
            f"Neo4j could not be reached while {doing}.",
            next_step="Check that it runs (graphsvc neo4j status) and try again; nothing was half-written.",
        ) from problem
    except Neo4jError as problem:
        raise _server_fault(problem, doing) from problem
    except (UnicodeError, OverflowError) as problem:
        raise InputError(
            "A value cannot be kept: broken text, or a number with more than 18 digits.",
            next_step="Correct the value where it comes from.",
        ) from problem
    except DriverError as problem:
        raise StoreError(f"The Neo4j driver failed while {doing}.", next_step="Try again.") from problem


def unusable_address() -> SettingsError:
    """What is said of an address that is none."""
    return SettingsError(
        "The Neo4j address cannot be used.",
        next_step="GRAPHSVC_NEO4J__URI must be a bolt://, bolt+s://, neo4j:// or neo4j+s:// address with its port.",
    )


def _server_fault(problem: Neo4jError, doing: str) -> StoreError:
    code = problem.code or ""
    if any(word in code for word in _TIMED_OUT):
        return QueryTimeout(
            f"Neo4j took longer than allowed while {doing}.",
            next_step="Narrow the question (fewer types, a shorter period), or ask for a longer time-out.",
        )
    if isinstance(problem, TransientError):
        return StoreError(f"Neo4j was too busy while {doing}.", next_step="Try again in a moment.")
    kind = "refused" if isinstance(problem, ClientError) else "failed"
    return StoreError(f"Neo4j {kind} a statement while {doing} ({code}).", next_step="The server's own log says more.")
