"""Finished products: their numbers, without gaps, and the digests by which a document is known again.

The number stands inside the document, so it is reserved before and confirmed after. A number whose making failed, or
whose maker died, goes to the next of its kind and year; a maker that comes back late finds its reservation gone.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from graphsvc.errors import Conflict, InputError, NotFound
from graphsvc.state.database import Clock, Database, utc_now
from graphsvc.state.schema import product

RESERVED_FOR = timedelta(minutes=30)
"""A reservation older than this belongs to a maker that died."""

_KIND = re.compile(r"[A-Z]{2,4}", re.ASCII)
_LOCAL = ZoneInfo("Europe/London")  # the year on a document is the local one, also at half past midnight in summer


@dataclass(frozen=True)
class Reservation:
    """A number held for a document that is being made. ``ticket`` proves whose it is."""

    product_id: str
    ticket: str


@dataclass(frozen=True)
class Product:
    """A finished product on record. ``access_classes`` are those a reader must see to see all of it."""

    product_id: str
    kind: str
    subject_id: str
    made_at: datetime
    manifest_sha256: str
    file_sha256: str
    access_classes: frozenset[str]


class Products:
    """The products of one data directory."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def reserve(self, kind: str, subject_id: str) -> Reservation:
        """Hold the next number of ``kind`` (for example ``LB``) and this year: ``LB-2026-001``, ``LB-2026-002``."""
        if not _KIND.fullmatch(kind):
            raise InputError("That is no kind of product.", next_step="Use two to four capital letters.")
        now, ticket = self._clock(), os.urandom(16).hex()
        year = now.astimezone(_LOCAL).year
        held = {"subject_id": subject_id, "ticket": ticket, "reserved_at": now, "abandoned": False}
        with self._database.write() as connection:
            number = _freed(connection, kind, year, now) or _next(connection, kind, year)
            product_id = f"{kind}-{year}-{number:03d}"
            again = connection.execute(update(product).where(product.c.product_id == product_id).values(held))
            if not again.rowcount:
                made = {"product_id": product_id, "kind": kind, "year": year, "number": number, "access_classes": []}
                connection.execute(insert(product).values({**made, **held}))
        return Reservation(product_id, ticket)

    def finish(
        self, reservation: Reservation, *, manifest_sha256: str, file_sha256: str, access_classes: Iterable[str]
    ) -> Product:
        """Put the finished document on record. Conflict where the number has gone to another meanwhile."""
        values = {
            "made_at": self._clock(),
            "manifest_sha256": manifest_sha256,
            "file_sha256": file_sha256,
            "access_classes": sorted(set(access_classes)),
        }
        with self._database.write() as connection:
            if not connection.execute(update(product).where(_held_by(reservation)).values(values)).rowcount:
                raise Conflict(
                    f"The number {reservation.product_id} is no longer held for this document.",
                    next_step="Make the document again: it gets a number of its own.",
                )
            return _product(connection.execute(select(product).where(_is(reservation.product_id))).one())

    def abandon(self, reservation: Reservation) -> None:
        """Give the number back: its document was not made. One that is finished stays."""
        with self._database.write() as connection:
            connection.execute(update(product).where(_held_by(reservation)).values(abandoned=True))

    def get(self, product_id: str) -> Product:
        """The finished product of that id. NotFound where there is none."""
        with self._database.read() as connection:
            row = connection.execute(select(product).where(_is(product_id), _finished())).one_or_none()
        if row is None:
            raise NotFound("There is no such product.", next_step="Check the number on the document.")
        return _product(row)

    def by_sha256(self, sha256: str) -> Product | None:
        """The finished product with that file or manifest, if any."""
        same = or_(product.c.file_sha256 == sha256, product.c.manifest_sha256 == sha256)
        found = select(product).where(same, _finished()).order_by(product.c.made_at).limit(1)
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none()
        return _product(row) if row else None

    def list(self, *, kind: str | None = None, limit: int = 50, offset: int = 0) -> tuple[Product, ...]:
        """Finished products, newest first."""
        found = select(product).where(_finished()).order_by(product.c.made_at.desc(), product.c.product_id.desc())
        if kind is not None:
            found = found.where(product.c.kind == kind)
        with self._database.read() as connection:
            return tuple(map(_product, connection.execute(found.limit(limit).offset(offset))))


def _freed(connection: Connection, kind: str, year: int, now: datetime) -> int | None:
    """The lowest number whose maker gave it back or died."""
    dead = or_(product.c.abandoned.is_(True), product.c.reserved_at <= now - RESERVED_FOR)
    lowest = select(func.min(product.c.number)).where(
        product.c.kind == kind, product.c.year == year, product.c.made_at.is_(None), dead
    )
    number: int | None = connection.execute(lowest).scalar_one()
    return number


def _next(connection: Connection, kind: str, year: int) -> int:
    highest = select(func.max(product.c.number)).where(product.c.kind == kind, product.c.year == year)
    return (connection.execute(highest).scalar_one() or 0) + 1


def _is(product_id: str) -> ColumnElement[bool]:
    return product.c.product_id == product_id


def _finished() -> ColumnElement[bool]:
    return product.c.made_at.is_not(None)


def _held_by(reservation: Reservation) -> ColumnElement[bool]:
    return and_(
        _is(reservation.product_id),
        product.c.ticket == reservation.ticket,
        product.c.made_at.is_(None),
        product.c.abandoned.is_(False),
    )


def _product(row: Row[Any]) -> Product:
    return Product(
        product_id=row.product_id,
        kind=row.kind,
        subject_id=row.subject_id,
        made_at=row.made_at,
        manifest_sha256=row.manifest_sha256,
        file_sha256=row.file_sha256,
        access_classes=frozenset(row.access_classes),
    )
