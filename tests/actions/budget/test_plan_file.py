"""A plan says what it says, or is refused with everything that is wrong with it."""

from __future__ import annotations

import math
import tomllib
from typing import Any

import pytest

from personae.actions.budget.plan import Limits, Response
from personae.actions.budget.plan_file import EXAMPLE, read_plan
from personae.errors import UsageError

MAIL = {"name": "mail", "cost": 1, "margin": 0.4, "response": 5, "error": 1}


def refused(plan: dict[str, Any], **lifts: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        read_plan(plan, lifts=lifts)
    return [problem.what for problem in caught.value.problems]


def test_all_problems_at_once() -> None:
    plan = {
        "colour": 1,
        "segment": {"1": {"min_contacts": 5, "max_contacts": 3, "cost": 1}},
        "offer": [
            {"name": "a", "costs": 1, "margin": 2, "depth": [[0.5, 0.5]]},
            {**MAIL, "name": "A", "error": -1, "segment": {"2": {"range": [1, 2]}}},
        ],
    }
    assert refused(plan) == [
        'The plan: the key "colour" is not known.',
        'The plan, segment "1": the key "cost" is not known.',
        'The plan, segment "1": min_contacts is above max_contacts.',
        'Offer "a": the key "costs" is not known.',
        'Offer "a": margin is not a share from 0 to 1.',
        (
            'Offer "a": depth is not a list of steps: shares of the segment that add up to 1, and '
            "factors that fall from 1 down to 0."
        ),
        'Offer "a": cost is missing.',
        'Offer "a": nothing says what a contact brings.',
        'Offer "A": error is not a number, 0 or more.',
        'Offer "A", segment "2": range without buyers or response.',
        'Offer "A": another offer has this name.',
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"buyers": 2}, "buyers and response both say what a contact brings."),
        ({"range": [1, 9]}, "range and error both say how sure it is."),
        ({"lift": "r.json"}, "lift and response both say what a contact brings."),
        ({"cost": True}, "cost is not a sum of money, 0 or more."),
        ({"max_contacts": 1.5}, "max_contacts is not a whole number of people, 0 or more."),
        ({"segments": "1"}, "segments is not a list of segments, by number or name."),
        ({"segment": [1]}, "segment is not a table for each segment."),
        ({"margin": math.nan}, "margin is not a share from 0 to 1."),
    ],
)
def test_what_cannot_be_meant(change: dict[str, Any], said: str) -> None:
    assert f'Offer "mail": {said}' in refused({"offer": [{**MAIL, **change}]})


def test_a_response_outside_its_range_is_refused() -> None:
    row = {key: value for key, value in MAIL.items() if key != "error"}
    assert refused({"offer": [{**row, "range": [6, 9]}]}) == [
        'Offer "mail": response does not lie within its range.'
    ]
    assert refused({"offer": [row]}) == ['Offer "mail": nothing says how sure response is.']


def test_no_offer_comes_with_a_plan_to_begin_with() -> None:
    with pytest.raises(UsageError) as caught:
        read_plan({"margin": 0.3})
    assert str(caught.value) == f"The plan has no offer.\nFix: Begin with:\n{EXAMPLE}"


def test_the_example_is_a_plan() -> None:
    [offer] = read_plan(tomllib.loads(EXAMPLE)).offers
    sure = 3.0 / 1.959963984540054
    assert offer.terms.response == Response(5.0, pytest.approx(sure), pytest.approx(sure))


def test_a_lopsided_range_keeps_its_two_sides() -> None:
    plan = {"offer": [{"name": "x", "cost": 1, "margin": 1, "response": 3, "range": [2, 8]}]}
    response = read_plan(plan).offers[0].terms.response
    assert response is not None
    assert (response.money, response.above / response.below) == (3.0, pytest.approx(5.0))


def test_a_segment_says_anew_what_differs_and_keeps_the_rest() -> None:
    plan = """
    margin = 0.5
    max_contacts = 900
    [[offer]]
    name = "Mail"
    cost = 1
    buyers = 2
    spend = 60
    range = [1, 3]
    fixed_cost = 20
    max_money = 500
    max_share = 0.5
    [offer.segment.3]
    buyers = 4
    range = [2, 6]
    min_contacts = 10
    [offer.segment."Loyal"]
    cost = 2
    [segment.3]
    max_money = 70
    """
    plan_of = read_plan(tomllib.loads(plan))
    [mail] = plan_of.offers
    assert plan_of.limits == Limits(max_contacts=900)
    assert plan_of.segments == {"3": Limits(max_money=70)}
    assert (mail.fixed_cost, mail.limits.max_money, mail.segments) == (20.0, 500.0, ())
    third, loyal = mail.parts["3"], mail.parts["Loyal"]
    assert third.response is not None
    assert (third.cost, third.margin, third.max_share) == (1.0, 0.5, 0.5)
    assert third.response.money == pytest.approx(2.4)
    assert third.limits.min_contacts == 10
    assert (loyal.cost, loyal.response) == (2.0, mail.terms.response)


def test_an_offer_that_states_responses_of_segments_only_is_for_these() -> None:
    part = {"response": 4, "error": 1}
    plan = {"offer": [{"name": "x", "cost": 1, "margin": 1, "segment": {"2": part}}]}
    assert read_plan(plan).offers[0].segments == ("2",)


def test_measured_results_are_for_the_offer_named_or_for_all_that_state_nothing() -> None:
    plain = {"name": "Call", "cost": 3, "margin": 0.4}
    plan = {"offer": [MAIL, plain, {**plain, "name": "Post", "lift": "post.json"}]}
    offers = read_plan(plan, lifts={"": "all.json"}).offers
    assert {offer.name: offer.lift for offer in offers} == {
        "Call": "all.json", "Post": "post.json", "mail": ""
    }  # fmt: skip
    offers = read_plan(plan, lifts={"call": "c.json", "Post": "p.json"}).offers
    assert [offer.lift for offer in offers] == ["c.json", "p.json", ""]


def test_measured_results_that_nobody_uses_are_refused() -> None:
    assert refused({"offer": [MAIL]}, Cal="c.json") == [
        '--lift names an offer "Cal" that the plan does not have.'
    ]
    with pytest.raises(UsageError) as caught:
        read_plan({"offer": [MAIL]}, lifts={"": "all.json"})
    assert str(caught.value) == (
        "--lift is given, but every offer of the plan says itself what a contact brings.\n"
        "Fix: Leave it out, or take response out of an offer."
    )


def test_the_order_of_the_offers_in_the_file_is_no_order() -> None:
    other = {**MAIL, "name": "call"}
    assert read_plan({"offer": [MAIL, other]}) == read_plan({"offer": [other, MAIL]})
