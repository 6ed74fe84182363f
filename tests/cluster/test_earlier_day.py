import math

import numpy as np

from personae.cluster.earlier_day import compared_with
from personae.cluster.evidence import KMeansFit

FIT = KMeansFit(
    np.array([[0.0], [10.0], [20.0]]), np.array([0, 0, 0, 1, 1, 2], dtype=np.int32), 0.0, 1, True
)


def test_members_of_both_days_are_counted_and_those_who_stayed_among_them():
    # of segment 1 two of three were there, one of them elsewhere; of segment 2 both, in place
    X, places = np.array([[1.0], [9.0], [12.0], [8.0]]), np.array([2, 0, 3, 4])
    found = compared_with(X, FIT, places=places)
    assert found.known == (2, 2, 0)
    assert found.unchanged[:2] == (0.5, 1.0)
    assert math.isnan(found.unchanged[2])


def test_those_who_are_no_customers_any_more_count_for_nobody():
    X, places = np.array([[1.0], [19.0], [0.0]]), np.array([0, -1, -1])
    assert compared_with(X, FIT, places=places).known == (1, 0, 0)


def test_a_customer_between_two_centres_goes_to_the_lower_number_as_in_scoring():
    found = compared_with(np.array([[5.0], [5.0]]), FIT, places=np.array([0, 3]))
    assert found.unchanged[:2] == (1.0, 0.0)


def test_the_order_of_the_customers_of_then_changes_nothing():
    X, places = np.array([[1.0], [9.0], [12.0], [8.0], [19.0]]), np.array([2, 0, 3, 4, 5])
    order = [3, 0, 4, 2, 1]
    assert compared_with(X[order], FIT, places=places[order]) == compared_with(
        X, FIT, places=places
    )
