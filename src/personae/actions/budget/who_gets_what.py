"""Customers and how many of each segment get which offer in, who gets which out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.split import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["offer_of_each"]


def offer_of_each(
    ids: pa.Array, segments: NDArray[np.integer], wanted: Mapping[tuple[int, str], int]
) -> list[str | None]:
    """Choose by chance who of each segment gets which offer; nobody gets two.

    Everybody of a segment stands in an order that comes from a hash of their id and of nothing
    else. The offers, in the order of their names, take as many as they need, one after the other.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Those who may be contacted.
    segments : ndarray of int, shape (n_ids,)
        Their segments.
    wanted : dict of (int, str) to int
        How many people, by segment and offer.

    Returns
    -------
    list of (str or None)
        The offer of each; None for who gets none.

    Raises
    ------
    ValueError
        If a segment has fewer people than it is to give.

    Examples
    --------
    >>> import pyarrow as pa
    >>> ids = pa.array(["a", "b", "c", "d"])
    >>> offer_of_each(ids, np.array([1, 1, 1, 2]), {(1, "mail"): 1, (1, "call"): 1})
    ['call', 'mail', None, None]
    """
    order = places(ids, key="personae.budget")
    given: list[str | None] = [None] * len(ids)
    for segment in sorted({segment for segment, _ in wanted}):
        members = np.flatnonzero(segments == segment)
        queue = members[np.argsort(order[members], kind="stable")].tolist()
        offers = sorted(offer for number, offer in wanted if number == segment)
        if sum(wanted[segment, offer] for offer in offers) > len(queue):
            msg = f"segment {segment} has only {len(queue)} people"
            raise ValueError(msg)
        for offer in offers:
            count = wanted[segment, offer]
            for place in queue[:count]:
                given[place] = offer
            queue = queue[count:]
    return given
