"""The only place that picks real parts: which graph, which log, which databases, for which purpose."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from getpass import getuser

from graphsvc.errors import SettingsError
from graphsvc.model.principal import Principal, Role
from graphsvc.security.log import OperationLog
from graphsvc.security.throttle import SignInThrottle
from graphsvc.security.tokens import CookieSigner, load_or_make_key
from graphsvc.services.accounts import AccountParts
from graphsvc.services.parts import Identity, OutlineFile, Parts, RecordParts, utc_now
from graphsvc.settings import Settings
from graphsvc.state.accounts import Accounts
from graphsvc.state.database import Database, open_database
from graphsvc.state.files import FileStore
from graphsvc.state.imports import ImportRuns
from graphsvc.state.marker import Purpose, PurposeMarker
from graphsvc.state.products import Products
from graphsvc.state.sessions import Sessions
from graphsvc.store.catalogue import load_catalogue
from graphsvc.store.graph import GraphStore
from graphsvc.store.local import Connection, LocalNeo4j

Tell = Callable[[str, float | None], None]


def quiet(_phrase: str, _fraction: float | None) -> None:
    """Tell nobody how far it is."""


@contextmanager
def open_parts(settings: Settings, *, demonstration: bool = False, tell: Tell = quiet) -> Iterator[Parts]:
    """Everything a use case needs, open; closed again at the end, a local Neo4j that nobody else uses with it.

    Raises Conflict where the data directory or the graph was made for the other purpose.
    """
    outline = OutlineFile(settings.outline)
    if not demonstration:
        outline.get()  # a file that cannot be drawn stops the start, not the first reader of a map
    load_catalogue()  # a query that is defined wrongly stops the start before anything is opened
    with ExitStack() as stack:
        database = open_database(settings.data_dir)
        stack.callback(database.close)
        marker = PurposeMarker(database).claim(Purpose.DEMONSTRATION if demonstration else Purpose.OPERATIONAL)
        connection = _connection(settings, stack, tell)
        store = stack.enter_context(
            GraphStore.connect(connection.uri, connection.user, connection.password, settings.neo4j)
        )
        store.open(marker.purpose.value, marker.directory_id)
        log = OperationLog(settings.data_dir / "log")
        stack.callback(log.close)
        key = load_or_make_key(settings.data_dir / "session.key")
        yield Parts(
            settings=settings,
            store=store,
            log=log,
            identity=Identity(
                Accounts(database), _sessions(settings, database), SignInThrottle(), CookieSigner(key), key
            ),
            files=FileStore(settings.data_dir / "files"),
            imports=ImportRuns(database),
            products=Products(database),
            demonstration=demonstration,
            outline=outline,
        )


@contextmanager
def open_accounts(settings: Settings) -> Iterator[AccountParts]:
    """What accounts need, without the graph."""
    with ExitStack() as stack:
        database = open_database(settings.data_dir)
        stack.callback(database.close)
        marker = PurposeMarker(database).claim(Purpose.OPERATIONAL)
        log = OperationLog(settings.data_dir / "log")
        stack.callback(log.close)
        demonstration = marker.purpose is Purpose.DEMONSTRATION
        yield AccountParts(Accounts(database), _sessions(settings, database), log, utc_now, demonstration)


@contextmanager
def open_records(settings: Settings) -> Iterator[RecordParts]:
    """What checking documents and the log needs, for either purpose and without the graph."""
    with ExitStack() as stack:
        database = open_database(settings.data_dir)
        stack.callback(database.close)
        log = OperationLog(settings.data_dir / "log")
        stack.callback(log.close)
        yield RecordParts(log, Products(database), FileStore(settings.data_dir / "files"))


def local_neo4j(settings: Settings, tell: Tell = quiet) -> LocalNeo4j:
    """The local Neo4j of the data directory, not started."""
    if settings.neo4j.uri is not None:
        raise SettingsError(
            "GRAPHSVC_NEO4J__URI names another Neo4j.",
            next_step="Unset it to use the local one, or manage that one there.",
        )
    return LocalNeo4j(settings.data_dir, settings.local, tell)


def _sessions(settings: Settings, database: Database) -> Sessions:
    return Sessions(
        database,
        idle=timedelta(minutes=settings.web.session_idle_minutes),
        absolute=timedelta(hours=settings.web.session_absolute_hours),
    )


def _connection(settings: Settings, stack: ExitStack, tell: Tell) -> Connection:
    neo4j = settings.neo4j
    if neo4j.uri is None:
        return stack.enter_context(LocalNeo4j(settings.data_dir, settings.local, tell))
    password = neo4j.secret()
    if not password:
        raise SettingsError(
            "GRAPHSVC_NEO4J__URI is set, but there is no password.", next_step="Set GRAPHSVC_NEO4J__PASSWORD_FILE."
        )
    return Connection(neo4j.uri, neo4j.user, password)


def operator() -> Principal:
    """Whoever runs a command on this machine: they can read the files anyway, and the log says who it was."""
    try:
        name = getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Principal(f"operator:{name}", name, f"operator {name}", "operator", frozenset({Role.OPERATOR}))
