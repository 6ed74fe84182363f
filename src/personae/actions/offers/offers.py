"""Segments and baskets in, everything about what they buy and what could be made for them out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personae.actions.offers.affinity import affinities
from personae.actions.offers.attributes import attributes
from personae.actions.offers.gaps import gaps
from personae.actions.offers.levels import FEWEST_HOLDERS, levels_of
from personae.actions.offers.on_promotion import on_promotion
from personae.dataclass import dataclass
from personae.profile.numbering import numbered_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from personae.actions.offers.affinity import Affinities
    from personae.actions.offers.attributes import Attribute
    from personae.actions.offers.gaps import Gaps
    from personae.actions.offers.levels import Assortment
    from personae.actions.offers.on_promotion import OnPromotion
    from personae.data.customers import Customers
    from personae.features.promotion import PromotionShares

__all__ = ["Offers", "offers"]


@dataclass(frozen=True)
class Offers:
    """What each segment buys, and what could be made for it.

    Parameters
    ----------
    affinities : Affinities or None
        What it picks more or less often than its baskets explain; None without products.
    gaps : Gaps or None
        What the next better segment buys and it does not; None without products or money.
    promotion : OnPromotion or None
        What it buys on promotion; None where the log has no discounts and categories.
    attributes : tuple of Attribute
        Which described attributes are over- and under-represented.
    not_told : tuple of str
        Why a part is missing, and which column would help.
    """

    affinities: Affinities | None
    gaps: Gaps | None
    promotion: OnPromotion | None
    attributes: tuple[Attribute, ...]
    not_told: tuple[str, ...]

    def numbered(self, numbers: Sequence[int]) -> Offers:
        """Return the same with the segments' numbers instead of their places, 1, 2, ...

        They are the same unless the run follows an earlier one.
        """
        if list(numbers) == list(range(1, len(numbers) + 1)):
            return self

        def moved(items: Iterable[Any], *names: str) -> tuple[Any, ...]:
            return tuple(
                replace(item, **{name: numbers[getattr(item, name) - 1] for name in names})
                for item in items
            )

        found, missing, bought = self.affinities, self.gaps, self.promotion
        if found is not None:
            found = replace(
                found,
                table=numbered_column(found.table, "segment", numbers),
                most=tuple(moved(own, "segment") for own in found.most),
                most_categories=tuple(moved(own, "segment") for own in found.most_categories),
            )
        if missing is not None:
            table = numbered_column(missing.table, "segment", numbers)
            missing = replace(
                missing,
                better=tuple(None if one is None else numbers[one - 1] for one in missing.better),
                table=numbered_column(table, "better", numbers),
                largest=tuple(moved(own, "segment", "better") for own in missing.largest),
                largest_categories=tuple(
                    moved(own, "segment", "better") for own in missing.largest_categories
                ),
            )
        if bought is not None:
            bought = replace(bought, segments=moved(bought.segments, "segment"))
        return replace(
            self,
            affinities=found,
            gaps=missing,
            promotion=bought,
            attributes=moved(self.attributes, "segment"),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what a report shows, as JSON-ready values; no id of a customer is in it."""
        return {
            "affinities": None if self.affinities is None else self.affinities.to_dict(),
            "gaps": None if self.gaps is None else self.gaps.to_dict(),
            "promotion": None if self.promotion is None else self.promotion.to_dict(),
            "attributes": [item.to_dict() for item in self.attributes],
            "not_told": list(self.not_told),
        }


def offers(
    customers: Customers,
    labels: NDArray[np.integer[Any]],
    names: tuple[str, ...],
    *,
    centers: NDArray[np.float64],
    assortment: Assortment | None,
    promotion: PromotionShares | None,
) -> Offers:
    """Say what each segment buys, and what could be made for it.

    Parameters
    ----------
    customers : Customers
        The customer table.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    names : tuple of str
        The name of every segment.
    centers : ndarray, shape (k, n_features)
        The centres of the segments in the feature space.
    assortment : Assortment or None
        Who bought what, and from which shelves.
    promotion : PromotionShares or None
        What was taken off each customer's prices.
    """
    found, missing = None, None
    money = None if customers.money is None else customers.table[customers.money].to_numpy()
    if assortment is not None and len(names) > 1:
        levels = levels_of(assortment, labels, len(names))
        found = affinities(assortment.baskets, levels, labels, names=names)
        if money is not None:
            missing = gaps(levels, labels, names, centers=centers, money=money)
    bought = None if promotion is None else on_promotion(promotion, labels, len(names))
    return Offers(
        affinities=found,
        gaps=missing,
        promotion=bought,
        attributes=attributes(customers, labels, len(names)),
        not_told=()
        if customers.kind == "customers" or len(names) < 2
        else _not_told(assortment, found, bought),
    )


def _not_told(
    assortment: Assortment | None, found: Affinities | None, bought: OnPromotion | None
) -> tuple[str, ...]:
    """Say of a purchase log why a part is missing."""
    told = []
    if assortment is None:
        told.append(
            "What the segments buy cannot be told: the log names no goods that were bought and "
            "kept. A column with the product of every line would do (--product)."
        )
    elif found is None:
        told.append(
            f"What the segments buy cannot be told: no product has {FEWEST_HOLDERS} buyers."
        )
    if assortment is not None and bought is None:
        told.append(
            "Who buys on promotion cannot be told: that takes a column of discounts (--discount) "
            "and one of categories (--category)."
        )
    return tuple(told)
