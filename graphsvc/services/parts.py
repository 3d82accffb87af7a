"""The real parts a use case works with. ``bootstrap`` picks them; everything below takes them as given."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from graphsvc.analysis.rolled import RolledNetwork, RollParameters
from graphsvc.analysis.standing_out import StandingOutParameters, stands_out
from graphsvc.ingest.outline import read_outline
from graphsvc.model.outline import NOWHERE, Outline
from graphsvc.model.principal import Principal, Scope
from graphsvc.model.standing_out import StandsOut
from graphsvc.model.view import NetworkView
from graphsvc.security.log import OperationLog
from graphsvc.security.scope import scope_for
from graphsvc.security.throttle import SignInThrottle
from graphsvc.security.tokens import CookieSigner
from graphsvc.settings import Settings
from graphsvc.state.accounts import Accounts
from graphsvc.state.files import FileStore
from graphsvc.state.imports import ImportRuns
from graphsvc.state.products import Products
from graphsvc.state.sessions import Sessions
from graphsvc.store.graph import GraphStore

_CLASSES_KEPT_S = 2.0
_ROLLED_KEPT = 4


def utc_now() -> datetime:
    """Now, aware."""
    return datetime.now(UTC)


class RolledNetworks:
    """Keeps the last few rolled-up networks, so that one question after another on the same graph costs little."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[RolledNetwork] = []

    def get(self, view: NetworkView, parameters: RollParameters) -> RolledNetwork:
        """The view's network rolled up with these parameters."""
        with self._lock:
            for rolled in self._kept:
                if rolled.view is view and rolled.parameters == parameters:
                    return rolled
            made = RolledNetwork.build(view, parameters)
            self._kept = [*self._kept[-(_ROLLED_KEPT - 1) :], made]
            return made


class LastAnswers:
    """Keeps the last few answers about whole views, so that a first page does not ask anew what nothing has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[tuple[NetworkView, StandingOutParameters, StandsOut]] = []

    def stands_out(self, view: NetworkView, parameters: StandingOutParameters) -> StandsOut:
        """What stands out in a view, under these parameters."""
        with self._lock:
            for held, asked, answer in self._kept:
                if held is view and asked == parameters:
                    return answer
            made = stands_out(view, parameters)
            self._kept = [*self._kept[-(_ROLLED_KEPT - 1) :], (view, parameters, made)]
            return made


class AccessClasses:
    """The access classes that occur in the store, asked for at most every two seconds.

    A class that is new in between is seen by nobody until then, which errs on the safe side.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._asked_at = float("-inf")
        self._held: tuple[str, ...] = ()

    def get(self) -> tuple[str, ...]:
        """Every access class."""
        now = time.monotonic()
        if now - self._asked_at > _CLASSES_KEPT_S:
            self._held, self._asked_at = self._store.access_classes(), now
        return self._held

    def forget(self) -> None:
        """Ask anew at the next question, because something was written."""
        self._asked_at = float("-inf")


@dataclass(frozen=True)
class Identity:
    """What signing in needs."""

    accounts: Accounts
    sessions: Sessions
    throttle: SignInThrottle
    signer: CookieSigner
    key: bytes


class Records(Protocol):
    """What checking documents and the log needs: no graph."""

    @property
    def log(self) -> OperationLog:
        """The log."""

    @property
    def products(self) -> Products:
        """What was made."""

    @property
    def files(self) -> FileStore:
        """The files of what was made."""


@dataclass(frozen=True)
class RecordParts:
    """The records of a data directory, without its graph."""

    log: OperationLog
    products: Products
    files: FileStore


class OutlineFile:
    """The outline of the area, read when it is first drawn: a demonstration writes its own after everything is open."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held: Outline | None = None

    def get(self) -> Outline:
        """The outline; nowhere without a file. Raises InputError for a file that is none."""
        if self._held is None:
            self._held = read_outline(self._path) if self._path is not None else NOWHERE
        return self._held


@dataclass(frozen=True)
class Parts:
    """Everything a use case works with."""

    settings: Settings
    store: GraphStore
    log: OperationLog
    identity: Identity
    files: FileStore
    imports: ImportRuns
    products: Products
    demonstration: bool
    outline: "OutlineFile" = field(default_factory=lambda: OutlineFile(None))
    clock: Callable[[], datetime] = utc_now
    rolled: RolledNetworks = field(default_factory=RolledNetworks)
    answers: LastAnswers = field(default_factory=LastAnswers)
    classes: AccessClasses = field(init=False)

    def __post_init__(self) -> None:
        """The classes belong to the store given."""
        object.__setattr__(self, "classes", AccessClasses(self.store))

    def scope(self, principal: Principal, purpose: str = "") -> Scope:
        """What this principal may see."""
        return scope_for(principal, self.classes.get(), purpose, police_agencies=self.settings.police_agencies)
