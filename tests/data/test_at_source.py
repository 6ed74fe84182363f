"""What is to be mended at the source is said once, with what touched most rows first."""

from __future__ import annotations

import pyarrow as pa

from personae.data.at_source import ADVICE, at_source
from personae.data.ledger import Change, Ledger
from personae.data.schema import Finding


def ledger_of(codes: list[str], *changes: Change) -> Ledger:
    rows = pa.table(
        {
            "line": pa.array(range(len(codes)), pa.int64()),
            "code": pa.array(codes, pa.string()),
            "reason": pa.array(["x"] * len(codes), pa.string()),
        }
    )
    return Ledger(10, 10 - len(codes), len(codes), 0, changes, rows)


def test_a_refused_row_and_the_finding_that_tells_of_it_are_one_thing() -> None:
    found = Finding("log/without id", "warning", "3 lines have no customer id.", count=3)
    (mend,) = at_source(ledger_of(["id/missing"] * 3), [found])
    assert (mend.rows, mend.column) == (3, "")
    assert mend.advice.startswith("Put the customer's id on every row.")


def test_what_touched_most_comes_first_and_each_column_is_named() -> None:
    changes = (
        Change("amount/unreadable", "left out", 2, "paid"),
        Change("amount/unreadable", "left out", 5, "owed"),
        Change("of no concern", "kept", 99),
    )
    told = at_source(ledger_of(["date/missing"] * 4, *changes), [])
    assert [(item.code, item.rows, item.column) for item in told] == [
        ("amount/unreadable", 5, "owed"),
        ("date/missing", 4, ""),
        ("amount/unreadable", 2, "paid"),
    ]


def test_a_clean_file_has_nothing_to_mend() -> None:
    assert at_source(ledger_of([]), [Finding("log/charges", "note", "Postage.")]) == ()


def test_every_advice_is_a_sentence() -> None:
    for text in ADVICE.values():
        assert text[0].isupper()
        assert text.endswith(".")
        assert "--" not in text, "an option mends the run and not the source"
