"""Days and differences in words."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from personae.report.numbers import plain, signed


@given(st.floats(min_value=-50, max_value=50))
def test_a_difference_always_shows_its_sign_unless_it_is_none(difference: float) -> None:
    text = signed(difference)
    assert text == "0.0" or text[0] == ("+" if difference > 0 else "\N{MINUS SIGN}")


@given(st.floats())
def test_a_plain_figure_is_finite_or_none(value: float) -> None:
    figure = plain(value)
    assert (
        figure is None
        if not math.isfinite(value)
        else math.isclose(figure or 0.0, value, rel_tol=1e-6)
    )
