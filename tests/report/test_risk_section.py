"""What the report says of who is about to leave and of who left, word by word."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from personae import segment
from personae.report.content import document
from personae.report.html import render
from personae.workflow.result import Result

Make = Callable[..., Result]


def words(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def accounts() -> pd.DataFrame:
    """Two kinds of accounts: the small ones leave, the large ones stay."""
    rng = np.random.default_rng(1)
    small = np.arange(120) < 60
    left = np.where(small, np.arange(120) % 2, np.arange(120) % 10 == 0)
    return pd.DataFrame(
        {
            "account_id": [f"A{i:03d}" for i in range(120)],
            "logins": np.where(small, 5, 90) + rng.integers(0, 5, 120),
            "revenue": np.where(small, 100, 900) + rng.integers(0, 50, 120),
            "churned": np.where(left, "yes", "no"),
        }
    )


def test_who_is_at_risk_is_told_with_the_money(make_result: Make) -> None:
    risk = document(make_result())["risk"]
    # every fifth of 400 customers stopped on day 250 of 283
    assert words(risk["headline"]).startswith(
        "80 customers may be about to leave, 20 % of all: silent for longer than nine of ten of "
        "their own gaps. They brought £"
    )
    assert sum(int(row["n"]) for row in risk["rows"]) == 80
    assert risk["file"] == "at_risk.csv"


def test_a_card_says_risk_and_how_to_know_that_an_action_worked(make_result: Make) -> None:
    card = document(make_result())["segments"][0]
    assert "are overdue by their own rhythm; they brought £" in words(card["risk"])
    page = words(render(document(make_result()), {}))
    assert "How you will know that it worked." in page
    assert "bought again within these 30 days, without being asked to." in page
    assert "Hold 10 % of them back" in page or "too few for any rise to show" in page


def test_the_curve_is_a_table_for_a_chart(make_result: Make) -> None:
    table = document(make_result())["charts"]["returns"]
    assert table["lapse_day"] == 30
    chances = [row["chance"] for row in table["rows"]]
    assert all(row["low"] <= row["chance"] <= row["high"] for row in table["rows"])
    assert chances[0] == max(chances)


def test_without_money_nobody_brought_any(make_result: Make) -> None:
    risk = document(make_result(with_money=False))["risk"]
    assert "brought" not in risk["headline"]
    assert not risk["with_money"]


def test_a_small_log_says_why_nothing_is_told(make_result: Make) -> None:
    result = make_result()
    assert result.history is not None
    days = result.history.days
    few = dataclasses.replace(
        days, customer=days.customer[days.is_first], day=days.day[days.is_first], value=None
    )
    small = dataclasses.replace(result, history=dataclasses.replace(result.history, days=few))
    risk = document(small)["risk"]
    assert risk["rows"] == []
    assert risk["reason"] == (
        "The log holds fewer than 100 gaps between two purchase days of a customer; who is overdue "
        "cannot be told."
    )
    assert "returns" not in document(small)["charts"]


def test_who_left_a_table_is_told_with_interval_and_money(accounts: pd.DataFrame) -> None:
    content = document(segment(accounts, k=2))
    risk: dict[str, Any] = content["risk"]
    assert risk["of"] == "table"
    assert words(risk["headline"]).startswith("36 of 120 customers have left (30 %; ")
    assert [row["n"] for row in risk["rows"]] == ["30 of 60", "6 of 60"]
    assert words(risk["rows"][0]["range"]) == "38 % \N{EN DASH} 62 %"
    assert words(content["segments"][0]["risk"]).startswith("30 of 60 have left (50 %), and with ")
    page = render(content, {})
    assert "Who left" in page
    assert "How you will know" not in page


def test_a_table_without_outcome_says_which_column_would_help(accounts: pd.DataFrame) -> None:
    risk = document(segment(accounts.drop(columns="churned"), k=2))["risk"]
    assert risk["rows"] == []
    assert risk["reason"].startswith("No column says which customers left. One that is called chu")
