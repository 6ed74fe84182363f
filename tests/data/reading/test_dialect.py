"""The delimiter that fits the whole file is found, or the option that names it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.data.reading.dialect import cells_of, delimiter_name, find_dialect, parse_delimiter
from personae.data.reading.encoding import plain_text
from personae.errors import UsageError

SIGNS = ["a", "7", " ", '"', ",", ";", "|", "\t", "é"]
CELL = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)


def dialect_of(folder: Path, text: str, option: str | None = None):
    path = folder / "t.csv"
    path.write_bytes(text.encode())
    plain = plain_text(path, folder, packed=False, encoding=None)
    return find_dialect(plain, folder, name="t.csv", option=option)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_single_records_are_split_as_csv_splits_them(tmp_path: Path, rows) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    dialect = dialect_of(tmp_path, out.getvalue(), ",") if out.getvalue().strip() else None
    if dialect is None:
        return
    expected = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    found = [cells_of(dialect, record) for record in dialect.scan.head]
    assert found == [row or [""] for row in expected]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id,x\n1,2\n", ","),
        ("id;x\n1;2,5\n", ";"),
        ("id\tname\n1\tBell, Anna\n", "\t"),
        ("id|a,b\n1|x\n2|y,z\n", "|"),
        ("id,tags\n1,a|b\n2,c|d\n", ","),
        ('id;text\n1;"a,b\nc,d"\n2;"e,f"\n', ";"),
        ("id\n1,5\n2\n3\n", ""),
        ("name\nAnna\nBob\n", ""),
        ("id x\n1 2\n3 4\n", "spaces"),
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, text: str, delimiter: str) -> None:
    assert dialect_of(tmp_path, text).delimiter == delimiter


def test_what_people_type() -> None:
    assert [parse_delimiter(word) for word in ("tab", "TAB", " ", "spaces", "pipe", "^")] == [
        "\t", "\t", "spaces", "spaces", "|", "^",
    ]  # fmt: skip
    assert [delimiter_name(sign) for sign in ("\t", "spaces", "", "\x01", ";")] == [
        "tab", "spaces", "none", "\\x01", ";",
    ]  # fmt: skip
    with pytest.raises(UsageError):
        parse_delimiter("::")
