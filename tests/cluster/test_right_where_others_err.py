"""Where scikit-learn errs on plain numbers, and what its figure is (`-rP` shows it)."""

from __future__ import annotations

import sys
import warnings
from fractions import Fraction

import numpy as np
import pytest
from sklearn.cluster import KMeans as TheirKMeans
from threadpoolctl import threadpool_limits

from personae import KMeans
from personae.cluster.kmeans import kmeans
from personae.errors import InputError, NotEnoughDataError

CENTERS = np.array([[-1.0, 0.5, 0.0], [1.0, -0.5, 0.0], [0.0, 1.0, 1.0], [0.5, 0.0, -1.0]])


def their_figure(what: str, figure: object) -> None:
    sys.stdout.write(f"scikit-learn: {what}: {figure}\n")


def theirs(X, k, *, sample_weight=None, threads=1, **options):
    with warnings.catch_warnings(), threadpool_limits(threads):
        warnings.simplefilter("ignore")
        return TheirKMeans(k, n_init=1, tol=0, **options).fit(X, sample_weight=sample_weight)


def exact_nearest(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the nearest centres by 64-bit mantissas, and by fractions where that is not enough."""
    offsets = X[:, None].astype(np.longdouble) - centers
    squared = (offsets**2).sum(axis=2)
    labels = squared.argmin(axis=1)
    near = squared <= squared.min(axis=1, keepdims=True) * (1 + 2.0**-50)
    for row in np.flatnonzero(near.sum(axis=1) > 1):
        labels[row] = min(
            np.flatnonzero(near[row]),
            key=lambda j: (_fraction(X[row].tolist(), centers[j].tolist()), j),
        )
    return labels


def _fraction(row: list[float], center: list[float]) -> Fraction:
    return sum(
        ((Fraction(x) - Fraction(c)) ** 2 for x, c in zip(row, center, strict=True)), Fraction(0)
    )


def far_rows(offset: float, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Return 2,000 rows around four centres, all moved by the offset."""
    draw = np.random.Generator(np.random.Philox(key=31))
    X = CENTERS[draw.integers(4, size=2_000)] + draw.standard_normal((2_000, 3))
    return (X + offset).astype(dtype), (CENTERS + offset).astype(dtype)


@pytest.mark.parametrize(
    ("dtype", "offset"),
    [
        *(("float64", 10.0**power) for power in (0, 3, 6, 8, 9, 10, 12)),
        ("float64", 0.0),
        *(("float32", offset) for offset in (0.0, 1.0, 1e2, 1e3, 1e4, 1e5)),
    ],
)
def test_rows_far_from_the_origin_go_to_their_nearest_centre(dtype, offset):
    X, centers = far_rows(offset, dtype)
    assert len(np.unique(X, axis=0)) == len(X)
    right = exact_nearest(X, centers)
    ours = KMeans(4, init=centers, n_init=1).fit(X)
    assert (ours.labels_ == exact_nearest(X, ours.cluster_centers_)).all()
    assert (ours.predict(X) == ours.labels_).all()
    model = theirs(X, 4, init=centers)
    for fitted in (ours, model):
        fitted.cluster_centers_ = centers.copy()
    assert (ours.predict(X) == right).all()
    their_figure(
        f"{dtype} at {offset:.0e}", f"{(model.predict(X) != right).sum()} of 2,000 rows misplaced"
    )


EMPTIED = [
    # Issue 34074 of scikit-learn, in which the rows come as a sparse matrix.
    ([[1.0], [2.0], [3.0]], [[4.0], [0.0], [1.0]]),
]


@pytest.mark.parametrize(("rows", "centers"), EMPTIED)
def test_labels_are_those_of_the_own_centres_after_a_cluster_was_emptied(rows, centers):
    from scipy.sparse import csr_matrix

    X = np.array(rows)
    ours = KMeans(len(centers), init=np.array(centers), n_init=1).fit(X)
    assert (ours.labels_ == exact_nearest(X, ours.cluster_centers_)).all()
    assert (ours.predict(X) == ours.labels_).all()
    assert ours.inertia_ == 0.0
    model = theirs(csr_matrix(X), len(centers), init=np.array(centers), max_iter=10)
    nearest = exact_nearest(X, model.cluster_centers_)
    their_figure("labels", f"{model.labels_.tolist()}, nearest {nearest.tolist()}")
    their_figure("inertia, where 0 is true", model.inertia_)


def test_labels_hold_on_lattices_where_every_first_centre_but_one_is_far_off():
    wrong = 0
    for seed in range(60):
        draw = np.random.Generator(np.random.Philox(key=seed))
        k = int(draw.integers(2, 6))
        X = draw.integers(-4, 5, (int(draw.integers(k, 25)), 2)).astype(float)
        if len(np.unique(X, axis=0)) < k:
            continue
        centers = 100.0 + np.arange(2.0 * k).reshape(k, 2)
        centers[0] = X[0]
        ours = KMeans(k, init=centers, n_init=1).fit(X)
        distance = ((X[:, None] - ours.cluster_centers_) ** 2).sum(axis=2)
        own = distance[np.arange(len(X)), ours.labels_]
        assert (own <= distance.min(axis=1) * (1 + 1e-12)).all(), seed
        assert (np.bincount(ours.labels_, minlength=k) > 0).all(), seed
        sizes = np.bincount(theirs(X, k, init=centers).labels_, minlength=k)
        wrong += bool((sizes == 0).any())
    their_figure("fits with an empty cluster", f"{wrong} of 60")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (np.nan, "1 row holds a missing or infinite number"),
        (np.inf, "1 row holds a missing or infinite number"),
        (-np.inf, "1 row holds a missing or infinite number"),
        (1e160, "Some numbers are beyond 1e150: their squares are too large to add up."),
    ],
)
def test_a_number_that_cannot_be_squared_is_refused(number, message):
    X = np.arange(12.0).reshape(6, 2)
    X[2, 1] = number
    with pytest.raises(ValueError, match=message):
        KMeans(2).fit(X)
    with pytest.raises(InputError):
        kmeans(X, 2)
    try:
        their_figure(f"inertia with {number}", theirs(X, 2, random_state=0).inertia_)
    except ValueError as refusal:
        their_figure(f"{number}", str(refusal).splitlines()[0])


@pytest.mark.parametrize(
    "weights",
    [[1.0, 1.0, -2.0, 1.0], [1.0, np.nan, 1.0, 1.0], [1.0, np.inf, 1.0, 1.0], [0.0] * 4, [1.0]],
)
def test_a_weight_that_cannot_be_meant_is_refused(weights):
    X = np.array([[0.0], [1.0], [5.0], [6.0]])
    with pytest.raises(InputError, match="Every weight must be finite and at least 0"):
        KMeans(2, random_state=0).fit(X, sample_weight=weights)
    try:
        model = theirs(X, 2, init=X[[0, 2]], sample_weight=weights)
        their_figure(f"centres with weights {weights}", model.cluster_centers_.ravel().tolist())
    except ValueError as refusal:
        their_figure(f"weights {weights}", str(refusal).splitlines()[0])


def test_more_clusters_than_distinct_rows_are_refused_with_both_numbers():
    X = np.repeat([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], 20, axis=0)
    with pytest.raises(NotEnoughDataError, match=r"5 segments .* the 60 rows hold only 3 distinct"):
        kmeans(X, 5)
    model = theirs(X, 5, random_state=0)
    their_figure("clusters of 5 that hold a row", len(np.unique(model.labels_)))


def test_row_order_changes_no_bit():
    draw = np.random.Generator(np.random.Philox(key=7))
    X = draw.standard_normal((800, 4)).astype(np.float32)
    weights = draw.integers(0, 4, len(X)).astype(float)
    centers = X[:6].copy()
    for options in ({"init": centers}, {"n_init": 2, "random_state": 5}):
        bits, their_bits = set(), set()
        for _ in range(3):
            order = draw.permutation(len(X))
            model = KMeans(6, **options).fit(X[order], sample_weight=weights[order])
            labels = np.empty(len(X), dtype=np.int32)
            labels[order] = model.labels_
            bits.add((model.cluster_centers_.tobytes(), labels.tobytes(), model.inertia_))
            own = {key: value for key, value in options.items() if key != "n_init"}
            found = theirs(X[order], 6, sample_weight=weights[order], **own)
            their_bits.add((found.cluster_centers_.tobytes(), found.inertia_))
        assert len(bits) == 1
        their_figure("results of 3 orders of the same rows", len(their_bits))


def test_small_rows_beside_a_heavy_one_are_counted():
    # In float32 a sum that has reached 2^24 = 16,777,216 no longer rises by ones.
    small = 20_000
    X = np.concatenate([[[0.0]], np.ones((small, 1))]).astype(np.float32)
    weights = np.concatenate([[2.0**24], np.ones(small)])
    exact = small / (2**24 + small)
    ours = KMeans(1, init=[[0.5]], n_init=1).fit(X, sample_weight=weights)
    assert ours.cluster_centers_[0, 0] == pytest.approx(exact, rel=1e-7)
    found = theirs(X, 1, init=np.array([[0.5]]), sample_weight=weights).cluster_centers_[0, 0]
    their_figure("relative error of the mean", f"{abs(found / exact - 1):.1e}")


@pytest.mark.full
def test_more_equal_rows_than_float32_can_count():
    equal, others = 2**24 + 1, 2**20
    X = np.ones((equal + others, 1), dtype=np.float32)
    X[equal:] = 4.0
    ours = KMeans(1, init=[[1.0]], n_init=1, max_iter=2).fit(X)
    exact = (equal + 4 * others) / (equal + others)
    assert ours.cluster_centers_[0, 0] == pytest.approx(exact, rel=1e-7)
    apart = KMeans(2, init=[[1.0], [4.0]], n_init=1, max_iter=2).fit(X)
    assert np.bincount(apart.labels_).tolist() == [equal, others]
    found = theirs(X, 1, init=np.array([[1.0]]), max_iter=2, threads=2).cluster_centers_[0, 0]
    their_figure("relative error of the mean", f"{abs(found / exact - 1):.1e}")
