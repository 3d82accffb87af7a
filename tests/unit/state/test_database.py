"""Opening the state database."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from graphsvc.errors import StateError
from graphsvc.state.database import Database, open_database
from graphsvc.state.marker import Purpose, PurposeMarker

FILE = "state.sqlite3"


def version(data_dir: Path) -> int:
    """The version a database says it has."""
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        held: int = connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    return held


def test_a_new_database_is_the_owners_only(tmp_path: Path, database: Database) -> None:
    """Directory and files are readable by their owner only, whatever they were before."""
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in (tmp_path / "data").iterdir()} == {0o600}


def test_an_open_directory_is_closed(tmp_path: Path) -> None:
    """A data directory others could read is closed when it is opened."""
    (tmp_path / "data").mkdir(mode=0o755)
    open_database(tmp_path / "data").close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_settings_of_the_database(database: Database) -> None:
    """Write-ahead log, foreign keys, full durability and overwriting what is deleted are on for every connection."""
    with database.read() as connection:
        held = [
            connection.execute(text(f"PRAGMA {p}")).scalar_one()
            for p in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        ]
    assert held == ["wal", 1, 2, 1]


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """The second start finds what the first made."""
    open_database(tmp_path).close()
    open_database(tmp_path).close()
    assert version(tmp_path) == 1


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a newer service is not touched, and the message says what to do."""
    open_database(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99, '2026-01-01')")
        connection.commit()
    with pytest.raises(StateError, match="version 99") as refused:
        open_database(tmp_path)
    assert "newer" in refused.value.next_step


def test_migrations_run_once_each_in_order(tmp_path: Path) -> None:
    """An older database is brought up to date, step by step, once."""
    open_database(tmp_path).close()
    ran: list[int] = []
    steps = [lambda _, n=n: ran.append(n) for n in (1, 2)]
    open_database(tmp_path, migrations=steps).close()
    open_database(tmp_path, migrations=steps).close()
    assert (ran, version(tmp_path)) == ([1, 2], 3)


def test_a_new_database_needs_no_migration(tmp_path: Path) -> None:
    """A database made by today's service starts at today's version."""
    ran: list[int] = []
    open_database(tmp_path, migrations=[lambda _: ran.append(1)]).close()
    assert (ran, version(tmp_path)) == ([], 2)


def test_a_failing_migration_changes_nothing(tmp_path: Path) -> None:
    """Where a step fails, all of them are undone and the version stays."""
    open_database(tmp_path).close()

    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (x INTEGER)"))
        connection.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(StateError):
        open_database(tmp_path, migrations=[half])
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert version(tmp_path) == 1


def write_and_fail(database: Database) -> None:
    """Write a row, then fail inside the same transaction."""
    with database.write() as connection:
        connection.execute(text("INSERT INTO schema_version VALUES (50, '2026-01-01')"))
        raise RuntimeError


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """What was written before an error in the same transaction is undone."""
    with pytest.raises(RuntimeError):
        write_and_fail(database)
    with database.read() as connection:
        assert connection.execute(text("SELECT max(version) FROM schema_version")).scalar_one() == 1


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Something else in the database's place gives a clear error."""
    (tmp_path / FILE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StateError):
        open_database(tmp_path)


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A file in the directory's place gives a clear error with the setting's name."""
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StateError) as refused:
        open_database(tmp_path / "data")
    assert "GRAPHSVC_DATA_DIR" in refused.value.next_step


def test_driver_errors_hold_no_values(database: Database) -> None:
    """An error of the database never repeats what was being written."""
    with pytest.raises(StateError) as refused, database.write() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "Zebedee"})
    assert "Zebedee" not in str(refused.value)


def test_a_directory_in_the_files_place_is_refused(tmp_path: Path) -> None:
    """A directory where the database should be gives a clear error."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(StateError):
        open_database(tmp_path)


def test_a_time_without_zone_is_never_stored(database: Database) -> None:
    """A naive time would be read as another hour later; it is refused."""
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - that is the fault tried
    with pytest.raises(StateError):
        PurposeMarker(database, clock=lambda: naive).claim(Purpose.OPERATIONAL)
