"""The chain of the log: what a record is and, byte for byte, how its hash is made.

The hash of record n is the SHA-256, in lower-case hexadecimal, of these bytes in this order:

1. the 15 bytes ``graphsvc-log-1`` and a line feed;
2. the 64 lower-case hexadecimal digits of the hash before it (for record 1: the log's id), and a line feed;
3. a JSON array without any space between its parts, in ASCII, of twelve elements in this order:
   seq (number), at, actor, agency, operation, what, query, parameters_digest (text), shown (array of text),
   count (number), recipient, reason (text).

JSON text is written so: quotation mark and backslash as ``\\"`` and ``\\\\``; line feed, carriage return, tab, form
feed and backspace as ``\\n \\r \\t \\f \\b``; every other character outside U+0020 to U+007E as ``\\uXXXX`` with
lower-case digits (a surrogate pair above U+FFFF); the rest as itself. Numbers are decimal whole numbers. ``at`` is
``YYYY-MM-DDTHH:MM:SS.ffffffZ``.

``parameters_digest`` is empty where the operation had no parameters, otherwise the HMAC-SHA-256, in lower-case
hexadecimal, of the parameters' JSON (object keys sorted, otherwise as above) under that record's own 32-byte key. The
key is the salt: once it is destroyed the digest can no longer be tried against guesses.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import PurePath

from graphsvc.errors import LogError
from graphsvc.model.operations import LogEntry

DOMAIN = b"graphsvc-log-1\n"


@dataclass(frozen=True)
class LogReceipt:
    """Where an entry stands: its number and the head of the chain after it. Documents keep it as an anchor."""

    seq: int
    head: str


@dataclass(frozen=True)
class LogRecord:
    """One entry as the chain holds it. Its free text lies apart, see ``OperationLog.parameters``."""

    seq: int
    at: str
    actor: str
    agency: str
    operation: str
    what: str
    query: str
    parameters_digest: str
    shown: tuple[str, ...]
    count: int
    recipient: str
    reason: str
    hash: str = ""

    @property
    def happened_at(self) -> datetime:
        """When, as an aware time in UTC."""
        return datetime.fromisoformat(self.at)


def canonical_json(value: object) -> bytes:
    """``value`` in the canonical JSON of the log; LogError where it holds something JSON cannot say."""
    try:
        text = json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as problem:
        raise LogError(
            "The parameters of this operation cannot be recorded.",
            next_step="Nothing was released. Report this to whoever runs the service.",
        ) from problem
    return text.encode("ascii")


def chain_hash(previous: str, record: LogRecord) -> str:
    """The hash of ``record`` standing after ``previous``."""
    fields = [
        record.seq, record.at, record.actor, record.agency, record.operation, record.what, record.query,
        record.parameters_digest, list(record.shown), record.count, record.recipient, record.reason,
    ]  # fmt: skip
    return hashlib.sha256(DOMAIN + previous.encode("ascii") + b"\n" + canonical_json(fields)).hexdigest()


def parameters_digest(key: bytes, parameters: bytes) -> str:
    """The salted digest of canonical ``parameters``."""
    return hmac.new(key, parameters, hashlib.sha256).hexdigest()


def record_of(entry: LogEntry, seq: int, at: datetime, digest: str) -> LogRecord:
    """``entry`` as record ``seq``; LogError where a field is not what the canonical encoding can carry."""
    if at.tzinfo is None:
        raise LogError("The clock gave a time without its zone.", next_step="Give the log a clock that reads UTC.")
    record = LogRecord(
        seq=seq,
        at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        actor=_text(entry.actor),
        agency=_text(entry.agency),
        operation=_text(entry.operation.value),
        what=_text(entry.what),
        query=_text(entry.query),
        parameters_digest=digest,
        shown=tuple(_text(i) for i in entry.shown),
        count=int(entry.count),
        recipient=_text(entry.recipient),
        reason=_text(entry.reason),
    )
    if not record.actor:
        raise LogError("An operation without an actor cannot be recorded.", next_step="Sign in, then try again.")
    return record


def _text(value: str) -> str:
    """``value`` as the database can hold it: a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(value: object) -> object:
    """``value`` in JSON's own types; anything that is not plainly data is refused with TypeError."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(v) for v in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    raise TypeError(type(value).__name__)
