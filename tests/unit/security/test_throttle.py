"""Slowing down who guesses."""

import threading
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from graphsvc.security.throttle import Allowance, SignInThrottle

ZERO = timedelta()


def test_five_mistakes_are_free_then_waits_double(clock) -> None:  # type: ignore[no-untyped-def]
    """After five wrong passwords each further one costs twice the wait of the one before."""
    throttle = SignInThrottle(clock=clock)
    assert [throttle.attempt("ann", "a") for _ in range(5)] == [ZERO] * 5
    waits = []
    for _ in range(4):
        waits.append(throttle.attempt("ann", "a").total_seconds())
        clock.move(seconds=waits[-1])
        assert throttle.attempt("ann", "a") == ZERO
    assert waits == [1, 2, 4, 8]


def test_waits_end_at_fifteen_minutes(clock) -> None:  # type: ignore[no-untyped-def]
    """Nobody is locked out for good by another's guessing."""
    throttle = SignInThrottle(clock=clock, per_address=Allowance(free=10_000))
    for _ in range(100):
        clock.move(seconds=throttle.attempt("ann", "a").total_seconds())
    assert throttle.attempt("ann", "a") <= timedelta(minutes=15)


def test_waiting_attempts_are_not_counted(clock) -> None:  # type: ignore[no-untyped-def]
    """Trying during the wait does not lengthen it."""
    throttle = SignInThrottle(clock=clock)
    for _ in range(5):
        throttle.attempt("ann", "a")
    assert len({throttle.attempt("ann", "a") for _ in range(50)}) == 1


def test_success_starts_afresh(clock) -> None:  # type: ignore[no-untyped-def]
    """The right password clears the username's mistakes."""
    throttle = SignInThrottle(clock=clock)
    for _ in range(5):
        throttle.attempt("ann", "a")
    throttle.succeeded("ann", "a")
    assert [throttle.attempt("ann", "a") for _ in range(5)] == [ZERO] * 5


def test_success_does_not_launder_the_address(clock) -> None:  # type: ignore[no-untyped-def]
    """Whoever has one account cannot use it to guess at others for ever from one address."""
    throttle = SignInThrottle(clock=clock)
    waited = ZERO
    for n in range(60):
        waited = max(waited, throttle.attempt(f"victim{n}", "a"))
        if throttle.attempt("own", "a") == ZERO:
            throttle.succeeded("own", "a")
    assert waited > ZERO


def test_an_office_signs_in_from_one_address(clock) -> None:  # type: ignore[no-untyped-def]
    """A hundred colleagues behind one address sign in without waiting."""
    throttle = SignInThrottle(clock=clock)
    for n in range(100):
        assert throttle.attempt(f"user{n}", "office") == ZERO
        throttle.succeeded(f"user{n}", "office")


def test_success_out_of_nowhere_changes_nothing(clock) -> None:  # type: ignore[no-untyped-def]
    """A success whose attempt is no longer known earns nobody a free failure."""
    throttle = SignInThrottle(clock=clock)
    throttle.succeeded("ann", "a")
    assert [throttle.attempt("ann", "a") for _ in range(5)] == [ZERO] * 5
    assert throttle.attempt("ann", "a") > ZERO


def test_usernames_are_counted_whatever_their_case(clock) -> None:  # type: ignore[no-untyped-def]
    """Ann, ANN and ' ann ' are one username."""
    throttle = SignInThrottle(clock=clock)
    for name in ("Ann", "ANN", " ann ", "ann", "aNN"):
        throttle.attempt(name, name)
    assert throttle.attempt("ann", "elsewhere") > ZERO


def test_an_hour_forgets(clock) -> None:  # type: ignore[no-untyped-def]
    """An hour without a mistake and all is forgotten."""
    throttle = SignInThrottle(clock=clock)
    for _ in range(5):
        throttle.attempt("ann", "a")
    clock.move(hours=1)
    assert throttle.attempt("ann", "a") == ZERO


def test_attempts_at_once_are_no_way_round(clock) -> None:  # type: ignore[no-untyped-def]
    """Of fifty attempts started together, five go on."""
    throttle = SignInThrottle(clock=clock)
    waits: list[timedelta] = []
    threads = [threading.Thread(target=lambda: waits.append(throttle.attempt("ann", "a"))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(ZERO) == 5


def test_memory_is_bounded(clock) -> None:  # type: ignore[no-untyped-def]
    """However many names are tried, and however long, only so many are kept."""
    throttle = SignInThrottle(clock=clock, size=10)
    for n in range(1000):
        throttle.attempt(f"{n}" + "x" * 100_000, f"{n}")
    assert len(throttle._usernames._failures) == len(throttle._addresses._failures) == 10
    assert max(map(len, throttle._usernames._failures)) <= 256


@given(st.lists(st.floats(-7200, 7200), max_size=30))
def test_whatever_the_clock_does_no_wait_is_longer_than_the_longest(moves: list[float]) -> None:
    """A clock going back neither locks anybody out nor breaks anything."""
    from datetime import UTC, datetime

    now = datetime(2026, 3, 2, tzinfo=UTC)
    throttle = SignInThrottle(clock=lambda: now)
    for move in moves:
        now += timedelta(seconds=move)
        assert ZERO <= throttle.attempt("ann", "a") <= timedelta(minutes=15)
