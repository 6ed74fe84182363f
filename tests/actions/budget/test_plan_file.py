"""A plan is refused with everything that is wrong with it."""

from __future__ import annotations

import pytest

from personae.actions.budget.plan_file import read_plan
from personae.errors import UsageError


def test_all_problems_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        read_plan({"offer": [{"name": "a", "costs": 1, "margin": 2, "depth": [[0.5, 0.5]]}]})
    whats = [problem.what for problem in caught.value.problems]
    assert whats == [
        'Offer 1: the key "costs" is not known.',
        "Offer 1: cost is missing.",
        "Offer 1: response is missing.",
        "Offer 1: error is missing.",
        "Offer 1: margin is not a number it can be.",
        "Offer 1: depth is not a list of steps that fall and cover the segment.",
    ]


def test_a_measured_result_may_supply_the_response() -> None:
    [offer] = read_plan({"margin": 0.4, "offer": [{"name": "a", "cost": 1}]}, measured=True)
    assert (offer.response, offer.margin) == (None, 0.4)
