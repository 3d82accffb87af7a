"""Evidence bundles at the command line: made whole or not at all, and found out where a file was changed."""

import zipfile
from pathlib import Path

import pytest

from graphsvc.store.local import Connection
from tests.support import bundles
from tests.support.commands import Commands
from tests.support.partner import Partner

GIVEN = ("--case", "Chief Constable v Quill", "--for", "the court", "--reason", "application")


@pytest.fixture(scope="module")
def person(neo4j_connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Somebody a record names."""
    sender = Partner(tmp_path_factory.mktemp("sender"))
    commands = Commands(tmp_path_factory.mktemp("intake"), neo4j_connection)
    sender.people(1)
    assert commands("import", sender.folder, "--mapping", sender.mapping).code == 0
    return str(commands("search", sender.name(0), "--json").document["hits"][0]["entity"]["id"])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of two exhibits and its files."""
    (tmp_path / "letter.pdf").write_bytes(bundles.pdf(2))
    (tmp_path / "note.txt").write_text("a note\n")
    path = tmp_path / "list.csv"
    rows = ("reference,witness,description,file", "AB/1,Anna Bell,Letter,letter.pdf", "AB/2,Anna Bell,Note,note.txt")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("changed", ["bundle.pdf", "exhibit-001-AB-1.pdf", "finding.json"])
def test_a_bundle_is_made_and_a_changed_file_is_named(
    commands: Commands, person: str, listed: Path, tmp_path: Path, changed: str
) -> None:
    """One JSON document; the package verifies; one changed byte is found and its file named, with exit code 4."""
    path = tmp_path / "b.zip"
    ended = commands("bundle", person, "-o", path, *GIVEN, "--exhibits", listed, "--json")
    assert ended.code == 0, ended.err
    assert ended.document["bundle"]["product_id"].startswith("EB-")
    assert commands("verify", path).code == 0
    with zipfile.ZipFile(path) as held:
        files = {n: held.read(n) for n in held.namelist()}
    files[changed] = files[changed][:40] + bytes([files[changed][40] ^ 1]) + files[changed][41:]
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    ended = commands("verify", path)
    assert (ended.code, changed in ended.out) == (4, True)


def test_the_notes_are_a_file_of_their_own(commands: Commands, person: str, tmp_path: Path) -> None:
    """Both verify; the notes cannot be put in the bundle's place."""
    path, other = tmp_path / "b.zip", tmp_path / "n.zip"
    assert commands("bundle", person, "-o", path, *GIVEN, "--officer-notes", path).code != 0
    assert commands("bundle", person, "-o", path, *GIVEN, "--officer-notes", other).code == 0
    assert (commands("verify", path).code, commands("verify", other).code) == (0, 0)


def test_what_cannot_be_used_leaves_nothing(commands: Commands, person: str, listed: Path, tmp_path: Path) -> None:
    """A file outside the list's folder, a wrong ending, a file that is there, no case: refused, and nothing is written."""
    outside = listed.with_name("outside.csv")
    outside.write_text(listed.read_text().replace("letter.pdf", "../../../etc/passwd"))
    path = tmp_path / "b.zip"
    there = tmp_path / "there.zip"
    there.write_bytes(b"")
    for arguments in (
        ("-o", path, *GIVEN, "--exhibits", outside),
        ("-o", tmp_path / "b.pdf", *GIVEN),
        ("-o", there, *GIVEN),
        ("-o", path, "--case", " ", *GIVEN[2:]),
        ("-o", path, *GIVEN, "--hearing", "31/31/2026"),
        ("-o", path, *GIVEN, "--exhibit", "AB/1;Anna Bell"),
        ("-o", path, *GIVEN, "--since", "2026-03-02", "--until", "2026-02-01"),
    ):
        before = set(tmp_path.iterdir()) - {tmp_path / "data"}
        assert commands("bundle", person, *arguments).code == 1, arguments
        assert set(tmp_path.iterdir()) - {tmp_path / "data"} == before
    assert there.read_bytes() == b""
