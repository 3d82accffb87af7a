"""Opens sessions: the one place that says how the driver is used.

All sessions of a driver share its bookmark manager, so that in a cluster (``neo4j://``) a read that follows a write sees
it, whichever member answers. At one server (``bolt://``) it costs nothing.
"""

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, Session

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
