"""What the service finds against what was planted in the invented town: seeds of their own, the real store, the whole way in.

The generator makes files and a truth file; the files go in through import as anybody's do; the findings come from the use
case that pages and commands call. Only this module sees both sides. It scores by what a finding cites and names:

- a true pattern stands at a rank where the finding there rests mostly on its reports (at least half of those it cites are the
  pattern's), covers it (at least a third of the pattern's reports) and names at least two of its people or things;
- the plain count of places finds a pattern where one of its places is among its first twenty;
- a false pattern is flagged where what explains it names it, and nothing of the first twenty rests on it without saying so.
"""

import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome
from graphsvc.bootstrap import open_parts, operator
from graphsvc.ingest.entity_rows import identity_key
from graphsvc.model import entities
from graphsvc.model.identity import Identities
from graphsvc.model.standing_out import CautionKind, Explained, Pattern, StandsOut
from graphsvc.services import standing
from graphsvc.services.intake import import_files
from graphsvc.services.parts import Parts
from graphsvc.settings import LocalNeo4jSettings, Settings
from graphsvc.wexmoor import generate

SEEDS = (101, 202, 303)
"""Nobody who wrote a finder looked at these before the figure was taken."""
FIRST = 20
FEWEST_TRUE = 7
WORKER, NAMESAKES = 9, 10


@dataclass(frozen=True)
class Planted:
    """One planted pattern as the store holds it: its reports, and the ids of each of its people and things."""

    number: int
    name: str
    holds: bool
    reports: frozenset[str]
    things: tuple[frozenset[str], ...]
    parts: tuple[str, ...]
    places: frozenset[str]

    def of(self, part: str) -> frozenset[str]:
        """The ids of everything with this part."""
        return frozenset().union(*(t for t, p in zip(self.things, self.parts, strict=True) if p == part))


def planted_patterns(truth: dict[str, Any], identities: Identities, report_ids: dict[str, str]) -> list[Planted]:
    """The truth file in the store's ids; ``report_ids`` by the sender's reference. A refused report has none."""
    return [
        Planted(
            p["number"],
            p["name"],
            p["holds"],
            frozenset(report_ids[r["reference"]] for r in p["reports"] if r["reference"] in report_ids),
            tuple(_ids(e, identities) for e in p["entities"]),
            tuple(e["part"] for e in p["entities"]),
            frozenset().union(*(_ids(e, identities) for e in p["entities"] if e["type"] == "Location")),
        )
        for p in truth["patterns"]
    ]


def _ids(entity: dict[str, Any], identities: Identities) -> frozenset[str]:
    """The ids of one planted thing: by each of its numbers, and by each agency's own number for it."""
    declared = entities.BY_NAME[entity["type"]]
    found = {identities.entity(entity["type"], "source_ref", ref) for ref in entity["source_refs"]}
    for key in entity["keys"]:
        field = declared.field(key["scheme"])
        if field is not None:
            found.add(identities.entity(entity["type"], *identity_key(field.kind, key["scheme"], key["value"])))
    return frozenset(found)


def score(found: StandsOut, planted: Sequence[Planted]) -> dict[str, Any]:
    """Where each true pattern stands, whether the false ones are flagged, and where the plain count has them."""
    first = found.patterns[:FIRST]
    true = [p for p in planted if p.holds]
    ranks = {p.number: next((f.rank for f in first if _is(f, p)), None) for p in true}
    kinds = {f.rank: f.kind.value for f in first}
    plain = {row.entity_id: row.rank for row in found.plain}
    return {
        "ranks": {p.name: ranks[p.number] for p in true},
        "found_as": {p.name: kinds.get(ranks[p.number] or 0, "") for p in true},
        "true_in_first_20": sum(r is not None for r in ranks.values()),
        "flagged": {
            p.name: _worker_flagged(found, p) if p.number == WORKER else _namesakes_flagged(found, p)
            for p in planted
            if not p.holds
        },
        "of_no_pattern_in_first_20": sum(not any(_is(f, p) for p in planted) for f in first),
        "explained": len(found.explained),
        "plain_ranks": {p.name: min((plain[i] for i in p.places if i in plain), default=None) for p in true},
        "plain_in_first_20": sum(any(plain.get(i, FIRST + 1) <= FIRST for i in p.places) for p in true),
    }


def _is(finding: Pattern, planted: Planted) -> bool:
    cited = frozenset(finding.report_ids)
    shared = len(cited & planted.reports)
    named = _named(finding)
    return (
        2 * shared >= len(cited)
        and 3 * shared >= len(planted.reports)
        and sum(bool(t & named) for t in planted.things) >= 2
    )


def _named(finding: Pattern) -> frozenset[str]:
    groups = (
        finding.centre_ids, finding.children_ids, finding.alleged_ids, finding.vehicle_ids, finding.number_ids,
        finding.place_ids,
    )  # fmt: skip
    return frozenset(i for group in groups for i in group)


def _explained(found: StandsOut, kind: CautionKind) -> Iterable[Explained]:
    return (e for e in found.explained if e.kind is kind)


def _worker_flagged(found: StandsOut, planted: Planted) -> bool:
    """The worker is named as known by work, and no pattern alleges anything of them."""
    worker = planted.of("youth worker")
    named = any(worker & set(e.entity_ids) for e in _explained(found, CautionKind.KNOWN_BY_WORK))
    alleged = any(worker & {*f.centre_ids, *f.alleged_ids} for f in found.patterns[:FIRST])
    return named and not alleged


def _namesakes_flagged(found: StandsOut, planted: Planted) -> bool:
    """The two are told apart, and no pattern rests on the alleged one without saying that the name is shared."""
    alleged, other = planted.of("person alleged to harm"), planted.of("namesake, nothing alleged")
    apart = any(
        alleged & set(e.entity_ids) and other & set(e.entity_ids) for e in _explained(found, CautionKind.SHARED_NAME)
    )
    silent = any(
        (alleged | other) & {*f.centre_ids, *f.alleged_ids}
        and not any(c.kind is CautionKind.SHARED_NAME for c in f.cautions)
        for f in found.patterns[:FIRST]
    )
    return apart and not silent


def score_seed(parts: Parts, folder: Path, seed: int) -> dict[str, Any]:
    """Make a town, import it, ask what stands out, and score the answer."""
    generate(folder / "files", folder / "truth.json", seed)
    import_files(parts, operator(), [folder / "files"], "wexmoor")
    began = time.perf_counter()
    found = standing.findings(parts, operator(), standing.standing_out_parameters()).found
    seconds = time.perf_counter() - began
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    planted = planted_patterns(truth, parts.store.identities, _report_ids(parts))
    return {
        "seed": seed,
        "reports": truth["reports"],
        "findings": found.total,
        "seconds": round(seconds, 3),
        **score(found, planted),
    }


def _report_ids(parts: Parts) -> dict[str, str]:
    """Every report's id by the sender's reference."""
    records = parts.store.driver.execute_query("MATCH (r:Report) RETURN r.reference AS reference, r.id AS id").records
    return {r["reference"]: r["id"] for r in records if r["reference"]}


def scored(seeds: Sequence[int], local: LocalNeo4jSettings | None = None) -> list[dict[str, Any]]:
    """Each seed in a store of its own."""
    results = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data_dir=Path(folder) / "data", local=local or LocalNeo4jSettings())
            with open_parts(settings) as parts:
                results.append(score_seed(parts, Path(folder), seed))
    return results


def measure(seeds: Sequence[int] = SEEDS) -> Outcome:
    """The figure that is published, beside the plain count of places on the same data."""
    results = scored(seeds)
    met = all(r["true_in_first_20"] >= FEWEST_TRUE and all(r["flagged"].values()) for r in results)
    return Outcome(
        benchmark="truth",
        work={
            "seeds": list(seeds),
            "reports": sum(r["reports"] for r in results),
            "true_patterns": 8,
            "false_patterns": 2,
        },
        project_s=[r["seconds"] for r in results],
        peer_s=[],
        target=f"at least {FEWEST_TRUE} of 8 true patterns in the first {FIRST}, both false ones flagged, on every seed",
        met=met,
        figures={"by_seed": results},
    )
