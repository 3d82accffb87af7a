"""Seeded chance: every choice is made by dice named after what they are thrown for.

Dice with one name always fall alike, in every process and whatever was thrown before, so one part of the town can change
without the others moving, and nothing need be remembered to come back to the same person.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

LARGEST_NUMBER = 9_999_991
"""A prime: running numbers are spread over it without ever meeting."""


def dice(*name: object) -> Random:
    """Dice that fall the same way for the same name. Text seeds do not depend on the process's hash seed."""
    return Random("/".join(map(str, name)))  # noqa: S311 (the same seed must give the same town)


def pick(throw: Random, options: Sequence[T]) -> T:
    """One of the options."""
    return options[int(throw.random() * len(options))]


def weighted(throw: Random, options: Sequence[T], weights: Sequence[float]) -> T:
    """One of the options, by weight."""
    return throw.choices(options, weights)[0]


def spread_number(index: int, step: int) -> int:
    """A seven-digit number for a running index: no two indexes share one, and neighbours get distant ones."""
    return 1 + (index * step + step // 7) % LARGEST_NUMBER
