"""A source and its cleaning plan in, one row per customer out: the same path in fit and score.

What a log tells beside that, a fit asks for afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from personae.dataclass import dataclass

if TYPE_CHECKING:
    import datetime as dt

    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.source import Source
    from personae.features.earlier import EarlierCustomers
    from personae.features.history import History
    from personae.features.product_pairs import ProductPairs
    from personae.features.promotion import PromotionShares

__all__ = ["CustomersAndPast", "customer_table", "customers_and_log", "past_of"]


@dataclass(frozen=True)
class CustomersAndPast:
    """Everything that a fit takes from the rows.

    Parameters
    ----------
    customers : Customers
        One row per customer; a finding says so if a window was set and there is nothing before.
    history : History or None
        The purchase days; None for a customer table.
    before : EarlierCustomers or None
        The customers of 30 days ago; None for a customer table, a log without a window, and where
        `personae.features.earlier.customers_before` finds none.
    baskets : ProductPairs or None
        What each customer has bought and kept; None for a customer table and a log without
        products.
    promotion : PromotionShares or None
        What was taken off each customer's prices, and what to expect; None where the log does not
        say.
    """

    customers: Customers
    history: History | None = None
    before: EarlierCustomers | None = None
    baskets: ProductPairs | None = None
    promotion: PromotionShares | None = None


def customer_table(
    source: Source, plan: CleaningPlan, *, as_of: dt.date | None = None
) -> Customers:
    """Clean a customer table or a purchase log and return one row per customer.

    Parameters
    ----------
    source : Source
        The table as it was read.
    plan : CleaningPlan
        What was decided about it.
    as_of : datetime.date, optional
        The day from which recency counts.

    Returns
    -------
    Customers
        One row per customer, sorted by id; every row of the source is accounted for.

    Raises
    ------
    InputError
        If the source lacks what the plan needs, or breaks one of its rules.
    IntegrityError
        If the account of the rows does not balance; that would be our own mistake.
    """
    return customers_and_log(source, plan, as_of=as_of)[0]


def customers_and_log(
    source: Source, plan: CleaningPlan, *, as_of: dt.date | None = None
) -> tuple[Customers, PurchaseLog | None]:
    """Return the customer table as `customer_table` does, and the clean log that it was made from.

    Parameters
    ----------
    source, plan, as_of
        As in `customer_table`.

    Returns
    -------
    Customers
        One row per customer.
    PurchaseLog or None
        What the rest is read from; None for a customer table, which has no more to tell.
    """
    if plan.kind == "customers":
        from personae.data.cleaning.clean_customers import clean_customers

        customers, log = clean_customers(source, plan, as_of=as_of), None
    else:
        from personae.data.cleaning.clean_log import clean_log
        from personae.features.log import customers_of

        log = clean_log(source, plan, as_of=as_of)
        customers = customers_of(log, as_of=as_of, window=plan.window)
    customers.ledger.check()
    return customers, log


def past_of(log: PurchaseLog, customers: Customers, history: History) -> CustomersAndPast:
    """Return customers with everything else that a fit takes from the rows.

    Segments do not depend on it, so that they can be looked for at the same time. Scoring takes
    `customer_table`, which is the first part.

    Parameters
    ----------
    log, customers
        What `customers_and_log` returned.
    history : History
        What `personae.features.history.history_of` read from it.

    Returns
    -------
    CustomersAndPast
        All of it; nothing reads the source after that.
    """
    from personae.features.earlier import customers_before, not_asked
    from personae.features.product_pairs import product_pairs
    from personae.features.promotion import promotion_shares
    from personae.features.return_curve import with_rhythm

    window = log.plan.window
    baskets, promotion = product_pairs(log), promotion_shares(log)
    customers = with_rhythm(customers, history.curve)
    before = None
    if window is not None:
        before = customers_before(log, customers, window=window)
        if before is None and customers.as_of is not None:
            told = not_asked(log, customers.as_of, window=window)
            customers = replace(customers, findings=(*customers.findings, told))
    return CustomersAndPast(customers, history, before, baskets, promotion)
