"""Refused rows where there is no room to keep them."""

import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graphsvc.errors import InputError, RowProblem
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.rejects import RejectFiles
from tests.support.partner import Partner


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process can grow beyond 10 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_stops_the_import_instead_of_losing_rows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """It is told as an error of the place, with what to do, and not only at the very end."""
    partner = Partner(tmp_path / "files")
    file = plan_files(load_mapping(partner.mapping), [partner.people(2)]).files[0]
    request.getfixturevalue("full_disk")
    rejects = RejectFiles(tmp_path / "rejects")

    def refuse_many() -> None:
        for row in range(10_000):
            rejects.reject(file, ("P1", "a name", ""), RowProblem(row, "born", "no such day"))

    with pytest.raises(InputError) as refused:
        refuse_many()
    with suppress(InputError):  # what was still in the buffer may fit, or not
        rejects.close()
    assert rejects.count < 10_000
    assert "room" in refused.value.next_step
