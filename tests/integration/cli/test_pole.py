"""The main job on real data: the POLE example, imported into a graph of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.settings import LocalNeo4jSettings
from graphsvc.store.local import LocalNeo4j
from tests.support.commands import Commands
from tests.support.pole import POLE, needs_pole

pytestmark = needs_pole()


@pytest.fixture(scope="module")
def pole(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """Commands of a data directory with a local Neo4j that holds all of POLE."""
    folder = tmp_path_factory.mktemp("pole")
    local = LocalNeo4j(folder, local_settings)
    local.start(stay=True)
    commands = Commands(folder, None)
    ended = commands("import", POLE, "--mapping", "pole", "--json")
    assert (ended.code, ended.document["counts"]["rejected"]) == (0, 0)
    yield commands
    local.stop(force=True)


def person(commands: Commands, name: str) -> str:
    """The id of the person of this name."""
    hits = commands("search", name, "--kind", "Person", "--json").document["hits"]
    [found] = [h["entity"]["id"] for h in hits if h["entity"]["caption"] == name]
    return str(found)


def test_two_people_three_links_apart_are_connected_in_sentences(pole: Commands) -> None:
    """Jack Powell and Raymond Walker: who is whose parent, with the row of every statement."""
    ended = pole("connect", person(pole, "Jack Powell"), person(pole, "Raymond Walker"))
    assert "Chain 1: Jack Powell - Brian Morales - Phillip Williamson - Raymond Walker (3 steps)" in ended.out
    assert "Brian Morales is the parent of Jack Powell. No date reported. [Greater Manchester Police " in ended.out
    assert "Phillip Williamson is the parent of Raymond Walker. No date reported." in ended.out


def test_a_surname_finds_its_people_first(pole: Commands) -> None:
    """E-mail accounts and streets that hold the name come after them."""
    hits = pole("search", "powell", "--json").document["hits"]
    assert [h["entity"]["caption"] for h in hits[:2]] == ["Jack Powell", "Theresa Powell"]


def test_a_brief_of_the_busiest_place_is_made_and_verified(pole: Commands, tmp_path: Path) -> None:
    """The first of the ranking, with all of its events."""
    first = pole("places", "--limit", "1", "--json").document["ranking"]["rows"][0]
    made = pole("brief", first["place_id"], "-o", tmp_path / "b.html", "--json")
    assert made.code == 0, made.err
    page = (tmp_path / "b.html").read_text()
    assert f"{first['events']} events at Piccadilly reported by 1 agency" in page
    assert pole("verify", tmp_path / "b.html", "--json").document["on_record"] is True


@pytest.mark.soak
def test_the_same_data_again_changes_nothing(pole: Commands) -> None:
    """Every row is known already, and nothing is new."""
    again = json.loads(pole("import", POLE, "--mapping", "pole", "--json").out)
    assert again["written"] == {"reports": 0, "entities": 0, "mentions": 0, "links": 0}
    assert len(again["seen_before"]) == again["written"]["reports"] + 28
