"""What is fitted and learned while segments are looked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from personae.config import Options
from personae.workflow.groundwork import groundwork
from personae.workflow.intake import take_in
from personae.workflow.stages import Stages


def test_a_customer_table_has_none(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    rows = "".join(f"c{n},{n % 7},{n * 3 % 11}\n" for n in range(30))
    path.write_text("customer_id,visits,spend\n" + rows, encoding="utf-8")
    ground = take_in(path, Options(), Stages(None, None)).groundwork.result()
    assert (ground.forecasts, ground.assortment) == (None, None)


def test_a_log_has_its_forecast_and_its_shelves(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    rng = np.random.default_rng(5)
    start = dt.date(2024, 1, 1)
    lines = [
        f"c{customer},{start + dt.timedelta(days=day)},p{product},{money}"
        for customer, day, product, money in rng.integers(2, [60, 300, 11, 90], (900, 4)).tolist()
    ]
    path.write_text("customer,date,product,amount\n" + "\n".join(lines), encoding="utf-8")
    intake = take_in(path, Options(), Stages(None, None))
    ground = intake.groundwork.result()
    assert ground.forecasts is not None
    assert ground.forecasts.history is intake.past.result().history
    assert ground.assortment is not None
    assert ground.assortment.baskets.pairs.n_things == 9
    assert ground.assortment.categories is None
    again = groundwork(intake.past.result(), intake.source, Options())
    assert again.forecasts is not None
    assert again.forecasts.reason == ground.forecasts.reason
