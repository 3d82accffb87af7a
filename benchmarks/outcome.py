"""What a benchmark found: samples of both sides, their ratio, whether the target holds, and on what machine."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from graphsvc.store.local import jars

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Outcome:
    """One benchmark: seconds of the project and of its peer, taken turn about in one run.

    ``work`` is the size of what was done, ``figures`` whatever else was measured.
    """

    benchmark: str
    work: dict[str, Any]
    project_s: list[float]
    peer_s: list[float]
    target: str
    met: bool
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """The project's median over the peer's; 0 where there is no peer."""
        return round(median(self.project_s) / median(self.peer_s), 3) if self.peer_s and self.project_s else 0.0

    def line(self) -> dict[str, Any]:
        """Everything, as one JSON object."""
        found = asdict(self)
        for side in ("project_s", "peer_s"):
            samples = found[side]
            found[side] = [round(s, 6) for s in samples]
            found[side.replace("_s", "_median_s")] = round(median(samples), 6) if samples else None
        return {**found, "ratio": self.ratio}


def machine() -> dict[str, Any]:
    """What the figures depend on, without naming the machine."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": platform.system(),
        "neo4j": jars.server_version(),
        "neo4j_driver": version("neo4j"),
        "numpy": version("numpy"),
    }


def keep(outcomes: list[Outcome], facts: dict[str, Any], began: datetime) -> list[Path]:
    """Write each outcome to a file of its own under ``results``; the latest run of a benchmark replaces the one before."""
    RESULTS.mkdir(exist_ok=True)
    paths = []
    for outcome in outcomes:
        path = RESULTS / f"{outcome.benchmark}.json"
        record = {
            "measured_at": began.astimezone(UTC).isoformat(timespec="seconds"),
            "machine": facts,
            **outcome.line(),
        }
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in record.items())
        path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        paths.append(path)
    return paths


def percentile(samples: list[float], percent: float) -> float:
    """The smallest sample that at least ``percent`` of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * int(percent * 100) // 10000) - 1)]
