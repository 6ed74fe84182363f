"""Rhythms against loops that say what is meant, scipy, and draws whose rhythm is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from personae.actions.leaving.overdue import FEWEST_PEERS, MOST_GAPS, Rhythms, peers_of, rhythms_of
from personae.features.purchase_days import PurchaseDays
from personae.features.silences import silences_of

MakeDays = Callable[..., PurchaseDays]


def drawn(
    rng: np.random.Generator, *, customers: int, within: float, between: float, today: int = 20_000
) -> list[NDArray[np.int64]]:
    """Draw customers with log-normal gaps, typically of 40 days, each about a gap of their own."""
    lists = []
    for _ in range(customers):
        middle = np.log(40.0) + between * rng.standard_normal()
        gaps = np.maximum(np.rint(np.exp(middle + within * rng.standard_normal(12))), 1)
        bought = np.concatenate(([0], np.cumsum(gaps))) + int(rng.integers(today // 4))
        lists.append(bought[bought < today].astype(np.int64))
    return lists


def rhythms(days: PurchaseDays) -> Rhythms:
    found = rhythms_of(days)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def shop(make_days: MakeDays) -> PurchaseDays:
    lists = drawn(np.random.default_rng(2), customers=200, within=0.6, between=0.7, today=600)
    return make_days([*lists, [3], [240], [550]], today=600)


def test_overdue_is_what_loops_over_customers_say(shop: PurchaseDays) -> None:
    """The same as the closed form, written once more with scipy and without shared arrays."""
    starts = shop.ends - shop.counts
    logs = [
        np.log(np.diff(shop.day[a:b]).astype(float)) for a, b in zip(starts, shop.ends, strict=True)
    ]
    found = rhythms(shop)
    most = max(n for n in range(1, 50) if sum(len(one) >= n for one in logs) >= FEWEST_PEERS)
    for place, own in enumerate(logs):
        if not len(own):
            assert np.isnan(found.usual_gap[place])
            continue
        n = min(len(own), most)
        peers = [one[:n] for one in logs if len(one) >= n]
        pairs = [one[: max(n, 2)] for one in logs if len(one) >= max(n, 2)]
        within = np.mean([one.var(ddof=1) for one in pairs])
        means = np.array([one.mean() for one in peers])
        between = max(means.var(ddof=1) - within / n, 0.0)
        weight = between / (between + within / len(own))
        middle = means.mean() + weight * (own.mean() - means.mean())
        gap = stats.lognorm(np.sqrt(within + between * (1 - weight)), scale=np.exp(middle))
        silent = 600 - shop.day[shop.ends[place] - 1]
        assert found.days_silent[place] == silent
        assert found.usual_gap[place] == pytest.approx(gap.median())
        assert found.overdue[place] == pytest.approx(gap.cdf(silent - 0.5))


def test_the_variances_of_the_draw_are_found_again(make_days: MakeDays) -> None:
    lists = drawn(np.random.default_rng(4), customers=3_000, within=0.5, between=0.8)
    days = make_days(lists, today=20_000)
    peers = peers_of(silences_of(days), days)
    assert peers is not None
    assert len(peers.mean) == 12
    # after two or three gaps nobody's gaps are cut short by the end of the log
    assert np.sqrt(peers.within[1:4]) == pytest.approx(0.5, rel=0.03)
    assert np.sqrt(peers.between[1:4]) == pytest.approx(0.8, rel=0.05)
    assert np.exp(peers.mean[1:4]) == pytest.approx(40.0, rel=0.05)


def test_overdue_is_calibrated_at_the_next_gap(make_days: MakeDays) -> None:
    """Of customers looked at when their next gap ends, so many are overdue as the number says."""
    rng = np.random.default_rng(6)
    lists = [
        one[:5] for one in drawn(rng, customers=4_000, within=0.6, between=0.6) if len(one) > 4
    ]
    known = make_days([one[:4] for one in lists], today=20_000)
    peers = rhythms(known)
    starts = np.array([one[3] for one in lists])
    ends = np.array([one[4] for one in lists])
    # shift every customer so that today is the day on which the next gap ended
    shifted = make_days(
        [one[:4] + (20_000 - end) for one, end in zip(lists, ends, strict=True)], today=20_000
    )
    overdue = rhythms(shifted).overdue
    assert (rhythms(shifted).usual_gap == peers.usual_gap).all()
    assert (rhythms(shifted).days_silent == ends - starts).all()
    for share in (0.5, 0.8, 0.9, 0.95):
        assert np.mean(overdue < share) == pytest.approx(share, abs=0.02)


def test_two_customers_with_as_many_days_differ_by_their_own_gaps(shop: PurchaseDays) -> None:
    found, counts = rhythms(shop), shop.counts
    own = np.full(len(counts), np.nan)
    for place in np.flatnonzero(counts == 6):
        own[place] = np.log(np.diff(shop.day[shop.ends[place] - 6 : shop.ends[place]])).mean()
    six = np.flatnonzero(counts == 6)
    order = six[np.argsort(own[six])]
    assert (np.diff(found.usual_gap[order]) >= 0).all()
    # shrunk: the usual gaps of all lie closer together than their own means
    assert np.log(found.usual_gap[six]).std() < own[six].std()


def test_a_first_buyer_is_held_against_first_buyers(make_days: MakeDays) -> None:
    # of a hundred first buyers thirty came back after 10 days, twenty after 50, the rest never
    back = [[100, 110]] * 30 + [[100, 150]] * 20
    stayed = [[250, 270, 299]] * 40
    once = [[100]] * 46 + [[291], [290], [289], [241]]
    found = rhythms(make_days([*back, *once, *stayed], today=300))
    after_10, after_20, after_50 = 108 / 138, 67 / 107, 47 / 67
    assert found.overdue[50:96] == pytest.approx(1.0 - after_10 * after_20 * after_50)
    # sooner than 9 or 10 days came nobody; sooner than 11 those of day 10
    assert found.overdue[96:100] == pytest.approx(
        [0.0, 0.0, 1.0 - after_10, 1.0 - after_10 * after_20 * after_50]
    )


def test_gaps_that_never_change_make_a_day_too_late_overdue(make_days: MakeDays) -> None:
    weekly = [list(range(start % 7, 196, 7)) for start in range(60)]
    late = list(range(0, 140, 7))
    found = rhythms(make_days([*weekly, late], today=196))
    assert found.usual_gap == pytest.approx(7.0)
    assert found.overdue[-1] > 0.9999
    # who bought 7 days ago may still come today; nobody else is silent for so long
    assert found.days_silent[:-1].max() == 7
    assert found.overdue[:-1].max() < 0.9999


def test_customers_with_very_many_gaps_are_held_against_those_with_fifty(
    make_days: MakeDays,
) -> None:
    rng = np.random.default_rng(8)
    lists = [np.cumsum(rng.integers(1, 9, 80 + place)) for place in range(40)]
    days = make_days(lists, today=1_000)
    peers = peers_of(silences_of(days), days)
    assert peers is not None
    assert len(peers.mean) == MOST_GAPS
    assert np.isfinite(rhythms(days).overdue).all()


def test_without_thirty_customers_of_three_days_there_is_no_rhythm(make_days: MakeDays) -> None:
    lists = [[0, 5 + place, 40 + place] for place in range(FEWEST_PEERS)]
    assert rhythms_of(make_days(lists[1:] + [[3, 9]] * 50, today=99)) is None
    assert rhythms_of(make_days(lists, today=99)) is not None
