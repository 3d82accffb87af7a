"""``graphsvc neo4j``: the local Neo4j by hand."""

from typing import Annotated

import typer

from graphsvc.bootstrap import local_neo4j
from graphsvc.cli.output import Ticker, show
from graphsvc.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The Neo4j that the service runs itself.")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@app.command()
def start(as_json: Json = False) -> None:
    """Start it, and leave it running until ``graphsvc neo4j stop``."""
    ticker = Ticker()
    server = local_neo4j(load_settings(), ticker)
    try:
        connection = server.start(stay=True)
    finally:
        server.release(wait=False)
        ticker.done()
    show({"running": True, "uri": connection.uri}, as_json=as_json, text=lambda: f"Neo4j runs at {connection.uri}")


@app.command()
def stop(as_json: Json = False) -> None:
    """Stop it, whoever uses it."""
    ticker = Ticker()
    stopped = local_neo4j(load_settings(), ticker).stop(force=True)
    ticker.done()
    show({"stopped": stopped}, as_json=as_json, text=lambda: "Neo4j stopped." if stopped else "Neo4j was not running.")


@app.command()
def status(as_json: Json = False) -> None:
    """Say whether it runs, where, and for whom. Exit code 1 where it does not."""
    found = local_neo4j(load_settings()).status()
    text = (
        f"Neo4j {found.version} runs at {found.uri} for {len(found.leases)} commands"
        f"{', and stays' if found.stays else ''}; store {found.store}, {found.size_bytes / 1e6:.0f} MB"
        if found.running
        else f"Neo4j is {found.phase}; store {found.store}, {found.size_bytes / 1e6:.0f} MB"
    )
    show(found, as_json=as_json, text=lambda: text)
    if not found.running:
        raise typer.Exit(1)
