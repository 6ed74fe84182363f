import numpy as np

from personae.data.customers import CustomerColumn


def test_mall_segments_know_what_sets_them_apart(mall_five):
    texts = [item.text for item in mall_five.of(2).strongest]
    # spending 82.13 and income 86.54 are the published centres of k = 5
    assert texts[:2] == [
        "spending score: 82.1 against 50.2 (+1.2 sd)",
        "annual income: 86.5 k$ against 60.6 k$ (+1.0 sd)",
    ]
    assert [item.is_feature for item in mall_five.of(2).strongest[:3]] == [True, True, False]


def test_the_nearest_segment_is_named_by_its_token(mall_five):
    careful = mall_five.of(3)
    assert careful.neighbour.segment == 1
    assert careful.neighbour.name == "Average customers"
    assert careful.neighbour.text == (
        "The nearest segment is ⟪1⟫; what separates the two: higher annual income (88.2 k$ against "
        "55.3 k$) and lower spending score (17.1 against 49.5)."
    )


def test_a_described_category_can_set_a_segment_apart(make_customers, describe_labels):
    columns = (
        CustomerColumn("visits", "number", "behaviour", "frequency"),
        CustomerColumn("Plan", "category", "described"),
    )
    data = {"visits": [1.0, 2.0, 9.0, 10.0], "Plan": ["free", "free", "<b>gold</b>", "<b>gold</b>"]}
    segments = describe_labels(make_customers(columns, data), ("visits",), [0, 0, 1, 1]).segments
    assert [item.text for item in segments[1].strongest] == [
        "plan = gold: 100\xa0% against 50\xa0% (+1.0 sd)",
        "visits: 9.5 against 5.5 (+1.0 sd)",
    ]


def test_one_segment_has_no_neighbour(make_customers, describe_labels):
    columns = (CustomerColumn("x", "number", "behaviour"),)
    told = describe_labels(make_customers(columns, {"x": np.arange(5.0)}), ("x",), [0] * 5)
    assert told.of(1).neighbour is None
    assert told.of(1).name == "All customers"
    assert told.of(1).strongest == ()
    assert told.of(1).rule is None


def test_logins_are_more_and_a_fee_is_higher(make_customers, describe_labels):
    columns = (
        CustomerColumn("logins", "number", "behaviour", "frequency"),
        CustomerColumn("monthly_fee", "number", "behaviour", "spend", "money"),
    )
    data = {"logins": [1.0, 2.0, 3.0, 9.0, 9.0], "monthly_fee": [30.0, 30.0, 30.0, 10.0, 10.0]}
    told = describe_labels(make_customers(columns, data), tuple(data), [0] * 3 + [1] * 2)
    assert told.of(2).neighbour.text == (
        "The nearest segment is ⟪1⟫; what separates the two: more logins (9 against 2) "
        "and lower monthly fee (10 against 30)."
    )
