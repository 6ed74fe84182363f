"""A process that is all ours in, a quicker and smaller one out."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from types import ModuleType

__all__ = [
    "arrow_on_all_cores",
    "collect_rarely",
    "draw_by_double",
    "keep_memory",
    "leave_at_once",
    "one_blas_thread",
    "spare_numpy_rest",
    "spare_pandas",
    "spare_scipy_notes",
    "when_imported",
]

# As malloc.h numbers them; older versions refuse more than 32 MB, and then set only the other one.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGE = 1 << 25

# New objects between two looks for garbage; Python looks after every 700.
_OBJECTS = 250_000


class _Watch:
    """Waits on `sys.meta_path` for one library to be imported.

    It stays there when that is done: another thread may be going through that list, and would pass
    over a finder if one before it were taken away.
    """

    def __init__(self, library: str, then: Callable[[], None]) -> None:
        self._library, self._then = library, then
        self._is_done = False

    def find_spec(
        self,
        name: str,
        path: object = None,  # noqa: ARG002
        target: object = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Look for a module, as `sys.meta_path` asks; have the library's loader go on to us."""
        if name != self._library or self._is_done:
            return None
        self._is_done = True  # or this would be asked again, and again
        spec = importlib.util.find_spec(name)
        self._is_done = False
        if spec is not None and spec.loader is not None:
            with contextlib.suppress(TypeError):  # a loader that nobody may change
                vars(spec.loader)["exec_module"] = self._followed(spec.loader.exec_module)
        return spec

    def _followed(self, load: Callable[[ModuleType], None]) -> Callable[[ModuleType], None]:
        def load_and_go_on(module: ModuleType) -> None:
            load(module)
            # not before: to ask whether a library is there does not import it
            if not self._is_done:
                self._is_done = True
                self._then()

        return load_and_go_on


def when_imported(library: str, then: Callable[[], None]) -> None:
    """Do something as soon as a library has been imported, whoever does it first.

    So what makes a library ready does not itself import it before it is needed.
    """
    if library in sys.modules:
        then()
    else:
        sys.meta_path.insert(0, _Watch(library, then))


class _WithoutPandas:
    """Answers that pandas is not there, as long as that is asked for."""

    hides = True

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        """Look for a module, as `sys.meta_path` asks."""
        if name == "pandas" and self.hides:
            raise ModuleNotFoundError(name=name)


def spare_pandas() -> None:
    """Keep pyarrow from importing pandas only to learn that nobody uses it.

    Before pyarrow takes a list it looks whether it is a pandas object, and imports pandas to find
    out: 0.4 s and 50 MB. It asks once, so it is told "not here" once; `to_pandas` still works. Not
    for a process that somebody else shares: pyarrow would take a Series for any sequence.
    """
    if "pandas" in sys.modules:
        return
    without = _WithoutPandas()
    sys.meta_path.insert(0, without)
    try:
        import pyarrow as pa

        pa.array([0])
    finally:
        without.hides = False  # it stays on the list, for the reason that `_Watch` gives


def spare_numpy_rest() -> None:
    """Keep scipy from importing all that NumPy leaves for later, such as its tools for tests.

    scipy takes every name that NumPy lists, and so has it import what nobody uses here: a fiftieth
    of a run. Names that are not there yet are listed no longer; who asks for one gets it as ever.
    Not for a process that somebody else shares.
    """
    import numpy as np

    there = vars(np)
    np.__all__ = [name for name in np.__all__ if name in there]
    there["__dir__"] = lambda: list(there)


def spare_scipy_notes() -> None:
    """Keep scipy from writing a note about array libraries into the text of each of its functions.

    Nobody reads these texts here, and to take each apart is a fiftieth of a run. Where scipy has
    no such notes, nothing happens. Not for a process that somebody else shares.
    """
    names = vars(sys.modules["scipy._lib._array_api"])
    if "xp_capabilities" in names:
        names["xp_capabilities"] = lambda **_: lambda function: function


def draw_by_double() -> None:
    """Have charts be drawn by a double of this process, which needs no fresh start.

    Not for a process that somebody else shares.
    """
    from personae.report.drawing_process import double_to_draw

    double_to_draw()


def collect_rarely() -> None:
    """Look for circles of dead objects less often: a command is short, and makes few of them.

    Memory of its own comes back without that, when the last reference goes. The looks are a
    twentieth of a run.
    """
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])


def keep_memory() -> None:
    """Have the C library keep the memory of large arrays for the next ones.

    It would give each back to the operating system at once, which then fills every page of the
    next with zeros: a thirtieth of a run. Only the GNU library has that switch.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        switch = ctypes.CDLL(None).mallopt
        switch(_MMAP_THRESHOLD, _LARGE)
        switch(_TRIM_THRESHOLD, _LARGE)


def one_blas_thread() -> None:
    """Have NumPy's and SciPy's libraries of linear algebra start no threads, unless told otherwise.

    Theirs wait for work by looking for it again and again, which takes a core from those that work;
    no matrix here is so large that several threads would be faster. It counts at their import.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def arrow_on_all_cores() -> None:
    """Give Arrow its threads, which sleep where there is no work.

    It takes what `one_blas_thread` says for their number, too.
    """
    import pyarrow as pa

    free = getattr(os, "sched_getaffinity", None)
    pa.set_cpu_count(len(free(0)) if free else os.cpu_count() or 1)


def leave_at_once(code: int) -> NoReturn:
    """End the process without taking apart what the operating system takes back anyway.

    That would be a tenth of a second. Whatever a command opens it has closed by now.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # whoever read it has gone, which was said already where it matters
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)
