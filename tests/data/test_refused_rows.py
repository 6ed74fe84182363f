"""The list of refused rows says where and why, and holds nothing of a cell."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

import personae
from personae.data.refused_rows import refused_rows


def test_each_row_names_the_column_that_it_was_refused_for() -> None:
    frame = pd.DataFrame(
        {
            "customer": [f"c{place % 30}" for place in range(120)],
            "bought": [f"2024-{1 + place % 12:02d}-{1 + place % 28:02d}" for place in range(120)],
            "paid": [f"{5 + place % 9}.50" for place in range(120)],
        }
    )
    frame.loc[3, "customer"] = None
    frame.loc[7, "bought"] = "secret day"
    frame.loc[9, "paid"] = "secret sum"
    result = personae.segment(
        frame, id="customer", date="bought", amount="paid", kind="transactions", k=2, min_cell=1
    )
    table = refused_rows(result.customers.ledger, result.plan)
    assert table.column_names == ["line", "column", "code", "reason"]
    told = {row["code"]: row["column"] for row in table.to_pylist()}
    assert told == {
        "id/missing": "customer", "date/unreadable": "bought", "amount/unreadable": "paid",
    }  # fmt: skip
    assert "secret" not in str(table.to_pylist())


def test_nothing_refused_is_an_empty_list() -> None:
    frame = pd.DataFrame({"customer_id": list("abcdefgh"), "x": range(8), "y": [1, 9] * 4})
    result = personae.segment(frame, k=2)
    table = refused_rows(result.customers.ledger, result.plan)
    assert table.num_rows == 0
    assert table.schema.field("column").type == pa.string()
