"""One column in, one axis of the feature space out: the figures that say how."""

from __future__ import annotations

from personae.dataclass import dataclass

__all__ = ["SpaceStep"]


@dataclass(frozen=True)
class SpaceStep:
    """How one column becomes one axis: fill, clip, log, centre, scale, in this order.

    z = (f(min(max(x, lower), upper)) - mean) / scale * weight, with f(x) = ln(1 + x / unit) if
    `log`, else x.

    Parameters
    ----------
    column : str
        The column of the customer table.
    category : str or None
        For a categorical column: the category whose presence (0 or 1) is the value.
    fill : float
        What stands for a missing value.
    lower, upper : float or None
        Bounds of the winsorising; None where nothing is clipped.
    log : bool
        Whether ln(1 + x / unit) is taken.
    mean, scale : float
        Of the training rows after the steps before; 0 and 1 under ``raw``.
    weight : float
        1 for numbers; the stated weight for categories.
    reason : str
        Why these steps, in plain words.
    minimum, maximum : float
        The range seen in training, before clipping, for the out-of-range report.
    unit : float
        What counts as one under the logarithm: the median of the values above 0 under ``auto``, 1
        under ``log`` and in models that do not say.
    """

    column: str
    category: str | None
    fill: float
    lower: float | None
    upper: float | None
    log: bool
    mean: float
    scale: float
    weight: float
    reason: str
    minimum: float
    maximum: float
    unit: float = 1.0
