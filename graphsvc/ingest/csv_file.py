"""Reading CSV that nobody vouches for: bounded memory whatever the file holds, and the physical line of every record.

Lines are read with a limit, so one field of a gigabyte, a quote that is never closed or a gzip bomb costs the limit and
no more. The first line of the file is row 1; a record that runs over several lines has the number of its first.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

from graphsvc.errors import InputError
from graphsvc.ingest.problems import damaged

FIELD_LIMIT = 1 << 20
RECORD_LIMIT = 4 << 20
EXPANSION_LIMIT = 200
EXPANSION_FREE_BYTES = 256 << 20
GZIP_MAGIC = b"\x1f\x8b"
REPAIR = "Mend the file and import it again: nothing of it was imported."

# The module's limit is one for the whole process and 128 KiB by default; it is only ever raised, to what is checked here.
csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))

Record = tuple[int, list[str]]


class _Bounded(io.RawIOBase):
    """A gzip stream that refuses to grow without measure."""

    def __init__(self, inner: BinaryIO, name: str, packed_bytes: int) -> None:
        self._inner, self._name = inner, name
        self._limit = max(EXPANSION_FREE_BYTES, packed_bytes * EXPANSION_LIMIT)
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._inner.read(len(view))
        view[: len(data)] = data
        self._seen += len(data)
        if self._seen > self._limit:
            raise InputError(
                f"{self._name}: it unpacks to more than {EXPANSION_LIMIT} times its size.",
                next_step="Unpack it yourself, look at it, and import the unpacked file.",
            )
        return len(data)


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked where they are gzip; whatever goes wrong becomes an InputError naming the file."""
    try:
        with path.open("rb") as raw:
            if raw.peek(2)[:2] == GZIP_MAGIC:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    bounded = _Bounded(cast(BinaryIO, unpacked), path.name, path.stat().st_size)
                    yield io.BufferedReader(bounded, 1 << 17)
            elif path.name.endswith(".gz"):
                raise damaged(path.name, 0, "", "it is named .gz but is not gzip", REPAIR)
            else:
                yield raw
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise damaged(path.name, 0, "", "the gzip data is cut short or damaged", "Fetch the file again.") from None
    except OSError:
        raise InputError(
            f"{path.name}: the file cannot be read.", next_step="Check that it is there and may be read."
        ) from None


class _Lines:
    """The physical lines of a text, each and each record as a whole within the limits, none with a NUL."""

    def __init__(self, text: io.TextIOWrapper, name: str, delimiter: str) -> None:
        self._text, self._name, self._delimiter = text, name, delimiter
        self._count = 0
        self.header: list[str] = []
        self.number = 0
        self.record = ""

    def start_record(self) -> None:
        self._count = 0
        self.record = ""

    def column(self, number: int) -> str:
        """The name of a column where the header gives one, else its number."""
        return self.header[number - 1].strip() if number <= len(self.header) else str(number)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(FIELD_LIMIT + 1)
        if not line:
            raise StopIteration
        if not self._count:
            self.record = line
        self.number += 1
        self._count += len(line)
        if len(line) > FIELD_LIMIT or self._count > RECORD_LIMIT or "\0" in line:
            self._refuse(line)
        return line

    def _refuse(self, line: str) -> None:
        if "\0" in line:
            column = self.column(line[: line.index("\0")].count(self._delimiter) + 1)
            raise damaged(self._name, self.number, column, "there is a NUL byte", REPAIR)
        raise damaged(
            self._name,
            self.number,
            "",
            f"a line is longer than {FIELD_LIMIT:,} characters or a record longer than {RECORD_LIMIT:,};"
            " perhaps a quote is never closed",
            REPAIR,
        )


def records(stream: IO[bytes], name: str, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every record with its row number; empty lines are passed over. Structural damage is an InputError.

    UnicodeDecodeError is left to the caller, who may know another encoding.
    """
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = io.TextIOWrapper(stream, encoding=codec, errors="strict", newline="")
    try:
        lines = _Lines(text, name, delimiter)
        reader = csv.reader(lines, strict=True, delimiter=delimiter)
        while True:
            start = lines.number + 1
            lines.start_record()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _explained(
                    error, name, start, lines.column(_open_quote_column(lines.record, delimiter))
                ) from None
            if cells:
                lines.header = lines.header or cells
                yield start, cells
    finally:
        # Where reading was given up in the middle, the file below is closed already.
        with suppress(ValueError):
            text.detach()


def _explained(error: csv.Error, name: str, row: int, column: str) -> InputError:
    if "unexpected end of data" in str(error):
        return damaged(name, row, column, "a quote is opened and never closed", REPAIR)
    if "field larger" in str(error):
        return damaged(name, row, column, f"a field is longer than {FIELD_LIMIT:,} characters", REPAIR)
    return damaged(
        name, row, "", 'a quoted field goes on after its closing quote (a quote inside is written "")', REPAIR
    )


def _open_quote_column(line: str, delimiter: str) -> int:
    """The number of the last column that opens with a quote on this line: where an unclosed one began."""
    column, last, quoted = 1, 1, False
    at_start = True
    for character in line:
        if character == '"':
            if at_start and not quoted:
                last = column
            quoted = not quoted
        elif character == delimiter and not quoted:
            column += 1
            at_start = True
            continue
        at_start = False
    return last
