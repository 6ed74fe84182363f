import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.profile.rules import (
    MAX_CLAUSES,
    Axis,
    find_rules,
    price_rules,
    readable_thresholds,
    roundest_between,
)

FINITE = st.floats(-1e9, 1e9).map(lambda value: value if abs(value) > 1e-6 else 0.0)


def matches(rule, axes):
    by_column = {axis.column: axis.values for axis in axes}
    held = np.ones(len(axes[0].values), dtype=bool)
    for column, op, threshold in rule.clauses:
        held &= by_column[column] >= threshold if op == ">=" else by_column[column] < threshold
    return held


@given(FINITE, FINITE)
def test_the_roundest_number_lies_between(low, high):
    if low < high:
        assert low < roundest_between(low, high) <= high


@given(st.lists(FINITE, min_size=1, max_size=40))
def test_thresholds_ascend_and_each_cuts_the_column(values):
    values = np.array(values)
    cuts = readable_thresholds(values)
    assert (np.diff(cuts) > 0).all()
    assert all((values < cut).any() and (values >= cut).any() for cut in cuts)


def test_two_groups_apart_are_told_by_one_clause():
    axis = Axis("spend", "spend", np.array([1.0, 2.0, 2.5, 71.0, 80.0]))
    low, high = find_rules([axis], np.array([0, 0, 0, 1, 1]), k=2)
    assert (low.text, low.precision, low.coverage) == ("spend < 50", 1.0, 1.0)
    assert (high.text, high.clauses) == ("spend >= 50", (("spend", ">=", 50.0),))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5), st.integers(1, 4))
def test_precision_and_coverage_are_those_of_the_written_rule(seed, k, n_axes):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(k), rng.integers(0, k, 80)])
    axes = [
        Axis(f"c{i}", f"c{i}", rng.normal(size=len(labels)) + labels * rng.normal())
        for i in range(n_axes)
    ]
    X = np.column_stack([axis.values for axis in axes])
    centers = np.array([X[labels == j].mean(axis=0) for j in range(k)])
    rules = find_rules(axes, labels, k=k)
    for segment, rule in enumerate(rules):
        if rule is not None:
            held, belongs = matches(rule, axes), labels == segment
            assert 1 <= len(rule.clauses) <= MAX_CLAUSES
            assert rule.precision == pytest.approx(belongs[held].mean())
            assert rule.coverage == pytest.approx(held[belongs].mean())
    nearest = ((X[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    price = price_rules(rules, axes, X=X, centers=centers, labels=nearest)
    assert price.cost >= 1.0
    assert 0.0 <= price.agreement <= 1.0


def test_mall_is_told_in_round_numbers_at_a_price_under_one_percent(mall_five):
    rules = [
        (item.rule.text, round(item.rule.precision, 2), round(item.rule.coverage, 2))
        for item in mall_five.segments
    ]
    assert rules == [
        ("annual income >= 30 and spending score >= 40 and < 65", 0.99, 0.98),
        ("annual income >= 69 and spending score >= 60", 1.0, 1.0),
        ("annual income >= 70 and spending score < 40", 0.95, 1.0),
        ("annual income < 40 and spending score < 45", 1.0, 1.0),
        ("annual income < 40 and spending score >= 45", 0.96, 1.0),
    ]
    assert 1.0 < mall_five.rules_cost < 1.01


def test_a_category_is_told_by_its_name():
    axis = Axis("plan = gold", "plan", np.array([1.0, 1.0, 0.0, 0.0, 0.0]), "gold")
    gold, others = find_rules([axis], np.array([0, 0, 1, 1, 1]), k=2)
    assert (gold.text, others.text) == ("plan is gold", "plan is not gold")


def test_one_segment_or_constant_columns_have_no_rule():
    axis = Axis("x", "x", np.full(6, 4.0))
    assert find_rules([axis], np.zeros(6, dtype=int), k=1) == [None]
    assert find_rules([axis], np.arange(6) % 2, k=2) == [None, None]


def test_whom_no_rule_matches_goes_to_the_segment_that_costs_least():
    values = np.array([0.0, 0.0, 10.0, 10.0])
    labels = np.array([0, 0, 1, 1])
    centers = np.array([[0.0], [10.0]])
    price = price_rules(
        [None, None], [Axis("x", "x", values)], X=values[:, None], centers=centers, labels=labels
    )
    assert (price.otherwise, price.unmatched, price.agreement, price.cost) == (1, 1.0, 0.5, None)
