"""Two thousand generated data sets: ours and scikit-learn's, and an exact referee between them.

The referee measures in 64-bit mantissas (`longdouble`) and settles in whole numbers what is nearer
than their rounding. Ours is held to the referee everywhere, so also wherever the two differ; how
often scikit-learn is the wrong one is printed (`-rP` shows it).
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest
from sklearn.cluster import KMeans as TheirKMeans
from threadpoolctl import threadpool_limits

from personae import KMeans

SAMPLE, ALL, BLOCK = 60, 2_000, 97
BLOCKS = [
    pytest.param(range(SAMPLE), id=f"0-{SAMPLE - 1}"),
    *(
        pytest.param(
            range(first, min(first + BLOCK, ALL)), marks=pytest.mark.full, id=f"from-{first}"
        )
        for first in range(SAMPLE, ALL, BLOCK)
    ),
]
# Relative difference of two squared distances below which a precision may take either for less.
NEAR = {"float32": 1e-4, "float64": 1e-9}


@dataclass(frozen=True)
class Drawn:
    """One data set: what it is like, its rows, what they count, and k centres to start from."""

    kind: str
    X: np.ndarray
    weights: np.ndarray | None
    centers: np.ndarray

    @property
    def mass(self) -> np.ndarray:
        return np.ones(len(self.X)) if self.weights is None else self.weights

    @property
    def options(self) -> dict[str, object]:
        k = len(self.centers)
        return {"n_clusters": k, "init": self.centers, "n_init": 1, "tol": 0.0}


def drawn(seed: int) -> Drawn:
    """Draw a data set: n 2..2,000, d 1..50, k 1..20, all on a logarithmic scale."""
    draw = np.random.Generator(np.random.Philox(key=seed))
    n, d, k = (round(float(np.exp(draw.uniform(0, np.log(top))))) for top in (2_000, 50, 20))
    n = max(n, 2)
    kind = str(draw.choice(["blobs", "uniform", "lattice", "duplicates", "lognormal"]))
    dtype = draw.choice(["float32", "float64", "float64"])
    X = _rows(kind, n, d, draw)
    if kind in {"blobs", "uniform"}:
        X *= draw.choice([1e-3, 1.0, 1e3])
    offsets = [0, 1, 1e2, 1e4] if dtype == "float32" else [0, 1, 1e3, 1e6, 1e9, 1e12]
    X = (X + draw.choice(offsets)).astype(dtype)
    distinct = np.unique(X, axis=0)
    centers = distinct[draw.permutation(len(distinct))[:k]]
    if draw.random() < 0.2:
        # Off the rows, so that a centre may stay without any.
        centers = (centers + X.std(axis=0) * draw.standard_normal(centers.shape)).astype(dtype)
    weights = {
        0: None,
        1: draw.integers(0, 5, n).astype(float),
        2: draw.exponential(size=n),
    }[int(draw.choice([0, 0, 1, 2]))]
    if weights is not None and not weights.any():
        weights = None
    return Drawn(f"{kind} {dtype}", X, weights, centers)


def _rows(kind: str, n: int, d: int, draw: np.random.Generator) -> np.ndarray:
    if kind == "blobs":
        return draw.normal(0, 3, (6, d))[draw.integers(0, 6, n)] + draw.standard_normal((n, d))
    if kind == "uniform":
        return draw.uniform(-1, 1, (n, d))
    if kind == "lattice":
        return draw.integers(-3, 4, (n, d)).astype(float)
    if kind == "duplicates":
        return draw.standard_normal((max(2, n // 8), d))[draw.integers(0, max(2, n // 8), n)]
    return draw.lognormal(0, 1, (n, d))


def exact_distance(row: np.ndarray, center: np.ndarray) -> int:
    """Return the squared distance in units of 2^-2148, in which it is a whole number."""
    pairs = zip(row.tolist(), center.tolist(), strict=True)
    return sum((_whole(x) - _whole(c)) ** 2 for x, c in pairs)


def _whole(number: float) -> int:
    numerator, denominator = number.as_integer_ratio()
    return (numerator << 1074) // denominator


def referee(X: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact nearest centre of every row, ties to the lowest; and the gap to the next.

    The gap is relative to the larger of the two squared distances; 0 is a tie, 1 a row on a centre.
    """
    squared, gap = measured(X, centers)
    labels = squared.argmin(axis=1)
    # Sums of 50 squares of differences are right to 2^-57.
    for row in np.flatnonzero(gap < 2.0**-50):
        near = np.flatnonzero(squared[row] <= squared[row, labels[row]] * (1 + 2.0**-49))
        labels[row] = min(near, key=lambda j: (exact_distance(X[row], centers[j]), j))
    return labels, gap


def measured(X: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return squared distances to all centres in longdouble, and the gap of the two least."""
    squared = np.stack(
        [((X.astype(np.longdouble) - center) ** 2).sum(axis=1) for center in centers], axis=1
    )
    if len(centers) == 1:
        return squared, np.ones(len(X))
    least, next_least = np.partition(squared, 1, axis=1)[:, :2].T
    gap = np.divide(next_least - least, next_least, out=np.zeros_like(least), where=next_least > 0)
    return squared, gap.astype(float)


def exact_means(data: Drawn, labels: np.ndarray) -> np.ndarray:
    """Return the weighted means in longdouble; the given centre where a cluster has no weight."""
    X, k = data.X.astype(np.longdouble), len(data.centers)
    means = data.centers.astype(np.longdouble)
    for j in range(k):
        mine = labels == j
        mass = data.mass[mine].astype(np.longdouble)
        if mass.sum() > 0:
            # About a point among them, so that nothing is lost beside a large offset.
            about = X[mine][0]
            means[j] = about + (mass[:, None] * (X[mine] - about)).sum(axis=0) / mass.sum()
    return means


def exact_inertia(data: Drawn, centers: np.ndarray, labels: np.ndarray) -> float:
    offsets = data.X.astype(np.longdouble) - centers[labels]
    return float((data.mass * (offsets**2).sum(axis=1)).sum())


def has_empty(data: Drawn, labels: np.ndarray) -> bool:
    return not (np.bincount(labels, weights=data.mass, minlength=len(data.centers)) > 0).all()


def rounding(data: Drawn) -> np.ndarray:
    """Return what a centre may be off by, feature by feature.

    Two units in the last place of the largest number, and what sums in fixed point leave: 2^62
    steps for the largest sum there can be (DESIGN, contract 1), half of one lost with each row.
    """
    spread = np.abs(data.X - data.X.mean(axis=0, dtype=float)).max(axis=0)
    return 2 * np.spacing(np.abs(data.X).max(axis=0).astype(float)) + len(data.X) * spread / 2**60


def fitted(model: KMeans | TheirKMeans, data: Drawn) -> KMeans | TheirKMeans:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's, that one iteration was not enough
        return model.fit(data.X, sample_weight=data.weights)


def assigned(model: KMeans | TheirKMeans, data: Drawn) -> np.ndarray:
    """Return the labels that a fitted model gives for the centres to start from."""
    model.cluster_centers_ = data.centers.copy()
    return np.asarray(model.predict(data.X))


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Data sets this small are done before scikit-learn's second thread has woken up."""
    with threadpool_limits(1):
        yield


@pytest.mark.parametrize("seeds", BLOCKS)
def test_rows_go_to_the_exact_nearest_of_given_centres(seeds):
    theirs_wrong, rows = 0, 0
    for seed in seeds:
        data = drawn(seed)
        right, _ = referee(data.X, data.centers)
        ours = assigned(fitted(KMeans(**data.options, max_iter=1), data), data)
        assert (ours == right).all(), f"{seed}: {data.kind}, {(ours != right).sum()} rows misplaced"
        theirs = assigned(fitted(TheirKMeans(**data.options, max_iter=1), data), data)
        theirs_wrong, rows = theirs_wrong + int((theirs != right).sum()), rows + len(right)
    sys.stdout.write(f"scikit-learn misplaced {theirs_wrong} of {rows} rows\n")
    assert rows > 0


@pytest.mark.parametrize("seeds", BLOCKS)
def test_one_step_ends_at_the_exact_means(seeds):
    seen: Counter[str] = Counter()
    for seed in seeds:
        data = drawn(seed)
        ours = fitted(KMeans(**data.options, max_iter=1), data)
        held_to_itself(ours, data, seed)
        first, gap = referee(data.X, data.centers)
        if has_empty(data, first) or (gap < NEAR[data.X.dtype.name]).any():
            seen["a tie or an empty cluster"] += 1
            continue
        means = exact_means(data, first)
        if has_empty(data, measured(data.X, means)[0].argmin(axis=1)):
            seen["emptied by the step"] += 1  # ours goes on until every cluster has a row
            continue
        seen["compared"] += 1
        off = np.abs(ours.cluster_centers_ - means) > rounding(data)
        assert not off.any(), f"{seed}: {data.kind}, {off.sum()} coordinates of centres are off"
        theirs = fitted(TheirKMeans(**data.options, max_iter=1), data)
        seen["centres of scikit-learn off"] += bool(
            (np.abs(theirs.cluster_centers_ - means) > rounding(data)).any()
        )
        seen["labels differ"] += bool((theirs.labels_ != ours.labels_).any())
        seen["inertias differ by 1e-9"] += theirs.inertia_ != pytest.approx(ours.inertia_, rel=1e-9)
    sys.stdout.write(f"data sets: {dict(seen)}\n")
    assert seen["compared"] >= 0.4 * len(seeds)


def held_to_itself(model: KMeans, data: Drawn, seed: int) -> None:
    """Make sure that labels and inertia are those of the model's own centres."""
    right, gap = referee(data.X, model.cluster_centers_)
    # Means are rounded, so what would be a tie is one to rounding alone; see DESIGN, contract 4.
    wrong = (model.labels_ != right) & (gap > 1e-12)
    assert not wrong.any(), f"{seed}: {data.kind}, {wrong.sum()} labels are not the nearest"
    assert (model.predict(data.X) == model.labels_).all(), f"{seed}: predict is not labels_"
    exact = exact_inertia(data, model.cluster_centers_, model.labels_)
    assert model.inertia_ == pytest.approx(exact, rel=1e-12, abs=1e-300), f"{seed}: {data.kind}"


def clean_path(data: Drawn) -> tuple[np.ndarray, np.ndarray] | None:
    """Return labels and centres at rest; None where a near tie or an empty cluster came up."""
    centers, labels = data.centers.astype(np.longdouble), np.full(len(data.X), -1)
    for _ in range(100):
        squared, gap = measured(data.X, centers)
        nearest = squared.argmin(axis=1)
        if has_empty(data, nearest) or (gap < NEAR[data.X.dtype.name]).any():
            return None
        if (nearest == labels).all():
            # Far from the origin the means may have no float64 that keeps every row with its own.
            kept, _ = measured(data.X, centers.astype(float))
            return (labels, centers) if (kept.argmin(axis=1) == labels).all() else None
        labels = nearest
        centers = exact_means(data, labels)
    return None


@pytest.mark.parametrize("seeds", BLOCKS)
def test_whole_fits_take_the_one_way_there_is(seeds):
    seen: Counter[str] = Counter()
    for seed in seeds:
        data = drawn(seed)
        path = clean_path(data)
        if path is None:
            seen["a tie or an empty cluster"] += 1
            continue
        seen["compared"] += 1
        labels, centers = path
        ours = fitted(KMeans(**data.options), data)
        assert (ours.labels_ == labels).all(), f"{seed}: {data.kind}"
        off = np.abs(ours.cluster_centers_ - centers) > rounding(data)
        assert not off.any(), f"{seed}: {data.kind}, {off.sum()} coordinates of centres are off"
        held_to_itself(ours, data, seed)
        theirs = fitted(TheirKMeans(**data.options), data)
        seen["labels of scikit-learn differ"] += bool((theirs.labels_ != labels).any())
    sys.stdout.write(f"data sets: {dict(seen)}\n")
    assert seen["compared"] >= 0.25 * len(seeds)
