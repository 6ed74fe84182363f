"""What a run keeps of its source, and what it lets go of."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from personae.workflow.segment import segment


def test_the_rows_are_let_go_of_and_the_account_of_them_stays(shop: Path) -> None:
    result = segment(shop)
    assert result.source.label == shop.name
    assert result.source.n_rows == result.summary["rows_in"]
    with pytest.raises(duckdb.ConnectionException):
        result.source.engine.rows("SELECT 1")
