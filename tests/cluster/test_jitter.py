import numpy as np
import pytest

from personae.cluster import jitter
from personae.cluster.evidence import KMeansFit
from personae.cluster.jitter import unchanged_shares
from personae.cluster.kmeans import kmeans
from personae.stats.sample import row_keys


def keys_of(n):
    return row_keys([f"c{row}" for row in range(n)], key="test")


def shares(X, k, **more):
    keys = keys_of(len(X))
    return unchanged_shares(X, kmeans(X, k, keys=keys), keys=keys, **more)


def test_groups_with_empty_space_between_them_keep_everybody():
    random = np.random.RandomState(0)
    X = np.concatenate([random.normal(center, 0.5, (40, 2)) for center in (0.0, 9.0, 18.0)])
    assert shares(X, 3) == (1.0, 1.0, 1.0)


def test_an_even_row_loses_the_share_that_the_noise_carries_over_the_cut():
    # Uniform on 0 to 1, cut in the middle. The sd is 1 / sqrt(12), the noise s 5 % of it: 0.01443.
    # A row at distance t changes sides with P(Z > t / s); over both halves the share is
    # s E(Z+) / 0.5 = 2 s / sqrt(2 pi) = 0.0115.
    X = np.linspace(0, 1, 2000)[:, None]
    lost = 1 - np.array(shares(X, 2, n_draws=40))
    assert lost.mean() == pytest.approx(2 * 0.05 / np.sqrt(12) / np.sqrt(2 * np.pi), rel=0.1)


@pytest.mark.parametrize("n", [400, 4000])
def test_each_cut_loses_as_many_again_however_many_rows_there_are(n):
    # The Jaccard of such slices rises with n; this share does not.
    X = np.linspace(0, 1, n)[:, None]
    one_cut = 2 * 0.05 / np.sqrt(12) / np.sqrt(2 * np.pi)
    assert 1 - np.mean(shares(X, 10)) == pytest.approx(9 * one_cut, rel=0.25)


def test_the_unit_of_a_feature_changes_nothing_but_its_weight_in_the_fit():
    X = np.random.RandomState(1).uniform(size=(300, 2))
    assert shares(X, 3) == shares(X * 1024, 3)


def test_row_order_changes_nothing():
    X, keys = np.random.RandomState(2).normal(size=(300, 3)), keys_of(300)
    order = np.random.RandomState(3).permutation(300)
    one = unchanged_shares(X, kmeans(X, 4, keys=keys), keys=keys)
    X, keys = X[order], keys[order]
    assert unchanged_shares(X, kmeans(X, 4, keys=keys), keys=keys) == one


def test_a_constant_feature_stays_as_it_is():
    X = np.column_stack([np.repeat([0.0, 9.0], 20) + np.tile([0.0, 1.0], 20), np.full(40, 7.0)])
    assert shares(X, 2) == (1.0, 1.0)


def test_one_segment_keeps_everybody():
    assert shares(np.arange(9.0)[:, None], 1) == (1.0,)


def test_a_segment_that_the_sample_has_nobody_of_is_not_measured(monkeypatch):
    X, keys = np.concatenate([np.zeros(99), [50.0]])[:, None], keys_of(100)
    labels = np.array([0] * 99 + [1], dtype=np.int32)
    fit = KMeansFit(np.array([[0.0], [50.0]]), labels, 0.0, 1, True)
    assert unchanged_shares(X, fit, keys=keys) == (1.0, 1.0)
    monkeypatch.setattr(jitter, "JITTER_ROWS", 3)
    kept = unchanged_shares(X, fit, keys=keys)
    assert kept[0] >= 0
    assert np.isnan(kept[1])


def test_the_noise_is_standard_normal():
    noise = jitter._gaussian(keys_of(20_000), (2, 2), seed=0).reshape(4, -1)
    assert np.abs(noise.mean(axis=1)).max() < 0.03
    assert np.abs(np.cov(noise) - np.eye(4)).max() < 0.05
