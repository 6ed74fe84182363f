"""How many buy anyway: said before counted, of one segment before of all, never assumed."""

from __future__ import annotations

import numpy as np
import pytest

from personae.actions.campaigns.base_rates import BaseRate, base_rates, chosen_segments
from personae.actions.campaigns.bought_again import BoughtAgain
from personae.errors import UsageError

SEGMENTS = np.array([1, 1, 1, 1, 2, 2])
NAMES = {1: "Loyal", 2: "Lost"}
SEEN = {1: BoughtAgain(known=3, bought=2), 2: BoughtAgain(known=1, bought=0)}


def test_the_log_is_counted_by_hand() -> None:
    rates = base_rates(SEGMENTS, NAMES, seen=SEEN, told={})
    assert rates == {
        1: BaseRate(2 / 3, "log"), 2: BaseRate(0.0, "log"), 0: BaseRate(0.5, "log")
    }  # fmt: skip


def test_what_was_said_goes_before_the_log() -> None:
    rates = base_rates(SEGMENTS, NAMES, seen=SEEN, told={"lost": 0.25})
    assert rates[1] == BaseRate(2 / 3, "log")
    assert rates[2] == BaseRate(0.25, "user")
    assert rates[0] == BaseRate((4 * 2 / 3 + 2 * 0.25) / 6, "user")
    rates = base_rates(SEGMENTS, NAMES, seen=SEEN, told={"": 0.1, "2": 0.25})
    assert (rates[1].rate, rates[2].rate, rates[0].rate) == (0.1, 0.25, pytest.approx(0.15))


def test_without_a_log_nothing_is_assumed() -> None:
    rates = base_rates(SEGMENTS, NAMES, seen=None, told={"1": 0.1})
    assert rates == {1: BaseRate(0.1, "user"), 2: BaseRate(None, None), 0: BaseRate(None, None)}


def test_a_rate_of_a_segment_that_is_not_chosen_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        base_rates(SEGMENTS, NAMES, seen=None, told={"Loyale": 0.1})
    assert str(caught.value) == (
        'There is no segment "Loyale"; there are: 1 Loyal; 2 Lost.\n'
        'Fix: Pass --rate with one of these names or numbers, such as "Loyal".'
    )


def test_segments_by_name_and_number() -> None:
    assert chosen_segments((), NAMES) == [1, 2]
    assert chosen_segments((" LOST ", "2"), NAMES) == [2]
