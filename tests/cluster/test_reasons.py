from dataclasses import replace

import pytest

from personae.cluster.evidence import Evidence
from personae.cluster.reasons import reason_for

ROW = Evidence(
    k=2,
    inertia=9.0,
    explained=0.5,
    elbow=0.0,
    silhouette=0.4,
    silhouette_rows=9,
    silhouette_exact=True,
    calinski_harabasz=1000.0,
    davies_bouldin=1.0,
    stability=(0.9, 0.8),
    smallest_share=0.1,
    separated=True,
    sizes=(5, 4),
)
EVIDENCE = [
    ROW,
    replace(ROW, k=4, silhouette=0.3),
    replace(ROW, k=5, silhouette=0.35, stability=(0.95,) * 5),
]


def told(k, verdict, evidence=EVIDENCE, recommended=None):
    return reason_for(
        evidence,
        k,
        verdict=verdict,
        min_share=0.02,
        bar=0.75,
        recommended=recommended,
    )


@pytest.mark.parametrize(
    ("k", "verdict", "text"),
    [
        (
            5,
            "stable",
            (
                "Of 2 to 5 segments, 5 are the best separated (silhouette 0.35) among those that "
                "can "
                "be relied on: drawn "
                "again, every segment comes back to 95% or more (the bar is 75%)."
            ),
        ),
        (
            5,
            "pattern",
            (
                "No number of segments from 2 to 5 can be relied on: drawn again, some segment "
                "always changes. 5 change least "
                "(the least sure of them comes back to 95%; the bar is 75%). Read them as a "
                "pattern, "
                "not as groups that are really there."
            ),
        ),
        (
            5,
            "useful",
            (
                "Customers of a shop shade into one another, so no number of segments is the true "
                "one. 5 was chosen for "
                "usefulness: of 4 to 7 segments, which people can remember and treat differently, "
                "5 "
                "come back most surely when "
                "the customers are drawn again (the least sure of them to 95%), and each differs "
                "clearly from its nearest."
            ),
        ),
        (
            2,
            "useful",
            (
                "Customers of a shop shade into one another, and 4 to 7 segments do not work here: "
                "some would be too small. 2 "
                "was chosen for usefulness: of the numbers that work they come back most surely "
                "when "
                "the customers are "
                "drawn again (the least sure of them to 80%), and each differs clearly from its "
                "nearest."
            ),
        ),
    ],
)
def test_reasons_are_whole_sentences(k, verdict, text):
    assert told(k, verdict) == text


@pytest.mark.parametrize(
    ("least", "words"),
    [
        (1.0, "completely"),
        (0.996, "almost completely"),
        (0.994, "to 99% or more"),
    ],
)
def test_what_comes_back_completely_is_said_so(least, words):
    evidence = [replace(ROW, stability=(1.0, least)), replace(ROW, k=3)]
    assert f"every segment comes back {words} (the bar is 75%)." in told(2, "stable", evidence)


def test_what_misses_the_bar_by_a_hair_is_not_shown_as_the_bar():
    evidence = [replace(ROW, stability=(0.9, 0.7499)), replace(ROW, k=3, stability=(0.7,))]
    assert "comes back to 74%; the bar is 75%" in told(2, "pattern", evidence)


def test_one_number_alone_is_compared_with_none():
    assert told(2, "stable", [ROW]) == (
        "2 segments can be relied on: drawn again, every segment comes back to 80% or more (the "
        "bar is 75%)."
    )
    assert told(2, "pattern", [replace(ROW, stability=(0.9, 0.6))]) == (
        "2 segments cannot be relied on when the customers are drawn again (the least sure of "
        "them comes back to 60%; the bar is 75%). Read them as a pattern, not as groups that are "
        "really there."
    )


@pytest.mark.parametrize("recommended", [None, 2])
def test_heavy_overlap_is_told_wherever_the_number_comes_from(recommended):
    evidence = [replace(ROW, silhouette=0.25), replace(ROW, k=3, silhouette=0.251)]
    overlap = (
        " The 2 segments overlap heavily: their silhouette is 0.25, and 0.25 or less means that "
        "no substantial structure was found (Kaufman and Rousseeuw)."
    )
    assert overlap in told(2, "stable", evidence, recommended=recommended)
    assert "overlap" not in told(3, "stable", evidence, recommended=recommended)


@pytest.mark.parametrize(
    ("k", "text"),
    [
        (
            60,
            " 60 is the largest number looked at; --k-max 100 (in Python k_max=100) looks further.",
        ),
        (100, " 100 is the largest number looked at."),
    ],
)
def test_no_more_is_offered_than_the_option_takes(k, text):
    evidence = [ROW, replace(ROW, k=k)]
    reason = reason_for(evidence, k, verdict="stable", min_share=0.02, bar=0.75, edge=True)
    assert reason.endswith(text)


def test_a_single_reliable_number_is_told_as_the_only_one():
    evidence = [replace(ROW, stability=(0.5, 0.9)), replace(ROW, k=3)]
    assert told(3, "stable", evidence).startswith(
        "Of 2 to 3 segments, only 3 can be relied on: drawn again, "
    )


def test_a_given_number_is_told_with_what_would_have_been_chosen():
    assert told(4, "stable", recommended=4) == (
        "You asked for 4 segments. Drawn again, the least sure of them comes back to 80% (the "
        "bar is 75%): all can be relied on."
    )
    assert told(4, "stable", recommended=5).endswith(
        " Left to choose, Personae would have taken 5."
    )


@pytest.mark.parametrize("recommended", [None, 3])
def test_a_number_that_only_carves_off_a_few_is_called_that(recommended):
    evidence = [replace(ROW, sizes=(990, 10), smallest_share=0.01), replace(ROW, k=3)]
    carved = (
        " These 2 only carve off 10 customers (1%) far from all others and leave everybody else "
        "together."
    )
    assert carved in told(2, "stable", evidence, recommended=recommended)
    assert "carve" not in told(3, "stable", evidence)
