"""The jar list and the fetching of jars, against a real HTTP server on loopback."""

import hashlib
import multiprocessing
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphsvc.errors import StoreError
from graphsvc.store.local import jars, pin_jars, quiet
from graphsvc.store.local.jars import Jar, parse_list

DIGEST = "0" * 64


@dataclass
class Repository:
    """A repository of jars on loopback that remembers what it was asked for and can misbehave."""

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: list[str | None] = field(default_factory=list)
    asked: int = 0
    cut_after: int | None = None
    understands_ranges: bool = True
    base: str = ""

    def add(self, artifact: str, content: bytes) -> Jar:
        """Put a jar in, and describe it as the list would."""
        jar = Jar(f"org.example:{artifact}:1.0", hashlib.sha256(content).hexdigest(), len(content))
        self.files["/" + jar.address] = content
        return jar


def handler_of(repository: Repository) -> type[BaseHTTPRequestHandler]:
    """The handler that serves ``repository``."""

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_GET(self) -> None:
            """Serve a file, from where it is asked for."""
            repository.asked += 1
            wanted = self.headers.get("Range")
            repository.ranges.append(wanted)
            content = repository.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and repository.understands_ranges else 0
            body = content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if repository.cut_after is None else body[: repository.cut_after])

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    return Handler


@pytest.fixture
def repository() -> Iterator[Repository]:
    """A running repository."""
    found = Repository()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_of(found)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        found.base = f"http://127.0.0.1:{server.server_address[1]}/"
        yield found
        server.shutdown()
        thread.join()


# -- the list ---------------------------------------------------------------------------------------------------------


def test_committed_list_is_the_server() -> None:
    """The committed list holds the Neo4j server, every name once, every jar with a size."""
    listed = jars.listed()

    assert jars.server_version().startswith("5.26.")
    assert {"org.neo4j.app:neo4j-server", "org.neo4j:neo4j-bolt"} <= {j.coordinates.rpartition(":")[0] for j in listed}
    assert len({jar.file_name for jar in listed}) == len(listed) > 200


def test_committed_list_names_no_host() -> None:
    """The list names coordinates, never where they are fetched from."""
    text = jars.LIST.read_text(encoding="utf-8")

    assert "//" not in text
    assert "http" not in text.replace("httpc", "").replace("-http", "").replace(".http", "").replace("http-", "")


def test_address_follows_the_repository_layout() -> None:
    """Coordinates with a classifier give the address and name that repositories use."""
    jar = Jar("io.netty:netty-transport:4.1:linux-x86_64", DIGEST, 1)

    assert jar.address == "io/netty/netty-transport/4.1/netty-transport-4.1-linux-x86_64.jar"


@pytest.mark.parametrize(
    "line",
    [
        "org.example:a:1",
        f"org.example:a:1 {DIGEST}",
        f"org.example:a:1 {DIGEST} 0",
        f"org.example:a:1 {DIGEST} -5",
        f"org.example:a:1 {DIGEST[:-1]} 5",
        f"org.example:a:1 {DIGEST.replace('0', 'G')} 5",
        f"org.example:a {DIGEST} 5",
        f"org.example:../../etc/passwd:1 {DIGEST} 5",
        f"org.example:a:1 {DIGEST} 5 more",
        f"org.example:a:1 {DIGEST} ٥",
        f"org.example:a\x00:1 {DIGEST} 5",
    ],
)
def test_damaged_line_is_refused_by_number(line: str) -> None:
    """A line that is not coordinates, SHA-256 and size is refused, and its number named."""
    with pytest.raises(StoreError, match="line 3") as refused:
        parse_list(f"# head\norg.example:b:1 {DIGEST} 5\n{line}\n")

    assert refused.value.next_step


def test_two_jars_of_one_name_are_refused() -> None:
    """Two coordinates that would be kept under one name are refused: one would silently replace the other."""
    with pytest.raises(StoreError, match="twice"):
        parse_list(f"org.example:a:1 {DIGEST} 5\norg.other:a:1 {DIGEST} 6\n")


WORDS = st.from_regex(r"[a-z][a-z0-9_.-]{0,12}[a-z0-9]", fullmatch=True)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, st.binary(min_size=32, max_size=32), st.integers(1, 10**9)), max_size=8))
def test_list_survives_writing_and_reading(parts: list[tuple[str, str, str, bytes, int]]) -> None:
    """Whatever list is written down is read back the same."""
    made = {jar.file_name: jar for g, a, v, d, s in parts for jar in [Jar(f"{g}:{a}:{v}", d.hex(), s)]}

    assert sorted(parse_list(pin_jars.as_text(list(made.values()))), key=str) == sorted(made.values(), key=str)


def test_pinning_describes_a_repository_as_listed(tmp_path: Path) -> None:
    """A repository folder is described by the coordinates, digest and size that fetching it again needs."""
    jar = Jar("org.example:a-b:1.0:linux-x86_64", hashlib.sha256(b"content").hexdigest(), 7)
    (tmp_path / jar.address).parent.mkdir(parents=True)
    (tmp_path / jar.address).write_bytes(b"content")

    assert list(pin_jars.described(tmp_path)) == [jar]


# -- fetching ---------------------------------------------------------------------------------------------------------


def test_fetches_all_and_tells_progress(repository: Repository, tmp_path: Path) -> None:
    """Every jar arrives under its own name, in a fixed order, and progress ends at the whole."""
    wanted = [repository.add(name, name.encode() * 50_000) for name in ("beta", "alpha", "gamma")]
    told: list[float | None] = []

    paths = jars.ensure(tmp_path, lambda _, part: told.append(part), jars=wanted, base=repository.base)

    assert [path.name for path in paths] == ["alpha-1.0.jar", "beta-1.0.jar", "gamma-1.0.jar"]
    assert not jars.missing(wanted, tmp_path)
    assert told[-1] == 1.0


def test_what_is_there_is_not_fetched_again(repository: Repository, tmp_path: Path) -> None:
    """With all jars in place nothing is asked of the network."""
    wanted = [repository.add("alpha", b"a" * 1000)]
    jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    jars.ensure(tmp_path, quiet, jars=wanted, base="http://127.0.0.1:1/")

    assert repository.asked == 1


def test_changed_jar_is_fetched_again(repository: Repository, tmp_path: Path) -> None:
    """A jar whose bytes changed on the disk, its length unchanged, does not count."""
    wanted = [repository.add("alpha", b"a" * 1000)]
    (path,) = jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)
    path.write_bytes(b"b" * 1000)

    jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert path.read_bytes() == b"a" * 1000


def test_partial_jar_never_counts_and_is_continued(repository: Repository, tmp_path: Path) -> None:
    """What was cut off is continued from where it stopped, not begun anew."""
    content = bytes(range(256)) * 100
    wanted = [repository.add("alpha", content)]
    (tmp_path / "alpha-1.0.jar.part").write_bytes(content[:10_000])

    (path,) = jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert path.read_bytes() == content
    assert repository.ranges == ["bytes=10000-"]
    assert not list(tmp_path.glob("*.part"))


def test_server_without_ranges_is_read_from_the_start(repository: Repository, tmp_path: Path) -> None:
    """A server that answers a range with the whole file does not double the beginning."""
    repository.understands_ranges = False
    wanted = [repository.add("alpha", b"0123456789" * 100)]
    (tmp_path / "alpha-1.0.jar.part").write_bytes(b"0123456789")

    (path,) = jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert path.read_bytes() == b"0123456789" * 100


def test_connection_cut_again_and_again_still_ends_well(repository: Repository, tmp_path: Path) -> None:
    """Each try goes on where the last was cut."""
    repository.cut_after = 400
    wanted = [repository.add("alpha", bytes(range(250)) * 4)]

    (path,) = jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert path.read_bytes() == bytes(range(250)) * 4


def test_damaged_partial_jar_is_thrown_away(repository: Repository, tmp_path: Path) -> None:
    """A partial file with wrong bytes is found out by its digest and fetched from the start."""
    wanted = [repository.add("alpha", b"a" * 1000)]
    (tmp_path / "alpha-1.0.jar.part").write_bytes(b"x" * 500)

    (path,) = jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert path.read_bytes() == b"a" * 1000


@pytest.mark.parametrize("served", [b"b" * 1000, b"a" * 999 + b"b", b"a" * 5000])
def test_wrong_bytes_are_refused(repository: Repository, tmp_path: Path, served: bytes) -> None:
    """A jar with other bytes than listed is refused by name and leaves nothing that could be taken for it."""
    jar = repository.add("alpha", b"a" * 1000)
    repository.files["/" + jar.address] = served

    with pytest.raises(StoreError, match=r"alpha-1\.0\.jar came with other bytes") as refused:
        jars.ensure(tmp_path, quiet, jars=[jar], base=repository.base)

    assert refused.value.next_step
    assert not list(tmp_path.glob("*.jar*"))


def test_no_network_says_what_to_do(tmp_path: Path) -> None:
    """Without network the message names the directory to fill and the setting for a Neo4j elsewhere."""
    jar = Jar("org.example:alpha:1.0", DIGEST, 10)

    with pytest.raises(StoreError, match="cannot be fetched") as refused:
        jars.ensure(tmp_path, quiet, jars=[jar], base="http://127.0.0.1:1/")

    assert str(tmp_path) in str(refused.value)
    assert "GRAPHSVC_NEO4J__URI" in refused.value.next_step


def test_missing_at_the_repository_is_an_error(repository: Repository, tmp_path: Path) -> None:
    """A jar the repository does not have is named."""
    with pytest.raises(StoreError, match=r"absent-1\.0\.jar cannot be fetched"):
        jars.ensure(tmp_path, quiet, jars=[Jar("org.example:absent:1.0", DIGEST, 10)], base=repository.base)


def test_no_room_is_said_before_anything_is_fetched(repository: Repository, tmp_path: Path) -> None:
    """More bytes than the disk has are refused before the first request."""
    jar = Jar("org.example:alpha:1.0", DIGEST, 1 << 60)

    with pytest.raises(StoreError, match="no room") as refused:
        jars.ensure(tmp_path, quiet, jars=[jar], base=repository.base)

    assert "GRAPHSVC_LOCAL__JAR_DIR" in refused.value.next_step
    assert repository.asked == 0


def test_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A jar directory that is a file is refused with the setting to change."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written") as refused:
        jars.ensure(
            tmp_path / "file", quiet, jars=[Jar("org.example:alpha:1.0", DIGEST, 10)], base="http://127.0.0.1:1"
        )

    assert "GRAPHSVC_LOCAL__JAR_DIR" in refused.value.next_step


def test_interrupted_command_ends_although_a_connection_hangs(tmp_path: Path) -> None:
    """Ctrl-C ends a command whose downloads hang, long before the network gives up."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom graphsvc.store.local import jars\n"
        "said = lambda phrase, part: print(phrase, flush=True)\n"
        "jars.ensure(Path(sys.argv[1]), said, jars=[jars.Jar('org.example:a:1', '0' * 64, 9)], base=sys.argv[2])\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), address],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[4],
        )
        assert command.stdout is not None
        assert "Fetching" in command.stdout.readline()

        command.send_signal(signal.SIGINT)

        _, said = command.communicate(timeout=jars.READ_TIMEOUT_S / 2)
    assert command.returncode != 0
    assert "KeyboardInterrupt" in said


def test_interrupted_fetch_stops_and_can_be_continued(repository: Repository, tmp_path: Path) -> None:
    """An interruption ends the fetching at once; the next call brings everything."""
    wanted = [repository.add(f"jar{number}", bytes([number]) * 100_000) for number in range(40)]

    def interrupt(_phrase: str, part: float | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jars.ensure(tmp_path, interrupt, jars=wanted, base=repository.base)
    jars.ensure(tmp_path, quiet, jars=wanted, base=repository.base)

    assert not jars.missing(wanted, tmp_path)


def fetch_in_process(directory: Path, wanted: list[Jar], base: str, result: Any) -> None:
    """What each of two processes does."""
    result.put(len(jars.ensure(directory, quiet, jars=wanted, base=base)))


def test_two_processes_fetch_once(repository: Repository, tmp_path: Path) -> None:
    """Two first starts at once fetch each jar once, and both have all."""
    wanted = [repository.add(f"jar{number}", bytes([number]) * 10_000) for number in range(20)]
    spawn = multiprocessing.get_context("spawn")
    results = spawn.SimpleQueue()
    both = [spawn.Process(target=fetch_in_process, args=(tmp_path, wanted, repository.base, results)) for _ in range(2)]

    for process in both:
        process.start()
    for process in both:
        process.join(60)

    assert [results.get(), results.get()] == [20, 20]
    assert repository.asked == 20
    results.close()
