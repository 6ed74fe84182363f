from __future__ import annotations

from personae.data.cleaning.refusals import (
    KEPT,
    MERGED,
    REASONS,
    changes_of,
    code_of,
    finding_of_refused,
    number_of,
    read_refused,
    refused_lines,
    sorted_by_line,
)
from personae.engines.duckdb import DuckDBEngine


def test_the_number_of_every_rule_leads_back_to_its_code() -> None:
    assert [code_of(number_of(code)) for code in REASONS] == list(REASONS)
    assert not {number_of(code) for code in REASONS} & {KEPT, MERGED}


def test_refused_lines_say_why(shared_engine: DuckDBEngine) -> None:
    rule = number_of("id/missing")
    table = read_refused(shared_engine, f"SELECT 7 AS line, {rule} AS rule")
    assert table.to_pylist() == [{"line": 7, "code": "id/missing", "reason": "no customer id"}]


def test_nothing_refused_is_an_empty_table_of_the_same_kind(shared_engine: DuckDBEngine) -> None:
    none = read_refused(shared_engine, "SELECT 7 AS line, 1 AS rule WHERE false")
    assert none.num_rows == 0
    assert none.schema == refused_lines(()).schema
    assert changes_of(none) == ()


def test_refused_lines_come_in_the_order_of_the_file() -> None:
    table = refused_lines([(line, "csv/ragged", f"why {line}") for line in (2, 5, 3)])
    assert sorted_by_line(table)["reason"].to_pylist() == ["why 2", "why 3", "why 5"]
    assert sorted_by_line(sorted_by_line(table))["line"].to_pylist() == [2, 3, 5]
    assert sorted_by_line(refused_lines(())).num_rows == 0


def test_changes_come_most_frequent_first() -> None:
    table = refused_lines(
        [(1, "b", "why b"), (2, "a", "why a"), (3, "b", "why b"), (4, "c", "why c")]
    )
    assert [(change.code, change.count) for change in changes_of(table)] == [
        ("b", 2),
        ("a", 1),
        ("c", 1),
    ]


def test_a_finding_counts_the_refused_rows_by_reason() -> None:
    codes = ["date/future"] * 3 + ["id/missing"] * 5 + ["quantity/missing"]
    rejected = refused_lines([(at, code, REASONS[code]) for at, code in enumerate(codes)])
    (finding,) = finding_of_refused(rejected, 100, told=("id/missing",), unit="line")
    assert (finding.code, finding.severity, finding.count) == ("rows/refused", "warning", 4)
    assert finding.what == "4 lines were refused: 3 x dated in the future, 1 x no quantity."
    few = refused_lines([(1, "date/future", REASONS["date/future"])])
    (note,) = finding_of_refused(few, 1000)
    assert (note.severity, note.what) == ("note", "1 row was refused: dated in the future.")
    assert finding_of_refused(few, 1000, told=("date/",)) == ()
