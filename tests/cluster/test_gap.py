import math

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris

from personae.cluster.gap import Gap, gap_choice, gap_statistic, gaps_of
from personae.errors import NotEnoughDataError
from personae.stats.sample import row_keys


def keys_of(X):
    return row_keys([str(row) for row in range(len(X))], key="gap")


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.full) for s in range(20))])
def test_one_lump_is_one_cluster_as_clusgap_shows(seed):
    X = np.random.RandomState(seed).normal(size=(256, 3))
    assert gap_choice(gap_statistic(X, range(1, 5), keys=keys_of(X))) == 1


def test_the_inertias_of_iris_are_those_that_sas_published_or_lower():
    X = load_iris().data * 10
    gaps = gap_statistic(X, [2, 3, 4, 5], keys=keys_of(X), references=4)
    logs = [gap.log_inertia for gap in gaps]
    assert logs[:2] == pytest.approx([9.6313, 8.9727], abs=5e-5)
    assert logs[2] < 8.6549
    assert logs[3] < 8.5167
    assert all(0.02 < gap.error < 0.12 for gap in gaps)


def test_the_references_are_those_of_an_independent_computation():
    X = load_iris().data
    gaps = gap_statistic(X, [1, 3], keys=keys_of(X), references=12)
    offsets = X - X.mean(axis=0)
    axes = np.linalg.svd(offsets)[2]
    low, high = (offsets @ axes.T).min(axis=0), (offsets @ axes.T).max(axis=0)
    random = np.random.RandomState(0)
    logs = []
    for _ in range(12):
        box = random.uniform(low, high, size=X.shape)
        inertia = KMeans(3, n_init=4, random_state=0).fit(box).inertia_
        logs.append([math.log(((box - box.mean(axis=0)) ** 2).sum()), math.log(inertia)])
    # Two means of 12 draws each, four standard errors of their difference.
    apart = np.abs([gap.reference for gap in gaps] - np.mean(logs, axis=0))
    assert (apart < 4 * np.std(logs, axis=0) * math.sqrt(2 / 12)).all()


def test_the_rule_takes_the_first_k_within_an_error_of_the_next():
    gaps = [Gap(1, 0.1, 0.1, 0, 0), Gap(2, 0.5, 0.1, 0, 0), Gap(3, 0.59, 0.1, 0, 0)]
    assert gap_choice(gaps) == 2
    assert gap_choice([Gap(1, 0.1, 0.1, 0, 0), Gap(2, 0.5, 0.1, 0, 0)]) == 2
    assert gap_choice(gaps[:1]) == 1


def test_a_gap_from_two_references_by_hand():
    found = gaps_of([1, 2], [1.0, -1.0], [[2.0, 1.0], [4.0, 1.5]])
    assert [(item.k, item.gap, item.reference) for item in found] == [
        (1, 2.0, 3.0),
        (2, 2.25, 1.25),
    ]
    assert found[0].error == pytest.approx(1.0 * math.sqrt(1.5))
    assert found[1].error == pytest.approx(0.25 * math.sqrt(1.5))


def test_where_nothing_is_left_to_divide_the_gap_is_infinite_or_not_defined():
    found = gaps_of([1, 2, 3], [1.0, -math.inf, -math.inf], [[2.0, 1.0, -math.inf]] * 2)
    assert (found[1].gap, math.isnan(found[2].gap)) == (math.inf, True)
    assert gap_choice(found) == 2


def test_nothing_hangs_on_the_order_of_the_rows():
    X = np.random.RandomState(0).normal(size=(60, 2))
    keys, order = keys_of(X), np.random.RandomState(1).permutation(60)
    assert gap_statistic(X, [1, 2, 3], keys=keys, references=3) == gap_statistic(
        X[order], [1, 2, 3], keys=keys[order], references=3
    )


def test_the_unit_changes_the_inertia_and_not_the_gap():
    X = np.random.RandomState(0).normal(size=(60, 2))
    one, two = (gap_statistic(rows, [2], keys=keys_of(X), references=3)[0] for rows in (X, 8 * X))
    assert two.gap == pytest.approx(one.gap, abs=1e-6)
    assert two.log_inertia == pytest.approx(one.log_inertia + 2 * math.log(8), abs=1e-6)


def test_more_clusters_than_distinct_rows_are_refused():
    X = np.repeat([[0.0], [1.0]], 5, axis=0)
    with pytest.raises(NotEnoughDataError, match="distinct"):
        gap_statistic(X, [1, 2, 3], keys=keys_of(X))
