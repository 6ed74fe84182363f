import re

import numpy as np
import pytest

from personae.actions.insight import WORDS, Insight
from personae.actions.playbook import MOST_PER_SEGMENT, entries, suggest
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.profile.map import segment_map
from personae.profile.segment import NumberProfile, OutcomeRate, Segment, Segmentation

TRAITS = {
    "one-time",
    "lost",
    "lapsing",
    "at-risk",
    "silent",
    "recent",
    "new",
    "often",
    "rare",
    "worth-more",
    "pays-nothing",
    "average",
    "hardly-any",
}
MEANINGS = {
    "income",
    "spend",
    "frequency",
    "recency",
    "basket",
    "tenure",
    "discount",
    "returns",
    "variety",
    "satisfaction",
    "usage",
    "complaints",
}


def profile(column, median, everybody):
    return NumberProfile(
        column, median, median, median, median, 10, everybody, everybody, 1.0, None, 0.0
    )


def segment_of(
    number=1, *, figures=None, levels=(), traits=(), size=100, revenue=None, share=0.5, **more
):
    figures = figures or {}
    values = {
        "segment": number,
        "name": "Name never used",
        "archetype": "x",
        "size": size,
        "share": share,
        "headline": "",
        "revenue": revenue,
        "revenue_share": None if revenue is None else revenue / 1000.0,
        "trust": "act",
        "stability": 0.9,
        "silhouette": None,
        "numbers": tuple(profile(column, *pair) for column, pair in figures.items()),
        "categories": (),
        "outcomes": (),
        "strongest": (),
        "neighbour": None,
        "rule": None,
        "levels": tuple(levels),
        "traits": tuple(traits),
    }
    return Segment(**values | more)


UNITS = {
    "recency": "days",
    "tenure": "days",
    "frequency": "orders",
    "spend": "money",
    "basket": "money",
}


def suggestions(*segments, kind="transactions", meanings=MEANINGS, doubted=(), insights=None):
    columns = (
        *(
            CustomerColumn(meaning, "number", "behaviour", meaning, UNITS.get(meaning, ""))
            for meaning in sorted(meanings)
        ),
        CustomerColumn("Churned", "category", "outcome"),
    )
    customers = Customers(kind, None, None, columns, Ledger(0, 0, 0, 0, (), None), currency="£")
    spread = segment_map(
        np.zeros((1, 1)), np.zeros(1, int), np.zeros((1, 1)), names=["x"], keys=None
    )
    segmentation = Segmentation(segments, None, None, spread, "", "", doubted=doubted)
    return suggest(segmentation, customers, insights)


def facts_of(code, *segments, **more):
    return next(item.facts for item in suggestions(*segments, **more) if item.code == code)


def codes(*segments, **more):
    return [item.code for item in suggestions(*segments, **more)]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.code)
def test_every_entry_speaks_of_meanings_and_traits_that_exist(entry):
    known = {f"{meaning} {side}" for meaning in MEANINGS for side in ("high", "low")} | TRAITS
    known.add("something clear")
    assert {*entry.levels, *entry.any, *entry.traits, *entry.without} <= known
    assert set(entry.traits) <= TRAITS
    assert set(entry.facts) <= known | MEANINGS | set(WORDS)
    assert set(entry.found) <= set(WORDS)
    assert {*entry.figures, *entry.not_below} <= MEANINGS
    promised = {*entry.figures, *(level.split()[0] for level in entry.levels), "people"}
    promised |= {word for code in entry.found for word in WORDS[code]}
    assert entry.placeholders <= promised
    assert 0.0 < entry.stake <= 1.0
    assert entry.title[0].isupper()
    assert entry.text.endswith(".")


def test_codes_are_unique():
    assert len({entry.code for entry in entries()}) == len(entries())


@pytest.mark.parametrize(
    ("levels", "traits", "code"),
    [
        ((("spend", "high"),), (), "premium"),
        ((("discount", "high"),), (), "discounts"),
        ((), ("lapsing", "silent"), "win-back"),
        ((("spend", "high"),), ("at-risk", "lost", "silent"), "win-back-valuable"),
        ((), ("lost", "silent"), "last-try"),
        ((), ("new",), "onboarding"),
        ((), ("one-time",), "second-purchase"),
        ((("income", "high"), ("spend", "low")), (), "untapped"),
        ((("income", "low"), ("spend", "low")), (), "budget-offers"),
        ((("frequency", "high"), ("basket", "low")), ("often",), "bigger-baskets"),
        ((("basket", "high"), ("frequency", "low")), (), "come-sooner"),
        ((("frequency", "high"), ("variety", "low")), (), "cross-sell"),
        ((("satisfaction", "low"),), (), "satisfaction"),
        ((), ("recent",), "stay-in-mind"),
        ((), ("lost", "silent", "worth-more"), "last-try-valuable"),
        ((("complaints", "high"),), (), "complaints"),
        ((("usage", "low"),), (), "light-users"),
        ((("usage", "low"),), ("pays-nothing",), "free-users"),
        ((), ("rare",), "remind"),
        ((), (), "steady"),
    ],
)
def test_what_is_true_of_a_segment_leads_to_the_right_suggestion(levels, traits, code):
    figures = dict.fromkeys(MEANINGS, (3.0, 2.0))
    assert code in codes(segment_of(figures=figures, levels=levels, traits=traits))


def test_lost_customers_get_no_premium_offers_and_at_risk_ones_no_last_letter():
    figures = dict.fromkeys(MEANINGS, (3.0, 2.0))
    found = codes(
        segment_of(
            figures=figures, levels=(("spend", "high"),), traits=("at-risk", "lost", "silent")
        )
    )
    assert "premium" not in found
    assert "last-try" not in found


def test_facts_are_the_figures_that_led_to_it():
    figures = {"recency": (180.0, 50.0), "frequency": (1.0, 2.0)}
    (first, *_) = suggestions(
        segment_of(figures=figures, traits=("lapsing", "silent"), revenue=200.0, share=0.3)
    )
    assert first.facts == (
        "recency: typically 180 (everybody 50)",
        "frequency: typically 1 (everybody 2)",
        "20\xa0% of the revenue from 30\xa0% of the customers",
    )


def test_an_outcome_that_is_clearly_more_frequent_leads_to_a_suggestion():
    rate = OutcomeRate("Churned", "yes", 200, 60, 0.3, 0.24, 0.37, 0.15)
    (first, *_) = suggestions(segment_of(outcomes=(rate,)), meanings={"spend"})
    assert first.code == "outcome"
    assert first.facts == ("churned (yes): 30\xa0% (24\xa0% to 37\xa0%) against 15\xa0%",)
    unclear = OutcomeRate("Churned", "yes", 10, 3, 0.3, 0.11, 0.60, 0.15)
    assert codes(segment_of(outcomes=(unclear,))) == ["steady"]


def test_what_has_more_money_at_stake_comes_first():
    figures = dict.fromkeys(MEANINGS, (3.0, 2.0))
    small = segment_of(1, figures=figures, levels=(("spend", "high"),), size=900, revenue=100.0)
    large = segment_of(2, figures=figures, levels=(("spend", "high"),), size=100, revenue=900.0)
    found = suggestions(small, large)
    assert found[0].segment == 2
    assert (found[0].people, found[0].money) == (100, 900.0)
    assert [item.priority for item in found] == sorted(
        (item.priority for item in found), reverse=True
    )


def test_without_money_people_are_at_stake():
    found = suggestions(
        segment_of(1, traits=("recent",), figures={"recency": (3.0, 9.0)}, size=10),
        segment_of(2, traits=("recent",), figures={"recency": (3.0, 9.0)}, size=90),
    )
    assert [(item.segment, item.money) for item in found] == [(2, None), (1, None)]


def test_every_segment_has_one_to_three_suggestions_without_any_name():
    rng = np.random.default_rng(5)
    for _ in range(60):
        known = [meaning for meaning in sorted(MEANINGS) if rng.random() < 0.6]
        segments = tuple(
            segment_of(
                number,
                figures=dict.fromkeys(known, (3.0, 2.0)),
                levels=[(m, rng.choice(["high", "low"])) for m in known if rng.random() < 0.5],
                traits=[trait for trait in sorted(TRAITS) if rng.random() < 0.2],
            )
            for number in (1, 2, 3)
        )
        found = suggestions(*segments, meanings=set(known) or {"spend"})
        for number in (1, 2, 3):
            own = [item for item in found if item.segment == number]
            assert 1 <= len(own) <= MOST_PER_SEGMENT
            assert all(item.facts for item in own)
        texts = " ".join(f"{item.title} {item.text} {item.facts}" for item in found)
        assert "Name never used" not in texts
        assert not re.search(r"[{}⟪]", texts)


def test_a_weak_segment_is_to_be_tried_on_a_few_first():
    found = suggestions(segment_of(trust="weak"))
    assert found[0].facts[-1] == "the segment does not come back reliably: try it on a few first"


def test_a_fact_that_speaks_against_the_advice_is_not_given_as_its_reason():
    figures = {"spend": (300.0, 100.0), "basket": (20.0, 20.0), "income": (50.0, 60.0)}
    assert facts_of("premium", segment_of(figures=figures, levels=(("spend", "high"),))) == (
        "spend: typically £300 (everybody £100)",
    )


def test_who_spends_more_by_coming_more_often_with_small_baskets_gets_no_premium_offer():
    figures = {"spend": (300.0, 100.0), "basket": (19.0, 20.0), "frequency": (9.0, 2.0)}
    levels = (("spend", "high"), ("frequency", "high"))
    assert "premium" not in codes(segment_of(figures=figures, levels=levels))


def test_a_contact_person_is_for_few_and_a_programme_for_many():
    figures = {"spend": (300.0, 100.0)}

    def code(size, share):
        segment = segment_of(
            figures=figures, levels=(("spend", "high"),), size=size, revenue=900.0, share=share
        )
        return codes(segment)[0]

    assert code(100, 0.5) == "vip-care"
    assert code(101, 0.02) == "vip-care"
    assert code(101, 0.021) == "vip-programme"


def test_whoever_pays_nothing_is_not_told_to_use_what_they_pay_for():
    free = segment_of(figures={"usage": (2.0, 9.0), "spend": (0.0, 29.0)}, levels=LIGHT)
    paying = segment_of(figures={"usage": (2.0, 9.0), "spend": (29.0, 29.0)}, levels=LIGHT)
    unknown = segment_of(figures={"usage": (2.0, 9.0)}, levels=LIGHT)
    assert ["light-users" in codes(item) for item in (free, paying, unknown)] == [
        False,
        True,
        False,
    ]


LIGHT = (("usage", "low"),)


def test_no_advice_says_often_or_recently_where_only_more_than_others_is_known():
    for entry in entries():
        text = f"{entry.title} {entry.text}".lower()
        assert "come often" not in text
        assert "come seldom" not in text
        if "a short while ago" in text:
            assert "recent" in entry.traits


def test_a_column_whose_meaning_is_in_doubt_leads_to_no_advice_of_that_meaning():
    segment = segment_of(figures={"spend": (0.7, 0.0)}, levels=(("spend", "high"),))
    assert codes(segment) == ["premium"]
    assert codes(segment, doubted=("spend",)) == ["follow-the-figures"]


def test_the_first_three_suggestions_are_three_different_things_where_there_are_three():
    figures = dict.fromkeys(MEANINGS, (3.0, 2.0))
    found = suggestions(
        *(
            segment_of(number, figures=figures, levels=levels, revenue=revenue, size=200)
            for number, levels, revenue in (
                (1, (("spend", "high"),), 300.0),
                (2, (("spend", "high"),), 290.0),
                (3, (("spend", "high"), ("discount", "high")), 280.0),
                (4, (("spend", "low"),), 90.0),
            )
        )
    )
    assert len({item.code for item in found[:3]}) == 3
    assert [item.priority for item in found] == sorted(
        (item.priority for item in found), reverse=True
    )


OVERDUE = Insight(
    "overdue", "12\xa0% of them are overdue", {"overdue": "24"}, 24, 600.0, "at_risk.csv"
)


def test_an_insight_about_some_reaches_these_with_their_money_and_their_list():
    segment = segment_of(size=200, revenue=900.0)
    (first, *_) = suggestions(segment, insights={1: (OVERDUE,)})
    assert (first.code, first.people, first.money) == ("call-overdue", 24, 600.0)
    assert first.list == "at_risk.csv"
    assert first.text.startswith("24 of them have been silent for longer than")
    assert first.facts[0] == "12\xa0% of them are overdue"
    assert codes(segment) == ["steady"]


def test_every_kind_of_insight_leads_to_a_suggestion_or_is_a_reason_of_one():
    read = {code for entry in entries() for code in (*entry.found, *entry.facts)}
    # that baskets explain the discounts takes the level of discounts away, and says nothing else
    assert set(WORDS) - read == {"promotion as expected"}


@pytest.mark.parametrize(
    ("insight", "code", "said"),
    [
        (
            Insight("pick", "fact", {"pick": "tea and milk"}),
            "lead-with-picks",
            "take tea and milk.",
        ),
        (
            Insight("gap", "fact", {"gap": "{x} tea", "gap_share": "3 %"}),
            "close-gap",
            "Only 3 % of",
        ),
        (Insight("room", "fact", {"room": "12"}, 12), "room-to-grow", "12 of them spend"),
        (
            Insight("rising", "f", {"money_share": "5 %", "worth_share": "9 %"}),
            "rising",
            "bring 9 %",
        ),
        (
            Insight("fading", "f", {"money_share": "9 %", "worth_share": "5 %"}),
            "fading",
            "bring 5 %",
        ),
    ],
)
def test_what_was_found_leads_to_a_suggestion_with_its_words(insight, code, said):
    found = next(
        item
        for item in suggestions(segment_of(revenue=500.0), insights={1: (insight,)})
        if item.code == code
    )
    assert said in found.text
    assert insight.fact in found.facts
    if code == "close-gap":
        assert found.title == "Offer them {x} tea"


def test_whether_baskets_explain_the_discounts_decides_where_it_is_known():
    figures = {"discount": (0.3, 0.1)}
    high = segment_of(figures=figures, levels=(("discount", "high"),))
    assert "discounts" in codes(high)
    for verdict, expected in (("more", "discounts"), ("less", "no-discounts")):
        bought = Insight(f"promotion {verdict}", "30.0% off the listed price")
        found = suggestions(high, insights={1: (bought,)})
        assert [item.code for item in found if "discounts" in item.code] == [expected]
        assert "30.0% off the listed price" in found[0].facts
    explained = Insight("promotion as expected", "as others")
    assert not any("discounts" in code for code in codes(high, insights={1: (explained,)}))


def test_the_money_to_expect_is_a_reason_to_look_after_the_best():
    segment = segment_of(
        figures={"spend": (9.0, 2.0)}, levels=(("spend", "high"),), revenue=900.0, share=0.1
    )
    ahead = Insight("worth-ahead", "40\xa0% of the money to expect")
    (first, *_) = suggestions(segment, insights={1: (ahead,)})
    assert first.code.startswith("vip-")
    assert "40\xa0% of the money to expect" in first.facts
