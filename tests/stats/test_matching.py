"""The best pairs: as scipy finds them, and as trying all of them does."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from personae.stats.matching import best_pairs

shapes = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 10_000))


@given(shapes)
def test_pairs_are_worth_what_those_of_scipy_are(shape) -> None:
    n, m, seed = shape
    worth = np.random.RandomState(seed).normal(size=(n, m))
    pairs = best_pairs(worth)
    assert [row for row, _ in pairs] == sorted({row for row, _ in pairs})
    assert len({column for _, column in pairs}) == len(pairs) == min(n, m)
    rows, columns = linear_sum_assignment(-worth)
    # distinct sums: the pairs themselves are the same
    assert pairs == list(zip(rows.tolist(), columns.tolist(), strict=True))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_with_ties_nothing_is_worth_more(n, seed) -> None:
    worth = np.random.RandomState(seed).randint(0, 3, (n, n)).astype(float)
    best = max(sum(worth[i, j] for i, j in enumerate(order)) for order in permutations(range(n)))
    assert sum(worth[pair] for pair in best_pairs(worth)) == pytest.approx(best)


def test_the_same_pairs_each_time_where_all_are_worth_the_same() -> None:
    assert best_pairs(np.zeros((3, 4))) == [(0, 0), (1, 1), (2, 2)]
    assert best_pairs(np.zeros((4, 3))) == [(0, 0), (1, 1), (2, 2)]


def test_a_large_table_is_no_other() -> None:
    worth = np.random.RandomState(1).uniform(size=(60, 45))
    rows, columns = linear_sum_assignment(-worth)
    assert best_pairs(worth) == list(zip(rows.tolist(), columns.tolist(), strict=True))
