import numpy as np
import pytest

from personae.data.customers import CustomerColumn
from personae.profile.columns import Groups, values_of
from personae.profile.levels import levels_of, log_length, traits_of, usual_gaps
from personae.profile.numbers import number_profiles


def levels(make_customers, values, labels, meaning="spend"):
    column = CustomerColumn("x", "number", "behaviour", meaning)
    customers = make_customers((column,), {"x": values})
    arrays, groups = values_of(customers), Groups(np.array(labels), max(labels) + 1)
    profiles = {"x": number_profiles("x", arrays.numbers["x"], groups)}
    found = levels_of(profiles, arrays, groups, customers=customers, features=("x",))
    return [row[0] for row in found]


def test_one_whale_does_not_make_a_segment_high(make_customers):
    # the mean of the second segment is far above everybody's, its median is not
    values = [10.0, 11.0, 12.0, 13.0, 1.0, 2.0, 3.0, 9000.0]
    assert [level.level for level in levels(make_customers, values, [0] * 4 + [1] * 4)] == ["", ""]


def test_high_needs_mean_and_median_above_everybody(make_customers):
    found = levels(make_customers, [1.0, 2.0, 8.0, 9.0], [0, 0, 1, 1])
    assert [(level.level, level.effect, level.extreme) for level in found] == [
        ("low", -0.25, True),
        ("high", 0.25, True),
    ]


def test_a_constant_column_is_neither_high_nor_low(make_customers):
    assert {level.level for level in levels(make_customers, [0.1] * 9, [0, 1, 2] * 3)} == {""}


def test_the_shops_five_kinds_have_their_traits(shop_segments):
    traits = {item.name: item.traits for item in shop_segments.segments}
    assert traits == {
        "Recent frequent buyers": ("often", "recent"),
        "Lost one-time buyers": ("lost", "one-time", "silent"),
        "New one-time buyers": ("new", "one-time", "recent"),
        "Big-basket high spenders": ("worth-more",),
        "At-risk high spenders": ("at-risk", "lapsing", "often", "silent", "worth-more"),
    }


def test_the_usual_gap_is_everybodys_or_the_segments_own_whichever_is_longer(shop_customers):
    customers, kinds = shop_customers
    values = values_of(customers)
    gaps = values.numbers["days_between_orders"]
    everybody = np.median(gaps[~np.isnan(gaps)])
    big_and_rare = np.median(gaps[kinds == 3])
    assert big_and_rare > everybody
    found = usual_gaps(customers, values, Groups(kinds, 5))
    assert (found[0], found[1], found[3]) == (everybody, everybody, big_and_rare)
    assert log_length(customers, values) == values.numbers["tenure_days"].max()


def test_in_a_grocers_log_three_weeks_of_silence_are_not_lost(make_customers, describe_labels):
    columns = (
        CustomerColumn("recency_days", "number", "behaviour", "recency", "days"),
        CustomerColumn("tenure_days", "number", "behaviour", "tenure", "days"),
        CustomerColumn("days_between_orders", "number", "behaviour", "gap", "days"),
    )
    data = {
        "recency_days": [1.0, 2.0, 3.0, 4.0, 20.0, 21.0, 22.0],
        "tenure_days": [360.0] * 7,
        "days_between_orders": [4.0] * 7,
    }
    customers = make_customers(columns, data, kind="transactions")
    told = describe_labels(customers, ("recency_days",), [0] * 4 + [1] * 3)
    assert told.of(2).traits == ("silent",)
    assert told.of(2).name == "Quiet buyers"


def test_without_a_gap_the_length_of_the_data_decides_who_is_lost(make_customers):
    column = CustomerColumn("days_silent", "number", "behaviour", "recency", "days")
    silence = np.concatenate([np.arange(10.0), np.arange(30.0, 40.0), np.arange(80.0, 101.0)])
    customers = make_customers((column,), {"days_silent": silence})
    values, groups = values_of(customers), Groups(np.repeat([0, 1, 2], [10, 10, 21]), 3)
    profiles = {
        "days_silent": number_profiles("days_silent", values.numbers["days_silent"], groups)
    }
    rows = levels_of(profiles, values, groups, customers=customers, features=("days_silent",))
    assert traits_of(rows, values, groups, customers=customers) == [
        {"recent"},
        {"recent"},
        {"silent", "lost"},
    ]


def test_recency_that_grows_with_frequency_counts_the_other_way_round(
    make_customers, describe_labels
):
    columns = (
        CustomerColumn("frequency", "number", "behaviour", "frequency"),
        CustomerColumn("recency", "number", "behaviour", "recency"),
    )
    # weeks from the first purchase to the last, as in the CDNOW summary: zero for those who
    # never came back
    data = {"frequency": [0.0] * 6 + [2.0, 3.0, 4.0], "recency": [0.0] * 6 + [20.0, 25.0, 30.0]}
    told = describe_labels(make_customers(columns, data), tuple(data), [0] * 6 + [1] * 3)
    assert [item.name for item in told.segments] == [
        "Rare customers",
        "Frequent customers, high recency",
    ]
    assert [item.traits for item in told.segments] == [
        ("hardly-any", "rare"),
        ("often", "worth-more"),
    ]


def test_a_share_of_returns_under_five_percent_names_nobody(make_customers, describe_labels):
    def levels_at(share):
        column = CustomerColumn("return_rate", "number", "behaviour", "returns", "share")
        customers = make_customers((column,), {"return_rate": [0.0] * 5 + [share] * 4})
        return describe_labels(customers, ("return_rate",), [0] * 5 + [1] * 4).of(2).levels

    assert levels_at(0.02) == ()
    assert levels_at(0.2) == (("return_rate", "high"),)


def test_nearly_all_zeros_where_others_have_some_is_hardly_any(make_customers, describe_labels):
    column = CustomerColumn("cash_advance", "number", "behaviour")
    customers = make_customers((column,), {"cash_advance": [0.0] * 12 + [50.0, 70.0, 90.0]})
    told = describe_labels(customers, ("cash_advance",), [0] * 12 + [1] * 3)
    assert [item.name for item in told.segments] == [
        "Hardly any cash advance",
        "High cash advance",
    ]


RHYTHM_COLUMNS = (
    CustomerColumn("recency_days", "number", "behaviour", "recency", "days"),
    CustomerColumn("tenure_days", "number", "behaviour", "tenure", "days"),
)


@pytest.fixture
def traits_with(make_customers, describe_labels):
    """Return the traits of some customers beside ten who ordered yesterday."""

    def traits(silences, tenures, **facts):
        data = {
            "recency_days": [1.0 + place / 10 for place in range(10)] + silences,
            "tenure_days": [float(1_000 - place) for place in range(10)] + tenures,
        }
        customers = make_customers(RHYTHM_COLUMNS, data, kind="transactions", facts=facts)
        labels = [0] * 10 + [1] * len(silences)
        return set(describe_labels(customers, ("recency_days",), labels).of(2).traits)

    return traits


@pytest.mark.parametrize(
    ("silence", "lost_day", "found"),
    [
        (60.0, 120, {"silent"}),
        (61.0, 120, {"silent", "lapsing"}),
        (119.0, 120, {"silent", "lapsing"}),
        (120.0, 120, {"silent", "lost"}),
        (900.0, None, {"silent", "lapsing"}),
    ],
)
def test_lapsing_and_lost_follow_the_days_of_the_log(traits_with, silence, lost_day, found):
    told = traits_with([silence] * 5, [950.0] * 5, lapse_day=60, lost_day=lost_day)
    assert told - {"hardly-any"} == found


@pytest.mark.parametrize(("lapse_day", "new"), [(700, True), (701, False), (None, True)])
def test_new_needs_a_first_order_one_lapse_day_after_the_log_begins(traits_with, lapse_day, new):
    # they came 700 to 800 days after the log began, a thousand days ago
    told = traits_with(
        [0.5] * 8,
        [200.0, 220.0, 240.0, 249.0, 249.0, 300.0, 300.0, 300.0],
        lapse_day=lapse_day,
        lost_day=None,
    )
    assert ("new" in told) == new
