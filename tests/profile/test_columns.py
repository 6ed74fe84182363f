import numpy as np

from personae.data.customers import CustomerColumn
from personae.profile.columns import MAX_CATEGORIES, Groups, values_of


def category(make_customers, values):
    column = CustomerColumn("c", "category", "described")
    return values_of(make_customers((column,), {"c": values})).categories["c"]


def test_categories_stand_by_frequency_then_by_name_whatever_the_row_order(make_customers):
    one = category(make_customers, ["b", "a", "c", "c"])
    other = category(make_customers, ["c", "b", "c", "a"])
    assert one.names == other.names == ("c", "a", "b")
    assert one.codes.tolist() == [2, 1, 0, 0]


def test_a_missing_category_is_told_as_unknown_even_where_that_is_a_value(make_customers):
    assert category(make_customers, ["x", None, "x"]).names == ("x", "unknown")
    assert category(make_customers, ["unknown", None, "unknown"]).names == ("unknown", "(unknown)")


def test_more_than_thirty_categories_keep_the_most_frequent_and_the_rest_is_other(make_customers):
    values = [f"v{place:02d}" for place in range(50) for _ in range(60 - place)]
    coded = category(make_customers, values)
    assert len(coded.names) == MAX_CATEGORIES
    assert coded.names[:2] == ("v00", "v01")
    assert coded.names[-1] == "other"
    assert np.bincount(coded.codes)[-1] == sum(60 - place for place in range(29, 50))


def test_missing_numbers_are_nan(make_customers):
    column = CustomerColumn("n", "number", "described")
    values = values_of(make_customers((column,), {"n": [1.0, None, 3.0]})).numbers["n"]
    np.testing.assert_array_equal(values, [1.0, np.nan, 3.0])


def test_a_segment_without_rows_is_an_empty_part():
    groups = Groups(np.array([0, 2, 0]), 3)
    assert [part.tolist() for part in groups.split(np.array([1.0, 2.0, 3.0]))] == [
        [1.0, 3.0],
        [],
        [2.0],
    ]
    assert groups.counts(np.array([True, True, False])).tolist() == [1, 0, 1]
