"""References to entities that other rows, files or earlier imports gave."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from graphsvc.model.entities import ENTITY_TYPES
from graphsvc.model.provenance import UNDATED, Observed

Target = tuple[str, str]
"""The type and the id of an entity."""

_NAMES = tuple(t.name for t in ENTITY_TYPES)
_CODES = {name: bytes([code]) for code, name in enumerate(_NAMES)}


class RefResolver(Protocol):
    """Finds entities imported earlier by their reference in the sender's system."""

    def resolve(self, refs: Sequence[str]) -> Mapping[str, Target]:
        """(entity type, entity id) of each reference that is known; unknown ones are left out."""


class NothingKnown:
    """A resolver for a first import: every reference must come from the files themselves."""

    def resolve(self, refs: Sequence[str]) -> Mapping[str, Target]:  # noqa: ARG002 (the protocol's argument)
        """Nothing."""
        return {}


class RefMemory:
    """The references given in this run, in 17 bytes each beside the text, and the times that links take over from them."""

    def __init__(self) -> None:
        self._targets: dict[str, bytes] = {}
        self._observed: dict[str, Observed] = {}

    def add(self, ref: str, target: Target, observed: Observed) -> None:
        """Remember one; a time is kept only where there is one."""
        self._targets[ref] = _CODES[target[0]] + bytes.fromhex(target[1])
        if observed is not UNDATED:
            self._observed[ref] = observed

    def find(self, ref: str) -> Target | None:
        """The entity this reference stands for, if this run gave it."""
        packed = self._targets.get(ref)
        return (_NAMES[packed[0]], packed[1:].hex()) if packed else None

    def observed(self, ref: str) -> Observed:
        """The time of the entity with this reference, as far as this run knows it."""
        return self._observed.get(ref, UNDATED)
