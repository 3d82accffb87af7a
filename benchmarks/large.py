"""Memory while a large network is read into columns: it must not grow with the links beyond the columns themselves."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.ground import Ground
from benchmarks.outcome import Outcome
from graphsvc.store.local import Connection

SIZES = (100_000, 300_000, 1_000_000)
MOST_MIB_BEYOND = 64.0
"""The most memory beyond the columns and the table of reports at a million links, and the most a million may add to it."""

_BATCH = 20_000
_LINKS_PER_ENTITY = 4
_LINKS_PER_REPORT = 5
_BULK_REPORTS = 10

_REPORTS = """\
UNWIND $rows AS row CREATE (r:Report {id: row, kind: 'record', agency: 'police', origin: row, recorded_on: '2024-01-01',
  visibility: 'open', reference: row, title: 'Made up', system: 'made up', content_sha256: row})
"""
_ENTITIES = """\
UNWIND $rows AS row
CREATE (e:Entity:Person {id: row.id})
WITH e, row MATCH (r:Report {id: row.report})
CREATE (r)-[:MENTIONS {id: row.id, report_id: row.report, visibility: 'open', locator: 'row', recorded_on: '2024-01-01'}]->(e)
"""
_LINKS = """\
UNWIND $rows AS row
MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b})
CREATE (a)-[:KNOWS {id: row.id, report_id: row.report, locator: 'row', visibility: 'open', agency: 'police',
  origin: row.report, statement: 'fact', from_s: row.from_s, to_s: row.from_s + 86400, precision: 'day'}]->(b)
"""


def measure(ground: Ground, sizes: tuple[int, ...] = SIZES) -> Outcome:
    """Make the network larger step by step; at each step a process of its own reads it all and tells its peak."""
    ground.empty()
    steps, made = [], 0
    for size in sizes:
        _grow(ground, made, size)
        made = size
        steps.append({**_read(ground.connection), "server_peak_mib": _server_peak_mib(ground)})
    small, large = steps[0], steps[-1]
    added = (large["beyond_mib"] - small["beyond_mib"]) / ((large["links"] - small["links"]) / 1e6)
    return Outcome(
        benchmark="projection_memory",
        work={"links": made, "entities": made // _LINKS_PER_ENTITY, "reports": large["reports"]},
        project_s=[s["seconds"] for s in steps],
        peer_s=[],
        target=f"memory beyond the columns stays below {MOST_MIB_BEYOND:g} MiB and grows by less for a million links",
        met=large["beyond_mib"] <= MOST_MIB_BEYOND and added <= MOST_MIB_BEYOND,
        figures={
            "steps": steps,
            "beyond_mib_added_by_a_million_links": round(added, 1),
            "server_heap": ground.parts.settings.local.heap,
        },
    )


def _grow(ground: Ground, made: int, size: int) -> None:
    """Half of the links come from ten bulk files, half from reports of five links each."""
    with ground.driver.session(database=ground.database) as session:
        for statement, rows in (
            (_REPORTS, _report_rows(made, size)),
            (_ENTITIES, _entity_rows(made, size)),
            (_LINKS, _link_rows(made, size)),
        ):
            while batch := list(islice(rows, _BATCH)):
                session.run(statement, rows=batch).consume()


def _id(kind: int, number: int) -> str:
    return f"{kind:08x}{number:024x}"


def _report_of(link: int) -> int:
    return (link // 2) % _BULK_REPORTS if link % 2 else _BULK_REPORTS + link // (2 * _LINKS_PER_REPORT)


def _report_rows(made: int, size: int) -> Iterator[str]:
    if not made:
        yield from (_id(1, n) for n in range(_BULK_REPORTS))
    first, last = made // (2 * _LINKS_PER_REPORT), size // (2 * _LINKS_PER_REPORT)
    yield from (_id(1, _BULK_REPORTS + n) for n in range(first, last))


def _entity_rows(made: int, size: int) -> Iterator[dict[str, Any]]:
    for n in range(made // _LINKS_PER_ENTITY, size // _LINKS_PER_ENTITY):
        yield {"id": _id(2, n), "report": _id(1, n % _BULK_REPORTS)}


def _link_rows(made: int, size: int) -> Iterator[dict[str, Any]]:
    entities = size // _LINKS_PER_ENTITY
    for n in range(made, size):
        yield {
            "id": _id(3, n),
            "a": _id(2, n % entities),
            "b": _id(2, (n * 7919 + 13) % entities),
            "report": _id(1, _report_of(n)),
            "from_s": 1_500_000_000 + 86_400 * (n % 3000),
        }


def _read(connection: Connection) -> dict[str, Any]:
    asked = {"uri": connection.uri, "user": connection.user, "password": connection.password}
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks.read_all"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    said: dict[str, Any] = json.loads(found.stdout)
    return said


def _server_peak_mib(ground: Ground) -> float | None:
    """The most memory the server's process ever held; None where the system does not tell."""
    try:
        lines = Path(f"/proc/{ground.server.status().pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return round(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024, 1)
