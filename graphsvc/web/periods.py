"""Days as typed into a form or an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from graphsvc.errors import InputError
from graphsvc.model.wording import LOCAL


@dataclass(frozen=True)
class Typed:
    """A period as typed: two days, either or both empty."""

    date_from: str = ""
    date_to: str = ""

    @property
    def from_at(self) -> datetime | None:
        """The first instant of the period. Raises InputError where that is no day."""
        return day(self.date_from)

    @property
    def to_at(self) -> datetime | None:
        """The instant after the period. Raises InputError where that is no day."""
        return day(self.date_to, end=True)

    def given(self) -> dict[str, str]:
        """What was typed, as the fields of an address."""
        return {k: v for k, v in (("date_from", self.date_from), ("date_to", self.date_to)) if v}

    def shape(self) -> dict[str, Any]:
        """What the date fields of a form need."""
        return {"date_from": _field(self.from_at), "date_to": _field(day(self.date_to)), "errors": {}}


def day(text: str, *, end: bool = False) -> datetime | None:
    """Midnight at the start of a local day (YYYY-MM-DD or D/M/YYYY), or at its end; None for no text."""
    text = text.strip()
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            start = datetime.strptime(text, pattern).replace(tzinfo=LOCAL)
            return start + timedelta(days=1) if end else start
        except (ValueError, OverflowError):
            continue
    raise InputError("That is no day.", next_step="Write a day as 31/3/2026.")


def _field(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
