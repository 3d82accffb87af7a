"""The content-addressed file store: files as received, exhibits, finished products, under their SHA-256."""

import contextlib
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from graphsvc.errors import InputError, NotFound, StateError

_CHUNK = 1 << 20
_LEFT_OVER_S = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


def private_directory(path: Path) -> None:
    """Make ``path`` where it is missing, and its owner's only."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(path.stat().st_mode) != 0o700:
            path.chmod(0o700)
    except OSError as problem:
        raise StateError(
            f"The directory {path} cannot be used: {problem.strerror}.",
            next_step="Choose another with GRAPHSVC_DATA_DIR, or mend its permissions.",
        ) from problem


def private_file(path: Path) -> None:
    """Make the file where it is missing, and its owner's only."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.fchmod(handle, 0o600)
        os.close(handle)
    except OSError as problem:
        raise StateError(
            f"The file {path} cannot be used: {problem.strerror}.", next_step="Mend its permissions and try again."
        ) from problem


class FileStore:
    """Files under their SHA-256 in ``directory``: put once, never overwritten, checked each time they are read."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._incoming = directory / "incoming"
        private_directory(directory)
        private_directory(self._incoming)
        self._sweep()

    def put(self, content: bytes | Path) -> str:
        """Keep ``content`` (bytes, or the file at a path) and return its SHA-256; on the disk when this returns."""
        beside = self._incoming / f"{os.getpid()}-{os.urandom(8).hex()}"
        try:
            try:
                sha256 = _write(beside, _chunks(content))
                self._place(beside, sha256)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as problem:
            raise StateError(
                f"A file could not be kept: {problem.strerror}.", next_step="Check the disk and try again."
            ) from problem
        return sha256

    def get(self, sha256: str) -> bytes:
        """The file of that SHA-256. NotFound where it is not held, StateError where what is held was changed."""
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("No file of that SHA-256 is held.", next_step="Check the number.") from None
        except OSError as problem:
            raise StateError(
                f"File {sha256} cannot be read: {problem.strerror}.", next_step="Check the disk and its permissions."
            ) from problem
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _damaged(sha256)
        return content

    def holds(self, sha256: str) -> bool:
        """Whether a file of that SHA-256 is held."""
        return self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where that file lies. InputError for anything that is no SHA-256, so no name leads out of the store."""
        if not _NAME.fullmatch(sha256):
            raise InputError("That is no SHA-256.", next_step="Give 64 hexadecimal digits, lower case.")
        return self._directory / sha256[:2] / sha256[2:]

    def _sweep(self) -> None:
        """Delete what processes that were killed left half-written a day ago or earlier."""
        for left in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another start sweeps too
                if left.stat().st_mtime < time.time() - _LEFT_OVER_S:
                    left.unlink()

    def _place(self, beside: Path, sha256: str) -> None:
        """Give the finished file its name in one step, never in another's place."""
        target = self.path(sha256)
        private_directory(target.parent)
        try:
            os.link(beside, target)
        except FileExistsError:
            if _sha256(target) != sha256:
                raise _damaged(sha256) from None
            return
        for directory in (target.parent, self._directory):
            _sync_directory(directory)


def _chunks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    # not blocking, so that a pipe in a file's place is refused rather than waited for
    try:
        handle = os.open(content, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as problem:
        raise InputError(f"{content} cannot be read: {problem.strerror}.", next_step="Check the path.") from problem
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError(f"{content} is not a file.", next_step="Give the path of a file.")
    with os.fdopen(handle, "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _write(path: Path, chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(sha256: str) -> StateError:
    return StateError(
        f"File {sha256} is held but was changed since.",
        next_step="Put it back from a copy, and find out what changed it. Rely on nothing made from it.",
    )
