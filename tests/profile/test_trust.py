import numpy as np
import pytest

from personae.data.customers import CustomerColumn
from personae.profile.trust import NOT_TESTED, trust_of, trust_sentence


def test_verdicts_change_at_the_bounds_of_clusterboot():
    # ?fpc::clusterboot: "valid, stable" from 0.75, "patterns" 0.6 to 0.75, not to be trusted below
    found = [trust_of(value, 1.0) for value in (1.0, 0.75, 0.7499, 0.6, 0.5999, 0.0)]
    assert found == ["act", "act", "pattern", "pattern", "weak", "weak"]


def test_verdicts_change_at_four_and_three_fifths_who_stay():
    found = [trust_of(1.0, value) for value in (1.0, 0.8, 0.7999, 0.6, 0.5999, 0.0)]
    assert found == ["act", "act", "pattern", "pattern", "weak", "weak"]


def test_the_worse_figure_decides_and_neither_stands_in_for_the_other():
    assert trust_of(0.7, 0.5) == trust_of(0.5, 0.7) == "weak"
    for missing in (None, float("nan")):
        assert trust_of(missing, 0.9) is None
        assert trust_of(0.9, missing) is None


DRAWN = "when the customers are drawn anew"
MOVED = "when every figure moves a little"
ALL = f"they keep all of their customers {MOVED}: act on them."
ONE = f"it keeps all of its customers {MOVED}: act on it."
NONE_DRAWN = f"No segment comes back unchanged {DRAWN}."


@pytest.mark.parametrize(
    ("stability", "sentences"),
    [
        ([0.9, 0.99], [f"Both segments come back almost unchanged {DRAWN}; {ALL}"]),
        ([0.95] * 5, [f"All 5 segments come back almost unchanged {DRAWN}; {ALL}"]),
        ([0.75, 0.89, 0.8], [f"All 3 segments come back mostly the same {DRAWN}; {ALL}"]),
        (
            [0.95, 0.8, 0.95],
            [f"2 of 3 segments come back almost unchanged {DRAWN}, 1 mostly the same; {ALL}"],
        ),
        (
            [0.5, 0.95],
            [
                f"1 of 2 segments comes back almost unchanged {DRAWN}; {ONE}",
                "⟪1⟫ does not come back reliably: do not build on it.",
            ],
        ),
        (
            [0.5, 0.7, 0.5],
            [
                NONE_DRAWN,
                "⟪2⟫ is a pattern with doubtful borders.",
                "⟪1⟫ and ⟪3⟫ do not come back reliably: do not build on them.",
            ],
        ),
        (
            [None, 0.7],
            [
                NONE_DRAWN,
                "⟪2⟫ is a pattern with doubtful borders.",
                "The stability of ⟪1⟫ was not measured.",
            ],
        ),
        ([None, None], ["The stability of the segments was not measured."]),
    ],
)
def test_the_sentence_says_what_to_act_on_and_that_structure_was_not_tested(stability, sentences):
    told = trust_sentence(stability, [1.0] * len(stability))
    assert told == " ".join([*sentences, NOT_TESTED])


LOSES = f"loses more than a fifth of its customers {MOVED}"


@pytest.mark.parametrize(
    ("unchanged", "sentences"),
    [
        (
            [0.9499, 0.97],
            [
                (
                    f"Both segments come back almost unchanged {DRAWN}; "
                    f"they keep 94\N{NO-BREAK SPACE}% or more of their customers {MOVED}: "
                    "act on them."
                )
            ],
        ),
        (
            [0.95, 0.79],
            [
                (
                    f"1 of 2 segments comes back almost unchanged {DRAWN}; "
                    f"it keeps 95\N{NO-BREAK SPACE}% of its customers {MOVED}: act on it."
                ),
                f"⟪2⟫ comes back, but {LOSES}: a pattern with doubtful borders.",
            ],
        ),
        (
            [0.5, 0.59],
            [
                f"No segment both comes back {DRAWN} and keeps its customers {MOVED}.",
                (
                    f"⟪1⟫ and ⟪2⟫ lose more than two fifths of their customers {MOVED}: "
                    "do not build on them."
                ),
            ],
        ),
    ],
)
def test_the_sentence_says_which_segments_lose_customers(unchanged, sentences):
    assert trust_sentence([0.95, 0.95], unchanged) == " ".join([*sentences, NOT_TESTED])


OVERLAP = "overlap heavily: they are slices rather than separate groups (silhouette 0.03)."


def test_slices_of_noise_are_called_slices_however_well_they_come_back():
    # the 29 independent columns of a new user: silhouette 0.03, Jaccard 0.77 to 0.81
    assert trust_sentence([0.77, 0.81], [1.0, 1.0], silhouette=0.03) == (
        f"Both segments come back mostly the same {DRAWN}; they keep all of their customers "
        f"{MOVED}. But they {OVERLAP} {NOT_TESTED}"
    )
    assert trust_sentence([None, None], [1.0, 1.0], silhouette=0.03) == (
        f"The stability of the segments was not measured. They {OVERLAP} {NOT_TESTED}"
    )


def test_in_a_continuum_nothing_is_called_a_group_and_what_is_stable_a_slice():
    groups = "No natural groups were found: these are useful slices of a continuum."
    assert trust_sentence([0.95, 0.95], [1.0, 1.0], structure="continuum") == (
        f"Both segments come back almost unchanged {DRAWN}; they keep all of their customers "
        f"{MOVED}: act on them as stable slices. {groups}"
    )
    assert trust_sentence([0.95, 0.5], [1.0, 1.0], structure="continuum") == (
        f"1 of 2 segments comes back almost unchanged {DRAWN}; {ONE[:-1]} as a stable slice. "
        f"⟪2⟫ does not come back reliably: do not build on it. {groups}"
    )


def test_what_neither_comes_back_nor_lies_apart_is_told_so():
    assert trust_sentence([0.5, 0.5], [1.0, 1.0], silhouette=0.03) == (
        f"{NONE_DRAWN} ⟪1⟫ and ⟪2⟫ do not come back reliably: do not build on them. "
        f"They also {OVERLAP} {NOT_TESTED}"
    )


def test_kaufman_and_rousseeuws_bound_decides_who_overlaps():
    told = {
        value: "slices" in trust_sentence([0.8, 0.8], [1.0, 1.0], silhouette=value)
        for value in BOUNDS
    }
    assert told == BOUNDS


BOUNDS = {0.1: True, 0.249: True, 0.25: True, 0.2549: True, 0.26: False, 0.6: False}


def test_the_sentence_says_that_the_date_was_moved_and_never_the_figures():
    date = "when the as-of date moves back 30 days"
    told = trust_sentence([0.95] * 4, [0.86, 0.81, 0.7, 0.5], question="date")
    assert told == (
        f"2 of 4 segments come back almost unchanged {DRAWN}; they keep 81\xa0% or more of their "
        f"customers {date}: act on them. ⟪3⟫ comes back, but loses more than a fifth of its "
        f"customers {date}: a pattern with doubtful borders. ⟪4⟫ loses more than two fifths of its "
        f"customers {date}: do not build on it. {NOT_TESTED}"
    )
    none = trust_sentence([0.95, 0.95], [0.7, 0.7], question="date")
    assert none.startswith(f"No segment both comes back {DRAWN} and keeps its customers {date}. ")
    assert MOVED not in told + none


def test_an_unmeasured_silhouette_says_nothing():
    plain = trust_sentence([0.8, 0.8], [1.0, 1.0])
    assert trust_sentence([0.8, 0.8], [1.0, 1.0], silhouette=float("nan")) == plain


def test_one_segment_claims_no_trust(make_customers, describe_labels):
    columns = (CustomerColumn("x", "number", "behaviour"),)
    customers = make_customers(columns, {"x": np.arange(5.0)})
    told = describe_labels(customers, ("x",), [0] * 5, stability=(1.0,))
    assert told.trust_sentence == f"All customers are one segment. {NOT_TESTED}"
    assert (told.of(1).trust, told.of(1).stability, told.of(1).unchanged) == (None,) * 3
