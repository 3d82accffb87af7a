"""All links into columns through the snapshot, against iterating driver records of the same columns."""

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.ground import Ground
from benchmarks.outcome import Outcome
from benchmarks.samples import turn_about
from graphsvc.model.view import NetworkView
from graphsvc.store.snapshot import Snapshots

LEAST_TIMES_FASTER = 5.0

LINKS = """\
MATCH (a:Entity)-[l]->(b:Entity)
RETURN l.id AS id, a.id AS from_id, b.id AS to_id, type(l) AS type, l.role AS role, l.report_id AS report_id,
  l.visibility AS visibility, l.from_s AS from_s, l.to_s AS to_s, l.precision AS precision, l.source_grade AS source_grade,
  l.intelligence_grade AS intelligence_grade
"""
ENTITIES = "MATCH (e:Entity) RETURN e.id AS id, labels(e) AS labels"
MENTIONS = """\
MATCH (r:Report)-[m:MENTIONS]->(e:Entity)
RETURN m.report_id AS report_id, m.visibility AS visibility, e.id AS entity_id
"""
REPORTS = """\
MATCH (r:Report)
RETURN r.id AS id, r.kind AS kind, r.agency AS agency, r.origin AS origin, r.recorded_on AS recorded_on,
  r.visibility AS visibility
"""


def measure(ground: Ground, samples: int) -> Outcome:
    """Both sides read everything anew each time; the peer only iterates and keeps nothing."""
    scope = ground.parts.scope(ground.principal)
    views: list[NetworkView] = []
    alone: list[float] = []

    def project() -> None:
        views[:] = [Snapshots(ground.driver, ground.database, ground.parts.store.catalogue).view(scope)]

    def peer() -> None:
        began = time.perf_counter()
        links = _iterate(ground, [LINKS])
        alone.append(time.perf_counter() - began)
        if links != len(views[0].link_ids):
            raise AssertionError(f"the peer read {links} links, the snapshot {len(views[0].link_ids)}")
        _iterate(ground, [ENTITIES, MENTIONS, REPORTS])

    project()
    peer()
    alone.clear()
    project_s, peer_s = turn_about(project, peer, samples, lambda: None)
    view = views[0]
    faster = median(peer_s) / median(project_s)
    return Outcome(
        benchmark="projection",
        work={"links": len(view.link_ids), "entities": len(view.entity_ids), "reports": len(view.reports)},
        project_s=project_s,
        peer_s=peer_s,
        target=f"at least {LEAST_TIMES_FASTER:g} times faster than driver records",
        met=faster >= LEAST_TIMES_FASTER,
        figures={
            "times_faster": round(faster, 2),
            "peer_links_alone_median_s": round(median(alone), 6),
            "times_faster_than_links_alone": round(median(alone) / median(project_s), 2),
        },
    )


def _iterate(ground: Ground, statements: Sequence[Any]) -> int:
    count = 0
    with ground.driver.session(database=ground.database, default_access_mode="READ") as session:
        for statement in statements:
            for _ in session.run(statement):
                count += 1
    return count
