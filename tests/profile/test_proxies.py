from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association

import personae
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.profile.proxies import corrected_v, proxies


def people(**columns):
    n = len(next(iter(columns.values())))
    described = tuple(
        CustomerColumn(name, "category" if isinstance(values[0], str) else "number", "sensitive")
        for name, values in columns.items()
    )
    ids = pa.array([f"{at:05d}" for at in range(n)])
    ledger = Ledger.__new__(Ledger)
    return Customers("customers", ids, pa.table(columns), described, ledger)


def drawn(n, key):
    """Return numbers from 0 to 1 that follow from a key alone."""
    return np.random.default_rng(list(key.encode())).random(n)


def test_a_worked_case():
    gender = ["F"] * 30 + ["M"] * 10 + ["F"] * 10 + ["M"] * 30
    labels = np.repeat([0, 1], 40)
    (told,) = proxies(people(gender=gender), labels, (1, 2))
    # chi2 = 80 * (0.75 * 0.75 - 0.25 * 0.25)^2 / (0.5^4) = 20
    assert told.guessed == 0.75
    assert told.guessed_blind == 0.5
    phi2 = 20 / 80 - 1 / 79
    assert told.v == pytest.approx(math.sqrt(phi2 / (2 - 1 / 79 - 1)))
    assert told.verdict == "yes"
    assert [share.is_clear for share in told.shares] == [True] * 4


@pytest.mark.parametrize("number", range(20))
def test_the_measure_agrees_with_scipy_before_the_correction(number):
    table = np.random.default_rng([number, 3]).integers(
        1, 60, size=(2 + number % 4, 2 + number % 3)
    )
    v, p = corrected_v(table)
    n, (r, c) = table.sum(), table.shape
    plain = association(table, method="cramer", correction=False) ** 2 * (min(r, c) - 1)
    phi2 = max(0.0, plain - (r - 1) * (c - 1) / (n - 1))
    least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    assert v == pytest.approx(min(1.0, math.sqrt(phi2 / least)))
    assert p == pytest.approx(chi2_contingency(table, correction=False).pvalue)


def test_chance_alone_is_seldom_called_a_proxy():
    """Over 200 drawings without any relation, at most one in ten is called more than "no"."""
    wrong = 0
    for at in range(200):
        gender = ["F" if u < 0.55 else "M" for u in drawn(300, f"g{at}")]
        labels = np.floor(drawn(300, f"s{at}") * 4).astype(np.int64)
        (told,) = proxies(people(gender=gender), labels, (1, 2, 3, 4))
        wrong += told.verdict != "no"
    assert wrong <= 20


def test_a_number_is_told_in_thirds():
    ages = [float(at) for at in range(20, 80)]
    labels = np.repeat([0, 1, 2], 20)
    (told,) = proxies(people(age=ages), labels, (1, 2, 4))
    assert [share.group for share in told.shares[:3]] == ["up to 39", "over 39 to 59", "over 59"]
    assert told.v > 0.99
    assert [share.segment for share in told.shares] == [1, 1, 1, 2, 2, 2, 4, 4, 4]


def test_the_order_of_the_rows_does_not_matter():
    ages = list(drawn(90, "a"))
    labels = np.floor(drawn(90, "l") * 3).astype(np.int64)
    turned = people(age=ages[::-1])
    assert proxies(people(age=ages), labels, (1, 2, 3)) == proxies(turned, labels[::-1], (1, 2, 3))


def test_shares_of_few_people_are_left_out():
    gender = ["F"] * 38 + ["M"] * 2 + ["F"] * 20 + ["M"] * 20 + ["F"] * 25 + ["M"] * 15
    (told,) = proxies(people(gender=gender), np.repeat([0, 1, 2], 40), (1, 2, 3), smallest=5)
    assert {share.segment for share in told.shares} < {1, 2, 3}
    assert 1 not in {share.segment for share in told.shares}


def test_one_segment_stands_in_for_nothing():
    assert proxies(people(gender=["F", "M"]), np.array([0, 0]), (1,)) == ()


def test_mall_customers(data_folder):
    """Gender is spread evenly over the mall's segments; the young spend more, and it shows."""
    result = personae.segment(data_folder / "mall_customers.csv")
    told = {item.column: item for item in result.proxies}
    assert told["Gender"].verdict == "no"
    assert told["Gender"].v < 0.1
    assert told["Age"].verdict == "yes"
    assert result.summary["proxies"][0]["column"] in told


def test_to_lack_an_answer_is_no_age():
    """All who answered are half young and half old in both segments; few of the second answered."""
    first = ["young"] * 30 + ["old"] * 30
    second = ["young"] * 10 + ["old"] * 10 + [None] * 40
    labels = np.repeat([0, 1], 60)
    (told,) = proxies(people(age=first + second), labels, (1, 2), smallest=5)
    assert {share.group for share in told.shares} == {"young", "old"}
    assert {round(share.share, 6) for share in told.shares} == {0.5}
    assert (told.v, told.verdict) == (0.0, "no")


def test_where_the_number_of_unknown_is_hidden_they_stay_in():
    """Else it could be worked out from shares with and without them."""
    first = ["young"] * 29 + ["old"] * 29 + [None] * 2
    second = ["young"] * 10 + ["old"] * 10 + [None] * 40
    labels = np.repeat([0, 1], 60)
    (told,) = proxies(people(age=first + second), labels, (1, 2), smallest=5)
    known = {share.group: share.overall for share in told.shares}
    assert all(share < 0.5 for share in known.values())
