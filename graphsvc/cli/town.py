"""``graphsvc wexmoor``: make the fictional town's partner files."""

from pathlib import Path
from typing import Annotated

import typer

from graphsvc.cli.output import Ticker, show
from graphsvc.wexmoor.generate import generate
from graphsvc.wexmoor.outline import check_outline, write_outline

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def wexmoor(
    directory: Annotated[Path, typer.Argument(help="A folder that is not there yet, or is empty.")],
    truth: Annotated[Path, typer.Option(help="Where to write what was planted; outside the folder, never imported.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    factor: Annotated[float, typer.Option(help="1 makes about 2,500 reports; 75 about a million links.")] = 1.0,
    outline: Annotated[
        Path | None, typer.Option(help="Also write the outline of its wards here, as GeoJSON; outside the folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the partner files of Wexmoor, a fictional town, to try the service on (import them with --mapping wexmoor)."""
    if outline is not None:
        check_outline(outline, directory)
    ticker = Ticker()
    made = generate(directory, truth, seed, factor, ticker)
    if outline is not None:
        write_outline(outline)
    ticker.done()
    text = (
        f"{made.reports} reports in {len(made.files)} files, about {made.links_estimate} links, {made.patterns} planted "
        f"patterns. Import them: graphsvc import {directory} --mapping wexmoor"
    )
    show(made, as_json=as_json, text=lambda: text)
