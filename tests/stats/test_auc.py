"""The area is the share of pairs ranked rightly, and its error that of DeLong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from personae.stats.auc import area_under_curve

rows = st.lists(
    st.tuples(st.integers(0, 6).map(float), st.booleans()), min_size=4, max_size=40
).filter(lambda found: 2 <= sum(happened for _, happened in found) <= len(found) - 2)


@given(rows)
def test_it_is_the_share_of_pairs(found: list[tuple[float, bool]]) -> None:
    scores, happened = (np.array(values) for values in zip(*found, strict=True))
    area, parts = area_under_curve(scores, happened)
    pairs = np.sign(scores[happened][:, None] - scores[~happened][None, :])
    assert area == pytest.approx(float(((pairs + 1) / 2).mean()))
    # DeLong (1988): the variances of both kinds' placements over their numbers
    placements = (pairs + 1) / 2
    variance = placements.mean(axis=1).var(ddof=1) / happened.sum()
    variance += placements.mean(axis=0).var(ddof=1) / (~happened).sum()
    assert float((parts**2).sum()) == pytest.approx(variance)


def test_it_is_the_statistic_of_mann_and_whitney() -> None:
    draw = np.random.default_rng(3)
    scores, happened = draw.normal(size=200).round(1), draw.random(200) < 0.4
    found = mannwhitneyu(scores[happened], scores[~happened]).statistic
    expected = found / (happened.sum() * (~happened).sum())
    assert area_under_curve(scores, happened)[0] == pytest.approx(expected)
