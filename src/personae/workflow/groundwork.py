"""Customers and their log in; what the rows tell beside them, read while segments are looked for.

Nothing of it hangs on segments, and they hang on nothing of it. What is read is fitted and learned
from as soon as it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from personae.features.table import CustomersAndPast, past_of
from personae.workflow.beside import Beside

if TYPE_CHECKING:
    from types import TracebackType

    from personae.actions.offers.levels import Assortment
    from personae.actions.worth.worth import Forecasts
    from personae.config import Options
    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.customers import Customers
    from personae.data.source import Source
    from personae.features.history import History

__all__ = ["Groundwork"]


class Groundwork:
    """The work of a few threads that wait for each other, begun at once.

    As a block: who leaves it with an error leaves no work on the rows behind.

    Parameters
    ----------
    source : Source
        The table as it was read; its engine is closed when all of it is read.
    log : PurchaseLog or None
        The clean lines; None for a customer table.
    customers : Customers
        One row per customer.
    options : Options
        All decisions.
    """

    def __init__(
        self, source: Source, log: PurchaseLog | None, customers: Customers, options: Options
    ) -> None:
        self._source, self._log = source, log
        self._customers, self._options = customers, options
        self._history = Beside(self._read_history)
        self._past = Beside(self._read_rest)
        self._forecasts = Beside(self._fit)
        self._assortment = Beside(self._learn)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            for reading in (self._history, self._past):
                reading.end(self._source.engine.interrupt)

    def past(self) -> CustomersAndPast:
        """Wait for all that is read."""
        return self._past.result()

    def forecasts(self) -> Forecasts | None:
        """Wait for what foretells purchases; None for a customer table."""
        return self._forecasts.result()

    def assortment(self) -> Assortment | None:
        """Wait for who bought what, and from which shelves; None where no products are known."""
        return self._assortment.result()

    def _read_history(self) -> History | None:
        if self._log is None:
            return None
        from personae.features.history import history_of

        return history_of(self._log, self._customers, window=self._log.plan.window)

    def _read_rest(self) -> CustomersAndPast:
        try:
            history = self._history.result()
            if self._log is None or history is None:
                return CustomersAndPast(self._customers)
            return past_of(self._log, self._customers, history)
        finally:
            # Nothing after this reads a row; kept until the end, half a million are 150 MB.
            self._source.engine.close()

    def _fit(self) -> Forecasts | None:
        history = self._history.result()
        if history is None:
            return None
        from personae.actions.worth.worth import forecasts_of

        columns = [column.name for column in self._source.columns]
        complete = self._options.complete_histories
        return forecasts_of(history, columns=columns, complete=complete)

    def _learn(self) -> Assortment | None:
        baskets = self._past.result().baskets
        if baskets is None:
            return None
        from personae.actions.offers.levels import assortment_of

        return assortment_of(baskets)
