import pytest

from personae.profile.trust import NOT_TESTED, trust_of, trust_sentence


def test_verdicts_change_at_the_bounds_of_clusterboot():
    # ?fpc::clusterboot: "valid, stable" from 0.75, "patterns" 0.6 to 0.75, not to be trusted below
    assert [trust_of(value) for value in (1.0, 0.75, 0.7499, 0.6, 0.5999, 0.0)] == [
        "act",
        "act",
        "pattern",
        "pattern",
        "weak",
        "weak",
    ]
    assert trust_of(float("nan")) is None


@pytest.mark.parametrize(
    ("verdicts", "start"),
    [
        (
            ["act"],
            "The only segment comes back almost unchanged when the customers are drawn anew: act on it.",
        ),
        (
            ["act"] * 2,
            "Both segments come back almost unchanged when the customers are drawn anew: act on them.",
        ),
        (
            ["act"] * 5,
            "All 5 segments come back almost unchanged when the customers are drawn anew: act on them.",
        ),
        (
            ["weak", "act"],
            "1 of 2 segments comes back almost unchanged when the customers are drawn anew: act on "
            "it. ⟪1⟫ does not come back reliably: do not build on it.",
        ),
        (
            ["weak", "pattern", "weak"],
            "No segment comes back unchanged when the customers are drawn anew. ⟪2⟫ is a "
            "pattern with doubtful borders. ⟪1⟫ and ⟪3⟫ do not come back reliably: do not build on them.",
        ),
        (
            [None, "pattern"],
            "No segment comes back unchanged when the customers are drawn anew. ⟪2⟫ is a pattern "
            "with doubtful borders. The stability of ⟪1⟫ was not measured.",
        ),
        ([None, None], "The stability of the segments was not measured."),
    ],
)
def test_the_sentence_says_what_to_act_on_and_that_structure_was_not_tested(verdicts, start):
    assert trust_sentence(verdicts) == f"{start} {NOT_TESTED}"
