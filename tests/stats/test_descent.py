"""Walking downhill: known lowest points, and the same ones as scipy's search."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, rosen, rosen_der

from personae.stats.descent import lowest


def rosenbrock(x):
    """The curved valley of Rosenbrock (1960), Comput. J. 3:175-184; lowest at ones."""
    return float(rosen(x)), rosen_der(x)


@pytest.mark.parametrize("start", [[-1.2, 1.0], [5.0, -3.0], [-1.2, 1.0, -1.2, 1.0]])
def test_the_end_of_a_curved_valley_is_found(start) -> None:
    place, value = lowest(rosenbrock, start)
    np.testing.assert_allclose(place, 1.0, atol=1e-5)
    assert value < 1e-10


def test_it_asks_no_more_often_than_scipy_by_half() -> None:
    asked = []

    def counted(x):
        asked.append(x)
        return rosenbrock(x)

    lowest(counted, [-1.2, 1.0, -1.2, 1.0])
    theirs = minimize(rosenbrock, [-1.2, 1.0, -1.2, 1.0], jac=True, method="BFGS")
    assert len(asked) <= 1.5 * theirs.nfev


@given(
    st.lists(st.floats(0.01, 100.0), min_size=1, max_size=4),
    st.lists(st.floats(-5.0, 5.0), min_size=4, max_size=4),
    st.integers(0, 1000),
)
def test_any_bowl_has_its_bottom_found(widths, bottom, seed) -> None:
    d = len(widths)
    turned = np.linalg.qr(np.random.RandomState(seed).normal(size=(d, d)))[0]
    bend = turned @ np.diag(widths) @ turned.T
    at = np.array(bottom[:d])

    def bowl(x):
        return float((x - at) @ bend @ (x - at)) / 2.0, bend @ (x - at)

    place, value = lowest(bowl, [0.0] * d)
    assert np.abs(bend @ (place - at)).max() <= 1e-6
    assert value == bowl(place)[0]


def test_a_step_into_the_void_is_shortened() -> None:
    def logarithm(x):
        if x[0] <= 0.0:
            return float("nan"), np.array([float("nan")])
        return float(x[0] - np.log(x[0])), 1.0 - 1.0 / x

    place, _ = lowest(logarithm, [40.0])
    assert place[0] == pytest.approx(1.0, abs=1e-5)


def test_flat_ground_and_a_wrong_slope_end_the_walk_where_it_began() -> None:
    def flat(x):
        return 3.0, np.zeros(2)

    def wrong(x):
        return float((x**2).sum()), -2.0 * x

    for function in (flat, wrong):
        place, value = lowest(function, [1.0, 2.0])
        assert place.tolist() == [1.0, 2.0]
        assert value == function(np.array([1.0, 2.0]))[0]


def test_the_number_of_steps_is_limited() -> None:
    _, after_two = lowest(rosenbrock, [-1.2, 1.0], most_steps=2)
    _, after_all = lowest(rosenbrock, [-1.2, 1.0])
    assert after_two > 1.0 > after_all
