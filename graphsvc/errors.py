"""Every error the service raises on purpose, in one tree.

::

    GraphsvcError
    ├── InputError          422  something handed in cannot be used (may carry rows)
    ├── NotFound            404  not there, or out of the viewer's scope: the two look the same
    ├── Conflict            409  it contradicts what is already held
    ├── NotAuthenticated    401  nobody is signed in
    ├── AccessDenied        403  signed in, but this role may not
    ├── SettingsError       500  the service is set up wrongly
    ├── StoreError          503  the graph cannot be reached or answered badly
    │   ├── QueryTimeout    504  a query took longer than it may
    │   └── QueryDefinitionError 500  a statement under cypher/ contradicts its header
    ├── StateError          503  accounts, sessions, runs, products or files cannot be read or written
    ├── LogError            503  the log cannot be written or does not verify: nothing leaves
    ├── AnalysisError       422  the data cannot carry the question
    └── ProductError        500  a document could not be made or does not verify

A message says what is wrong and where, ``next_step`` what to do about it. Neither ever holds personal data: no name,
no plate, no number, no text of a report.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RowProblem:
    """Why one row of a file was refused: ``row`` counts from 1 at the header's line, ``value`` is masked."""

    row: int
    column: str
    reason: str
    value: str = ""


class GraphsvcError(Exception):
    """The root: ``str(error)`` is one sentence for the person, ``next_step`` another."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.next_step = next_step


class InputError(GraphsvcError):
    """Something handed in cannot be used; ``rows`` says which rows and columns where there are any."""

    status, code, title = 422, "input", "That cannot be used"

    def __init__(self, message: str, *, next_step: str = "", rows: tuple[RowProblem, ...] = ()) -> None:
        super().__init__(message, next_step=next_step)
        self.rows = rows


class NotFound(GraphsvcError):
    """Not there, or out of the viewer's scope."""

    status, code, title = 404, "not-found", "Not found"


class Conflict(GraphsvcError):
    """It contradicts what is already held."""

    status, code, title = 409, "conflict", "That conflicts with what is held"


class NotAuthenticated(GraphsvcError):
    """Nobody is signed in."""

    status, code, title = 401, "not-authenticated", "Sign in first"


class AccessDenied(GraphsvcError):
    """Signed in, but this role may not do it."""

    status, code, title = 403, "access-denied", "You may not do that"


class SettingsError(GraphsvcError):
    """The service is set up wrongly."""

    status, code, title = 500, "settings", "The service is set up wrongly"


class StoreError(GraphsvcError):
    """The graph cannot be reached, or answered badly."""

    status, code, title = 503, "store", "The graph store did not answer"


class QueryTimeout(StoreError):
    """A query took longer than it may."""

    status, code, title = 504, "query-timeout", "That question took too long"


class QueryDefinitionError(StoreError):
    """A statement under ``cypher/`` contradicts its own header."""

    status, code, title = 500, "query-definition", "A query is defined wrongly"


class StateError(GraphsvcError):
    """Accounts, sessions, import runs, products or files cannot be read or written."""

    status, code, title = 503, "state", "The service's own records did not answer"


class LogError(GraphsvcError):
    """The log cannot be written, or does not verify. Nothing is released without its log entry."""

    status, code, title = 503, "log", "The log could not be written"


class AnalysisError(GraphsvcError):
    """The data cannot carry the question."""

    status, code, title = 422, "analysis", "The data cannot answer that"


class ProductError(GraphsvcError):
    """A document could not be made, or does not verify."""

    status, code, title = 500, "product", "The document could not be made"
