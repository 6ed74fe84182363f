"""Scoring the training file gives exactly the labels of the fit, on every data set here."""

from __future__ import annotations

from pathlib import Path

import pytest

import personae
from personae.scoring.assign import score_source

FILES = {
    "mall_customers.csv": {},
    "wholesale.csv": {"id": "row"},
    "online_retail.csv.gz": {},
    "rfm_orders.csv": {},
    "CDNOW_master.txt": {},
    "cdnow_customers_summary.csv": {},
}


@pytest.mark.parametrize("name", FILES)
def test_score_equals_fit(name: str, data_folder: Path, tmp_path: Path) -> None:
    result = personae.segment(data_folder / name, **FILES[name], k_max=5)
    result.model.save(tmp_path / "model.json")
    model = personae.load_model(tmp_path / "model.json")
    assert model == result.model
    scored = score_source(model, data_folder / name)
    fitted = result.segments_table
    for column in ("id", "segment", "name", "distance", "runner_up", "margin"):
        assert scored.table.column(column).equals(fitted.column(column)), column
    assert not any(scored.table.column("out_of_range").to_pylist())
    assert [finding.code for finding in scored.findings if finding.code.startswith("score/")] == []
