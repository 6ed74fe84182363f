"""Packages that only some users need, asked for where they are used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from personae.errors import Problem, UsageError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["require"]


def require(module: str, *, extra: str) -> ModuleType:
    """Import an optional package, or say how to get it.

    Parameters
    ----------
    module : str
        The module to import.
    extra : str
        The name of the extra that installs it.

    Returns
    -------
    module
        The imported module.

    Raises
    ------
    UsageError
        If it is not installed; the message holds the command that installs it.

    Examples
    --------
    >>> require("json", extra="demo").__name__
    'json'
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise UsageError(
            Problem(
                "install/extra-missing",
                f"This needs the package {module}, which is not installed.",
                f'Run: pip install "personae[{extra}]"',
            )
        ) from None
