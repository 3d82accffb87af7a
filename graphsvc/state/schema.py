"""The tables of the state database, in SQL that SQLite and PostgreSQL both speak."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time, kept as a naive one: SQLite has no zones. A naive time is refused on the way in."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware in, naive UTC to the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Naive UTC from the database, aware out."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("applied_at", UtcDateTime, nullable=False),
)

purpose = Table(
    "purpose",
    metadata,
    Column("only_row", Integer, primary_key=True),  # always 1: one purpose for one data directory
    Column("purpose", String(20), nullable=False),
    Column("directory_id", String(32), nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("user_id", String(32), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(100), nullable=False),
    Column("agency", String(100), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
)

session = Table(
    "session",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("user_id", String(32), ForeignKey("account.user_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

import_run = Table(
    "import_run",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("mapping_name", String(100), nullable=False),
    Column("mapping_version", String(40), nullable=False),
    Column("mapping_sha256", String(64), nullable=False),
    Column("started_by", String(32), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("state", String(12), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejects_path", Text, nullable=False),
    Column("problem", Text, nullable=False),
)
Index("import_run_started", import_run.c.started_at)

import_file = Table(
    "import_file",
    metadata,
    Column("run_id", String(32), ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
)

product = Table(
    "product",
    metadata,
    Column("product_id", String(40), primary_key=True),
    Column("kind", String(4), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("subject_id", String(100), nullable=False),
    Column("ticket", String(32), nullable=False),
    Column("reserved_at", UtcDateTime, nullable=False),
    Column("abandoned", Boolean, nullable=False),
    Column("made_at", UtcDateTime),
    Column("manifest_sha256", String(64), index=True),
    Column("file_sha256", String(64), index=True),
    Column("access_classes", JSON, nullable=False),
    UniqueConstraint("kind", "year", "number"),
)
