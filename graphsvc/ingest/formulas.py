"""Keeps spreadsheet programs from taking a cell of a written CSV for a formula, so that it can be undone exactly."""

import re

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def neutralise(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula.

    >>> neutralise("=1+1"), neutralise("-1.35"), neutralise("O'Brien")
    ("'=1+1", '-1.35', "O'Brien")
    """
    return f"'{cell}" if cell.startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def restore(cell: str) -> str:
    """A cell of a rejects file as it was received."""
    return cell[1:] if cell.startswith("'") else cell
