"""A source and its cleaning plan in, one row per customer out: the same path in fit and score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from personae.data.cleaning.purchase_log import PurchaseLog
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.source import Source
    from personae.features.earlier import EarlierCustomers
    from personae.features.history import History

__all__ = ["customer_table", "customers_and_past"]


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
        _, customers = _log_and_customers(source, plan, as_of=as_of)
    customers.ledger.check()
    return customers


def customers_and_past(
    source: Source, plan: CleaningPlan, *, as_of: dt.date | None = None
) -> tuple[Customers, History | None, EarlierCustomers | None]:
    """Return the customer table, and for a log its history and with a window that of 30 days ago.

    A fit asks for all of it at once. Scoring takes `customer_table`, which is the
    first of the three.

    Parameters
    ----------
    source, plan, as_of
        As in `customer_table`.

    Returns
    -------
    customers : Customers
        One row per customer; a finding says so if a window was set and there is nothing before.
    history : History or None
        The purchase days; None for a customer table.
    before : EarlierCustomers or None
        None for a customer table, a log without a window, and where `customers_before` finds none.
    """
    if plan.kind == "customers":
        return customer_table(source, plan, as_of=as_of), None, None
    from personae.features.earlier import customers_before, not_asked
    from personae.features.history import history_of
    from personae.features.return_curve import with_rhythm

    log, customers = _log_and_customers(source, plan, as_of=as_of)
    customers.ledger.check()
    history = history_of(log, customers, window=plan.window)
    customers = with_rhythm(customers, history.curve)
    if plan.window is None:
        return customers, history, None
    before = customers_before(log, customers, window=plan.window)
    if before is None and customers.as_of is not None:
        told = not_asked(log, customers.as_of, window=plan.window)
        customers = replace(customers, findings=(*customers.findings, told))
    return customers, history, before


def _log_and_customers(
    source: Source, plan: CleaningPlan, *, as_of: dt.date | None
) -> tuple[PurchaseLog, Customers]:
    from personae.data.cleaning.clean_log import clean_log
    from personae.features.log import customers_of

    log = clean_log(source, plan, as_of=as_of)
    return log, customers_of(log, as_of=as_of, window=plan.window)
