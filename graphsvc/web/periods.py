"""Days as typed into a form or an address."""

from datetime import datetime, timedelta

from graphsvc.errors import InputError
from graphsvc.model.wording import LOCAL


def day(text: str, *, end: bool = False) -> datetime | None:
    """Midnight at the start of a local day (YYYY-MM-DD or D/M/YYYY), or at its end; None for no text."""
    text = text.strip()
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            start = datetime.strptime(text, pattern).replace(tzinfo=LOCAL)
        except ValueError:
            continue
        return start + timedelta(days=1) if end else start
    raise InputError("That is no day.", next_step="Write a day as 31/3/2026.")
