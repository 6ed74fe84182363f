"""Whether a draw can have made two arms."""

from __future__ import annotations

import numpy as np

from personae.actions.lift.alike_before import alike_before

SPEND = np.random.default_rng(3).lognormal(3, 1, 20_000) * (np.arange(20_000) % 3 == 0)


def test_arms_of_a_draw_are_alike() -> None:
    treated = np.random.default_rng(4).random(len(SPEND)) < 0.9
    found = alike_before(SPEND[treated], SPEND[~treated])
    assert found is not None
    assert found.holds


def test_arms_of_a_choice_are_not() -> None:
    chosen = SPEND > 0
    chosen[:2000] = False
    found = alike_before(SPEND[chosen], SPEND[~chosen])
    assert found is not None
    assert found.standardised > 0.9
    assert (found.median > 0, found.control_median) == (True, 0.0)
    assert not found.holds


def test_a_clear_but_tiny_difference_is_let_through() -> None:
    found = alike_before(SPEND + 0.2, np.repeat(SPEND, 1))
    assert found is not None
    assert found.standardised < 0.1
    assert found.holds


def test_nothing_can_be_said_where_nobody_differs() -> None:
    assert alike_before(np.ones(5), np.ones(5)) is None
    assert alike_before(np.ones(1), np.arange(5.0)) is None
