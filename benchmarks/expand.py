"""Expand through the service, log included, against the same statements of the catalogue sent by the bare driver."""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from neo4j import READ_ACCESS, Session

from benchmarks.ground import Ground
from benchmarks.outcome import Outcome, percentile
from graphsvc.model.view import NetworkView
from graphsvc.services.networks import Expansion, expand

MOST_ADDED_S = 0.010
MOST_AT_HUBS_S = 0.300
_WARM_UP = 40
_SEED = 11


@dataclass(frozen=True)
class _Bare:
    """What expand asks, statement by statement, on one session, and nothing made of the answers."""

    ground: Ground
    session: Session
    visible: list[str]

    def expand(self, entity_id: str) -> None:
        """The statements in the service's order, with its parameters."""
        how, limit = Expansion(), self.ground.parts.settings.limits.expand_neighbours
        kept = how.kept.parameters()
        found = self._ask("neighbours", id=entity_id, **kept, per_link=how.per_link, limit=limit)[0]["neighbours"]
        self._ask("captions", ids=sorted({n["id"] for n in found} | {entity_id}))
        statements = [s for n in found for link in n["links"] for s in link["statements"]]
        if statements:
            self._ask("reports", ids=sorted({s["report_id"] for s in statements}))

    def _ask(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        text: Any = self.ground.parts.store.catalogue[name].text
        return self.session.run(text, parameters, visible=self.visible).data()


def measure(ground: Ground, samples: int) -> list[Outcome]:
    """Any entities, and the busiest hundredth; each is asked of both sides, who goes first changes every time."""
    scope = ground.parts.scope(ground.principal)
    view = ground.parts.store.snapshots.view(scope)
    anywhere, busiest = _chosen(view, samples)
    with ground.driver.session(database=ground.database, default_access_mode=READ_ACCESS) as session:
        bare = _Bare(ground, session, sorted(scope.visible))
        for entity_id in anywhere[:_WARM_UP] + busiest[:_WARM_UP]:
            _through_service(ground, entity_id)
            bare.expand(entity_id)
        _check_same_questions(ground)
        taken = [_both(ground, bare, ids) for ids in (anywhere, busiest)]
    synced = _syncs(ground.parts.settings.data_dir)
    degrees = _degrees(view)
    size = {"entities": len(view.entity_ids), "links": len(view.link_ids)}
    return [
        _anywhere({**size, "expansions": len(anywhere)}, *taken[0], synced),
        _busiest({**size, "expansions": len(busiest), "most_links_of_one": int(degrees.max())}, *taken[1]),
    ]


def _chosen(view: NetworkView, samples: int) -> tuple[list[str], list[str]]:
    """Linked entities at random; and of the busiest hundredth the very busiest and others at random."""
    degrees = _degrees(view)
    by_degree = np.argsort(-degrees, kind="stable")
    linked = by_degree[: int((degrees > 0).sum())].tolist()
    hubs = by_degree[: max(1, len(degrees) // 100)].tolist()
    dice = random.Random(_SEED)  # noqa: S311 (a sample, no secret)
    chosen = dice.sample(linked, min(samples, len(linked)))
    top, rest = hubs[:20], hubs[20:]
    chosen_hubs = top + dice.sample(rest, min(max(0, samples - len(top)), len(rest)))
    dice.shuffle(chosen_hubs)
    return [view.id_of(r) for r in chosen], [view.id_of(r) for r in chosen_hubs]


def _degrees(view: NetworkView) -> Any:
    return np.bincount(np.concatenate([view.link_from, view.link_to]), minlength=len(view.entity_ids))


def _through_service(ground: Ground, entity_id: str) -> None:
    expand(ground.parts, ground.principal, entity_id)


def _check_same_questions(ground: Ground) -> None:
    """The log says what the service asked: the peer must ask the same."""
    asked = set(ground.parts.log.entries(limit=1)[0].query.split())
    if asked != {"captions", "neighbours", "reports"}:
        raise AssertionError(f"expand now asks {sorted(asked)}: the peer must ask the same")


def _both(ground: Ground, bare: _Bare, ids: list[str]) -> tuple[list[float], list[float]]:
    project: list[float] = []
    peer: list[float] = []
    for number, entity_id in enumerate(ids):
        turns: list[tuple[list[float], Callable[[], None]]] = [
            (project, lambda i=entity_id: _through_service(ground, i)),  # type: ignore[misc]
            (peer, lambda i=entity_id: bare.expand(i)),  # type: ignore[misc]
        ]
        for taken, act in turns if number % 2 else reversed(turns):
            began = time.perf_counter()
            act()
            taken.append(time.perf_counter() - began)
    return project, peer


def _figures(project: list[float], peer: list[float]) -> dict[str, float]:
    added = [a - b for a, b in zip(project, peer, strict=True)]
    return {
        "project_p95_s": round(percentile(project, 95), 6),
        "peer_p95_s": round(percentile(peer, 95), 6),
        "added_at_p95_s": round(percentile(project, 95) - percentile(peer, 95), 6),
        "added_median_s": round(percentile(added, 50), 6),
        "p95_of_what_each_added_s": round(percentile(added, 95), 6),
    }


def _syncs(folder: Path, count: int = 100) -> dict[str, float]:
    """How long the log's disk takes to be sure of a few bytes; an entry of the log waits for it three times."""
    taken = []
    for number in range(count):
        with (folder / "sync-probe").open("wb") as file:
            file.write(number.to_bytes(256, "big"))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return {
        "one_disk_sync_median_s": round(percentile(taken, 50), 6),
        "one_disk_sync_p95_s": round(percentile(taken, 95), 6),
    }


def _anywhere(work: dict[str, Any], project: list[float], peer: list[float], synced: dict[str, float]) -> Outcome:
    figures = {**_figures(project, peer), **synced}
    target = f"adds at most {MOST_ADDED_S * 1000:g} ms at p95"
    return Outcome("expand", work, project, peer, target, figures["added_at_p95_s"] <= MOST_ADDED_S, figures)


def _busiest(work: dict[str, Any], project: list[float], peer: list[float]) -> Outcome:
    figures = _figures(project, peer)
    target = f"at the busiest 1 % of entities p95 is at most {MOST_AT_HUBS_S * 1000:g} ms"
    return Outcome("expand_busiest", work, project, peer, target, figures["project_p95_s"] <= MOST_AT_HUBS_S, figures)
