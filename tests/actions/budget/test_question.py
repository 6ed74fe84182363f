"""Plans, measured results and head counts become what there is to decide."""

from __future__ import annotations

import math

import pytest

from personae.actions.budget.measured import Measured, MeasuredSegment
from personae.actions.budget.plan_file import read_plan
from personae.actions.budget.question import Cell, ErrorPart, Limit, question_of
from personae.errors import InputError, UsageError

NAMES = {1: "New", 4: "Loyal"}  # numbers may have gaps
PEOPLE = {1: 100, 4: 95}
MAIL = {"name": "Mail", "cost": 1, "margin": 0.4, "response": 5, "error": 1}


def test_every_offer_to_every_segment_in_their_order() -> None:
    plan = read_plan({"offer": [MAIL, {**MAIL, "name": "Call", "segments": ["loyal"]}]})
    asked, unknown = question_of(plan, PEOPLE, NAMES, measured={})
    assert [(cell.segment, cell.offer) for cell in asked.cells] == [
        (1, "Mail"), (4, "Call"), (4, "Mail")
    ]  # fmt: skip
    assert unknown == []
    assert asked.sources == ("offer Call", "offer Mail")


def test_depth_is_counted_in_whole_people_that_add_up() -> None:
    plan = read_plan({"offer": [{**MAIL, "depth": [[0.3, 1.0], [0.3, 0.6], [0.4, 0.1]]}]})
    asked, _ = question_of(plan, PEOPLE, NAMES, measured={})
    assert asked.cells[1].steps == ((28, 1.0), (29, 0.6), (38, 0.1))
    assert asked.cells[1].full_contacts(60) == pytest.approx(28 + 29 * 0.6 + 3 * 0.1)


def test_limits_of_the_plan_the_segment_the_offer_and_both() -> None:
    plan = read_plan(
        {
            "max_contacts": 70,
            "segment": {"Loyal": {"max_share": 0.5}},
            "offer": [
                {**MAIL, "max_money": 60, "max_share": 0.29, "fixed_cost": 3,
                 "segment": {"1": {"min_contacts": 2, "max_share": 1}}}
            ],
        }
    )  # fmt: skip
    asked, _ = question_of(plan, PEOPLE, NAMES, measured={})
    inf = math.inf
    assert asked.limits == (
        Limit("", "contacts", None, None, 0.0, 70.0),
        Limit("Loyal", "contacts", 4, None, 0.0, 47),
        Limit("Mail", "money", None, "Mail", 0.0, 60.0),
        Limit("Mail to New", "contacts", 1, "Mail", 2.0, inf),
        Limit("Mail to Loyal", "contacts", 4, "Mail", 0.0, 27),
    )
    assert asked.fixed == {"Mail": 3.0}


def test_a_share_that_binary_numbers_miss_by_a_hair_is_whole() -> None:
    plan = read_plan({"offer": [{**MAIL, "max_share": 0.29, "segments": ["1"]}]})
    asked, _ = question_of(plan, PEOPLE, NAMES, measured={})
    assert [limit.most for limit in asked.limits] == [29]


def test_a_response_of_a_segment_is_wrong_by_itself() -> None:
    part = {"response": 9, "range": [8, 12]}
    plan = read_plan({"offer": [{**MAIL, "segment": {"4": part}}]})
    one, other = question_of(plan, PEOPLE, NAMES, measured={})[0].cells
    assert one.errors == (ErrorPart("offer Mail", 1.0, 1.0),)
    [error] = other.errors
    assert error.source == "offer Mail in segment 4"
    assert error.above / error.below == pytest.approx(3.0)


def test_a_measured_response_has_an_error_of_its_own_and_one_it_shares() -> None:
    loyal = MeasuredSegment(4, "Loyal", 7.0, 6.0, 0.5, 0.8, 0.3)
    result = Measured("r.json", 5.0, {4: loyal})
    plan = read_plan({"offer": [{"name": "x", "cost": 1, "margin": 0.4, "lift": "r.json"}]})
    asked, unknown = question_of(plan, PEOPLE, NAMES, measured={"r.json": result})
    assert asked.cells == (
        Cell(4, "x", 1.0, 0.4, 6.0,
             (ErrorPart("r.json: segment 4", 0.8, 0.8), ErrorPart("r.json", 0.3, 0.3)),
             ((95, 1.0),), is_measured=True),
    )  # fmt: skip
    assert unknown == [(1, "x")]


def test_nothing_to_decide_is_refused() -> None:
    plan = read_plan({"offer": [{"name": "x", "cost": 1, "margin": 0.4, "lift": "r.json"}]})
    with pytest.raises(InputError) as caught:
        question_of(plan, PEOPLE, NAMES, measured={"r.json": Measured("r.json", 5.0, {})})
    assert str(caught.value) == (
        "No offer of the plan has a response in any segment of this run.\n"
        "Fix: State response and range in the plan, or pass --lift with a result that measured "
        "these segments."
    )


def test_segments_that_are_not_there_are_refused_all_at_once() -> None:
    plan = read_plan(
        {
            "segment": {"4": {"max_money": 1}, "loyal": {"max_money": 2}},
            "offer": [{**MAIL, "segments": ["Newer", 9]}],
        }
    )
    with pytest.raises(UsageError) as caught:
        question_of(plan, PEOPLE, NAMES, measured={})
    assert str(caught.value) == (
        "The plan: a segment stands there twice, by its number and by its name.\n"
        "Fix: Leave one of the two out.\n\n"
        'Offer "Mail": there is no segment "Newer"; there are: 1 New; 4 Loyal.\n'
        'Fix: Write one of these names or numbers, such as "New".\n\n'
        'Offer "Mail": there is no segment "9"; there are: 1 New; 4 Loyal.\n'
        "Fix: Write one of these names or numbers."
    )


def test_a_table_for_a_segment_that_the_offer_is_not_for_is_refused() -> None:
    plan = read_plan({"offer": [{**MAIL, "segments": ["1"], "segment": {"4": {"cost": 2}}}]})
    with pytest.raises(UsageError) as caught:
        question_of(plan, PEOPLE, NAMES, measured={})
    assert str(caught.value) == (
        'Offer "Mail": it says something of segment "4", which is not among its segments.\n'
        "Fix: Add it to segments, or leave its table out."
    )
