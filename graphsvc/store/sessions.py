"""Opens sessions: the one place that says how the driver is used.

All sessions of a driver share its bookmark manager, so that in a cluster (``neo4j://``) a read that follows a write sees
it, whichever member answers. At one server (``bolt://``) it costs nothing.
"""

from typing import Any

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, ManagedTransaction, Query, Session, unit_of_work
from neo4j.exceptions import DriverError, Neo4jError

WRITE_TIMEOUT_S = 120.0
"""The longest time one batch may take to write."""


def reading(driver: Driver, database: str, *, fetch_size: int = 1000) -> Session:
    """A session that may only read; the server refuses it a write."""
    return driver.session(
        database=database,
        default_access_mode=READ_ACCESS,
        bookmark_manager=driver.execute_query_bookmark_manager,
        fetch_size=fetch_size,
    )


def writing(driver: Driver, database: str) -> Session:
    """A session that may write."""
    return driver.session(
        database=database,
        default_access_mode=WRITE_ACCESS,
        bookmark_manager=driver.execute_query_bookmark_manager,
    )


def ask(driver: Driver, database: str, query: Query, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of one read, in one exchange with the server; a managed transaction takes three, which a page full of reads feels.

    Where that exchange fails in passing (a line that breaks, a member that steps down) the driver's managed retries take
    over: a read may well run twice.
    """
    try:
        with reading(driver, database) as session:
            return session.run(query, parameters).data()
    except (DriverError, Neo4jError) as problem:
        if not problem.is_retryable():
            raise

    @unit_of_work(timeout=query.timeout)
    def again(tx: ManagedTransaction) -> list[dict[str, Any]]:
        return tx.run(query.text, parameters).data()

    with reading(driver, database) as session:
        return session.execute_read(again)
