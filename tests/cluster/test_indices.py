import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from personae.cluster import indices
from personae.cluster.indices import (
    _cells,
    calinski_harabasz,
    davies_bouldin,
    elbow_distances,
    silhouette_many,
    silhouette_samples,
    simplified_silhouette_samples,
    spherical_bic,
)


def divided(n=300, d=3, k=4, seed=0):
    random = np.random.RandomState(seed)
    X = random.normal(size=(n, d)) * [1.0, 5.0, 0.2][:d] + random.randint(3, size=(n, 1))
    labels = random.randint(k, size=n)
    labels[:k] = np.arange(k)
    return X, labels.astype(np.int32)


@pytest.mark.parametrize(("n", "d", "k"), [(300, 3, 4), (50, 1, 2), (120, 2, 30), (700, 3, 7)])
def test_the_indices_are_those_of_scikit_learn(n, d, k):
    X, labels = divided(n, d, k)
    assert (
        np.abs(silhouette_samples(X, labels) - metrics.silhouette_samples(X, labels)).max() < 1e-9
    )
    assert calinski_harabasz(X, labels) == pytest.approx(
        metrics.calinski_harabasz_score(X, labels), rel=1e-9
    )
    assert davies_bouldin(X, labels) == pytest.approx(
        metrics.davies_bouldin_score(X, labels), rel=1e-9
    )


def test_many_labelings_in_one_pass_are_the_same_bits_as_one_by_one():
    X, _ = divided()
    labelings = [divided(k=k, seed=k)[1] for k in range(2, 8)]
    for values, labels in zip(silhouette_many(X, labelings), labelings, strict=True):
        assert values.tobytes() == silhouette_samples(X, labels).tobytes()


def test_silhouettes_hang_on_no_order_and_no_block_size(monkeypatch):
    X, labels = divided()
    order = np.random.RandomState(1).permutation(len(X))
    values = silhouette_samples(X, labels)
    assert silhouette_samples(X[order], labels[order]).tobytes() == values[order].tobytes()
    monkeypatch.setattr(indices, "_BLOCK", 5_000)
    assert silhouette_samples(X, labels).tobytes() == values.tobytes()


def test_a_large_offset_costs_nothing():
    X, labels = divided()
    X = np.round(X, 3)
    assert silhouette_samples(X + 2.0**40, labels) == pytest.approx(
        silhouette_samples(X, labels), abs=1e-2
    )
    assert silhouette_samples(X + 2.0**20, labels) == pytest.approx(
        silhouette_samples(X, labels), abs=1e-8
    )


def test_a_row_alone_in_its_cluster_has_silhouette_zero():
    assert silhouette_samples(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]))[2] == 0.0


def test_equal_rows_in_two_clusters_have_silhouette_zero():
    assert silhouette_samples(np.zeros((4, 2)), np.array([0, 0, 1, 1])).tolist() == [0.0] * 4


def test_one_cluster_has_no_silhouette_and_no_index():
    X, labels = np.arange(5.0)[:, None], np.zeros(5, dtype=np.int32)
    assert np.isnan(silhouette_samples(X, labels)).all()
    assert np.isnan([calinski_harabasz(X, labels), davies_bouldin(X, labels)]).all()


def test_silhouettes_of_some_rows_are_theirs_among_all_rows():
    X, _ = divided()
    labelings = [divided(k=k, seed=k)[1] for k in range(2, 5)]
    rows = np.array([7, 3, 299, 150])
    for some, all_rows in zip(
        silhouette_many(X, labelings, rows=rows), silhouette_many(X, labelings), strict=True
    ):
        assert some.tobytes() == all_rows[rows].tobytes()


def test_the_simplified_silhouette_is_the_formula_on_distances_to_centres():
    X, labels = divided(k=5)
    centers = np.array([X[labels == j].mean(axis=0) for j in range(5)])
    for row in range(0, 300, 17):
        to_centers = np.linalg.norm(X[row] - centers, axis=1)
        own = to_centers[labels[row]]
        other = np.delete(to_centers, labels[row]).min()
        value = simplified_silhouette_samples(X, labels, centers)[row]
        assert value == pytest.approx((other - own) / max(other, own), abs=1e-12)


def test_the_simplified_silhouette_is_zero_on_the_border_and_for_a_row_alone():
    X, labels = np.array([[0.0], [2.0], [6.0], [11.0]]), np.array([0, 0, 0, 1])
    values = simplified_silhouette_samples(X, labels, np.array([[1.0], [11.0]]))
    assert values.tolist() == [pytest.approx(10 / 11), pytest.approx(8 / 9), 0.0, 0.0]
    same = simplified_silhouette_samples(np.zeros((4, 1)), np.array([0, 0, 1, 1]), np.zeros((2, 1)))
    assert same.tolist() == [0.0] * 4
    assert np.isnan(simplified_silhouette_samples(X, np.zeros(4, dtype=int), X[:1])).all()


def test_no_row_with_its_nearest_centre_is_misplaced_by_the_simplified_silhouette():
    X, _ = divided()
    centers = X[:6]
    labels = ((X[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    assert simplified_silhouette_samples(X, labels, centers).min() >= 0


def test_elbow_of_malls_published_curve_is_at_five():
    # WCSS for k = 1..6 as in many notebooks, and ours for 7..10 (reference/field.md, 4.1).
    curve = [
        269981.28,
        181363.596,
        106348.373,
        73679.789,
        44448.455,
        37233.81,
        30227.61,
        24986.53,
        21794.89,
        19634.55,
    ]
    distances = elbow_distances(range(1, 11), curve)
    assert 1 + int(np.argmax(distances)) == 5
    by_hand = (1 - 4 / 9) - (44448.455 - 19634.55) / (269981.28 - 19634.55)
    assert (min(distances), max(distances)) == (0.0, pytest.approx(by_hand, rel=1e-12))


def test_a_straight_or_flat_curve_has_no_elbow():
    assert elbow_distances([2, 3, 4], [6.0, 4.0, 2.0]) == [0.0, 0.0, 0.0]
    assert elbow_distances([2, 3, 4], [1.0, 1.0, 1.0]) == [0.0, 0.0, 0.0]
    assert elbow_distances([2, 3], [6.0, 4.0]) == [0.0, 0.0]


def test_the_bic_of_four_rows_by_hand():
    # Rows 0, 2 | 10, 12: inertia 4, two clusters of two; v = 4 / (4 - 2) = 2, five free numbers
    # less one: a share, two means, v.
    by_hand = 4 * math.log(1 / 2) - 2 * math.log(2 * math.pi * 2) - 4 / (2 * 2)
    by_hand -= 4 / 2 * math.log(4)
    assert spherical_bic([2, 2], 4.0, d=1) == pytest.approx(by_hand, abs=1e-12)


def test_the_bic_is_the_likelihood_of_the_model_less_its_price():
    X, labels = divided(k=3)
    n, d = X.shape
    means = np.array([X[labels == j].mean(axis=0) for j in range(3)])
    inertia = ((X - means[labels]) ** 2).sum()
    sizes = np.bincount(labels)
    spread = math.sqrt(inertia / (d * (n - 3)))
    likelihood = np.log(sizes / n)[labels].sum()
    likelihood += stats.norm.logpdf(X, means[labels], spread).sum()
    assert spherical_bic(sizes.tolist(), float(inertia), d=d) == pytest.approx(
        likelihood - 3 * (d + 1) / 2 * math.log(n)
    )


def test_a_unit_moves_every_bic_by_the_same():
    one, two = (spherical_bic(sizes, 9.0, d=2) for sizes in ([25, 25], [10, 20, 20]))
    scaled = (spherical_bic(sizes, 36.0, d=2) for sizes in ([25, 25], [10, 20, 20]))
    assert [a - b for a, b in zip(scaled, (one, two), strict=True)] == pytest.approx(
        [-50 * 2 * math.log(2)] * 2
    )


def test_rows_on_their_means_and_rows_alone_have_no_finite_bic():
    assert spherical_bic([2, 2], 0.0, d=1) == math.inf
    assert math.isnan(spherical_bic([1, 1, 1], 0.0, d=1))


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 30))
def test_cells_are_the_different_tuples_of_labels_in_order(seed, n_rows, n_labelings):
    draws = np.random.RandomState(seed)
    labelings = [draws.randint(0, draws.randint(1, 12), n_rows) for _ in range(n_labelings)]
    cells, cell_of = _cells([labels.astype(np.intp) for labels in labelings])
    table = np.column_stack(labelings)
    np.testing.assert_array_equal(cells, np.unique(table, axis=0))
    np.testing.assert_array_equal(cells[cell_of], table)


def test_codes_of_labels_stay_below_what_an_integer_holds(monkeypatch):
    monkeypatch.setattr(indices, "_LARGEST", 50)
    table = np.random.RandomState(0).randint(0, 4, (200, 6))
    cells, cell_of = _cells(list(table.T))
    np.testing.assert_array_equal(cells, np.unique(table, axis=0))
    np.testing.assert_array_equal(cells[cell_of], table)


@pytest.mark.parametrize(("n", "d", "k"), [(300, 1, 2), (1025, 3, 3), (2600, 5, 4), (2100, 9, 2)])
def test_each_distance_once_or_twice_gives_the_same_bits(n, d, k, monkeypatch):
    X, labels = divided(n, d, k) if d <= 3 else (np.random.RandomState(0).normal(size=(n, d)), None)
    labels = np.random.RandomState(1).randint(k, size=n) if labels is None else labels
    once, twice = [], []
    monkeypatch.setattr(indices, "_ROWS_A_CELL", 0)
    for n_threads in (1, 2, 3, 8):
        monkeypatch.setattr(indices, "N_THREADS", n_threads)
        once.append(silhouette_samples(X, labels))
    monkeypatch.setattr(indices, "_ROWS_A_CELL", 10**9)
    for n_threads in (1, 2, 3, 8):
        monkeypatch.setattr(indices, "N_THREADS", n_threads)
        twice.append(silhouette_samples(X, labels))
    # some of the rows against all of them
    rows = np.random.RandomState(2).permutation(n)[: n // 3]
    some = silhouette_many(X, [labels], rows=rows)[0]
    for found in (*once, *twice):
        assert found.tobytes() == once[0].tobytes()
    assert some.tobytes() == once[0][rows].tobytes()


def test_sums_of_more_cells_than_a_thread_holds_are_taken_in_parts(monkeypatch):
    X, labels = divided(900, 3, 4)
    whole = silhouette_samples(X, labels)
    monkeypatch.setattr(indices, "_SUMS_HELD", 100)
    monkeypatch.setattr(indices, "_BLOCK", 100)
    assert silhouette_samples(X, labels).tobytes() == whole.tobytes()
