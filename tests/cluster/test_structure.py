import gzip
import math

import numpy as np
import pytest
from sklearn.datasets import load_iris

from personae.cluster.gap import gap_choice, gap_statistic
from personae.cluster.structure import ROWS, structure_test, tail_probability
from personae.errors import Cancelled, InputError, Problem
from personae.stats.sample import splitmix64


def keys_of(X):
    return splitmix64(np.arange(len(X), dtype=np.uint64))


def verdict_on(X, *, seed=0, **options):
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return structure_test(X, keys=keys_of(X), seed=seed, **options)


def correlated(random, n, d, rho):
    covariance = np.full((d, d), rho)
    np.fill_diagonal(covariance, 1.0)
    return random.normal(size=(n, d)) @ np.linalg.cholesky(covariance).T


CONTINUA = {
    "uniform d=2": lambda random, n: random.uniform(size=(n, 2)),
    "uniform d=5": lambda random, n: random.uniform(size=(n, 5)),
    "gaussian d=2": lambda random, n: random.normal(size=(n, 2)),
    "gaussian d=2 rho=.6": lambda random, n: correlated(random, n, 2, 0.6),
    "gaussian d=3 rho=.9": lambda random, n: correlated(random, n, 3, 0.9),
    "gaussian d=10": lambda random, n: random.normal(size=(n, 10)),
    "gaussian d=10 rho=.5": lambda random, n: correlated(random, n, 10, 0.5),
    "lognormal d=1": lambda random, n: np.exp(random.normal(size=(n, 1))),
    "lognormal d=2": lambda random, n: np.exp(random.normal(size=(n, 2))),
    "lognormal d=3 rho=.6": lambda random, n: np.exp(correlated(random, n, 3, 0.6)),
    "ratings 1 to 5": lambda random, n: np.clip(np.round(3 + correlated(random, n, 3, 0.5)), 1, 5),
    "counts": lambda random, n: random.poisson(1.5, size=(n, 2)).astype(float),
}


def blobs(random, n, d, k):
    """Blobs of unequal sizes and scales; centres three times the sum of both spreads apart."""
    spreads = random.uniform(0.5, 1.5, k)
    shares = random.uniform(0.5, 2.0, k)
    reach = 3.5 * max(2.0, 1.5 * k ** (1 / d))
    centers: list[np.ndarray] = []
    while len(centers) < k:
        tried, spread = random.uniform(-reach, reach, d), spreads[len(centers)]
        if all(
            np.linalg.norm(tried - other) >= 3 * (spread + width)
            for other, width in zip(centers, spreads, strict=False)
        ):
            centers.append(tried)
    labels = random.choice(k, n, p=shares / shares.sum())
    return np.array(centers)[labels] + random.normal(size=(n, d)) * spreads[labels, None]


BLOBS = [(2, 2), (2, 5), (2, 8), (4, 4), (8, 6)]
LENGTHS = [200, 2_000, 20_000]


@pytest.mark.parametrize("kind", ["uniform d=2", "gaussian d=2 rho=.6", "lognormal d=2"])
def test_a_continuum_is_called_one(kind):
    found = verdict_on(CONTINUA[kind](np.random.RandomState(0), 200))
    assert found.verdict == "continuum"
    assert not found.nulls[-1].beaten


@pytest.mark.full
@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("kind", CONTINUA)
def test_a_continuum_is_called_one_by_95_of_100_seeds(kind, n):
    verdicts = [
        verdict_on(CONTINUA[kind](np.random.RandomState(1_000 + seed), n), seed=seed).verdict
        for seed in range(100)
    ]
    assert verdicts.count("continuum") >= 95


@pytest.mark.parametrize(("d", "k"), [(2, 5)])
def test_separated_blobs_are_called_clusters(d, k):
    found = verdict_on(blobs(np.random.RandomState(0), 200, d, k))
    assert found.verdict == "clusters"
    assert [null.name for null in found.nulls] == ["uniform", "skewed gaussian"]


@pytest.mark.full
@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize(("d", "k"), BLOBS)
def test_separated_blobs_are_called_clusters_by_95_of_100_seeds(d, k, n):
    verdicts = [
        verdict_on(blobs(np.random.RandomState(1_000 + seed), n, d, k), seed=seed).verdict
        for seed in range(100)
    ]
    assert verdicts.count("clusters") >= 95


def test_mall_has_five_groups_by_income_and_spending(data_folder):
    X = np.loadtxt(data_folder / "mall_customers.csv", delimiter=",", skiprows=1, usecols=(3, 4))
    found = verdict_on(X)
    assert (found.verdict, found.k) == ("clusters", 5)
    assert found.statistic == pytest.approx(0.554657, abs=1e-4)


@pytest.mark.full
def test_iris_has_groups():
    assert verdict_on(load_iris().data).verdict == "clusters"
    assert verdict_on(load_iris().data).k == 2


@pytest.mark.full
@pytest.mark.parametrize(("name", "k_max"), [("s1", 15), ("s1", 25), ("a1", 25), ("s3", 20)])
def test_the_benchmark_sets_have_groups(name, k_max, data_folder):
    with gzip.open(data_folder / "clusters" / f"{name}.data.gz") as file:
        assert verdict_on(np.loadtxt(file), k_max=k_max).verdict == "clusters"


def test_own_marginals_are_evidence_and_do_not_vote():
    X = blobs(np.random.RandomState(0), 120, 2, 2)
    without, found = verdict_on(X, k_max=3), verdict_on(X, k_max=3, own_marginals=True)
    assert without.evidence is None
    assert found.evidence is not None
    assert found.evidence.name == "own marginals"
    assert (found.verdict, found.nulls) == (without.verdict, without.nulls)


def test_inertia_stands_beside_the_silhouette():
    found = verdict_on(blobs(np.random.RandomState(0), 120, 2, 3), k_max=5)
    for null in found.nulls:
        assert found.inertia_share < null.inertia_share
        assert null.inertia_excess > 3


def test_the_gaps_are_those_of_the_gap_statistic():
    """The references are other draws, so they agree within the errors of both."""
    X = blobs(np.random.RandomState(0), 200, 2, 4)
    found = verdict_on(X, k_max=6).gaps
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    others = gap_statistic(X, range(1, 7), keys=keys_of(X), seed=5)
    assert [gap.k for gap in found] == [1, 2, 3, 4, 5, 6]
    for one, other in zip(found, others, strict=True):
        assert one.log_inertia == pytest.approx(other.log_inertia, abs=0.01)
        assert abs(one.gap - other.gap) < 3 * math.hypot(one.error, other.error)
    assert gap_choice(found) == gap_choice(others)


def test_the_test_hangs_on_no_order_of_rows():
    X = blobs(np.random.RandomState(0), 120, 2, 3)
    keys, order = keys_of(X), np.random.RandomState(1).permutation(120)
    assert structure_test(X, keys=keys, k_max=4) == structure_test(
        X[order], keys=keys[order], k_max=4
    )


def test_the_unit_and_the_place_of_all_columns_change_nothing():
    X = blobs(np.random.RandomState(0), 100, 2, 3)
    one = structure_test(X, keys=keys_of(X), k_max=4)
    two = structure_test(X * 1_024, keys=keys_of(X), k_max=4)
    assert (two.verdict, two.k) == (one.verdict, one.k)
    assert two.statistic == pytest.approx(one.statistic, abs=1e-6)


def test_large_data_are_judged_on_a_sample():
    X = np.random.RandomState(0).normal(size=(5_000, 2))
    assert verdict_on(X, k_max=2).rows == ROWS


@pytest.mark.parametrize("rows", [0, 1, 2, 40])
def test_rows_that_are_all_alike_or_too_few_are_a_continuum_of_nothing(rows):
    found = structure_test(np.ones((rows, 2)), keys=keys_of(np.ones((rows, 2))))
    assert (found.verdict, found.k, found.nulls) == ("continuum", 1, ())
    assert math.isnan(found.statistic)


def test_two_values_are_no_clusters_unless_more_than_their_lattice_explains():
    X = np.random.RandomState(0).randint(2, size=(120, 3)).astype(float)
    assert structure_test(X, keys=keys_of(X)).verdict == "continuum"


def test_missing_numbers_are_refused():
    with pytest.raises(InputError, match="missing"):
        structure_test(np.array([[1.0], [np.nan]]), keys=np.arange(2, dtype=np.uint64))


def test_the_work_stops_when_told():
    def stop():
        raise Cancelled(Problem("run/cancelled", "Stopped."))

    X = np.random.RandomState(0).normal(size=(50, 2))
    with pytest.raises(Cancelled):
        structure_test(X, keys=keys_of(X), stop=stop)


@pytest.mark.parametrize("draws", [6, 12, 24, 48])
@pytest.mark.parametrize("shape", ["normal", "gumbel"])
def test_the_tail_probability_keeps_its_level(draws, shape):
    values = getattr(np.random.RandomState(draws), shape)(size=(20_000, draws + 1))
    drawn, own = values[:, 1:], values[:, 0]
    excess = (own - drawn.mean(axis=1)) / drawn.std(axis=1, ddof=1)
    rate = np.mean([tail_probability(float(value), draws) < 0.01 for value in excess])
    assert rate < 0.015


def test_the_tail_probability_falls_with_the_excess():
    rates = [tail_probability(excess, 12) for excess in (-3.0, -1.0, 0.0, 1.0, 3.0, 9.0, 1e6)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 0.99 > rates[-1]
