import numpy as np
import pytest

from personae.cluster import stability
from personae.cluster.kmeans import kmeans
from personae.cluster.stability import Redraws, bootstrap_jaccard, bootstrap_jaccard_many, redraw
from personae.stats.sample import row_keys


def keys_of(n):
    return row_keys([f"c{row}" for row in range(n)], key="test")


@pytest.fixture(scope="module")
def three_groups():
    random = np.random.RandomState(0)
    return np.concatenate([random.normal(center, 0.5, (40, 2)) for center in (0.0, 6.0, 12.0)])


def test_groups_that_are_there_come_back_and_halves_of_one_do_not(three_groups):
    keys = keys_of(120)
    three, four = (kmeans(three_groups, k, keys=keys) for k in (3, 4))
    assert min(bootstrap_jaccard(three_groups, three, keys=keys)) > 0.99
    halves = bootstrap_jaccard(three_groups, four, keys=keys)
    assert min(halves) < 0.75 < max(halves)


def test_uniform_noise_does_not_reach_the_bar():
    X, keys = np.random.RandomState(0).uniform(size=(300, 2)), keys_of(300)
    # Quarters of a square do come back: stability tells what is repeatable, not what is natural.
    fits = [kmeans(X, k, keys=keys) for k in (5, 6, 8)]
    assert max(min(figures) for figures in bootstrap_jaccard_many(X, fits, keys=keys)) < 0.75


def test_noise_of_many_columns_does_not_come_back_because_the_old_centres_are_tried():
    # With one start at the old centres this noise came back to 0.7 and more.
    X, keys = np.random.RandomState(0).normal(size=(150, 20)), keys_of(150)
    fits = [kmeans(X, 6, keys=keys, n_init=4)]
    assert max(max(figures) for figures in bootstrap_jaccard_many(X, fits, keys=keys)) < 0.5


def test_row_order_changes_nothing(three_groups):
    keys = keys_of(120)
    order = np.random.RandomState(1).permutation(120)
    one, other = (
        kmeans(three_groups, 4, keys=keys),
        kmeans(three_groups[order], 4, keys=keys[order]),
    )
    assert bootstrap_jaccard(three_groups, one, keys=keys) == bootstrap_jaccard(
        three_groups[order], other, keys=keys[order]
    )


def test_a_segment_of_one_row_is_lost_whenever_the_row_is_not_drawn(three_groups):
    X = np.vstack([three_groups[:40], [[500.0, 500.0]]])
    keys = keys_of(41)
    fit = kmeans(X, 2, keys=keys)
    lonely = bootstrap_jaccard(X, fit, keys=keys, n_boot=200)[1]
    assert lonely == pytest.approx(1 - np.exp(-1), abs=0.1)


def test_many_rows_are_stood_for_by_a_sample(three_groups, monkeypatch):
    monkeypatch.setattr(stability, "STABILITY_ROWS", 60)
    keys = keys_of(120)
    fit = kmeans(three_groups, 3, keys=keys)
    assert min(bootstrap_jaccard(three_groups, fit, keys=keys)) > 0.99


def test_jaccard_by_hand():
    # Old {a, b, c} and {d, e}; new {a, b} and {c, d, e}: 2 of 3 and 2 of 3.
    old, new = np.array([[0, 0, 0, 1, 1]]), np.array([[1, 1, 0, 0, 0]])
    assert Redraws(old, new, 2).mean == pytest.approx((2 / 3, 2 / 3))


def test_standard_error_by_hand():
    # Beside that redraw one in which all comes back: 2/3 and 1. Their spread (ddof 1) is
    # sqrt(2 (1/6)^2) = sqrt(2) / 6, and over sqrt(2) redraws the error is 1/6.
    old = np.array([[0, 0, 0, 1, 1]] * 2)
    redraws = Redraws(old, np.array([[1, 1, 0, 0, 0], [1, 1, 1, 0, 0]]), 2)
    assert redraws.mean == pytest.approx((5 / 6, 5 / 6))
    assert redraws.error == pytest.approx((1 / 6, 1 / 6))


def test_one_fit_alone_has_the_same_redraws_as_in_a_sweep(three_groups):
    keys = keys_of(120)
    fits = [kmeans(three_groups, k, keys=keys) for k in (3, 4, 5)]
    swept = bootstrap_jaccard_many(three_groups, fits, keys=keys)
    assert [redraw(three_groups, fit, keys=keys).mean for fit in fits] == swept


def test_the_error_tells_how_far_other_redraws_give_other_figures(three_groups):
    keys = keys_of(120)
    fit = kmeans(three_groups, 4, keys=keys)
    seeds = [redraw(three_groups, fit, keys=keys, seed=seed) for seed in range(12)]
    spread = np.std([item.mean for item in seeds], axis=0, ddof=1)
    told = np.mean([item.error for item in seeds], axis=0)
    assert spread == pytest.approx(told, rel=0.6, abs=0.003)
