"""An attacker who knows all that is shown must not find out that a hidden count is small."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from personae.stats.suppression import hidden_cells, hidden_parts, hidden_rows, pooled


def range_of(counts, hidden, cell):
    """Return the least and most that a hidden cell can be, by what is shown (linear programming).

    Shown are all cells but the hidden, all totals of rows, and those of columns that are not
    hidden altogether.
    """
    places = [tuple(place) for place in np.argwhere(hidden)]
    sums, rights = [], []
    for row in range(counts.shape[0]):
        sums.append([float(i == row) for i, _ in places])
        rights.append(counts[row][hidden[row]].sum())
    for column in range(counts.shape[1]):
        if not hidden[:, column].all():
            sums.append([float(j == column) for _, j in places])
            rights.append(counts[:, column][hidden[:, column]].sum())
    aim = np.array([float(place == cell) for place in places])
    ends = []
    for sign in (1.0, -1.0):
        terms = {"A_eq": np.array(sums), "b_eq": np.array(rights, dtype=float)}
        found = linprog(sign * aim, **terms)
        if found.status not in {0, 3}:  # now and then HiGHS fails in its presolve
            found = linprog(sign * aim, **terms, options={"presolve": False})
        assert found.status in {0, 3}
        ends.append(np.inf if found.status == 3 else sign * found.fun)
    return ends[0], ends[1]


def attack(counts, smallest):
    """Return the small cells that the attacker finds out about."""
    hidden = hidden_cells(counts, smallest)
    small = (counts > 0) & (counts < smallest)
    assert hidden[small].all()
    found = []
    for place in np.argwhere(small):
        cell = (int(place[0]), int(place[1]))
        low, high = range_of(counts, hidden, cell)
        exact = high - low < 0.5
        known_as_small = counts[cell[0]].sum() < smallest  # the size of the row says so
        if exact or (high < smallest - 1e-6 and not known_as_small):
            found.append((cell, low, high))
    return found


def random_table(number):
    rng = np.random.default_rng([number, 7])
    shape = rng.integers(2, 8), rng.integers(2, 9)
    rates = rng.gamma(0.7, 30.0, size=(1, shape[1])) * rng.gamma(1.5, 1.0, size=(shape[0], 1))
    return rng.poisson(rates).astype(np.int64)


def broken(numbers):
    return [(n, found) for n in numbers for s in (5, 11) if (found := attack(random_table(n), s))]


def test_an_attacker_finds_nothing_in_random_tables():
    assert broken(range(40)) == []


@pytest.mark.full
def test_an_attacker_finds_nothing_in_a_thousand_random_tables():
    assert broken(range(1000)) == []


def test_the_attacker_is_able_to_find_something():
    counts = np.array([[2, 30], [40, 50]])
    alone = np.array([[True, False], [False, False]])
    assert range_of(counts, alone, (0, 0)) == (2.0, 2.0)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(2, 12))
def test_hidden_groups_are_never_alone_nor_few(counts, smallest):
    hidden = hidden_rows(counts, smallest)
    people = [n for n, is_it in zip(counts, hidden, strict=True) if is_it and n]
    assert all(is_it for n, is_it in zip(counts, hidden, strict=True) if 0 < n < smallest)
    if people and sum(people) < sum(counts):
        assert len(people) > 1
        assert sum(people) >= smallest


def test_nothing_is_hidden_where_all_are_many():
    assert not hidden_cells(np.array([[20, 30], [40, 50]]), 5).any()
    assert hidden_parts([20, 30], [60, 90], 11) == [False, False]
    assert not hidden_cells(np.array([[1, 2], [3, 4]]), 1).any()


def test_a_rare_category_goes_with_its_total():
    counts = np.array([[50, 40, 1], [60, 30, 1], [70, 20, 0]])
    hidden = hidden_cells(counts, 5)
    assert hidden[:, 2].all()
    assert hidden[:, 1].all()  # else what is left of everybody would be two people
    assert not hidden[:, 0].all()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.integers(1, 12))
def test_pooling_keeps_everybody_and_shows_no_few(counts, smallest):
    counts = np.array(counts)
    told = pooled(counts, smallest)
    assert told.sum() == pytest.approx(counts.sum())
    if smallest > 1 and counts.sum() >= smallest:
        heights = [h for h in np.unique(told.round(9)) if h > 0]
        runs = [told[np.isclose(told, h)].sum() for h in heights]
        assert min(runs, default=smallest) >= smallest - 1e-6
