"""The demonstration opens on the invented town: whole, quick the second time, and whole again after any broken-off start."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.bootstrap import open_parts, quiet
from graphsvc.cli.serving import demonstration_settings, refused_words
from graphsvc.model.principal import Principal
from graphsvc.services.demonstration import Prepared, prepare_demonstration
from graphsvc.services.parts import Parts
from graphsvc.services.today import Held, today
from graphsvc.settings import LocalNeo4jSettings, Settings
from tests.support.commands import Commands

pytestmark = pytest.mark.timeout(600)  # three starts of the town come before the first test

MAKING, IMPORTING = "Making the invented town", "Importing its partners' files 26 %"


@pytest.fixture(scope="module")
def town(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The demonstration after two starts that were killed, one while the town was made and one while it was read in."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("killed") / "data", local=local_settings)
    for moment in (MAKING, IMPORTING):
        killed_at(settings, moment)
    with open_parts(demonstration_settings(settings), demonstration=True) as parts:
        assert (parts.imports.list() != ()) is True
        yield parts


def killed_at(settings: Settings, moment: str) -> None:
    """Start the demonstration and kill it as soon as it says so."""
    local = {
        "GRAPHSVC_LOCAL__HEAP": settings.local.heap,
        "GRAPHSVC_LOCAL__PAGE_CACHE": settings.local.page_cache,
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    with Commands(settings.data_dir, None).start(
        "demo", "--port", "0", env=local, stdout=subprocess.DEVNULL
    ) as started:
        assert started.stderr is not None
        said = b""
        for line in started.stderr:
            said += line
            if moment.encode() in line:
                break
        else:
            pytest.fail(f"the demonstration ended before it said {moment!r}: {said.decode()}")
        started.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def prepared(town: Parts) -> Prepared:
    """What the start after the killed ones says that it holds."""
    return prepare_demonstration(town, quiet)


@pytest.fixture(scope="module")
def users(town: Parts, prepared: Prepared) -> dict[str, Principal]:
    """The demonstration's users by name."""
    assert prepared.rows
    return {a.username: a.principal for a in town.identity.accounts.list()}


def test_a_start_that_was_killed_is_made_whole_by_the_next(
    town: Parts, users: dict[str, Principal], undisturbed_town: Parts
) -> None:
    """After a kill while the town was made and one while it was read in, the graph holds what an undisturbed start holds."""
    analyst = next(a.principal for a in undisturbed_town.identity.accounts.list() if a.username == "analyst")
    assert held(town, users["analyst"]) == held(undisturbed_town, analyst)
    assert not (town.settings.data_dir / "wexmoor" / "making").exists()


def held(parts: Parts, viewer: Principal) -> Held:
    """How much is in a viewer's scope, by kind."""
    return today(parts, viewer).held


def test_a_second_start_reads_nothing_again(town: Parts, prepared: Prepared) -> None:
    """No import, no account and no change of the graph: it says what the first start said."""
    before = town.store.version(), town.imports.list(), town.identity.accounts.list()
    told: list[str] = []
    again = prepare_demonstration(town, lambda phrase, _share: told.append(phrase))
    assert again == prepared
    assert not any("Importing" in phrase or "Making" in phrase for phrase in told)
    assert (town.store.version(), town.imports.list(), town.identity.accounts.list()) == before


def test_refused_rows_are_counted_in_one_line_and_lie_where_it_says(prepared: Prepared) -> None:
    """The town's senders make mistakes on purpose; every one is kept with its reason."""
    kept = list(Path(prepared.refused_in).glob("*.csv"))
    rows = sum(len(path.read_text(encoding="utf-8-sig").splitlines()) - 1 for path in kept)
    assert 0 < prepared.refused < 0.01 * prepared.rows
    assert rows >= prepared.refused
    words = refused_words(prepared)
    assert f"{prepared.refused:,} refused" in words
    assert prepared.refused_in in words
    assert "\n" not in words


def test_the_truth_is_nowhere_in_the_data_directory(town: Parts, prepared: Prepared) -> None:
    """No file that the service can read says what was planted, by its name or by what stands in it."""
    directory = town.settings.data_dir
    assert prepared.rows
    names = [path.name.lower() for path in directory.rglob("*")]
    assert not [n for n in names if "truth" in n]
    text = [p for p in (directory / "wexmoor").rglob("*") if p.is_file()]
    assert len(text) > 20
    assert not [p.name for p in text if b'"patterns"' in p.read_bytes() or b"planted" in p.read_bytes().lower()]


def test_the_outline_lies_where_the_settings_say(town: Parts, prepared: Prepared) -> None:
    """The demonstration's maps have the twelve wards."""
    assert prepared.rows
    assert town.settings.outline is not None
    assert town.settings.outline.read_text(encoding="utf-8").count('"Polygon"') == 12


def test_every_demonstration_user_belongs_to_an_agency_of_the_town(town: Parts, users: dict[str, Principal]) -> None:
    """All but the auditor, who belongs to nobody whose work is looked at, find reports of their own agency."""
    for name, user in users.items():
        if name != "auditor":
            reports = town.store.snapshots.view(town.scope(user)).reports
            assert any(r.agency == user.agency for r in reports), name


def test_the_first_page_of_the_town_shows_each_user_something(town: Parts, users: dict[str, Principal]) -> None:
    """A connection, what stands out and reports for those who see cases; the intake officer besides what came in."""
    for name in ("analyst", "panel", "orders", "intake"):
        page = today(town, users[name])
        assert page.example is not None, name
        assert page.standing is not None or page.places is not None, name
        assert page.reports, name
        assert (page.imports is not None) is (name == "intake")
    standing = today(town, users["analyst"]).standing
    assert standing is not None
    assert standing.names
