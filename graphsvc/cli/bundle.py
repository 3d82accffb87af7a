"""``graphsvc bundle``: make an evidence bundle, and the officer's notes on what it leaves out."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from graphsvc.bootstrap import operator
from graphsvc.cli.opening import day, parts
from graphsvc.cli.output import show
from graphsvc.errors import InputError
from graphsvc.products.evidence_bundle import LARGE_FOR_MAIL
from graphsvc.products.exhibit_list import read_list, statement_day
from graphsvc.products.exhibits import LARGEST, ExhibitGiven
from graphsvc.products.location_inputs import Period
from graphsvc.services import bundles

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
_PARTS = 4


def bundle(  # noqa: PLR0913 - every argument is an option a person names
    person_id: str,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write, .zip.")],
    case: Annotated[str, typer.Option(help="The short name of the case.")],
    recipient: Annotated[str, typer.Option("--for", help="Who it is made for.")],
    reason: Annotated[str, typer.Option(help="Why it is made; it goes to the log, not into the bundle.")],
    hearing: Annotated[str, typer.Option(help="The day of the hearing, YYYY-MM-DD.")] = "",
    exhibits: Annotated[
        Path | None,
        typer.Option(
            help="A CSV file with the columns reference, witness, description, file, statement_on; files beside it."
        ),
    ] = None,
    exhibit: Annotated[
        list[str] | None,
        typer.Option(help="One exhibit: 'AB/1;Anna Bell;Plan of the car park;plan.pdf' (again for more)."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Events from this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Events up to and with this day, YYYY-MM-DD.")] = None,
    officer_notes: Annotated[
        Path | None, typer.Option(help="Also write what was left out and why to this .zip; never to be served.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make an evidence bundle about a person: one zip with an indexed PDF, the exhibits and a manifest."""
    bundles.check_path(out)
    if officer_notes is not None:
        bundles.check_path(officer_notes)
        if officer_notes.resolve() == out.resolve():
            raise InputError("The notes must not be the bundle.", next_step="Give --officer-notes a file of its own.")
    given = (*_listed(exhibits), *(_one(text) for text in exhibit or ()))
    period = Period(day(since), day(until, end=True))
    wanted = bundles.BundleWanted(person_id, case, recipient, reason, period, _hearing(hearing), given)
    with parts() as opened:
        made = bundles.make_bundle(opened, operator(), wanted, out)
        notes = officer_notes and bundles.make_notes(opened, operator(), wanted, officer_notes)
    told = {"bundle": made, "officer_notes": notes or None}
    show(told, as_json=as_json, text=lambda: _told(made, notes or None))


def _told(made: bundles.BundleMade, notes: bundles.BundleMade | None) -> str:
    lines = [f"{made.product_id} written to {made.path}. Records and statements only; check it before it is served."]
    if made.bytes > LARGE_FOR_MAIL:
        lines.append("It is larger than 36 MB: a court's mailbox may refuse it.")
    if notes is not None:
        lines.append(f"{notes.product_id}, the officer's notes, written to {notes.path}. NOT TO BE SERVED.")
    return "\n".join(lines)


def _hearing(text: str) -> date | None:
    try:
        return statement_day(text)
    except ValueError:
        raise InputError("The hearing is on no such day.", next_step="Write it as YYYY-MM-DD.") from None


def _listed(path: Path | None) -> tuple[ExhibitGiven, ...]:
    """The exhibits of a list: its files lie in its folder or below, whatever the list says."""
    if path is None:
        return ()
    content = _bytes(path)
    if content is None:
        raise InputError("The list of exhibits cannot be read.", next_step="Check its path.")
    folder = path.resolve().parent

    def opened(name: str) -> bytes | None:
        found = (folder / name).resolve() if name and "\0" not in name else folder
        return _bytes(found) if found.is_relative_to(folder) else None

    return read_list(content, opened)


def _one(text: str) -> ExhibitGiven:
    said = [p.strip() for p in text.split(";", _PARTS - 1)]
    content = _bytes(Path(said[-1])) if len(said) == _PARTS else None
    if content is None:
        raise InputError(
            "An exhibit cannot be read.", next_step="Write 'AB/1;Anna Bell;What it is;FILE' and check the file's path."
        )
    return ExhibitGiven(said[0], said[1], said[2], Path(said[3]).name, content)


def _bytes(path: Path) -> bytes | None:
    """A plain file's bytes, one more than may be used so that too much is seen; None where it cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError):
        return None
