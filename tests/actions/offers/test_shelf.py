"""The shelf: its margins, its laws, and the stretches of time in which things are compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.offers.shelf import (
    bought_by,
    picks_of,
    rates_of,
    seasons_of,
    shelves_of,
)
from personae.features.product_pairs import ProductPairs

MakeBaskets = Callable[..., ProductPairs]


@given(st.integers(0, 10_000))
def test_everybody_is_expected_to_hold_as_many_things_as_they_do(seed: int) -> None:
    """And every thing to have as many holders as it has: both margins, to eight digits."""
    random = np.random.default_rng(seed)
    holds = random.random((60, 25)) < np.outer(random.uniform(0.2, 0.9, 60), np.ones(25))
    holds[:, 0] |= ~holds.any(axis=1)
    each, holders = holds.sum(axis=1), holds.sum(axis=0)
    holders = holders[holders > 0]
    if each.max() >= len(holders) or holders.max() >= 60:
        return
    variety, customers = np.unique(each, return_counts=True)
    picks = picks_of(variety.astype(float), customers, holders)
    rates = rates_of(picks, customers, holders)
    chance = -np.expm1(-np.outer(picks, rates))
    assert chance.sum(axis=1) == pytest.approx(variety, rel=1e-6)
    assert customers @ chance == pytest.approx(holders, rel=1e-6)


def test_picks_are_found_again(make_shelf: Callable[..., Any]) -> None:
    """Where it is known how much customers picked, the estimates are in proportion to it.

    From ten different things on: who happened to hold very few would have picked more on
    average, but given how few they hold that does not matter.
    """
    holds, _, rates = make_shelf(3, customers=4000, products=40)
    each = holds.sum(axis=1)
    variety, place, customers = np.unique(each, return_inverse=True, return_counts=True)
    holders = holds.sum(axis=0)
    picks = picks_of(variety.astype(float), customers, holders[holders > 0])
    true = rates.sum(axis=1)
    mean = np.bincount(place, weights=true) / customers
    often = (customers >= 20) & (variety >= 10)
    ratio = picks[often] / mean[often]
    assert ratio.max() / ratio.min() < 1.25
    straight = variety[often] / mean[often]
    # the number of different things alone falls behind: who picks much, picks things again
    assert straight.max() / straight.min() > 1.6
    assert straight.argmin() > straight.argmax()


def test_what_everybody_holds_is_no_mistake(make_baskets: MakeBaskets) -> None:
    holds = np.ones((40, 3), dtype=bool)
    bought = bought_by(shelves_of(make_baskets(holds).pairs, least=30), np.arange(40) % 2, 2)
    (shelf,) = bought.shelves
    assert np.isfinite(shelf.picks).all()
    assert bought.counts.tolist() == [[20, 20, 20], [20, 20, 20]]


def test_a_season_holds_two_thirds_of_the_sales_in_a_third_of_the_time(
    make_baskets: MakeBaskets,
) -> None:
    """Twelve holders each: eight in parts 10 and 11, all in part 4, one in each of twelve parts,
    and eleven over eight parts with one far away.
    """
    holds = np.ones((12, 4), dtype=bool)
    parts = np.zeros((12, 4), dtype=np.uint16)
    parts[:8, 0], parts[8:, 0] = (1 << 10) | (1 << 11), (1, 2, 4, 8)
    parts[:, 1] = 1 << 4
    parts[:, 2] = 1 << np.arange(12)
    parts[:, 3] = [1 << (place % 8) for place in range(11)] + [1 << 11]
    found = seasons_of(make_baskets(holds, parts=parts).pairs).tolist()
    assert [f"{one:012b}" for one in found] == [
        "110000000000", "000000010000", "111111111111", "000011111111",
    ]  # fmt: skip


def test_without_a_season_first_to_last_sale_counts(make_baskets: MakeBaskets) -> None:
    holds = np.ones((11, 1), dtype=bool)
    parts = (1 << np.arange(11, dtype=np.uint16)).reshape(11, 1).astype(np.uint16)
    (found,) = seasons_of(make_baskets(holds, parts=parts).pairs).tolist()
    assert f"{found:012b}" == "011111111111"


def test_only_what_was_bought_in_the_stretch_counts(make_baskets: MakeBaskets) -> None:
    """A thing of part 0 is compared with what was bought in part 0, by hand."""
    holds = np.ones((30, 3), dtype=bool)
    parts = np.full((30, 3), (1 << 12) - 1, dtype=np.uint16)
    parts[:, 0], parts[:10, 1] = 1, 1 << 11
    bought = bought_by(
        shelves_of(make_baskets(holds, parts=parts).pairs, least=30), np.arange(30) // 15, 2
    )
    early = next(shelf for shelf in bought.shelves if 0 in shelf.things)
    assert early.variety.tolist() == [2, 3]
    assert early.customers.tolist() == [[10, 5], [0, 15]]
    assert early.pairs.tolist() == [35, 45]


def test_many_customers_of_near_variety_are_taken_together(make_baskets: MakeBaskets) -> None:
    random = np.random.default_rng(0)
    holds = random.random((600, 400)) < random.uniform(0.01, 0.9, (600, 1))
    each = holds.sum(axis=1)
    pairs = make_baskets(holds).pairs
    shelf = bought_by(shelves_of(pairs, least=1), np.zeros(600, dtype=np.int64), 1).shelves[0]
    assert len(shelf.variety) < len(np.unique(each))
    assert shelf.customers.sum() == (each > 0).sum()
    assert float(shelf.customers[0] @ shelf.variety) == pytest.approx(each.sum())


def test_nothing_to_ask_about_and_nobody_to_ask_is_no_division_by_zero() -> None:
    """Of many segments one may have no customer in a season; a warning would be an error here."""
    nobody = np.zeros(2, dtype=np.int64)
    rates = rates_of(np.array([1.0, 2.0]), nobody, np.empty(0, dtype=np.int64))
    assert rates.shape == (0,)
