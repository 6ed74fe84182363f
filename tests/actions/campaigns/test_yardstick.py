"""The number that shows whether an action worked."""

from __future__ import annotations

import numpy as np

from personae.actions.campaigns.bought_again import bought_again
from personae.actions.campaigns.detect import detectable_difference
from personae.actions.campaigns.yardstick import HOLDOUT, WINDOW, yardsticks
from personae.features.purchase_days import PurchaseDays
from personae.features.space import FeatureSpace
from personae.features.step import SpaceStep

STEP = SpaceStep("recency_days", None, 0.0, None, None, False, 0.0, 1.0, 1.0, "", 0.0, 99.0)
SPACE = FeatureSpace("raw", (STEP,))
CENTERS = np.array([[5.0], [60.0]])


def test_the_rise_is_for_the_customers_of_now(shop: PurchaseDays) -> None:
    labels = (np.arange(shop.n_customers) % 2).astype(np.int32)
    before = bought_again(shop, SPACE, CENTERS, length=WINDOW)
    found = yardsticks(shop, labels, space=SPACE, centers=CENTERS)
    assert tuple(one.before for one in found) == before
    for one in found:
        n = int((labels == one.segment - 1).sum())
        held_back = round(n * HOLDOUT)
        assert one.before.rate is not None
        assert one.rise == detectable_difference(n - held_back, held_back, one.before.rate)


def test_nothing_is_said_where_the_segments_of_then_are_unknown(shop: PurchaseDays) -> None:
    labels = np.zeros(shop.n_customers, dtype=np.int32)
    step = SpaceStep("items_per_order", None, 0.0, None, None, False, 0.0, 1.0, 1.0, "", 0.0, 99.0)
    assert yardsticks(shop, labels, space=FeatureSpace("raw", (step,)), centers=CENTERS) == ()
