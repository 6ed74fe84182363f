"""How many people may be contacted in, who of them is on the list out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["quotas", "within_cap"]


def quotas(sizes: dict[int, int], limit: int) -> dict[int, int]:
    """Share a number of contacts among segments in proportion to their size.

    Largest remainders (Hamilton's method); equal remainders go to the lower number.

    Parameters
    ----------
    sizes : dict of int to int
        How many people of each segment would be contacted without a limit.
    limit : int
        How many may be contacted in all.

    Returns
    -------
    dict of int to int
        How many of each segment may be; together `limit`, or everybody if they are fewer.

    Examples
    --------
    >>> quotas({1: 50, 2: 30, 3: 20}, 7)
    {1: 4, 2: 2, 3: 1}
    """
    total = sum(sizes.values())
    if total <= limit:
        return dict(sizes)
    given = {number: size * limit // total for number, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda number: (-(sizes[number] * limit % total), number))
    for number in by_remainder[: limit - sum(given.values())]:
        given[number] += 1
    return given


def within_cap(
    segments: NDArray[np.integer],
    control: NDArray[np.bool_],
    places: NDArray[np.float64],
    *,
    limit: int,
) -> NDArray[np.bool_]:
    """Choose who stays on a list of at most so many contacts, as a fair sample of everybody.

    Within each segment people stand in the order of `places`; the list ends with the one who
    fills the segment's quota. Those held out up to there stay on the list too, so that both arms
    are cut alike. People who are only held out are not contacted and count for no quota.

    Parameters
    ----------
    segments : ndarray of int, shape (n_people,)
        Everybody's segment.
    control : ndarray of bool, shape (n_people,)
        Who is held out.
    places : ndarray of float64, shape (n_people,)
        The order, from a hash that has nothing to do with that of the arms.
    limit : int
        How many may be contacted.

    Returns
    -------
    ndarray of bool, shape (n_people,)
        Who is on the list.

    Examples
    --------
    >>> control = np.array([False, True, False, False])
    >>> within_cap(np.ones(4, int), control, np.array([0.1, 0.2, 0.3, 0.4]), limit=2).tolist()
    [True, True, True, False]
    """
    numbers = np.unique(segments).tolist()
    sizes = {number: int(np.sum(~control[segments == number])) for number in numbers}
    kept = np.ones(len(segments), dtype=bool)
    for number, quota in quotas(sizes, limit).items():
        if quota == sizes[number]:
            continue
        members = np.flatnonzero(segments == number)
        ordered = members[np.argsort(places[members], kind="stable")]
        contacted = np.cumsum(~control[ordered])
        # whoever comes after the last one who may be contacted is off the list, held out or not
        before: NDArray[np.int64] = contacted - ~control[ordered]
        kept[ordered] = before < quota
    return kept
