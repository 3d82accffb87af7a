"""The keeper: a small process that holds one Neo4j and ends it when nobody needs it any more.

It is started in a session of its own, so that neither Ctrl-C nor a closed terminal reaches the database, and it watches
the leases: files that each user of the server keeps locked. The kernel drops such a lock when its holder ends, however
it ends, so a killed command cannot leave a server behind. When the last lease is gone the keeper stops Neo4j; should
the keeper itself be killed, the kernel sends Neo4j the stop signal.

Files under ``control/``, all of them readable by their owner only:

======================  ============================================================================================
``start.lock``          held while somebody starts or joins the server, or the keeper decides that nobody needs it
``keeper.lock``         held by the keeper as long as it lives
``server.lock``         held by keeper and Neo4j: free means that neither is left
``state.json``          what runs: instance, process numbers, port, phase; true only while ``keeper.lock`` is held
``launch.json``         what the keeper is to run
``leases/``             one locked file for each user of the server
``pinned``, ``stop``    requests to the instance they name: stay without leases, stop in spite of them
``answered``            the instance it names has answered a first query: worth starting again should it crash
======================  ============================================================================================

It runs by its path and without site packages (``python -I -S keeper.py HOME``), which takes 20 ms instead of the second
that importing the whole store takes; so it uses the standard library alone.
"""

import ctypes
import fcntl
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

POLL_S = 0.2
STOP_TIMEOUT_S = 60.0
MOST_RESTARTS = 3
RESTARTS_WITHIN_S = 3600.0
_PR_SET_PDEATHSIG = 1

START_LOCK, KEEPER_LOCK, SERVER_LOCK = "start.lock", "keeper.lock", "server.lock"
STATE, LAUNCH, LEASES = "state.json", "launch.json", "leases"
PINNED, STOP, ANSWERED = "pinned", "stop", "answered"


def try_lock(path: Path, *, shared: bool = False) -> int | None:
    """Lock ``path`` without waiting: the open descriptor that holds the lock, or None where somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_locked(path: Path) -> bool:
    """Whether some process holds ``path`` locked; never creates the file."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def write_atomically(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in one step: a reader sees the old content or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def live_leases(directory: Path, *, reap: bool = False) -> Iterator[Path]:
    """The lease files whose holder lives; ``reap`` removes the others."""
    try:
        found = sorted(directory.iterdir())
    except FileNotFoundError:
        return
    for path in found:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if reap else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            if reap:
                path.unlink(missing_ok=True)
        except BlockingIOError:
            yield path
        finally:
            os.close(descriptor)


def process_started(pid: int) -> str:
    """When process ``pid`` started, in a form only fit for comparing; empty where there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _process_started_by_ps(pid)
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else fields[18]


def _process_started_by_ps(pid: int) -> str:
    """The same on systems without ``/proc``."""
    if Path("/proc/self/stat").exists():
        return ""
    command = ["/bin/ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


@dataclass(frozen=True)
class Launch:
    """What the keeper runs, as the starting command wrote it down."""

    instance: str
    argv: list[str]
    environment: dict[str, str]
    port: int
    version: str
    log: str
    archive_part: str = ""
    archive: str = ""

    @staticmethod
    def read(path: Path) -> "Launch":
        """Read ``launch.json``."""
        return Launch(**json.loads(path.read_text(encoding="utf-8")))


def _die_with(parent: int) -> Callable[[], None]:
    """For the child: be sent SIGTERM when ``parent`` ends (Linux; elsewhere the next start finds and stops it)."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it ended before the line above
                os._exit(1)

    return prepare


class Keeper:
    """Holds the locks and the Neo4j process of one home directory."""

    def __init__(self, home: Path, keeper_lock: int, server_lock: int) -> None:
        self._home = home
        self._control = home / "control"
        self._locks = (keeper_lock, server_lock)
        self._launch = Launch.read(self._control / LAUNCH)
        self._state: dict[str, Any] = {}
        self._asked_to_stop = False
        self._restarts: list[float] = []
        self._process: subprocess.Popen[bytes]

    def _start(self) -> subprocess.Popen[bytes]:
        log = Path(self._launch.log)
        if log.exists():
            log.replace(log.with_name(log.name + ".1"))
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - the command is the service's own
                self._launch.argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._home,
                env=self._launch.environment,
                pass_fds=(self._locks[1],),  # so that server.lock stays held while Neo4j lives
                preexec_fn=_die_with(os.getpid()),
            )
        self._process = process
        self._note(phase="running", server_started=process_started(process.pid))
        return process

    def _note(self, **changes: object) -> None:
        """Bring ``state.json`` up to date."""
        self._state |= {
            "instance": self._launch.instance,
            "keeper_pid": os.getpid(),
            "server_pid": self._process.pid,
            "port": self._launch.port,
            "version": self._launch.version,
            "restarts": len(self._restarts),
        }
        self._state |= changes
        write_atomically(self._control / STATE, json.dumps(self._state))

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Handle SIGTERM, SIGINT and SIGHUP."""
        self._asked_to_stop = True

    def run(self) -> int:
        """Keep the server until it is not needed; the exit status says whether it ended as it should."""
        self._process = self._start()
        while not self._should_stop():
            if self._process.poll() is not None and not self._restarted():
                self._note(phase="failed", exit_status=self._process.returncode)
                return 1
            time.sleep(POLL_S)
        self._stop()
        return 0

    def _restarted(self) -> bool:
        """Start Neo4j again where it ended unasked after it had once answered; give up where that goes on."""
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < RESTARTS_WITHIN_S]
        if len(self._restarts) >= MOST_RESTARTS or not self._requested(ANSWERED):
            return False
        self._restarts.append(now)
        self._process = self._start()
        return True

    def _should_stop(self) -> bool:
        if self._asked_to_stop or not self._control.exists() or self._requested(STOP):
            return True
        if self._needed():
            return False
        decided = try_lock(self._control / START_LOCK)  # nobody can join while this is held
        if decided is None:
            return False
        try:
            if self._needed():
                return False
            self._note(phase="stopping")
            return True
        finally:
            os.close(decided)

    def _needed(self) -> bool:
        return self._requested(PINNED) or any(list(live_leases(self._control / LEASES, reap=True)))

    def _requested(self, request: str) -> bool:
        try:
            return (self._control / request).read_text(encoding="utf-8") == self._launch.instance
        except OSError:
            return False

    def _stop(self) -> None:
        if self._control.exists():
            self._note(phase="stopping")
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if not self._control.exists():
            return
        self._keep_archive()
        self._note(phase="stopped", exit_status=self._process.returncode)
        for request in (PINNED, STOP):
            (self._control / request).unlink(missing_ok=True)

    def _keep_archive(self) -> None:
        """Put the class archive that this run wrote, if it wrote one, where the next start looks for it."""
        part = Path(self._launch.archive_part) if self._launch.archive_part else None
        if part is not None and part.exists() and self._process.returncode in (0, 143):
            part.replace(self._launch.archive)


def main(home: Path) -> int:
    """Keep the Neo4j of ``home``; 3 where another keeper does already."""
    os.umask(0o077)
    control = home / "control"
    keeper_lock = try_lock(control / KEEPER_LOCK)
    server_lock = try_lock(control / SERVER_LOCK)
    if keeper_lock is None or server_lock is None:
        return 3
    keeper = Keeper(home, keeper_lock, server_lock)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, keeper.ask_to_stop)
    return keeper.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
