"""What is read, fitted and learned while segments are looked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from personae.config import Options
from personae.errors import Problem, ResourceError
from personae.features.table import CustomersAndPast
from personae.workflow.intake import take_in
from personae.workflow.stages import Stages


def test_a_customer_table_has_none(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    rows = "".join(f"c{n},{n % 7},{n * 3 % 11}\n" for n in range(30))
    path.write_text("customer_id,visits,spend\n" + rows, encoding="utf-8")
    intake = take_in(path, Options(), Stages(None, None))
    ground = intake.groundwork
    assert ground.past() == CustomersAndPast(intake.customers)
    assert (ground.forecasts(), ground.assortment()) == (None, None)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    rng = np.random.default_rng(5)
    start = dt.date(2024, 1, 1)
    lines = [
        f"c{customer},{start + dt.timedelta(days=day)},p{product},{money}"
        for customer, day, product, money in rng.integers(2, [60, 300, 11, 90], (900, 4)).tolist()
    ]
    path.write_text("customer,date,product,amount\n" + "\n".join(lines), encoding="utf-8")
    return path


def test_a_log_has_its_forecast_and_its_shelves(log: Path) -> None:
    intake = take_in(log, Options(), Stages(None, None))
    ground = intake.groundwork
    forecasts, assortment = ground.forecasts(), ground.assortment()
    assert forecasts is not None
    assert forecasts.history is ground.past().history
    assert assortment is not None
    assert assortment.baskets is ground.past().baskets
    assert assortment.baskets.pairs.n_things == 9
    assert assortment.categories is None
    assert "lapse_day" in ground.past().customers.facts
    assert "lapse_day" not in intake.customers.facts


def test_who_leaves_with_an_error_leaves_no_work_on_the_rows_behind(log: Path) -> None:
    intake = take_in(log, Options(), Stages(None, None))
    with pytest.raises(KeyError), intake.groundwork:
        raise KeyError
    assert not intake.source.engine.folder.exists()


def test_an_error_while_reading_is_raised_where_the_answer_is_asked_for(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise ResourceError(Problem("engine/memory", "No room."))

    monkeypatch.setattr("personae.features.history.history_of", fail)
    intake = take_in(log, Options(), Stages(None, None))
    for ask in (intake.groundwork.past, intake.groundwork.forecasts, intake.groundwork.assortment):
        with pytest.raises(ResourceError, match="No room"):
            ask()
    assert not intake.source.engine.folder.exists()
