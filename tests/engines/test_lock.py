"""Once the input is open, the run's own connection reaches nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import personae
from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.errors import DatabaseError

ROWS = pa.table(
    {
        "customer_id": [f"c{place}" for place in range(60)],
        "visits": [place % 2 * 40 + place % 7 for place in range(60)],
        "spend": [place % 3 * 100.5 for place in range(60)],
    }
)
# Every way out that the spec and the manual of DuckDB name; each is tried on a locked engine.
ATTACKS = (
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_csv_auto('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{folder}/*.parquet')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM '{secret}'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY source FROM '{secret}'",
    "EXPORT DATABASE '{folder}/export'",
    "IMPORT DATABASE '{folder}'",
    "ATTACH '{folder}/other.duckdb' AS other",
    "ATTACH '{folder}/new.duckdb' AS fresh",
    "ATTACH 'postgres:host=127.0.0.1' AS pg (TYPE postgres)",
    "INSTALL httpfs",
    "INSTALL spatial FROM community",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "CREATE SECRET s (TYPE s3)",
    "SET threads = 1",
    "SET memory_limit = '1GB'",
    "SET enable_external_access = true",
    "SET allowed_paths = ['/']",
    "SET allowed_directories = ['/']",
    "SET temp_directory = '{folder}/spill'",
    "SET extension_directory = '{folder}'",
    "SET autoinstall_known_extensions = true",
    "SET allow_unsigned_extensions = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "RESET enable_external_access",
    "PRAGMA enable_logging('FileSystem')",
)


def as_csv(folder: Path) -> object:
    ROWS.to_pandas().to_csv(folder / "t.csv", index=False)
    return folder / "t.csv"


def as_parquet(folder: Path) -> object:
    parquet.write_table(ROWS, folder / "t[1].parquet")
    return folder / "t[1].parquet"


def as_duckdb(folder: Path) -> object:
    with duckdb.connect(folder / "t.duckdb") as database:
        database.register("rows", ROWS)
        database.execute("CREATE TABLE t AS SELECT * FROM rows")
    return folder / "t.duckdb"


def as_frame(folder: Path) -> pd.DataFrame:
    return ROWS.to_pandas()


@pytest.fixture(params=[as_csv, as_parquet, as_duckdb, as_frame])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    make: Callable[[Path], object] = request.param
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    parquet.write_table(ROWS, tmp_path / "other.parquet")
    with duckdb.connect(tmp_path / "other.duckdb") as database:
        database.execute("CREATE TABLE t AS SELECT 1 AS a")
    source = open_source(make(tmp_path), Options())
    yield source
    source.engine.close()


def test_no_way_out_is_open(opened: Source, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    let_pass = []
    for attack in ATTACKS:
        statement = attack.format(secret=tmp_path / "secret.csv", folder=tmp_path)
        try:
            opened.engine.rows(statement)
        except duckdb.Error:
            continue
        let_pass.append(attack)
    assert let_pass == []
    assert {path.name for path in tmp_path.iterdir()} == before
    # and the input itself can still be read
    rows = opened.engine.rows(f"SELECT count(*) FROM {opened.relation}")
    assert rows == [(60,)]


@pytest.mark.parametrize("make", [as_csv, as_parquet, as_duckdb, as_frame])
def test_a_whole_run_works_behind_the_closed_door(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    where = make(tmp_path)
    result = personae.segment(where, k=2)
    assert result.customers.n_customers == 60
    assert len(result.model.assign(where)) == 60


@pytest.mark.parametrize("others", [0, 1])
def test_a_view_of_a_strangers_file_reads_nothing_of_ours(tmp_path: Path, others: int) -> None:
    (tmp_path / "secret.csv").write_text("customer_id,visits\n" + "a,1\nb,2\n" * 20)
    path = tmp_path / "gift.duckdb"
    with duckdb.connect(path) as database:
        query = f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')"
        for place in range(others + 1):
            database.execute(f"CREATE VIEW gift{place} AS {query}")
    with pytest.raises(DatabaseError) as caught:
        open_source(path, Options())
    assert str(caught.value) == (
        'The view "gift0" reads other files or addresses, and only the file itself is read here.\n'
        "Fix: Export the view as Parquet, or make a table of it."
    )


def test_what_does_not_fit_into_memory_is_still_spilled(tmp_path: Path) -> None:
    from personae.engines.duckdb import DuckDBEngine

    engine = DuckDBEngine({"memory_limit": "40MB", "threads": 1})
    engine.lock()
    query = "SELECT count(*) FROM (SELECT DISTINCT hash(range) AS h FROM range(3000000))"
    assert engine.rows(query) == [(3_000_000,)]
    engine.close()
