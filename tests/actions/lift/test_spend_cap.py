"""What is counted of the largest amounts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.lift.spend_cap import CAPPED_SHARE, SpendCap, spend_cap


def test_one_of_a_hundred_buyers_are_capped_whoever_did_not_buy() -> None:
    amounts = np.concatenate([np.zeros(1000), np.arange(1.0, 101.0)])
    assert spend_cap(amounts) == SpendCap(most=99.0, people=1, money=1.0)


def test_few_buyers_are_counted_as_they_stand() -> None:
    assert spend_cap(np.array([0.0, 5.0, 9000.0])) == SpendCap(float("inf"), 0, 0.0)


def test_equal_amounts_at_the_cap_lose_nothing() -> None:
    assert spend_cap(np.full(200, 7.0)) == SpendCap(7.0, 0, 0.0)


@given(st.lists(st.floats(0.01, 1e6), min_size=90, max_size=300))
def test_the_order_does_not_matter_and_no_more_than_the_share_is_capped(money: list[float]) -> None:
    found = spend_cap(np.array(money))
    assert found == spend_cap(np.array(money[::-1]))
    assert found.people <= CAPPED_SHARE * len(money)
