"""Rows to measure with: overlapping blobs of unequal size, and noise around them."""

from __future__ import annotations

import numpy as np

BLOBS = 12
NOISE = 0.05
# Typical distance of two blobs' centres, in the spread of a blob: near enough to overlap.
APART = 3.5
BLOCK = 1 << 18


def blobs(n: int, d: int, dtype: type = np.float32, *, seed: int = 0) -> np.ndarray:
    """Return rows of shape (n, d), the same first rows whatever n.

    Twelve blobs whose centres are normal, a typical 3.5 apart; the j-th holds a share that falls
    as 1 / (j + 1); each has a spread of its own from 0.6 to 1.4. One row in twenty is noise,
    uniform in the box that reaches 4 from the origin. Blocks of 262,144 rows draw from Philox keyed
    by (seed, block).
    """
    layout = np.random.Generator(np.random.Philox(key=[seed, 2**32]))
    centers = layout.normal(0.0, APART / np.sqrt(2 * d), (BLOBS, d))
    spread = layout.uniform(0.6, 1.4, BLOBS)
    share = 1.0 / np.arange(1, BLOBS + 1)
    X = np.empty((n, d), dtype=dtype)
    for block, first in enumerate(range(0, n, BLOCK)):
        draw = np.random.Generator(np.random.Philox(key=[seed, block]))
        blob = draw.choice(BLOBS, BLOCK, p=share / share.sum())
        rows = draw.standard_normal((BLOCK, d))
        rows *= spread[blob, None]
        rows += centers[blob]
        noise = draw.random(BLOCK) < NOISE
        rows[noise] = draw.uniform(-4.0, 4.0, (int(noise.sum()), d))
        X[first : first + BLOCK] = rows[: n - first]
    return X


def first_centers(X: np.ndarray, k: int, *, seed: int = 0) -> np.ndarray:
    """Return k distinct rows of the first ten thousand, to start every side from."""
    some = np.unique(X[:10_000], axis=0)
    return some[np.random.Generator(np.random.Philox(key=[seed, k])).permutation(len(some))[:k]]
