"""What the log records: the operations of section 62 of the Data Protection Act 2018, and sign-ins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Operation(StrEnum):
    """The kinds of operation. The first six are those of section 62(1)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    ACCESS = "access"
    """Signing in and out, refused sign-ins, accounts made and changed."""


@dataclass(frozen=True)
class LogEntry:
    """One operation, as it is to be recorded.

    ``what`` names the use case ("search", "brief"), ``query`` the queries or analyses that ran, ``parameters`` their
    parameters (the chain keeps only a salted digest), ``shown`` the ids of what was released, ``count`` how many
    records were released, ``recipient`` and ``reason`` what a disclosure needs.
    """

    operation: Operation
    actor: str
    agency: str
    what: str
    query: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    shown: Sequence[str] = ()
    count: int = 0
    recipient: str = ""
    reason: str = ""
