"""Why a row or a file cannot be used, told without giving away what it holds."""

from graphsvc.errors import InputError, RowProblem


class RowRefused(Exception):  # not part of the error tree: it never leaves this room
    """One row cannot be used. It goes to the rejects; the rows around it are not touched."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.column, self.reason, self.value = column, reason, value

    def problem(self, row: int) -> RowProblem:
        """The refusal as a person is told it: the value masked."""
        return RowProblem(row, self.column, self.reason, mask(self.value))


def mask(value: str) -> str:
    """The first character and the length: enough to find the cell again, too little to name anyone.

    >>> mask("Todd Hamilton")
    'T… (13 characters)'
    """
    if not value:
        return ""
    count = f"{len(value):,} character{'s' if len(value) != 1 else ''}"
    return f"{value[0]}… ({count})" if value[0].isprintable() else f"… ({count})"


def damaged(file: str, row: int, column: str, reason: str, next_step: str) -> InputError:
    """A file that cannot be read as a whole: nothing of it is used."""
    where = f"row {row:,}" + (f", column {column}" if column else "") if row else "the file"
    return InputError(
        f"{file}: {where}: {reason}.", next_step=next_step, rows=(RowProblem(row, column, reason),) if row else ()
    )
