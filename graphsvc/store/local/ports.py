"""The local Neo4j's port on the loopback address."""

import socket
from pathlib import Path

from graphsvc.errors import SettingsError
from graphsvc.store.local import keeper

LOOPBACK = "127.0.0.1"


def choose(wanted: int, file: Path) -> int:
    """The Bolt port: the one set, else the one kept in ``file``, else a free one, which is kept from now on.

    Raises SettingsError where the one set is taken; a kept one that a stranger took is replaced.
    """
    if wanted:
        if not is_free(wanted):
            raise SettingsError(
                f"Port {wanted} on this machine is taken by another program, or this account may not use it.",
                next_step="Set GRAPHSVC_LOCAL__PORT to a free port, or to 0 to have one chosen.",
            )
        return wanted
    kept = _kept(file)
    if kept and is_free(kept):
        return kept
    port = _any_free()
    keeper.write_atomically(file, f"{port}\n")
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _kept(file: Path) -> int:
    try:
        kept = int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
    return kept if 1024 <= kept <= 65535 else 0
