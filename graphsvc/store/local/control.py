"""Reading what the keeper says, and asking it for something."""

import json
from typing import Any

from graphsvc.store.local import keeper
from graphsvc.store.local.home import Home


class Control:
    """The keeper of one home, as others see it."""

    def __init__(self, home: Home) -> None:
        self._directory = home.control

    def keeper_lives(self) -> bool:
        """Whether a keeper lives, whatever its state file says."""
        return keeper.is_locked(self._directory / keeper.KEEPER_LOCK)

    def server_lives(self) -> bool:
        """Whether a keeper or a Neo4j it started lives."""
        return keeper.is_locked(self._directory / keeper.SERVER_LOCK)

    def last_state(self) -> dict[str, Any]:
        """The last state written, by a keeper that may be gone; empty where there is none that can be read."""
        try:
            found = json.loads((self._directory / keeper.STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def state(self) -> dict[str, Any] | None:
        """The living keeper's state; None where no keeper lives."""
        return self.last_state() if self.keeper_lives() else None

    def request(self, what: str) -> None:
        """Ask the living keeper for ``what``; its instance is named, so that a later one does not take it for its own."""
        instance = (self.state() or {}).get("instance")
        if instance:
            keeper.write_atomically(self._directory / what, str(instance))

    def requested(self, what: str) -> bool:
        """Whether ``what`` is asked of the living keeper."""
        try:
            asked = (self._directory / what).read_text(encoding="utf-8")
        except OSError:
            return False
        return asked == (self.state() or {}).get("instance")
