"""Figures and differences in, the words in which people read them out.

Counts, shares and money are worded by `personae.profile.wording`, so that a segment's headline
and its card never write the same figure in two ways.
"""

from __future__ import annotations

import math

__all__ = ["plain", "signed"]


def signed(difference: float) -> str:
    """Return a difference in standard deviations with its sign.

    Examples
    --------
    >>> signed(0.98), signed(0.004), signed(-1.32).replace("\N{MINUS SIGN}", "-")
    ('+1.0', '0.0', '-1.3')
    """
    text = f"{difference:+.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else text.replace("-", "\N{MINUS SIGN}")


def plain(value: float | None) -> float | None:
    """Return a figure with seven digits, as JSON can hold it; None where there is none.

    Examples
    --------
    >>> plain(0.123456789), plain(float("nan")), plain(None)
    (0.1234568, None, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.7g}")
