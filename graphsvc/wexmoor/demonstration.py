"""The town of the demonstration: made at the first start, found there ever after, whole whatever happened in between."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphsvc.wexmoor.generate import Progress, generate, tell_nobody
from graphsvc.wexmoor.outline import write_outline

OUTLINE = "outline.geojson"
"""The outline's name in the demonstration's folder: beside the partners' files and not among them."""
_FILES, _MAKING, _LOCK = "files", "making", "lock"


def demonstration_files(folder: Path, progress: Progress = tell_nobody) -> tuple[Path, ...]:
    """The partners' files of the demonstration, in ``folder``; the outline of the wards lies beside them.

    The files are made elsewhere and moved into place whole, so what a broken-off start leaves is never taken for them; the
    next start takes it away. What was planted is not written down at all: where the service runs there is no truth to find.
    ``generate`` makes the same town with its truth.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files, making = folder / _FILES, folder / _MAKING
    with _one_at_a_time(folder / _LOCK):
        if not (folder / OUTLINE).is_file():
            write_outline(folder / OUTLINE)
        if making.exists():
            shutil.rmtree(making)
        if not files.is_dir():
            generate(making, None, progress=progress)
            making.rename(files)
    return tuple(sorted(files.glob("*.csv")))


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Keep a second start waiting while the first makes the town; the system lets it in when the first dies."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
