"""Takes samples of two sides turn about, so that whatever else the machine does strikes both."""

import gc
import sys
import time
from collections.abc import Callable

Act = Callable[[], object]

_LONG_S = 3.0
"""Samples longer than this are told as they come, so that nobody waits in silence."""


def timed(act: Act) -> float:
    """Seconds an act takes; the garbage collector is spared whatever this process held before, for either side."""
    gc.collect()
    gc.freeze()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def turn_about(project: Act, peer: Act, count: int, before: Act) -> tuple[list[float], list[float]]:
    """``count`` samples of each; who goes first changes every time; ``before`` runs outside the clock."""
    taken: dict[str, list[float]] = {"project": [], "peer": []}
    order = [("peer", peer), ("project", project)]
    for _ in range(count):
        for name, act in order:
            before()
            taken[name].append(timed(act))
            if taken[name][-1] > _LONG_S:
                print(f"  {name}: {taken[name][-1]:.1f} s", file=sys.stderr, flush=True)
        order.reverse()
    return taken["project"], taken["peer"]
