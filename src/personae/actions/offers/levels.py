"""Baskets and segments in, the levels at which they are compared out: products, and categories."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from personae.actions.offers.shelf import bought_by, shelves_of
from personae.dataclass import dataclass

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.offers.shelf import Bought, Shelves
    from personae.features.product_pairs import Pairs, ProductPairs

__all__ = [
    "FEWEST_BUYERS",
    "FEWEST_HOLDERS",
    "FOUND",
    "Assortment",
    "Level",
    "assortment_of",
    "levels_of",
    "says_nothing",
]

FEWEST_HOLDERS = 30
"""Customers who must have bought a thing before anything is asked about it."""
FEWEST_BUYERS = 10
"""Customers of a segment who must have bought a thing before it is shown as theirs."""
FOUND = 0.05
"""The share of findings that may be chance: the largest q-value that counts."""

_NOTHING = re.compile(
    r"misc(\.|ellaneous)?|others?|unknown|none|n/?a|-|\?|various|unassigned|uncategori[sz]ed|"
    r"sonstige[s]?|divers(e|es)?|autres?|otros?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Assortment:
    """What a shop sells, with its shelves: all that can be said before there are segments.

    Parameters
    ----------
    baskets : ProductPairs
        Who bought what.
    products : Shelves
        From which shelves products were picked.
    categories : Shelves or None
        From which shelves categories were picked; None for a log that knows fewer than two.
    """

    baskets: ProductPairs
    products: Shelves = field(repr=False)
    categories: Shelves | None = field(repr=False)


@dataclass(frozen=True)
class Level:
    """Products, or the categories that they belong to.

    Parameters
    ----------
    name : str
        ``"product"`` or the name of the column of categories.
    pairs : Pairs
        Who bought what.
    bought : Bought
        The same by segment, with the shelves to compare it with.
    codes, labels : pyarrow.Array of string
        What each thing is; text of the shop's file.
    """

    name: str
    pairs: Pairs
    bought: Bought
    codes: pa.Array = field(repr=False)
    labels: pa.Array = field(repr=False)


def assortment_of(baskets: ProductPairs) -> Assortment:
    """Learn the shelves of a log, of its products and of its categories."""
    categories = baskets.categories
    return Assortment(
        baskets,
        shelves_of(baskets.pairs, least=FEWEST_HOLDERS),
        None if categories is None else shelves_of(categories, least=FEWEST_HOLDERS),
    )


def levels_of(
    assortment: Assortment, labels: NDArray[np.integer[Any]], k: int
) -> tuple[Level, ...]:
    """Return the levels of a log: products, then categories where it knows two or more.

    Parameters
    ----------
    assortment : Assortment
        Who bought what, and from which shelves.
    labels : ndarray, shape (n_customers,)
        The segment of every customer, from 0.
    k : int
        How many segments there are.
    """
    import pyarrow as pa

    baskets, shelves = assortment.baskets, assortment.products
    codes, told = (baskets.products[name].combine_chunks() for name in ("product", "label"))
    products = Level("product", shelves.pairs, bought_by(shelves, labels, k), codes, told)
    if assortment.categories is None:
        return (products,)
    named = pa.array(baskets.category_names, pa.string())
    bought = bought_by(assortment.categories, labels, k)
    column = baskets.category_column or "category"
    return products, Level(column, assortment.categories.pairs, bought, named, named)


def says_nothing(label: str) -> bool:
    """Tell whether a name says nothing of what was bought; such things stay out of short lists.

    Examples
    --------
    >>> says_nothing("MISCELLANEOUS"), says_nothing("MISC. HARDWARE")
    (True, False)
    """
    return _NOTHING.fullmatch(label.strip()) is not None
