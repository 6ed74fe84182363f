"""Columns and segments in, one profile per column and segment out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.profile.segment import CategoryProfile, NumberProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.profile.columns import Coded, Groups

__all__ = ["Spread", "category_profiles", "number_profiles", "rank_effects", "spread_of"]


@dataclass(frozen=True)
class Spread:
    """A number over all customers: how many have it, where it lies and how far it varies."""

    n: int
    mean: float
    median: float
    std: float


def spread_of(values: NDArray[np.float64]) -> Spread:
    """Return mean, median and standard deviation (ddof 0) of the values that are present.

    Examples
    --------
    >>> spread_of(np.array([1.0, 2.0, np.nan, 6.0]))
    Spread(n=3, mean=3.0, median=2.0, std=2.160246899469287)
    """
    present = values[~np.isnan(values)]
    if not len(present):
        return Spread(0, math.nan, math.nan, math.nan)
    return Spread(
        len(present), float(present.mean()), float(np.median(present)), float(present.std())
    )


def number_profiles(
    column: str, values: NDArray[np.float64], groups: Groups
) -> list[NumberProfile | None]:
    """Describe a numeric column within every segment.

    Missing values take no part. Quartiles lie between two values where they must, by linear
    interpolation. A segment in which nobody has a value gets None.

    Parameters
    ----------
    column : str
        The name of the column.
    values : ndarray, shape (n_rows,)
        NaN where missing.
    groups : Groups
        The segment of every row.

    Returns
    -------
    list of NumberProfile or None
        One per segment.

    Examples
    --------
    >>> from personae.profile.columns import Groups
    >>> income = np.array([10.0, 20.0, 60.0, 70.0])
    >>> low, high = number_profiles("income", income, Groups(np.array([0, 0, 1, 1]), 2))
    >>> high.mean, high.median, high.index, round(high.difference, 3)
    (65.0, 65.0, 162.5, 0.981)
    """
    overall = spread_of(values)
    return [_number_profile(column, part, overall) for part in groups.split(values)]


def _number_profile(
    column: str, part: NDArray[np.float64], overall: Spread
) -> NumberProfile | None:
    present = part[~np.isnan(part)]
    if not len(present):
        return None
    mean = float(present.mean())
    lower, median, upper = (float(value) for value in np.quantile(present, (0.25, 0.5, 0.75)))
    # a constant column's deviation is rounding, not a scale to divide by
    scale = overall.std if overall.std > 1e-12 * abs(overall.mean) else 0.0
    return NumberProfile(
        column=column,
        mean=mean,
        median=median,
        lower_quartile=lower,
        upper_quartile=upper,
        n_present=len(present),
        overall_mean=overall.mean,
        overall_median=overall.median,
        overall_std=overall.std,
        index=100.0 * mean / overall.mean if overall.mean > 0.0 else None,
        difference=(mean - overall.mean) / scale if scale else 0.0,
    )


def rank_effects(values: NDArray[np.float64], groups: Groups) -> NDArray[np.float64]:
    """Say how far each segment lies above or below everybody, whatever the shape of the column.

    The share of all customers that a typical member exceeds (ties count half), minus one half:
    +0.5 would be above everybody, -0.5 below everybody, 0 in the middle. One huge value cannot
    sway it, and a column and its logarithm give the same figure. It is the mean mid-rank of the
    segment; Mann and Whitney's U in other units.

    Parameters
    ----------
    values : ndarray, shape (n_rows,)
        NaN where missing; these rows take no part.
    groups : Groups
        The segment of every row.

    Returns
    -------
    ndarray, shape (k,)
        Zero for a segment in which nobody has a value.

    Examples
    --------
    >>> from personae.profile.columns import Groups
    >>> rank_effects(np.array([1.0, 1.0, 5.0, 900.0]), Groups(np.array([0, 0, 1, 1]), 2))
    array([-0.25,  0.25])
    """
    there = ~np.isnan(values)
    labels = groups.labels[there]
    n = len(labels)
    if not n:
        return np.zeros(groups.k)
    _, inverse, ties = np.unique(values[there], return_inverse=True, return_counts=True)
    middle = np.cumsum(ties) - 0.5 * ties
    # sums of whole and half ranks are exact, so the order of the rows cannot show
    totals = np.bincount(labels, weights=middle[inverse], minlength=groups.k)
    sizes = np.bincount(labels, minlength=groups.k)
    effects: NDArray[np.float64] = np.where(sizes > 0, totals / np.maximum(sizes, 1) / n - 0.5, 0.0)
    return effects


def category_profiles(column: str, coded: Coded, groups: Groups) -> list[list[CategoryProfile]]:
    """Return the share of every category within every segment.

    `difference` is the share minus everybody's share, in standard deviations of the 0/1 column.

    Parameters
    ----------
    column : str
        The name of the column.
    coded : Coded
        The category of every row.
    groups : Groups
        The segment of every row.

    Returns
    -------
    list of list of CategoryProfile
        Per segment, one per category, the most frequent of all customers first.

    Examples
    --------
    >>> from personae.profile.columns import Coded, Groups
    >>> coded = Coded(np.array([0, 0, 1, 0]), ("Female", "Male"))
    >>> first, second = category_profiles("gender", coded, Groups(np.array([0, 0, 1, 1]), 2))
    >>> [(item.category, item.share, item.overall_share) for item in second]
    [('Female', 0.5, 0.75), ('Male', 0.5, 0.25)]
    """
    n_names = len(coded.names)
    cells = np.bincount(groups.labels * n_names + coded.codes, minlength=groups.k * n_names)
    table = cells.reshape(groups.k, n_names)
    overall = table.sum(axis=0) / groups.n_rows
    sigma = np.sqrt(overall * (1.0 - overall))
    profiles = []
    for row, size in zip(table, groups.sizes, strict=True):
        shares = row / max(int(size), 1)
        profiles.append(
            [
                CategoryProfile(
                    column=column,
                    category=name,
                    count=int(row[code]),
                    share=float(shares[code]),
                    overall_share=float(overall[code]),
                    index=float(100.0 * shares[code] / overall[code]) if overall[code] else None,
                    difference=float((shares[code] - overall[code]) / sigma[code])
                    if sigma[code]
                    else 0.0,
                )
                for code, name in enumerate(coded.names)
            ]
        )
    return profiles
