"""Effects that chance can explain alone become everybody's; sure ones stay."""

from __future__ import annotations

import math

import pytest

from personae.actions.budget.shrink import shrink


def test_effects_within_chance_become_that_of_everybody() -> None:
    found = shrink([1.0, 1.2], [1.0, 1.0], overall=(1.3, 0.6))
    assert found.spread == 0.0
    assert found.estimate.tolist() == pytest.approx([1.3, 1.3])
    # and then they are wrong together
    assert found.own_error.tolist() == [0.0, 0.0]
    assert found.shared_error.tolist() == pytest.approx([0.6, 0.6])


def test_sure_effects_stay() -> None:
    found = shrink([1.0, 5.0], [0.001, 0.001], overall=(2.0, 0.5))
    assert found.estimate.tolist() == pytest.approx([1, 5], abs=1e-5)
    assert found.own_error.tolist() == pytest.approx([0.001, 0.001], rel=1e-3)
    assert found.shared_error.tolist() == pytest.approx([0, 0], abs=1e-6)


def test_by_hand() -> None:
    # Q = (0-2)^2 + (4-2)^2 = 8; room = 2 - 2/2 = 1; tau^2 = 7; weight 7/8
    found = shrink([0.0, 4.0], [1.0, 1.0], overall=(1.0, 0.8))
    assert found.estimate.tolist() == pytest.approx([1 - 7 / 8, 1 + 3 * 7 / 8])
    assert found.own_error.tolist() == pytest.approx([math.sqrt(7 / 8)] * 2)
    assert found.shared_error.tolist() == pytest.approx([0.1] * 2)


def test_one_segment_keeps_nothing_of_its_own() -> None:
    found = shrink([9.0], [1.0], overall=(2.0, 0.5))
    assert (found.weight.tolist(), found.estimate.tolist()) == ([0.0], [2.0])


def test_the_best_of_several_alike_segments_is_believed_less() -> None:
    """Forty segments of one true effect: the largest measured one is nearer to it afterwards."""
    measured = [3.0 + 1.5 * math.sin(37.0 * place) for place in range(40)]
    found = shrink(measured, [1.0] * 40, overall=(3.0, 0.2))
    best = max(range(40), key=measured.__getitem__)
    assert abs(found.estimate[best] - 3.0) < 0.5 * abs(measured[best] - 3.0)
