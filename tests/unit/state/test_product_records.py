"""The record of products and their numbers."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graphsvc.errors import Conflict, InputError, NotFound
from graphsvc.state.database import Database, open_database
from graphsvc.state.products import RESERVED_FOR, Product, Products, Reservation

MAKER = """
import sys
from pathlib import Path
from graphsvc.state.database import open_database
from graphsvc.state.products import Products
products = Products(open_database(Path(sys.argv[1])))
for n in range(15):
    held = products.reserve("LB", "s")
    if n % 3 == 2:
        products.abandon(held)
    else:
        products.finish(held, manifest_sha256="a" * 64, file_sha256="b" * 64, access_classes=["open"])
        print(held.product_id)
"""


@pytest.fixture
def products(database: Database, clock) -> Products:  # type: ignore[no-untyped-def]
    """The products of an empty database."""
    return Products(database, clock=clock)


def finish(products: Products, held: Reservation, sha: str = "b" * 64) -> Product:
    """Put a document on record."""
    return products.finish(held, manifest_sha256="a" * 64, file_sha256=sha, access_classes=["open", "agency:x", "open"])


def test_a_product_comes_back_as_finished(products: Products, clock) -> None:  # type: ignore[no-untyped-def]
    """A product is found by its number and by either digest, whole."""
    made = finish(products, products.reserve("LB", "place-1"))
    assert made == Product("LB-2026-001", "LB", "place-1", clock(), "a" * 64, "b" * 64, frozenset({"open", "agency:x"}))
    assert products.get("LB-2026-001") == products.by_sha256("a" * 64) == products.by_sha256("b" * 64) == made


def test_numbers_run_by_kind_and_year(products: Products, clock) -> None:  # type: ignore[no-untyped-def]
    """Each kind and each year counts from 1."""
    ids = [
        products.reserve("LB", "s").product_id,
        products.reserve("LB", "s").product_id,
        products.reserve("SP", "s").product_id,
    ]
    clock.move(days=365)
    assert [*ids, products.reserve("LB", "s").product_id] == [
        "LB-2026-001",
        "LB-2026-002",
        "SP-2026-001",
        "LB-2027-001",
    ]


def test_the_year_is_the_local_one(products: Products, clock) -> None:  # type: ignore[no-untyped-def]
    """At half past eleven at night on 31 December it is still the old year, as on the wall clock."""
    clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert products.reserve("LB", "s").product_id == "LB-2026-001"
    clock.move(hours=1)
    assert products.reserve("LB", "s").product_id == "LB-2027-001"


def test_a_number_given_back_goes_to_the_next(products: Products) -> None:
    """A failed document leaves no gap."""
    first, second = products.reserve("LB", "s"), products.reserve("LB", "s")
    products.abandon(first)
    assert products.reserve("LB", "other").product_id == first.product_id
    assert products.reserve("LB", "s").product_id == "LB-2026-003"
    finish(products, second)


def test_a_dead_makers_number_goes_to_the_next(products: Products, clock) -> None:  # type: ignore[no-untyped-def]
    """A maker that died holds its number half an hour; coming back later it finds it gone and must start again."""
    dead = products.reserve("LB", "s")
    clock.now += RESERVED_FOR
    heir = products.reserve("LB", "other")
    assert heir.product_id == dead.product_id
    with pytest.raises(Conflict):
        finish(products, dead)
    products.abandon(dead)
    assert finish(products, heir).subject_id == "other"


def test_a_finished_product_is_never_changed(products: Products) -> None:
    """Finished is finished: not again, not given back, not numbered over."""
    held = products.reserve("LB", "s")
    made = finish(products, held)
    with pytest.raises(Conflict):
        finish(products, held, "c" * 64)
    products.abandon(held)
    assert products.get(made.product_id) == made
    assert products.reserve("LB", "s").product_id == "LB-2026-002"


def test_an_abandoned_reservation_cannot_be_finished(products: Products) -> None:
    """A number given back is gone."""
    held = products.reserve("LB", "s")
    products.abandon(held)
    with pytest.raises(Conflict):
        finish(products, held)


def test_unfinished_and_unknown_products_are_not_found(products: Products) -> None:
    """What is only reserved is no product yet."""
    held = products.reserve("LB", "s")
    with pytest.raises(NotFound):
        products.get(held.product_id)
    with pytest.raises(NotFound):
        products.get("LB-1999-001")
    assert products.by_sha256("b" * 64) is None
    assert products.list() == ()


def test_list_is_newest_first(products: Products, clock) -> None:  # type: ignore[no-untyped-def]
    """Finished products, by kind where asked, in pages."""
    for kind in ("LB", "SP", "LB"):
        finish(products, products.reserve(kind, "s"))
        clock.move(seconds=1)
    assert [p.product_id for p in products.list()] == ["LB-2026-002", "SP-2026-001", "LB-2026-001"]
    assert [p.product_id for p in products.list(kind="LB", limit=1, offset=1)] == ["LB-2026-001"]


@pytest.mark.parametrize("kind", ["", "L", "lb", "LOCATE", "L-", "../", "L\n", "ЛБ"])
def test_kinds_that_are_none(products: Products, kind: str) -> None:
    """A kind is two to four capital letters."""
    with pytest.raises(InputError):
        products.reserve(kind, "s")


def test_the_thousandth(products: Products, database: Database) -> None:
    """After 999 numbers grow longer, and go on counting."""
    for _ in range(3):
        products.reserve("LB", "s")
    from sqlalchemy import text

    with database.write() as connection:
        connection.execute(text("UPDATE product SET number = 999, product_id = 'LB-2026-999' WHERE number = 3"))
    assert products.reserve("LB", "s").product_id == "LB-2026-1000"


def test_processes_number_without_gap_or_twin(tmp_path: Path) -> None:
    """Three processes at once, each failing a third of its documents, leave the numbers 1 to 30 once each."""
    makers = [subprocess.Popen([sys.executable, "-c", MAKER, str(tmp_path)], stdout=subprocess.PIPE) for _ in range(3)]
    told = b"".join(m.communicate(timeout=120)[0] for m in makers).decode().split()
    assert [m.returncode for m in makers] == [0, 0, 0]
    database = open_database(tmp_path)
    products = Products(database)
    while (held := products.reserve("LB", "s")).product_id not in {
        f"LB-{datetime.now(UTC).year}-{n:03d}" for n in range(31, 50)
    }:
        finish(products, held)
        told.append(held.product_id)
    database.close()
    assert sorted(int(i.rsplit("-", 1)[1]) for i in told) == list(range(1, len(told) + 1))
    assert len(told) >= 30
