"""What the rows told in, what later stages need of it whatever the segments are out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from personae.actions.offers.levels import Assortment
    from personae.actions.worth.worth import Forecasts
    from personae.config import Options
    from personae.data.source import Source
    from personae.features.table import CustomersAndPast

__all__ = ["Groundwork", "groundwork"]


@dataclass(frozen=True)
class Groundwork:
    """What can be fitted and learned before there are segments.

    Parameters
    ----------
    forecasts : Forecasts or None
        What foretells purchases; None for a customer table.
    assortment : Assortment or None
        Who bought what, and from which shelves; None for a customer table and a log without
        products.
    """

    forecasts: Forecasts | None = field(default=None, repr=False)
    assortment: Assortment | None = field(default=None, repr=False)


def groundwork(past: CustomersAndPast, source: Source, options: Options) -> Groundwork:
    """Fit what foretells purchases, and learn from which shelves customers picked.

    Parameters
    ----------
    past : CustomersAndPast
        What the rows told.
    source : Source
        The table as it was read.
    options : Options
        All decisions.
    """
    if past.history is None:
        return Groundwork()
    from personae.actions.offers.levels import assortment_of
    from personae.actions.worth.worth import forecasts_of

    columns = [column.name for column in source.columns]
    return Groundwork(
        forecasts_of(past.history, columns=columns, complete=options.complete_histories),
        None if past.baskets is None else assortment_of(past.baskets),
    )
