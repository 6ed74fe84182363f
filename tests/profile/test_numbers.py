import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.profile.columns import Coded, Groups
from personae.profile.numbers import category_profiles, number_profiles, rank_effects


def test_a_profile_worked_by_hand():
    values = np.array([2.0, 4.0, 6.0, 8.0, np.nan])
    one, other = number_profiles("x", values, Groups(np.array([0, 0, 1, 1, 1]), 2))
    assert (one.mean, one.median, one.lower_quartile, one.upper_quartile) == (3.0, 3.0, 2.5, 3.5)
    assert (other.n_present, other.overall_mean, other.overall_median) == (2, 5.0, 5.0)
    assert other.index == pytest.approx(140.0)
    # standard deviation with ddof 0: sqrt((9 + 1 + 1 + 9) / 4)
    assert other.difference == pytest.approx(2.0 / np.sqrt(5.0))


def test_a_segment_without_any_value_has_no_profile():
    values = np.array([np.nan, np.nan, 1.0])
    assert number_profiles("x", values, Groups(np.array([0, 0, 1]), 2))[0] is None


def test_a_constant_column_differs_nowhere_and_a_negative_mean_has_no_index():
    profiles = number_profiles("x", np.full(10, -0.1), Groups(np.arange(10) % 3, 3))
    assert [(item.difference, item.index) for item in profiles] == [(0.0, None)] * 3


def rank_effects_by_pairs(values, labels, k):
    there = ~np.isnan(values)
    everybody = values[there]
    effects = []
    for j in range(k):
        own = values[there & (labels == j)]
        above = (own[:, None] > everybody).sum() + 0.5 * (own[:, None] == everybody).sum()
        effects.append(above / len(own) / len(everybody) - 0.5 if len(own) else 0.0)
    return effects


@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=40
    )
)
def test_rank_effects_are_those_of_all_pairs_and_do_not_see_the_scale(rows):
    values = np.array([np.nan if missing else float(value) for value, _, missing in rows])
    labels = np.array([label for _, label, _ in rows])
    groups = Groups(labels, 4)
    np.testing.assert_allclose(
        rank_effects(values, groups), rank_effects_by_pairs(values, labels, 4), atol=1e-12
    )
    np.testing.assert_array_equal(
        rank_effects(values, groups), rank_effects(np.exp(values), groups)
    )


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=40))
def test_the_shares_of_a_column_add_up_to_one_in_every_segment(rows):
    codes, labels = np.array(rows).T
    for profiles in category_profiles("c", Coded(codes, ("a", "b", "c")), Groups(labels, 4)):
        size = sum(item.count for item in profiles)
        assert sum(item.share for item in profiles) == pytest.approx(1.0 if size else 0.0)


def test_mall_gender_is_described(mall_five):
    women = [
        item.share
        for segment in mall_five.segments
        for item in segment.categories
        if item.category == "Female"
    ]
    # counted by awk over the file: 48 of 81, 21 of 39, 16 of 35, 14 of 23, 13 of 22
    assert women == [48 / 81, 21 / 39, 16 / 35, 14 / 23, 13 / 22]
