"""Looks at every file before anything is written: what it is, whether it is whole, which part of the mapping it fits.

The whole structure of each file is read once here (encoding, quotes, NUL bytes, gzip, header), because damage of that sort
means the rows after it cannot be trusted, and it may stand in the last row: found while importing, half a file would be in the
graph already. A row that is merely wrong (too few cells, no such day) is another matter: it alone is refused, later.
"""

import codecs
import difflib
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, cast

from graphsvc.errors import InputError
from graphsvc.ingest.checks import required_columns
from graphsvc.ingest.csv_file import FIELD_LIMIT, REPAIR, Record, open_bytes, records
from graphsvc.ingest.formulas import restore
from graphsvc.ingest.mapping import FileSpec, Mapping, has_ref_end
from graphsvc.ingest.problems import damaged

REJECT_MARK = ".rejected"
REJECT_COLUMNS = ("reject_row", "reject_column", "reject_reason")


@dataclass(frozen=True)
class PlannedFile:
    """One file that was read through once and is whole. ``sha256`` is of the file as received, ``content_sha256`` unpacked."""

    path: Path
    section: FileSpec
    header: tuple[str, ...]
    encoding: str
    sha256: str
    content_sha256: str
    size_bytes: int
    modified_ns: int
    rows: int

    @property
    def stem(self) -> str:
        """The file's name without its endings."""
        return self.path.name.removesuffix(".gz").removesuffix(".csv")

    @property
    def is_rejects(self) -> bool:
        """Whether this is a file of refused rows, mended and handed in again."""
        return self.header[: len(REJECT_COLUMNS)] == REJECT_COLUMNS

    def check_unchanged(self) -> None:
        """Refuse a file that was changed after it was checked."""
        try:
            now = self.path.stat()
        except OSError:
            now = None
        if now is None or (now.st_size, now.st_mtime_ns) != (self.size_bytes, self.modified_ns):
            raise InputError(
                f"{self.path.name}: the file changed while it was being imported.", next_step="Import it again."
            )


@dataclass(frozen=True)
class FilePlan:
    """Which file is read as what, in the order of reading: what gives entities before what only refers to them."""

    mapping: Mapping
    files: tuple[PlannedFile, ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are to read."""
        return sum(f.rows for f in self.files)


def plan_files(mapping: Mapping, paths: Sequence[Path]) -> FilePlan:
    """Check every file and say how each will be read. Raises InputError for any that cannot be used, naming it."""
    matched = [(path, _section_for(path, mapping)) for path in _expand(paths)]
    order = {section.name: i for i, section in enumerate(mapping.files)}
    matched.sort(key=lambda m: (any(map(has_ref_end, m[1].links)), order[m[1].name], m[0].name))
    files = tuple(_inspect(path, section, mapping) for path, section in matched)
    notes = tuple(
        f"{f.path.name}: not UTF-8, read as Windows-1252."
        for f in files
        if f.encoding == "cp1252" != mapping.encodings[0]
    )
    return FilePlan(mapping, files, notes)


def _expand(paths: Sequence[Path]) -> list[Path]:
    if not paths:
        raise InputError("No file was given.", next_step="Name a file, or a folder that holds CSV files.")
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for file in _files_in(path):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _files_in(path: Path) -> Iterable[Path]:
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.is_file() and p.name.lower().endswith((".csv", ".csv.gz")))
        if not inside:
            raise InputError(
                f"The folder {path.name} holds no CSV file.", next_step="Name a folder with .csv or .csv.gz files."
            )
        return inside
    if not path.exists():
        raise InputError(f"There is no file {path.name}.", next_step="Check its name and where it is.")
    if not path.is_file():
        raise InputError(f"{path.name} is not a file.", next_step="Name a CSV file.")
    return (path,)


def _section_for(path: Path, mapping: Mapping) -> FileSpec:
    name = path.name.removesuffix(".gz").replace(REJECT_MARK, "")
    for section in mapping.files:
        if any(fnmatchcase(name, pattern) for pattern in section.match):
            return section
    patterns = ", ".join(p for s in mapping.files for p in s.match)
    raise InputError(
        f"{path.name}: the mapping {mapping.name} knows no file of this name.",
        next_step=f"It reads files named {patterns}. Rename the file, leave it out, or use another mapping.",
    )


def _inspect(path: Path, section: FileSpec, mapping: Mapping) -> PlannedFile:
    try:
        with path.open("rb") as raw:
            sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
        stat = path.stat()
    except OSError:
        raise InputError(f"{path.name}: the file cannot be read.", next_step="Check that it may be read.") from None
    _refuse_utf16(path)
    for encoding in mapping.encodings:
        try:
            header, rows, content = _read_through(path, section, encoding)
        except UnicodeDecodeError:
            continue
        _check_header(header, path.name, section, mapping)
        return PlannedFile(path, section, header, encoding, sha256, content, stat.st_size, stat.st_mtime_ns, rows)
    raise damaged(
        path.name,
        _undecodable_row(path),
        "",
        f"it is not text in {' or '.join(mapping.encodings)}",
        "Save it as UTF-8.",
    )


def _refuse_utf16(path: Path) -> None:
    with open_bytes(path) as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise damaged(path.name, 1, "", "it is UTF-16", 'Save it as "CSV UTF-8" and import it again.')


class _Hashing(io.RawIOBase):
    """Passes bytes through and digests them."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._inner.read(len(view))
        view[: len(data)] = data
        self.digest.update(data)
        return len(data)


def _read_through(path: Path, section: FileSpec, encoding: str) -> tuple[tuple[str, ...], int, str]:
    with open_bytes(path) as stream:
        hashing = _Hashing(stream)
        rows: Iterator[Record] = records(io.BufferedReader(hashing, 1 << 17), path.name, encoding, section.delimiter)
        first = next(rows, None)
        if first is None:
            raise damaged(path.name, 0, "", "the file is empty", "Fetch the file again.")
        header = tuple(name.strip() for name in first[1])
        if header[: len(REJECT_COLUMNS)] == REJECT_COLUMNS:
            header = tuple(map(restore, header))
        count = 0
        for row, cells in rows:
            count += 1
            _check_fields(path.name, row, cells, header)
        return header, count, hashing.digest.hexdigest()


def _check_fields(file: str, row: int, cells: list[str], header: tuple[str, ...]) -> None:
    for at, cell in enumerate(cells):
        if len(cell) > FIELD_LIMIT:
            column = header[at] if at < len(header) else str(at + 1)
            raise damaged(file, row, column, f"a field is longer than {FIELD_LIMIT:,} characters", REPAIR)


def _check_header(header: tuple[str, ...], file: str, section: FileSpec, mapping: Mapping) -> None:
    twice = next((name for i, name in enumerate(header) if name and name in header[:i]), None)
    if twice is not None:
        raise damaged(file, 1, twice, "the header names this column twice", "Give each column a name of its own.")
    missing = [c for c in required_columns(section) if c not in header]
    if not missing:
        return
    hints = [f"{c} (is it {near[0]}?)" if (near := _near(c, header)) else c for c in missing]
    raise damaged(
        file,
        1,
        missing[0],
        f"the header lacks {', '.join(hints)}, which file section {section.name} of the mapping {mapping.name} reads",
        "Check that this is the right mapping, and that the first line holds the column names.",
    )


def _near(column: str, header: tuple[str, ...]) -> list[str]:
    folded = {name.casefold().replace("_", " "): name for name in header}
    near = difflib.get_close_matches(column.casefold().replace("_", " "), list(folded), n=1, cutoff=0.75)
    return [folded[n] for n in near]


def _undecodable_row(path: Path) -> int:
    with open_bytes(path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(FIELD_LIMIT), b""), start=1):
            try:
                line.decode("utf-8-sig")
            except UnicodeDecodeError:
                return number
    return 0
