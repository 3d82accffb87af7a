"""``graphsvc user``: accounts."""

import sys
from typing import Annotated

import typer

from graphsvc.bootstrap import open_accounts, operator
from graphsvc.cli.output import show
from graphsvc.errors import InputError
from graphsvc.model.principal import Role
from graphsvc.services import accounts
from graphsvc.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Accounts of the people who use the service.")
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@app.command()
def add(
    username: str,
    role: Annotated[list[Role], typer.Option(help="A role (again for more).")],
    agency: Annotated[str, typer.Option(help="The agency, for example police.")],
    name: Annotated[str, typer.Option(help="The name shown on pages.")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
) -> None:
    """Add an account. The password is asked for, or read from stdin; never given on the command line."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else typer.prompt("Password", hide_input=True)
    if Role.OPERATOR in role:
        raise InputError("The operator is whoever runs these commands.", next_step="Give another role.")
    with open_accounts(load_settings()) as held:
        made = accounts.add_account(
            held, operator(), accounts.Wanted(username, name or username, agency, tuple(role)), password
        )
    typer.echo(f"Added {made.username}: {', '.join(sorted(r.label for r in made.roles))} of {made.agency}.")


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List accounts."""
    with open_accounts(load_settings()) as held:
        found = accounts.list_accounts(held, operator())
    lines = [
        f"{a.username:<20} {a.agency:<15} {', '.join(sorted(r.label for r in a.roles))}{' (disabled)' if a.disabled else ''}"
        for a in found
    ]
    show(found, as_json=as_json, text=lambda: "\n".join(lines) or "There are no accounts yet.")


@app.command()
def disable(username: str) -> None:
    """Disable an account and end its sessions."""
    with open_accounts(load_settings()) as held:
        accounts.disable_account(held, operator(), username)
    typer.echo("Disabled; every session of it has ended.")
