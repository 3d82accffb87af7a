"""The demonstration: the whole town in a graph of its own, whatever happened to an earlier start."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphsvc.bootstrap import open_parts, operator, quiet
from graphsvc.cli.serving import demonstration_settings, refused_words
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.read import read_batches
from graphsvc.ingest.rejects import KeptRejects
from graphsvc.services.demonstration import DEMONSTRATION_USERS, outline_path, prepare_demonstration
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Settings
from graphsvc.state.imports import RunState
from graphsvc.wexmoor.agencies import HABITS
from tests.support.commands import Commands


def _killed(data_dir: Path, local: LocalNeo4jSettings) -> None:
    """Start the demonstration and kill it once a quarter of the rows is in."""
    environment = {"GRAPHSVC_LOCAL__HEAP": local.heap, "GRAPHSVC_LOCAL__PAGE_CACHE": local.page_cache}
    with Commands(data_dir, None).start(
        "demo", "--port", "0", env=environment, text=True, stdout=subprocess.DEVNULL
    ) as started:
        assert started.stderr is not None
        for line in started.stderr:
            share = re.match(r"Importing its partners' files (\d+) %", str(line))
            if share and int(share[1]) >= 25:
                break
        else:
            pytest.fail("it ended before a quarter was in")
        started.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def town(local_settings: LocalNeo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The demonstration as it stands after a first start that was killed and a second that was not."""
    data_dir = tmp_path_factory.mktemp("demonstration") / "main"
    _killed(data_dir, local_settings)
    settings = demonstration_settings(Settings(data_dir=data_dir, local=local_settings))
    with open_parts(settings, demonstration=True) as parts:
        assert [run.state for run in parts.imports.list()] == [RunState.RUNNING]
        prepare_demonstration(parts, quiet)
        yield parts


def test_a_killed_start_is_made_whole_by_the_next(town: Parts) -> None:
    """The graph holds every link and report that reading the files gives, and nothing else."""
    folder = town.settings.data_dir / "wexmoor" / "files"
    batches = list(
        read_batches(plan_files(load_mapping("wexmoor"), [folder]), town.store.identities, rejects=KeptRejects())
    )
    view = town.store.snapshots.view(town.scope(operator()))
    assert {view.link_id_of(row) for row in range(len(view.link_ids))} == {x.id for b in batches for x in b.links}
    assert len(view.reports) == len({r.id for b in batches for r in b.reports})


def test_a_start_after_that_changes_nothing(town: Parts) -> None:
    """No second user, no second import, no new version of the graph; it says again what was refused."""
    held = town.store.version(), town.imports.list(), town.identity.accounts.list()
    first, again = prepare_demonstration(town, quiet), prepare_demonstration(town, quiet)
    assert (town.store.version(), town.imports.list(), town.identity.accounts.list()) == held
    assert first == again
    assert [run.state for run in town.imports.list()].count(RunState.FINISHED) == 1


def test_rows_refused_on_purpose_are_counted_and_kept(town: Parts) -> None:
    """Few of many, each in a file that says why; one line tells how many and where."""
    prepared = prepare_demonstration(town, quiet)
    kept = sorted(Path(prepared.refused_in).glob("*.rejected.csv"))
    assert 0 < prepared.refused < 0.02 * prepared.rows
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) - 1 for p in kept) >= prepared.refused
    line = refused_words(prepared)
    assert f"{prepared.refused} refused" in line
    assert prepared.refused_in in line


def test_no_truth_lies_in_the_data_directory(town: Parts) -> None:
    """Nothing that says what was planted is anywhere the service reads, writes or serves."""
    names = [name for _, folders, files in os.walk(town.settings.data_dir) for name in (*folders, *files)]
    assert not [name for name in names if "truth" in name]
    assert outline_path(town.settings.data_dir) == town.settings.outline
    assert outline_path(town.settings.data_dir).is_file()


def test_every_user_is_of_an_agency_that_reports() -> None:
    """So that what an agency keeps to itself is seen by one of them; the auditor's is none, and sees no case."""
    agencies = {u.agency for u in DEMONSTRATION_USERS if u.username != "auditor"}
    assert agencies <= {h.agency for h in HABITS.values()}
