"""The hold-out is a fair share, the smallest that can show a rise, and stable for everybody."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.actions.campaigns.detect import detectable_difference
from personae.actions.campaigns.draw import ALL, Drawing
from personae.errors import NotEnoughDataError


def drawing(
    n_people: int, *, limit: int | None = None, name: str = "Spring", sizes: int = 2
) -> Drawing:
    ids = pa.array([f"C{number:05d}" for number in range(n_people)])
    return Drawing(ids, np.arange(n_people) % sizes + 1, name, limit)


@settings(deadline=None)
@given(
    st.sets(st.integers(0, 10**6), min_size=1, max_size=60),
    st.sets(st.integers(0, 10**6), max_size=60),
    st.sampled_from([None, 5, 20]),
)
def test_other_people_never_change_an_arm(
    some: set[int], others: set[int], limit: int | None
) -> None:
    def arms(people: set[int]) -> dict[int, str]:
        order = sorted(people)
        ids = pa.array([str(number) for number in order])
        draw = Drawing(ids, np.array([n % 3 for n in order]), "Spring", limit).hold_out(0.3)
        named = {n: "treatment" for n, is_in in zip(order, draw.treatment, strict=True) if is_in}
        return named | {n: "control" for n, is_in in zip(order, draw.control, strict=True) if is_in}

    before, after = arms(some), arms(some | others)
    assert all(before[one] == after[one] for one in before.keys() & after.keys())
    assert limit is not None or before.keys() <= after.keys()


def test_a_larger_holdout_moves_people_in_one_direction_only() -> None:
    small, large = (drawing(3_000).hold_out(share) for share in (0.1, 0.25))
    assert not (small.control & large.treatment).any()


def test_the_share_is_near_the_planned_one_in_every_segment() -> None:
    work = drawing(20_000, sizes=4)
    draw = work.hold_out(0.1)
    for segment in (1, 2, 3, 4):
        treatment, control = work.counts(draw, segment)
        assert treatment + control == 5_000
        assert abs(control / 5_000 - 0.1) < 4 * np.sqrt(0.09 / 5_000)


def test_detect_takes_the_smallest_holdout_that_shows_the_rise() -> None:
    work, rates = drawing(20_000), {1: 0.10, 2: 0.05, ALL: 0.075}
    draw = work.detect(0.03, rates)
    assert draw.needed_by == 1
    assert max(work.detectable(draw, one, rates[one]) or 1 for one in (1, 2)) <= 0.03
    less = work.hold_out(draw.holdout - 0.001)
    assert max(work.detectable(less, one, rates[one]) or 1 for one in (1, 2)) > 0.03


def test_small_segments_are_judged_together() -> None:
    work, rates = drawing(3_000, sizes=10), dict.fromkeys(range(11), 0.10)
    draw = work.detect(0.04, rates)
    assert draw.needed_by == ALL
    assert detectable_difference(*work.counts(draw, ALL), 0.10) <= 0.04  # type: ignore[operator]


def test_a_limit_counts_for_what_can_be_shown() -> None:
    rates = {1: 0.10, 2: 0.10, ALL: 0.10}
    free, capped = (drawing(20_000, limit=limit).detect(0.04, rates) for limit in (None, 4_000))
    assert capped.holdout > free.holdout
    assert capped.treatment.sum() == 4_000


def test_too_few_people_are_told_what_they_can_show() -> None:
    with pytest.raises(NotEnoughDataError) as caught:
        drawing(500).detect(0.02, {1: 0.10, 2: 0.10, ALL: 0.10})
    assert str(caught.value) == (
        "500 people are too few to show a rise of 2 points, even if half of them are held out; "
        "the smallest they can show is then 8.8 points.\n"
        "Fix: Pass --detect 8.8, take more segments, or a longer window with --outcome-days."
    )


def test_what_the_message_names_can_be_had() -> None:
    assert drawing(500).detect(0.088, {1: 0.10, 2: 0.10, ALL: 0.10}).needed_by == ALL
