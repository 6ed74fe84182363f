"""A source and its cleaning plan in, one row per customer out: the same path in fit and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.source import Source

__all__ = ["customer_table"]


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
    if plan.kind == "customers":
        from personae.data.cleaning.clean_customers import clean_customers

        customers = clean_customers(source, plan, as_of=as_of)
    else:
        from personae.data.cleaning.clean_log import clean_log
        from personae.features.log import customers_of

        log = clean_log(source, plan, as_of=as_of)
        customers = customers_of(log, as_of=as_of, window=plan.window)
    customers.ledger.check()
    return customers
