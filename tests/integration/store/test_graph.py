"""Opening the graph, and what is said where it cannot be reached, will not be opened, or takes too long."""

import secrets
import socket
import threading
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from graphsvc.errors import Conflict, GraphsvcError, QueryTimeout, SettingsError, StoreError
from graphsvc.settings import Neo4jSettings
from graphsvc.store.catalogue import Catalogue, load_catalogue
from graphsvc.store.graph import SCHEMA_VERSION, GraphStore
from graphsvc.store.local import Connection
from tests.integration.store.conftest import connected
from tests.support.case_file import CaseFile

SLOW = "UNWIND range(1, 100000000) AS x WITH x WHERE x % 2 = 3 RETURN count(x) AS version"


def private(graph: GraphStore, settings: Neo4jSettings | None = None) -> GraphStore:
    """The same graph, but with a store record of its own, so that the run's record stays as it is."""
    name = f"test-{secrets.token_hex(8)}"
    queries = {
        q.name: replace(q, text=q.text.replace("'graphsvc'", f"'{name}'")) for q in graph.catalogue.queries.values()
    }
    return GraphStore(graph.driver, settings or graph.settings, Catalogue(queries))


def with_text(graph: GraphStore, name: str, text: str, settings: Neo4jSettings) -> GraphStore:
    """The same graph, with another statement under one name."""
    queries = dict(graph.catalogue.queries)
    queries[name] = replace(queries[name], text=text)
    return GraphStore(graph.driver, settings, Catalogue(queries))


def test_the_record_is_made_at_the_first_opening_and_kept(graph: GraphStore) -> None:
    """The key that makes ids is the same whenever and by whomever the store is opened."""
    first = private(graph)
    facts = first.open("operational")
    second = GraphStore(graph.driver, graph.settings, first.catalogue)
    second.open("operational")
    assert (facts.purpose, facts.schema_version) == ("operational", SCHEMA_VERSION)
    assert first.identities.of("x") == second.identities.of("x")
    other = private(graph)
    other.open("operational")
    assert other.identities.of("x") != first.identities.of("x")


def test_a_store_opened_by_many_at_once_has_one_key(graph: GraphStore) -> None:
    """Eight openings at the same moment all succeed and agree."""
    catalogue = private(graph).catalogue
    stores = [GraphStore(graph.driver, graph.settings, catalogue) for _ in range(8)]
    faults: list[BaseException] = []
    barrier = threading.Barrier(len(stores))

    def run(store: GraphStore) -> None:
        try:
            barrier.wait(20)
            store.open("operational")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len({store.identities.of("x") for store in stores}) == 1


def test_a_constraint_made_by_two_at_once_is_made_once(graph: GraphStore) -> None:
    """The loser of the race finds it there and goes on; a made schema is not made again."""
    label = f"Race{secrets.token_hex(4)}"
    text = "\n".join(
        f"CREATE CONSTRAINT {label.lower()}_{i} IF NOT EXISTS FOR (n:{label}) REQUIRE n.p{i} IS UNIQUE;"
        for i in range(3)
    )
    base = private(graph)
    queries = base.catalogue.queries | {"schema": replace(base.catalogue["schema"], text=text)}
    faults: list[BaseException] = []

    def run() -> None:
        try:
            GraphStore(graph.driver, graph.settings, Catalogue(queries)).open("operational")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for i in range(3):
        graph.driver.execute_query(f"DROP CONSTRAINT {label.lower()}_{i}")  # type: ignore[arg-type]
    assert faults == []


def test_a_store_made_for_one_purpose_is_refused_for_the_other(graph: GraphStore) -> None:
    """Demonstration and operational data never share one, whichever came first."""
    operational = private(graph)
    operational.open("operational")
    with pytest.raises(Conflict, match="made for operational use") as refused:
        GraphStore(graph.driver, graph.settings, operational.catalogue).open("demonstration", "a directory")
    assert "at another store" in refused.value.next_step


def test_a_demonstration_does_not_settle_in_a_graph_that_holds_data(case: CaseFile) -> None:
    """No record is made, so that the graph can still be opened for what it is."""
    case.write(case.report())
    store = private(case.store)
    with pytest.raises(Conflict, match="holds data that no demonstration made"):
        store.open("demonstration", "a directory")
    assert store.open("operational").purpose == "operational"


def test_a_store_of_a_later_release_is_refused_before_anything_is_changed(graph: GraphStore) -> None:
    """An older release does not lay its schema over a newer one."""
    store = private(graph)
    store.open("operational")
    name = store.catalogue["store_record"].text.split("'")[1]
    graph.driver.execute_query("MATCH (s:Store {name: $name}) SET s.schema_version = 99", name=name)
    broken = store.catalogue.queries | {"schema": replace(store.catalogue["schema"], text="THIS WOULD FAIL;")}
    with pytest.raises(SettingsError, match="later release") as refused:
        GraphStore(graph.driver, graph.settings, Catalogue(broken)).open("operational")
    assert "Upgrade graphsvc" in refused.value.next_step


def test_ids_cannot_be_made_before_the_store_is_open(graph: GraphStore) -> None:
    """An error, not an id of the wrong key."""
    with pytest.raises(SettingsError, match="not been opened"):
        _ = GraphStore(graph.driver, graph.settings).identities


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.mark.parametrize(
    ("uri", "error", "says"),
    [
        ("bolt://127.0.0.1:{port}", StoreError, "could not be reached while connecting"),
        ("neo4j://127.0.0.1:{port}", StoreError, "could not be reached while connecting"),
        ("bolt://no-such-host.invalid:7687", StoreError, "could not be reached while connecting"),
        ("http://127.0.0.1:7474", SettingsError, "address cannot be used"),
        ("127.0.0.1:7687", SettingsError, "address cannot be used"),
        ("", SettingsError, "address cannot be used"),
        ("bolt://127.0.0.1:port", SettingsError, "address cannot be used"),
        ("bolt://127.0.0.1:99999", SettingsError, "address cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_says_which_setting_to_check(
    uri: str, error: type[GraphsvcError], says: str
) -> None:
    """Nothing listening, no such host, a wrong scheme and a port that is none, each without the password."""
    to = Connection(uri.format(port=free_port()), "neo4j", "the-secret-pass")
    with pytest.raises(error, match=says) as refused:
        connected(to, connection_timeout_s=2.0)
    assert type(refused.value) is error
    assert refused.value.next_step
    assert "the-secret-pass" not in f"{refused.value} {refused.value.next_step}"


def test_a_wrong_sign_in_says_which_settings_to_check(neo4j_connection: Connection) -> None:
    """The password is not repeated. (An unknown user, so that nobody's account is locked.)"""
    wrong = Connection(neo4j_connection.uri, f"nobody{secrets.token_hex(4)}", "the-secret-pass")
    with pytest.raises(SettingsError, match="refused the user name or password") as refused:
        connected(wrong)
    assert "GRAPHSVC_NEO4J__PASSWORD_FILE" in refused.value.next_step
    assert "the-secret-pass" not in f"{refused.value} {refused.value.next_step}"


def test_a_server_that_is_not_neo4j_is_an_error_of_the_store() -> None:
    """Something else on the port is told apart from a fault of ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(100)
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(StoreError) as refused:
            connected(Connection(f"bolt://127.0.0.1:{port}", "neo4j", "x"), connection_timeout_s=2.0)
        thread.join()
    assert refused.value.next_step


def test_a_database_that_is_not_there_is_an_error_of_the_store(graph: GraphStore) -> None:
    """The message has the server's code and nothing of the question."""
    settings = graph.settings.model_copy(update={"database": "nothere"})
    with pytest.raises(StoreError, match="while asking version") as refused:
        GraphStore(graph.driver, settings).version()
    assert refused.value.next_step


def test_a_question_that_takes_too_long_is_stopped(graph: GraphStore) -> None:
    """The time-out of the settings holds for every read, the store's own included; the next step says to narrow it."""
    settings = graph.settings.model_copy(update={"query_timeout_s": 0.3})
    store = with_text(graph, "version", SLOW, settings)
    with pytest.raises(QueryTimeout, match="longer than allowed while asking version") as refused:
        store.version()
    assert "Narrow the question" in refused.value.next_step
    reader = with_text(graph, "report_text", SLOW.replace("version", "text"), settings)
    with pytest.raises(QueryTimeout):
        reader.reader(CaseFile(graph).scope()).report_text("x")


def test_a_read_cannot_write(graph: GraphStore) -> None:
    """Even if a writing statement slipped past the catalogue, the server refuses it on a reading session."""
    store = with_text(graph, "version", "CREATE (x:ShouldNotBe) RETURN 1 AS version", graph.settings)
    with pytest.raises(StoreError, match="refused a statement"):
        store.version()
    assert graph.driver.execute_query("MATCH (x:ShouldNotBe) RETURN x").records == []


def test_the_same_code_serves_a_routed_address(graph: GraphStore, neo4j_connection: Connection) -> None:
    """With neo4j:// what was written is read at once, in sessions that share their bookmarks."""
    to = Connection(
        neo4j_connection.uri.replace("bolt://", "neo4j://"), neo4j_connection.user, neo4j_connection.password
    )
    assert urlsplit(to.uri).scheme == "neo4j"
    with connected(to) as routed:
        routed.open("operational")
        case = CaseFile(routed)
        report = case.report()
        for number in range(5):
            case.write(report, case.mention(report, f"p{number}", name="Ann"))
            assert case.reader().entity(case.id(f"p{number}")).caption == "Ann"
        assert list(routed.driver.execute_query_bookmark_manager.get_bookmarks())
        assert len(case.store.snapshots.view(case.scope()).entity_ids) == 5


def test_the_catalogue_is_read_once() -> None:
    """Every store of a process shares the checked statements."""
    assert load_catalogue() is load_catalogue()
