"""Cochran's Q by hand."""

from __future__ import annotations

import pytest
from scipy import stats

from personae.actions.lift.heterogeneity import heterogeneity


def test_q_by_hand() -> None:
    # weights 1, 1, 4: common effect (1 + 3 + 4 * 2) / 6 = 2; Q = 1 + 1 + 0
    found = heterogeneity([1.0, 3.0, 2.0], [1.0, 1.0, 0.5])
    assert (found.q, found.freedom) == (pytest.approx(2.0), 2)
    assert found.p == pytest.approx(stats.chi2.sf(2.0, 2))


def test_segments_with_one_effect_do_not_differ() -> None:
    assert heterogeneity([0.02, 0.02], [0.01, 0.03]).p == pytest.approx(1.0)
