from __future__ import annotations

from collections.abc import Callable

from personae.data.customers import Customers

LOG = {
    "customer": ["a", "a", "a", "b", None, "c", "c"],
    "date": [f"2024-01-0{day}" for day in (1, 1, 2, 3, 3, 4, 5)],
    "order": ["1", "1", "2", "3", "4", "5", "6"],
    "product": ["cup", "Postage", "cup", "cup", "cup", "pot", "pot"],
    "quantity": [2, 1, -3, 1, 1, 1, -1],
    "price": [5, 4, 1, 5, 5, 8, 8],
}


def test_facts_tell_what_is_in_here(make_customers: Callable[..., Customers]) -> None:
    facts = make_customers(LOG | {"quantity": [2, 1, -1, 1, 1, 1, -1]}).facts
    assert facts == {
        "as_of": "2024-01-05", "window": None, "rows_in": 7, "lines_without_id": 1,
        "customers_without_lines": 0,
        "share_without_id": 1 / 7, "identical_lines": 0, "lines_without_quantity": 0,
        "n_lines": 4, "n_orders": 2, "revenue": 18.0, "gross_revenue": 27.0, "returned_value": 9.0,
        "refused_customers_money": 0.0, "refused_customers": 1, "one_time_buyers": 2,
        "first_day": "2024-01-01", "last_day": "2024-01-04", "log_days": 4, "history_days": 4,
        "n_return_lines": 2, "unmatched_return_lines": 0, "unmatched_return_value": 0.0,
        "free_lines": 0, "weighed_lines": 0, "charge_lines": 1, "charge_money": 4.0,
        "charges": [{"code": "Postage", "lines": 1, "money": 4.0}],
    }  # fmt: skip


def test_findings_and_changes_say_what_was_done(make_customers: Callable[..., Customers]) -> None:
    """One of a's three returned cups was never bought here: 3 - 2."""
    customers = make_customers(LOG)
    assert {finding.code: finding.count for finding in customers.findings} == {
        "log/without id": 1, "log/refused customers": 2, "log/unmatched returns": 1,
        "log/charges": 1,
    }  # fmt: skip
    assert [finding.severity for finding in customers.findings] == [
        "warning",
        "note",
        "note",
        "note",
    ]
    assert (
        customers.findings[0].what
        == "1 lines (14.3%) have no customer id and belong to no segment."
    )
    assert customers.facts["unmatched_return_value"] == 1.0
    changes = {change.code: change.count for change in customers.ledger.changes}
    assert changes["lines/n_return_lines"] == 2
    assert changes["lines/unmatched_return_lines"] == 1
