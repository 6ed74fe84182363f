"""The intervals of `personae lift` hold as often as they say; campaigns that do nothing rarely win.

The long versions make the tables of docs/methods/lift.md again, within the noise of 2,000 draws.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "lift_coverage.py"
PEOPLE = ("Online Retail", "lognormal, sigma 1", "lognormal, sigma 1.5")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lift_coverage", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["lift_coverage"] = module
    spec.loader.exec_module(module)
    return module


def test_intervals_hold_where_a_tenth_is_held_back(script: ModuleType) -> None:
    people = script.lognormal("made up", share=0.3, sigma=1.5, effect=True)
    found = script.coverage(people, buyers=100, held_back=0.1, runs=500)
    for what in ("rate", "money", "unadjusted"):
        assert 0.93 <= found[what] <= 0.97, what
    assert found["usual"] < 0.93  # and this is why Welch's interval will not do


def test_a_campaign_that_does_nothing_seldom_wins_in_any_of_six_segments(
    script: ModuleType,
) -> None:
    people = script.lognormal("made up", share=0.3, sigma=1.0, effect=False)
    found = script.false_alarms(people, segments=6, buyers=110, runs=150)
    for what in ("rate", "money"):
        assert found[f"{what} holm"] <= 0.08, what
        assert found[f"{what} interval"] <= 0.08, what
        assert found[f"{what} differ"] <= 0.1, what
        assert found[f"{what} alone"] > 0.15, what


@pytest.mark.full
@pytest.mark.parametrize("effect", [False, True], ids=["no effect", "an effect"])
@pytest.mark.parametrize("name", PEOPLE)
def test_stated_intervals_hold_in_93_to_97_of_100_campaigns(
    script: ModuleType, data_folder: Path, name: str, effect: bool
) -> None:
    every = script.populations(data_folder, effect=effect)
    [people] = [item for item in every if item.name == name]
    for held_back in (0.1, 0.5):
        for buyers in (100, 300):
            found = script.coverage(people, buyers=buyers, held_back=held_back, runs=2000)
            for what in ("rate", "money", "unadjusted"):
                assert 0.93 <= found[what] <= 0.97, (held_back, buyers, what)


@pytest.mark.full
@pytest.mark.parametrize("name", PEOPLE)
def test_six_segments_give_a_false_alarm_in_5_of_100_campaigns_at_most(
    script: ModuleType, data_folder: Path, name: str
) -> None:
    [people] = [item for item in script.populations(data_folder, effect=False) if item.name == name]
    found = script.false_alarms(people, segments=6, buyers=150, runs=2000)
    noise = 0.01  # two standard errors of 2,000 draws
    for what in ("rate", "money"):
        assert found[f"{what} holm"] <= 0.05 + noise, what
        assert found[f"{what} interval"] <= 0.05 + noise, what
