"""What nobody vouches for: each is told by file, row and column, and nothing of it is half-written."""

import gzip
import os
import resource
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import Driver

from tests.support.commands import Commands, Ended
from tests.support.partner import Partner, held

HEADER = "number,name,born\n"
SECRET = "Zebedee Quillfeather"
"""A name that must turn up in no message."""


def changes(driver: Driver) -> int:
    """How many batches ever changed the graph."""
    [row] = driver.execute_query("MATCH (c:Change) RETURN count(c) AS n", database_="neo4j").records
    return int(row["n"])


def refused(commands: Commands, partner: Partner, driver: Driver, *paths: Path) -> Ended:
    """Import what cannot be imported: nothing is written, nothing personal said, no stack trace."""
    ended = commands("import", *paths, "--mapping", partner.mapping, "--json")
    assert ended.code == 1
    assert held(driver, partner.agency).startswith("0:")
    assert "Traceback" not in ended.err
    assert SECRET not in ended.out + ended.err
    assert ended.document["next_step"]
    return ended


def text(content: str | bytes) -> Callable[[Path], Path]:
    """Makes a file of this content."""

    def make(folder: Path) -> Path:
        path = folder / "people.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def a_folder(folder: Path) -> Path:
    """A folder of a file's name."""
    path = folder / "people.csv"
    path.mkdir()
    return path


def a_loop(folder: Path) -> Path:
    """A link that leads to itself."""
    path = folder / "people.csv"
    path.symlink_to(path)
    return path


def a_pipe(folder: Path) -> Path:
    """A named pipe that nobody writes to: opening it would wait for ever."""
    path = folder / "people.csv"
    os.mkfifo(path)
    return path


def a_bomb(folder: Path) -> Path:
    """A gzip file of 300 KB that unpacks to 300 MB, all of it one line after another."""
    path = folder / "people.csv.gz"
    packer = zlib.compressobj(9, wbits=31)
    block = b"P1," + b"a" * 600_000 + b",\n"
    with path.open("wb") as stream:
        stream.write(packer.compress(HEADER.encode()))
        for _ in range(500):
            stream.write(packer.compress(block))
        stream.write(packer.flush())
    return path


def cut_gzip(folder: Path) -> Path:
    """A gzip file that ends too early."""
    path = folder / "people.csv.gz"
    path.write_bytes(gzip.compress((HEADER + f"P1,{SECRET},\n" * 1000).encode())[:-20])
    return path


def a_huge_field(folder: Path) -> Path:
    """A file whose second line is one field of a gigabyte, most of it a hole on the disk."""
    path = folder / "people.csv"
    with path.open("wb") as stream:
        stream.write(HEADER.encode() + b'P1,"' + b"x" * (2 << 20))
        stream.truncate(1 << 30)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "people.csv", "There is no file people.csv"),
        (text(""), "the file is empty"),
        (text(f"{HEADER}P1,Caf\xe9 {SECRET},\n".encode("latin-1")), "row 2: it is not text in utf-8"),
        (text(HEADER.encode("utf-16") + f"P1,{SECRET},\n".encode("utf-16-le")), "it is UTF-16"),
        (text(f"id,who\nP1,{SECRET}\n"), "row 1, column number: the header lacks"),
        (text(f"numbr,name,born\nP1,{SECRET},\n"), "number (is it numbr?)"),
        (text(f"number,name,born,name\nP1,{SECRET},,\n"), "names this column twice"),
        (text(f'{HEADER}P1,"{SECRET},\nP2,b,\n'), "row 2, column name: a quote is opened and never closed"),
        (text(f"{HEADER}P1,{SECRET}\0,\n"), "row 2, column name: there is a NUL byte"),
        (text(f'{HEADER}P1,"{SECRET}"x,\n'), "goes on after its closing quote"),
        (a_folder, "The folder people.csv holds no CSV file"),
        (a_loop, "people.csv"),
        (a_pipe, "people.csv is not a file"),
        (cut_gzip, "the gzip data is cut short or damaged"),
        (a_huge_field, "longer than 1,048,576 characters"),
        (a_bomb, "unpacks to more than 200 times its size"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(
    commands: Commands, partner: Partner, driver: Driver, make: Callable[[Path], Path], said: str
) -> None:
    """One sentence with file, row and column; the graph is as it was, and memory stays small."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = refused(commands, partner, driver, make(partner.folder))
    assert said in ended.document["detail"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_the_good_files_beside_a_bad_one_wait_for_it(commands: Commands, partner: Partner, driver: Driver) -> None:
    """Damage in the last file is found before the first is written."""
    partner.people(3)
    (partner.folder / "places.csv").write_text(f'number,name,kind\nL1,"{SECRET},park\n')
    refused(commands, partner, driver, partner.folder)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (f"P9,{SECRET}", "", "2 cells where the header has 3"),
        (f"P9,{SECRET},1,2", "", "4 cells where the header has 3"),
        (f"P9,{SECRET},31/02/1980", "born", ""),
        (f"P9,{SECRET},yesterday", "born", ""),
    ],
)
def test_a_row_that_is_wrong_is_refused_alone(
    commands: Commands, partner: Partner, row: str, column: str, said: str
) -> None:
    """Exit code 3; the other rows are in; the answer names row and column and masks the value."""
    path = partner.people(2)
    path.write_text(path.read_text() + row + "\n")
    ended = commands("import", path, "--mapping", partner.mapping, "--json")
    assert (ended.code, ended.document["counts"]["accepted"]) == (3, 2)
    [[file, problem]] = ended.document["rejected"]
    assert (file, problem["row"], problem["column"]) == ("people.csv", 4, column)
    assert said in problem["reason"]
    assert SECRET not in ended.out + ended.err


def test_a_link_to_what_is_not_there_is_refused_alone(commands: Commands, partner: Partner) -> None:
    """It names the column of the missing end."""
    partner.people(2)
    partner.knows([(0, 1), (0, 77)])
    ended = commands("import", partner.folder, "--mapping", partner.mapping, "--json")
    [[file, problem]] = ended.document["rejected"]
    assert (ended.code, file, problem["row"], problem["column"]) == (3, "knows.csv", 3, "other")


def test_a_formula_is_kept_as_text(commands: Commands, partner: Partner) -> None:
    """What a spreadsheet would run is a name like any other, and is not run on its way out in the refused rows either."""
    path = partner.people(1)
    path.write_text(path.read_text() + "P7,=HYPERLINK(1),31/02/1980\n")
    ended = commands("import", path, "--mapping", partner.mapping, "--json")
    [rejects] = ended.document["reject_files"]
    assert (ended.code, ",'=HYPERLINK(1)," in Path(rejects).read_text()) == (3, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("ref: number", "ref: nummer"), "nummer"),
        (("type: Person", "type: Persona"), "Persona"),
        (("type: KNOWS", "type: KNOWNS"), "KNOWNS"),
        (("files:", "files: ["), "line"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused(
    commands: Commands, partner: Partner, driver: Driver, change: tuple[str, str], said: str
) -> None:
    """A column that is not there, a type nobody declared, no YAML: named, and nothing is read."""
    partner.mapping.write_text(partner.mapping.read_text().replace(*change, 1))
    ended = refused(commands, partner, driver, partner.people(1))
    assert said in ended.document["detail"] + ended.document["next_step"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to the superuser")
def test_a_file_that_may_not_be_read_is_refused(commands: Commands, partner: Partner, driver: Driver) -> None:
    """It says so."""
    path = partner.people(1)
    path.chmod(0)
    assert "cannot be read" in refused(commands, partner, driver, path).document["detail"]
