"""Import runs: which file came in when, under which mapping, and what became of its rows."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from graphsvc.errors import Conflict, NotFound
from graphsvc.state.database import Clock, Database, utc_now
from graphsvc.state.schema import import_file, import_run


class RunState(StrEnum):
    """How an import run stands. One that is running after its process died was interrupted."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class ImportedFile:
    """A file of a run, under the name it came with."""

    name: str
    sha256: str


@dataclass(frozen=True)
class MappingUsed:
    """The mapping of a run, exactly."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class RowCounts:
    """What became of the rows: every one is accepted, rejected or unchanged."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    unchanged: int = 0

    def __post_init__(self) -> None:
        """Refuse counts that lose a row."""
        parts = (self.accepted, self.rejected, self.unchanged)
        if min(parts) < 0 or sum(parts) != self.rows:
            raise ValueError("accepted, rejected and unchanged rows must add up to all rows")


@dataclass(frozen=True)
class ImportRun:
    """One import."""

    id: str
    mapping: MappingUsed
    files: tuple[ImportedFile, ...]
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    counts: RowCounts
    rejects_path: str
    problem: str


class ImportRuns:
    """The import runs of one data directory."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def start(self, mapping: MappingUsed, files: Sequence[ImportedFile], started_by: str) -> ImportRun:
        """Record that an import begins."""
        run = ImportRun(
            os.urandom(16).hex(),
            mapping,
            tuple(files),
            started_by,
            self._clock(),
            None,
            RunState.RUNNING,
            RowCounts(),
            "",
            "",
        )
        with self._database.write() as connection:
            _insert(connection, run)
        return run

    def finish(self, run_id: str, counts: RowCounts, rejects_path: str = "") -> ImportRun:
        """Record that it ended well, with what became of its rows and where the rejected ones lie."""
        return self._end(run_id, RunState.FINISHED, **vars(counts), rejects_path=rejects_path)

    def fail(self, run_id: str, problem: str) -> ImportRun:
        """Record that it failed, and why in one sentence (never with the text of a row)."""
        return self._end(run_id, RunState.FAILED, problem=problem[:1000])

    def get(self, run_id: str) -> ImportRun:
        """The run of that id. NotFound where there is none."""
        with self._database.read() as connection:
            return _get(connection, run_id)

    def list(self, *, limit: int = 50, offset: int = 0) -> tuple[ImportRun, ...]:
        """Runs, newest first."""
        newest = (
            select(import_run).order_by(import_run.c.started_at.desc(), import_run.c.id).limit(limit).offset(offset)
        )
        with self._database.read() as connection:
            return tuple(_run(connection, row) for row in connection.execute(newest).all())

    def of_file(self, sha256: str) -> tuple[ImportRun, ...]:
        """The finished runs that took in a file of that SHA-256, newest first: has this file been here before?"""
        with_file = select(import_file.c.run_id).where(import_file.c.sha256 == sha256)
        runs = (
            select(import_run)
            .where(import_run.c.id.in_(with_file), import_run.c.state == RunState.FINISHED.value)
            .order_by(import_run.c.started_at.desc(), import_run.c.id)
        )
        with self._database.read() as connection:
            return tuple(_run(connection, row) for row in connection.execute(runs).all())

    def _end(self, run_id: str, state: RunState, **values: object) -> ImportRun:
        with self._database.write() as connection:
            run = _get(connection, run_id)
            if run.state is not RunState.RUNNING:
                raise Conflict(
                    f"That import has {run.state.value} already.", next_step="Look at it in the list of imports."
                )
            connection.execute(
                update(import_run)
                .where(import_run.c.id == run_id)
                .values(state=state.value, finished_at=self._clock(), **values)
            )
            return _get(connection, run_id)


def _insert(connection: Connection, run: ImportRun) -> None:
    connection.execute(
        insert(import_run).values(
            id=run.id,
            mapping_name=run.mapping.name,
            mapping_version=run.mapping.version,
            mapping_sha256=run.mapping.sha256,
            started_by=run.started_by,
            started_at=run.started_at,
            state=run.state.value,
            rejects_path="",
            problem="",
            **vars(run.counts),
        )
    )
    rows = [{"run_id": run.id, "position": n, **vars(file)} for n, file in enumerate(run.files)]
    if rows:
        connection.execute(insert(import_file), rows)


def _get(connection: Connection, run_id: str) -> ImportRun:
    row = connection.execute(select(import_run).where(import_run.c.id == run_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such import.", next_step="Look at the list of imports.")
    return _run(connection, row)


def _run(connection: Connection, row: Row[Any]) -> ImportRun:
    files = connection.execute(
        select(import_file.c.name, import_file.c.sha256)
        .where(import_file.c.run_id == row.id)
        .order_by(import_file.c.position)
    )
    return ImportRun(
        id=row.id,
        mapping=MappingUsed(row.mapping_name, row.mapping_version, row.mapping_sha256),
        files=tuple(ImportedFile(f.name, f.sha256) for f in files),
        started_by=row.started_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        state=RunState(row.state),
        counts=RowCounts(*(row._mapping[c] for c in ("rows", "accepted", "rejected", "unchanged"))),
        rejects_path=row.rejects_path,
        problem=row.problem,
    )
