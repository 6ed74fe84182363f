import math

import numpy as np
import pytest

from personae.cluster import silhouette_estimate as module
from personae.cluster.indices import silhouette_samples
from personae.cluster.silhouette_estimate import (
    FLOOR,
    estimated,
    sample_size,
    silhouette_estimate,
    silhouette_of_final,
    silhouettes_of_sweep,
    stratified_sample,
)
from personae.stats.sample import row_keys

N = 3_000
CENTERS = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 5.0], [9.0, 9.0]])


@pytest.fixture(scope="module")
def divided():
    """Four groups of very different sizes that touch: 60, 30, 9 and 1 per cent."""
    random = np.random.RandomState(0)
    labels = np.repeat(np.arange(4), [1_800, 900, 270, 30])
    return CENTERS[labels] + random.normal(0, 1.3, (N, 2)), labels


@pytest.fixture(scope="module")
def keys():
    return row_keys([f"c{row}" for row in range(N)], key="test")


@pytest.fixture(scope="module")
def exact(divided):
    return silhouette_samples(*divided)


def test_every_segment_has_its_share_and_no_fewer_than_thirty(divided, keys):
    _, labels = divided
    rows = stratified_sample(labels, keys=keys, size=500)
    assert np.bincount(labels[rows]).tolist() == [300, 150, 45, FLOOR]
    assert (np.diff(rows) > 0).all()


def test_the_sample_hangs_on_ids_and_seed_and_on_no_order(divided, keys):
    _, labels = divided
    order = np.random.RandomState(1).permutation(N)
    rows = stratified_sample(labels, keys=keys, size=300)
    moved = stratified_sample(labels[order], keys=keys[order], size=300)
    assert sorted(order[moved].tolist()) == rows.tolist()
    assert stratified_sample(labels, keys=keys, size=300, seed=1).tolist() != rows.tolist()


def test_the_error_of_two_segments_by_hand():
    # Segment 0: two of four rows, mean 2, variance 2. Segment 1: both of its two rows.
    found = estimated(np.array([1.0, 3.0, 5.0, 7.0]), np.array([0, 0, 1, 1]), np.array([4, 2]))
    assert found.mean == pytest.approx(4 / 6 * 2 + 2 / 6 * 6)
    error = math.sqrt((4 / 6) ** 2 * (1 - 2 / 4) * 2 / 2)
    assert found.high - found.mean == pytest.approx(1.959964 * error)
    assert found.mean - found.low == pytest.approx(1.959964 * error)
    assert (found.rows, found.exact) == (4, False)


def test_all_rows_leave_no_error(divided, exact):
    _, labels = divided
    found = estimated(exact, labels, np.bincount(labels))
    assert found.low == found.mean == found.high == pytest.approx(exact.mean(), abs=1e-12)
    assert found.exact


def test_the_estimate_measures_its_rows_against_all_rows(divided, keys, exact):
    X, labels = divided
    found = silhouette_estimate(X, labels, keys=keys, size=300)
    measured = ~np.isnan(found.values)
    assert measured.sum() == found.rows == 180 + 90 + FLOOR + FLOOR
    assert found.values[measured] == pytest.approx(exact[measured], abs=1e-6)
    assert found.low < exact.mean() < found.high


def test_the_interval_covers_the_exact_value_in_93_of_100_trials(divided, keys, exact):
    _, labels = divided
    sizes, truth = np.bincount(labels), exact.mean()
    covered = 0
    for trial in range(1_000):
        rows = stratified_sample(labels, keys=keys, size=300, seed=trial)
        found = estimated(exact[rows], labels[rows], sizes)
        covered += found.low <= truth <= found.high
    # And not by being far too wide: a right interval covers 95 of 100.
    assert 930 <= covered <= 975


def test_four_times_the_sample_halves_the_interval(divided, keys, exact):
    _, labels = divided
    sizes = np.bincount(labels)

    def mean_width(size):
        widths = []
        for trial in range(40):
            rows = stratified_sample(labels, keys=keys, size=size, seed=trial)
            found = estimated(exact[rows], labels[rows], sizes)
            widths.append(found.high - found.low)
        return float(np.mean(widths))

    # What is left of 3,000 rows is 95 and 80 per cent; without that the ratio is a half.
    finite = math.sqrt((1 - 150 / N) / (1 - 600 / N))
    assert mean_width(600) * finite == pytest.approx(mean_width(150) / 2, rel=0.05)


def test_the_final_division_is_estimated_only_above_the_bound(divided, keys, exact, monkeypatch):
    X, labels = divided
    final = silhouette_of_final(X, labels, keys=keys)
    assert (final.exact, final.rows, final.low, final.high) == (True, N, final.mean, final.mean)
    assert final.mean == pytest.approx(exact.mean(), abs=1e-12)
    monkeypatch.setattr(module, "EXACT_FINAL", N - 1)
    monkeypatch.setattr(module, "MOST", 1_000)
    final = silhouette_of_final(X, labels, keys=keys)
    assert (final.exact, final.rows) == (False, 1_000 + 20)
    assert final.low < exact.mean() < final.high


def test_the_sample_shrinks_with_the_rows_it_is_measured_against():
    assert [sample_size(n) for n in (20_000, 60_000, 300_000, 10_000_000)] == [
        10_000,
        5_000,
        1_000,
        1_000,
    ]


def test_a_sweep_is_exact_up_to_its_bound(divided, keys, exact):
    X, labels = divided
    merged = np.minimum(labels, 1)
    both = silhouettes_of_sweep(X, [labels, merged], keys=keys)
    assert [found.exact for found in both] == [True, True]
    assert both[0].mean == pytest.approx(exact.mean(), abs=1e-12)
    assert both[1].mean == pytest.approx(silhouette_samples(X, merged).mean(), abs=1e-12)


@pytest.mark.parametrize("trials", [60, pytest.param(1_000, marks=pytest.mark.full)])
def test_the_interval_of_a_sweep_covers_the_exact_value(divided, keys, monkeypatch, trials):
    """Its rows are measured against the sample only, and the interval knows of that."""
    X, labels = divided
    monkeypatch.setattr(module, "EXACT_SWEEP", 1_000)
    truth, covered = silhouette_samples(X, labels).mean(), 0
    for trial in range(trials):
        found = silhouettes_of_sweep(X, [labels], keys=keys, seed=trial)[0]
        assert (found.exact, found.rows) == (False, 1_000)
        covered += found.low <= truth <= found.high
    # 60 trials: of a right interval 1 in 1,000 runs of other seeds has fewer than 51.
    assert covered >= (0.93 * trials if trials >= 1_000 else 51)
    assert covered < trials


def test_order_and_threads_change_no_bit_of_an_estimate(divided, keys, monkeypatch):
    X, labels = divided
    monkeypatch.setattr(module, "EXACT_SWEEP", 1_000)
    order = np.random.RandomState(2).permutation(N)
    for measure in (
        lambda X, labels, keys: silhouette_estimate(X, labels, keys=keys, size=300),
        lambda X, labels, keys: silhouettes_of_sweep(X, [labels], keys=keys)[0],
    ):
        one, other = measure(X, labels, keys), measure(X[order], labels[order], keys[order])
        assert (one.mean, one.low, one.high) == (other.mean, other.low, other.high)
        assert one.rows == other.rows
