"""The jars of the Neo4j server: which they are, and how they arrive.

``jars.txt`` names each by its coordinates, SHA-256 and size. A jar counts only when its bytes are those: it is written
under another name, checked, and renamed. What was cut off is continued at the next try.
"""

import errno
import fcntl
import hashlib
import http.client
import os
import queue
import re
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphsvc.errors import StoreError

Progress = Callable[[str, float | None], None]

LIST = Path(__file__).with_name("jars.txt")
AT_ONCE = 16
ATTEMPTS = 3
CHUNK = 1 << 17
READ_TIMEOUT_S = 30.0
_LINE = re.compile(r"(?P<coordinates>[\w.-]+(?::[\w.-]+){2,3}) (?P<sha256>[0-9a-f]{64}) (?P<size>[1-9]\d*)", re.ASCII)
_COPY_STEP = (
    "Connect this machine once, or copy that directory from a machine that has it; "
    "or set GRAPHSVC_NEO4J__URI to use a Neo4j that runs elsewhere."
)


@dataclass(frozen=True)
class Jar:
    """One jar: ``group:artifact:version[:classifier]``, the SHA-256 of its bytes, their number."""

    coordinates: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """The name it is kept under."""
        _, artifact, version, *classifier = self.coordinates.split(":")
        return "-".join([artifact, version, *classifier]) + ".jar"

    @property
    def address(self) -> str:
        """Where it is, below a repository's base address."""
        group, artifact, version, *_ = self.coordinates.split(":")
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.file_name}"


def parse_list(text: str) -> tuple[Jar, ...]:
    """Read a jar list; a line that is not ``coordinates sha256 size`` is refused by its number."""
    jars = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise StoreError(
                f"The list of Neo4j jars is damaged at line {number}.", next_step="Install graphsvc again."
            )
        jars.append(Jar(match["coordinates"], match["sha256"], int(match["size"])))
    if len({jar.file_name for jar in jars}) != len(jars):
        raise StoreError("The list of Neo4j jars names a file twice.", next_step="Install graphsvc again.")
    return tuple(jars)


@cache
def listed() -> tuple[Jar, ...]:
    """The committed list."""
    return parse_list(LIST.read_text(encoding="utf-8"))


def server_version() -> str:
    """The Neo4j version the list brings."""
    return next(jar.coordinates.split(":")[2] for jar in listed() if jar.coordinates.startswith("org.neo4j:neo4j:"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _is_whole(jar: Jar, directory: Path) -> bool:
    path = directory / jar.file_name
    try:
        return path.stat().st_size == jar.size and _digest(path) == jar.sha256
    except OSError:
        return False


def missing(jars: Sequence[Jar], directory: Path) -> tuple[Jar, ...]:
    """The jars that are not in ``directory`` with exactly the listed bytes."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        whole = pool.map(lambda jar: _is_whole(jar, directory), jars)
        return tuple(jar for jar, is_whole in zip(jars, whole, strict=True) if not is_whole)


def central() -> str:
    """The base address of the public repository, from the library that knows it."""
    from jgo.constants import MAVEN_CENTRAL_URL  # only a first start needs it

    return str(MAVEN_CENTRAL_URL)


def ensure(
    directory: Path, progress: Progress, *, jars: Sequence[Jar] | None = None, base: str | None = None
) -> list[Path]:
    """Bring every listed jar into ``directory`` and return their paths in a fixed order.

    Raises StoreError where there is no room, no network, or a jar with other bytes than listed.
    """
    wanted = listed() if jars is None else jars
    if missing(wanted, directory):
        _make(directory)
        with _alone(directory, progress):
            left = missing(wanted, directory)  # another process may have brought them meanwhile
            if left:
                _check_room(directory, left)
                _Fetch(directory, base or central(), left, progress).run()
    return [directory / jar.file_name for jar in sorted(wanted, key=lambda jar: jar.file_name)]


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / ".lock").touch()
    except OSError as problem:
        raise StoreError(
            f"The directory for Neo4j's jars, {directory}, cannot be written: {problem.strerror}.",
            next_step="Give this account the right to write there, or set GRAPHSVC_LOCAL__JAR_DIR to another directory.",
        ) from problem


def _check_room(directory: Path, jars: Sequence[Jar]) -> None:
    needed = sum(jar.size for jar in jars) * 2  # as much again for the class archive and the partial files
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise StoreError(
            f"There is no room for Neo4j's jars in {directory}: {needed >> 20} MB are needed, {free >> 20} MB are free.",
            next_step="Make room there, or set GRAPHSVC_LOCAL__JAR_DIR to a directory on another disk.",
        )


@contextmanager
def _alone(directory: Path, progress: Progress) -> Iterator[None]:
    """Hold the directory's lock: one process fetches, the others wait for it and find everything there."""
    with (directory / ".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                progress("Another command is fetching Neo4j; waiting for it", None)
                time.sleep(0.5)
        yield


class _Fetch:
    """One round of fetching: several jars at once, progress told from the calling thread."""

    def __init__(self, directory: Path, base: str, jars: Sequence[Jar], progress: Progress) -> None:
        self._directory = directory
        self._base = base.rstrip("/")
        self._jars = jars
        self._progress = progress
        self._cancelled = threading.Event()
        self._have: dict[Jar, int] = dict.fromkeys(jars, 0)

    def run(self) -> None:
        """Fetch all; the first failure or an interruption cancels the rest.

        The threads are daemons: an interrupted command ends although a connection hangs.
        """
        todo: queue.SimpleQueue[Jar] = queue.SimpleQueue()
        done: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        for jar in self._jars:
            todo.put(jar)
        threads = [threading.Thread(target=self._work, args=(todo, done), daemon=True) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        try:
            for _ in self._jars:
                self._await_one(done)
        finally:
            self._cancelled.set()
            for thread in threads:
                thread.join(1.0 / AT_ONCE)
        self._tell()

    def _work(self, todo: "queue.SimpleQueue[Jar]", done: "queue.SimpleQueue[Exception | None]") -> None:
        while not self._cancelled.is_set():
            try:
                self._one(todo.get_nowait())
            except queue.Empty:
                return
            except Exception as problem:
                done.put(problem)
            else:
                done.put(None)

    def _await_one(self, done: "queue.SimpleQueue[Exception | None]") -> None:
        """Wait for one jar, telling progress meanwhile; raise what its thread raised."""
        while True:
            try:
                problem = done.get(timeout=0.25)
                break
            except queue.Empty:
                self._tell()
        if problem is not None:
            raise problem

    def _tell(self) -> None:
        total = sum(jar.size for jar in self._jars)
        have = sum(self._have.values())
        self._progress(f"Fetching Neo4j, first use only: {have >> 20} of {total >> 20} MB", min(have / total, 1.0))

    def _one(self, jar: Jar) -> None:
        """Bring one jar: a try that got further is no failure, so a poor line ends well in the end."""
        part = self._directory / f"{jar.file_name}.part"
        failures = 0
        cut: Exception | None = None
        while not self._cancelled.is_set():
            before = _size(part)
            try:
                self._download(jar, part)
            except (OSError, http.client.HTTPException) as problem:
                cut = problem
                if isinstance(problem, urllib.error.HTTPError):
                    problem.close()
            if self._finished(jar, part) or self._cancelled.is_set():
                return
            failures += _size(part) <= before
            if failures == ATTEMPTS:
                raise self._refusal(jar, cut)
            self._cancelled.wait(0.2 * failures)

    def _finished(self, jar: Jar, part: Path) -> bool:
        """Whether the jar is whole and in its place; one that is whole but wrong is thrown away."""
        if _size(part) < jar.size:
            return False
        if _size(part) == jar.size and _digest(part) == jar.sha256:
            part.replace(self._directory / jar.file_name)
            return True
        part.unlink()
        return False

    def _refusal(self, jar: Jar, cut: Exception | None) -> StoreError:
        if cut is None:
            return StoreError(
                f"{jar.file_name} came with other bytes than listed, {ATTEMPTS} times; it was thrown away.",
                next_step="Try again from a network without a rewriting proxy; the list is committed with the service.",
            )
        if isinstance(cut, OSError) and cut.errno == errno.ENOSPC:
            return StoreError(
                f"The disk of {self._directory} filled up while Neo4j's jars arrived.",
                next_step="Make room there, or set GRAPHSVC_LOCAL__JAR_DIR to a directory on another disk.",
            )
        reason = getattr(cut, "reason", None) or type(cut).__name__
        return StoreError(
            f"Neo4j's jars are not all in {self._directory} and {jar.file_name} cannot be fetched ({reason}).",
            next_step=_COPY_STEP,
        )

    def _download(self, jar: Jar, part: Path) -> None:
        """Add to ``part`` what is still missing of it."""
        offset = _size(part)
        if offset >= jar.size:
            return
        request = urllib.request.Request(f"{self._base}/{jar.address}")  # noqa: S310 - a constant's scheme
        if offset:
            request.add_header("Range", f"bytes={offset}-")
        with urllib.request.urlopen(request, timeout=READ_TIMEOUT_S) as answer:  # noqa: S310
            resumed = answer.status == 206
            self._have[jar] = offset if resumed else 0
            with part.open("ab" if resumed else "wb") as file:
                while not self._cancelled.is_set() and (chunk := answer.read(CHUNK)):
                    file.write(chunk)
                    self._have[jar] += len(chunk)
                    if self._have[jar] > jar.size:  # it can only be wrong: never let an answer fill the disk
                        return
