"""A limit on contacts cuts every segment alike, and both arms alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.campaigns.cap import quotas, within_cap


def test_quotas_by_hand() -> None:
    # 10 of 100: 3.3, 3.3, 3.4; the two left over go to .4 first, then to the lower of the equals
    assert quotas({1: 33, 2: 33, 3: 34}, 10) == {1: 3, 2: 3, 3: 4}
    assert quotas({1: 1, 2: 1, 3: 1}, 2) == {1: 1, 2: 1, 3: 0}


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 500), min_size=1), st.integers(1, 2_000))
def test_quotas_add_up_and_never_pass_a_segment(sizes: dict[int, int], limit: int) -> None:
    given_out = quotas(sizes, limit)
    total = sum(sizes.values())
    assert sum(given_out.values()) == min(limit, total)
    for number, size in sizes.items():
        assert given_out[number] <= size
        if total > limit:
            assert abs(given_out[number] - size * limit / total) < 1


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**31))
def test_no_more_are_contacted_than_allowed(n_people: int, limit: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    segments = draw.integers(1, 4, n_people)
    control = draw.random(n_people) < 0.3
    order = draw.permutation(n_people) / n_people
    kept = within_cap(segments, control, order, limit=limit)
    assert np.sum(kept & ~control) == min(limit, np.sum(~control))
    again = draw.permutation(n_people)
    shuffled = within_cap(segments[again], control[again], order[again], limit=limit)
    assert (shuffled == kept[again]).all()


def test_both_arms_are_cut_alike() -> None:
    draw = np.random.default_rng(1)
    control = draw.random(20_000) < 0.2
    kept = within_cap(np.ones(20_000, int), control, draw.random(20_000), limit=4_000)
    assert abs(kept[control].mean() - kept[~control].mean()) < 0.02
