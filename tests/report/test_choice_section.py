from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from personae.cluster.criteria import NextBest, Opinion
from personae.cluster.structure import NullResult, Structure
from personae.report.choice_section import (
    choice_section,
    silhouette_interval,
    structure_in_words,
)
from personae.report.content import document
from personae.report.html import render

UNIFORM = NullResult("uniform", 0.45, 0.01, 9.0, 1e-6, True, 6, 0.5, 12.0)
CLOUD = NullResult("skewed gaussian", 0.38, 0.02, 8.0, 1e-5, True, 12, 0.4, 2.0)
OWN = NullResult("own marginals", 0.34, 0.01, -0.5, 0.7, False, 6, 0.26, 0.1)
FOUND = Structure("clusters", 0.55, 5, 10, 0.25, 200, (UNIFORM, CLOUD))
SLICES = Structure(
    "continuum", 0.33, 2, 10, 0.26, 1000,
    (dataclasses.replace(UNIFORM, mean=0.34, beaten=False, inertia_share=0.56),), OWN,
)  # fmt: skip


def with_choice(make_result: Callable[..., Any], **changes: Any) -> Any:
    result = make_result()
    return dataclasses.replace(result, choice=dataclasses.replace(result.choice, **changes))


def test_every_criterion_says_what_it_asks_what_it_takes_and_whether_it_decides(make_result):
    opinions = (
        Opinion("silhouette", 5, 0.5, 0.5, agrees=True),
        Opinion("gap", 1, 0.4, 0.7, agrees=False),
    )
    told = choice_section(with_choice(make_result, opinions=opinions, verdict="stable"))
    assert [
        (row["label"], row["says"], row["agrees"], row["role"]) for row in told["criteria"]
    ] == [
        ("bootstrap Jaccard", "Holds for 2, 3, 4 and 5.", True, "must hold"),
        ("silhouette", "Says: 5, as chosen.", True, "decides"),
        ("gap statistic", "Says: 1.", False, "shown only"),
    ]
    assert told["rule"].startswith("A number counts only if")
    assert all(row["question"].endswith("?") and row["meaning"] for row in told["criteria"])


def test_for_usefulness_the_surest_of_four_to_seven_decides_and_the_silhouette_does_not(
    make_result,
):
    opinions = (Opinion("silhouette", 2, 0.5, 0.4, agrees=False),)
    told = choice_section(with_choice(make_result, opinions=opinions, verdict="useful"))
    assert [(row["label"], row["says"], row["role"]) for row in told["criteria"]] == [
        ("bootstrap Jaccard", "Surest of 4 to 7: 4.", "decides"),
        ("silhouette", "Says: 2.", "shown only"),
    ]
    assert "Of 4 to 7 segments" in told["rule"]


def test_one_segment_was_asked_nothing(make_result):
    told = choice_section(make_result(k=1))
    assert (told["criteria"], told["rule"]) == ([], None)


def test_the_next_best_and_the_structure_are_there_or_null(make_result):
    told = choice_section(make_result())
    assert (told["next_best"], told["structure"]) == (None, None)
    told = choice_section(with_choice(make_result, next_best=NextBest(6, "Six."), structure=SLICES))
    assert told["next_best"] == {"k": 6, "text": "Six."}
    nulls = told["structure"]["nulls"]
    assert [(null["null"], null["votes"]) for null in nulls] == [
        ("uniform", True),
        ("own marginals", False),
    ]
    assert (nulls[1]["low"], nulls[1]["high"]) == (pytest.approx(0.32), pytest.approx(0.36))


def test_groups_are_told_with_what_made_up_customers_give():
    assert structure_in_words(FOUND, of_shop=False) == (
        "Natural groups were found: the customers part best into 5 (silhouette 0.55). Made-up "
        "customers without groups part less clearly: spread evenly 0.45, as one cloud 0.38."
    )


def test_slices_of_a_shop_are_told_with_what_single_columns_explain():
    assert structure_in_words(SLICES, of_shop=True) == (
        "No natural groups were found: the customers part best into 2 (silhouette 0.33), but "
        "made-up customers without any groups part about as clearly (spread evenly 0.34). A "
        "segment here is a slice of a continuum: customers on both sides of a border are much "
        "alike. They are no even spread either, which would leave 56\N{NO-BREAK SPACE}% of the "
        "variance within 2 segments (here: 26\N{NO-BREAK SPACE}%): many stand close together and "
        "few far out. Customers with every column's own values and the same rank correlations, "
        "dealt anew, also part as clearly (0.34): that many buy little and few buy much, and that "
        "the columns rise and fall together, is enough to explain what was found."
    )


def test_what_single_columns_do_not_explain_is_told():
    more = dataclasses.replace(FOUND, evidence=dataclasses.replace(OWN, beaten=True))
    assert structure_in_words(more, of_shop=True).endswith(
        "part less clearly (0.34): single columns (many small, few large) do not explain all of it."
    )
    assert "dealt anew" not in structure_in_words(more, of_shop=False)


@pytest.mark.parametrize("ends", [(0.5, 0.5), (float("nan"), float("nan"))])
def test_what_was_measured_on_all_or_not_at_all_has_no_interval(ends):
    assert silhouette_interval(*ends) is None


def test_the_page_promises_no_more_made_up_data_than_every_kind_had(make_result):
    often = dataclasses.replace(SLICES.nulls[0], draws=24)
    result = with_choice(make_result, structure=dataclasses.replace(SLICES, nulls=(often,)))
    page = render(document(result), {})
    assert "as many made-up ones, 6 times or more of each kind" in page
