"""The smallest rise that can be shown, against published figures and the exact binomial."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, norm

from personae.actions.campaigns.detect import detectable_difference, people_per_arm


def test_people_per_arm_as_published() -> None:
    """Casagrande, Pike and Smith (1978), Applied Statistics 27:176-180, and R's power.prop.test.

    The formula of both without the correction for continuity, 5 % two-sided and 80 %.
    """
    # power.prop.test(p1 = .50, p2 = .75, power = .80): n = 57.67344
    assert people_per_arm(0.50, 0.25) == pytest.approx(57.67344, abs=1e-4)


@pytest.mark.parametrize(
    ("treatment", "control", "rate"),
    [(900, 100, 0.10), (4500, 500, 0.10), (300, 300, 0.25), (2000, 400, 0.02), (50, 50, 0.6)],
)
def test_the_difference_solves_the_stated_equation(
    treatment: int, control: int, rate: float
) -> None:
    def shortfall(difference: float) -> float:
        p, r = rate + difference, rate
        m = (treatment * p + control * r) / (treatment + control)
        return float(
            norm.ppf(0.975) * np.sqrt(m * (1 - m) * (1 / treatment + 1 / control))
            + norm.ppf(0.8) * np.sqrt(p * (1 - p) / treatment + r * (1 - r) / control)
            - difference
        )

    found = detectable_difference(treatment, control, rate)
    assert found == pytest.approx(brentq(shortfall, 1e-9, 1 - rate), abs=1e-9)


@pytest.mark.parametrize(
    ("treatment", "control", "rate"),
    [(600, 600, 0.10), (900, 300, 0.20), (400, 400, 0.30), (1500, 500, 0.05)],
)
def test_the_exact_power_at_that_difference_is_four_in_five(
    treatment: int, control: int, rate: float
) -> None:
    difference = detectable_difference(treatment, control, rate)
    assert difference is not None
    assert _exact_power(treatment, control, rate, rate + difference) == pytest.approx(0.8, abs=0.02)


def _exact_power(treatment: int, control: int, rate: float, raised: float) -> float:
    """Add up the probabilities of all pairs of counts that the pooled test calls different."""
    t, c = np.arange(treatment + 1)[:, None], np.arange(control + 1)[None, :]
    pooled = (t + c) / (treatment + control)
    error = np.sqrt(pooled * (1 - pooled) * (1 / treatment + 1 / control))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.nan_to_num(np.abs(t / treatment - c / control) / error)
    likely = binom.pmf(t, treatment, raised) * binom.pmf(c, control, rate)
    return float(likely[z >= norm.ppf(0.975)].sum())


def test_equal_arms_of_that_size_show_that_difference() -> None:
    people = people_per_arm(0.10, 0.02)
    assert detectable_difference(int(people) + 1, int(people) + 1, 0.10) <= 0.02  # type: ignore[operator]
    assert detectable_difference(int(people) - 1, int(people) - 1, 0.10) > 0.02  # type: ignore[operator]


@pytest.mark.parametrize("arms", [(0, 50), (50, 0), (3, 2)])
def test_too_few_people_show_nothing(arms: tuple[int, int]) -> None:
    assert detectable_difference(*arms, 0.2) is None


def test_where_everybody_buys_anyway_no_rise_can_be_shown() -> None:
    assert detectable_difference(1000, 1000, 1.0) is None
