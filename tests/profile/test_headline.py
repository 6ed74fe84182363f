import numpy as np

from personae.data.customers import CustomerColumn
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
        "⟪3⟫ are 20 % and 10 %; ⟪4⟫ are 10 % and 10 %; ⟪5⟫ are 10 % and 5 %; "
        "the other 2 segments are 20 % and 5 %."
    )


def test_one_segment_is_all_customers():
    assert (
        plain(sentence_of_all([1.0], [None], money_word="revenue")) == "⟪1⟫ are 100 % of customers."
    )


def test_a_segment_made_of_filled_in_values_says_so(make_customers, describe_labels):
    columns = (
        CustomerColumn("visits", "number", "behaviour", "frequency"),
        CustomerColumn("spend", "number", "behaviour", "spend", "money"),
    )
    nothing = float("nan")
    data = {
        "visits": [nothing, nothing, 5.0, 5.0, 5.0, 5.0, 1.0, 1.0, 9.0],
        "spend": [10.0] * 6 + [90.0] * 3,
    }
    told = describe_labels(make_customers(columns, data), tuple(data), [0] * 6 + [1] * 3)
    note = "For 33 % of them, visits is missing and counts as 5."
    assert [plain(text) for text in told.of(1).notes] == [note]
    assert plain(told.of(1).headline).endswith(f" {note}")
    assert told.of(2).notes == ()
    assert "missing" not in told.of(2).headline


def test_one_day_is_no_days(make_customers, describe_labels):
    column = CustomerColumn(
        "frequency", "number", "behaviour", "frequency", "orders", "number of days with a purchase"
    )
    customers = make_customers(
        (column,), {"frequency": [1.0, 1.0, 1.0, 4.0, 5.0]}, kind="transactions"
    )
    told = describe_labels(customers, ("frequency",), [0] * 3 + [1] * 2)
    assert told.of(1).headline == "Typically 1 day with a purchase."
    assert told.of(2).headline == "Typically 4.5 days with a purchase."


def test_a_percentage_keeps_its_sign(make_customers, describe_labels):
    column = CustomerColumn("open_rate", "number", "behaviour", "", "%")
    customers = make_customers((column,), {"open_rate": [12.0] * 3 + [40.0] * 2})
    told = describe_labels(customers, ("open_rate",), [0] * 3 + [1] * 2)
    assert plain(told.of(2).headline) == "Typically open rate 40 % (everybody 12 %)."
