"""How much memory may be used: what was asked for, or a share of the machine's."""

from __future__ import annotations

import os
from pathlib import Path

from personae.errors import Problem, ResourceError

__all__ = ["engine_share", "memory_ceiling", "refuse_beyond"]

_SHARE = 0.75  # of the machine; the rest is for the system and other programs
_UNKNOWN = 4_000_000_000  # where the system does not tell
_PROGRAM = 400_000_000  # Python and its libraries, before any data
_LEAST = 128_000_000
_LIMIT_FILES = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory_ceiling(asked: int | None) -> int:
    """Return the bytes of memory that may be used.

    Parameters
    ----------
    asked : int or None
        What ``--memory`` says; None takes three quarters of the machine's memory, or of what a
        container may use where that is less.

    Examples
    --------
    >>> memory_ceiling(2_000_000_000)
    2000000000
    """
    return asked if asked is not None else int(_SHARE * _of_machine())


def engine_share(ceiling: int) -> int:
    """Return the bytes that the database may hold; it puts the rest on the disk.

    Half of what is left beside the program itself: tables that leave the database need the other.

    Examples
    --------
    >>> engine_share(2_400_000_000)
    1000000000
    """
    return max(_LEAST, (ceiling - _PROGRAM) // 2)


def refuse_beyond(needed: int, ceiling: int, *, what: str) -> None:
    """Refuse work before it begins if it would take more memory than there may be.

    Parameters
    ----------
    needed : int
        Bytes that the work takes, beside the program itself.
    ceiling : int
        Bytes that may be used altogether.
    what : str
        What takes them, as the beginning of a sentence.

    Raises
    ------
    ResourceError
        If they do not fit.

    Examples
    --------
    >>> refuse_beyond(10**9, 2 * 10**9, what="The table of 3 customers")
    """
    if needed + _PROGRAM > ceiling:
        raise ResourceError(
            Problem(
                "memory/ceiling",
                f"{what} would take about {(needed + _PROGRAM) / 1e9:,.1f} GB of memory, and "
                f"{ceiling / 1e9:,.1f} GB may be used.",
                "Pass --memory with a larger size if the machine has it, give fewer columns, or "
                "run it on a larger machine.",
            )
        )


def _of_machine() -> int:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return _UNKNOWN
    limits = [total]
    for name in _LIMIT_FILES:
        try:
            limits.append(int(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue  # no container, or one without a limit ("max")
    return min(limits)
