"""Segments and sensitive attributes in, whether the one stands in for the other out.

Whoever treats segments differently may treat women and men, or the young and the old, differently
without meaning to: a segment can stand in for an attribute that was never a feature. How well the
segment tells the attribute is measured by Cramer's V, corrected for what chance gives (Bergsma
2013, A bias-correction for Cramér's V and Tschuprow's T), and by how many more customers one would
guess right who knows the segment (Goodman and Kruskal 1954).
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from personae.dataclass import dataclass
from personae.profile.columns import Groups, values_of
from personae.profile.wording import number
from personae.stats.chi_square import chi_square_tail
from personae.stats.intervals import wilson_interval
from personae.stats.suppression import hidden_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers

__all__ = ["Proxy", "ProxyShare", "corrected_v", "proxies"]

HARDLY, STRONGLY = 0.1, 0.3
"""Below the one a V is called negligible, from the other on strong (Cohen's small and medium)."""
CLEARLY = 0.1
"""A share of a segment that lies so many points from everybody's is worth a warning."""
_ALPHA = 0.05
_BANDS = 3


@dataclass(frozen=True)
class ProxyShare:
    """The share of one group of people within one segment.

    Parameters
    ----------
    segment : int
        The number of the segment.
    group : str
        A category, or a third of the values such as ``"up to 28"``.
    share, low, high : float
        Its share of the segment, with the 95 % interval of Wilson.
    overall : float
        Its share of all customers.
    is_clear : bool
        Whether it lies ten points or more from everybody's, and chance does not explain that, all
        shares of the column taken together.
    """

    segment: int
    group: str
    share: float
    low: float
    high: float
    overall: float
    is_clear: bool


@dataclass(frozen=True)
class Proxy:
    """How far the segments stand in for one sensitive attribute.

    Parameters
    ----------
    column, label : str
        The attribute.
    v : float
        The corrected V of Cramér: 0 where the segment tells nothing of it, 1 where it tells all.
    p : float
        How often chance alone gives so much (chi-square test).
    guessed, guessed_blind : float
        The share of customers of whom one would guess the attribute right at best: knowing the
        segment, and not knowing it.
    verdict : {"no", "partly", "yes"}
        ``"yes"`` from a V of 0.3 on, or where it is a feature; ``"partly"`` where V is 0.1 or
        more, or a share is clear.
    is_feature : bool
        Whether it made the segments.
    shares : tuple of ProxyShare
        By segment, then group; without those that would tell of too few people.
    """

    column: str
    label: str
    v: float
    p: float
    guessed: float
    guessed_blind: float
    verdict: Literal["no", "partly", "yes"]
    is_feature: bool
    shares: tuple[ProxyShare, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready values."""
        return {**vars(self), "shares": [vars(item) for item in self.shares]}


def corrected_v(table: NDArray[np.int64]) -> tuple[float, float]:
    """Return Cramér's V of a table of counts, corrected for bias, and its p-value.

    phi2 = max(0, chi2 / n - (r - 1)(c - 1) / (n - 1)), r' = r - (r - 1)^2 / (n - 1), the same for
    c, and V = sqrt(phi2 / min(r' - 1, c' - 1)).

    Examples
    --------
    >>> [round(value, 3) for value in corrected_v(np.array([[50, 0], [0, 50]]))]
    [1.0, 0.0]
    >>> corrected_v(np.array([[25, 25], [25, 25]]))
    (0.0, 1.0)
    """
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, (r, c) = int(table.sum()), table.shape
    if n < 2 or min(r, c) < 2:
        return 0.0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (r - 1) * (c - 1)
    phi2 = max(0.0, statistic / n - freedom / (n - 1))
    least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    v = math.sqrt(phi2 / least) if least > 0 else 0.0
    return min(1.0, v), chi_square_tail(statistic, freedom)


def proxies(
    customers: Customers,
    labels: NDArray[np.integer[Any]],
    numbers: Sequence[int],
    *,
    features: Sequence[str] = (),
    smallest: int = 1,
    shown: frozenset[tuple[int, str, str]] | None = None,
) -> tuple[Proxy, ...]:
    """Say of every sensitive column how far the segments stand in for it.

    Parameters
    ----------
    customers : Customers
        Columns whose use is ``"sensitive"`` are asked about.
    labels : ndarray of int
        Everybody's segment, counted from 0.
    numbers : sequence of int
        The number of each segment.
    features : sequence of str
        What made the segments.
    smallest : int
        Shares that tell of fewer people are left out, and what they could be worked out from.
    shown : frozenset of (int, str, str), optional
        Segment, column and category of the shares that are shown elsewhere; of categories no
        others are shown.

    Returns
    -------
    tuple of Proxy
        In the order of the columns; empty where there is one segment only.
    """
    groups = Groups(np.asarray(labels, dtype=np.int64), len(numbers))
    if groups.k < 2:
        return ()
    values = values_of(customers)
    told = []
    for column in customers.columns:
        if column.use != "sensitive":
            continue
        if column.type == "number":
            codes, names = _bands(values.numbers[column.name])
        else:
            coded = values.categories[column.name]
            codes, names = coded.codes.astype(np.int64), coded.names
        if len(names) < 2:
            continue
        table = np.zeros((groups.k, len(names)), dtype=np.int64)
        np.add.at(table, (groups.labels[codes >= 0], codes[codes >= 0]), 1)
        hidden = hidden_cells(table, smallest)
        if column.type == "category" and shown is not None:
            for row, number_of in enumerate(numbers):
                for at, name in enumerate(names):
                    hidden[row, at] = (number_of, column.name, name) not in shown
        table, hidden, names = _of_known(table, hidden, names)
        if len(names) < 2:
            continue
        is_feature = column.name in features
        told.append(
            _proxy(column, table, hidden, names=names, numbers=numbers, is_feature=is_feature)
        )
    return tuple(told)


def _of_known(
    table: NDArray[np.int64], hidden: NDArray[np.bool_], names: tuple[str, ...]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], tuple[str, ...]]:
    """Leave out who is unknown: to lack an answer is no age.

    Only where their number is shown anyway; from shares with and without them it could be worked
    out, and from it what else is hidden.
    """
    unknown = [at for at, name in enumerate(names) if name == "unknown"]
    if not unknown or hidden[:, unknown[0]].any():
        return table, hidden, names
    kept = [at for at in range(len(names)) if at != unknown[0]]
    return table[:, kept], hidden[:, kept], tuple(names[at] for at in kept)


def _bands(numbers: NDArray[np.float64]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Cut numbers into thirds of the customers; -1 where there is none."""
    codes = np.full(len(numbers), -1, dtype=np.int64)
    present = numbers[~np.isnan(numbers)]
    if len(present) == 0:
        return codes, ()
    inner = np.linspace(0.0, 1.0, _BANDS + 1)[1:-1]
    edges = np.unique(np.quantile(present, inner, method="lower"))
    edges = edges[edges < present.max()]
    codes[~np.isnan(numbers)] = np.searchsorted(edges, present, side="left")
    if len(edges) == 0:
        return codes, (number(float(present.max())),)
    texts = [number(float(edge)) for edge in edges]
    middle = [f"over {low} to {high}" for low, high in pairwise(texts)]
    return codes, (f"up to {texts[0]}", *middle, f"over {texts[-1]}")


def _proxy(
    column: CustomerColumn,
    table: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    *,
    names: Sequence[str],
    numbers: Sequence[int],
    is_feature: bool,
) -> Proxy:
    v, p = corrected_v(table)
    n = int(table.sum())
    shares = tuple(
        share
        for share, is_hidden in zip(_shares(table, names, numbers), hidden.ravel(), strict=True)
        if not is_hidden
    )
    strong = is_feature or (v >= STRONGLY and p < _ALPHA)
    clear = any(share.is_clear for share in shares) or (v >= HARDLY and p < _ALPHA)
    return Proxy(
        column=column.name,
        label=column.label or column.name,
        v=v,
        p=p,
        guessed=float(table.max(axis=1).sum() / n) if n else 0.0,
        guessed_blind=float(table.sum(axis=0).max() / n) if n else 0.0,
        verdict="yes" if strong else "partly" if clear else "no",
        is_feature=is_feature,
        shares=shares,
    )


def _shares(
    table: NDArray[np.int64], names: Sequence[str], numbers: Sequence[int]
) -> list[ProxyShare]:
    overall = table.sum(axis=0) / max(1, table.sum())
    # as many questions as cells: each has to be the clearer
    z = -NormalDist().inv_cdf(_ALPHA / (2 * table.size))
    told = []
    for segment, row in zip(numbers, table, strict=True):
        size = int(row.sum())
        for group, count, of_all in zip(names, row.tolist(), overall.tolist(), strict=True):
            low, high = wilson_interval(count, size)
            share = count / size if size else 0.0
            error = math.sqrt(of_all * (1.0 - of_all) / size) if size else math.inf
            clear = abs(share - of_all) >= max(CLEARLY, z * error)
            told.append(ProxyShare(segment, group, share, low, high, of_all, clear))
    return told
