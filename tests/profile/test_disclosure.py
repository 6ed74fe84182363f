"""What a report shows must not tell of few people: attacked on the profiles of whole runs."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import personae
from personae.profile.disclosure import Limits, protected
from personae.stats.sample import row_keys


def customers(number, n=240):
    """Return customers in three clear groups with attributes that some groups hardly have."""
    rng = np.random.default_rng([number, 11])
    group = rng.choice(4, size=n, p=[0.5, 0.3, 0.15, 0.05])
    plan = np.array(["basic", "plus", "pro", "rare"])
    draws = rng.dirichlet([1.2, 0.8, 0.3, 0.05], size=4)
    return pd.DataFrame(
        {
            "customer_id": [f"c{at:04d}" for at in range(n)],
            "visits": np.round(rng.normal(20, 2, n) + 60 * (group == 1) + 9 * (group == 3), 1),
            "spend": np.round(rng.normal(90, 6, n) + 500 * (group >= 2), 2),
            "plan_name": [plan[rng.choice(4, p=draws[g])] for g in group],
        }
    )


def shown_table(result):
    """Return what profile.csv shows of the plans, as counts; NaN where it shows nothing."""
    sizes = {item.segment: item.size for item in result.segmentation.segments}
    shares, totals = defaultdict(dict), {}
    for row in result.profile_rows():
        if row["column"] == "plan_name":
            shares[row["segment"]][row["category"]] = row["mean"] * row["size"]
            totals[row["category"]] = row["overall"] * sum(sizes.values())
    names = sorted(totals)
    table = np.array([[shares[s].get(name, np.nan) for name in names] for s in sizes])
    return table, names, np.array(list(sizes.values())), np.array([totals[name] for name in names])


def true_table(frame, result, names):
    of = result.segments.set_index("id")["segment"]
    joined = frame.assign(segment=frame["customer_id"].map(of))
    counts = joined.pivot_table(
        index="segment", columns="plan_name", values="visits", aggfunc="count"
    )
    return counts.reindex(columns=names).fillna(0).to_numpy()


def least(aim, left, right):
    """Return the least that a sum of hidden counts can be."""
    terms = {"A_eq": np.array(left), "b_eq": np.array(right).round(6)}
    found = linprog(aim, **terms)
    if found.status != 0:  # now and then HiGHS fails in its presolve
        found = linprog(aim, **terms, options={"presolve": False})
    assert found.status == 0
    return found.fun


def find_out(result, frame, smallest):
    """Return the small counts that linear programming finds out from what is shown."""
    shown, names, sizes, totals = shown_table(result)
    if not names:
        return []
    truth = true_table(frame, result, names)
    k, c = shown.shape
    places = [(i, j) for i in range(k) for j in range(c) if np.isnan(shown[i, j])]
    rest = [(i, c) for i in range(k)]  # categories that are not shown at all
    unknown = places + rest
    left, right = [], []
    for i in range(k):
        left.append([float(place[0] == i) for place in unknown])
        right.append(sizes[i] - np.nansum(shown[i]))
    for j in range(c):
        left.append([float(place[1] == j) for place in unknown])
        right.append(totals[j] - np.nansum(shown[:, j]))
    found = []
    for i, j in places:
        if not 0 < truth[i, j] < smallest or sizes[i] < smallest:
            continue
        aim = np.array([float(place == (i, j)) for place in unknown])
        ends = [sign * least(sign * aim, left, right) for sign in (1.0, -1.0)]
        if ends[1] < smallest - 1e-6 or ends[1] - ends[0] < 0.5:
            found.append((i, j, ends))
    visible = ~np.isnan(shown) & (shown > 0.5) & (shown < smallest - 0.5)
    return found + [tuple(place) for place in np.argwhere(visible)]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("share", [False, True])
def test_an_attacker_finds_nothing_in_the_profile(number, share):
    frame = customers(number)
    result = personae.segment(frame, k=4, share=share)
    assert find_out(result, frame, 11 if share else 5) == []


def test_the_attacker_finds_something_in_an_open_profile():
    frames = [customers(number) for number in range(6)]
    found = [find_out(personae.segment(f, k=4, min_cell=1), f, 5) for f in frames]
    assert any(found)


@pytest.fixture(scope="module")
def with_a_few():
    """Four customers far from all others, which are a segment of their own."""
    keys = row_keys([f"{at}" for at in range(124)], key="few") / 2.0**64
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{at:03d}" for at in range(124)],
            "visits": [5 + 4 * u + 40 * (at % 2) for at, u in enumerate(keys)],
            "spend": [100 + 40 * u + 9000 * (at >= 120) for at, u in enumerate(keys[::-1])],
        }
    )
    return personae.segment(frame, k=3, transform="standard"), frame


def test_a_segment_of_few_has_name_and_size_only(with_a_few):
    result, _ = with_a_few
    few = next(item for item in result.segmentation.segments if item.size == 4)
    assert not few.described
    assert few.name
    assert few.headline == "Not described: the figures would tell of fewer than 5 people."
    assert few.numbers == few.categories == few.strongest == ()
    assert few.revenue is few.revenue_share is few.rule is None


def test_another_segment_goes_with_it_so_that_nothing_can_be_worked_out(with_a_few):
    result, _ = with_a_few
    hidden = [item.size for item in result.segmentation.segments if not item.described]
    assert len(hidden) == 2
    assert sum(hidden) >= 5


def test_nothing_is_suggested_for_a_segment_that_is_not_described(with_a_few):
    result, _ = with_a_few
    told = {item.segment for item in result.segmentation.segments if item.described}
    assert {item.segment for item in result.suggestions} <= told


def test_min_cell_1_tells_everything(with_a_few):
    _, frame = with_a_few
    result = personae.segment(frame, k=3, transform="standard", min_cell=1)
    assert all(item.described and item.numbers for item in result.segmentation.segments)


def test_without_a_limit_nothing_changes(with_a_few):
    result, _ = with_a_few
    assert protected(result.segmentation, Limits(1)) is result.segmentation


def test_a_shared_run_rounds_figures_and_has_no_key_accounts(data_folder):
    result = personae.segment(data_folder / "mall_customers.csv", share=True)
    assert result.segmentation.key_accounts is None
    for item in result.segmentation.segments:
        assert all(float(f"{number.mean:.3g}") == number.mean for number in item.numbers)
