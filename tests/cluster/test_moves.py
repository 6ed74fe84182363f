import itertools

import numpy as np
import pytest

from personae.cluster.lloyd import Table, iterate
from personae.cluster.moves import _means_after, _paying, move_rows


def test_a_move_that_lloyd_does_not_see():
    # {0, 3} | {5.5} rests: 3 is 1.5 from its mean and 2.5 from 5.5. But 2/1 * 1.5^2 = 4.5 is
    # more than 1/2 * 2.5^2 = 3.125, the cost of {0} | {3, 5.5}.
    columns = np.array([[[0.0, 3.0, 5.5]]])
    rested = iterate(columns, np.array([[[1.5], [5.5]]]))
    assert (rested.labels[0].tolist(), rested.cost[0]) == ([0, 0, 1], 4.5)
    moved = move_rows(columns, rested.centers[0])
    assert (moved.centers[0].tolist(), moved.cost[0]) == ([[0.0], [4.25]], 3.125)
    assert (moved.labels[0].tolist(), moved.converged[0]) == ([0, 1, 1], True)


@pytest.mark.parametrize("seed", range(20))
def test_it_ends_at_or_below_where_lloyd_rests(seed):
    X = np.random.RandomState(seed).normal(size=(9, 2))
    columns = np.ascontiguousarray(X.T)[:, None, :]
    rested = iterate(columns, X[None, :2])
    moved = move_rows(columns, rested.centers[0])
    assert best_cost(X, 2) * (1 - 1e-12) <= moved.cost[0] <= rested.cost[0]
    again = iterate(columns, moved.centers)
    assert again.cost[0] == pytest.approx(moved.cost[0])
    assert again.labels.tolist() == moved.labels.tolist()


def best_cost(X, k):
    """The optimum by trying every division."""
    costs = []
    for labels in itertools.product(range(k), repeat=len(X)):
        groups = [X[np.array(labels) == j] for j in range(k)]
        costs.append(
            sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups if len(group))
        )
    return min(costs)


@pytest.mark.parametrize("n", [7, 128, 700])
@pytest.mark.parametrize("weights", [None, "whole", "broken"])
def test_what_a_move_gains_is_what_the_cost_falls_by(n, weights):
    random = np.random.default_rng(n)
    X = random.normal(size=(n, 3))
    mass = {"whole": random.integers(1, 4, n).astype(float), "broken": random.uniform(1, 2, n)}
    mass = mass.get(weights)
    table = Table.of(np.ascontiguousarray(X.T)[:, None, :], weights=mass)
    rested = iterate(table, X[None, :4], max_iter=2)
    labels = rested.labels[0]
    found = dict(zip(*(part.tolist() for part in _paying(table, rested)[::2]), strict=True))
    before = cost_of(X, labels, mass)
    for row in range(n):
        falls = [before - cost_of(X, moved(labels, row, j), mass) for j in range(4)]
        if (labels == labels[row]).sum() > 1 and max(falls) > 1e-12 * before:
            assert found.pop(row) == pytest.approx(max(falls), rel=1e-6)
    assert max(found.values(), default=0.0) <= 1e-12 * before


@pytest.mark.parametrize("weighted", [False, True])
def test_the_means_after_moves_are_those_of_the_labels(weighted):
    random = np.random.default_rng(0)
    X = random.normal(size=(40, 3))
    mass = random.uniform(1, 2, 40) if weighted else None
    table = Table.of(np.ascontiguousarray(X.T)[:, None, :], weights=mass)
    rested = iterate(table, X[None, :3])
    labels = rested.labels[0].copy()
    movers = np.array([1, 5, 30])
    targets = ((labels[movers] + 1) % 3).astype(np.int32)
    means = _means_after(table, rested, movers, targets)
    labels[movers] = targets
    for j in range(3):
        own = labels == j
        expected = np.average(X[own], axis=0, weights=None if mass is None else mass[own])
        assert means[j] == pytest.approx(expected, rel=1e-12)


def test_no_move_empties_a_cluster():
    table = Table.of(np.array([[[0.0, 1.0, 9.0]]]))
    rested = iterate(table, np.array([[[0.5], [9.0]]]))
    assert _means_after(table, rested, np.array([2]), np.array([0], dtype=np.int32)) is None


def moved(labels, row, target):
    """Labels after one row has moved."""
    labels = labels.copy()
    labels[row] = target
    return labels


def cost_of(X, labels, weights):
    """The sum of squares about the means."""
    mass = np.ones(len(X)) if weights is None else weights
    return sum(
        (mass[own, None] * (X[own] - np.average(X[own], axis=0, weights=mass[own])) ** 2).sum()
        for own in (labels == j for j in range(labels.max() + 1))
        if own.any()
    )
