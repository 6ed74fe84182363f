"""The shelves: who stood before them, and the stretches of time in which things are compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from personae.actions.offers.shelf import bought_by, seasons_of, shelves_of
from personae.features.product_pairs import ProductPairs

MakeBaskets = Callable[..., ProductPairs]


def test_what_everybody_holds_is_no_mistake(make_baskets: MakeBaskets) -> None:
    holds = np.ones((40, 3), dtype=bool)
    bought = bought_by(shelves_of(make_baskets(holds).pairs, least=30), np.arange(40) % 2, 2)
    assert bought.shelves.picks.shape == (1, 1)
    assert np.isfinite(bought.shelves.picks).all()
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
    shelves = bought.shelves
    assert shelves.stretches.tolist() == [1, (1 << 12) - 1]
    assert dict(zip(shelves.things.tolist(), shelves.shelf.tolist(), strict=True)) == {
        0: 0,
        1: 1,
        2: 1,
    }
    # all customers bought two things or three then: two numbers, and a place for each
    assert bought.customers[:, 0].tolist() == [[10, 5], [0, 15]]
    assert bought.pairs.tolist() == [[35, 45], [45, 45]]


def test_many_customers_of_near_variety_are_taken_together(make_baskets: MakeBaskets) -> None:
    random = np.random.default_rng(0)
    holds = random.random((600, 400)) < random.uniform(0.01, 0.9, (600, 1))
    each = holds.sum(axis=1)
    pairs = make_baskets(holds).pairs
    bought = bought_by(shelves_of(pairs, least=1), np.zeros(600, dtype=np.int64), 1)
    assert bought.shelves.picks.shape[1] < len(np.unique(each))
    assert bought.customers.sum() == (each > 0).sum()
    # picks are in units in which their mean is that of different things
    assert float((bought.customers * bought.shelves.picks).sum()) == pytest.approx(each.sum())


@pytest.mark.parametrize("seed", range(8))
def test_places_and_pairs_are_those_of_each_customer(make_baskets: MakeBaskets, seed: int) -> None:
    """Counted one by one, in every stretch of time."""
    random = np.random.default_rng(seed)
    holds = random.random((40, 12)) < 0.5
    parts = (1 << random.integers(0, 12, holds.shape)).astype(np.uint16)
    labels = random.integers(0, 3, 40)
    bought = bought_by(shelves_of(make_baskets(holds, parts=parts).pairs, least=3), labels, 3)
    for shelf, span in enumerate(bought.shelves.stretches.tolist()):
        each = (holds & ((parts & span) != 0)).sum(axis=1)
        found = np.unique(each[each > 0])
        for k in range(3):
            own = each[labels == k]
            assert bought.pairs[k, shelf] == own.sum()
            places = bought.customers[k, shelf].tolist()
            assert places[: len(found)] == [int((own == one).sum()) for one in found]
            assert not any(places[len(found) :])
