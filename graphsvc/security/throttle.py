"""Slowing down whoever guesses passwords: waits that double, per username and per address.

An attempt counts as failed from the moment it starts until ``succeeded`` says otherwise, so a hundred at once are no
way round. Kept in memory and bounded: at the bound the entry untouched longest goes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """How many failures are free, how long the longest wait is, after how long all is forgotten."""

    free: int
    longest: timedelta = timedelta(minutes=15)
    forget: timedelta = timedelta(hours=1)


@dataclass
class _Failures:
    count: int
    last_at: datetime


PER_USERNAME = Allowance(free=5)
PER_ADDRESS = Allowance(free=20)
"""More: a whole office may share an address."""


class SignInThrottle:
    """Who must wait before the next sign-in attempt."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        per_username: Allowance = PER_USERNAME,
        per_address: Allowance = PER_ADDRESS,
        size: int = 10_000,
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._usernames = _Ledger(per_username, size)
        self._addresses = _Ledger(per_address, size)

    def attempt(self, username: str, address: str) -> timedelta:
        """Start an attempt: zero where it may go on (it is counted), otherwise how long to wait (it is not)."""
        now = self._clock()
        with self._lock:
            wait = max(self._usernames.wait(_short(username), now), self._addresses.wait(_short(address), now))
            if not wait:
                self._usernames.add(_short(username), now)
                self._addresses.add(_short(address), now)
        return wait

    def succeeded(self, username: str, address: str) -> None:
        """The attempt was right: the username starts afresh, the address gets this attempt back."""
        with self._lock:
            self._usernames.forget(_short(username))
            self._addresses.give_back(_short(address))


class _Ledger:
    """Failures by name, at most ``size`` names."""

    def __init__(self, allowance: Allowance, size: int) -> None:
        self._allowance = allowance
        self._size = size
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait(self, name: str, now: datetime) -> timedelta:
        """How long ``name`` must still wait."""
        failures = self._failures.get(name)
        if failures is None or now - failures.last_at >= self._allowance.forget:
            self.forget(name)
            return timedelta()
        over = failures.count - self._allowance.free
        if over < 0:
            return timedelta()
        penalty = min(timedelta(seconds=2 ** min(over, 30)), self._allowance.longest)
        if now < failures.last_at:  # the clock was set back: the wait starts anew rather than never ending
            failures.last_at = now
        return max(failures.last_at + penalty - now, timedelta())

    def add(self, name: str, now: datetime) -> None:
        """One more failure of ``name``."""
        failures = self._failures.pop(name, _Failures(0, now))
        self._failures[name] = _Failures(failures.count + 1, now)
        while len(self._failures) > self._size:
            self._failures.popitem(last=False)

    def give_back(self, name: str) -> None:
        """One failure of ``name`` fewer."""
        if name in self._failures:
            self._failures[name].count -= 1
            if self._failures[name].count <= 0:
                del self._failures[name]

    def forget(self, name: str) -> None:
        """No failures of ``name``."""
        self._failures.pop(name, None)


def _short(name: str) -> str:
    """``name`` as it is counted; a long one must not fill the memory."""
    return name[:256].strip().casefold()
