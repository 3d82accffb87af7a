"""Briefs at the command line: whole or not at all, never over another file, and found out where a byte was changed."""

import zipfile
from pathlib import Path

import pytest

from graphsvc.store.local import Connection
from tests.support.commands import Commands, Ended
from tests.support.partner import Partner


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> Partner:
    """The partner of this module."""
    return Partner(tmp_path_factory.mktemp("sender"))


@pytest.fixture(scope="module")
def ids(neo4j_connection: Connection, sender: Partner, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A park where three people were seen, a field where nobody was, and a person."""
    commands = Commands(tmp_path_factory.mktemp("intake"), neo4j_connection)
    sender.people(3)
    sender.places("Elm Park", "Quiet Field")
    sender.seen([(0, 0, "03/03/2026"), (1, 0, "04/03/2026"), (2, 0, "05/03/2026")])
    assert commands("import", sender.folder, "--mapping", sender.mapping).code == 0
    names = {"park": f"Elm Park {sender.agency}", "field": f"Quiet Field {sender.agency}", "person": sender.name(0)}
    return {k: commands("search", n, "--json").document["hits"][0]["entity"]["id"] for k, n in names.items()}


def number(ended: Ended) -> int:
    """The running number of a brief."""
    assert ended.code == 0, ended.err
    return int(ended.document["product_id"].rsplit("-", 1)[1])


def zip_with(path: Path, changed: str) -> None:
    """Change one byte of one file inside a zip, and nothing else that a reader checks."""
    with zipfile.ZipFile(path) as held:
        files = {n: held.read(n) for n in held.namelist()}
    files[changed] = files[changed][:100] + bytes([files[changed][100] ^ 1]) + files[changed][101:]
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)


@pytest.mark.parametrize("changed", ["brief.pdf", "brief.html", "finding.json"])
def test_one_changed_byte_is_found_and_named(
    commands: Commands, ids: dict[str, str], tmp_path: Path, changed: str
) -> None:
    """Exit code 4 and the name of the file."""
    path = tmp_path / "b.zip"
    number(commands("brief", ids["park"], "-o", path, "--json"))
    zip_with(path, changed)
    ended = commands("verify", path)
    assert (ended.code, changed in ended.out) == (4, True)


def test_a_document_is_checked_against_the_manifest_beside_it(
    commands: Commands, ids: dict[str, str], tmp_path: Path
) -> None:
    """A changed PDF is found; so is a brief whose manifest was made anew to fit the change."""
    path = tmp_path / "b.pdf"
    number(commands("brief", ids["park"], "-o", path, "--json"))
    assert commands("verify", path).code == 0
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    ended = commands("verify", path)
    assert (ended.code, "b.pdf" in ended.out) == (4, True)


def test_the_record_finds_a_manifest_made_anew(commands: Commands, ids: dict[str, str], tmp_path: Path) -> None:
    """Two briefs of the same number, one of them made elsewhere: whole in itself, and still not what this service made."""
    path, other = tmp_path / "b.zip", tmp_path / "other.zip"
    number(commands("brief", ids["park"], "-o", path, "--json"))
    stranger = Commands(commands.data_dir.with_name("elsewhere"), commands.connection)
    number(stranger("brief", ids["field"], "-o", other, "--json"))
    assert stranger("verify", other).code == 0
    ended = commands("verify", other)
    assert ended.code == 4
    assert "record" in ended.out


def test_a_brief_is_never_written_over_another_file(commands: Commands, ids: dict[str, str], tmp_path: Path) -> None:
    """What is there stays, and no number is used."""
    path = tmp_path / "b.zip"
    path.write_text("mine")
    refused = commands("brief", ids["park"], "-o", path, "--json")
    assert (refused.code, refused.document["error"], path.read_text()) == (1, "conflict", "mine")
    assert number(commands("brief", ids["park"], "-o", tmp_path / "c.zip", "--json")) == 1


@pytest.mark.parametrize("name", ["nowhere/b.zip", "b.docx", "b", "full/b.zip"])
def test_a_brief_that_cannot_be_written_leaves_nothing_and_no_gap(
    commands: Commands, ids: dict[str, str], tmp_path: Path, name: str
) -> None:
    """No folder, no known ending, no room: nothing stays behind, and the next brief gets the number."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "full").symlink_to("/proc/self")
    refused = commands("brief", ids["park"], "-o", tmp_path / "out" / name, "--json")
    assert (refused.code, "Traceback" in refused.err) == (1, False)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["full"]
    assert number(commands("brief", ids["park"], "-o", tmp_path / "out" / "c.zip", "--json")) == 1


def test_a_place_without_events_has_a_brief_that_says_so(
    commands: Commands, ids: dict[str, str], tmp_path: Path
) -> None:
    """Nothing reported is no error."""
    path = tmp_path / "b.html"
    number(commands("brief", ids["field"], "-o", path, "--json"))
    assert "Nothing reported is not the same as nothing happening" in path.read_text()


def test_a_person_is_no_place(commands: Commands, ids: dict[str, str], tmp_path: Path) -> None:
    """Said before anything is made."""
    ended = commands("brief", ids["person"], "-o", tmp_path / "b.zip", "--json")
    assert (ended.code, ended.document["detail"]) == (1, "That is not a place.")


def test_a_period_that_ends_before_it_starts_is_refused(commands: Commands, tmp_path: Path) -> None:
    """So is a day there never was."""
    for period in (("--since", "2026-03-02", "--until", "2026-03-01"), ("--since", "2026-02-30")):
        ended = commands("brief", "x", "-o", tmp_path / "b.zip", *period, "--json")
        assert (ended.code, ended.document["error"]) == (1, "input")


def test_nobody_is_named_unless_asked_for(
    commands: Commands, sender: Partner, ids: dict[str, str], tmp_path: Path
) -> None:
    """Lettered by default; with --names people have their names."""
    for flags, named in (((), False), (("--names",), True)):
        path = tmp_path / f"b{len(flags)}.html"
        number(commands("brief", ids["park"], "-o", path, *flags, "--json"))
        assert (sender.name(0) in path.read_text()) is named
