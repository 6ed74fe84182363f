"""Returns against a plain pile that takes back from its top, one line after the other."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.cleaning.clean_log import clean_log
from personae.data.cleaning.returns import settle_returns
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source

ROLES = {"c": "id", "at": "date", "o": "order", "p": "product", "q": "quantity", "m": "amount"}
START = dt.datetime(2024, 1, 1)  # noqa: DTZ001 (a purchase log has no time zone)


def settled(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Clean and settle a log; return its lines by their number."""
    names = list(rows[0])
    source = open_source(pa.Table.from_pylist(rows), Options())
    columns = tuple(
        ColumnPlan(name, ROLES[name], "number" if name in "qm" else "text") for name in names
    )
    log = clean_log(source, CleaningPlan("transactions", columns), today=dt.date(2030, 1, 1))
    answer = settle_returns(log, log.relation, into="settled")
    return {row["line"]: row for row in log.engine.fetch(f"SELECT * FROM {answer}").to_pylist()}


def line(
    hour: int, quantity: int, *, product: str | None = "cup", customer: str = "a"
) -> dict[str, Any]:
    at = START + dt.timedelta(hours=hour)
    return {"c": customer, "at": at, "o": str(hour), "p": product, "q": quantity, "m": 5 * quantity}


def undone(rows: list[dict[str, Any]]) -> list[int]:
    lines = settled(rows)
    return [int(lines[number]["undone"]) for number in sorted(lines)]


def test_a_return_undoes_the_latest_earlier_purchase() -> None:
    assert undone([line(0, 5), line(1, 5), line(2, -3), line(3, 5)]) == [0, 3, 3, 0]


def test_what_the_latest_purchase_cannot_take_goes_to_the_one_before() -> None:
    assert undone([line(0, 5), line(1, 2), line(2, -4)]) == [2, 2, 4]


def test_a_return_before_any_purchase_finds_none() -> None:
    lines = settled([line(0, -4), line(1, 5), line(2, -1)])
    assert [int(lines[number]["undone"]) for number in (1, 2, 3)] == [0, 1, 1]
    assert lines[1]["returned_of_log"] == 0
    assert lines[2]["stands"]


def test_a_return_larger_than_the_purchases_matches_in_part() -> None:
    lines = settled([line(0, 3), line(1, -4), line(2, 2)])
    assert [int(lines[number]["undone"]) for number in (1, 2, 3)] == [3, 3, 0]
    assert float(lines[2]["returned_of_log"]) == 15  # 3 of 4, of 20
    assert [lines[number]["stands"] for number in (1, 2, 3)] == [False, False, True]


def test_a_return_in_the_moment_of_the_purchase_comes_after_it() -> None:
    assert undone([line(0, -2), line(0, 2)]) == [2, 2]


def test_other_products_and_other_customers_are_left_alone() -> None:
    rows = [line(0, 5), line(1, 5, product="pot"), line(2, 5, customer="b"), line(3, -5)]
    assert undone(rows) == [5, 0, 0, 5]


def test_a_return_of_an_unknown_product_undoes_nothing() -> None:
    assert undone([line(0, 5, product=None), line(1, 3), line(2, -5, product=None)]) == [0, 0, 0]


def test_free_lines_are_not_what_a_paid_return_undoes() -> None:
    gift = line(1, 2) | {"m": 0}
    assert undone([line(0, 5), gift, line(2, -1)]) == [1, 0, 1]


def test_without_quantities_money_is_matched() -> None:
    rows = [line(0, 2), line(1, 4), line(2, -5)]
    for row in rows:
        del row["q"]
    assert undone(rows) == [5, 20, 25]


def _pile(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Match returns one by one: the oracle."""
    undone = {}
    piles: dict[Any, list[list[int]]] = {}
    order = sorted(range(len(rows)), key=lambda n: (rows[n]["at"], rows[n]["q"] < 0, n))
    for n in order:
        row = rows[n]
        pile = piles.setdefault((row["c"], row["p"]), [])
        undone[n + 1] = 0
        if row["q"] > 0:
            pile.append([n + 1, row["q"]])
            continue
        missing = -row["q"]
        while missing and pile:
            take = min(missing, pile[-1][1])
            undone[pile[-1][0]] += take
            undone[n + 1] += take
            missing -= take
            pile[-1][1] -= take
            if not pile[-1][1]:
                pile.pop()
    return undone


@pytest.mark.parametrize("seed", [1, 2])
def test_every_random_log_is_matched_as_by_a_pile(seed: int) -> None:
    """2,000 lines of 60 customers and 4 products, three in ten of them returns."""
    draw = random.Random(seed)
    hours = draw.sample(range(20_000), 2_000)  # distinct moments: ties have tests of their own
    rows = [
        line(
            hour,
            draw.randint(1, 6) * draw.choice([1, 1, 1, 1, 1, 1, 1, -1, -1, -1]),
            product=draw.choice("wxyz"),
            customer=str(draw.randint(1, 60)),
        )
        for hour in hours
    ]
    found = {number: int(row["undone"]) for number, row in settled(rows).items()}
    assert found == _pile(rows)


def test_settling_does_not_depend_on_the_order_of_lines() -> None:
    draw = random.Random(3)
    rows = [line(draw.randint(0, 30), draw.choice([1, 2, 3, -1, -2])) for _ in range(200)]
    shuffled = draw.sample(rows, len(rows))

    def told(log: list[dict[str, Any]]) -> list[tuple[str, int, bool]]:
        lines = settled(log).values()
        return sorted((row["order_id"], int(row["undone"]), row["stands"]) for row in lines)

    assert told(shuffled) == told(rows)
