"""A broken line between the service and Neo4j never doubles and never loses a batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from graphsvc.errors import StoreError
from graphsvc.store.local import Connection
from graphsvc.store.writer import Writer, Written
from tests.integration.store.conftest import connected
from tests.integration.store.test_writer import Thing, forget
from tests.support.case_file import CaseFile
from tests.support.fault_proxy import Fault, FaultProxy, Plan

WHOLE = Written(reports=1, entities=2, mentions=2, links=1)


def things_of(case: CaseFile) -> list[Thing]:
    """One small report."""
    report = case.report()
    people = [case.mention(report, "a", name="Ada Field"), case.mention(report, "b", name="Bob Marsh")]
    return [report, *people, case.link(report, "a", "KNOWS", "b")]


@contextmanager
def writer_over(
    proxy: FaultProxy, case: CaseFile, connection: Connection, waits: list[float] | None = None
) -> Iterator[Writer]:
    """A writer whose line to Neo4j goes through the proxy, and which does not really wait between attempts."""
    with connected(Connection(proxy.uri, connection.user, connection.password)) as store:
        waited = waits if waits is not None else []
        yield Writer(store.driver, "neo4j", case.store.catalogue, clock=lambda: moment_of(case), wait=waited.append)


def moment_of(case: CaseFile) -> datetime:
    """A moment that only this test's change records carry."""
    return datetime.fromtimestamp(int(case.agency[1:9], 16), UTC)


def port_of(connection: Connection) -> int:
    """The Bolt port behind a connection."""
    port = urlsplit(connection.uri).port
    assert port is not None
    return port


def expected(case: CaseFile) -> list[str]:
    """What the graph holds where nothing goes wrong."""
    case.write(*things_of(case))
    held = case.held()
    forget(case)
    return held


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.HALF_CLOSE, Fault.CUT_BEFORE])
def test_a_commit_whose_reply_is_lost_has_exactly_one_effect(
    case: CaseFile, neo4j_connection: Connection, fault: Fault
) -> None:
    """Committed or not, the batch is there once, and the count says what it made."""
    wanted, waits = expected(case), list[float]()
    with (
        FaultProxy(port_of(neo4j_connection), Plan(fault, "COMMIT")) as proxy,
        writer_over(proxy, case, neo4j_connection, waits) as writer,
    ):
        written = case.write(*things_of(case), writer=writer)
        entities = 0  # the entities outlived the clearing between the two writings
        assert (written, proxy.faults, len(waits)) == (
            Written(WHOLE.reports, entities, WHOLE.mentions, WHOLE.links),
            1,
            1,
        )
    assert case.held() == wanted
    assert case.write(*things_of(case)) == Written()


def test_a_lost_reply_leaves_one_change_record(case: CaseFile, neo4j_connection: Connection) -> None:
    """The version of the graph moves once."""
    wanted = expected(case)
    with (
        FaultProxy(port_of(neo4j_connection), Plan(Fault.LOSE_REPLY, "COMMIT")) as proxy,
        writer_over(proxy, case, neo4j_connection) as writer,
    ):
        case.write(*things_of(case), writer=writer)
    assert _changes_at(case) == 1
    assert case.held() == wanted


def _changes_at(case: CaseFile) -> int:
    rows = case.store.driver.execute_query(
        "MATCH (c:Change {at: $at}) RETURN count(c) AS n", at=moment_of(case)
    ).records
    return int(rows[0]["n"])


def test_a_reply_lost_every_time_is_an_error_and_still_one_effect(case: CaseFile, neo4j_connection: Connection) -> None:
    """The caller is told that the store could not be reached; the batch is there, once."""
    wanted = expected(case)
    with (
        FaultProxy(port_of(neo4j_connection), Plan(Fault.LOSE_REPLY, "COMMIT", times=99)) as proxy,
        writer_over(proxy, case, neo4j_connection) as writer,
    ):
        with pytest.raises(StoreError, match="could not be reached while writing") as refused:
            case.write(*things_of(case), writer=writer)
        assert proxy.faults == 4
    assert "try again" in refused.value.next_step
    assert case.held() == wanted


@pytest.mark.parametrize("nth", [1, 3, 6])
@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.LOSE_REPLY])
def test_a_line_cut_in_the_middle_of_a_batch_has_exactly_one_effect(
    case: CaseFile, neo4j_connection: Connection, nth: int, fault: Fault
) -> None:
    """Whichever statement the line breaks at, the transaction runs again as a whole."""
    wanted = expected(case)
    with (
        FaultProxy(port_of(neo4j_connection), Plan(fault, "RUN", nth)) as proxy,
        writer_over(proxy, case, neo4j_connection) as writer,
    ):
        assert case.write(*things_of(case), writer=writer).links == 1
        assert proxy.faults == 1
    assert case.held() == wanted


def test_a_slow_line_only_takes_longer(case: CaseFile, neo4j_connection: Connection) -> None:
    """Delay alone breaks nothing and makes nothing twice."""
    wanted = expected(case)
    with (
        FaultProxy(port_of(neo4j_connection), delay_s=0.02) as proxy,
        writer_over(proxy, case, neo4j_connection) as writer,
    ):
        assert case.write(*things_of(case), writer=writer).links == 1
        assert proxy.faults == 0
    assert case.held() == wanted


def test_a_server_that_never_answers_is_an_error_in_bounded_time(neo4j_connection: Connection) -> None:
    """A black hole at the first message gives up after the connection time-out and says what to check."""
    with (
        FaultProxy(port_of(neo4j_connection), Plan(Fault.BLACKHOLE, times=99)) as proxy,
        pytest.raises(StoreError) as refused,
    ):
        connected(Connection(proxy.uri, neo4j_connection.user, neo4j_connection.password), connection_timeout_s=0.5)
    assert refused.value.next_step
