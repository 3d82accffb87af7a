"""Import through the service against a loader by hand that writes the very same graph without checking anything."""

from pathlib import Path
from statistics import median

from benchmarks.fingerprint import fingerprint
from benchmarks.ground import Ground
from benchmarks.outcome import Outcome
from benchmarks.pole_files import Files
from benchmarks.raw_loader import load, prepare
from benchmarks.samples import timed, turn_about
from graphsvc.ingest.library import load_mapping
from graphsvc.ingest.plan import plan_files
from graphsvc.ingest.read import DEFAULT_BATCH_ROWS, read_batches
from graphsvc.services.intake import import_files

MOST_TIMES = 2.0


def measure(ground: Ground, files: Files, samples: int) -> Outcome:
    """Both imports into an emptied graph, turn about; the service's is left in the graph at the end."""
    paths = list(files.paths)

    def project() -> None:
        _import(ground, paths)

    reader = read_batches(plan_files(load_mapping("pole"), paths), ground.parts.store.identities)
    ready = prepare(reader)

    def peer() -> None:
        load(ground.driver, ground.database, ready)

    prints, warm = [], []
    for act in (peer, project):
        ground.empty()
        warm.append(timed(act))
        prints.append(fingerprint(ground.driver, ground.database))
    project_s, peer_s = turn_about(project, peer, samples, ground.empty)
    if samples % 2 == 0:  # the peer came last
        ground.empty()
        project()
    same = prints[0] == prints[1]
    counts = reader.counts
    ratio = median(project_s) / median(peer_s)
    return Outcome(
        benchmark="import",
        work={
            "data": files.name,
            "rows": counts.rows,
            "nodes": prints[1]["nodes"],
            "relationships": prints[1]["relationships"],
            "batches": len(ready),
            "rows_in_a_batch": DEFAULT_BATCH_ROWS,
        },
        project_s=project_s,
        peer_s=peer_s,
        target=f"the same graph, at most {MOST_TIMES:g} times the peer's time",
        met=same and ratio <= MOST_TIMES,
        figures={
            "same_graph": same,
            "digest": prints[1]["digest"],
            "rows_per_s": round(counts.rows / median(project_s)),
            "first_peer_s": round(warm[0], 3),
            "first_project_s": round(warm[1], 3),
        },
    )


def _import(ground: Ground, paths: list[Path]) -> None:
    result = import_files(ground.parts, ground.principal, paths, "pole")
    if result.rejected:
        raise AssertionError(f"{len(result.rejected)} rows were refused")
