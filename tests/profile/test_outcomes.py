import numpy as np

from personae.data.customers import CustomerColumn
from personae.profile.columns import Groups, values_of
from personae.profile.outcomes import outcome_rates


def rates(make_customers, values, labels, kind="category"):
    column = CustomerColumn("churned", kind, "outcome")
    customers = make_customers((column,), {"churned": values})
    groups = Groups(np.array(labels), max(labels) + 1)
    found = outcome_rates(column, values_of(customers), groups)
    return [[(rate.outcome, rate.count, rate.n) for rate in row] for row in found]


def test_of_two_categories_the_one_that_says_something_happened_is_told(make_customers):
    values = ["Attrited Customer", "Existing Customer", "Attrited Customer", "Attrited Customer"]
    assert rates(make_customers, values, [0, 0, 1, 1]) == [
        [("Attrited Customer", 1, 2)],
        [("Attrited Customer", 2, 2)],
    ]


def test_of_two_unknown_words_the_rarer_one_is_told(make_customers):
    assert rates(make_customers, ["a", "a", "b", "a"], [0, 0, 0, 0]) == [[("b", 1, 4)]]


def test_zeros_and_ones_count_the_ones_among_those_who_are_known(make_customers):
    assert rates(make_customers, [1.0, 0.0, None, 1.0], [0, 0, 0, 1], "number") == [
        [("yes", 1, 2)],
        [("yes", 1, 1)],
    ]


def test_a_date_of_cancellation_counts_who_has_one(make_customers):
    assert rates(make_customers, [30.0, None, None, 5.0], [0, 0, 1, 1], "number") == [
        [("given", 1, 2)],
        [("given", 1, 2)],
    ]


def test_three_categories_each_have_a_rate(make_customers):
    found = rates(make_customers, ["yes", "no", "maybe", "no"], [0, 0, 0, 0])
    assert found == [[("no", 2, 4), ("maybe", 1, 4), ("yes", 1, 4)]]


def test_a_number_that_is_no_rate_gives_none(make_customers):
    assert rates(make_customers, [3.0, 4.0], [0, 0], "number") == [[]]
