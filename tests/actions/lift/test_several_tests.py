"""Holm's p-values by hand and by their laws."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.lift.several_tests import holm, level_of_each


def test_holm_by_hand() -> None:
    # 4 x 0.005, 3 x 0.01, 2 x 0.03, 1 x 0.04 but never less than the one before
    assert holm([0.01, 0.04, 0.03, 0.005]).round(4).tolist() == [0.03, 0.06, 0.06, 0.02]


def test_no_question_has_no_answer() -> None:
    assert holm([]).tolist() == []
    assert level_of_each(0.95, 0) == 0.95


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_values_lie_between_the_value_and_bonferroni(p: list[float]) -> None:
    found = holm(p)
    assert (found >= np.array(p)).all()
    assert (found <= np.minimum(np.array(p) * len(p), 1.0) + 1e-15).all()


@given(st.permutations([0.001, 0.02, 0.3, 0.02]))
def test_the_order_of_the_questions_does_not_matter(p: list[float]) -> None:
    assert sorted(holm(p).tolist()) == sorted(holm([0.001, 0.02, 0.3, 0.02]).tolist())
