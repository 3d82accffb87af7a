"""Many writers at once, and writers that are killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log import OperationLog

WRITER = """
import sys
from pathlib import Path
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log import OperationLog
log = OperationLog(Path(sys.argv[1]))
n = 0
while n < int(sys.argv[3]):
    log.append(LogEntry(Operation.CONSULTATION, sys.argv[2], "police", "search", parameters={"n": n}))
    n += 1
    print(n, flush=True)
"""


def start(directory: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    """A process that appends ``count`` entries as actor ``name``, printing each number once it is recorded."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), name, str(count)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_processes_append_at_once(tmp_path: Path) -> None:
    """Four processes that start together on a new log lose nothing and leave one chain."""
    writers = [start(tmp_path, f"u{n}", 25) for n in range(4)]
    results = [w.communicate(timeout=120) for w in writers]
    assert [w.returncode for w in writers] == [0] * 4, results
    log = OperationLog(tmp_path)
    assert (log.verify().ok, log.head().seq) == (True, 100)
    for n in range(4):
        mine = [e.seq for e in log.entries(limit=1000) if e.actor == f"u{n}"]
        assert [log.parameters(seq) for seq in reversed(mine)] == [{"n": i} for i in range(25)]


READER = """
import sys
from pathlib import Path
from graphsvc.security.log import OperationLog
log = OperationLog(Path(sys.argv[1]))
for _ in range(5):
    found = log.verify()
    assert found.ok, found
    log.entries(), log.parameters(1), log.head()
"""


@pytest.mark.parametrize("attempt", range(3))
def test_readers_start_together_with_the_first_writers(tmp_path: Path, attempt: int) -> None:
    """Whoever checks a log while it is being made, and written to, finds it sound."""
    data = tmp_path / "data"
    writers = [start(data, f"u{n}", 5) for n in range(2)]
    readers = [subprocess.Popen([sys.executable, "-c", READER, str(data)], stderr=subprocess.PIPE) for _ in range(3)]
    told = [p.communicate(timeout=120)[1] for p in (*writers, *readers)]
    assert [p.returncode for p in (*writers, *readers)] == [0] * 5, told


def test_threads_append_at_once(tmp_path: Path) -> None:
    """Threads that share one log lose nothing."""
    log = OperationLog(tmp_path)
    threads = [
        threading.Thread(target=lambda: [log.append(LogEntry(Operation.ACCESS, "u", "police", "x")) for _ in range(20)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (log.verify().ok, log.head().seq) == (True, 80)
    log.close()


@pytest.mark.parametrize("attempt", range(5))
def test_killed_writers_leave_a_log_that_verifies(tmp_path: Path, attempt: int) -> None:
    """A writer killed at any moment leaves a sound log that holds everything it had been told was recorded."""
    writer = start(tmp_path, "u", 1_000_000)
    assert writer.stdout is not None
    assert writer.stderr is not None
    for _ in range(10):
        told = writer.stdout.readline()
    time.sleep(0.003 * attempt + 0.001)  # another moment inside an append each time
    os.kill(writer.pid, signal.SIGKILL)
    told = (writer.stdout.read().split() or [told])[-1]
    writer.wait(timeout=30)
    writer.stdout.close()
    writer.stderr.close()
    log = OperationLog(tmp_path)
    found = log.verify()
    assert found.ok, found
    assert found.rows >= int(told)
    assert log.append(LogEntry(Operation.ACCESS, "u", "police", "after")).seq == found.rows + 1
    assert log.verify().ok
    log.close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from graphsvc.errors import LogError
from graphsvc.model.operations import LogEntry, Operation
from graphsvc.security.log import OperationLog
log = OperationLog(Path(sys.argv[1]))
entry = LogEntry(Operation.CONSULTATION, "u", "police", "search", parameters={"text": "x" * 3000})
log.append(entry)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    for n in range(1000):
        print(log.append(entry).seq, flush=True)
except LogError as full:
    assert full.next_step
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(log.append(entry).seq, flush=True)
    sys.exit(3)
"""


def test_a_full_disk_is_said_and_survived(tmp_path: Path) -> None:
    """Where the disk takes no more, append says so and records nothing half; with room again it goes on."""
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 3, done
    *told, last = map(int, done.stdout.split())
    log = OperationLog(tmp_path)
    found = log.verify()
    assert (found.ok, found.rows) == (True, last)
    assert told == list(range(2, len(told) + 2))
    assert last > told[-1]


def test_head_one_entry_behind_is_accepted(tmp_path: Path) -> None:
    """A writer killed between the entry and the head leaves the head one behind: sound, and the next append mends it."""
    log = OperationLog(tmp_path)
    log.append(LogEntry(Operation.ACCESS, "u", "police", "one"))
    behind = (tmp_path / "log-head.json").read_bytes()
    log.append(LogEntry(Operation.ACCESS, "u", "police", "two"))
    (tmp_path / "log-head.json").write_bytes(behind)
    assert log.verify().ok
    assert log.append(LogEntry(Operation.ACCESS, "u", "police", "three")).seq == 3
    assert log.verify().ok
    log.close()


def test_a_forked_child_appends_on_its_own(tmp_path: Path) -> None:
    """A child process never uses its parent's connection."""
    log = OperationLog(tmp_path)
    log.append(LogEntry(Operation.ACCESS, "u", "police", "parent"))
    child = os.fork()
    if child == 0:
        try:
            log.append(LogEntry(Operation.ACCESS, "u", "police", "child"))
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    log.append(LogEntry(Operation.ACCESS, "u", "police", "parent again"))
    assert ([e.what for e in log.entries()], log.verify().ok) == (["parent again", "child", "parent"], True)
    log.close()
