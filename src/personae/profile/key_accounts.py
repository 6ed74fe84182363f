"""Customers and their revenue in, the few who bring a quarter of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.profile.segment import KeyAccounts
from personae.profile.wording import count, money, number, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.data.customers import CustomerColumn, Customers
    from personae.profile.columns import Values

__all__ = ["find_key_accounts"]

QUARTER = 0.25
SHARE_OF_ORDERS = 0.02
"""Who places more than this share of all orders is asked about."""
TIMES_AVERAGE = 10.0
"""... if that is also this many times what an average customer orders."""
NEARLY_EVERY_DAY = 0.7
"""Orders per day since the first purchase; a shop that opens six days a week has at most 0.86."""
FEWEST_ORDERS = 25
_WHO = "a till, a marketplace, a test account?"
_WHO_ALL = "tills, marketplaces, test accounts? They are marked in key_accounts.csv."


def find_key_accounts(
    customers: Customers, values: Values, labels: NDArray[np.int64]
) -> KeyAccounts | None:
    """Find the fewest customers who together bring a quarter of the revenue.

    A customer who orders on nearly every day (0.7 orders a day since the first purchase, 25
    orders at least), or who places over 2 % of all orders (and ten times the average), is asked
    about; such a customer stands in the table even without being a key account.

    Parameters
    ----------
    customers : Customers
        With `money` naming the column that is a customer's revenue.
    values : Values
        All columns as arrays.
    labels : ndarray, shape (n_rows,)
        The segment of every row, counted from 0.

    Returns
    -------
    KeyAccounts or None
        None where no money is known, or nothing was earned.
    """
    if customers.money is None or customers.money not in values.numbers:
        return None
    revenue = np.nan_to_num(values.numbers[customers.money], nan=0.0)
    total = float(revenue.sum())
    if not total > 0.0:
        return None
    # equal revenues stand in the order of the ids
    order = np.argsort(-revenue, kind="stable")
    running = np.cumsum(revenue[order])
    n = int(np.searchsorted(running, QUARTER * total * (1.0 - 1e-12)) + 1)
    orders = _orders(customers, values)
    asked = {} if orders is None else {**orders.many, **orders.daily}
    listed = [*order[:n].tolist(), *(row for row in order.tolist() if row in asked)]
    rows = np.array(list(dict.fromkeys(listed)), dtype=np.int64)
    brought = float(running[n - 1])
    return KeyAccounts(
        n=n,
        share=n / customers.n_customers,
        revenue=brought,
        revenue_share=brought / total,
        text=_text(customers, n, brought, total),
        questions=() if orders is None else orders.questions(),
        table=_table(customers, rows, labels, revenue=revenue, total=total, asked=asked),
    )


def _text(customers: Customers, n: int, brought: float, total: float) -> str:
    who = count(n, "customer brings", "customers together bring")
    share = percent(n / customers.n_customers)
    return (
        f"{who} {percent(brought / total)} of the {customers.money_word} "
        f"({money(brought, customers.currency)}): {share} of all customers."
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked about whom, by row: who places much of all orders, who orders daily."""

    many: dict[int, str]
    daily: dict[int, str]

    def questions(self) -> tuple[str, ...]:
        """Return one question for each reason, however many customers it is asked about."""
        much = f"customers each placed more than {percent(SHARE_OF_ORDERS)} of all orders"
        every = f"customers placed {NEARLY_EVERY_DAY} orders a day or more since they first bought"
        return tuple(
            next(iter(asked.values()))
            if len(asked) == 1
            else f"{count(len(asked))} {what}: {_WHO_ALL}"
            for asked, what in ((self.many, much), (self.daily, every))
            if asked
        )


def _orders(customers: Customers, values: Values) -> _Asked | None:
    orders_column = _orders_column(customers)
    if orders_column is None:
        return None
    orders = np.nan_to_num(values.numbers[orders_column.name], nan=0.0)
    share = orders / max(float(orders.sum()), 1.0)
    many = (share > SHARE_OF_ORDERS) & (orders > TIMES_AVERAGE * orders.mean())
    many &= orders >= FEWEST_ORDERS
    daily = np.zeros(len(orders), dtype=bool)
    tenure_column = next((item for item in customers.columns if item.meaning == "tenure"), None)
    if tenure_column is not None and tenure_column.name in values.numbers:
        days = np.maximum(np.nan_to_num(values.numbers[tenure_column.name], nan=np.inf), 1.0)
        daily = (orders / days >= NEARLY_EVERY_DAY) & (orders >= FEWEST_ORDERS)
    found = _Asked({}, {})
    for row in np.flatnonzero(many | daily).tolist():
        if many[row]:
            share_of_all = percent(float(share[row]))
            found.many[row] = f"One customer placed {share_of_all} of all orders: {_WHO}"
        else:
            ordered, span = number(float(orders[row])), count(round(float(days[row])), "day")
            found.daily[row] = f"One customer placed {ordered} orders within {span}: {_WHO}"
    return found


def _orders_column(customers: Customers) -> CustomerColumn | None:
    return next(
        (
            column
            for column in customers.columns
            if column.meaning == "frequency"
            and column.type == "number"
            and (column.unit == "orders" or customers.kind == "transactions")
        ),
        None,
    )


def _table(
    customers: Customers,
    rows: NDArray[np.int64],
    labels: NDArray[np.int64],
    *,
    revenue: NDArray[np.float64],
    total: float,
    asked: dict[int, str],
) -> object:
    import pyarrow as pa

    return pa.table(
        {
            "customer_id": customers.ids.take(pa.array(rows)),
            "segment": pa.array(labels[rows] + 1, pa.int32()),
            "revenue": pa.array(revenue[rows], pa.float64()),
            "revenue_share": pa.array(revenue[rows] / total, pa.float64()),
            "question": pa.array([asked.get(row, "") for row in rows.tolist()], pa.string()),
        }
    )
