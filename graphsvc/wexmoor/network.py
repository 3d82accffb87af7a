"""Who knows whom: neighbours and classmates in tight groups, and a few people whom very many know.

Nothing is stored: the acquaintances of a person follow from the index. Groups of neighbouring indexes make the clustering;
distant acquaintances are drawn so that a small number of people collect most of them, which makes the degrees heavy-tailed.
"""

from collections.abc import Iterator
from math import gcd

from graphsvc.wexmoor.dice import dice
from graphsvc.wexmoor.people import Town

GROUP = 8
GROUP_CHANCE = 0.6
STEP = 6007
NOT_ALL_TO_ONE = 0.05
"""Keeps the best known person from taking a twentieth of all acquaintances."""


def acquaintances(town: Town, index: int) -> tuple[int, ...]:
    """The indexes of the people this one names as known, without repeats."""
    found = dict.fromkeys((*_group(town, index), *_distant(town, index)))
    found.pop(index, None)
    return tuple(found)


def _group(town: Town, index: int) -> Iterator[int]:
    first = index // GROUP * GROUP
    for other in range(first, min(first + GROUP, town.size)):
        pair = (min(index, other), max(index, other))
        if other != index and dice(town.seed, "pair", *pair).random() < GROUP_CHANCE:
            yield other


def _distant(town: Town, index: int) -> Iterator[int]:
    throw = dice(town.seed, "distant", index)
    step = STEP + next(i for i in range(100) if gcd(STEP + i, town.size) == 1)
    for _ in range(throw.choice((0, 1, 1, 2, 3, 5))):
        rank = int(town.size * ((NOT_ALL_TO_ONE + (1 - NOT_ALL_TO_ONE) * throw.random()) ** 3 - NOT_ALL_TO_ONE**3))
        yield (rank * step + town.seed) % town.size
