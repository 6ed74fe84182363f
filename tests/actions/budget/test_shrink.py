"""Effects that chance can explain alone become one; sure ones stay."""

from __future__ import annotations

import pytest

from personae.actions.budget.shrink import shrink


def test_effects_within_chance_become_their_mean() -> None:
    found = shrink([1.0, 1.2], [1.0, 1.0])
    assert found.estimate.tolist() == pytest.approx([1.1, 1.1])
    assert found.error.tolist() == pytest.approx([0.5**0.5] * 2)


def test_sure_effects_stay() -> None:
    assert shrink([1.0, 5.0], [0.001, 0.001]).estimate.tolist() == pytest.approx([1, 5], abs=1e-5)
