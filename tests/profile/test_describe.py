import re

import numpy as np
import pytest

from personae.data.customers import CustomerColumn
from personae.profile.rules import EXACT_ROWS


def test_segments_are_numbered_by_falling_size_and_shares_add_up(mall_five):
    assert [item.segment for item in mall_five.segments] == [1, 2, 3, 4, 5]
    assert [item.size for item in mall_five.segments] == [81, 39, 35, 23, 22]
    assert sum(item.share for item in mall_five.segments) == pytest.approx(1.0)


def test_the_means_of_mall_are_the_published_centres(mall_five):
    # reference: the k = 5 centres on raw income and spending score, in many repositories
    found = [
        tuple(
            round(item.number(name).mean, 4)
            for name in ("Annual Income (k$)", "Spending Score (1-100)")
        )
        for item in mall_five.segments
    ]
    assert found == [
        (55.2963, 49.5185),
        (86.5385, 82.1282),
        (88.2, 17.1143),
        (26.3043, 20.913),
        (25.7273, 79.3636),
    ]


def test_trust_follows_the_stability_of_each_segment(mall_five):
    assert [item.trust for item in mall_five.segments] == ["act", "act", "act", "pattern", "weak"]
    assert [item.stability for item in mall_five.segments] == [0.9, 0.95, 0.92, 0.7, 0.5]


def test_a_segment_that_comes_back_and_loses_its_customers_is_a_pattern(mall, describe_labels):
    labels = np.arange(200) % 2
    told = describe_labels(mall, ("Age",), labels, stability=(0.9, 0.9), unchanged=(0.8, 0.79))
    assert [item.trust for item in told.segments] == ["act", "pattern"]
    assert [item.unchanged for item in told.segments] == [0.8, 0.79]
    assert [item.stability_error for item in told.segments] == [0.02, 0.02]


def test_without_stability_there_is_no_verdict(mall, describe_labels):
    told = describe_labels(mall, ("Age",), np.arange(200) % 2)
    assert {item.trust for item in told.segments} == {None}
    assert told.trust_sentence.startswith("The stability of the segments was not measured.")


def test_revenue_is_shared_out_whole(shop_segments, shop_customers):
    total = sum(shop_customers[0].table.column("monetary").to_pylist())
    assert sum(item.revenue for item in shop_segments.segments) == pytest.approx(total)
    assert sum(item.revenue_share for item in shop_segments.segments) == pytest.approx(1.0)


def test_silhouettes_are_means_of_those_that_were_measured(mall, describe_labels):
    silhouette = np.where(np.arange(200) % 4 == 0, np.nan, np.arange(200) % 2)
    told = describe_labels(mall, ("Age",), np.arange(200) % 2, silhouette=silhouette)
    assert sorted(item.silhouette for item in told.segments) == [0.0, 1.0]


def test_a_column_without_value_in_a_segment_is_left_out_there(shop_segments):
    has_gap = {
        item.archetype: "days_between_orders" in [number.column for number in item.numbers]
        for item in shop_segments.segments
    }
    assert has_gap == {
        "frequent-buyers": True,
        "high-spenders": True,
        "at-risk": True,
        "lost": False,
        "new": False,
    }


def test_outcomes_are_rates_and_never_described_as_numbers(make_customers, describe_labels):
    columns = (
        CustomerColumn("spend", "number", "behaviour", "spend"),
        CustomerColumn("churned", "number", "outcome"),
    )
    data = {"spend": [1.0, 2.0, 9.0, 10.0], "churned": [1.0, 1.0, 0.0, 1.0]}
    told = describe_labels(make_customers(columns, data), ("spend",), [0, 0, 1, 1])
    assert [item.column for item in told.of(1).numbers] == ["spend"]
    (rate,) = told.of(2).outcomes
    assert (rate.outcome, rate.count, rate.n, rate.overall_rate) == ("yes", 1, 2, 0.75)


def test_no_text_holds_an_id_or_a_segments_name(shop_segments):
    names = [item.name for item in shop_segments.segments]
    texts = [shop_segments.sentence, shop_segments.trust_sentence, shop_segments.key_accounts.text]
    for item in shop_segments.segments:
        texts += [
            item.headline,
            item.neighbour.text,
            item.rule.text,
            *(d.text for d in item.strongest),
        ]
    assert not [text for text in texts if any(name in text for name in names)]
    assert not [text for text in texts if re.search(r"\d{7}", text)]


def test_hostile_column_names_do_not_reach_the_texts(make_customers, describe_labels):
    name = "<img src=x onerror=alert(1)>\x1b[31m\n spend"
    columns = (CustomerColumn(name, "number", "behaviour", label=name),)
    told = describe_labels(
        make_customers(columns, {name: np.arange(6.0)}), (name,), [0] * 4 + [1] * 2
    )
    for item in told.segments:
        for text in (item.name, item.headline, item.rule.text, item.neighbour.text):
            assert text.replace("\xa0", " ").isprintable()
            assert "<img" not in text
            assert "alert(" not in text


def test_above_fifty_thousand_customers_rules_are_searched_in_a_sample_and_counted_on_all(
    make_customers, describe_labels
):
    n = EXACT_ROWS + 1
    columns = (CustomerColumn("x", "number", "behaviour"),)
    told = describe_labels(
        make_customers(columns, {"x": np.arange(float(n))}),
        ("x",),
        (np.arange(n) >= 40_000).astype(int),
    )
    rule = told.of(1).rule
    # the cut may miss 40,000 by what lies between two of 60 quantiles
    assert min(rule.precision, rule.coverage) > 0.97
    assert told.map.sampled
