from __future__ import annotations

from personae.data.cleaning.refusals import (
    REASONS,
    changes_of,
    code_sql,
    finding_of_refused,
    number_of,
    read_refused,
    refused_lines,
)
from personae.engines.duckdb import DuckDBEngine


def test_the_number_of_every_rule_leads_back_to_its_code(shared_engine: DuckDBEngine) -> None:
    for code in REASONS:
        assert shared_engine.rows(f"SELECT {code_sql(str(number_of(code)))}") == [(code,)]


def test_refused_lines_say_why(shared_engine: DuckDBEngine) -> None:
    table = read_refused(shared_engine, "SELECT 7 AS line, 'id/missing' AS code")
    assert table.to_pylist() == [{"line": 7, "code": "id/missing", "reason": "no customer id"}]


def test_nothing_refused_is_an_empty_table_of_the_same_kind(shared_engine: DuckDBEngine) -> None:
    none = read_refused(shared_engine, "SELECT 7 AS line, 'id/missing' AS code WHERE false")
    assert none.num_rows == 0
    assert none.schema == refused_lines(()).schema
    assert changes_of(none) == ()


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
