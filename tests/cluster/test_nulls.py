import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from personae.cluster.nulls import (
    Lattice,
    OwnMarginals,
    SkewedGaussian,
    UniformBox,
    covariance_root,
    fit_power,
    principal_axes,
    yeo_johnson,
)

NULLS = [UniformBox, SkewedGaussian, OwnMarginals]


def skewed(n=2_000, seed=0):
    random = np.random.RandomState(seed)
    normals = random.normal(size=(n, 2)) @ np.array([[1.0, 0.6], [0.0, 0.8]])
    return np.exp(normals)


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 0.3, 1.0, 2.0, 3.0])
def test_the_power_is_that_of_scipy(exponent):
    x = np.linspace(-3, 3, 41)
    assert yeo_johnson(x, exponent) == pytest.approx(stats.yeojohnson(x, exponent), abs=1e-12)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1e-6, 1.0, 1e6]), st.booleans())
def test_a_power_undoes_itself_and_does_not_hang_on_the_unit(seed, unit, mirrored):
    column = np.exp(np.random.RandomState(seed).normal(size=60))
    power = fit_power(column)
    assert power.back(power.forward(column)) == pytest.approx(column, rel=1e-6, abs=1e-9)
    moved = column * (-unit if mirrored else unit) + 5 * unit
    straight = fit_power(moved).forward(moved)
    assert abs(stats.pearsonr(straight, power.forward(column))[0]) == pytest.approx(1, abs=1e-6)


def test_a_skewed_column_comes_out_straight():
    column = skewed()[:, 0]
    assert abs(stats.skew(column)) > 3
    assert abs(stats.skew(fit_power(column).forward(column))) < 0.1


def test_a_constant_column_stays_constant():
    X = np.column_stack([np.full(30, 7.0), np.arange(30.0)])
    for null in NULLS:
        assert null(X).draw(0, seed=0)[:, 0] == pytest.approx(7.0)


def test_the_skewed_gaussian_has_the_range_the_skew_and_the_ranks_of_the_rows():
    X = skewed()
    drawn = SkewedGaussian(X).draw(0, seed=0)
    assert (drawn.min(axis=0) >= X.min(axis=0)).all()
    assert (drawn.max(axis=0) <= X.max(axis=0)).all()
    assert np.median(drawn, axis=0) == pytest.approx(np.median(X, axis=0), rel=0.1)
    ranks = [stats.spearmanr(rows[:, 0], rows[:, 1])[0] for rows in (X, drawn)]
    assert ranks[0] == pytest.approx(ranks[1], abs=0.05)
    assert stats.ks_2samp(X[:, 0], drawn[:, 0]).statistic < 0.06


def test_own_marginals_are_the_rows_own_values_with_their_rank_correlation():
    X = skewed()
    drawn = OwnMarginals(X).draw(0, seed=0)
    assert np.sort(drawn, axis=0).tolist() == np.sort(X, axis=0).tolist()
    ranks = [stats.spearmanr(rows[:, 0], rows[:, 1])[0] for rows in (X, drawn)]
    assert ranks[0] == pytest.approx(ranks[1], abs=0.05)


def test_the_box_is_that_of_the_principal_components():
    turn = np.array([[math.cos(0.5), math.sin(0.5)], [-math.sin(0.5), math.cos(0.5)]])
    X = (np.random.RandomState(0).uniform(size=(2_000, 2)) * [10.0, 1.0]) @ turn
    drawn = UniformBox(X).draw(0, seed=0) @ turn.T
    assert drawn.max(axis=0) - drawn.min(axis=0) == pytest.approx([10.0, 1.0], rel=0.1)


@pytest.mark.parametrize("null", [UniformBox, SkewedGaussian])
def test_a_lattice_stays_one(null):
    X = np.random.RandomState(0).poisson(2.0, size=(300, 2)).astype(float)
    assert set(np.unique(null(X).draw(0, seed=0))) <= set(np.unique(X))


def test_continuous_columns_are_not_rounded():
    X = np.column_stack([np.arange(10.0), np.arange(10.0) // 2])
    first, second = Lattice.of(X).values
    assert first is None
    assert second is not None
    assert second.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("null", NULLS)
def test_draws_differ_by_step_and_seed_and_by_nothing_else(null):
    X = skewed(50)
    made = null(X)
    assert made.draw(3, seed=1).tobytes() == null(X).draw(3, seed=1).tobytes()
    assert made.draw(3, seed=1).tobytes() != made.draw(4, seed=1).tobytes()
    assert made.draw(3, seed=1).tobytes() != made.draw(3, seed=2).tobytes()


def test_roots_and_axes_are_what_they_say():
    offsets = skewed(200) - skewed(200).mean(axis=0)
    root, axes = covariance_root(offsets), principal_axes(offsets)
    assert root @ root.T == pytest.approx(np.cov(offsets.T, ddof=0))
    assert axes.T @ axes == pytest.approx(np.eye(2), abs=1e-12)
    assert (offsets @ axes).T @ (offsets @ axes) == pytest.approx(
        np.diag(((offsets @ axes) ** 2).sum(axis=0)), abs=1e-9
    )
