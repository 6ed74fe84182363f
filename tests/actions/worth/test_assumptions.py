"""What a log must be for a model of buying and leaving to fit it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from personae.actions.worth.assumptions import fitness
from personae.features.purchase_days import PurchaseDays

DaysFrom = Callable[..., PurchaseDays]


def test_a_shop_that_people_come_to_at_any_time_is_fit(shop: PurchaseDays) -> None:
    assert fitness(shop).use == "yes"
    assert fitness(shop).reason == ""


def test_a_monthly_payment_of_one_amount_is_a_subscription(days_from: DaysFrom) -> None:
    rows = [
        (customer, customer % 250 + 30 * month, 9.99)
        for customer in range(100)
        for month in range(5)
    ]
    found = fitness(days_from(rows, log_days=400))
    assert found.use == "no"
    assert found.reason == (
        "100\xa0% of repeat purchases come in a fixed rhythm and for the same amount as before, as "
        "payments of a subscription do: purchases are not at random there, and who leaves says so. "
        "Count cancellations instead, in a table with one row per customer and a column such as "
        "churned."
    )


def test_a_rhythm_with_changing_amounts_is_a_habit(days_from: DaysFrom) -> None:
    rows = [
        (customer, customer % 250 + 30 * month, 9.99 + 3 * month)
        for customer in range(100)
        for month in range(5)
    ]
    assert fitness(days_from(rows, log_days=400)).use == "yes"
    # without money the rhythm is all there is to go by
    assert fitness(days_from(rows, log_days=400, money=False)).use == "no"


def test_a_column_of_recurring_revenue_tells_what_the_log_is(shop: PurchaseDays) -> None:
    assert fitness(shop, columns=["date", "total_MRR"]).use == "no"
    assert fitness(shop, columns=["date", "marry"]).use == "yes"


def test_a_log_that_begins_in_the_middle_of_things_gives_ranks_only(days_from: DaysFrom) -> None:
    early = [(customer, customer % 30, 5.0) for customer in range(50)]
    late = [(customer, 40 + customer, 5.0) for customer in range(50, 100)]
    found = fitness(days_from(early + late, log_days=400))
    assert found.use == "rank"
    assert found.reason.startswith(
        "50\xa0% of the customers have their first purchase in the first "
    )
    assert fitness(days_from(early + late, log_days=400), complete=True).use == "yes"
    # 40 % is not more than 40 %
    assert fitness(days_from(early[:30] + late[:45], log_days=400)).use == "yes"


def test_few_repeat_purchases_are_not_called_a_rhythm(days_from: DaysFrom) -> None:
    rows = [
        (customer, 3 * customer + 30 * month, 9.99) for customer in range(99) for month in (0, 1)
    ]
    assert fitness(days_from(rows, log_days=400)).use == "yes"
    assert np.unique([row[0] for row in rows]).size == 99
