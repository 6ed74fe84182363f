"""Which columns make the segments, and why the others only describe."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FeatureSelection"]


@dataclass(frozen=True)
class FeatureSelection:
    """The chosen features and, for every column that is none, the reason.

    Parameters
    ----------
    features : tuple of str
        Columns of the customer table, in their order.
    how : {"chosen", "given"}
        Whether Personae chose them.
    reason : str
        Why these, in one or two plain sentences.
    left_out : tuple of (str, str)
        Every other column and why it only describes.
    """

    features: tuple[str, ...]
    how: str
    reason: str
    left_out: tuple[tuple[str, str], ...]
