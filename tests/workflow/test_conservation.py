"""A result in which something is missing or counted twice never reaches anybody."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from personae.errors import IntegrityError
from personae.workflow.conservation import conserved
from personae.workflow.result import Result
from personae.workflow.segment import segment


@pytest.fixture(scope="module")
def balanced(log: Path) -> Result:
    return segment(log, k=3, k_max=4)


def with_customers(result: Result, **changes: Any) -> Result:
    return dataclasses.replace(
        result, customers=dataclasses.replace(result.customers, **changes), summary={}
    )


def with_ledger(result: Result, **changes: Any) -> Result:
    ledger = dataclasses.replace(result.customers.ledger, **changes)
    return with_customers(result, ledger=ledger)


def a_row_lost(result: Result) -> Result:
    return with_ledger(result, rows_in=result.customers.ledger.rows_in + 1)


def a_line_not_added_up(result: Result) -> Result:
    facts = result.customers.facts
    return with_customers(result, facts={**facts, "n_lines": facts["n_lines"] - 1})


def a_line_refused_twice(result: Result) -> Result:
    ledger = result.customers.ledger
    row = pa.table({"line": [7], "code": ["id/missing"], "reason": ["no customer id"]})
    return with_ledger(
        result,
        rows_in=ledger.rows_in + 2,
        rows_rejected=ledger.rows_rejected + 2,
        rejected=pa.concat_tables([row, ledger.rejected, row]),
        money=None,
    )


def a_customer_without_segment(result: Result) -> Result:
    segmentation = dataclasses.replace(
        result.segmentation, segments=result.segmentation.segments[:-1]
    )
    return dataclasses.replace(result, segmentation=segmentation)


def an_amount_counted_twice(result: Result) -> Result:
    table = result.customers.table
    place = table.column_names.index("monetary")
    values = table.column(place).to_pylist()
    values[0] += 0.01
    return with_customers(result, table=table.set_column(place, "monetary", [values]))


def a_cent_left_out(result: Result) -> Result:
    money = result.customers.ledger.money
    assert money is not None
    return with_ledger(result, money=dataclasses.replace(money, read=money.read + Decimal("0.01")))


BREAKS: dict[Callable[[Result], Result], str] = {
    a_row_lost: r"[\d,]+ rows came in, but",
    a_line_not_added_up: r"There are [\d,]+ rows of customers, but there should be [\d,]+\.",
    a_line_refused_twice: r"There are \d+ refused rows with a line of their own, but there should",
    a_customer_without_segment: r"There are \d+ customers in segments, but there should be 60\.",
    an_amount_counted_twice: r"The customers have -0\.01 less money than was counted for them\.",
    a_cent_left_out: r"of money was read, but",
}


def test_a_whole_result_passes(balanced: Result) -> None:
    assert conserved(balanced) is balanced


@pytest.mark.parametrize("broken", BREAKS, ids=lambda one: one.__name__)
def test_what_does_not_balance_is_told(
    balanced: Result, broken: Callable[[Result], Result]
) -> None:
    with pytest.raises(IntegrityError, match=BREAKS[broken]) as caught:
        conserved(broken(balanced))
    assert caught.value.exit_code == 9
    assert "no result was written" in str(caught.value)


def test_a_run_that_loses_a_customer_writes_nothing(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from personae.cli.main import execute
    from personae.workflow import segment as module

    monkeypatch.setattr(
        module, "conserved", lambda result: conserved(a_customer_without_segment(result))
    )
    out = tmp_path / "run"
    assert execute(["run", str(shop), "--k", "3", "--out", str(out), "--quiet"]) == 9
    assert list(tmp_path.iterdir()) == []
