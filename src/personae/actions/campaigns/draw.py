"""Who may be contacted in, who gets the campaign and who is held out to compare with out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from personae.actions.campaigns.cap import within_cap
from personae.actions.campaigns.detect import detectable_difference
from personae.actions.campaigns.split import campaign_key, places
from personae.dataclass import dataclass
from personae.errors import NotEnoughDataError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["ALL", "DEFAULT_HOLDOUT", "Draw", "Drawing"]

DEFAULT_HOLDOUT = 0.1
ALL = 0
"""Stands for all segments together where a figure is kept by segment."""
_HALF = 500
"""Hold-outs are tried in steps of a thousandth, up to half."""


@dataclass(frozen=True)
class Draw:
    """The two arms of a campaign.

    Parameters
    ----------
    holdout : float
        The planned share of control.
    needed_by : int or None
        The segment that needs the hold-out to be as large as that, `ALL` if only all segments
        together can show the difference; None where the share was not looked for.
    treatment, control : ndarray of bool, shape (n_people,)
        Who gets it, and who is held out; neither for those above the limit.
    """

    holdout: float
    needed_by: int | None
    treatment: NDArray[np.bool_]
    control: NDArray[np.bool_]


@dataclass(frozen=True)
class Drawing:
    """People who may be contacted, ready to be divided.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Their ids.
    segments : ndarray of int, shape (n_people,)
        Their segments.
    campaign : str
        The campaign's name.
    max_contacts : int or None
        The most people to contact.

    Examples
    --------
    >>> import pyarrow as pa
    >>> ids = pa.array([str(number) for number in range(1000)])
    >>> drawing = Drawing(ids, np.repeat([1, 2], 500), "demo", max_contacts=100)
    >>> draw = drawing.hold_out(0.1)
    >>> int(draw.treatment.sum()), int(draw.control.sum())
    (100, 7)
    """

    ids: pa.Array
    segments: NDArray[np.integer]
    campaign: str
    max_contacts: int | None = None

    @cached_property
    def _arm(self) -> NDArray[np.float64]:
        return places(self.ids, key=campaign_key(self.campaign))

    @cached_property
    def _turn(self) -> NDArray[np.float64]:
        return places(self.ids, key=f"{campaign_key(self.campaign)}/cap")

    def hold_out(self, share: float, *, needed_by: int | None = None) -> Draw:
        """Divide people with this share held out: those whose place lies below it.

        The share that comes out scatters around the planned one as heads in coin throws do, by
        sqrt(h (1 - h) / n): 0.5 points for 10 % of 4,000 people. In return nobody's arm hangs on
        anybody else.
        """
        control: NDArray[np.bool_] = self._arm < share
        kept = np.ones(len(control), dtype=bool)
        if self.max_contacts is not None:
            kept = within_cap(self.segments, control, self._turn, limit=self.max_contacts)
        return Draw(share, needed_by, ~control & kept, control & kept)

    def detect(self, difference: float, rates: Mapping[int, float]) -> Draw:
        """Divide people with the smallest share held out that can show a rise.

        Every segment that could show it with half of its people held out shall show it. If none
        could, all segments together shall.

        Parameters
        ----------
        difference : float
            The rise, as a difference of shares.
        rates : dict of int to float
            The share of each segment, and of `ALL`, that buys anyway.

        Raises
        ------
        NotEnoughDataError
            If even half of all people are too few.
        """
        half = self.hold_out(0.5)
        groups = [
            number for number in rates
            if number != ALL and self._shows(half, number, difference, rates)
        ] or ([ALL] if self._shows(half, ALL, difference, rates) else [])  # fmt: skip
        if not groups:
            raise NotEnoughDataError(self._too_few(half, difference, rates))
        low, high, needed_by = 0, _HALF, groups[0]
        while high - low > 1:
            middle = (low + high) // 2
            draw = self.hold_out(middle / 1000)
            short = [
                number for number in groups if not self._shows(draw, number, difference, rates)
            ]
            if short:
                low, needed_by = middle, short[0]
            else:
                high = middle
        return self.hold_out(high / 1000, needed_by=needed_by)

    def counts(self, draw: Draw, segment: int) -> tuple[int, int]:
        """Return how many people of a segment, or of `ALL`, are in treatment and in control."""
        who = (
            np.ones(len(self.segments), dtype=bool) if segment == ALL else self.segments == segment
        )
        return int(np.sum(draw.treatment & who)), int(np.sum(draw.control & who))

    def detectable(self, draw: Draw, segment: int, rate: float | None) -> float | None:
        """Return the smallest rise that a segment's two arms can show; None if there is none."""
        return None if rate is None else detectable_difference(*self.counts(draw, segment), rate)

    def _shows(
        self, draw: Draw, segment: int, difference: float, rates: Mapping[int, float]
    ) -> bool:
        found = self.detectable(draw, segment, rates.get(segment))
        return found is not None and found <= difference

    def _too_few(self, half: Draw, difference: float, rates: Mapping[int, float]) -> Problem:
        best = self.detectable(half, ALL, rates.get(ALL))
        people = sum(self.counts(half, ALL))
        rise = f"{100 * difference:g} point{'' if difference == 0.01 else 's'}"
        what = f"{people:,} people are too few to show a rise of {rise}, "
        if best is None:
            return Problem(
                "campaign/too-few",
                f"{what}or of any other size, even if half of them are held out.",
                "Take more segments, or a longer window with --outcome-days.",
            )
        points = np.ceil(1000 * best) / 10
        return Problem(
            "campaign/too-few",
            f"{what}even if half of them are held out; the smallest they can show is then "
            f"{points:g} points.",
            f"Pass --detect {points:g}, take more segments, or a longer window with "
            "--outcome-days.",
        )
