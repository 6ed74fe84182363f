"""Everything that can go wrong, as one tree: what, where and how to fix it.

::

    PersonaeError
    ├── UsageError          exit 2   an option cannot be meant as it stands
    ├── InputError          exit 3   the data are refused
    ├── NotEnoughDataError  exit 4   the data cannot carry the request
    ├── OutputError         exit 5   a result cannot be written
    ├── BusyError           exit 6   somebody else is writing there
    ├── ResourceError       exit 7   a limit of the machine or a set limit is reached
    ├── DatabaseError       exit 8   a source or sink answered with an error
    ├── IntegrityError      exit 9   a file is not what it was when it was written
    └── Cancelled           exit 130 somebody asked to stop

No message ever holds a cell's value: a message may be pasted into a ticket.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "BusyError",
    "Cancelled",
    "DatabaseError",
    "InputError",
    "IntegrityError",
    "NotEnoughDataError",
    "OutputError",
    "PersonaeError",
    "Problem",
    "ResourceError",
    "UsageError",
    "nearest_names",
    "unknown_column",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    code : str
        A stable name that scripts can rely on, such as ``"input/empty"``.
    what : str
        What is wrong and where (file, line, column), as a full sentence.
    fix : str
        The exact option, call or edit that resolves it.
    """

    code: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.what}\nFix: {self.fix}" if self.fix else self.what


class PersonaeError(Exception):
    """The base of every error that Personae raises on purpose.

    Parameters
    ----------
    *problems : Problem
        All problems that were found, not only the first.

    Examples
    --------
    >>> problem = Problem("input/empty", "customers.csv is empty (0 bytes).", "Export it again.")
    >>> error = InputError(problem)
    >>> print(error)
    customers.csv is empty (0 bytes).
    Fix: Export it again.
    >>> error.exit_code
    3
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n\n".join(str(problem) for problem in problems))
        self.problems = problems

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable name of every problem, in the order they were found."""
        return tuple(problem.code for problem in self.problems)


class UsageError(PersonaeError, ValueError):
    """An option cannot be meant as it stands, or names a column that the file lacks."""

    exit_code = 2


class InputError(PersonaeError, ValueError):
    """The data are refused: reading them would be a guess, or they break a rule."""

    exit_code = 3


class NotEnoughDataError(PersonaeError, ValueError):
    """The data are fine but too few for what was asked."""

    exit_code = 4


class OutputError(PersonaeError, OSError):
    """A result cannot be written; an earlier result is untouched."""

    exit_code = 5


class BusyError(PersonaeError):
    """Another run is writing to the same place."""

    exit_code = 6


class ResourceError(PersonaeError):
    """The work would pass a limit on memory, rows or size."""

    exit_code = 7


class DatabaseError(PersonaeError):
    """A database that is read from or written to answered with an error."""

    exit_code = 8


class IntegrityError(PersonaeError):
    """A file is not what it was when Personae wrote it."""

    exit_code = 9


class Cancelled(PersonaeError):  # noqa: N818 (the word that callers look for)
    """The run was stopped on request; nothing was written."""

    exit_code = 130


def nearest_names(name: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the known names that look most like `name`, at most `limit`.

    Examples
    --------
    >>> nearest_names("spend", ["spent", "age", "id"])
    ['spent']
    """
    lowered = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(name.lower(), lowered, n=limit, cutoff=0.5)
    return [lowered[match] for match in close]


def unknown_column(option: str, name: str, known: Sequence[str], *, where: str) -> Problem:
    """Describe an option that names a column which the data lack.

    Examples
    --------
    >>> print(unknown_column("--amount", "spend", ["id", "spent"], where="customers.csv"))
    Column "spend" is not in customers.csv (2 columns). Closest: "spent".
    Fix: Pass --amount with the name of a column of the file, such as --amount "spent".
    """
    close = nearest_names(name, known) or list(known[:3])
    listed = ", ".join(f'"{candidate}"' for candidate in close)
    return Problem(
        "columns/unknown",
        f'Column "{name}" is not in {where} ({len(known)} columns). Closest: {listed}.',
        f'Pass {option} with the name of a column of the file, such as {option} "{close[0]}".',
    )
