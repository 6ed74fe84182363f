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


DRAWN = "back almost unchanged when the customers are drawn anew: act on"
NONE_DRAWN = "No segment comes back unchanged when the customers are drawn anew."


@pytest.mark.parametrize(
    ("verdicts", "sentences"),
    [
        (["act"], [f"The only segment comes {DRAWN} it."]),
        (["act"] * 2, [f"Both segments come {DRAWN} them."]),
        (["act"] * 5, [f"All 5 segments come {DRAWN} them."]),
        (
            ["weak", "act"],
            [
                f"1 of 2 segments comes {DRAWN} it.",
                "⟪1⟫ does not come back reliably: do not build on it.",
            ],
        ),
        (
            ["weak", "pattern", "weak"],
            [
                NONE_DRAWN,
                "⟪2⟫ is a pattern with doubtful borders.",
                "⟪1⟫ and ⟪3⟫ do not come back reliably: do not build on them.",
            ],
        ),
        (
            [None, "pattern"],
            [
                NONE_DRAWN,
                "⟪2⟫ is a pattern with doubtful borders.",
                "The stability of ⟪1⟫ was not measured.",
            ],
        ),
        ([None, None], ["The stability of the segments was not measured."]),
    ],
)
def test_the_sentence_says_what_to_act_on_and_that_structure_was_not_tested(verdicts, sentences):
    assert trust_sentence(verdicts) == " ".join([*sentences, NOT_TESTED])
