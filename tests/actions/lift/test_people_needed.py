"""How many people would settle it."""

from __future__ import annotations

import pytest
from scipy import stats

from personae.actions.lift.people_needed import people_needed


def test_so_many_people_show_it_four_times_in_five() -> None:
    needed = people_needed(people=10_000, error=1.0, distance=1.4, level=0.95)
    assert needed is not None
    error = (10_000 / needed) ** 0.5
    shown = stats.norm.sf(stats.norm.ppf(0.975) - 1.4 / error)
    assert shown == pytest.approx(0.8, abs=1e-3)


def test_a_difference_below_break_even_needs_no_more_people() -> None:
    assert people_needed(people=100, error=1.0, distance=0.0, level=0.95) is None
    assert people_needed(people=100, error=0.0, distance=1.0, level=0.95) is None
