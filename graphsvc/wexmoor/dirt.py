"""The mistakes of real files. How often each is made is the agency's habit; how it is made is here."""

from datetime import date
from random import Random

from graphsvc.wexmoor.dice import pick
from graphsvc.wexmoor.names import NICKNAMES

MISREAD = {"0": "O", "O": "0", "1": "I", "I": "1", "5": "S", "S": "5", "8": "B", "B": "8"}
HEARD = (
    ("ph", "f"),
    ("ck", "k"),
    ("ie", "ei"),
    ("ll", "l"),
    ("th", "t"),
    ("y", "i"),
    ("e", "a"),
    ("tt", "t"),
    ("c", "k"),
)
WRONG_TOWNS = ("Saltfleet Bay", "Dogger Point", "Marram-on-Sea")


def misspelt(throw: Random, name: str) -> str:
    """A name as it was misheard or mistyped; never as it is."""
    given, _, family = name.partition(" ")
    target = family or given
    wrong = pick(throw, (_swapped, _doubled, _dropped, _misheard))(throw, target)
    if wrong == target:
        wrong = _doubled(throw, target)
    return f"{given} {wrong}" if family else wrong


def _swapped(throw: Random, text: str) -> str:
    at = throw.randint(1, max(1, len(text) - 3))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _doubled(throw: Random, text: str) -> str:
    at = throw.randint(1, len(text) - 1)
    return text[:at] + text[at - 1] + text[at:]


def _dropped(throw: Random, text: str) -> str:
    at = throw.randint(1, len(text) - 2)
    return text[:at] + text[at + 1 :]


def _misheard(throw: Random, text: str) -> str:
    found = [(a, b) for a, b in HEARD if a in text[1:]]
    if not found:
        return _doubled(throw, text)
    a, b = pick(throw, found)
    return text[0] + text[1:].replace(a, b, 1)


def reversed_name(given: str, family: str) -> str:
    """Family name first, as forms with a comma lose it."""
    return f"{family} {given}"


def nickname(throw: Random, given: str) -> str:
    """A short form of the given name; the initial where there is none."""
    return pick(throw, NICKNAMES.get(given, (given[0],)))


def transposed(throw: Random, born: date) -> date:
    """A birth date with day and month exchanged, or two digits of the year or day."""
    if born.day <= 12 and born.day != born.month and throw.random() < 0.7:
        return date(born.year, born.day, born.month)
    year = born.year // 100 * 100 + born.year % 10 * 10 + born.year // 10 % 10
    if 1920 <= year <= 2024 and year != born.year:
        return date(year, born.month, min(born.day, 28))
    return date(born.year, born.month, born.day % 28 + 1)


def misread(throw: Random, vrm: str) -> str:
    """A plate with one character taken for its like, or one character lost."""
    found = [i for i, c in enumerate(vrm) if i > 1 and c in MISREAD]
    if found and throw.random() < 0.75:
        at = pick(throw, found)
        return vrm[:at] + MISREAD[vrm[at]] + vrm[at + 1 :]
    return partial(throw, vrm)


def partial(throw: Random, vrm: str) -> str:
    """A plate of which only a part was seen."""
    return pick(throw, (f"{vrm[:4]} ???", f"?? {vrm[-3:]}", f"{vrm[:6]}??"))
