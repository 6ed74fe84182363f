"""RFM scores in, the name that people know for such a customer out."""

from __future__ import annotations

from personae.dataclass import dataclass

__all__ = ["RFM_NAMES", "RfmName", "rfm_name"]

_ANY = (1, 5)


@dataclass(frozen=True)
class RfmName:
    """A name and the scores it stands for, each from lowest to highest.

    Parameters
    ----------
    name : str
        The usual name.
    recency, frequency, monetary : tuple of (int, int)
        The scores that get it; of several names the first in `RFM_NAMES` counts.
    meaning : str
        What such customers have in common.
    """

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    monetary: tuple[int, int]
    meaning: str

    def fits(self, recency: int, frequency: int, monetary: int) -> bool:
        """Tell whether three scores lie within the bounds."""
        scores = ((recency, self.recency), (frequency, self.frequency), (monetary, self.monetary))
        return all(low <= score <= high for score, (low, high) in scores)


# The names of the rfm package for R and of most CRM tools. The package's own bounds leave 36 of the
# 125 cells without a name and three names without a cell; these cover every cell.
RFM_NAMES = (
    RfmName("Champions", (4, 5), (4, 5), (4, 5), "bought recently, often and for the most money"),
    RfmName("Can't Lose Them", (1, 1), (4, 5), (4, 5), "were among the best, and left long ago"),
    RfmName("Loyal Customers", (3, 5), (4, 5), _ANY, "buy often"),
    RfmName("Loyal Customers", (3, 5), (3, 3), (4, 5), "buy regularly and for much money"),
    RfmName("Potential Loyalist", (4, 5), (2, 3), _ANY, "bought recently and more than once"),
    RfmName("New Customers", (5, 5), (1, 1), _ANY, "bought very recently, hardly ever before"),
    RfmName("Promising", (4, 4), (1, 1), _ANY, "bought recently, hardly ever before"),
    RfmName("Need Attention", (3, 3), (3, 3), _ANY, "middling on all, and slipping"),
    RfmName("Need Attention", (3, 3), (1, 2), (4, 5), "spent much, and are slipping"),
    RfmName("About To Sleep", (3, 3), (1, 2), _ANY, "below the middle on all, and slipping"),
    RfmName("At Risk", (1, 2), (3, 5), _ANY, "used to buy often, not for a long time"),
    RfmName("At Risk", (1, 2), (1, 2), (4, 5), "spent much, not for a long time"),
    RfmName("Hibernating", (2, 2), (1, 2), _ANY, "bought rarely, not for a long time"),
    RfmName("Lost", (1, 1), (1, 2), _ANY, "bought rarely, longest ago"),
)
"""All names, the first that fits counts; together they cover all 125 cells."""


def rfm_name(recency: int, frequency: int, monetary: int) -> str:
    """Return the name for three scores from 1 to 5.

    Examples
    --------
    >>> rfm_name(5, 5, 5), rfm_name(5, 1, 1), rfm_name(1, 1, 1)
    ('Champions', 'New Customers', 'Lost')
    """
    return next(item.name for item in RFM_NAMES if item.fits(recency, frequency, monetary))
