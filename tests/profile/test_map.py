import numpy as np
import pytest

from personae.profile.map import MAX_POINTS, principal_axes, segment_map


def test_axes_are_orthogonal_and_explain_all_of_three_features():
    X = np.random.default_rng(0).normal(size=(200, 3)) * (5.0, 2.0, 1.0)
    loadings, explained = principal_axes(X)
    np.testing.assert_allclose(loadings @ loadings.T, np.eye(3), atol=1e-12)
    assert explained.sum() == pytest.approx(1.0)
    assert (np.diff(explained) <= 0).all()


def test_explained_variance_is_that_of_the_singular_values():
    X = np.random.default_rng(1).normal(size=(80, 5)) @ np.random.default_rng(2).normal(size=(5, 5))
    singular = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    np.testing.assert_allclose(principal_axes(X)[1], singular[:3] / singular.sum())


def test_a_mirrored_feature_mirrors_words_and_not_the_map():
    X = np.random.default_rng(3).normal(size=(100, 2)) * (3.0, 1.0)
    labels, centers = np.zeros(100, dtype=int), np.zeros((1, 2))
    spread = segment_map(X, labels, centers, names=["spend", "age"], keys=None)
    assert spread.axes == ("more spend", "more age", "")
    assert spread.explained[2] == 0.0
    assert set(spread.points.column("z").to_pylist()) == {0.0}


def test_one_feature_is_a_line():
    spread = segment_map(
        np.arange(4.0)[:, None],
        np.array([0, 0, 1, 1]),
        np.array([[0.5], [2.5]]),
        names=["x"],
        keys=None,
    )
    assert spread.points.to_pydict() == {
        "x": [-1.5, -0.5, 0.5, 1.5],
        "y": [0.0] * 4,
        "z": [0.0] * 4,
        "segment": [1, 1, 2, 2],
    }
    assert spread.centers == ((-1.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    assert not spread.sampled


def test_above_five_thousand_customers_the_smallest_hashes_are_shown():
    n = MAX_POINTS + 1000
    keys = np.random.default_rng(4).permutation(n).astype(np.uint64)
    X = np.arange(float(n))[:, None]
    spread = segment_map(X, np.zeros(n, dtype=int), np.zeros((1, 1)), names=["x"], keys=keys)
    assert (spread.sampled, spread.n_customers, spread.points.num_rows) == (True, n, MAX_POINTS)
    shown = np.array(spread.points.column("x").to_pylist()) + X.mean()
    np.testing.assert_allclose(np.sort(shown), np.flatnonzero(keys < MAX_POINTS))


def test_equal_customers_have_a_map_without_variance():
    _, explained = principal_axes(np.ones((5, 2)))
    assert explained.tolist() == [0.0, 0.0, 0.0]
