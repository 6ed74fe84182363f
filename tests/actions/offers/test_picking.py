"""One shelf that all pick from: its margins, and how often each thing is picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from personae.actions.offers.picking import alike, holding, picks_of, rates_of


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
    before = np.tile(picks, (len(holders), 1))
    rates = rates_of(before, np.tile(customers.astype(float), (len(holders), 1)), holders)
    chance = holding(before, rates)
    assert chance.sum(axis=0) == pytest.approx(variety, rel=1e-6)
    assert chance @ customers == pytest.approx(holders, rel=1e-6)


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


@given(st.integers(0, 10_000))
def test_rates_of_many_shelves_are_those_of_each(seed: int) -> None:
    """Side by side, and by bisection; from one holder to all customers but none."""
    random = np.random.default_rng(seed)
    picks = np.exp(random.normal(1.0, 1.5, (6, 9)))
    customers = random.integers(0, 20, (6, 9)).astype(float)
    customers[:, 0] += 1
    picks[3:, 7:] = customers[3:, 7:] = 0.0  # a shelf with fewer places than another one
    holders = random.integers(1, customers.sum(axis=1) + 1)
    rates = rates_of(picks, customers, holders)
    for row in range(6):

        def short(log_rate: float, row: int = row) -> float:
            held = holding(picks[[row]], np.exp([log_rate]))[0] @ customers[row]
            return float(held - min(holders[row], customers[row].sum() - 0.5))

        assert np.log(rates[row]) == pytest.approx(optimize.brentq(short, -40, 40), abs=1e-7)


def test_nothing_to_ask_about_is_no_division_by_zero() -> None:
    """Of a segment without good customers nothing is asked; a warning would be an error here."""
    nothing = np.empty(0, dtype=np.int64)
    found = alike(nothing, nothing)
    assert found.place.shape == (0,)
    assert rates_of(np.empty((0, 2)), np.empty((0, 2)), found.holders).shape == (0,)
    assert rates_of(np.empty((0, 0)), np.empty((0, 0)), found.holders).shape == (0,)
