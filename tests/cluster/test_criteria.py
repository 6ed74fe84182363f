import math
from dataclasses import replace

import pytest

from personae.cluster.criteria import Opinion, against, carving, doubt, next_best, opinions
from personae.cluster.evidence import Evidence
from personae.cluster.gap import Gap

ROW = Evidence(
    k=2,
    inertia=9.0,
    explained=0.5,
    elbow=0.0,
    silhouette=0.4,
    silhouette_rows=100,
    silhouette_exact=True,
    calinski_harabasz=1000.0,
    davies_bouldin=1.0,
    stability=(0.9, 0.8),
    smallest_share=0.4,
    separated=True,
    sizes=(60, 40),
    bic=-50.0,
)


def takes(evidence, k, **more):
    return {said.criterion: said.k for said in opinions(evidence, k, **more) if not said.agrees}


def test_every_criterion_that_disagrees_has_its_sentence():
    evidence = [
        replace(ROW, silhouette=0.6),
        replace(ROW, k=3, calinski_harabasz=1234.0, elbow=0.3),
        replace(ROW, k=4, davies_bouldin=0.5, bic=-40.0),
        replace(ROW, k=5, elbow=0.25),
    ]
    gaps = [Gap(k, 0.1 * min(k, 2), 0.05, 0.0, 0.0) for k in range(1, 6)]
    assert against(5, opinions(evidence, 5, gaps=gaps)) == (
        "The silhouette is highest with 2 segments (0.60 against 0.40).",
        (
            "Calinski-Harabasz, the spread between segments over the spread within, is highest "
            "with 3 (1,234 against 1,000)."
        ),
        (
            "Davies-Bouldin, the overlap of neighbouring segments, is lowest with 4 (0.50 against "
            "1.00)."
        ),
        (
            "The BIC, which takes all segments for round and equally wide, is highest with 4 (-40 "
            "against -50)."
        ),
        "The elbow of the inertia curve is at 3 (0.30 below the straight line; 0.25 at 5).",
        (
            "The gap statistic, which asks whether one more segment gains clearly more than it "
            "would among evenly spread customers, stops at 2 (a gap of 0.20 there, of 0.20 at 5)."
        ),
    )


def test_a_gap_that_never_rises_would_not_divide_at_all():
    gaps = [Gap(k, 0.5 - 0.1 * k, 0.05, 0.0, 0.0) for k in (1, 2, 3)]
    said = opinions([ROW, replace(ROW, k=3)], 2, gaps=gaps)
    assert [(item.criterion, item.k) for item in said if not item.agrees] == [("gap", 1)]
    assert (
        "stops at 1, no division at all (a gap of 0.40 there, of 0.30 at 2)"
        in (against(2, said)[0])
    )


def test_nothing_speaks_against_what_all_prefer():
    evidence = [ROW, replace(ROW, k=3, silhouette=0.1)]
    assert takes(evidence, 2) == {}
    assert against(2, opinions(evidence, 2)) == ()
    assert all(said.agrees for said in opinions(evidence, 2))


def test_ties_go_to_the_smaller_number():
    assert takes([ROW, replace(ROW, k=3), replace(ROW, k=4)], 3) == {
        "silhouette": 2,
        "calinski_harabasz": 2,
        "davies_bouldin": 2,
        "bic": 2,
    }


def test_what_is_not_defined_says_nothing():
    one = replace(ROW, k=1, silhouette=math.nan, calinski_harabasz=math.nan,
                  davies_bouldin=math.nan, bic=math.nan)  # fmt: skip
    assert opinions([one, ROW], 1) == ()
    copies = replace(ROW, k=3, bic=math.inf)
    assert "bic" not in {said.criterion for said in opinions([ROW, copies], 3)}
    assert "gap" not in takes([ROW], 2, gaps=[Gap(k, 1.0, 0.1, 0.0, 0.0) for k in (3, 4)])


def test_what_is_wrong_with_a_number_is_told_once_where_it_first_comes_up():
    said = [
        Opinion("silhouette", 2, 0.6, 0.5, agrees=False),
        Opinion("davies_bouldin", 2, 0.5, 0.6, agrees=False),
    ]
    first, second = against(5, said, doubts={2: " But 2 are too coarse."})
    assert first.endswith(" But 2 are too coarse.")
    assert "coarse" not in second


@pytest.mark.parametrize(
    ("row", "useful", "text"),
    [
        (ROW, False, ""),
        (
            replace(ROW, stability=(0.9, 0.7499)),
            False,
            (
                " But not all of these 2 can be relied on: the least sure comes back to 74% (the "
                "bar is 75%)."
            ),
        ),
        (
            replace(ROW, sizes=(97, 2, 1), k=3, smallest_share=0.01),
            False,
            " But the smallest of these 3 would hold 1% of the customers; 2% is asked for.",
        ),
        (ROW, True, " But 2 are too coarse to treat people differently by."),
        (replace(ROW, k=9), True, " But 9 are too many to treat people differently by."),
        (replace(ROW, k=5, stability=(0.3,)), True, ""),
        (
            replace(ROW, sizes=(999, 1), smallest_share=0.001),
            True,
            (
                " These 2 only carve off 1 customer (0.1%) far from all others and leave everybody "
                "else together."
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_number(row, useful, text):
    assert doubt(row, useful=useful, min_share=0.02, bar=0.75, handful=range(4, 8)) == text


@pytest.mark.parametrize(
    ("sizes", "carved"),
    [
        ((997, 3), 3),
        ((981, 19), 19),
        ((980, 20), 0),  # a segment of 2 % is one
        ((970, 15, 15), 30),
        ((900, 97, 3), 0),  # two large ones are told apart as well
        ((1000,), 0),
    ],
)
def test_whales_beside_everybody_else_are_carved_off(sizes, carved):
    assert replace(ROW, sizes=sizes).carved_off == carved


def test_few_whales_are_told_with_their_share():
    assert carving(replace(ROW, k=3, sizes=(9_998, 1, 1))) == (
        "These 3 only carve off 2 customers (under 0.1%) far from all others and leave everybody "
        "else together."
    )


def test_what_the_next_best_would_give_stands_beside_what_was_chosen():
    six = replace(ROW, k=6, silhouette=0.43, stability=(0.9, 0.62), sizes=(30, 20, 20, 10, 10, 10))
    five = replace(ROW, k=5, silhouette=0.401, stability=(1.0, 0.97), sizes=(40, 20, 20, 18, 2))
    found = next_best(six, five, doubts=" But six are many.")
    assert found.k == 6
    assert found.text == (
        "The next best number is 6. It would give segments of 10% to 30% of the customers (now "
        "2% to 40%) that part more clearly (silhouette 0.43 against 0.40); drawn again, the "
        "least sure of them comes back to 62% (now 97%). But six are many."
    )


def test_one_segment_is_compared_by_size_alone():
    one = replace(ROW, k=1, silhouette=math.nan, sizes=(100,))
    assert next_best(ROW, one).text == (
        "The next best number is 2. It would give segments of 40% to 60% of the customers (now "
        "100%)."
    )
