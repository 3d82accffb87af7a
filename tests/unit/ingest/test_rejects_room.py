"""Refused rows where there is no room to keep them."""

import subprocess
import sys
from pathlib import Path

from tests.support.partner import Partner

# A limit on the size of files holds for a whole process: in the test's own it would also cut short where its results go.
REFUSE_MANY = """
import resource, sys
from contextlib import suppress
from pathlib import Path
from graphsvc.errors import InputError, RowProblem
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.rejects import RejectFiles

mapping, people, folder = sys.argv[1:]
file = plan_files(load_mapping(mapping), [Path(people)]).files[0]
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
rejects = RejectFiles(Path(folder))
try:
    for row in range(10_000):
        rejects.reject(file, ("P1", "a name", ""), RowProblem(row, "born", "no such day"))
except InputError as refused:
    print(rejects.count, refused.next_step)
with suppress(InputError):  # what was still in the buffer may fit, or not
    rejects.close()
"""


def test_a_full_disk_stops_the_import_instead_of_losing_rows(tmp_path: Path) -> None:
    """It is told as an error of the place, with what to do, and not only at the very end."""
    partner = Partner(tmp_path / "files")
    given = [str(partner.mapping), str(partner.people(2)), str(tmp_path / "rejects")]
    ended = subprocess.run(
        [sys.executable, "-c", REFUSE_MANY, *given], capture_output=True, text=True, timeout=120, check=False
    )
    count, _, next_step = ended.stdout.partition(" ")
    assert ended.returncode == 0, ended.stderr
    assert 0 < int(count) < 10_000
    assert "room" in next_step
