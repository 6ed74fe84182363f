"""What the report says of worth, word by word."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from personae.actions.worth.worth import Worth
from personae.report.content import document
from personae.report.html import render
from personae.workflow.result import Result

Make = Callable[..., Result]


def words(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def section(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = document(result)["worth"]
    return found


def test_the_sum_and_who_brings_most_of_it(make_result: Make) -> None:
    told = section(make_result())
    assert words(told["headline"]).startswith("In the 90 days after ")
    assert "these customers can be expected to bring" in told["headline"]
    assert words(told["headline"]).endswith("of it comes from ⟪1⟫.")


def test_the_test_stands_beside_the_forecast(make_result: Make) -> None:
    test = section(make_result())["test"]
    assert words(test["text"]) == (
        "Tested on this log: from what was known on 30 Jun 2011, £11,700 revenue of 400 customers "
        "were foretold for the 90 days after it. £12,900 came: the forecast was 9.3 % too low. Had "
        "everybody simply gone on spending as before, it would have been £20,000, 55 % too high."
    )
    assert not test["is_far_off"]


def test_a_forecast_that_was_far_off_stands_on_no_card(make_result: Make) -> None:
    result = make_result()
    assert result.worth is not None
    assert result.worth.test is not None
    cards = document(result)["segments"]
    assert cards[0]["worth"]["days"] == "90"
    total = dataclasses.replace(result.worth.test.total, expected_money=1000.0)
    test = dataclasses.replace(result.worth.test, total=total)
    far = dataclasses.replace(result, worth=dataclasses.replace(result.worth, test=test))
    assert [card["worth"] for card in document(far)["segments"]] == [None] * 5
    assert "more than a quarter off" in render(document(far), {})


def test_without_money_purchase_days_are_told(make_result: Make) -> None:
    told = section(make_result(with_money=False))
    assert "to buy on" in told["headline"]
    assert told["what"] == "purchase days"
    assert "350 came" in told["test"]["text"]


@pytest.mark.parametrize(
    ("use", "said"),
    [("rank", "Only who comes before whom can be told."), ("no", "This was not foretold.")],
)
def test_where_nothing_can_be_told_the_reason_is(make_result: Make, use: str, said: str) -> None:
    result = dataclasses.replace(make_result(), worth=Worth(use, "It is a log of <subscriptions>."))
    page = render(document(result), {})
    assert said in page
    assert "It is a log of &lt;subscriptions&gt;." in page
    assert "worth.csv" not in page


def test_a_customer_table_has_no_such_section(make_result: Make) -> None:
    result = dataclasses.replace(make_result(), worth=None)
    assert document(result)["worth"] is None
    assert "h-worth" not in render(document(result), {})
