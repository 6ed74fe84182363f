"""Nobody's place hangs on anybody else, and campaigns know nothing of one another."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2, chi2_contingency

from personae.actions.campaigns.split import audience_code, campaign_key, in_global_holdout, places

IDS = [f"C{number:05d}" for number in range(4_000)]


def test_a_place_is_the_documented_hash_worked_out_by_hand() -> None:
    digest = hashlib.md5(b"personae.campaign/spring\x1fC00007", usedforsecurity=False).hexdigest()
    by_hand = (int(digest[:15], 16) >> 7) / 2**53
    assert places(["C00007"], key=campaign_key("Spring")).tolist() == [by_hand]


@given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.randoms())
def test_a_place_does_not_change_with_order_or_company(ids: list[str], draw: object) -> None:
    alone = {one: places([one], key="k")[0] for one in ids}
    shuffled = sorted(ids, key=lambda _: draw.random())  # type: ignore[attr-defined]
    assert dict(zip(shuffled, places(shuffled, key="k").tolist(), strict=True)) == alone


def test_campaigns_and_the_global_holdout_draw_independently() -> None:
    """The chi-squares of 30 campaigns, each against the one before it and the global hold-out.

    Ids and names are fixed, so the figures are; under independence their sum follows the
    chi-square distribution with 30 degrees of freedom.
    """
    held_out = in_global_holdout(IDS, share=0.2)
    arms = [places(IDS, key=campaign_key(f"Campaign {number}")) < 0.5 for number in range(31)]
    between = sum(_association(one, other) for one, other in pairwise(arms))
    with_global = sum(_association(one, held_out) for one in arms[1:])
    assert chi2.cdf(between, 30) < 0.99
    assert chi2.cdf(with_global, 30) < 0.99
    assert min(between, with_global) > chi2.ppf(0.01, 30)


def _association(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    table = np.histogram2d(one, other, bins=2)[0]
    return float(chi2_contingency(table, correction=False).statistic)


def test_the_global_holdout_only_grows() -> None:
    few, more = (in_global_holdout(IDS, share=share) for share in (0.05, 0.2))
    assert not (few & ~more).any()
    assert abs(more.mean() - 0.2) < 0.02


def test_places_are_spread_evenly() -> None:
    counts = np.histogram(places(IDS, key="any"), bins=20, range=(0, 1))[0]
    assert float(np.sum((counts - 200) ** 2 / 200)) < 30.14  # chi-square, 19 degrees, 5 %


def test_an_audience_code_says_nothing_and_tells_campaigns_apart() -> None:
    codes = {audience_code(name, 2) for name in ("Win back the lost", "Spring", "Summer")}
    assert len(codes) == 3
    assert not any(word in code.lower() for code in codes for word in ("lost", "win", "spring"))
