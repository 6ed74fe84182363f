"""Rhythms and segments in, the customers who are about to leave out, and what they are worth."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from personae.actions.leaving.overdue import AT_RISK, OVERDUE, SILENT_PART, rhythms_of, standing
from personae.actions.leaving.risk_check import risk_check
from personae.dataclass import dataclass
from personae.features.return_curve import FEWEST_GAPS
from personae.profile.numbering import numbered_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.leaving.overdue import Rhythms
    from personae.actions.leaving.risk_check import RiskCheck
    from personae.features.history import History
    from personae.features.purchase_days import PurchaseDays
    from personae.features.return_curve import ReturnCurve

__all__ = ["YEAR", "AtRisk", "SegmentRisk", "at_risk", "not_told"]

_WHO = (
    "At risk are customers who have bought on two days or more and are silent for longer than "
    "nine of ten of their own gaps, and for half a lapse day at least."
)
YEAR = 365


@dataclass(frozen=True)
class SegmentRisk:
    """The customers of one segment who are at risk.

    Parameters
    ----------
    segment : int
        Its number; 0 for all customers.
    size : int
        Its customers.
    repeat : int
        Those with two purchase days or more; only they have a rhythm to be overdue against.
    n : int
        Those at risk.
    share : float
        Of its customers. A count of these customers, not an estimate: it has no interval.
    revenue : float or None
        What those at risk brought in the last `AtRisk.money_days` days; None without money.
    revenue_share : float or None
        Of what the whole segment brought in these days; None where that is not above zero.
    """

    segment: int
    size: int
    repeat: int
    n: int
    share: float
    revenue: float | None
    revenue_share: float | None


@dataclass(frozen=True)
class AtRisk:
    """Who is about to leave: overdue against their own rhythm, and not lost yet.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer at risk, the largest value at stake first: ``id``, ``segment``,
        ``name``, ``days_silent``, ``usual_gap_days``, ``overdue``, ``p_alive`` (null where no
        model was fitted), ``value_at_stake`` (null without money), ``reason``.
    segments : tuple of SegmentRisk
        Per segment.
    everybody : SegmentRisk
        All customers.
    money_days : int
        Value at stake is the net money of so many days before the as-of date: 365, or the length
        of a shorter log.
    curve : ReturnCurve
        The lapse day, the lost day and the chance to return.
    check : RiskCheck or None
        Whether those at risk in the middle of the log really came back less often; None where the
        log is too short to be cut in two.
    """

    table: pa.Table = field(repr=False)
    segments: tuple[SegmentRisk, ...]
    everybody: SegmentRisk
    money_days: int
    curve: ReturnCurve = field(repr=False)
    check: RiskCheck | None = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the customers as JSON-ready values."""
        return {
            "overdue_from": OVERDUE,
            "silent_from": SILENT_PART * self.curve.lapse_day,
            "money_days": self.money_days,
            "everybody": dict(vars(self.everybody)),
            "segments": [dict(vars(item)) for item in self.segments],
            "curve": self.curve.to_dict(),
            "check": None if self.check is None else self.check.to_dict(),
            "words": list(self.words()),
        }

    def words(self) -> tuple[str, ...]:
        """Return what the figures mean, in sentences for somebody who runs a shop."""
        lapse, lost, within = self.curve.lapse_day, self.curve.lost_day, self.curve.horizon
        nine = f"Nine of ten gaps between two purchases end within {lapse} days"
        texts = [f"{nine}: that is the lapse day of this shop.", _WHO]
        if lost is not None:
            texts.append(
                f"From {lost} days of silence on, the chance to return within {within} days is "
                "less than a quarter of what it is just after a purchase: who is silent for that "
                "long counts as lost and is not in the list."
            )
        else:
            texts.append(
                "As far as this log can tell, no silence is so long that its customers are lost."
            )
        if self.check is not None:
            texts.append(self.check.text)
        return tuple(texts)


def at_risk(
    history: History,
    labels: NDArray[np.integer[Any]],
    names: tuple[str, ...],
    *,
    alive: NDArray[np.float64] | None = None,
    numbers: Sequence[int] = (),
) -> AtRisk | None:
    """Find the customers who are about to leave.

    At risk is who has two purchase days or more, is silent for longer than 90 % of their own gaps
    and for half a lapse day at least, and is not lost (see
    `personae.actions.leaving.overdue.standing`).

    Parameters
    ----------
    history : History
        When every customer bought.
    labels : ndarray, shape (n_customers,)
        The segment of every customer of ``history.days.ids``, counted from 0.
    names : tuple of str
        The name of every segment.
    alive : ndarray of float64, shape (n_customers,), optional
        The chance that each customer is still there (`personae.actions.worth`).
    numbers : sequence of int
        The number of every segment; 1, 2, ... unless said otherwise.

    Returns
    -------
    AtRisk or None
        None where the log has no rhythm to tell; `not_told` says why.
    """
    import numpy as np

    days, curve = history.days, history.curve
    rhythms = None if curve is None else rhythms_of(days)
    if curve is None or rhythms is None:
        return None
    risky = standing(days, curve, rhythms) == AT_RISK
    money_days = min(YEAR, days.log_days)
    money = None if days.value is None else _money_of(days, days.value, money_days)
    places = np.asarray(labels, dtype=np.int64)
    everybody = np.ones(len(places), dtype=bool)
    numbers = numbers or range(1, len(names) + 1)

    def part(number: int, inside: NDArray[np.bool_]) -> SegmentRisk:
        return _part(number, inside, repeat=days.counts > 1, risky=risky, money=money)

    return AtRisk(
        table=numbered_column(
            _table(
                np.flatnonzero(risky),
                days,
                places,
                names,
                rhythms=rhythms,
                money=money,
                alive=alive,
            ),
            "segment",
            numbers,
        ),
        segments=tuple(part(number, places == place) for place, number in enumerate(numbers)),
        everybody=part(0, everybody),
        money_days=money_days,
        curve=curve,
        check=risk_check(history),
    )


def not_told(history: History) -> str | None:
    """Return why nobody can be called at risk, or None where somebody can.

    Parameters
    ----------
    history : History
        When every customer bought.
    """
    if history.curve is None:
        return (
            f"The log holds fewer than {FEWEST_GAPS} gaps between two purchase days of a customer; "
            "who is overdue cannot be told."
        )
    if rhythms_of(history.days) is None:
        return (
            "Fewer than 30 customers bought on three days or more; how much the gaps of one "
            "customer differ cannot be told, nor who is overdue."
        )
    return None


def _money_of(days: PurchaseDays, value: NDArray[np.float64], last: int) -> NDArray[np.float64]:
    """Return what every customer brought in the last so many days, in hundredths."""
    import numpy as np

    within = days.day >= days.today - last
    money = np.bincount(days.customer[within], weights=value[within], minlength=days.n_customers)
    return money.astype(np.float64).round(2)


def _part(
    number: int,
    inside: NDArray[np.bool_],
    *,
    repeat: NDArray[np.bool_],
    risky: NDArray[np.bool_],
    money: NDArray[np.float64] | None,
) -> SegmentRisk:
    size, n = int(inside.sum()), int((inside & risky).sum())
    revenue = None if money is None else round(float(money[inside & risky].sum()), 2)
    whole = 0.0 if money is None else float(money[inside].sum())
    return SegmentRisk(
        segment=number,
        size=size,
        repeat=int((inside & repeat).sum()),
        n=n,
        share=n / size if size else 0.0,
        revenue=revenue,
        revenue_share=revenue / whole if revenue is not None and whole > 0.0 else None,
    )


def _table(
    rows: NDArray[np.int64],
    days: PurchaseDays,
    labels: NDArray[np.int64],
    names: tuple[str, ...],
    *,
    rhythms: Rhythms,
    money: NDArray[np.float64] | None,
    alive: NDArray[np.float64] | None,
) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    # the ids are sorted, and a stable sort keeps equal values in their order
    overdue = rhythms.overdue.round(4)
    stake = overdue[rows] if money is None else money[rows]
    rows = rows[np.argsort(-stake, kind="stable")]
    silent, usual = rhythms.days_silent[rows], rhythms.usual_gap[rows]
    return pa.table(
        {
            "id": days.ids.take(pa.array(rows)),
            "segment": pa.array(labels[rows] + 1, pa.int32()),
            "name": pa.array([names[place] for place in labels[rows].tolist()], pa.string()),
            "days_silent": pa.array(silent, pa.int32()),
            "usual_gap_days": pa.array(usual.round(1), pa.float64()),
            "overdue": pa.array(overdue[rows], pa.float64()),
            "p_alive": pa.nulls(len(rows), pa.float64())
            if alive is None
            else pa.array(alive[rows].round(4), pa.float64()),
            "value_at_stake": (
                pa.nulls(len(rows), pa.float64())
                if money is None
                else pa.array(money[rows], pa.float64())
            ),
            "reason": pa.array(
                [_reason(*pair) for pair in zip(usual.tolist(), silent.tolist(), strict=True)],
                pa.string(),
            ),
        }
    )


def _reason(usual: float, silent: int) -> str:
    every = round(usual)
    rhythm = "nearly every day" if every <= 1 else f"every {every:,} days"
    return f"usually buys {rhythm}, silent for {silent:,}{' days' if every <= 1 else ''}"
