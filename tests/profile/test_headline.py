import numpy as np

from personae.profile.headline import sentence_of_all


def plain(text):
    return text.replace("\xa0", " ")


def test_mall_headlines_are_one_sentence_with_figures_and_without_a_name(mall_five):
    assert plain(mall_five.of(2).headline) == (
        "Typically annual income 79 k$ (everybody 61.5 k$) and spending score 83 (everybody 50)."
    )
    for item in mall_five.segments:
        assert item.name not in item.headline


def test_a_log_is_told_in_orders_money_and_days(shop_segments, shop_customers):
    customers, kinds = shop_customers
    once = np.median(customers.table.column("monetary").to_numpy()[kinds == 1])
    lost = next(item for item in shop_segments.segments if item.archetype == "lost")
    assert plain(lost.headline) == (
        f"Typically 1 order, £{once:.2f} per order, £{once:.2f} in all "
        "and the last purchase 304 days ago."
    )


def test_many_segments_are_told_five_and_the_rest_together():
    shares, revenue = [0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1], [0.4, 0.3, 0.1, 0.1, 0.05, 0.03, 0.02]
    assert plain(sentence_of_all(shares, revenue, money_word="profit")) == (
        "⟪1⟫ are 20 % of customers and 40 % of profit; ⟪2⟫ are 20 % and 30 %; "
        "⟪3⟫ are 20 % and 10 %; ⟪4⟫ are 10 % and 10 %; ⟪5⟫ are 10 % and 5 %; the other 2 segments are 20 % and 5 %."
    )


def test_one_segment_is_all_customers():
    assert (
        plain(sentence_of_all([1.0], [None], money_word="revenue")) == "⟪1⟫ are 100 % of customers."
    )
