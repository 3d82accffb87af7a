"""Why the server did not start: from its logs to a message with a next step."""

from pathlib import Path

from graphsvc.errors import GraphsvcError, SettingsError, StoreError
from graphsvc.store.local.home import Home

_TAIL_B = 64 << 10
_STARTING = "Logging config in use"


def _last_start(log: Path) -> str:
    """What ``log`` says of the last start."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_B))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return text[max(text.rfind(_STARTING), 0) :]


def explain(home: Home) -> GraphsvcError:
    """The error that says what the logs say; the generic one names the log."""
    said = _last_start(home.log) + _last_start(home.console)
    if "Lock file has been locked" in said or "StoreLockException" in said or "FileLockException" in said:
        return StoreError(
            f"The graph in {home.path} is in use by another Neo4j that this service did not start.",
            next_step="Stop that server, or set GRAPHSVC_DATA_DIR to another directory.",
        )
    if "No space left on device" in said:
        return StoreError(
            f"The disk of {home.path} is full.",
            next_step="Make room there and start again; what was committed is kept.",
        )
    if "Address already in use" in said or "BindException" in said:
        return StoreError(
            "Another program took Neo4j's port while it started.",
            next_step="Start again; another port is chosen unless GRAPHSVC_LOCAL__PORT fixes it.",
        )
    if "Could not reserve enough space" in said or "heap" in _last_start(home.console).lower():
        return SettingsError(
            "This machine cannot give Neo4j the memory it is set to use.",
            next_step="Lower GRAPHSVC_LOCAL__HEAP and GRAPHSVC_LOCAL__PAGE_CACHE.",
        )
    return StoreError(
        "The local Neo4j ended while it started.",
        next_step=f"Read {home.log} and {home.console}; the last lines say why.",
    )
