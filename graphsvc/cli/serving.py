"""``graphsvc serve`` and ``graphsvc demo``."""

import logging
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import structlog
import typer
import uvicorn

from graphsvc.bootstrap import open_parts
from graphsvc.cli.output import Ticker
from graphsvc.errors import SettingsError
from graphsvc.services.demonstration import DEMONSTRATION_USERS, POLICE, Prepared, outline_path, prepare_demonstration
from graphsvc.services.parts import Parts
from graphsvc.settings import Settings, load_settings
from graphsvc.web.app import create_app

Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")]


def serve(port: Port = None) -> None:
    """Start the service and print its address. Ctrl-C stops it."""
    settings = load_settings()
    ticker = Ticker()
    with open_parts(settings, tell=ticker) as parts:
        ticker.done()
        if not parts.identity.accounts.list():
            typer.echo(
                "There are no accounts yet. Add one: graphsvc user add NAME --role analyst --agency police", err=True
            )
        _listen(parts, settings.web.host, settings.web.port if port is None else port)


def demo(port: Port = None) -> None:
    """Start the demonstration: an invented town, demonstration users, a graph of its own. Ctrl-C stops all of it."""
    settings = demonstration_settings(load_settings())
    if not is_loopback(settings.web.host):
        raise SettingsError("The demonstration listens on this machine only.", next_step="Unset GRAPHSVC_WEB__HOST.")
    ticker = Ticker()
    with open_parts(settings, demonstration=True, tell=ticker) as parts:
        prepared = prepare_demonstration(parts, ticker)
        ticker.done()
        typer.echo(refused_words(prepared))
        _listen(parts, settings.web.host, settings.web.port if port is None else port)


def demonstration_settings(settings: Settings) -> Settings:
    """The same settings with a data directory of the demonstration's own, beside the operational one."""
    directory: Path = settings.data_dir.parent / f"{settings.data_dir.name}-demonstration"
    given = {"data_dir": directory, "police_agencies": (POLICE,), "outline": outline_path(directory)}
    return settings.model_copy(update=given)


def refused_words(prepared: Prepared) -> str:
    """One line on the rows that were refused: the town's senders make mistakes on purpose, and none is lost."""
    kept = f"kept with reason in {prepared.refused_in}" if prepared.refused_in else "none to keep"
    return f"Wexmoor, an invented town: {prepared.rows:,} rows read, {prepared.refused:,} refused ({kept})."


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(parts: Parts, host: str, port: int) -> None:
    if parts.demonstration and not is_loopback(host):
        raise SettingsError("The demonstration listens on this machine only.", next_step="Unset GRAPHSVC_WEB__HOST.")
    _log_quietly()
    listening = _bound(host, port)
    address = f"http://{host if ':' not in host else f'[{host}]'}:{listening.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(create_app(parts), log_level="warning", access_log=False, server_header=False)
    )
    typer.echo(f"graphsvc runs at {address}/")
    if parts.demonstration:
        typer.echo("Everything in it is fictional. Sign in with one click as, or with the password 'demonstration':")
        for user in DEMONSTRATION_USERS:
            typer.echo(f"  {user.username:<16} {user.display_name}: {user.what_for}")
    typer.echo("Ctrl-C stops it and everything it started.")
    with suppress(KeyboardInterrupt):
        # Being stopped is how it is meant to end.
        server.run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket; the next free port where a chosen one is taken by somebody else."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in (port, 0) if port else (0,):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
            bound.listen()
        except OSError as problem:
            bound.close()
            if candidate == 0:
                raise SettingsError(
                    f"Nothing can listen on {host}.", next_step="Check GRAPHSVC_WEB__HOST and GRAPHSVC_WEB__PORT."
                ) from problem
            typer.echo(f"Port {port} is taken; another is used.", err=True)
        else:
            return bound
    raise AssertionError("unreachable")


def _log_quietly() -> None:
    """Structured lines on stderr, from warnings up: event names, ids and codes, never case data."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
