"""Takes samples of two sides turn about, so that whatever else the machine does strikes both."""

import gc
import time
from collections.abc import Callable

Act = Callable[[], object]


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
        order.reverse()
    return taken["project"], taken["peer"]
