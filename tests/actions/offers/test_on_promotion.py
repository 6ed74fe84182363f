"""Shares of discounts by hand, and how often the interval of a segment holds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from personae.actions.offers.on_promotion import on_promotion
from personae.features.promotion import PromotionShares


def shares_of(listed: object, taken: object, expected: object) -> PromotionShares:
    arrays = (np.asarray(one, dtype=np.float64) for one in (listed, taken, expected))
    return PromotionShares(*arrays, compared=0.9, category_column="department")


def test_a_segment_by_hand() -> None:
    """Twelve customers who had 30 off 100, six of them 40 and six 20; others would have had 10."""
    taken = np.array([40.0, 20.0] * 6)
    found = on_promotion(shares_of([100.0] * 12, taken, [10.0] * 12), np.zeros(12, dtype=int), 1)
    (segment,) = found.segments
    error = np.sqrt(12 / 11 * 12 * 100.0) / 1200
    reach = stats.t.ppf(0.975, 11) * error
    assert segment.share == pytest.approx(0.3)
    assert segment.expected == pytest.approx(0.1)
    assert segment.difference == pytest.approx(0.2)
    assert segment.low == pytest.approx(0.2 - reach)
    assert segment.high == pytest.approx(0.2 + reach)
    assert segment.verdict == "more"
    assert segment.text == (
        "buys on promotion: 30.0% off the listed price, where others had 10.0% on the same "
        "categories in the same weeks"
    )


def test_never_is_anybody_called_price_sensitive() -> None:
    taken = np.array([40.0, 20.0] * 6)
    for expected in (10.0, 30.0, 60.0):
        told = on_promotion(
            shares_of([100.0] * 12, taken, [expected] * 12), np.zeros(12, dtype=int), 1
        ).to_dict()
        assert "sensitiv" not in str(told).lower()


def test_few_customers_are_not_judged() -> None:
    found = on_promotion(shares_of([100.0] * 12, [30.0] * 12, [10.0] * 12), np.arange(12) // 9, 2)
    assert [segment.verdict for segment in found.segments] == ["cannot tell", "cannot tell"]
    assert found.segments[1].share is None
    assert found.segments[1].text == "too few customers to say how much they buy on promotion"


def test_who_has_no_comparable_purchase_is_left_out() -> None:
    listed = np.array([100.0] * 12 + [0.0])
    taken = np.array([30.0, 31.0] * 6 + [0.0])
    found = on_promotion(shares_of(listed, taken, taken), np.zeros(13, dtype=int), 1)
    assert found.segments[0].customers == 12
    assert found.segments[0].verdict == "as expected"


@pytest.mark.parametrize(("taken", "verdict"), [(11.9, "as expected"), (12.1, "more")])
def test_a_clear_difference_of_less_than_two_points_is_not_worth_a_word(
    taken: float, verdict: str
) -> None:
    drawn = np.array([taken - 0.1, taken + 0.1] * 6)
    found = on_promotion(shares_of([100.0] * 12, drawn, [10.0] * 12), np.zeros(12, dtype=int), 1)
    (segment,) = found.segments
    assert segment.p is not None
    assert segment.p < 1e-9
    assert segment.verdict == verdict
    assert ("about as much" in segment.text) is (verdict == "as expected")


def test_the_interval_holds_as_often_as_it_says() -> None:
    """Customers of very different size around a true difference of 3 %: 93 to 97 % of 1,500."""
    random = np.random.default_rng(7)
    held = 0
    for _ in range(1500):
        listed = random.lognormal(5, 0.8, 150)
        excess = np.clip(random.normal(0.03, 0.1, 150), -0.5, 0.5)
        found = on_promotion(
            shares_of(listed, listed * (0.2 + excess), listed * 0.2), np.zeros(150, dtype=int), 1
        )
        low, high = found.segments[0].low, found.segments[0].high
        assert low is not None
        assert high is not None
        held += low <= 0.03 <= high
    assert 0.93 < held / 1500 < 0.97
