"""A kernel's name in, a function that runs its machine code and lets other threads run out.

numba compiles each kernel of `kernels` once per machine, and the code is kept in a file; from then
on llvmlite, numba's own foundation, loads it in milliseconds, where importing numba and reading its
cache costs a second. Calls go through ctypes, which releases Python's lock.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import logging
import math
import re
import sys
import threading
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.disk.kept import folders_beside, keep, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import DTypeLike, NDArray

__all__ = [
    "ABREAST",
    "BINS",
    "PADDING",
    "ROOM",
    "TILE",
    "WIDE",
    "Held",
    "aligned",
    "all_kernels",
    "kernel",
    "kernel_for",
    "load_ahead",
    "sum_unit",
    "sums_room",
    "telling_of_compilation",
]

# As in `kernels`, which only a compilation imports; scratch space hangs on them.
TILE, WIDE, PADDING, BINS, ABREAST = 128, 256, 144, 64, 8
ROOM = 9 * TILE + 1

SOURCES = (
    "kernels.py", "lanes.py", "tile_kernels.py", "sum_kernels.py", "lloyd_kernels.py",
    "start_kernels.py", "label_kernels.py", "pair_kernels.py", "move_kernels.py",
)  # fmt: skip

# What fits of customers run, in this order.
_USUAL = (
    "ranges_float64", "columns_float64", "seed_rows", "squares_float32", "lloyd_starts_float32",
    "nearest_float64", "race", "swap_prices", "squares_float64", "lloyd_starts_float64",
    "paying_moves", "moved_sums", "exact_sums_float64", "distances_to_float64", "silhouettes",
)  # fmt: skip

# numba counts references to every slice of an array, for memory that it never allocated here. The
# counting would need numba's runtime, which is not there when kept code is loaded.
_COUNTING = re.compile(r"^ *(?:tail )?call void @NRT_(?:in|de)cref\(.*$", re.MULTILINE)

# Bytes in a line of the cache.
_LINE = 64

_LOCK = threading.Lock()
_ENGINES: list[Any] = []
_LISTENERS: list[Callable[[], None]] = []
_addressof, _first_byte = ctypes.addressof, ctypes.c_char.from_buffer
_SCALARS = {
    "int64": ctypes.c_int64,
    "uint64": ctypes.c_uint64,
    "float32": ctypes.c_float,
    "float64": ctypes.c_double,
}


@cache
def kernel(name: str) -> Callable[..., int]:
    """Return a kernel by its name; compile it if this machine never did.

    Parameters
    ----------
    name : str
        One of `all_kernels`.

    Returns
    -------
    callable
        Takes arrays (C-contiguous, of the kernel's types; or `Held`) and numbers; returns an int.

    Examples
    --------
    >>> low, high, scratch = np.empty(1), np.empty(1), np.empty(3 * 128)
    >>> kernel("ranges_float64")(np.array([[3.0], [5.0]]), 2, 1, 0, 2, low, high, scratch)
    0
    >>> low.tolist(), high.tolist()
    ([3.0], [5.0])
    """
    with _LOCK:
        code = kept(_places(name))
        if code is None:
            code = _packed(*_compile(name))
            keep(_places(name), code)
        symbol, arguments, machine_code = _unpacked(code)
        return _callable(name, _load(symbol, machine_code), arguments)


@cache
def kernel_for(name: str, dtype: np.dtype[Any]) -> Callable[..., int]:
    """Return the kernel of that name for numbers of a type.

    Examples
    --------
    >>> low, high, scratch = np.empty(1), np.empty(1), np.empty(3 * 128)
    >>> kernel_for("ranges", low.dtype)(np.array([[3.0], [5.0]]), 2, 1, 0, 2, low, high, scratch)
    0
    """
    return kernel(f"{name}_{dtype.name}")


def load_ahead() -> None:
    """Load the kernels that every fit runs, where this machine keeps them.

    That takes a few milliseconds each, and the library that loads them some more. Those that are
    not kept are compiled when they are asked for, so that whoever waits can be told.
    """
    for name in _USUAL:
        if kept(_places(name)) is not None:
            kernel(name)


class Held:
    """An array that many calls take: its type and place are looked at once.

    Looking takes a microsecond, and a pass over rows that rest is not much longer.

    Examples
    --------
    >>> low, high, scratch = np.empty(1), np.empty(1), np.empty(3 * 128)
    >>> X = Held(np.array([[3.0], [5.0]]))
    >>> kernel("ranges_float64")(X, 2, 1, 0, 2, low, high, scratch)
    0
    """

    __slots__ = ("array", "seen")

    def __init__(self, array: NDArray[Any]) -> None:
        self.array = array  # kept alive as long as its address
        self.seen = _look(array)


def _look(array: NDArray[Any]) -> tuple[np.dtype[Any], bool, int]:
    """Return an array's type, whether it is C-contiguous, and where it lies."""
    # There are ten arrays in a call, and NumPy's own answer takes a microsecond.
    try:
        return array.dtype, True, _addressof(_first_byte(array))  # type: ignore[arg-type]
    except (TypeError, ValueError, BufferError):
        # it is empty, not contiguous, or for reading only
        return array.dtype, array.flags.c_contiguous, array.__array_interface__["data"][0]


@contextmanager
def telling_of_compilation(listener: Callable[[], None]) -> Iterator[None]:
    """Call somebody whenever a kernel has to be compiled: it takes seconds, once on a machine."""
    _LISTENERS.append(listener)
    try:
        yield
    finally:
        _LISTENERS.remove(listener)


def _callable(name: str, address: int, arguments: list[str]) -> Callable[..., int]:
    """Return the function at an address with its arguments checked and turned into C's."""
    kinds: list[Any] = [ctypes.c_void_p if kind[0] == "*" else _SCALARS[kind] for kind in arguments]
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *kinds)(address)
    types = {at: np.dtype(kind[1:]) for at, kind in enumerate(arguments) if kind[0] == "*"}

    def call(*values: Any) -> int:
        if len(values) != len(arguments):
            raise TypeError(name, f"takes {len(arguments)} arguments, not {len(values)}")
        answer, raised = ctypes.c_int64(0), ctypes.c_void_p(0)
        plain = list(values)
        for at, kind in types.items():
            value = plain[at]
            found, contiguous, address = value.seen if isinstance(value, Held) else _look(value)
            if found != kind or not contiguous:
                raise TypeError(name, f"needs a C-contiguous array of {kind}")
            plain[at] = address
        status = function(ctypes.addressof(answer), ctypes.addressof(raised), *plain)
        if status != 0:
            raise RuntimeError(name, status)
        return answer.value

    return call


def _load(symbol: str, code: bytes) -> int:
    """Hand machine code to LLVM's loader; return the address of a function in it."""
    import llvmlite.binding as llvm

    if not _ENGINES:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)  # the code lives as long as its engine
    return int(engine.get_function_address(symbol))


def _compile(name: str) -> tuple[str, list[str], bytes]:
    """Compile a kernel for this processor; return its symbol, its arguments, and its code."""
    import llvmlite.binding as llvm

    from personae.cluster.kernels import compile_kernel

    logging.getLogger(__name__).info("compiling the kernel %s, once on this machine", name)
    for listener in _LISTENERS:
        listener()
    text, symbol, arguments = compile_kernel(*all_kernels()[name])  # type: ignore[no-untyped-call]
    module = llvm.parse_assembly(_COUNTING.sub("", text))
    for function in module.functions:
        # numba's door for callbacks needs numba's runtime; without it, plain code is left.
        if not function.is_declaration and function.name != symbol:
            function.linkage = llvm.Linkage.internal
    target = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3,
        jit=True,
    )  # fmt: skip
    builder = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=1))
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, builder)
    return symbol, arguments, target.emit_object(module)


def all_kernels() -> dict[str, Any]:
    """Return every kernel by its name, as numba takes it; imports numba."""
    # The modules put their kernels on one list.
    from personae.cluster import (  # noqa: F401
        label_kernels,
        lloyd_kernels,
        move_kernels,
        pair_kernels,
        start_kernels,
    )
    from personae.cluster.kernels import KERNELS

    return KERNELS


@cache
def _fingerprint() -> str:
    """Return what kept code hangs on: the kernels' text, the compiler, and the processor."""
    import llvmlite.binding as llvm

    parts = [
        *((Path(__file__).parent / file).read_bytes() for file in SOURCES),
        *(version(package).encode() for package in ("numba", "llvmlite")),
        sys.version.encode(),
        llvm.get_host_cpu_name().encode(),
        llvm.get_host_cpu_features().flatten().encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:24]


def _places(name: str) -> list[Path]:
    """Return where a kernel may be kept."""
    return [folder / f"{name}-{_fingerprint()}.kernel" for folder in folders_beside(__file__)]


def _unpacked(code: bytes) -> tuple[str, list[str], bytes]:
    header, machine_code = code.split(b"\n", 1)
    about = json.loads(header)
    return about["symbol"], about["arguments"], machine_code


def _packed(symbol: str, arguments: list[str], machine_code: bytes) -> bytes:
    about = {"symbol": symbol, "arguments": arguments}
    return json.dumps(about).encode() + b"\n" + machine_code


def aligned(size: int, dtype: DTypeLike) -> NDArray[Any]:
    """Return scratch space that begins where a line of the cache does; what it holds is anything.

    Reading across two lines takes a third longer where a register is as wide as a line.
    """
    kind = np.dtype(dtype)
    memory = np.empty(size * kind.itemsize + _LINE, dtype=np.uint8)
    start = -memory.__array_interface__["data"][0] % _LINE
    return memory[start : start + size * kind.itemsize].view(kind)


def sums_room(*shape: int) -> NDArray[np.int64]:
    """Return zeros to hold sums: so many columns at least, as many as kernels move together.

    Examples
    --------
    >>> sums_room(3, 5).shape
    (3, 8)
    """
    *groups, columns = shape
    return np.zeros((*groups, -(-columns // ABREAST) * ABREAST), dtype=np.int64)


def sum_unit(largest_sum: float) -> float:
    """Return the largest power of two that keeps a sum below 2^62 steps of its inverse.

    Examples
    --------
    >>> sum_unit(1.0) == 2.0**60
    True
    """
    # At 2^761 steps what matters is below 1e-210, and 1 / unit near the least float64.
    return math.ldexp(1.0, 61 - max(math.frexp(largest_sum or 1.0)[1], -700))
