"""``python -m benchmarks [import] [expand] [projection] [truth] [--large]``: one JSON line each, kept in ``results`` as well."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import expand, import_pole, large, projection, truth
from benchmarks.ground import Ground, open_ground
from benchmarks.outcome import Outcome, keep, machine
from benchmarks.pole_files import files_to_import
from graphsvc.services.intake import import_files

NAMES = ("import", "expand", "projection", "truth")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 1 where a target is missed."""
    asked = _parser().parse_args(arguments)
    wanted = asked.names or ([] if asked.large else list(NAMES))
    began, facts = datetime.now(UTC), machine()
    outcomes = []
    for outcome in _run(wanted, asked):
        print(json.dumps(outcome.line()), flush=True)
        outcomes.append(outcome)
    if not asked.discard:
        keep(outcomes, facts, began)
    for outcome in outcomes:
        _say(f"{outcome.benchmark}: {'met' if outcome.met else 'MISSED'}: {outcome.target}")
    return 0 if all(o.met for o in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=f"of {', '.join(NAMES)}; none: all"
    )
    parser.add_argument("--large", action="store_true", help="memory at 100,000 to 1,000,000 links (some minutes)")
    parser.add_argument("--samples", type=int, default=3, help="imports of each side (3)")
    parser.add_argument("--expansions", type=int, default=300, help="expansions of each side (300)")
    parser.add_argument("--discard", action="store_true", help="keep no results file")
    return parser


def _run(wanted: Sequence[str], asked: argparse.Namespace) -> Iterator[Outcome]:
    if "truth" in wanted:
        _say(f"truth: seeds {', '.join(map(str, truth.SEEDS))}, each in a store of its own")
        yield truth.measure()
    if asked.large or set(wanted) - {"truth"}:
        yield from _on_pole(wanted, asked)


def _on_pole(wanted: Sequence[str], asked: argparse.Namespace) -> Iterator[Outcome]:
    _say("Starting a Neo4j of the benchmarks' own")
    with open_ground() as ground, tempfile.TemporaryDirectory() as folder:
        files = files_to_import(Path(folder))
        if "import" in wanted:
            _say(f"import: {files.name}, {asked.samples + 1} times each side")
            yield import_pole.measure(ground, files, asked.samples)
        elif wanted:
            _say(f"Importing: {files.name}")
            import_files(ground.parts, ground.principal, list(files.paths), "pole")
        yield from _reading(ground, wanted, asked)


def _reading(ground: Ground, wanted: Sequence[str], asked: argparse.Namespace) -> Iterator[Outcome]:
    if "expand" in wanted:
        _say("expand")
        yield from expand.measure(ground, asked.expansions)
    if "projection" in wanted:
        _say("projection")
        yield projection.measure(ground, 2 * asked.samples + 1)
    if asked.large:
        _say(f"memory at {', '.join(f'{n:,}' for n in large.SIZES)} links")
        yield large.measure(ground)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
