from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.data.customers import Customers
from personae.features.scores import rfm_scores, score_fifths

FIGURES = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@settings(deadline=None)
@given(FIGURES)
def test_equal_values_get_equal_scores_and_higher_ones_no_lower(values: list[int]) -> None:
    figures = np.array(values, dtype=np.float64)
    order = np.argsort(figures, kind="stable")
    scores = score_fifths(figures, high_is_best=True)[order]
    assert set(scores) <= {1, 2, 3, 4, 5}
    assert (np.diff(scores) >= 0).all()
    assert (np.diff(scores)[np.diff(figures[order]) == 0] == 0).all()


@settings(deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_scores_do_not_depend_on_the_order_of_customers(
    values: list[int], draw: random.Random
) -> None:
    order = draw.sample(range(len(values)), len(values))
    figures = np.array(values, dtype=np.float64)
    shuffled = score_fifths(figures[order], high_is_best=False)
    assert shuffled.tolist() == score_fifths(figures, high_is_best=False)[order].tolist()


@settings(deadline=None)
@given(FIGURES, st.sampled_from([0.01, 3.0, 1000.0]))
def test_scores_do_not_depend_on_the_unit_of_money(values: list[int], unit: float) -> None:
    """The rfm package adds 1 to every cut: in another currency other customers are the best."""
    figures = np.array(values, dtype=np.float64)
    distinct = np.unique(np.quantile(figures, [0.2, 0.4, 0.6, 0.8]))
    if (
        np.min(np.abs(figures[:, None] - distinct[None, :])) > 0
    ):  # no value on a cut, where bits decide
        scaled = score_fifths(figures * unit, high_is_best=True)
        assert scaled.tolist() == score_fifths(figures, high_is_best=True).tolist()


def test_ten_different_values_make_five_pairs() -> None:
    values = np.arange(10, dtype=np.float64)
    assert score_fifths(values, high_is_best=True).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert score_fifths(values, high_is_best=False).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_one_time_buyers_all_get_the_lowest_score() -> None:
    orders = np.array([1.0] * 70 + [2.0] * 20 + [9.0] * 10)
    scores = score_fifths(orders, high_is_best=True)
    assert [scores[0], scores[75], scores[95]] == [1, 4, 5]


def test_scores_and_names_stand_beside_the_customers(
    make_customers: Callable[..., Customers],
) -> None:
    customers = make_customers({
        "customer": ["a", "b", "b", "c", "c", "c", "d", "d", "d", "d", *["e"] * 5],
        "date": [f"2024-{month:02d}-01" for month in (1, 1, 2, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 5)],
        "amount": [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5],
    })  # fmt: skip
    scores = rfm_scores(customers)
    assert scores is not None
    assert scores.column_names == [
        "recency_score", "frequency_score", "monetary_score", "rfm_score", "rfm_name",
    ]  # fmt: skip
    assert scores["rfm_score"].to_pylist() == ["111", "222", "333", "444", "555"]
    assert scores["rfm_name"].to_pylist() == [
        "Lost",
        "Hibernating",
        "Need Attention",
        "Champions",
        "Champions",
    ]


def test_logs_without_money_have_no_scores(make_customers: Callable[..., Any]) -> None:
    assert rfm_scores(make_customers({"customer": ["a"], "date": ["2024-01-01"]})) is None


@pytest.mark.parametrize("values", [[3.0], [2.0, 2.0, 2.0]])
def test_customers_who_are_all_alike_share_one_score(values: list[float]) -> None:
    assert len(set(score_fifths(np.array(values), high_is_best=True).tolist())) == 1
