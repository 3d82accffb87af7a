"""The content-addressed file store."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.errors import InputError, NotFound, StateError
from graphsvc.state.files import FileStore


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store in ``tmp_path / "files"``."""
    return FileStore(tmp_path / "files")


def lying(tmp_path: Path) -> list[Path]:
    """Every file in the store."""
    return [p for p in (tmp_path / "files").rglob("*") if p.is_file()]


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=5000))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Any bytes come back the same, under their SHA-256."""
    store = FileStore(tmp_path_factory.mktemp("files"))
    sha256 = store.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert (store.get(sha256), store.holds(sha256)) == (content, True)


def test_a_path_is_kept_like_its_bytes(store: FileStore, tmp_path: Path) -> None:
    """A file larger than one read is kept whole, and is the same file as its bytes."""
    content = os.urandom(3 << 20)
    (tmp_path / "big").write_bytes(content)
    assert store.put(tmp_path / "big") == store.put(content)
    assert len(lying(tmp_path)) == 1


def test_files_lie_by_their_name_and_are_the_owners_only(store: FileStore, tmp_path: Path) -> None:
    """ab/cdef..., 0600 in directories of 0700, and nothing is left beside."""
    sha256 = store.put(b"abc")
    assert lying(tmp_path) == [tmp_path / "files" / sha256[:2] / sha256[2:]]
    assert store.path(sha256).stat().st_mode & 0o777 == 0o600
    assert {d.stat().st_mode & 0o777 for d in (tmp_path / "files").rglob("*") if d.is_dir()} == {0o700}


def test_never_overwritten(store: FileStore) -> None:
    """Putting the same content again leaves the file that is there."""
    sha256 = store.put(b"abc")
    before = store.path(sha256).stat()
    store.put(b"abc")
    after = store.path(sha256).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("damage", [b"", b"abd", b"abc\x00"])
def test_a_changed_file_is_never_handed_out(store: FileStore, damage: bytes) -> None:
    """A file changed on the disk is refused when read, and not silently repaired when put again."""
    sha256 = store.put(b"abc")
    store.path(sha256).write_bytes(damage)
    with pytest.raises(StateError, match="changed"):
        store.get(sha256)
    with pytest.raises(StateError, match="changed"):
        store.put(b"abc")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../etc/passwd",
        "A" * 64,
        "a" * 63,
        "a" * 65,
        "a" * 64 + "\n",
        "/" * 64,
        "\x00" * 64,
        "a" * 62 + "/.",
        "٣" * 64,
    ],
)
def test_no_name_leads_out(store: FileStore, name: str) -> None:
    """What is no SHA-256 is refused in every door."""
    for door in (store.get, store.holds, store.path):
        with pytest.raises(InputError):
            door(name)


def test_unknown_files(store: FileStore) -> None:
    """A SHA-256 nobody put is not found."""
    assert not store.holds("a" * 64)
    with pytest.raises(NotFound):
        store.get("a" * 64)


def test_a_store_that_fails_says_so(store: FileStore, tmp_path: Path) -> None:
    """Where the disk does not give or take a file, the error is the store's own."""
    store.path("a" * 64).mkdir(parents=True)
    with pytest.raises(StateError):
        store.get("a" * 64)
    (tmp_path / "files" / "incoming").rmdir()
    with pytest.raises(StateError, match="kept"):
        store.put(b"abc")


def test_only_files_are_taken(store: FileStore, tmp_path: Path) -> None:
    """A missing file, a directory, a device and a pipe nobody writes to are refused at once, leaving nothing behind."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "missing", tmp_path, Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(InputError):
            store.put(path)
    assert lying(tmp_path) == []


def test_threads_put_at_once(store: FileStore, tmp_path: Path) -> None:
    """Eight threads that put the same file leave one."""
    threads = [threading.Thread(target=store.put, args=(b"x" * 100_000,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lying(tmp_path)) == 1


def test_a_killed_put_leaves_no_half_file(tmp_path: Path) -> None:
    """A process killed while it writes leaves nothing under any name; its left-over is swept in a day."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom graphsvc.state import files\n"
        "store = files.FileStore(Path(sys.argv[1]))\n"
        "files.os.link = lambda *a: os.kill(os.getpid(), 9)\n"
        "store.put(b'half')\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "files")], check=False, timeout=60)
    store = FileStore(tmp_path / "files")
    (left,) = lying(tmp_path)
    assert left.parent.name == "incoming"
    assert not store.holds(hashlib.sha256(b"half").hexdigest())
    os.utime(left, (0, 0))
    FileStore(tmp_path / "files")
    assert lying(tmp_path) == []
    assert store.get(store.put(b"half")) == b"half"
