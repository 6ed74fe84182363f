"""Nothing in a guarded table is a formula, and nothing is lost in it."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.campaigns.spreadsheet import guarded, guarded_table


@given(st.text())
def test_a_guarded_text_is_no_formula_and_can_be_taken_back(text: str) -> None:
    safe = guarded(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in (text, f"'{text}")


def test_cells_names_and_gaps_of_a_table() -> None:
    table = pa.table({"=name": ["=1+1", None, "Mary", "@x", "-5", "\tx"]})
    assert guarded_table(table).to_pydict() == {
        "'=name": ["'=1+1", None, "Mary", "'@x", "'-5", "'\tx"]
    }
