"""Whether chance explains a split, against sums of binomial chances."""

from __future__ import annotations

import pytest
from scipy import stats

from personae.actions.lift.sample_ratio import SAMPLE_RATIO_ALARM, sample_ratio_p


def test_the_p_value_adds_up_every_split_that_is_no_likelier() -> None:
    chances = stats.binom.pmf(range(21), 20, 0.25)
    assert sample_ratio_p(18, 2, planned_control=0.25) == pytest.approx(
        sum(chance for chance in chances if chance <= chances[2] + 1e-12)
    )


def test_a_lost_part_of_one_arm_raises_the_alarm() -> None:
    assert sample_ratio_p(9_000, 1_000, planned_control=0.1) > SAMPLE_RATIO_ALARM
    assert sample_ratio_p(8_300, 1_050, planned_control=0.1) < SAMPLE_RATIO_ALARM
