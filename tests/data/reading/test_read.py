"""One door for every source: content decides, every row is accounted for, messages help."""

# ruff: noqa: PLR0917

from __future__ import annotations

import csv
import gzip
import io
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.errors import InputError, PersonaeError

SIGNS = ["a", "7", " ", '"', ",", ";", "\t", "|", "\n", "\r\n", "\r", "é", "'", "NA", "0x1"]
CELL = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)


def rows_of(source: Source) -> list[tuple[object, ...]]:
    rows = source.engine.rows(f"SELECT * FROM {source.relation} ORDER BY line")
    source.engine.close()
    return rows


def stated(source: Source, what: str) -> str | None:
    return next((item.value for item in source.stated if item.what == what), None)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    ends=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    packed=st.booleans(),
)
def test_what_csv_writes_is_what_we_read(
    tmp_path: Path, cells, delimiter, ends, quoting, codec, packed
) -> None:
    out = io.StringIO(newline="")
    if any("\r" in cell for row in cells for cell in row):
        # Older versions of csv leave a carriage return without quotes.
        quoting = csv.QUOTE_ALL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting)
    writer.writerow(["h0", "h1", "h2"])
    expected = []
    for row in cells:
        filled = ["x" + row[0], *row[1:]]
        line = out.getvalue().count("\n") + 1
        writer.writerow(filled)
        # Where lines end in CR LF and fields hold line breaks, these become line feeds, stated.
        read = [cell.replace("\r\n", "\n") if ends == "\r\n" else cell for cell in filled]
        expected.append((line, *(cell or None for cell in read)))
    data = out.getvalue().encode(codec)
    path = tmp_path / "t.csv"
    path.write_bytes(gzip.compress(data) if packed else data)
    source = open_source(path, Options(delimiter=delimiter))
    assert source.names == ("h0", "h1", "h2")
    assert source.refused == ()
    assert source.n_rows == len(cells)
    assert rows_of(source) == expected


def write_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["id", "spend"])
    sheet.write_row(1, 0, ["00123", 1.5])
    book.close()


def test_content_decides_and_a_misleading_name_is_stated(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.csv")
    pq.write_table(pa.table({"id": ["00123"], "spend": [1.5]}), tmp_path / "b.xlsx")
    (tmp_path / "c.parquet").write_bytes(b"id,spend\n00123,1.5\n")
    (tmp_path / "d.csv.gz").write_bytes(b"id,spend\n00123,1.5\n")
    (tmp_path / "e.csv").write_bytes(gzip.compress(b"id,spend\n00123,1.5\n"))
    for name, kind in [
        ("a.csv", "Excel"), ("b.xlsx", "Parquet"), ("c.parquet", "text"), ("d.csv.gz", "text"),
        ("e.csv", "gzip"),
    ]:  # fmt: skip
        source = open_source(tmp_path / name, Options())
        first = source.stated[0]
        assert (first.what, first.value) == ("format", kind)
        assert first.note == f"the name ends in {Path(name).suffix}, but the content decides"
        assert source.names == ("id", "spend")
        assert rows_of(source)[0][1] == "00123"


def test_a_path_may_be_text_and_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,x\n1,2\n")
    monkeypatch.chdir(tmp_path)
    source = open_source("t.csv", Options())
    assert source.label == "t.csv"
    assert rows_of(source) == [(2, "1", "2")]


@pytest.mark.parametrize(
    "name",
    [
        "*.csv", "[a].csv", "a?.csv", "{a,b}.csv", "a\\b.csv", "a b's \"c\".csv", "new\nline.csv",
        "-x.csv", "ünï😀.csv", "year=2020", "a" * 250 + ".csv",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["text", "parquet"])
def test_a_name_is_never_a_pattern(tmp_path: Path, name: str, kind: str) -> None:
    for other in ("a.csv", "b.csv", "ab.csv"):
        (tmp_path / other).write_bytes(b"id,x\nwrong,1\n")
    if kind == "text":
        (tmp_path / name).write_bytes(b"id,x\nright,1\n")
    else:
        pq.write_table(pa.table({"id": ["right"], "x": ["1"]}), tmp_path / name)
    source = open_source(tmp_path / name, Options())
    assert [row[1:] for row in rows_of(source)] == [("right", "1")]


def test_folders_that_look_like_partitions_add_no_columns(tmp_path: Path) -> None:
    folder = tmp_path / "region=north" / "year=2020"
    folder.mkdir(parents=True)
    (folder / "t.csv").write_bytes(b"id,x\n1,2\n")
    pq.write_table(pa.table({"id": ["1"], "x": ["2"]}), folder / "t.parquet")
    for name in ("t.csv", "t.parquet"):
        source = open_source(folder / name, Options())
        assert source.names == ("id", "x")
        assert rows_of(source)[0][1:] == ("1", "2")


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, message in [
        (
            tmp_path / "none.csv",
            (
                f"There is no file {tmp_path}/none.csv.\n"
                "Fix: Check the path; run the command where the file is."
            ),
        ),
        (tmp_path, f"{tmp_path} is a folder.\nFix: Give the path of one file."),
        (
            tmp_path / "pipe",
            f"{tmp_path}/pipe is no ordinary file.\nFix: Give the path of one file.",
        ),
    ]:
        with pytest.raises(InputError) as found:
            open_source(path, Options())
        assert found.value.exit_code == 3
        assert found.value.codes == ("input/no-file",)
        assert str(found.value) == message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,x\n1,2\n")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        open_source(path, Options())


def test_a_name_with_a_nul_byte_is_refused() -> None:
    with pytest.raises(InputError) as found:
        open_source("a\0b.csv", Options())
    assert found.value.codes == ("input/no-file",)


def test_a_file_that_changes_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,x\n1,2\n")
    from personae.data.reading import text_table

    original = text_table.open_text

    def slow(*arguments: object, **options: object) -> Source:
        source = original(*arguments, **options)
        path.write_bytes(b"id,x\n1,2\n3,4\n")
        return source

    monkeypatch.setattr(text_table, "open_text", slow)
    with pytest.raises(InputError) as found:
        open_source(path, Options())
    assert str(found.value) == (
        "t.csv was changed while it was read.\n"
        "Fix: Wait until it is written completely, then start again."
    )


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = tmp_path / "t.csv"
    path.write_bytes("id,x\n1,é\n".encode("utf-16"))
    source = open_source(path, Options())
    (folder,) = scratch.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not list(folder.glob("*.txt"))
    source.engine.close()
    assert not list(scratch.iterdir())
    path.write_bytes(b"id,id\n1,2\n")
    with pytest.raises(PersonaeError):
        open_source(path, Options())
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("name", "n_rows", "n_columns", "first"),
    [
        ("mall_customers.csv", 200, 5, "1"),
        ("wholesale.csv", 440, 8, "2"),
        ("rfm_orders.csv", 4906, 6, None),
        ("cdnow_customers_summary.csv", 2357, 4, "1"),
        ("CDNOW_master.txt", 69_659, 4, "00001"),
        ("online_retail.csv.gz", 541_909, 8, "536365"),
    ],
)
def test_the_real_files_are_read_whole(data_folder: Path, name, n_rows, n_columns, first) -> None:
    source = open_source(data_folder / name, Options())
    assert source.n_rows == n_rows
    assert len(source.columns) == n_columns
    assert source.refused == ()
    query = "SELECT count(*), min(line), max(line), min_by(c0, line) FROM source"
    count, low, high, cell = source.engine.rows(query)[0]
    assert (count, low, high) == (n_rows, 2, n_rows + 1)
    assert first is None or cell == first
    assert {column.storage for column in source.columns} == {"text"}
    source.engine.close()


def test_cdnow_is_read_with_the_option_as_without(data_folder: Path) -> None:
    found = open_source(data_folder / "CDNOW_master.txt", Options())
    told = open_source(data_folder / "CDNOW_master.txt", Options(delimiter="spaces"))
    assert stated(found, "delimiter") == stated(told, "delimiter") == "spaces"
    assert found.names == told.names == ("customer_id", "date", "number_of_cds", "dollar_value")
    assert rows_of(found) == rows_of(told)


def test_benchmark_clusters_have_no_header(data_folder: Path) -> None:
    path = data_folder / "clusters" / "s1.data.gz"
    with pytest.raises(InputError) as found:
        open_source(path, Options())
    assert str(found.value) == (
        "s1.data.gz seems to have no header: line 1 looks like the rows below it.\n"
        "Fix: Pass --no-header to call the columns column_1, column_2, ..., "
        "or write a line of names above it."
    )
    source = open_source(path, Options(header=False))
    assert source.names == ("column_1", "column_2")
    assert source.n_rows == 5000
    source.engine.close()
