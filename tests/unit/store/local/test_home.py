"""The local Neo4j's directory, password, port, configuration and what its logs say."""

import os
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import SettingsError, StoreError
from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import credentials, diagnosis, ports
from graphsvc.store.local.conf import conf_text, java_arguments, java_environment
from graphsvc.store.local.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A prepared home."""
    found = Home(tmp_path / "data" / "neo4j")
    found.prepare()
    return found


def lines_of(port: int = 7687, **changes: str) -> dict[str, str]:
    """The settings of the written configuration."""
    text = conf_text(port, LocalNeo4jSettings(**changes))  # type: ignore[arg-type]
    return dict(line.split("=", 1) for line in text.splitlines() if not line.startswith("#"))


# -- configuration ----------------------------------------------------------------------------------------------------


def test_configuration_keeps_the_server_to_itself() -> None:
    """Loopback only, password on, no HTTP, no CSV from files, only db.* procedures, nothing reported home."""
    found = lines_of(port=17687)

    assert found["server.bolt.listen_address"] == "127.0.0.1:17687"
    assert found["server.default_listen_address"] == "127.0.0.1"
    assert found["dbms.security.auth_enabled"] == "true"
    assert found["server.http.enabled"] == found["server.https.enabled"] == "false"
    assert found["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert found["dbms.security.procedures.allowlist"] == "db.*"
    assert found["dbms.usage_report.enabled"] == "false"


@pytest.mark.parametrize(
    "value", ["", "1", "1gb", "0m", "-1g", "1g\nserver.http.enabled=true", "1 g", "lots", "1g ", "١g"]
)
def test_memory_that_is_no_amount_is_refused(value: str) -> None:
    """A page cache or heap that is not a number and a unit is refused: nothing is slipped into the configuration."""
    with pytest.raises(SettingsError, match="PAGE_CACHE"):
        lines_of(page_cache=value)
    with pytest.raises(SettingsError, match="HEAP"):
        java_arguments(Path("home"), [], LocalNeo4jSettings(heap=value), [])


def test_path_with_spaces_and_quotes_stays_one_argument() -> None:
    """Java's argument file quotes every argument and escapes what would end it."""
    text = java_arguments(Path('/a "strange" place'), [Path("/with space/a.jar")], LocalNeo4jSettings(), [])

    assert '"--home-dir=/a \\"strange\\" place"' in text.splitlines()
    assert '"/with space/a.jar"' in text.splitlines()


def test_server_gets_no_secret_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the service's settings nor options meant for other Java programs reach the server."""
    monkeypatch.setenv("GRAPHSVC_NEO4J__PASSWORD", "secret")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")

    assert not {"GRAPHSVC_NEO4J__PASSWORD", "JAVA_TOOL_OPTIONS"} & set(java_environment())


# -- directory --------------------------------------------------------------------------------------------------------


def test_directory_is_its_owners_only(home: Home) -> None:
    """Nobody else can even list it."""
    assert {path.stat().st_mode & 0o077 for path in (home.path, home.control, home.leases, home.logs)} == {0}


def test_directory_opened_to_others_is_closed_again(home: Home) -> None:
    """A start takes back rights that somebody gave to others."""
    home.path.chmod(0o755)

    home.prepare()

    assert home.path.stat().st_mode & 0o777 == 0o700


def test_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A data directory that is a file is refused with the setting to change."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written") as refused:
        Home(tmp_path / "file" / "neo4j").prepare()

    assert "GRAPHSVC_DATA_DIR" in refused.value.next_step


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_directory_without_the_right_to_write_is_said(tmp_path: Path) -> None:
    """A data directory of somebody else is refused with the setting to change."""
    tmp_path.chmod(0o500)

    with pytest.raises(StoreError, match="cannot be written"):
        Home(tmp_path / "neo4j").prepare()


def test_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room is said before the server fails half-way."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 30, 1 << 30, 5 << 20))

    with pytest.raises(StoreError, match="no room") as refused:
        Home(tmp_path / "neo4j").prepare()

    assert "5 MB are free" in str(refused.value)
    assert refused.value.next_step


# -- password ---------------------------------------------------------------------------------------------------------


def test_password_is_made_once_and_kept(home: Home) -> None:
    """The first call makes a long random password in a file of the owner's; later calls return it."""
    made = credentials.password(home)

    assert len(made) >= 40
    assert credentials.password(home) == made
    assert home.password_file.stat().st_mode & 0o777 == 0o600


def test_password_opened_to_others_is_closed_again(home: Home) -> None:
    """A password file that others may read loses that right."""
    credentials.password(home)
    home.password_file.chmod(0o644)

    credentials.password(home)

    assert home.password_file.stat().st_mode & 0o777 == 0o600


def test_lost_password_of_a_store_is_an_error(home: Home) -> None:
    """A store whose password file is gone is not silently given another password."""
    (home.store / "databases").mkdir(parents=True)

    with pytest.raises(StoreError, match="password file") as refused:
        credentials.password(home)

    assert "backup" in refused.value.next_step
    assert not home.password_file.exists()


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00"])
def test_unusable_password_file_is_said(home: Home, content: bytes) -> None:
    """An empty or damaged password file is named, not replaced."""
    home.password_file.write_bytes(content)

    with pytest.raises(StoreError, match="cannot be read or is empty"):
        credentials.password(home)

    assert home.password_file.read_bytes() == content


def test_initial_credential_is_what_neo4j_itself_writes() -> None:
    """The line equals the one Neo4j's own admin tool wrote for this password and salt."""
    salt = bytes.fromhex("ec2205ffbb1a724253fdaa2af01a8ae16deb26b17b1bb692a6b86acb706e2270")

    assert credentials.credential("hunter2hunter2", salt) == (
        "neo4j:SHA-256,4783219f4c49316143248bb3a341bce70aeb23e8e35ccc5088e73668a064637d,"
        "ec2205ffbb1a724253fdaa2af01a8ae16deb26b17b1bb692a6b86acb706e2270,1024:"
    )


def test_initial_credential_is_written_once_and_never_in_clear(home: Home) -> None:
    """The file for the first start holds a salted hash, and a later start leaves it alone."""
    credentials.write_initial(home, "first-password")
    file = home.store / "dbms" / "auth.ini"
    written = file.read_text()

    credentials.write_initial(home, "second-password")

    assert file.read_text() == written
    assert "first-password" not in written
    assert file.stat().st_mode & 0o077 == 0


# -- port -------------------------------------------------------------------------------------------------------------


def test_port_is_chosen_once_and_kept(tmp_path: Path) -> None:
    """The first choice is written down and chosen again."""
    chosen = ports.choose(0, tmp_path / "port")

    assert ports.choose(0, tmp_path / "port") == chosen
    assert ports.is_free(chosen)


def test_kept_port_taken_by_a_stranger_is_replaced(tmp_path: Path) -> None:
    """Another port is chosen and kept where a stranger listens at the old one."""
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        (tmp_path / "port").write_text(str(taken))

        chosen = ports.choose(0, tmp_path / "port")

    assert chosen != taken
    assert (tmp_path / "port").read_text().strip() == str(chosen)


def test_set_port_taken_by_a_stranger_is_an_error(tmp_path: Path) -> None:
    """A port that was set is never replaced: the message names the setting."""
    with (
        socket.create_server(("127.0.0.1", 0)) as stranger,
        pytest.raises(SettingsError, match="taken by another program") as refused,
    ):
        ports.choose(stranger.getsockname()[1], tmp_path / "port")

    assert "GRAPHSVC_LOCAL__PORT" in refused.value.next_step


@given(st.text(max_size=12))
def test_damaged_port_file_is_as_none(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    """Whatever stands in the port file, a port that can be used comes out."""
    file = tmp_path_factory.mktemp("port") / "port"
    file.write_text(content, encoding="utf-8")

    assert 1024 <= ports.choose(0, file) <= 65535


# -- what the logs say ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("FileLockException: Lock file has been locked by another process: /x/store_lock", "in use by another Neo4j"),
        ("java.net.BindException: Address already in use", "took Neo4j's port"),
        ("java.io.IOException: No space left on device", "is full"),
        ("java.lang.NoClassDefFoundError: org/example/Absent", "ended while it started"),
    ],
)
def test_log_becomes_a_message_with_a_next_step(home: Home, said: str, message: str) -> None:
    """What the server logged before it ended becomes one sentence, and another that says what to do."""
    home.log.write_text(f"INFO  Logging config in use: x\nERROR {said}\n")

    problem = diagnosis.explain(home)

    assert message in str(problem)
    assert problem.next_step


def test_too_much_memory_names_the_settings(home: Home) -> None:
    """What Java prints where it cannot have its heap becomes the settings to lower."""
    home.console.write_text(
        "Error occurred during initialization of VM\nCould not reserve enough space for object heap\n"
    )

    assert "GRAPHSVC_LOCAL__HEAP" in diagnosis.explain(home).next_step


def test_only_the_last_start_is_explained(home: Home) -> None:
    """An old cause, higher up in the log, is not given for a new failure."""
    home.log.write_text("Logging config in use: x\nNo space left on device\nLogging config in use: x\nERROR other\n")

    assert "ended while it started" in str(diagnosis.explain(home))


def test_no_log_at_all_is_explained(home: Home) -> None:
    """A server that ended before it logged anything gives the names of the logs."""
    assert str(home.log) in diagnosis.explain(home).next_step
