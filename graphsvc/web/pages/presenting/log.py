"""The log as the auditor reads it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from graphsvc.errors import InputError
from graphsvc.model import wording
from graphsvc.model.operations import Operation
from graphsvc.security.log import LogFilter, LogRecord, LogVerification
from graphsvc.web.pages.presenting.shapes import Shape
from graphsvc.web.periods import Typed

PAGE = 100


class Asked(BaseModel):
    """The filters of the log, as its address gives them."""

    actor: str = Field("", max_length=200)
    operation: str = Field("", max_length=50)
    shown_id: str = Field("", max_length=64)
    date_from: str = Field("", max_length=10)
    date_to: str = Field("", max_length=10)
    before: int | None = Field(None, ge=1, le=2**53)

    @property
    def typed(self) -> Typed:
        """The period as typed."""
        return Typed(self.date_from, self.date_to)

    def filter(self, actors: Mapping[str, str]) -> LogFilter:
        """As the log takes it; ``actors`` are user names by user id. A name nobody has finds nothing."""
        if self.operation and self.operation not in set(Operation):
            raise InputError("There is no such operation.", next_step=f"Use one of {', '.join(Operation)}.")
        wanted = self.actor.strip()
        actor = next((user_id for user_id, name in actors.items() if name == wanted), wanted) or None
        operation = Operation(self.operation) if self.operation else None
        return LogFilter(
            actor, self.shown_id.strip() or None, operation, self.typed.from_at, self.typed.to_at, self.before
        )

    def given(self) -> dict[str, str]:
        """What narrows the log, as the fields of an address; where a page starts is no part of it."""
        narrowing = (("actor", self.actor), ("operation", self.operation), ("shown_id", self.shown_id))
        return {**{k: v for k, v in narrowing if v}, **self.typed.given()}


def log(entries: Sequence[LogRecord], actors: Mapping[str, str], asked: Asked, verified: Shape | None = None) -> Shape:
    """What ``log.html`` needs."""
    more = len(entries) == PAGE and entries[-1].seq > 1
    older = urlencode({**asked.given(), "before": entries[-1].seq}) if more else ""
    return {
        "filters": {
            "actor": asked.actor,
            "operation": asked.operation,
            "operations": [{"value": "", "label": "any"}, *({"value": o.value, "label": o.value} for o in Operation)],
            "shown_id": asked.shown_id,
            **asked.typed.shape(),
            "active": bool(asked.given()),
            "clear_url": "/log",
        },
        "entries": [_entry(e, actors) for e in entries],
        "shown": len(entries),
        "older_url": f"/log?{older}" if older else None,
        "verified": verified,
        "verify_url": "/log/verify",
    }


def verification(found: LogVerification, head: str, checked_at: datetime) -> Shape:
    """What a check of the whole log found."""
    if found.ok:
        words = f"All {found.rows:,} entries follow from one another."
    else:
        where = f"From entry {found.first_bad_seq:,} on it cannot be trusted: " if found.first_bad_seq else ""
        words = f"{where}{found.reason}. Keep the log as it is and tell whoever runs the service."
    return {"ok": found.ok, "words": words, "checked_when": wording.as_of(checked_at), "head": head}


def _entry(held: LogRecord, actors: Mapping[str, str]) -> Shape:
    at = held.happened_at
    return {
        "sequence": held.seq,
        "when": f"{wording.as_of(at)}:{at:%S}",
        "actor": actors.get(held.actor, held.actor),
        "agency": held.agency,
        "operation": held.operation,
        "what": held.what,
        "query": held.query,
        "count": held.count,
        "recipient": held.recipient,
        "reason": held.reason,
        "hash": held.hash,
    }
