"""Bombs and giants, in a child process whose peak memory is measured: refused, or worked within."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from catalogue.case import MARK, workbook

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not tell the peak of a process"
)

# The high-water mark belongs to the memory of this program alone; what getrusage answers also
# counts the process that started it.
START = """
import sys
from pathlib import Path
from personae.cli.main import execute
{before}
code = execute(sys.argv[1:])
status = Path("/proc/self/status").read_text()
peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
Path("peak.txt").write_text(peak)
sys.exit(code)
"""


@dataclass(frozen=True)
class Answer:
    """How a child process ended: exit code, message, and peak memory in MB."""

    code: int
    message: str
    peak: float


def personae(folder: Path, *arguments: str, before: str = "") -> Answer:
    """Run a command in a process of its own; the folder holds nothing but its input afterwards."""
    command = [sys.executable, "-c", START.format(before=before), *arguments]
    files = {path.name for path in folder.iterdir()}
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=900, check=False)
    peak = float((folder / "peak.txt").read_text()) / 1000
    assert {path.name for path in folder.iterdir()} == files | {"peak.txt"}
    message = done.stderr.decode()
    assert "Traceback" not in message
    assert MARK not in message
    return Answer(done.returncode, message, peak)


def packed(folder: Path, megabytes: int) -> str:
    """Write a gzip file that unpacks to this much."""
    with gzip.open(folder / "customers.csv.gz", "wb", compresslevel=9) as file:
        file.write(b"customer_id,visits,spend\n")
        rows = f"{MARK},1,2\n".encode() * 100_000
        for _ in range(megabytes * 1_000_000 // len(rows) + 1):
            file.write(rows)
    return "customers.csv.gz"


def test_a_gzip_bomb(tmp_path: Path) -> None:
    small = "import personae.data.reading.encoding as e; e._BOMB_SIZE = 10_000_000"
    answer = personae(tmp_path, "check", packed(tmp_path, 40), before=small)
    assert answer.code == 7, answer.message
    assert "unpacks to more than" in answer.message
    assert answer.peak < 300


@pytest.mark.full
def test_a_gzip_bomb_of_its_real_size(tmp_path: Path) -> None:
    answer = personae(tmp_path, "check", packed(tmp_path, 1500))
    assert answer.code == 7, answer.message
    assert answer.peak < 300


def test_a_workbook_that_unpacks_to_two_hundred_times_its_size(tmp_path: Path) -> None:
    filler = b"<sheetData>" + b'<row r="1"><c r="A1"><v>1</v></c></row>' * 1_500_000
    workbook(filler + b"</sheetData>")(tmp_path)
    assert (tmp_path / "customers.xlsx").stat().st_size < 400_000
    answer = personae(tmp_path, "check", "customers.xlsx")
    assert answer.code == 7, answer.message
    assert "unpacks to more than 200 times its size" in answer.message
    assert answer.peak < 300


def test_a_workbook_with_a_cell_in_its_last_corner(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    workbook(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{far}</sheetData>')(tmp_path)
    answer = personae(tmp_path, "check", "customers.xlsx")
    assert answer.code == 7, answer.message
    assert "row 1,048,576 and column 16,384" in answer.message
    assert answer.peak < 300


def test_a_workbook_whose_directory_lies_about_a_size(tmp_path: Path) -> None:
    path = workbook(b"<sheetData>" + b" " * 100_000 + b"</sheetData>")(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(content.replace(true, (1000).to_bytes(4, "little")))
    answer = personae(tmp_path, "check", "customers.xlsx")
    assert answer.code == 3, answer.message
    assert "damaged workbook" in answer.message


def identical_rows(folder: Path, millions: int) -> str:
    """Write a Parquet file of equal rows, which packs to next to nothing."""
    import pyarrow as pa
    from pyarrow import parquet

    group = pa.table({"customer_id": ["c"] * 1_000_000, "visits": [5] * 1_000_000})
    with parquet.ParquetWriter(folder / "customers.parquet", group.schema) as writer:
        for _ in range(millions):
            writer.write_table(group)
    return "customers.parquet"


@pytest.mark.parametrize("millions", [2, pytest.param(30, marks=pytest.mark.full)])
def test_millions_of_equal_rows_in_a_small_parquet_file(tmp_path: Path, millions: int) -> None:
    name = identical_rows(tmp_path, millions)
    assert (tmp_path / name).stat().st_size < 100_000
    options = ("--kind", "customers", "--duplicates", "first", "--memory", "1GB")
    answer = personae(tmp_path, "check", name, *options)
    assert answer.code == 0, answer.message
    assert answer.peak < 1000


@pytest.mark.parametrize("megabytes", [70, pytest.param(1000, marks=pytest.mark.full)])
@pytest.mark.parametrize("delimited", [False, True])
def test_one_line_without_an_end(tmp_path: Path, megabytes: int, delimited: bool) -> None:
    piece = (f"{MARK}," if delimited else MARK * 4).encode() * 250_000
    with (tmp_path / "customers.csv").open("wb") as file:
        for _ in range(megabytes * 1_000_000 // len(piece) + 1):
            file.write(piece)
    answer = personae(tmp_path, "check", "customers.csv")
    assert answer.code == 7, answer.message
    assert answer.message == (
        "Error: customers.csv holds a line of more than 64,000,000 bytes.\n"
        "Fix: Check that the file is a table with one row a line.\n"
    )
    assert answer.peak < 400


@pytest.mark.parametrize("columns", [1_500, pytest.param(10_000, marks=pytest.mark.full)])
def test_ten_thousand_columns(tmp_path: Path, columns: int) -> None:
    names = ",".join(["customer_id", *(f"v{i}" for i in range(columns - 1))])
    rows = (
        f"{MARK}{row}," + ",".join(str(row * i % 17) for i in range(columns - 1))
        for row in range(5)
    )
    (tmp_path / "customers.csv").write_text("\n".join([names, *rows]), encoding="utf-8")
    answer = personae(tmp_path, "check", "customers.csv")
    assert answer.code == 7, answer.message
    assert answer.message.startswith(
        f"Error: customers.csv has {columns:,} columns; at most 1,000 are looked at.\nFix: "
    )
    assert answer.peak < 700


@pytest.mark.full
def test_more_customers_than_the_memory_holds_are_refused_before_the_work(tmp_path: Path) -> None:
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    ids = np.arange(120_000)
    figures = {f"visits_{i}": ids * (i + 3) % 1009 for i in range(10)}
    parquet.write_table(pa.table({"customer_id": ids, **figures}), tmp_path / "customers.parquet")
    answer = personae(tmp_path, "run", "customers.parquet", "--memory", "500MB", "--quiet")
    assert answer.code == 7, answer.message
    assert answer.message.startswith(
        "Error: Finding segments of 120,000 customers by 10 features would take about 0.5 GB"
    )
    assert "--memory" in answer.message.rpartition("Fix: ")[2]
    assert answer.peak < 500


@pytest.mark.parametrize("size", ["500MB", "0.5GB", "2GiB", "1500M", "3000000000"])
def test_sizes_that_can_be_typed(size: str) -> None:
    from personae.config import Options

    assert Options.from_mapping({"memory": size}).memory >= 500_000_000


@pytest.mark.parametrize("size", ["", "100MB", "two", "-2GB", "1e9", "2XB", "inf"])
def test_sizes_that_cannot_be_meant(size: str) -> None:
    from personae.config import Options
    from personae.errors import UsageError

    with pytest.raises(UsageError, match=r"--memory .* needs a size of at least 500MB"):
        Options.from_mapping({"memory": size})
