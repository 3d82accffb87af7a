"""Files nobody vouches for: each gives a clear error naming file, row and column, and nothing half-read."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.errors import InputError
from graphsvc.ingest import csv_file as reading_csv
from graphsvc.ingest import load_mapping, plan_files
from tests.unit.ingest.reading import read

Write = Callable[[str, str | bytes], Path]
HEADER = "id,name,age,seen\n"


@pytest.mark.parametrize(
    ("content", "row", "column", "words"),
    [
        (b"", 0, "", "empty"),
        (HEADER + '1,Ann,4,\n2,"Bob,5,\n3,Cy,6,\n', 3, "name", "never closed"),
        (HEADER + "1,A\0nn,4,\n", 2, "name", "NUL"),
        (HEADER + '1,"Ann"x,4,\n', 2, "", "closing quote"),
        ("id,name,name,age,seen\n", 1, "name", "twice"),
        ("id,nmae,age,seen\n", 1, "name", "is it nmae"),
        ("1,Ann,4,\n", 1, "id", "lacks id, name, age, seen"),
        (b"\xff\xfei\x00d\x00", 1, "", "UTF-16"),
        (HEADER.encode() + b"1,\x81\x8d,4,\n", 2, "", "not text"),
        (HEADER + "1," + "x" * (1 << 20) + ",4,\n", 2, "", "longer than"),
    ],
)
def test_structural_damage_refuses_the_whole_file(
    small: Any, csv_file: Write, content: str | bytes, row: int, column: str, words: str
) -> None:
    """Damage anywhere in a file refuses all of it before anything is read, naming row and column."""
    path = csv_file("people.csv", content)
    with pytest.raises(InputError) as caught:
        plan_files(small, [path])
    assert "people.csv" in str(caught.value)
    assert words in str(caught.value)
    assert caught.value.next_step
    assert [(p.row, p.column) for p in caught.value.rows] == ([(row, column)] if row else [])


def test_a_field_spread_over_many_lines_costs_the_limit_and_no_more(small: Any, csv_file: Write) -> None:
    """A quote opened and never closed in a large file stops at the limit, not at the end of the file."""
    path = csv_file("people.csv", HEADER + '1,"' + "line of text\n" * 400_000)
    with pytest.raises(InputError, match="longer than"):
        plan_files(small, [path])


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-9], lambda b: b[:20] + b"\0\0\0" + b[23:], lambda _b: b"id,name,age,seen\n"]
)
def test_a_damaged_gzip_file_is_refused(small: Any, csv_file: Write, damage: Callable[[bytes], bytes]) -> None:
    """Gzip that is cut short, overwritten, or no gzip at all is refused by name."""
    packed = gzip.compress((HEADER + "".join(f"{i},Name {i},,\n" for i in range(999))).encode())
    with pytest.raises(InputError, match=r"people\.csv\.gz"):
        plan_files(small, [csv_file("people.csv.gz", damage(packed))])


def test_a_gzip_bomb_is_refused(small: Any, csv_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to hundreds of times its size is refused, however short its lines."""
    monkeypatch.setattr(reading_csv, "EXPANSION_FREE_BYTES", 1 << 16)
    packed = gzip.compress((HEADER + "1,Ann,4,\n" * 500_000).encode())
    with pytest.raises(InputError, match="200 times"):
        plan_files(small, [csv_file("people.csv.gz", packed)])


def test_a_missing_unknown_or_odd_path_is_named(small: Any, tmp_path: Path, csv_file: Write) -> None:
    """A file that is not there, one the mapping does not know, an empty folder: each is told by its name."""
    (tmp_path / "folder").mkdir()
    for path, words in [
        (tmp_path / "gone.csv", "no file gone.csv"),
        (csv_file("other.csv", HEADER), "knows no file of this name"),
        (tmp_path / "folder", "holds no CSV"),
        (Path("/dev/null"), "null is not a file"),
    ]:
        with pytest.raises(InputError, match=words):
            plan_files(small, [path])


def test_a_folder_is_read_whole_and_a_file_named_twice_once(small: Any, tmp_path: Path, csv_file: Write) -> None:
    """A folder stands for its CSV files; giving one of them again changes nothing."""
    path = csv_file("people.csv", HEADER + "1,Ann,4,\n")
    csv_file("knows.csv", "a,b\n1,1\n")
    assert [f.path.name for f in plan_files(small, [tmp_path, path]).files] == ["people.csv", "knows.csv"]


def test_windows_1252_is_read_and_said(small: Any, csv_file: Write) -> None:
    """A file that is not UTF-8 is read as Windows-1252 where the mapping allows it, and the plan and the report say so."""
    path = csv_file("people.csv", HEADER.encode() + "1,Zoë Núñez,4,\n".encode("cp1252"))
    plan = plan_files(small, [path])
    reading = read(small, [path])
    assert "Windows-1252" in plan.notes[0]
    assert reading.mentions[0].caption == "Zoë Núñez"
    assert "cp1252" in reading.batches[0].reports[0].text


def test_a_byte_order_mark_is_not_part_of_the_header(small: Any, csv_file: Write) -> None:
    """A UTF-8 file with a byte order mark reads like one without."""
    assert read(small, [csv_file("people.csv", "\ufeff" + HEADER + "1,Ann,4,\n")]).counts.accepted == 1


def test_a_file_changed_after_the_check_is_not_read(small: Any, csv_file: Write) -> None:
    """What was checked is what is read: a file changed in between is refused."""
    from graphsvc.ingest import read_batches
    from tests.unit.ingest.reading import IDENTITIES

    path = csv_file("people.csv", HEADER + "1,Ann,4,\n")
    plan = plan_files(small, [path])
    csv_file("people.csv", HEADER + "1,Ann,4,\n2,Bob\n")
    with pytest.raises(InputError, match="changed"):
        next(read_batches(plan, IDENTITIES))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300)
    | st.text(alphabet='12,"\n\r\0=ab/:é ', max_size=200).map(str.encode)
    | st.binary(max_size=80).map(lambda b: gzip.compress(b)),
    headed=st.booleans(),
    packed=st.booleans(),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, body: bytes, headed: bool, packed: bool) -> None:
    """Whatever the bytes, a file is read or refused with an InputError; every row is accepted or rejected."""
    path = tmp_path / ("people.csv.gz" if packed else "people.csv")
    path.write_bytes(HEADER.encode() + body if headed else body)
    try:
        reading = read(_small_in(tmp_path), [path])
    except InputError:
        return
    assert reading.counts.accepted + reading.counts.rejected == reading.counts.rows


def _small_in(folder: Path) -> Any:
    from tests.unit.ingest.reading import SMALL, write_mapping

    path = folder / "mapping.yaml"
    return load_mapping(path) if path.exists() else write_mapping(folder, SMALL)
