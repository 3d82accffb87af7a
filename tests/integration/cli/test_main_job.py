"""The main job at the command line: import, search, expand, connect, places, a brief, verified."""

from pathlib import Path

import pytest
from neo4j import Driver

from tests.support.commands import Commands
from tests.support.partner import Partner, held


def imported(commands: Commands, partner: Partner) -> None:
    """Three people in a row, two of them seen in a park."""
    partner.people(4)
    partner.knows([(0, 1), (1, 2), (2, 3)])
    partner.places("Elm Park", "Quiet Field")
    partner.seen([(0, 0, "03/03/2026"), (1, 0, "04/03/2026"), (2, 0, "05/03/2026")])
    ended = commands("import", partner.folder, "--mapping", partner.mapping)
    assert (ended.code, ended.err.count("Traceback")) == (0, 0)


def id_of(commands: Commands, name: str) -> str:
    """The id that a search prints first."""
    hits = commands("search", name, "--json").document["hits"]
    return str(hits[0]["entity"]["id"])


def test_a_file_becomes_a_chain_and_a_brief(commands: Commands, partner: Partner, tmp_path: Path) -> None:
    """What was imported is found, expanded, connected in sentences, ranked, briefed and verified."""
    imported(commands, partner)
    first, last = id_of(commands, partner.name(0)), id_of(commands, partner.name(3))
    expanded = commands("expand", first)
    assert f"{partner.name(0)} knows {partner.name(1)}. No date reported. [1 statement of 1 origin]" in expanded.out
    connected = commands("connect", first, last)
    path = " - ".join(partner.name(n) for n in range(4))
    assert f"Chain 1: {path} (3 steps)" in connected.out
    assert f"{partner.name(1)} knows {partner.name(2)}. No date reported. [{partner.agency}" in connected.out
    assert commands("places").out.startswith("Showing ")
    made = commands("brief", id_of(commands, f"Elm Park {partner.agency}"), "-o", tmp_path / "b.zip", "--json")
    assert (made.code, made.document["product_id"]) == (
        0,
        "LB-2026-001".replace("2026", made.document["product_id"][3:7]),
    )
    verified = commands("verify", tmp_path / "b.zip")
    assert (verified.code, verified.out.strip().endswith("this service has it on record.")) == (0, True)
    assert commands("log", "verify").code == 0


def test_every_command_prints_one_document_and_nothing_else(
    commands: Commands, partner: Partner, tmp_path: Path
) -> None:
    """With --json stdout is one JSON document, whatever is said on stderr."""
    imported(commands, partner)
    first, last = id_of(commands, partner.name(0)), id_of(commands, partner.name(2))
    place = id_of(commands, f"Elm Park {partner.agency}")
    brief = tmp_path / "b.pdf"
    documents = {
        name: commands(*words, "--json").document
        for name, words in {
            "import": ("import", partner.folder, "--mapping", partner.mapping),
            "dry": ("import", partner.folder, "--mapping", partner.mapping, "--dry-run"),
            "search": ("search", partner.name(0)),
            "expand": ("expand", first),
            "connect": ("connect", first, last),
            "places": ("places", "--limit", "3"),
            "brief": ("brief", place, "-o", brief),
            "verify": ("verify", brief),
            "log": ("log", "verify"),
            "users": ("user", "list"),
        }.items()
    }
    assert documents["import"]["counts"]["accepted"] == 12
    assert documents["import"]["written"] == {"reports": 0, "entities": 0, "mentions": 0, "links": 0}
    assert documents["dry"]["dry_run"] is True
    assert documents["search"]["hits"][0]["entity"]["caption"] == partner.name(0)
    assert documents["expand"]["centre"]["id"] == first
    assert documents["connect"]["connection"]["pairs"][0]["chains"]
    assert documents["places"]["ranking"]["total"] >= 1
    assert documents["verify"]["verification"]["ok"]
    assert documents["verify"]["on_record"]
    assert documents["log"]["ok"]
    assert documents["users"] == []


def test_the_same_file_twice_changes_nothing(commands: Commands, partner: Partner, driver: Driver) -> None:
    """A second import adds nothing, says so, and leaves the graph as it was to the last property."""
    imported(commands, partner)
    before = held(driver, partner.agency)
    again = commands("import", partner.folder, "--mapping", partner.mapping)
    assert "New: 0 reports, 0 entities, 0 mentions, 0 links." in again.out
    assert "Imported before, byte for byte: people.csv" in again.out
    assert held(driver, partner.agency) == before


def test_a_dry_run_writes_nothing(commands: Commands, partner: Partner, driver: Driver) -> None:
    """No graph, no run, no file; but that somebody looked is in the log."""
    partner.people(3)
    entries = commands("log", "verify", "--json").document["rows"]
    ended = commands("import", partner.folder, "--mapping", partner.mapping, "--dry-run")
    assert (ended.code, ended.out) == (0, "Dry run, nothing written. 3 rows read: 3 accepted, 0 refused.\n")
    assert held(driver, partner.agency).startswith("0:")
    assert not (commands.data_dir / "imports").exists()
    # One entry for having verified the log, one for the dry run.
    assert commands("log", "verify", "--json").document["rows"] == entries + 2


def test_refused_rows_mended_and_imported_give_the_same_graph(
    commands: Commands, partner: Partner, driver: Driver, tmp_path: Path
) -> None:
    """Exit code 3, the rows are kept with their reasons; mended, they go in as if they had been right at once."""
    right = partner.people(5)
    text = right.read_text(encoding="utf-8")
    right.write_text(text.replace("01/02/1980", "31/02/1980", 1), encoding="utf-8")
    ended = commands("import", right, "--mapping", partner.mapping)
    assert (ended.code, "4 accepted, 1 refused" in ended.out) == (3, True)
    assert "people.csv, row 2, column born:" in ended.out
    assert partner.name(0) not in ended.out
    [rejects] = (commands.data_dir / "imports").rglob("*.csv")
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("31/02/1980", "01/02/1980"), encoding="utf-8")
    mended = commands("import", rejects, "--mapping", partner.mapping)
    assert (mended.code, "1 entity" in mended.out) == (0, True)
    assert [commands("search", partner.name(n), "--json").document["total"] >= 1 for n in range(5)] == [True] * 5


@pytest.mark.parametrize(
    "words", [("expand", "powell"), ("connect", "powell", "walker"), ("brief", "powell", "-o", "b.zip")]
)
def test_a_name_where_an_id_belongs_says_what_to_do(commands: Commands, words: tuple[str, ...]) -> None:
    """Only ids are taken; the answer says how to find one."""
    ended = commands(*words, "--json")
    assert (ended.code, ended.document["error"]) == (1, "not-found")
    assert "earch" in ended.document["next_step"]
