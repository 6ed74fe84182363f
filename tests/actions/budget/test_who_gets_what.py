"""Who gets which offer: by chance, once, and without the order of the rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.actions.budget.who_gets_what import offer_of_each

IDS = [f"c{number}" for number in range(400)]
SEGMENTS = np.array([1, 3, 3, 3] * 100)


@settings(max_examples=20, deadline=None)
@given(counts=st.lists(st.integers(0, 50), min_size=4, max_size=4), seed=st.integers(0, 99))
def test_as_many_as_wanted_each_once_whatever_the_order(counts: list[int], seed: int) -> None:
    wanted = dict(zip([(1, "a"), (1, "b"), (3, "a"), (3, "b")], counts, strict=True))
    given_ = offer_of_each(pa.array(IDS), SEGMENTS, wanted)
    for (segment, offer), count in wanted.items():
        got = [o for o, s in zip(given_, SEGMENTS, strict=True) if (s, o) == (segment, offer)]
        assert len(got) == count
    turn = np.random.default_rng(seed).permutation(len(IDS))
    shuffled = offer_of_each(pa.array([IDS[k] for k in turn]), SEGMENTS[turn], wanted)
    assert [given_[k] for k in turn] == shuffled


def test_a_fair_sample_of_the_segment() -> None:
    """The first hundred ids are no likelier than the last."""
    chosen = offer_of_each(pa.array(IDS), np.ones(400, int), {(1, "a"): 200})
    early = sum(one is not None for one in chosen[:200])
    assert abs(early - 100) < 3 * 5  # hypergeometric: standard deviation 5


def test_more_than_there_are_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="segment 3 has only 300 people"):
        offer_of_each(pa.array(IDS), SEGMENTS, {(3, "a"): 301})
