"""Affinities by hand, and their laws: nothing in a random split, what is planted is found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from personae.actions.offers.affinity import Affinities, affinities
from personae.actions.offers.levels import assortment_of, levels_of
from personae.features.product_pairs import ProductPairs

MakeBaskets = Callable[..., ProductPairs]
MakeShelf = Callable[..., Any]
NAMES = ("One", "Two", "Three")


def found_in(
    baskets: ProductPairs, labels: NDArray[np.int64], names: tuple[str, ...] = NAMES
) -> Affinities:
    found = affinities(
        baskets, levels_of(assortment_of(baskets), labels, len(names)), labels, names=names
    )
    assert found is not None
    return found


def test_index_expectation_and_share_by_hand(make_baskets: MakeBaskets) -> None:
    """Everybody holds two of four things, so that all pick alike.

    Segment One: 30 of 40 hold thing 0; Two: 10 of 40. Half of all pairs are One's.
    """
    holds = np.zeros((80, 4), dtype=bool)
    holds[:30, 0] = holds[40:50, 0] = True
    for place in range(80):
        rest = [1, 2, 3] if not holds[place, 0] else [1 + place % 3]
        holds[place, rest if len(rest) == 1 else [1 + place % 3, 1 + (place + 1) % 3]] = True
    labels = np.arange(80) // 40
    table = found_in(make_baskets(holds), labels, names=("One", "Two")).table.to_pylist()
    own = next(row for row in table if row["segment"] == 1 and row["product"] == "0000")
    assert own["customers"] == 30
    assert own["expected"] == pytest.approx(20.0, abs=0.01)
    assert own["share"] == pytest.approx(30 / 80)
    assert own["index"] == pytest.approx(100 * (30 / 80) / (40 / 160))
    assert own["first_day"] == dt.date(2024, 1, 1)
    assert own["last_day"] == dt.date(2024, 12, 30)


def test_a_split_by_size_of_basket_has_no_findings(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    """All pick from one shelf, and the segments differ tenfold in how much they pick."""
    low = []
    for seed in range(8):
        holds, labels, _ = make_shelf(seed)
        found = found_in(make_baskets(holds), labels)
        assert found.most == ((), (), ())
        assert found.found <= 1
        low.append(np.mean(found.table["p"].to_numpy() < 0.05))
    assert np.mean(low) < 0.05


def test_the_shrunk_index_does_not_rise_with_the_size_of_baskets(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    """Penetration does: the third segment holds everything more often than the first."""
    holds, labels, _ = make_shelf(0)
    table = found_in(make_baskets(holds), labels).table.to_pandas()
    by_segment = table.groupby("segment")["shrunk_index"].mean()
    assert by_segment.to_numpy() == pytest.approx(100, abs=3)
    counts = [holds[labels == place].mean() for place in range(3)]
    assert counts[2] > 4 * counts[0]


def test_a_planted_affinity_is_found_and_its_size(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    """Segment Two picks thing 20 three times as often as the others."""
    holds, labels, rates = make_shelf(5)
    extra = np.random.default_rng(5).poisson(2 * rates[:, 20]) > 0
    holds[:, 20] |= extra & (labels == 1)
    found = found_in(make_baskets(holds), labels)
    assert [item.code for item in found.most[1]] == ["0020"]
    (item,) = found.most[1]
    # drawn towards 100, because nothing else in this shop differs
    assert 110 < item.low < item.shrunk_index < item.high < item.index
    assert item.q < 1e-5
    assert not found.most[0]


def test_names_and_numbers_reach_the_report_as_json(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    holds, labels, _rates = make_shelf(5)
    holds[labels == 1, 20] = True
    hostile = ["<b>&\x00'\""] * holds.shape[1]
    found = found_in(make_baskets(holds, labels=hostile), labels)
    told = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert told["most"][1][0]["label"] == hostile[0]
    assert told["most"][1][0]["text"].startswith(f"{(labels == 1).sum()} of its customers")
    assert "000" not in json.dumps(found.to_dict()["words"])


def test_order_of_customers_and_products_does_not_matter(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    holds, labels, _ = make_shelf(6)
    holds[labels == 2, 30] = True
    order = np.random.default_rng(0).permutation(len(holds))
    one = found_in(make_baskets(holds), labels)
    other = found_in(make_baskets(holds[order]), labels[order])
    assert one.table.equals(other.table)
    assert one.to_dict() == other.to_dict()


def test_sets_and_their_parts_are_shown_once(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    """Three colours of one cup that the same customers of a segment buy."""
    holds, labels, _ = make_shelf(7)
    fans = (labels == 0) & (np.random.default_rng(1).random(len(labels)) < 0.4)
    holds[np.ix_(fans, [60, 61, 62])] = True
    found = found_in(make_baskets(holds), labels)
    assert len(found.most[0]) == 1
    shown = {found.most[0][0].label, *found.most[0][0].alongside}
    assert shown == {"THING 60", "THING 61", "THING 62"}


def test_one_wholesaler_makes_no_affinity(make_baskets: MakeBaskets, make_shelf: MakeShelf) -> None:
    """A customer is counted once per product, whatever was paid."""
    holds, labels, _ = make_shelf(8)
    plain = make_baskets(holds, money=1.0)
    rich = make_baskets(holds, money=1.0)
    assert rich.pairs.money is not None
    rich.pairs.money[0] = 1e9
    assert found_in(plain, labels).to_dict() == found_in(rich, labels).to_dict()


def test_who_came_in_the_season_does_not_love_its_goods(make_baskets: MakeBaskets) -> None:
    """Half the things are sold in the first half of the time, half in the second, as customers."""
    random = np.random.default_rng(2)
    late = np.arange(800) % 2 == 1
    holds = random.random((800, 40)) < 0.25
    holds &= (np.arange(40) >= 20)[None, :] == late[:, None]
    parts = np.where(late, 0b111111000000, 0b111111)[:, None] * np.ones((1, 40), dtype=int)
    kept = holds.any(axis=1)
    baskets = make_baskets(holds[kept], parts=parts[kept].astype(np.uint16))
    everything = affinities(
        baskets,
        levels_of(assortment_of(baskets), late[kept] * 1, 2),
        late[kept] * 1,
        names=("Early", "Late"),
    )
    # within its season only one of the segments was there: nothing to compare
    assert everything is None


def test_without_a_product_that_thirty_bought_nothing_is_told(make_baskets: MakeBaskets) -> None:
    holds = np.eye(40, dtype=bool)
    labels = np.arange(40) % 2
    baskets = make_baskets(holds)
    assert (
        affinities(
            baskets, levels_of(assortment_of(baskets), labels, 2), labels, names=("One", "Two")
        )
        is None
    )


def test_a_single_segment_has_no_affinities(make_baskets: MakeBaskets) -> None:
    holds = np.ones((40, 3), dtype=bool)
    labels = np.zeros(40, dtype=np.int64)
    baskets = make_baskets(holds)
    assert (
        affinities(baskets, levels_of(assortment_of(baskets), labels, 1), labels, names=("All",))
        is None
    )


def test_categories_are_told_beside_products(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    holds, labels, _ = make_shelf(9, products=60)
    holds[:, 54:] = False
    holds[labels == 1, 54] = True
    kept = holds.any(axis=1)
    categories = [f"shelf {place // 6}" for place in range(60)]
    found = found_in(make_baskets(holds[kept], categories=categories), labels[kept])
    assert [item.label for item in found.most_categories[1]] == ["shelf 9"]
    assert {row["level"] for row in found.table.to_pylist()} == {"product", "department"}


@pytest.mark.full
def test_findings_by_chance_are_as_rare_as_promised(
    make_baskets: MakeBaskets, make_shelf: MakeShelf
) -> None:
    """200 shops: 5 % of tests below 0.05 at most, and findings in about one shop of twenty."""
    low, any_found = [], 0
    for seed in range(200):
        holds, labels, _ = make_shelf(1000 + seed)
        found = found_in(make_baskets(holds), labels)
        low.append(np.mean(found.table["p"].to_numpy() < 0.05))
        any_found += found.found > 0
    assert np.mean(low) < 0.05
    assert any_found <= 20
