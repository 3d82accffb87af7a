"""``graphsvc wexmoor``: make the fictional town's partner files."""

from pathlib import Path
from typing import Annotated

import typer

from graphsvc.cli.output import Ticker, show
from graphsvc.errors import InputError
from graphsvc.wexmoor.generate import checked_factor, checked_seed, generate
from graphsvc.wexmoor.outline import write_outline

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def wexmoor(
    directory: Annotated[Path, typer.Argument(help="A folder that is not there yet, or is empty.")],
    truth: Annotated[Path, typer.Option(help="Where to write what was planted; outside the folder, never imported.")],
    seed: Annotated[str, typer.Option(metavar="NUMBER", help="The same seed gives the same bytes.")] = "1",
    factor: Annotated[
        str, typer.Option(metavar="NUMBER", help="1 makes about 2,500 reports; 82 about a million links.")
    ] = "1",
    outline: Annotated[Path | None, typer.Option(help="Also write the outline of its wards here, as GeoJSON.")] = None,
    as_json: Json = False,
) -> None:
    """Make the partner files of Wexmoor, a fictional town, to try the service on (import them with --mapping wexmoor)."""
    ticker = Ticker()
    if outline is not None and not outline.resolve().parent.is_dir():
        raise InputError("The folder for the outline is not there.", next_step="Make the folder, or choose another.")
    made = generate(directory, truth, checked_seed(seed), checked_factor(factor), ticker)
    if outline is not None:
        write_outline(outline)
    ticker.done()
    text = (
        f"{made.reports} reports in {len(made.files)} files, about {made.links_estimate} links, {made.patterns} planted "
        f"patterns. Import them: graphsvc import {directory} --mapping wexmoor"
    )
    show(made, as_json=as_json, text=lambda: text)
