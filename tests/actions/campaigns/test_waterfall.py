"""Everybody is left or has one reason: the first that applies."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.campaigns.waterfall import REASONS, Waterfall


@given(st.integers(1, 50), st.integers(0, 2**31))
def test_nobody_is_lost_or_counted_twice(n_people: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    fall = Waterfall.start(n_people)
    for reason in REASONS:
        fall = fall.leave_out(reason, draw.random(n_people) < 0.2)
    everybody = np.ones(n_people, bool)
    assert sum(fall.count(everybody).values()) + fall.left.sum() == n_people
    some = draw.random(n_people) < 0.5
    both = [sum(fall.count(who).values()) for who in (some, ~some)]
    assert sum(both) + fall.left.sum() == n_people


def test_the_first_reason_counts() -> None:
    fall = Waterfall.start(3)
    fall = fall.leave_out("without_consent", np.array([True, False, False]))
    fall = fall.leave_out("suppressed", np.array([True, True, False]))
    counts = fall.count(np.ones(3, bool))
    assert (counts["without_consent"], counts["suppressed"]) == (1, 1)
