from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from personae.data.cleaning.clean_log import clean_log
from personae.data.cleaning.purchase_log import PurchaseLog
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.schema import NumberFormat
from personae.data.source import Source
from personae.errors import InputError, NotEnoughDataError

ROLES = {
    "customer": "id", "date": "date", "order": "order", "product": "product",
    "quantity": "quantity", "price": "price", "amount": "amount", "cost": "cost",
}  # fmt: skip
TODAY = dt.date(2024, 6, 30)
Make = Callable[..., PurchaseLog]


@pytest.fixture
def clean(text_table: Callable[..., Source]) -> Make:
    """Clean a log of text cells; the header is line 1."""

    def make(
        columns: dict[str, list[str | None]],
        *,
        as_of: dt.date | None = None,
        refused: Any = (),
        **settings: Any,
    ) -> PurchaseLog:
        plans = tuple(
            ColumnPlan(
                name, ROLES[name], "text",
                number=NumberFormat(places=2) if name in {"price", "amount", "cost"} else None,
            )
            for name in columns
        )  # fmt: skip
        plan = CleaningPlan("transactions", plans, unit_price="price" in columns, **settings)
        source = text_table(columns, label="log.csv", refused=refused)
        return clean_log(source, plan, as_of=as_of, today=TODAY)

    return make


def lines(log: PurchaseLog, *names: str) -> list[tuple[Any, ...]]:
    return log.engine.rows(f'SELECT {", ".join(names)} FROM "{log.relation}" ORDER BY line')


def codes(log: PurchaseLog) -> dict[int, str]:
    rejected = log.ledger.rejected
    return dict(zip(rejected["line"].to_pylist(), rejected["code"].to_pylist(), strict=True))


BAD = {
    "customer": ["a", None, "  ", "a", "a", "a", "a", "a", "a"],
    "date": ["2024-01-01"] * 3
    + ["", "soon", "2024-07-02", "2024-01-02", "2024-01-02", "2024-07-01"],
    "amount": ["1.00", "1.00", "1.00", "1.00", "1.00", "1.00", "N/A", "a lot", "2.00"],
}


def test_every_bad_line_is_refused_by_a_rule_and_counted(clean: Make) -> None:
    log = clean(BAD)
    assert codes(log) == {
        3: "id/missing", 4: "id/missing", 5: "date/missing", 6: "date/unreadable", 7: "date/future",
        8: "amount/missing", 9: "amount/unreadable",
    }  # fmt: skip
    assert [line for (line,) in lines(log, "line")] == [2, 10]  # tomorrow is clock skew
    ledger = log.ledger.check()
    assert (ledger.rows_in, ledger.rows_segmented, ledger.rows_rejected) == (9, 2, 7)
    assert {change.code: change.count for change in ledger.changes} == Counter(codes(log).values())
    assert log.facts["lines_without_id"] == 2


def test_reasons_show_no_cell(clean: Make) -> None:
    reasons = clean(BAD).ledger.rejected["reason"].to_pylist()
    assert reasons == [
        "no customer id", "no customer id", "no date", "the date cannot be read",
        "dated in the future", "no amount", "the amount cannot be read",
    ]  # fmt: skip


def test_an_as_of_date_takes_the_place_of_the_clock(clean: Make) -> None:
    log = clean(BAD, as_of=dt.date(2024, 7, 2))
    assert 7 not in codes(log)
    assert codes(clean(BAD, as_of=dt.date(2024, 6, 1)))[7] == "date/after as-of"


def test_lines_that_the_reader_refused_stay_in_the_account(clean: Make) -> None:
    log = clean(BAD, refused=[(11, "row/fields", "3 fields where 4 are")])
    assert log.ledger.check().rows_in == 10
    assert codes(log)[11] == "row/fields"


ONLINE = {
    "order": ["500", "500", "C501", "502", "503", "504"],
    "customer": ["a"] * 6,
    "product": ["cup", "pot", "cup", "cup", "cup", "pen"],
    "date": ["2024-01-01", "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
    "quantity": ["2", "1", "-1", "-3", "4", "1"],
    "price": ["2.50", "10.00", "2.50", "2.50", "0.00", "-5.00"],
}


def test_money_is_quantity_times_price_and_returns_are_negative(clean: Make) -> None:
    assert [(bool(back), float(amount), int(units)) for back, amount, units in lines(
        clean(ONLINE), "is_return", "amount", "quantity"
    )] == [
        (False, 5.0, 2), (False, 10.0, 1), (True, -2.5, 1), (True, -7.5, 3), (False, 0.0, 4),
        (True, -5.0, 1),
    ]  # fmt: skip


def test_returns_ignored_drops_cancelled_and_negative_lines_and_zero_prices(clean: Make) -> None:
    log = clean(ONLINE, returns="ignore")
    assert codes(log) == {
        4: "line/cancelled", 5: "line/negative", 6: "line/zero price", 7: "line/negative",
    }  # fmt: skip
    assert [float(amount) for (amount,) in lines(log, "amount")] == [5.0, 10.0]


def test_a_cancelled_line_with_positive_figures_is_a_return_too(clean: Make) -> None:
    log = clean(ONLINE | {"quantity": ["2", "1", "1", "1", "4", "1"]})
    assert lines(log, "is_return", "amount")[2] == (True, pytest.approx(-2.5))


def test_a_letter_c_marks_cancellations_only_among_plain_numbers(clean: Make) -> None:
    named = {
        "order": ["C1", "C2", "C3", "C4", "C5", "6"],
        "quantity": ["1"] * 6,
        "price": ["1"] * 6,
    }
    assert not any(back for (back,) in lines(clean(ONLINE | named), "is_return"))


def test_missing_orders_fall_back_on_the_day(clean: Make) -> None:
    log = clean(ONLINE | {"order": ["500", None, "C501", "", "503", "504"]})
    assert [order for (order,) in lines(log, "order_id")] == [
        "500", "2024-01-01", "C501", "2024-01-03", "503", "504",
    ]  # fmt: skip


def test_a_missing_quantity_refuses_a_unit_price_and_counts_one_beside_an_amount(
    clean: Make,
) -> None:
    quantity = {"quantity": ["2", None, "many", "1", "4", "1"]}
    assert codes(clean(ONLINE | quantity)) == {
        3: "quantity/missing", 4: "quantity/unreadable",
    }  # fmt: skip
    amounts = {name: cells for name, cells in (ONLINE | quantity).items() if name != "price"}
    log = clean(amounts | {"amount": ["5.00"] * 6})
    assert [int(units) for (units,) in lines(log, "quantity")] == [2, 1, 1, 1, 4, 1]
    assert log.facts["lines_without_quantity"] == 2


def test_the_cost_of_a_return_comes_back(clean: Make) -> None:
    log = clean(ONLINE | {"cost": ["1", "1", "1", "-1", None, "1"]})
    assert [cost and float(cost) for (cost,) in lines(log, "cost")] == [1, 1, -1, -1, None, -1]


def test_an_amount_of_more_than_eighteen_digits_is_refused_and_never_infinite(clean: Make) -> None:
    log = clean({
        "customer": ["a"] * 4, "date": ["2024-01-01"] * 4,
        "amount": ["1.00", "1e300", "99999999999999999999", "inf"],
    })  # fmt: skip
    assert codes(log) == dict.fromkeys((3, 4, 5), "amount/unreadable")


def test_identical_lines_are_kept_and_counted_or_merged_when_asked(clean: Make) -> None:
    twice = {name: cells + cells[:2] for name, cells in ONLINE.items()}
    kept = clean(twice)
    assert kept.facts["identical_lines"] == 2
    assert kept.ledger.rows_segmented == 8
    merged = clean(twice, drop_duplicates=True)
    assert merged.ledger.check().rows_merged == 2
    assert merged.facts["identical_lines"] == 0
    assert [line for (line,) in lines(merged, "line")] == [2, 3, 4, 5, 6, 7]
    assert merged.ledger.changes[-1].code == "duplicates/merged"


def test_a_plan_without_id_and_date_names_both_options(text_table: Callable[..., Source]) -> None:
    source = text_table({"amount": ["1"]}, label="log.csv")
    with pytest.raises(InputError) as caught:
        clean_log(source, CleaningPlan("transactions", (ColumnPlan("amount", "amount", "number"),)))
    assert str(caught.value) == (
        "log.csv has no column that was taken as the customer id.\nFix: Name it: --id COLUMN\n\n"
        "log.csv has no column that was taken as the date of purchase.\nFix: Name it: --date COLUMN"
    )


def test_a_log_of_nothing_but_bad_lines_says_why(clean: Make) -> None:
    with pytest.raises(NotEnoughDataError) as caught:
        clean({"customer": ["a", "b", None], "date": ["x", "y", "z"], "amount": ["1", "2", "3"]})
    assert str(caught.value) == (
        "log.csv has 3 lines, and none of them is a purchase that can be used (2 lines refused: "
        "the date cannot be read, 1 lines refused: no customer id).\n"
        "Fix: See what the columns were taken for with personae check, and name them with --id, "
        "--date and --amount; give --as-of DATE if the dates are right and lie in the future."
    )
