"""A broken line between the service and Neo4j costs a read its time, never its answer."""

import pytest
from neo4j import Query
from neo4j.exceptions import Neo4jError

from graphsvc.store.local import Connection
from graphsvc.store.reader import NeighbourFilter
from graphsvc.store.sessions import ask
from tests.integration.store.conftest import connected
from tests.integration.store.test_writer_faults import port_of, things_of
from tests.support.case_file import CaseFile
from tests.support.fault_proxy import Fault, FaultProxy, Plan


@pytest.mark.parametrize("fault", [Fault.LOSE_REPLY, Fault.HALF_CLOSE, Fault.CUT_BEFORE])
@pytest.mark.parametrize("times", [1, 2])
def test_a_line_that_breaks_gives_the_answer_all_the_same(
    fault: Fault, times: int, case: CaseFile, neo4j_connection: Connection
) -> None:
    """Broken at the first exchange, and again at the attempt after it: the rows are those of an unbroken line."""
    case.write(*things_of(case))
    wanted = case.reader().neighbours(case.id("a"), NeighbourFilter(), 10)
    with (
        FaultProxy(port_of(neo4j_connection), Plan(fault, "RUN", times=times)) as proxy,
        connected(Connection(proxy.uri, neo4j_connection.user, neo4j_connection.password)) as store,
    ):
        found = store.reader(case.scope()).neighbours(case.id("a"), NeighbourFilter(), 10)
    assert proxy.faults == times
    assert (found.entities, found.links) == (wanted.entities, wanted.links)


def test_a_statement_the_server_refuses_is_not_asked_twice(neo4j_connection: Connection) -> None:
    """Only what fails in passing is tried again: a refusal goes straight to the caller."""
    with (
        # A second attempt would break the line, and be counted.
        FaultProxy(port_of(neo4j_connection), Plan(Fault.CUT_BEFORE, "RUN", nth=2)) as proxy,
        connected(Connection(proxy.uri, neo4j_connection.user, neo4j_connection.password)) as store,
        pytest.raises(Neo4jError, match="by zero"),
    ):
        ask(store.driver, "neo4j", Query("RETURN 1 / 0 AS never"), {})
    assert proxy.faults == 0
