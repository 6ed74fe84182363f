"""Tables fit the terminal, wrap names and cannot be steered by them."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from personae.cli.tables import check_parts, run_parts
from personae.data.schema import ColumnRole, Finding, Schema
from personae.data.source import Column, Stated


def shown(parts: list[Any]) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=80, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part)
    return stream.getvalue()


def summary_of(*names: str, revenue: float | None = None) -> dict[str, Any]:
    segments = [
        {
            "segment": number,
            "name": name,
            "size": 1_234_567,
            "share": 1 / len(names),
            "revenue_share": revenue,
            "trust": "weak",
            "rule": "orders >= 12 and days since the last purchase < 30 and items >= 8",
        }
        for number, name in enumerate(names, start=1)
    ]
    customers = 1_234_567 * len(names)
    return {
        "customers": customers,
        "k": len(names),
        "k_reason": "Asked for.",
        "segments": segments,
        "rows_rejected": 0,
        "money_word": None if revenue is None else "revenue",
    }


def test_long_names_wrap_within_80_columns() -> None:
    name = "Frequent high-value shoppers of the north with large baskets"
    text = shown(run_parts(summary_of(name, "B", revenue=0.5), folder=Path("o"), files=()))
    assert max(len(line) for line in text.splitlines()) <= 80
    columns = " ".join(line[3:40] for line in text.splitlines())
    assert "Frequent" in columns
    assert "baskets" in columns


def test_rules_stand_below_the_table_whole() -> None:
    lines = shown(run_parts(summary_of("A", "B"), folder=Path("o"), files=())).splitlines()
    place = lines.index("How to recognise them:")
    rule = "orders >= 12 and days since the last purchase < 30 and items >= 8"
    assert [line.strip() for line in lines[place + 1 : place + 3]] == [f"1  {rule}", f"2  {rule}"]


def test_profit_is_called_profit() -> None:
    summary = {**summary_of("A", "B", revenue=0.5), "money_word": "profit"}
    text = shown(run_parts(summary, folder=Path("o"), files=()))
    assert "Profit" in text
    assert "Revenue" not in text


@given(st.text(min_size=1, max_size=60))
def test_no_name_steers_the_terminal_or_breaks_the_table(name: str) -> None:
    text = shown(run_parts(summary_of(name, "B"), folder=Path("o"), files=()))
    assert all(line.isprintable() for line in text.splitlines())


def test_a_name_that_looks_like_markup_is_shown_as_it_is() -> None:
    text = shown(run_parts(summary_of("[red]A[/red]", "B"), folder=Path("o"), files=()))
    assert "[red]A[/red]" in text


def test_columns_that_nobody_filled_are_left_out() -> None:
    without = shown(run_parts(summary_of("A", "B"), folder=Path("o"), files=()))
    assert "Revenue" not in without
    assert "Revenue" in shown(
        run_parts(summary_of("A", "B", revenue=0.5), folder=Path("o"), files=())
    )


def test_what_can_be_acted_on_in_a_continuum_is_called_a_stable_slice() -> None:
    summary = summary_of("A", "B")
    summary["segments"][0]["trust"] = "act"
    for structure, words in (
        (None, "act on it"),
        ("clusters", "act on it"),
        ("continuum", "stable slice"),
    ):
        summary["structure"] = structure
        assert words in shown(run_parts(summary, folder=Path("o"), files=()))


def test_check_shows_kind_roles_reading_and_findings() -> None:
    roles = (
        ColumnRole("cust", "id", "text", "unique in every row"),
        ColumnRole("spend", "numeric", "number", "as you said", how="option"),
    )
    source = SimpleNamespace(
        label="x.csv",
        n_rows=1200,
        columns=(Column("cust", "c0", "text"),),
        stated=(Stated("delimiter", ";", "detected", "--delimiter"),),
    )
    schema = Schema("customers", "every id stands once", roles, ())
    finding = Finding("a/b", "warning", "Two rows are equal.", fix="--duplicates first")
    check = SimpleNamespace(source=source, schema=schema, findings=(finding,))
    text = shown(check_parts(check))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert " ".join(lines[:2]).strip() == (
        "x.csv: 1,200 rows, one row per customer (--kind customers): every id stands once"
    )
    assert "cust id text unique in every row" in lines
    assert "spend numeric number as you said (set by an option)" in lines
    assert "delimiter ; detected --delimiter" in lines
    assert lines[-1] == "! Two rows are equal. (--duplicates first)"
