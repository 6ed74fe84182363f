"""Ids in, numbers that look random and never depend on row order out.

Samples, folds, random starts and hold-outs all come from one keyed hash of the customer's id:
the first 15 hex digits of md5(key, byte 0x1F, id), which DuckDB, Spark, Postgres and Python
compute alike. Every further number of a row is its hash mixed with (seed, stage, step).
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = [
    "content_keys",
    "hash_sample",
    "mixed",
    "normals",
    "ordered_sample",
    "row_keys",
    "splitmix64",
    "uniforms",
]

_GOLDEN = 0x9E3779B97F4A7C15
_PART = 16_384
_MASK = (1 << 64) - 1


def row_keys(ids: pa.Array | pa.ChunkedArray | Sequence[str], *, key: str) -> NDArray[np.uint64]:
    """Return a 60-bit hash of every id.

    Parameters
    ----------
    ids : pyarrow.Array of string, or sequence of str
        Customer ids.
    key : str
        What the numbers are for; another key, unrelated numbers.

    Returns
    -------
    ndarray of uint64, shape (n_ids,)
        The first 15 hex digits of md5(utf8(key) || 0x1F || utf8(id)).

    Examples
    --------
    In DuckDB: ``('0x' || left(md5('demo' || chr(31) || id), 15))::UBIGINT``.

    >>> [hex(number) for number in row_keys(["00123", "ü"], key="demo").tolist()]
    ['0xed0b2a1b687855f', '0x5899bd46e32df70']
    """
    values = ids.to_pylist() if hasattr(ids, "to_pylist") else ids
    prefix = key.encode() + b"\x1f"
    digests = b"".join(
        [hashlib.md5(prefix + value.encode(), usedforsecurity=False).digest() for value in values]
    )
    # A digest is two big-endian words; 15 hex digits are the upper 60 bits of the first.
    return np.frombuffer(digests, dtype=">u8")[::2].astype(np.uint64) >> np.uint64(4)


def content_keys(X: NDArray[np.floating]) -> NDArray[np.uint64]:
    """Return a hash of every row of numbers, for rows that have no id: equal rows, equal hash.

    Examples
    --------
    >>> keys = content_keys(np.array([[0.0, 1.0], [1.0, 0.0], [-0.0, 1.0]]))
    >>> bool(keys[0] == keys[2]), bool(keys[0] == keys[1])
    (True, False)
    """
    keys = np.full(len(X), X.shape[1], dtype=np.uint64)
    # In parts that stay in the cache; all at once would be a copy of the rows.
    for start in range(0, len(X), _PART):
        part = slice(start, start + _PART)
        for axis in range(X.shape[1]):
            # Adding zero turns -0.0 into 0.0, which compare equal and must hash alike.
            bits = np.add(X[part, axis], 0.0, dtype=np.float64).view(np.uint64)
            keys[part] = splitmix64(keys[part] ^ bits)
    return keys


def splitmix64(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scramble 64-bit numbers so that close inputs give unrelated outputs.

    The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), one step on.

    Examples
    --------
    >>> hex(int(splitmix64(np.array([0], dtype=np.uint64))[0]))
    '0xe220a8397b1dcdaf'
    """
    z = numbers + np.uint64(_GOLDEN)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        z ^= z >> np.uint64(shift)
        z *= np.uint64(factor)
    z ^= z >> np.uint64(31)
    return z


def uniforms(
    keys: NDArray[np.uint64], *, seed: int, stage: str, step: int | Sequence[int] = 0
) -> NDArray[np.float64]:
    """Return a number between 0 and 1 (both excluded) for every row.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n_rows,)
        Hashes of the rows.
    seed : int
        The user's seed.
    stage : str
        What is drawn for, such as ``"bootstrap"``.
    step : int or sequence of int
        Which draw of the stage, as one number or several (start 3, step 2).

    Examples
    --------
    >>> keys = row_keys(["a", "b"], key="demo")
    >>> both = uniforms(keys, seed=0, stage="doc")
    >>> bool((uniforms(keys[::-1], seed=0, stage="doc")[::-1] == both).all())
    True
    """
    scrambled = splitmix64(keys ^ mixed(seed=seed, stage=stage, step=step))
    # 52 bits and a half: neither 0 nor 1 can come out, so that ln(u) is finite and below 0.
    return ((scrambled >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normals(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return standard normal numbers from two independent sets of `uniforms`.

    Box and Muller (1958), Ann. Math. Statist. 29:610-611: sqrt(-2 ln u) cos(2 pi v).

    Examples
    --------
    >>> normals(np.exp(np.array([-0.5, -2.0])), np.array([0.0, 0.5])).tolist()
    [1.0, -2.0]
    """
    drawn: NDArray[np.float64] = np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * other)
    return drawn


def mixed(*, seed: int, stage: str, step: int | Sequence[int] = 0) -> np.uint64:
    """Return what `uniforms` mixes into every row's hash: one number for seed, stage and step."""
    steps = (step,) if isinstance(step, int) else tuple(step)
    name = _number_of(stage)
    for part in (seed, *steps):
        name = _scramble(name ^ (part & _MASK))
    return np.uint64(name)


@cache
def _number_of(stage: str) -> int:
    """Return the number that stands for a stage; there are few of them."""
    return int.from_bytes(hashlib.md5(stage.encode(), usedforsecurity=False).digest()[:8], "big")


def hash_sample(
    keys: NDArray[np.uint64], size: int, *, seed: int, stage: str, step: int = 0
) -> NDArray[np.intp]:
    """Return the positions of `size` rows, ascending: those whose mixed hash is smallest.

    Examples
    --------
    >>> keys = row_keys([str(number) for number in range(1000)], key="demo")
    >>> len(hash_sample(keys, 10, seed=0, stage="doc"))
    10
    """
    if size >= len(keys):
        return np.arange(len(keys))
    draws = uniforms(keys, seed=seed, stage=stage, step=step)
    return np.sort(np.argpartition(draws, size)[:size])


def ordered_sample(
    X: NDArray[np.floating], keys: NDArray[np.uint64], size: int, *, seed: int, stage: str
) -> NDArray[np.intp]:
    """Return the positions of a `hash_sample` in the order of their keys, then of their numbers.

    So the order of the file shows in no sum over them.

    Examples
    --------
    >>> X, keys = np.array([[5.0], [7.0], [6.0]]), np.array([3, 1, 1], dtype=np.uint64)
    >>> ordered_sample(X, keys, 3, seed=0, stage="doc").tolist()
    [2, 1, 0]
    """
    rows = hash_sample(keys, size, seed=seed, stage=stage)
    order: NDArray[np.intp] = rows[np.lexsort((*X[rows].T, keys[rows]))]
    return order


def _scramble(number: int) -> int:
    """Scramble one Python integer as `splitmix64` does an array, without the cost of an array."""
    z = (number + _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)
