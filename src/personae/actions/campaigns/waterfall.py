"""Reasons to leave people out in, who is left and how many each reason took out out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["REASONS", "Waterfall"]

REASONS = {
    "without_consent": "no consent",
    "suppressed": "never to be contacted",
    "not_at_risk": "not at risk",
    "global_holdout": "left out of every campaign",
    "recently_contacted": "contacted lately",
    "shared_address": "address of another customer",
    "without_address": "no usable address",
    "over_cap": "above the limit",
}
"""Why somebody is not on a list, in the order in which it is asked, and in words."""


@dataclass(frozen=True)
class Waterfall:
    """Why each person is left out; who has several reasons counts for the first.

    Parameters
    ----------
    reason : ndarray of int8, shape (n_people,)
        The place of the reason in `REASONS`, -1 for who is left.

    Examples
    --------
    >>> fall = Waterfall.start(3).leave_out("suppressed", np.array([True, False, False]))
    >>> fall = fall.leave_out("over_cap", np.array([True, True, False]))
    >>> fall.left.tolist(), fall.count(np.array([True, True, True]))["over_cap"]
    ([False, False, True], 1)
    """

    reason: NDArray[np.int8]

    @classmethod
    def start(cls, n_people: int) -> Waterfall:
        """Begin with everybody."""
        return cls(np.full(n_people, -1, dtype=np.int8))

    @property
    def left(self) -> NDArray[np.bool_]:
        """Who is not left out so far."""
        return self.reason < 0

    def leave_out(self, reason: str, people: NDArray[np.bool_]) -> Waterfall:
        """Leave these people out, those that are still in."""
        place = list(REASONS).index(reason)
        return Waterfall(np.where(self.left & people, np.int8(place), self.reason))

    def count(self, people: NDArray[np.bool_]) -> Mapping[str, int]:
        """Return how many of these people each reason took out."""
        counts = np.bincount(self.reason[people & ~self.left], minlength=len(REASONS))
        return dict(zip(REASONS, counts.tolist(), strict=True))
