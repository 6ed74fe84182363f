"""Rows in, made-up rows of one lump out: what data without natural clusters would look like.

Each null keeps some of what is known of the rows and has no clusters of its own. Numbers are drawn
by (seed, stage, step) alone, so that a null data set hangs on no order of rows.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Protocol

import numpy as np

from personae.dataclass import dataclass
from personae.stats.sample import normals, uniforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Null", "OwnMarginals", "SkewedGaussian", "UniformBox", "yeo_johnson"]

# Powers that are tried, from far stronger than a logarithm (0) to its mirror image (2).
_POWERS = np.linspace(-2.0, 4.0, 25)
# Where the power bends, as shares of the way from an end of the column to its median.
_BENDS = (0.1, 0.3, 1.0, 3.0)
# Refinements of the power about the best of the grid, each to a quarter of the step.
_REFINEMENTS = 3


class Null(Protocol):
    """A maker of data without clusters."""

    @property
    def name(self) -> str:
        """Return what the null is called."""

    def draw(self, step: int, *, seed: int) -> NDArray[np.floating]:
        """Return null data set number `step`, as many rows and columns as the data."""


@dataclass(frozen=True)
class Lattice:
    """The values of columns in which most values come up more than once.

    Parameters
    ----------
    values : tuple of (ndarray or None)
        Per column its distinct values, ascending; None where the column is as good as continuous.
    """

    values: tuple[NDArray[np.float64] | None, ...]

    @classmethod
    def of(cls, X: NDArray[np.floating]) -> Lattice:
        """Find the columns with at most half as many distinct values as rows."""
        distinct = [np.unique(column) for column in X.T]
        return cls(tuple(found if 2 * len(found) <= len(X) else None for found in distinct))

    def round(self, X: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return the rows with such columns rounded to the nearest value that they have.

        Examples
        --------
        >>> Lattice((np.array([1.0, 2.0, 5.0]),)).round(np.array([[0.2], [1.6], [9.0]])).tolist()
        [[1.0], [2.0], [5.0]]
        """
        rounded = X.copy()
        for axis, values in enumerate(self.values):
            if values is not None:
                middles = (values[1:] + values[:-1]) / 2
                rounded[:, axis] = values[np.searchsorted(middles, X[:, axis])]
        return rounded


class UniformBox:
    """Uniform in the box around the rows, its sides along their principal components.

    Tibshirani, Walther and Hastie (2001), J. R. Statist. Soc. B 63:411-423, reference (b).

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in an order of their own (by key), so that sums come out alike.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> UniformBox(square).draw(0, seed=0).shape
    (4, 2)
    """

    name = "uniform"

    def __init__(self, X: NDArray[np.floating]) -> None:
        self._mean = X.mean(axis=0)
        offsets = X - self._mean
        self._axes = principal_axes(offsets)
        # Not a matrix product: its order of terms is the linear algebra library's.
        scores = np.einsum("ij,jk->ik", offsets, self._axes)
        self._low, self._width = scores.min(axis=0), np.ptp(scores, axis=0)
        self._lattice, self._rows = Lattice.of(X), len(X)

    def draw(self, step: int, *, seed: int) -> NDArray[np.floating]:
        """Return null data set number `step`."""
        places = _uniform_matrix(
            self._rows, len(self._mean), seed=seed, stage="null/uniform", step=(step,)
        )
        scores = self._low + self._width * places
        return self._lattice.round(self._mean + np.einsum("ij,kj->ik", scores, self._axes))


class SkewedGaussian:
    """One Gaussian after every column was straightened by a Yeo-Johnson power, mapped back.

    It has the skew and the correlations of the rows, stays within their range, and takes the values
    of columns that have few: one lump, however skewed.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in an order of their own (by key), so that sums come out alike.

    Examples
    --------
    >>> X = np.exp(np.linspace(-2, 2, 50))[:, None]
    >>> drawn = SkewedGaussian(X).draw(0, seed=0)
    >>> bool(X.min() <= drawn.min() and drawn.max() <= X.max())
    True
    """

    name = "skewed gaussian"

    def __init__(self, X: NDArray[np.floating]) -> None:
        self._powers = [fit_power(column) for column in X.T]
        straight = np.column_stack(
            [power.forward(column) for power, column in zip(self._powers, X.T, strict=True)]
        )
        self._mean = straight.mean(axis=0)
        self._root = covariance_root(straight - self._mean)
        self._low, self._high = straight.min(axis=0), straight.max(axis=0)
        self._ends = X.min(axis=0), X.max(axis=0)
        self._lattice, self._rows = Lattice.of(X), len(X)

    def draw(self, step: int, *, seed: int) -> NDArray[np.floating]:
        """Return null data set number `step`."""
        drawn = _correlated(self._rows, self._root, seed=seed, stage="null/gaussian", step=step)
        straight = self._mean + drawn
        straight = np.clip(straight, self._low, self._high)
        back = np.column_stack(
            [power.back(column) for power, column in zip(self._powers, straight.T, strict=True)]
        )
        return self._lattice.round(np.clip(back, *self._ends))


class OwnMarginals:
    """Every column's own values, dealt anew with the rank correlations of the rows.

    A Gaussian copula: nothing but the shape of single columns and their correlations is left, so
    that what it explains is no group of customers who are alike in several features.

    Parameters
    ----------
    X : ndarray, shape (n_rows, n_features)
        Rows in an order of their own (by key), so that sums come out alike.

    Examples
    --------
    >>> X = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 9.0], [4.0, 7.0]])
    >>> np.sort(OwnMarginals(X).draw(0, seed=0), axis=0).tolist()
    [[1.0, 5.0], [2.0, 5.0], [3.0, 7.0], [4.0, 9.0]]
    """

    name = "own marginals"

    def __init__(self, X: NDArray[np.floating]) -> None:
        n = len(X)
        self._sorted = np.sort(X, axis=0)
        normal = NormalDist()
        scores = np.array([normal.inv_cdf((rank + 0.5) / n) for rank in range(n)])
        ranked = np.column_stack([_mid_scores(column, scores) for column in X.T])
        self._root = covariance_root(ranked - ranked.mean(axis=0))

    def draw(self, step: int, *, seed: int) -> NDArray[np.floating]:
        """Return null data set number `step`."""
        drawn = _correlated(
            len(self._sorted), self._root, seed=seed, stage="null/marginals", step=step
        )
        ranks = drawn.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
        return np.take_along_axis(self._sorted, ranks, axis=0)


@dataclass(frozen=True)
class Power:
    """A Yeo-Johnson power of a column that was first moved and scaled.

    Parameters
    ----------
    origin, scale : float
        The column is taken as (x - origin) / scale; a negative scale mirrors it.
    exponent : float
        The power, lambda.
    """

    origin: float
    scale: float
    exponent: float

    def forward(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Straighten a column."""
        return yeo_johnson((x - self.origin) / self.scale, self.exponent)

    def back(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Undo `forward`."""
        return self.origin + self.scale * _yeo_johnson_back(y, self.exponent)


def yeo_johnson(x: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Return ((x + 1)**e - 1) / e for x >= 0, and -((1 - x)**(2 - e) - 1) / (2 - e) below 0.

    Where the exponent is 0, the logarithm. Yeo and Johnson (2000), Biometrika 87:954-959.

    Examples
    --------
    >>> yeo_johnson(np.array([-1.0, 0.0, 3.0]), 1.0).tolist()
    [-1.0, 0.0, 3.0]
    """
    upper = _bent(np.maximum(x, 0.0), exponent)
    return upper - _bent(np.maximum(-x, 0.0), 2.0 - exponent)


def _bent(x: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    logs = np.log1p(x)
    return logs if exponent == 0 else np.expm1(exponent * logs) / exponent


def _yeo_johnson_back(y: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    upper = _unbent(np.maximum(y, 0.0), exponent)
    return upper - _unbent(np.maximum(-y, 0.0), 2.0 - exponent)


def _unbent(y: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    return np.expm1(y if exponent == 0 else np.log1p(exponent * y) / exponent)


def fit_power(column: NDArray[np.float64]) -> Power:
    """Return the power that makes a column most like a normal one, by maximum likelihood.

    A power bends at its origin, and features come with any. Tried are the mean in units of the
    standard deviation, and both ends in units of parts of the way to the median: (x - min) / scale
    with a small scale is the logarithm of a skewed amount, wherever it was moved to. So neither
    a shift nor a unit of the column changes what comes out.

    Examples
    --------
    >>> power = fit_power(np.exp(np.linspace(-2.0, 2.0, 99)))
    >>> straight = power.forward(np.exp(np.array([-1.0, 0.0, 1.0])))
    >>> bool(abs((straight[2] - straight[1]) / (straight[1] - straight[0]) - 1) < 0.05)
    True
    """
    low, middle, high = float(column.min()), float(np.median(column)), float(column.max())
    if low == high:
        return Power(low, 1.0, 1.0)
    tried = [(float(column.mean()), float(column.std()))]
    tried += [(low, bend * (middle - low)) for bend in _BENDS if middle > low]
    tried += [(high, bend * (middle - high)) for bend in _BENDS if middle < high]
    best, found = -math.inf, Power(low, high - low, 1.0)
    for origin, scale in tried:
        likelihood, exponent = _most_likely((column - origin) / scale, scale)
        if likelihood > best:
            best, found = likelihood, Power(origin, scale, exponent)
    return found


def _most_likely(x: NDArray[np.float64], scale: float) -> tuple[float, float]:
    """Return the largest log-likelihood over the powers, less a constant, and its power."""
    powers, step = _POWERS, float(_POWERS[1] - _POWERS[0])
    for _ in range(1 + _REFINEMENTS):
        values = [_log_likelihood(x, float(power)) for power in powers]
        best = int(np.argmax(values))
        middle, step = float(powers[best]), step / 4
        powers = np.linspace(middle - 3 * step, middle + 3 * step, 7)
    return values[best] - len(x) * math.log(abs(scale)), middle


def _log_likelihood(x: NDArray[np.float64], exponent: float) -> float:
    """Return -n/2 ln(variance) + (e - 1) sum of sign(x) ln(1 + |x|)."""
    spread = float(yeo_johnson(x, exponent).std())
    if not 0 < spread < math.inf:
        return -math.inf
    slope = (exponent - 1) * float((np.sign(x) * np.log1p(np.abs(x))).sum())
    return slope - len(x) * math.log(spread)


def principal_axes(offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the principal components of centred rows as columns, their largest entry positive."""
    _, axes = np.linalg.eigh(np.einsum("ij,ik->jk", offsets, offsets))
    largest = np.abs(axes).argmax(axis=0)
    signed: NDArray[np.float64] = axes * np.sign(axes[largest, np.arange(len(axes))])
    return signed


def covariance_root(offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return R with R R' the covariance of centred rows."""
    variances, axes = np.linalg.eigh(np.einsum("ij,ik->jk", offsets, offsets) / len(offsets))
    stretched = axes * np.sqrt(np.maximum(variances, 0.0))
    # The symmetric root: it does not hang on the signs of the axes.
    root: NDArray[np.float64] = np.einsum("ij,kj->ik", stretched, axes)
    return root


def _mid_scores(column: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normal score of every row; equal rows share the mean of theirs."""
    _, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
    sums = np.add.reduceat(scores, np.concatenate([[0], np.cumsum(counts)[:-1]]))
    mids: NDArray[np.float64] = (sums / counts)[inverse.reshape(-1)]
    return mids


def _uniform_matrix(
    n: int, d: int, *, seed: int, stage: str, step: Sequence[int]
) -> NDArray[np.float64]:
    """Return numbers between 0 and 1 that hang on seed, stage, step, row and column alone."""
    cells = np.arange(n * d, dtype=np.uint64)
    return uniforms(cells, seed=seed, stage=stage, step=step).reshape(n, d)


def _correlated(
    n: int, root: NDArray[np.float64], *, seed: int, stage: str, step: int
) -> NDArray[np.float64]:
    """Return n rows of normal numbers with the covariance R R' of a `covariance_root`."""
    radii, angles = (
        _uniform_matrix(n, len(root), seed=seed, stage=stage, step=(step, part)) for part in (0, 1)
    )
    # Not a matrix product, as above.
    rows: NDArray[np.float64] = np.einsum("ij,kj->ik", normals(radii, angles), root)
    return rows
