"""The document holds everything that is shown, and nothing of a single customer."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest

from personae.config import Options
from personae.report.content import choice_part, document, first_part, second_part
from personae.report.html import render
from personae.workflow.result import Result

Make = Callable[..., Result]


def test_the_same_run_gives_the_same_bytes(make_result: Make) -> None:
    first, second = (json.dumps(document(make_result())) for _ in range(2))
    assert first == second


def test_is_plain_json_without_nan(make_result: Make) -> None:
    values = document(make_result())
    assert json.loads(json.dumps(values, allow_nan=False)) == values


def test_holds_no_customer_id(make_result: Make) -> None:
    text = json.dumps(document(make_result(id_of="CANARY{:05d}X".format)))
    assert "CANARY" not in text


def test_holds_no_figure_of_a_single_customer(make_result: Make) -> None:
    text = json.dumps(document(make_result(richest=987654321.0)))
    assert "987654321" not in text
    assert "987,654,321" not in text


def test_a_name_stands_in_one_place_only(make_result: Make) -> None:
    values = document(make_result(names=("Zebras", "Lions", "Owls", "Bears", "Wolves")))
    for item in values["segments"]:
        name, item["name"] = item["name"], ""
        assert name not in json.dumps(values)


def test_says_who_is_in_here_and_who_is_not(make_result: Make) -> None:
    who = document(make_result())["who"]
    assert who["line"].replace("\xa0", " ").startswith("400 customers, £")
    assert (
        who["line"]
        .replace("\xa0", " ")
        .endswith(" net revenue, 1 Dec 2010 \N{EN DASH} 9 Dec 2011.")
    )
    assert [text.replace("\xa0", " ") for text in who["left_out"]] == [
        "25 % of lines had no customer id and are not in here."
    ]


def test_profit_stands_beside_the_revenue_it_comes_from(make_result: Make) -> None:
    result = make_result()
    facts = {**result.customers.facts, "revenue": 261002.0, "profit": 78300.6}
    customers = dataclasses.replace(result.customers, money_word="profit", facts=facts)
    told = dataclasses.replace(result, customers=customers)
    for options, words in (
        (Options(margin=0.3), "£261,002 net revenue, £78,301 profit at a margin of 30 %,"),
        (Options(margin=0.3, returns="ignore"), "£261,002 gross revenue, £78,301 profit at a"),
        (Options(), "£261,002 net revenue, £78,301 profit,"),
    ):
        line = document(dataclasses.replace(told, options=options))["who"]["line"]
        assert words in line.replace("\xa0", " ")


def test_a_column_without_a_value_in_a_segment_is_told_as_such(ageless_result: Result) -> None:
    values = document(ageless_result)
    first, second = (
        next(row for row in item["numbers"] if row["label"] == "age")
        for item in values["segments"][:2]
    )
    assert first["mean"] not in {"", "no value"}
    assert second == {
        "label": "age",
        "is_feature": False,
        "mean": "no value",
        "median": "",
        "middle_half": "",
        "everybody": "",
        "index": "",
        "difference": "",
    }


def test_a_difference_of_nothing_sets_nobody_apart(make_result: Make) -> None:
    result = make_result()
    first, *others = result.segmentation.segments
    strongest = tuple(
        dataclasses.replace(item, difference=difference)
        for item, difference in zip(first.strongest, (0.9, -0.05, 0.049), strict=True)
    )
    segments = (dataclasses.replace(first, strongest=strongest), *others)
    segmentation = dataclasses.replace(result.segmentation, segments=segments)
    card = document(dataclasses.replace(result, segmentation=segmentation))["segments"][0]
    assert [row["difference"] for row in card["strongest"]] == [0.9, -0.05]


def test_a_category_is_called_by_its_label(make_result: Make) -> None:
    result = make_result()
    columns = tuple(
        dataclasses.replace(item, label="most frequent country") if item.name == "country" else item
        for item in result.customers.columns
    )
    customers = dataclasses.replace(result.customers, columns=columns)
    card = document(dataclasses.replace(result, customers=customers))["segments"][0]
    assert [group["column"] for group in card["categories"]] == ["most frequent country"]


def test_three_actions_are_for_three_segments(make_result: Make) -> None:
    actions = document(make_result())["actions"]
    assert len(actions) == 3
    assert len({item["segment"] for item in actions}) == 3
    assert all(
        item["list"] == "segments.csv" and item["people"] and item["money"] for item in actions
    )


def test_unknown_money_is_absent_and_not_nought(make_result: Make) -> None:
    values = document(make_result(with_money=False))
    assert values["money_word"] is None
    assert values["key_accounts"] is None
    assert {item["revenue_share_text"] for item in values["segments"]} == {None}
    assert "revenue" not in values["who"]["line"]


def test_structure_is_not_made_up(make_result: Make) -> None:
    assert document(make_result())["structure"] is None


@pytest.mark.parametrize("k", [1, 2, 12])
def test_any_number_of_segments_can_be_told(make_result: Make, k: int) -> None:
    values = document(make_result(k=k))
    assert len(values["segments"]) == k
    assert ("silhouette_blades" in values["charts"]) == (k > 1)


def test_a_category_that_chance_does_not_explain_is_marked(
    make_result: Callable[..., Result],
) -> None:
    from personae.actions.offers.attributes import Attribute
    from personae.actions.offers.offers import Offers

    result = make_result()
    profile = result.segmentation.segments[0].categories[0]
    clear = Attribute(1, profile.column, "country", profile.category, 9, 0.9, 0.5, 4.2, 0.001)
    vars(result)["offers"] = Offers(None, None, None, (clear,), ())
    content = document(result)
    rows = [
        row
        for card in content["segments"]
        for group in card["categories"]
        for row in group["rows"]
        if row["sign"]
    ]
    assert [(row["category"], row["sign"]) for row in rows] == [(profile.category, "more")]
    assert 'aria-label="more than chance gives">▲</span>' in render(content, {})


def test_what_is_drawn_early_stands_so_in_the_document(make_result: Make) -> None:
    result = make_result()
    early = choice_part(result.choice, result.segmentation.numbers, result.history)
    first, second, whole = first_part(result), second_part(result), document(result)
    assert document(result, drawn=(early, first, second)) == whole
    assert early["charts"] == {name: whole["charts"][name] for name in early["charts"]}
    names = {item["segment"]: item["name"] for item in whole["segments"]}
    for part in (first, second):
        assert part["money_word"] == whole["money_word"]
        assert part["charts"] == {name: whole["charts"][name] for name in part["charts"]}
        assert {item["segment"]: item["name"] for item in part["segments"]} == names
    assert {"choice", "tree"} <= set(early["charts"])
    assert {"map", "distributions"} <= set(first["charts"])
    assert second["trends"]["names"] == (whole["trends"] or {}).get("names", [])
