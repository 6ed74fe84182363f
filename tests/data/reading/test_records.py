"""Records are found alike whatever the blocks, and as Python's csv module finds them."""

# ruff: noqa: PLR0917

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.data.reading import encoding, records
from personae.data.reading.records import (
    BackslashEscapes,
    LineTooLong,
    UnclosedQuote,
    scan_records,
)

SIGNS = ["a", "7", " ", '"', ",", ";", "\n", "\r\n", "é", "'"]
CELL = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)


def scan_of(folder: Path, text: str, delimiter: bytes = b",", **options: object):
    path = folder / "t.csv"
    path.write_bytes(text.encode())
    return scan_records(path, delimiter, **options)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    ends=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    block=st.integers(1, 40),
)
def test_any_blocks_find_the_records_that_csv_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows, ends, quoting, block
) -> None:
    out = io.StringIO(newline="")
    starts = []
    for row in rows:
        starts.append(out.getvalue().count("\n") + 1)
        csv.writer(out, lineterminator=ends, quoting=quoting).writerow(["x" + row[0], *row[1:]])
    monkeypatch.setattr(encoding.blocks_of, "__kwdefaults__", {"start": 0, "size": block})
    scan = scan_of(tmp_path, out.getvalue())
    assert scan.n_records == len(rows)
    assert scan.histogram[3] == len(rows)
    assert [record.line for record in scan.head] == starts
    assert scan.n_lines == out.getvalue().count("\n")
    assert [record.line for record in scan.tail] == starts[-5:]
    assert not scan.odd


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.sampled_from(
            ["1,2\n", '"a,b",2\n', '1,"say ""so"""\r\n', "1,2\r\n", ",\n"] * 3
            + ["\n", "1,2,3\n", "1\n", '1,"b\nc"\n', '1,b"\n', "1,\r2\n", "1,\x00\n"]
        ),
        min_size=1,
        max_size=12,
    ),
    block=st.integers(4, 40),
)
def test_even_blocks_are_taken_in_like_any_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines, block
) -> None:
    monkeypatch.setattr(encoding.blocks_of, "__kwdefaults__", {"start": 0, "size": block})
    found = []
    for _ in range(2):
        try:
            scan = scan_of(tmp_path, "1,2\n" + "".join(lines))
        except UnclosedQuote as unclosed:
            found.append(unclosed.line)
        else:
            found.append({name: str(value) for name, value in vars(scan).items()})
            found[-1]["histogram"] = scan.histogram.tolist()
        monkeypatch.setattr(records._Walker, "_feed_even", lambda *_: False)
    monkeypatch.undo()
    assert found[0] == found[1]


def test_odd_records_are_noted_with_line_and_flaw(tmp_path: Path) -> None:
    text = 'a,b\n1,2\n\n1\n1,2,3\n1,"x"y\n1,\x00\n1,a\rb\n  \n1,2'
    scan = scan_of(tmp_path, text)
    assert [(record.line, record.flaw) for record in scan.odd] == [
        (3, "blank"), (4, "ragged"), (5, "ragged"), (6, "quote"), (7, "nul"), (8, "return"),
        (9, "blank"),
    ]  # fmt: skip
    assert scan.common == 2
    assert scan.n_records == 10


def test_a_quote_in_the_middle_of_a_field_is_a_sign_like_any_other(tmp_path: Path) -> None:
    scan = scan_of(tmp_path, 'id,t\n1,5" pipe\n2,"a,b"\n')
    assert scan.histogram[2] == 3
    assert not scan.odd


def test_blanks_before_and_after_quotes_belong_to_no_field(tmp_path: Path) -> None:
    scan = scan_of(tmp_path, 'id, t\n1, "a,b" \n"2" ,x\n')
    assert scan.histogram[2] == 3
    assert not scan.odd


def test_backslashes_are_reported_then_understood(tmp_path: Path) -> None:
    text = 'id,t\n1,"say \\"hi\\", you"\n2,"x\\\\"\n'
    with pytest.raises(BackslashEscapes):
        scan_of(tmp_path, text)
    assert scan_of(tmp_path, text, backslash=True).histogram[2] == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id,t\n1,"abc\n2,x\n', 2),
        ('id,t\n1,x\n2,"abc', 3),
        ('id,t,u\n1,"abc,4\n2,"x",5\n3,y,6\n', 2),
        ('id,t\n1,"a\nb"\n2,"c\n', 4),
    ],
)
def test_an_unclosed_quote_is_found_where_it_opens(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(UnclosedQuote) as found:
        scan_of(tmp_path, text)
    assert found.value.line == line


def test_records_of_several_lines_are_counted(tmp_path: Path) -> None:
    scan = scan_of(tmp_path, 'id,t\n1,"a\n\nb"\n2,c\n')
    assert [list(part) for part in scan.long_records] == [[1]]
    assert [list(part) for part in scan.extra_lines] == [[2]]
    assert [record.line for record in scan.head] == [1, 2, 5]


def test_a_delimiter_of_several_bytes(tmp_path: Path) -> None:
    # The first byte of the broken bar also begins the letter that stands in the first field.
    scan = scan_of(tmp_path, "id¦t\n¡¦x\n", "¦".encode())
    assert scan.histogram[2] == 2


def test_a_wrong_delimiter_is_given_up_early(tmp_path: Path) -> None:
    scan = scan_of(tmp_path, "a;b\n1,2\n3\n4,5,6\n", give_up_above=0)
    assert scan.given_up


def test_an_endless_line_stops_the_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personae.data.reading.records.MAX_LINE", 1000)
    monkeypatch.setattr(encoding.blocks_of, "__kwdefaults__", {"start": 0, "size": 100})
    with pytest.raises(LineTooLong):
        scan_of(tmp_path, "x" * 5000)
