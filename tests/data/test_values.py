from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.data.schema import DateFormat, NumberFormat
from personae.data.source import Column
from personae.data.values import (
    MISSING_TOKENS,
    date_sql,
    id_sql,
    keeps_na,
    missing_sql,
    number_sql,
    text_sql,
)
from personae.engines.duckdb import DuckDBEngine

TEXT = Column("x", "c0", "text")


def moment(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001 (moments of the engine are UTC without saying so)


@pytest.fixture(scope="module")
def engine():
    engine = DuckDBEngine()
    yield engine
    engine.close()


def read(engine, values, sql):
    array = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    lines = pa.array(range(len(array)), pa.int64())
    engine.load(pa.table({"line": lines, "c0": array}), into="cells")
    return [value for (value,) in engine.rows(f"SELECT {sql} FROM cells ORDER BY line")]


def test_plain_numbers_are_read_and_look_alikes_are_not(engine):
    cells = [" 12 ", "+5", "-.5", "1.", "1e3", "-0.0", "5e-324"]
    assert read(engine, cells, number_sql(TEXT, None)) == [
        12.0,
        5.0,
        -0.5,
        1.0,
        1000.0,
        -0.0,
        5e-324,
    ]
    lookalikes = [
        "1_000",
        "0x1F",
        "inf",
        "-inf",
        "1e309",
        "nan",
        "NA",
        "",
        None,
        "12,5",
        "1.5k",
        "1/2",
        "true",
    ]
    assert read(engine, lookalikes, number_sql(TEXT, None)) == [None] * len(lookalikes)


def test_money_is_exact_to_the_last_place(engine):
    cells = ["0.1", "0.2", "9007199254740993.01", "-2.555"]
    exact = read(engine, cells, number_sql(TEXT, NumberFormat(places=3), places=3))
    assert exact == [
        Decimal("0.100"),
        Decimal("0.200"),
        Decimal("9007199254740993.010"),
        Decimal("-2.555"),
    ]


@pytest.mark.parametrize(
    ("written", "number", "value"),
    [
        ("$1,234.50", NumberFormat(thousands=",", prefix="$"), 1234.5),
        ("-$5", NumberFormat(prefix="$"), -5.0),
        ("$-5", NumberFormat(prefix="$"), -5.0),
        ("($25.00)", NumberFormat(prefix="$", parentheses=True), -25.0),
        ("25.00-", NumberFormat(parentheses=True), -25.0),
        ("1.234,56 €", NumberFormat(",", ".", suffix="€"), 1234.56),
        ("99 EUR", NumberFormat(",", suffix="EUR €"), 99.0),
        ("1\u202f234,5", NumberFormat(",", " ", unicode=True), 1234.5),
        ("1'234.50", NumberFormat(thousands="'"), 1234.5),
        ("12,34,567", NumberFormat(thousands=","), 1234567.0),
        ("\u221212.5", NumberFormat(unicode=True), -12.5),
        ("\u0661\u0662", NumberFormat(unicode=True), 12.0),
        ("12%", NumberFormat(suffix="%"), 12.0),
        ("1e3", NumberFormat(thousands=","), 1000.0),
    ],
)
def test_written_numbers_mean_what_people_meant(engine, written, number, value):
    assert read(engine, [written], number_sql(TEXT, number)) == [value]
    assert read(engine, [written], number_sql(TEXT, number, places=2)) == [Decimal(str(value))]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,23", NumberFormat(thousands=",")),
        ("(5", NumberFormat(parentheses=True)),
        ("--5", NumberFormat(parentheses=True)),
        ("€5", NumberFormat(prefix="$")),
        ("5.2", NumberFormat(",")),
        ("(25.00)", NumberFormat(prefix="$")),
    ],
)
def test_what_breaks_the_format_is_not_read(engine, written, number):
    assert read(engine, [written], number_sql(TEXT, number)) == [None]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "'"), (".", "")]),
    st.sampled_from(["", "$", "EUR"]),
)
def test_every_way_of_writing_reads_back(engine, numbers, marks, sign):
    decimal, thousands = marks

    def write(value):
        text = f"{abs(value):,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
        return ("-" if value < 0 else "") + (f"{sign} {text}" if sign else text)

    number = NumberFormat(decimal, thousands, prefix=sign, places=2)
    assert (
        read(engine, [write(value) for value in numbers], number_sql(TEXT, number, places=2))
        == numbers
    )


def test_stored_numbers_are_finite_or_missing(engine):
    stored = pa.array([1.5, float("nan"), float("inf"), None])
    assert read(engine, stored, number_sql(Column("x", "c0", "number"), None)) == [
        1.5,
        None,
        None,
        None,
    ]


def test_iso_moments_go_to_utc(engine):
    cells = [
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "2024-01-02 03:04:05+02:00",
        "2024-01-02 03:04 -0530",
        "2024/1/2",
    ]
    assert read(engine, cells, date_sql(TEXT, None)) == [
        moment(2024, 1, 2),
        moment(2024, 1, 2, 3, 4, 5),
        moment(2024, 1, 2, 1, 4, 5),
        moment(2024, 1, 2, 8, 34),
        moment(2024, 1, 2),
    ]
    refused = [
        "2024-02-30",
        "infinity",
        "2024-01-02 03:04:05 Europe/Berlin",
        "20240102",
        "24-01-02",
        "",
    ]
    assert read(engine, refused, date_sql(TEXT, None)) == [None] * len(refused)


@pytest.mark.parametrize(
    ("written", "pattern", "expected"),
    [
        ("31/12/2024", "%d/%m/%Y|%d/%m/%Y %H:%M", moment(2024, 12, 31)),
        ("31/12/2024 08:15", "%d/%m/%Y|%d/%m/%Y %H:%M", moment(2024, 12, 31, 8, 15)),
        ("31/12/24", "%d/%m/%Y", None),
        ("19970101", "%Y%m%d", moment(1997, 1, 1)),
        ("1700000000", "unix seconds", moment(2023, 11, 14, 22, 13, 20)),
        ("1700000000000", "unix milliseconds", moment(2023, 11, 14, 22, 13, 20)),
        ("45292.5", "excel serial", moment(2024, 1, 1, 12)),
    ],
)
def test_other_ways_to_write_a_moment(engine, written, pattern, expected):
    assert read(engine, [written], date_sql(TEXT, DateFormat(pattern))) == [expected]


def test_text_stays_byte_for_byte_and_missing_tokens_go(engine):
    cells = [
        "00123",
        "1E5",
        " a ",
        "9" * 30,
        "",
        "  ",
        "NA",
        "n/a",
        "NULL",
        "None",
        "NaN",
        "-",
        "?",
        None,
    ]
    assert read(engine, cells, text_sql(TEXT)) == ["00123", "1E5", " a ", "9" * 30, *[None] * 10]


def test_namibia_is_a_country(engine):
    assert read(engine, ["NA", "null"], text_sql(Column("Country", "c0", "text"))) == ["NA", None]
    assert keeps_na("last_name")
    assert not keeps_na("spend")


def test_ids_that_became_floats_lose_the_point_zero(engine):
    ids = pa.array([17850.0, 12346.5, float("nan"), None])
    assert read(engine, ids, text_sql(Column("id", "c0", "number"))) == [
        "17850",
        "12346.5",
        None,
        None,
    ]
    large = pa.array([9007199254740993, 9007199254740992])
    assert read(engine, large, text_sql(Column("id", "c0", "number"))) == [
        "9007199254740993",
        "9007199254740992",
    ]


def test_composite_ids_cannot_run_into_each_other(text_table):
    source = text_table({"a": ["a|b", "a", "a\\", "x"], "b": ["c", "b|c", "|c", None]})
    sql = id_sql(source.columns)
    ids = [
        value
        for (value,) in source.engine.rows(f"SELECT {sql} FROM {source.relation} ORDER BY line")
    ]
    assert ids == ["a\\|b|c", "a|b\\|c", "a\\\\|\\|c", None]
    assert len(set(ids)) == 4


def test_row_numbers_count_from_one(text_table):
    source = text_table({"a": ["x", "y", "z"]})
    rows = source.engine.rows(f"SELECT {id_sql([])} FROM {source.relation} ORDER BY line")
    assert rows == [("1",), ("2",), ("3",)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(
        st.none()
        | st.lists(
            st.sampled_from(
                [*MISSING_TOKENS, " ", "~", "0", "NA", "N", "n", "o", "@", "\u00d1", "\t"]
            ),
            max_size=3,
        ).map("".join),
        min_size=1,
    )
)
def test_the_quick_look_at_the_first_sign_misses_no_token(engine, cells):
    missing = [cell is None or cell.strip(" ").lower() in MISSING_TOKENS for cell in cells]
    assert read(engine, cells, missing_sql(TEXT)) == missing
    kept = [None if gone else cell for cell, gone in zip(cells, missing, strict=True)]
    assert read(engine, cells, text_sql(TEXT)) == kept


_DATES = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["2011", "0001", "9999", "10000", "201", "-201", " 201", "0044"]),
    st.sampled_from(["-12-", "/12/", "-1-", "-13-", "- 1-", "-02-"]),
    st.sampled_from(["09", "9", "31", "30", "00", " 9"]),
    st.sampled_from(["", " 00:00:00", "T23:59:59", " 24:00:00", "  1:02:03", " 01:02",
                     " 01:02:03.5",
                     " 01:02:03.500000", " 01:02:03.1234567", " 01:02:60", " (BC)"]),
    st.sampled_from(["", "", "", "Z", " +02:00", " "]),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(_DATES | st.sampled_from(["infinity", "epoch", "0044-03-15 (BC)"]), min_size=1),
    date=st.sampled_from([None, DateFormat("iso"), DateFormat("iso", has_time=True)]),
)
def test_a_leading_blank_changes_no_moment(engine, cells, date):
    # what begins with a blank is never read without the pattern, so that both ways are compared
    quick = read(engine, cells, date_sql(TEXT, date))
    assert quick == read(engine, [" " + cell for cell in cells], date_sql(TEXT, date))
