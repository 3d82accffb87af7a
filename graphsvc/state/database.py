"""Opening the state database. What only SQLite needs is here and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from graphsvc.errors import StateError
from graphsvc.state.files import private_directory, private_file
from graphsvc.state.schema import metadata, schema_version

Clock = Callable[[], datetime]
Migration = Callable[[Connection], None]

MIGRATIONS: Sequence[Migration] = ()
"""Step n (from 1) takes a database from version n to version n + 1. New databases are made at the newest version."""

_READ_ONLY = "graphsvc_read_only"
_FILE_NAME = "state.sqlite3"


def utc_now() -> datetime:
    """The clock everything here uses unless given another."""
    return datetime.now(UTC)


class Database:
    """The state database: transactions that write, transactions that only read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readers = engine.execution_options(**{_READ_ONLY: True})

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: all of it or nothing. Writers queue, they do not collide."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view for reading."""
        with _translated(), self._readers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def open_database(data_dir: Path, *, migrations: Sequence[Migration] = MIGRATIONS, clock: Clock = utc_now) -> Database:
    """The state database of ``data_dir``, made or brought up to date where needed.

    StateError where it was made by a newer version of the service, or cannot be opened.
    """
    private_directory(data_dir)
    private_file(data_dir / _FILE_NAME)  # SQLite gives its side files the same mode
    database = Database(_sqlite_engine(data_dir / _FILE_NAME))
    try:
        with database.write() as connection:
            _bring_up_to_date(connection, migrations, clock())
    except BaseException:
        database.close()
        raise
    return database


def _bring_up_to_date(connection: Connection, migrations: Sequence[Migration], now: datetime) -> None:
    newest = len(migrations) + 1
    if not inspect(connection).has_table(schema_version.name):
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=newest, applied_at=now))
        return
    held: int = connection.execute(select(func.max(schema_version.c.version))).scalar_one()
    if held > newest:
        raise StateError(
            f"The state database is of version {held}; this service knows versions up to {newest}.",
            next_step="Run the newer graphsvc that made it, or use another data directory.",
        )
    for version in range(held + 1, newest + 1):
        migrations[version - 2](connection)
        connection.execute(insert(schema_version).values(version=version, applied_at=now))


def _sqlite_engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # the transaction begins below, not where the driver guesses
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # a writer takes the lock at once: one that read first and wrote later could find itself overtaken
        read_only = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    """The driver's errors as the service's: their text may quote parameters, so it stays inside."""
    try:
        yield
    except SQLAlchemyError as problem:
        cause = getattr(problem, "orig", None)
        raise StateError(
            f"The state database did not answer: {cause if cause is not None else type(problem).__name__}.",
            next_step="Check the disk and the data directory's permissions, then try again.",
        ) from problem
