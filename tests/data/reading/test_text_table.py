"""Every row of a text file is in the table or refused with its line."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from personae.config import Options
from personae.data.reading import text_table
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.errors import InputError, PersonaeError

MANY = b"".join(b"%d,x\n" % i for i in range(300))
SPLIT = (
    "pass --delimiter with what stands between the fields, "
    "or --skip with the number of lines above the header."
)


@pytest.fixture(params=["texts", "codes"])
def read(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Source]:
    """Read a text; with codes however small it is, and without."""
    monkeypatch.setattr(text_table, "CODED_LEAST", 0 if request.param == "codes" else 10**9)

    def read(data: bytes | str, **options: object) -> Source:
        path = tmp_path / "customers.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        source = open_source(path, Options(**options))
        request.addfinalizer(source.engine.close)
        return source

    return read


def rows(source: Source) -> list[tuple[object, ...]]:
    return source.engine.rows(f"SELECT * FROM {source.relation} ORDER BY line")


def stated(source: Source) -> dict[str, tuple[str, str]]:
    return {item.what: (item.value, item.note) for item in source.stated}


def test_ids_stay_as_they_are_byte_for_byte(read) -> None:
    ids = ["00123", "1E5", "0x1F", "123456789012345678901234567890", "ab  ", "  cd", "NA", "null"]
    source = read("id,b\n" + "".join(f"{cell},1\n" for cell in ids))
    assert [row[1] for row in rows(source)] == ids
    assert [(c.name, c.physical, c.storage) for c in source.columns] == [
        ("id", "c0", "text"),
        ("b", "c1", "text"),
    ]


def test_an_empty_field_is_missing_quoted_or_not(read) -> None:
    assert rows(read('id,b\n1,\n2,""\n3,NA\n')) == [(2, "1", None), (3, "2", None), (4, "3", "NA")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read, sign: str) -> None:
    source = read(f"id{sign}x\n1{sign}2\n3{sign}4\n")
    assert stated(source)["delimiter"][0] == {"\t": "tab"}.get(sign, sign)
    assert rows(source) == [(2, "1", "2"), (3, "3", "4")]


def test_decimal_commas_do_not_make_a_delimiter(read) -> None:
    source = read("id;a;b\n1;1,5;1.234,56\n2;2,5;3,5\n")
    assert rows(source) == [(2, "1", "1,5", "1.234,56"), (3, "2", "2,5", "3,5")]


def test_the_whole_file_decides_about_the_delimiter(read) -> None:
    # For 20,000 lines the semicolon fits as well as the comma; the last line tells.
    source = read("a;b,c;d\n" + "1;2,3;4\n" * 20_000 + '"1;2;5",3;4\n')
    assert stated(source)["delimiter"][0] == ","
    assert source.n_rows == 20_001


@pytest.mark.parametrize(
    ("option", "sign"),
    [("\\t", "\t"), ("tab", "\t"), ("\x01", "\x01"), ("¦", "¦"), ("semicolon", ";")],
)
def test_any_single_character_can_be_the_delimiter(read, option: str, sign: str) -> None:
    source = read(f"id{sign}x,y\n1{sign}2,3\n", delimiter=option)
    assert source.names == ("id", "x,y")
    assert rows(source) == [(2, "1", "2,3")]


def test_runs_of_blanks_are_certain_only_with_numbers(read) -> None:
    assert rows(read(b" id  x   y\r\n 01   2   3.5\r\n 22  3   4.5\r\n")) == [
        (2, "01", "2", "3.5"),
        (3, "22", "3", "4.5"),
    ]
    assert read("full name\nAnna Bell\nBob Ray\n").names == ("full name",)
    told = read('name  size\nA"  3\nB\t4\n', delimiter="spaces")
    assert rows(told) == [(2, 'A"', "3"), (3, "B", "4")]


def test_a_line_sep_names_the_delimiter(read) -> None:
    source = read("sep=|\r\nid|x;y,z\r\n1|2\r\n")
    assert stated(source)["delimiter"] == ("|", "a line sep= stands at the top")
    assert stated(source)["header"][0] == "line 2"
    assert rows(source) == [(3, "1", "2")]


def test_one_column_is_a_table_too(read) -> None:
    source = read("id\n1\n\n2\n")
    assert stated(source)["delimiter"] == ("none", "one column")
    assert rows(source) == [(2, "1"), (4, "2")]


def test_lines_count_titles_blank_lines_and_breaks_inside_quotes(read) -> None:
    data = 'Sales\nfrom, to\n\nid,t,x\n1,"a\nb",x\n\n2,c,x\n' + "3,d,x\n" * 200 + "bad\n4,e,x\n"
    source = read(data)
    assert stated(source)["header"] == ("line 4", "3 lines above it passed over")
    assert rows(source)[:3] == [(5, "1", "a\nb", "x"), (8, "2", "c", "x"), (9, "3", "d", "x")]
    assert source.refused == ((209, "csv/ragged", "1 field instead of 3"),)
    assert rows(source)[-1] == (210, "4", "e", "x")


def test_a_title_padded_with_empty_fields_is_passed_over(read) -> None:
    source = read("Report;;;\n;;;\nid;b;c;d\n1;2;3;4\n;;;\n2;3;4;5\n")
    assert stated(source)["header"] == ("line 3", "2 lines above it passed over")
    assert stated(source)["blank rows"][0] == "1"
    assert rows(source) == [(4, "1", "2", "3", "4"), (6, "2", "3", "4", "5")]
    assert source.n_rows == 2


def test_a_quote_in_the_title_confuses_nobody(read) -> None:
    source = read('Report of "all"\nand 5" pipes\nid,x,y\n1,2,3\n')
    assert rows(source) == [(4, "1", "2", "3")]


def test_skip_is_obeyed(read) -> None:
    source = read("x,y\nid,b\n1,2\n", skip=1)
    assert source.names == ("id", "b")
    assert rows(source) == [(3, "1", "2")]
    assert [item.how for item in source.stated if item.what == "header"] == ["option"]


def test_skip_may_be_large_and_quotes_up_there_mean_nothing(read) -> None:
    source = read('a "note\n' * 500 + "id,b\n1,2\n", skip=500)
    assert rows(source) == [(502, "1", "2")]
    blanks = read("sep=;\n# x\nid  x\n1  2\n", skip=2, delimiter="spaces")
    assert rows(blanks) == [(4, "1", "2")]


def test_without_header_columns_are_numbered(read) -> None:
    source = read("1,2\n3,4\n", header=False)
    assert source.names == ("column_1", "column_2")
    assert rows(source) == [(1, "1", "2"), (2, "3", "4")]
    assert rows(read(b"\xef\xbb\xbfa,b\n3,4\n", header=False))[0] == (1, "a", "b")


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_line_ends_of_either_kind_or_both(read, ends: bytes) -> None:
    data = b"id,t" + ends + b"1,a\r\n2,b\n3,c"
    assert rows(read(data)) == [(2, "1", "a"), (3, "2", "b"), (4, "3", "c")]


def test_line_breaks_inside_quotes_are_kept(read) -> None:
    assert rows(read(b'id,t\n1,"a\r\nb"\n2,"c\rd"\n')) == [(2, "1", "a\r\nb"), (4, "2", "c\rd")]
    source = read(b'id,t\r\n1,"a\r\nb"\r\n2,"c\nd"\r\n')
    assert rows(source) == [(2, "1", "a\nb"), (4, "2", "c\nd")]
    assert stated(source)["line ends"][1] == "line breaks inside fields are read as line feeds"


def test_quotes_of_every_kind(read) -> None:
    source = read('id,t\n1,"say ""hi"", you"\n2,5" pipe\n3, "a,b" \n4,""""\n')
    assert [row[2] for row in rows(source)] == ['say "hi", you', '5" pipe', "a,b", '"']
    assert stated(source)["quoting"] == ('"', "quotes inside are doubled")
    escaped = read('id,t\n1,"say \\"hi\\", you"\n2,"x\\\\"\n')
    assert [row[2] for row in rows(escaped)] == ['say "hi", you', "x\\"]
    assert stated(escaped)["quoting"] == ('"', "a backslash before a quote")


@pytest.mark.parametrize(
    ("line", "code", "reason"),
    [
        (b"1\n", "csv/ragged", "1 field instead of 2"),
        (b"1,2,3\n", "csv/ragged", "3 fields instead of 2"),
        (b'1,"a"b\n', "csv/quote", "a quote stands where no field begins or ends"),
        (b"1,\0\n", "csv/nul", "the row holds a NUL byte"),
        (b"1,a\rb\n", "csv/carriage-return", "a carriage return stands inside a field"),
        (
            b"1," + b"x" * 2_100_000 + b"\n",
            "csv/too-long",
            "the row is longer than 2,000,000 bytes",
        ),
        (b"id,t\n", "csv/repeated-header", "the header, once more"),
    ],
)
def test_a_damaged_row_is_refused_with_its_line(read, line, code, reason) -> None:
    source = read(b"id,t\n" + MANY + line + MANY)
    assert source.refused == ((302, code, reason),)
    assert source.n_rows == 600
    assert [rows(source)[at][0] for at in (0, 299, 300, 599)] == [2, 301, 303, 602]


def test_a_long_cell_is_fine(read) -> None:
    assert len(rows(read(b"id,t\n1," + b"x" * 100_000 + b"\n2,y\n"))[0][2]) == 100_000


@pytest.mark.parametrize(
    ("end", "lines"),
    [
        ("Total,6\n", (302,)),
        ("Grand total:,6\n", (302,)),
        ("\nSumme,\n(300 rows affected)\n", (303, 304)),
        ("exported on a Monday\n", (302,)),
    ],
)
def test_a_summary_at_the_end_is_no_customer(read, end: str, lines: tuple[int, ...]) -> None:
    source = read(b"id,n\n" + MANY + end.encode())
    assert source.n_rows == 300
    assert [(row[0], row[1]) for row in source.refused] == [(line, "csv/footer") for line in lines]


def test_a_summary_in_a_small_file_is_no_damage(read) -> None:
    source = read("id,n,m\n1,3,4\n2,3,4\nTotal\n")
    assert source.n_rows == 2
    assert source.refused[0][:2] == (4, "csv/footer")


def test_a_customer_whose_name_begins_like_a_summary_stays(read) -> None:
    assert read("id,n\nAnna,1\nTotal Toys Ltd,2\n").n_rows == 2


def test_nameless_columns_without_values_or_with_row_numbers_are_left_out(read) -> None:
    source = read(",id,x,\n0,a,3,\n1,b,4,\n")
    assert [(c.name, c.physical) for c in source.columns] == [("id", "c1"), ("x", "c2")]
    assert rows(source) == [(2, "a", "3"), (3, "b", "4")]
    notes = [(item.value, item.note) for item in source.stated if item.what == "column left out"]
    assert notes == [
        ("column 1", "it has no name and numbers the rows"),
        ("column 4", "it has no name and no value"),
    ]


def test_names_are_data_and_never_sql(read) -> None:
    names = ['a"b', "x'; DROP TABLE source_rows; --", "{{7*7}}", "=cmd", "c1", "😀", "line"]
    quoted = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    source = read(quoted + "\n" + ",".join("1234567") + "\n")
    assert source.names == tuple(names)
    assert rows(source) == [(2, *"1234567")]


def test_thousands_of_columns(read) -> None:
    source = read(",".join(f"n{i}" for i in range(1200)) + "\n" + ",".join(["1"] * 1200) + "\n")
    assert len(source.columns) == 1200


REFUSED = {
    "tie": (
        "a;b,c\n1;2,3\n4;5,6\n",
        "csv/delimiter",
        (
            "customers.csv can be split by , and ; equally well.\n"
            'Fix: Pass --delimiter "," or --delimiter ";".'
        ),
    ),
    "ragged": (
        "id,a,b\n1,2\n1,2,3,4\n1,2,3\n",
        "csv/ragged",
        (
            "customers.csv: 2 of 3 rows cannot be read as 3 fields, such as line 2 and 3 "
            f"(2 fields instead of 3).\nFix: Mend these lines, {SPLIT}"
        ),
    ),
    "unclosed": (
        'id,b\n1,"abc\n2,x\n',
        "csv/unclosed-quote",
        (
            "customers.csv: a quoted field begins in line 2 and does not end.\n"
            'Fix: Close the field with a quote ("), or double the quotes inside it.'
        ),
    ),
    "header alone": (
        "id,b\n",
        "input/no-rows",
        (
            "customers.csv has a header but no row below it.\n"
            "Fix: Export the table again, with its rows."
        ),
    ),
    "header and blanks": (
        "id,b\n,\n\n",
        "input/no-rows",
        (
            "customers.csv has a header but no row below it.\n"
            "Fix: Export the table again, with its rows."
        ),
    ),
    "numbers": (
        "1,2,3\n4,5,6\n",
        "csv/no-header",
        (
            "customers.csv seems to have no header: line 1 looks like the rows below it.\n"
            "Fix: Pass --no-header to call the columns column_1, column_2, ..., "
            "or write a line of names above it."
        ),
    ),
    "short header": (
        "id,x\n1,2,3\n4,5,6\n7,8,9\n",
        "csv/ragged",
        (
            "customers.csv: the header in line 1 has 2 fields, but most rows have 3.\n"
            "Fix: Give every column a name, pass --skip with the number of lines above the header, "
            "or --delimiter with what stands between the fields."
        ),
    ),
    "duplicate": (
        "id,spend,x,spend\n1,2,3,4\n",
        "columns/duplicate",
        (
            'customers.csv: the column name "spend" occurs 2 times (columns 2, 4).\n'
            "Fix: Rename the columns so that each name occurs once."
        ),
    ),
    "confusable": (
        "café,cafe\u0301\n1,2\n",
        "columns/confusable",
        (
            'customers.csv: the names of columns 1 and 2 look the same, "café", but are written with '
            "different characters.\nFix: Rename one of the two columns."
        ),
    ),
    "blank name": (
        "id,,x\n1,2,3\n",
        "columns/blank-name",
        (
            "customers.csv: column 2 has values but no name in the header.\n"
            "Fix: Write a name for it into the header."
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_and_how_to_mend_it(read, case: str) -> None:
    data, code, message = REFUSED[case]
    with pytest.raises(InputError) as found:
        read(data)
    assert found.value.codes == (code,)
    assert str(found.value) == message


@pytest.mark.parametrize("option", ["ab", "", '"', "\n"])
def test_a_delimiter_that_cannot_be_meant(read, option: str) -> None:
    with pytest.raises(PersonaeError) as found:
        read("a,b\n1,2\n", delimiter=option)
    assert found.value.exit_code == 2
    assert str(found.value) == (
        "--delimiter needs a single character, tab or spaces.\n"
        'Fix: Quote it for the shell, such as --delimiter ";" or --delimiter "|".'
    )


def test_skipping_everything_says_so(read) -> None:
    with pytest.raises(InputError) as found:
        read("id,b\n1,2\n", skip=9)
    assert str(found.value) == (
        "customers.csv has no line left after the 9 lines to skip.\n"
        "Fix: Pass a smaller number to --skip."
    )


def test_no_message_holds_a_cell(read) -> None:
    for data in ('id,b\n1,"SECRET\n', "id,b\nSECRET\nSECRET,1,2\n", 'id,b\nSECRET,"x"y\n'):
        with pytest.raises(PersonaeError) as found:
            read(data)
        assert "SECRET" not in str(found.value)
