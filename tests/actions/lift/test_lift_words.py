"""What people read of a measured campaign."""

from __future__ import annotations

import numpy as np
import pytest

from personae.actions.lift.lift import Effect, Lift, Terms, measure_lift
from personae.actions.lift.lift_words import (
    interval_words,
    lead_sentence,
    notes_on,
    people_words,
    total_sentences,
)


def found(treated: int, bought: int, control: int, control_bought: int, **terms: float) -> Lift:
    arm = np.repeat([True, False], [treated, control])
    money = np.zeros(treated + control)
    money[:bought] = 10.0
    money[treated : treated + control_bought] = 10.0
    return measure_lift(arm, money, terms=Terms(**terms))


def test_it_worked() -> None:
    lift = found(20_000, 3_000, 5_000, 500)
    assert lead_sentence(lift) == "It worked: 5.0 more buyers per 100 (4.0 to 5.9) than without it."
    assert total_sentences(lift, currency="£")[:2] == [
        "In all, among the 20,000 who got it: 1,000 more buyers (802 to 1,189).",
        "In all £10,000 more money (£8,035 to £11,908).",
    ]


def test_it_did_not_work() -> None:
    assert lead_sentence(found(20_000, 2_000, 5_000, 650)) == (
        "It did not work: 3.0 fewer buyers per 100 (2.0 to 4.0) than without it."
    )


def test_it_did_not_pay() -> None:
    lift = found(20_000, 3_000, 5_000, 500, cost=0.45, margin=0.5)
    assert lead_sentence(lift, currency="£") == (
        "It did not pay: £0.5 more money per person (£0.4 to £0.6) than without it; to pay, a "
        "contact must bring £0.9."
    )
    assert total_sentences(lift, currency="£")[-1] == (
        "Left after cost: -£4,000 (-£4,982 to -£3,046), at your margin of 50\xa0% and your cost "
        "of £0.45 for each of 20,000 contacts."
    )


def test_nobody_can_tell_yet_says_how_many_more() -> None:
    assert lead_sentence(found(9_000, 930, 1_000, 100)) == (
        "Cannot tell yet: 0.3 more buyers per 100 (1.8 fewer to 2.2 more) than without it. About "
        "700,000 more people, split the same way, would be enough to tell (an estimate: 80% of "
        "the time, if the difference is what it seems)."
    )
    assert lead_sentence(found(9_000, 880, 1_000, 100)).endswith(
        " than without it. How many more people it would take cannot be said from these figures."
    )


def test_too_few_buyers_are_named() -> None:
    assert lead_sentence(found(900, 90, 100, 8)) == (
        "Cannot tell yet: only 90 of those who got it bought and only 8 of those held back "
        "bought, and it takes 100. About 15,000 more people, split the same way, would be enough "
        "to tell (an estimate: 80% of the time, if the difference is what it seems)."
    )


def test_a_result_not_to_be_trusted_gives_no_figure_and_no_total() -> None:
    lift = found(8_000, 1_000, 1_500, 150, planned_control=0.1)
    assert lead_sentence(lift) == (
        "This result is not to be trusted: the arms are not as large as planned. Do not read the "
        "difference as an effect."
    )
    assert total_sentences(lift) == []
    assert notes_on(lift)[0] == (
        "1,500 of 9,500 people were held back, and 10\xa0% was planned: chance alone does so less "
        "than once in a thousand times. People went missing from one arm on the way (bounced or "
        "unsubscribed addresses, a filter of the sending tool), so the arms differ in more than "
        "the campaign. Measure everybody who was on the lists at first."
    )


def test_arms_that_were_chosen_are_shown_as_such() -> None:
    arm = np.arange(4_000) < 2_000
    before = np.where(arm, 200.0, 40.0) + np.arange(4_000) % 5
    lift = measure_lift(arm, np.zeros(4_000), before=before)
    assert notes_on(lift, currency="$")[1] == (
        "Before the send the middle person of those who got it had spent $202, of those held back "
        "$42 (on average $202 and $42). A draw does not make such arms: somebody chose who got "
        "it. The plain difference in the table is mostly that choice; no calculation on these "
        "figures can tell what the campaign added. Hold back customers by a draw next time: "
        "personae campaign does it."
    )


def test_what_the_user_supplied_is_said_to_be_theirs() -> None:
    lift = found(20_000, 3_000, 5_000, 500, cost=0.4, margin=0.25)
    assert (
        "The verdict asks whether the campaign paid. Break-even is 1.60 of sales per person: your "
        "cost of 0.4 per contact over your margin of 25\xa0%. Both numbers are yours."
    ) in notes_on(lift)


def segments(*rows: tuple[int, int, int, int]) -> list[str]:
    lifts = [np.repeat([True, False], [row[0], row[2]]) for row in rows]
    money = [
        np.concatenate([np.arange(row[0]) < row[1], np.arange(row[2]) < row[3]]) * 10.0
        for row in rows
    ]
    segment = np.repeat(np.arange(len(rows)), [len(arm) for arm in lifts])
    names = [f"s{number}" for number in range(len(rows))]
    lift = measure_lift(np.concatenate(lifts), np.concatenate(money), segment=segment, names=names)
    return notes_on(lift)[4:]


def test_segments_are_not_ranked_before_they_are_known_to_differ() -> None:
    bonferroni = (
        "The intervals of the segments are wider, so that all 2 hold together 95 times in 100 "
        "(Bonferroni); their p-values are Holm's."
    )
    ranked = (
        "The 2 segments differ no more than chance makes them (p = 0.85): go by the result of the "
        "whole list, and do not pick the segment with the largest number."
    )
    alike = segments((4_000, 500, 1_000, 110), (4_000, 520, 1_000, 112))
    assert alike == [bonferroni, ranked]
    differing = segments((4_000, 900, 1_000, 110), (4_000, 450, 1_000, 112))
    assert differing[1].startswith("The effect is not the same in the 2 segments (p = ")
    assert differing[1].endswith("): look at each.")


def test_segments_with_too_few_buyers_are_counted() -> None:
    assert segments((4_000, 500, 1_000, 110), (400, 50, 100, 11)) == [
        "1 of the 2 segments has 100 buyers in both arms; of the others nothing can be told yet."
    ]
    assert segments((400, 50, 100, 11), (400, 50, 100, 11)) == [
        "No segment has 100 buyers in both arms, so nothing can be told of a single one yet."
    ]


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ((0.02, 0.01, 0.03), "2.0 more buyers per 100 (1.0 to 3.0)"),
        ((-0.02, -0.03, -0.01), "2.0 fewer buyers per 100 (1.0 to 3.0)"),
        ((0.001, -0.002, 0.004), "0.1 more buyers per 100 (0.2 fewer to 0.4 more)"),
        ((0.0002, -0.0001, 0.0005), "0.02 more buyers per 100 (0.01 fewer to 0.05 more)"),
    ],
)
def test_an_interval_is_read_without_a_sign(effect: tuple[float, float, float], words: str) -> None:
    assert interval_words(Effect(*effect, 0.1, 0.95, 0.5), "buyers") == words


def test_estimated_people_have_two_digits() -> None:
    assert [people_words(n) for n in (3, 149, 1_250_000)] == ["3", "150", "1,200,000"]
