"""What commands share: the service's parts for one command, and a day as typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from graphsvc.bootstrap import open_parts
from graphsvc.cli.output import Ticker
from graphsvc.errors import InputError
from graphsvc.model import wording
from graphsvc.services.parts import Parts
from graphsvc.settings import load_settings


@contextmanager
def parts() -> Iterator[Parts]:
    """The service's parts for one command, with progress on stderr while a local Neo4j starts."""
    ticker = Ticker(after_s=1.0)
    with open_parts(load_settings(), tell=ticker) as opened:
        ticker.done()
        yield opened


def day(text: str | None, *, end: bool = False) -> datetime | None:
    """Midnight at the start of a local day, or at its end."""
    if not text:
        return None
    try:
        start = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=wording.LOCAL)
    except ValueError:
        raise InputError("That is no day.", next_step="Write a day as YYYY-MM-DD, for example 2026-03-31.") from None
    return start + timedelta(days=1) if end else start
