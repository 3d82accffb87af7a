"""What an evidence bundle is made from: only what may be served, in one frozen value."""

from dataclasses import dataclass, field
from datetime import date

from graphsvc.products.bundle_gate import Passed
from graphsvc.products.exhibit_reading import Exhibit
from graphsvc.products.location_inputs import Issue, Period, QueryRun


@dataclass(frozen=True)
class BundleInputs:
    """Everything an evidence bundle is made from.

    ``passed`` came through the gate. The reason it is made for stays in the log: it is free text, and would be served.
    """

    issue: Issue
    case: str
    passed: Passed
    hearing_on: date | None = None
    period: Period = field(default_factory=Period)
    exhibits: tuple[Exhibit, ...] = ()
    queries: tuple[QueryRun, ...] = ()
