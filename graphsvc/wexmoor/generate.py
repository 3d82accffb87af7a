"""Makes the demonstration area: partners' files into one folder, the truth about them into a file elsewhere."""

import math
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from graphsvc.errors import InputError
from graphsvc.wexmoor.concerns import Worries
from graphsvc.wexmoor.decoys import plant
from graphsvc.wexmoor.dice import dice
from graphsvc.wexmoor.files import PartnerFiles
from graphsvc.wexmoor.ordinary import Life
from graphsvc.wexmoor.pen import Pen
from graphsvc.wexmoor.people import Town
from graphsvc.wexmoor.registers import write_registers
from graphsvc.wexmoor.rhythm import day_counts, days_of, nights_of_clock_change
from graphsvc.wexmoor.taxis import Driver, make_drivers
from graphsvc.wexmoor.told import Happening, Line, Told, When
from graphsvc.wexmoor.truth import Planted, TruthBook

DEMO_DATE = date(2026, 10, 31)
"""The day on which the partners' files end."""
REPORTS = 2500
ORDINARY_SHARE = 0.70
ORDINARY_TOLD_AGAIN = 0.04
CONCERN_REPEATS = 1.19
LINKS_PER_REPORT, LINKS_TO_PHONES = 4.82, 0.45
"""Links that a report states on average; those to phones become rarer as the town outgrows the numbers kept for drama."""
BYTES_PER_REPORT = 1500
MOST_LINKS = 1_000_000
MOST_FACTOR = 82
"""The largest whole factor that stays below that many links."""
TIES_SHARE = 0.4
LEAST_FACTOR = 0.2

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Generated:
    """What was made. ``links_estimate`` is how many links an import of the files will state, to about a twentieth."""

    files: tuple[Path, ...]
    reports: int
    links_estimate: int
    patterns: int


def tell_nobody(_phrase: str, _share: float | None) -> None:
    """The progress of nobody who looks."""


def generate(
    directory: Path,
    truth: Path | None,
    seed: int = 1,
    factor: float = 1.0,
    progress: Progress = tell_nobody,
    until: date = DEMO_DATE,
) -> Generated:
    """Write the partners' files into ``directory`` and the truth into the file ``truth``, which must lie elsewhere.

    Without ``truth`` what was planted is not written down; the files are the same.

    The same seed, factor and end give the same bytes. ``factor`` 1 is about 2,500 reports over the 24 months that end on
    ``until``; the number of reports, and from 1 on the number of people, grows with it. ``progress`` is told a phrase and a
    share.
    """
    seed, factor = checked_seed(seed), checked_factor(factor)
    if truth is not None:
        _check_truth(directory, truth)
    _check_room(directory, factor)
    town = Town(seed, factor, until)
    progress("Peopling the town", 0.0)
    drivers = make_drivers(town)
    planted, cast = plant(town, drivers)
    pen, book = Pen(town, frozenset(cast.people), frozenset(cast.places)), TruthBook(planted)
    head = {"town": "Wexmoor", "seed": seed, "factor": factor, "until": until.isoformat()}
    try:
        with PartnerFiles(directory) as files:
            for share, told in _all_told(town, drivers, (planted, frozenset(cast.adults)), round(REPORTS * factor)):
                written = pen.write(told)
                book.note(told, written, files.add(written))
                if book.reports % 500 == 0:
                    progress("Writing reports", share)
            write_registers(files, town, drivers)
            if truth is not None:
                book.write(truth, head | {"reports": book.reports}, pen.tally, files.refused)
    except OSError as error:
        raise InputError(
            f"The files could not be written: {error.strerror or 'the disk refused'}.",
            next_step="Make room, or name other places for the files and the truth.",
        ) from None
    progress("Done", 1.0)
    return Generated(
        tuple(directory / n for n in files.names), book.reports, links_estimate(book.reports, factor), len(planted)
    )


def links_estimate(reports: int, factor: float) -> int:
    """How many links an import of so many reports will state, to about a twentieth."""
    return round(reports * (LINKS_PER_REPORT + LINKS_TO_PHONES / max(1.0, factor)))


def checked_seed(seed: object) -> int:
    """A seed as given, or as a person wrote it. Raises InputError, which says what would fit."""
    if isinstance(seed, str) and seed.strip().isascii() and seed.strip().isdigit():
        seed = int(seed) if len(seed) < 30 else -1
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        raise InputError(
            "The seed is not a whole number from 0 up.",
            next_step=f"Give a number from 0 to {2**63 - 1}, for example 1.",
        )
    return seed


def checked_factor(factor: object) -> float:
    """A factor as given, or as a person wrote it. Raises InputError, which says what would fit."""
    step = f"Give a factor from {LEAST_FACTOR} to {MOST_FACTOR}; 1 is about {REPORTS:,} reports."
    if isinstance(factor, str):
        with suppress(ValueError):
            factor = float(factor)
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not math.isfinite(factor):
        raise InputError("The factor is not a number.", next_step=step)
    if factor < LEAST_FACTOR:
        raise InputError("The factor is too small to hold the planted reports.", next_step=step)
    if factor > MOST_FACTOR:
        links, size = links_estimate(round(factor * REPORTS), factor), factor * REPORTS * BYTES_PER_REPORT / 1e9
        raise InputError(
            f"A factor of {factor:,.10g} would make about {links:,.0f} links in {size:,.1f} GB of files; "
            f"up to {MOST_LINKS:,} links are made.",
            next_step=step,
        )
    return float(factor)


def _check_truth(directory: Path, truth: Path) -> None:
    if truth.resolve().is_relative_to(directory.resolve()):
        raise InputError(
            "The truth file would lie among the partners' files.", next_step="Name a truth file outside that folder."
        )
    if truth.is_dir():
        raise InputError(f"{truth.name} is a folder.", next_step="Name a file for the truth.")


def _check_room(directory: Path, factor: float) -> None:
    there = next(p for p in (directory.resolve(), *directory.resolve().parents) if p.exists())
    needed = int(factor * REPORTS * BYTES_PER_REPORT)
    free = shutil.disk_usage(there).free
    if free < needed * 1.2:
        raise InputError(
            f"The files need about {needed / 1e6:,.0f} MB and {free / 1e6:,.0f} MB are free.",
            next_step=f"Make room, or give a factor of at most {free / 1.2 / REPORTS / BYTES_PER_REPORT:.1f}.",
        )


def _all_told(
    town: Town, drivers: tuple[Driver, ...], plot: tuple[tuple[Planted, ...], frozenset[int]], total: int
) -> Iterator[tuple[float, Told]]:
    """Every report in the order of its day, with the share of the two years gone by."""
    by_day: dict[date, list[Told]] = defaultdict(list)
    life = Life(town, drivers, plot[1])
    for told in (*_with_ties(life, plot[0]), *_clock_changes(town)):
        by_day[told.when.at.date()].append(told)
    planted = sum(len(p.told) for p in plot[0])
    ordinary = round(total * ORDINARY_SHARE / (1 + ORDINARY_TOLD_AGAIN))
    worries = max(0, round((total - planted - total * ORDINARY_SHARE) / CONCERN_REPEATS))
    anxious = Worries(life)
    days = days_of(town.until)
    counts = zip(days, day_counts(town.until, ordinary), day_counts(town.until, worries), strict=True)
    number = worry = 0
    for at, (day, lives, concerns) in enumerate(counts):
        for _ in range(lives):
            number += 1
            for told in _ordinary(life, number, day):
                yield at / len(days), told
        for _ in range(concerns):
            worry += 1
            for told in anxious.reports(worry, day):
                yield at / len(days), told
        for told in by_day.pop(day, ()):
            yield at / len(days), told
    for left in by_day.values():
        yield from ((1.0, told) for told in left)


def _with_ties(life: Life, planted: tuple[Planted, ...]) -> Iterator[Told]:
    """The planted reports; some say besides where a child lives and learns, as other reports do."""
    for told in (t for p in planted for t in p.told):
        throw = dice(life.town.seed, "planted ties", told.pattern, told.title, told.when.at)
        who = told.lines[0].who
        if who is not None and who.is_child_on(told.when.at.date()) and throw.random() < TIES_SHARE:
            yield replace(told, lines=(*told.lines, *life.ties(throw, told.form, who, 0.6)))
        else:
            yield told


def _ordinary(life: Life, number: int, day: date) -> Iterator[Told]:
    first = life.report(number, day)
    yield first
    if dice(life.town.seed, "twice", number).random() < ORDINARY_TOLD_AGAIN:
        again = life.told_again(first, number)
        if again is not None:
            yield again


def _clock_changes(town: Town) -> Iterator[Told]:
    """What was written down with a local time that the clocks left out or repeated, and the same night just outside it."""
    for number, at in enumerate(nights_of_clock_change(town.until)):
        throw = dice(town.seed, "clock", number)
        for form in ("incidents", "homes"):
            for clock in (True, False):
                time = at if clock else at.replace(hour=3)
                child = town.child(throw, at.date())
                line = Line("{who} was seen walking near {place}.", who=child, who_part="other",
                            place=town.places.station, place_part="seen at")  # fmt: skip
                yield Told(form, When(time), "Night walk", (line,), (Happening("welfare check", "Child out at night"),),
                           careful=True, clock=clock)  # fmt: skip
