"""Reads the whole network in a process of its own and tells, as JSON, how long it took and what it held at most.

The address comes on standard input, so that no password stands in a list of processes.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from graphsvc.model.principal import Scope
from graphsvc.model.view import NetworkView
from graphsvc.settings import Neo4jSettings
from graphsvc.store.graph import GraphStore

_MIB = 2**20


def peak_bytes() -> int:
    """The most this process ever held."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return held if sys.platform == "darwin" else held * 1024
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


def _array_bytes(view: NetworkView) -> int:
    return sum(getattr(column, "nbytes", 0) for column in vars(view).values())


def _report_bytes(view: NetworkView) -> int:
    """The table of reports, which are objects: about what a row and its four texts of its own take."""
    row = view.reports[0]
    one = sys.getsizeof(row) + sys.getsizeof(vars(row)) + sys.getsizeof(row.id) + sys.getsizeof(row.origin)
    return len(view.reports) * (one + 8)


def read(uri: str, user: str, password: str) -> dict[str, Any]:
    """Read everything once. The columns are held twice, as the snapshot and as one scope's view of it."""
    with GraphStore.connect(uri, user, password, Neo4jSettings()) as store:
        scope = Scope("benchmark", "police", frozenset(store.access_classes() or ("open",)) | {"open"})
        before = peak_bytes()
        began = time.perf_counter()
        view = store.snapshots.view(scope)
        seconds = time.perf_counter() - began
        peak = peak_bytes()
    columns, reports = 2 * _array_bytes(view), _report_bytes(view)
    return {
        "links": len(view.link_ids),
        "entities": len(view.entity_ids),
        "reports": len(view.reports),
        "seconds": round(seconds, 3),
        "peak_mib": round(peak / _MIB, 1),
        "before_mib": round(before / _MIB, 1),
        "columns_mib": round(columns / _MIB, 1),
        "reports_mib": round(reports / _MIB, 1),
        "beyond_mib": round((peak - before - columns - reports) / _MIB, 1),
    }


if __name__ == "__main__":
    print(json.dumps(read(**json.load(sys.stdin))))
