"""A file sent by a browser, kept for as long as it is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from fastapi import UploadFile

from graphsvc.errors import InputError

LARGEST_UPLOAD = 50 * 1024 * 1024
_PIECE = 1024 * 1024


@contextmanager
def kept(upload: UploadFile) -> Iterator[Path]:
    """The file in a directory of its own, under a name of ours with the ending it came with; gone afterwards.

    Raises InputError where it is larger than a document can be.
    """
    ending = PurePath(upload.filename or "").suffix.lower()
    with TemporaryDirectory(prefix="graphsvc-check-") as folder:
        path = Path(folder) / ("document.zip" if ending == ".zip" else "document")
        with path.open("wb") as file:
            size = 0
            while piece := upload.file.read(_PIECE):
                size += len(piece)
                if size > LARGEST_UPLOAD:
                    raise InputError("That file is too large.", next_step="Check it with the command graphsvc verify.")
                file.write(piece)
        yield path
