"""``graphsvc``: the commands."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from graphsvc import __version__
from graphsvc.analysis.connect import ConnectParameters
from graphsvc.bootstrap import open_records, operator
from graphsvc.cli import accounts, bundle, ending, neo4j_server, serving, standing, told, town
from graphsvc.cli.opening import day, parts
from graphsvc.cli.output import Ticker, show
from graphsvc.model import wording
from graphsvc.services import briefs, charts, intake, networks, oversight, searching
from graphsvc.services import places as ranking
from graphsvc.settings import load_settings
from graphsvc.store.reader import NeighbourFilter

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Intelligence link analysis against child sexual exploitation.",
)
log_app = typer.Typer(no_args_is_help=True, help="The log of every consultation, disclosure and change.")
app.add_typer(log_app, name="log")
app.add_typer(neo4j_server.app, name="neo4j")
app.add_typer(accounts.app, name="user")
app.command("demo")(serving.demo)
app.command("serve")(serving.serve)
app.command("wexmoor")(town.wexmoor)
app.command("findings")(standing.findings)
app.command("hotspots")(standing.hotspots)
app.command("bundle")(bundle.bundle)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    mapping: Annotated[str, typer.Option(help="A built-in mapping's name, or a mapping file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Import files through a mapping."""
    ticker = Ticker()
    with parts() as opened:
        result = intake.import_files(
            opened,
            operator(),
            paths,
            mapping,
            dry_run=dry_run,
            progress=lambda p: ticker(f"{p.file} ({p.file_number} of {p.files})", p.rows / max(1, p.total_rows)),
        )
        ticker.done()
    show(result, as_json=as_json, text=lambda: told.import_text(result))
    if result.counts.rejected:
        raise typer.Exit(3)


@app.command()
def search(
    text: str,
    kind: Annotated[list[str] | None, typer.Option(help="Keep this kind of entity (again for more).")] = None,
    limit: Annotated[int | None, typer.Option(min=1, max=500)] = None,
    as_json: Json = False,
) -> None:
    """Find people, places, vehicles, phones and more."""
    with parts() as opened:
        result = searching.search(opened, operator(), text, kind or (), limit)
    show(result, as_json=as_json, text=lambda: told.search_text(result))


@app.command()
def expand(  # noqa: PLR0913 - every argument is an option a person names
    entity_id: str,
    link: Annotated[list[str] | None, typer.Option(help="Keep this link type (again for more).")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Keep this kind of neighbour.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to and with this day, YYYY-MM-DD.")] = None,
    grade: Annotated[str, typer.Option(help="Lowest grade to keep, for example 2C; ungraded records stay.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, max=2000)] = None,
    as_json: Json = False,
) -> None:
    """Show what an entity is linked to."""
    how = _expansion((link, kind), (since, until), grade, limit)
    with parts() as opened:
        network = networks.expand(opened, operator(), entity_id, how)
    show(network, as_json=as_json, text=lambda: told.network_text(network))


@app.command()
def connect(
    entity_ids: Annotated[list[str], typer.Argument(metavar="ID ID...")],
    chains: Annotated[int, typer.Option(min=1, max=20, help="How many chains for each pair.")] = 5,
    max_steps: Annotated[int, typer.Option(min=1, max=8)] = 6,
    put_back: Annotated[list[str] | None, typer.Option(help="Go through this busy place all the same.")] = None,
    as_json: Json = False,
) -> None:
    """Show what connects two or more entities."""
    chosen = ConnectParameters(chains=chains, max_steps=max_steps, put_back=frozenset(put_back or ()))
    with parts() as opened:
        result = networks.connect_entities(opened, operator(), entity_ids, chosen)
    show(result, as_json=as_json, text=lambda: told.connection_text(result))


@app.command()
def places(
    since: Annotated[str | None, typer.Option(help="From this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to and with this day, YYYY-MM-DD.")] = None,
    order: Annotated[str, typer.Option(help="events, people, vehicles, agencies or origins")] = "events",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """Rank the busiest places, with the arithmetic."""
    chosen = ranking.ranking_parameters(day(since), day(until, end=True), order=order, limit=limit)
    with parts() as opened:
        result = ranking.places(opened, operator(), chosen)
    show(result, as_json=as_json, text=lambda: told.places_text(result.ranking, dict(result.names)))


@app.command()
def brief(  # noqa: PLR0913 - every argument is an option a person names
    place_id: str,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .zip, .pdf or .html.")],
    recipient: Annotated[str, typer.Option("--for", help="Who it is made for.")] = "the person running this command",
    reason: Annotated[str, typer.Option(help="Why it is made.")] = "made at the command line",
    since: Annotated[str | None, typer.Option(help="From this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to and with this day, YYYY-MM-DD.")] = None,
    names: Annotated[bool, typer.Option(help="Name people; otherwise they are lettered.")] = False,
    as_json: Json = False,
) -> None:
    """Make a location brief, put it on record and write it."""
    period = ranking.ranking_parameters(day(since), day(until, end=True))
    wanted = briefs.BriefWanted(place_id, period, recipient, reason, names)
    with parts() as opened:
        made = briefs.make_brief(opened, operator(), wanted, out)
    beside = f" and {made.manifest_path.name}" if made.manifest_path else ""
    show(made, as_json=as_json, text=lambda: f"{made.product_id} written to {made.path}{beside}")


@app.command()
def chart(  # noqa: PLR0913 - every argument is an option a person names
    entity_id: str,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write, .html: complete in itself.")],
    recipient: Annotated[str, typer.Option("--for", help="Who it is made for.")],
    reason: Annotated[str, typer.Option(help="Why it is made.")],
    link: Annotated[list[str] | None, typer.Option(help="Keep this link type (again for more).")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Keep this kind of neighbour.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to and with this day, YYYY-MM-DD.")] = None,
    grade: Annotated[str, typer.Option(help="Lowest grade to keep, for example 2C; ungraded records stay.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, max=2000)] = None,
    as_json: Json = False,
) -> None:
    """Take a chart away as one file that opens anywhere, offline; the log keeps for whom and why."""
    how = _expansion((link, kind), (since, until), grade, limit)
    charts.check_path(out)
    with parts() as opened:
        made = charts.make_chart(opened, operator(), entity_id, how, recipient, reason)
    written = charts.write_chart(made, out)
    told_json = {"path": str(written), "sha256": made.sha256, "bytes": len(made.content)}
    show(told_json, as_json=as_json, text=lambda: f"Chart written to {written} (SHA-256 {made.sha256})")


@app.command()
def verify(path: Path, as_json: Json = False) -> None:
    """Check that a document is as it was made; names the first changed file. Exit code 4 where it is not."""
    with open_records(load_settings()) as opened:
        result = briefs.verify_file(opened, operator(), path)
    show(result, as_json=as_json, text=lambda: told.verified_text(result))
    if not result.verification.ok:
        raise typer.Exit(4)


@log_app.command("verify")
def log_verify(as_json: Json = False) -> None:
    """Check that no entry of the log was changed, removed or put in."""
    with open_records(load_settings()) as opened:
        result = oversight.verify_log(opened, operator())
    entries = wording.counted(result.rows, "entry", "entries")
    said = f"The log is whole: {entries}." if result.ok else f"The log does not verify: {result.reason}"
    show(result, as_json=as_json, text=lambda: said)
    if not result.ok:
        raise typer.Exit(4)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def _expansion(
    kinds: tuple[list[str] | None, list[str] | None],
    period: tuple[str | None, str | None],
    grade: str,
    limit: int | None,
) -> networks.Expansion:
    """How to expand, from the options that ``expand`` and ``chart`` share: link types and kinds, two days, a grade."""
    links, entities = (tuple(names) if names else None for names in kinds)
    kept = NeighbourFilter(links, entities, day(period[0]), day(period[1], end=True))
    return networks.Expansion(networks.lowest_grade(kept, grade), limit)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code (see ``ending``)."""
    return ending.run(lambda: app(arguments, standalone_mode=False), arguments)


def run() -> None:
    """The console script. Told to end (SIGTERM), it closes everything as at Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
