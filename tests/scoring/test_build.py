"""The fingerprint knows the data, and nothing but the data."""

from __future__ import annotations

import pandas as pd

import personae


def shop() -> pd.DataFrame:
    rows = [(f"no.{i:03d}", i % 7 + 40 * (i % 2), 10 + 3 * (i % 5)) for i in range(60)]
    return pd.DataFrame(rows, columns=["customer_id", "visits", "spend"])


def fingerprint(frame: pd.DataFrame) -> str:
    return personae.segment(frame, k=2, k_max=3).model.fingerprint


def test_equal_data_in_another_order_have_the_same_fingerprint() -> None:
    assert fingerprint(shop()) == fingerprint(shop().sample(frac=1, random_state=1))


def test_another_figure_or_another_id_changes_it() -> None:
    before = fingerprint(shop())
    figure, name = shop(), shop()
    figure.loc[0, "spend"] += 1
    name.loc[0, "customer_id"] = "no.999"
    assert len({before, fingerprint(figure), fingerprint(name)}) == 3
