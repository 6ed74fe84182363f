"""How an answer moves with what is not known, and with the budget."""

from __future__ import annotations

import math

import numpy as np
import pytest

from personae.actions.budget.allocate import allocate
from personae.actions.budget.outlook import curve, drawn_responses, outlook
from personae.actions.budget.question import Cell, ErrorPart, Limit, Question


def mail(segment: int, response: float, *errors: ErrorPart, people: int = 500) -> Cell:
    return Cell(segment, "mail", 1.0, 0.5, response, errors, ((people, 1.0),))


def of(*cells: Cell, limits: tuple[Limit, ...] = (), fixed: float = 0.0) -> Question:
    people = {cell.segment: sum(n for n, _ in cell.steps) for cell in cells}
    return Question(cells, people, {"mail": fixed} if fixed else {}, limits)


def test_the_range_of_one_response_is_the_normal_one() -> None:
    asked = of(mail(1, 6.0, ErrorPart("x", 0.5, 0.5)))
    view = outlook(asked, 500.0, allocate(asked, 500.0))
    # 500 * .5 * N(6, .5) - 500: expectation 1000, standard deviation 125
    z = 1.959964
    assert view.low == pytest.approx(1000 - z * 125, abs=25)
    assert view.high == pytest.approx(1000 + z * 125, abs=25)
    assert view.loss_share == 0.0


def test_responses_of_one_source_are_wrong_together_and_others_are_not() -> None:
    alike = of(*(mail(k, 6.0, ErrorPart("x", 1.0, 1.0)) for k in (1, 2)))
    apart = of(*(mail(k, 6.0, ErrorPart(f"x{k}", 1.0, 1.0)) for k in (1, 2)))
    widths = []
    for asked in (alike, apart):
        view = outlook(asked, 1000.0, allocate(asked, 1000.0))
        widths.append(view.high - view.low)
    assert widths[0] / widths[1] == pytest.approx(math.sqrt(2), rel=0.06)


def test_a_lopsided_error_has_half_of_its_draws_on_either_side() -> None:
    drawn = drawn_responses(of(mail(1, 3.0, ErrorPart("x", 0.5, 2.5))))[:, 0]
    assert np.mean(drawn > 3.0) == pytest.approx(0.5, abs=0.03)
    low, high = np.quantile(drawn, (0.025, 0.975))
    assert (3.0 - low, high - 3.0) == pytest.approx((0.98, 4.9), rel=0.1)


def test_draws_hang_on_names_alone() -> None:
    one = mail(1, 3.0, ErrorPart("x", 1.0, 1.0))
    other = mail(2, 5.0, ErrorPart("y", 1.0, 1.0))
    both, alone = drawn_responses(of(one, other)), drawn_responses(of(other))
    assert both[:, 1].tolist() == alone[:, 0].tolist()


def test_the_next_100_and_the_last_100() -> None:
    # 500 people who return 2 each, then 500 who return 1 each
    asked = of(mail(1, 6.0), mail(2, 4.0))
    at = {money: outlook(asked, money, allocate(asked, money)) for money in (300.0, 550.0, 1000.0)}
    assert [(view.last_100, view.next_100) for view in at.values()] == [
        (pytest.approx(200), pytest.approx(200)),
        (pytest.approx(150), pytest.approx(100)),
        (pytest.approx(100), pytest.approx(0)),
    ]


def test_the_last_100_of_a_minimum_is_not_known() -> None:
    asked = of(mail(1, 6.0), limits=(Limit("", "contacts", None, None, 450.0, math.inf),))
    view = outlook(asked, 500.0, allocate(asked, 500.0))
    assert (view.last_100, view.next_100) == (None, 0.0)


def test_a_sure_answer_stays_and_needs_no_test() -> None:
    asked = of(mail(1, 6.0), mail(2, 4.0))
    view = outlook(asked, 500.0, allocate(asked, 500.0))
    assert view.stays.tolist() == [1.0, 0.0]
    assert (view.worth_knowing, view.low, view.high) == (pytest.approx(0, abs=1e-6), 1000, 1000)
    assert view.contacts_low.tolist() == pytest.approx([500, 0])


def test_what_knowing_is_worth_by_hand() -> None:
    """One offer, half a chance to pay: the expectation of the positive part of a normal."""
    asked = of(mail(1, 2.0, ErrorPart("x", 1.0, 1.0), people=100))
    answer = allocate(asked, 100.0)
    assert answer.spent == 0.0
    view = outlook(asked, 100.0, answer)
    # 100 * .5 * E[N(0, 1)+] = 50 / sqrt(2 pi)
    assert view.worth_knowing == pytest.approx(50 / math.sqrt(2 * math.pi), rel=0.15)
    assert view.stays[0] == pytest.approx(0.5, abs=0.1)


def test_a_curve_never_falls_and_leaves_out_what_minimums_forbid() -> None:
    least = Limit("", "contacts", None, None, 100.0, math.inf)
    asked = of(mail(1, 6.0), mail(2, 4.0), limits=(least,), fixed=60.0)
    points = curve(asked, [0.0, 150.0, 200.0, 700.0, 3000.0])
    assert [point.budget for point in points] == [200.0, 700.0, 3000.0]
    left = [point.left_after_cost for point in points]
    assert left == pytest.approx([140 * 2 - 60, 1000 - 60 + 140, 1000 - 60 + 500])
    assert [point.spent for point in points] == pytest.approx([200, 700, 1060])
