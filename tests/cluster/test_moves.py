import itertools

import numpy as np
import pytest

from personae.cluster.lloyd import iterate
from personae.cluster.moves import move_rows


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
