"""What is made of cells is the same, worked out once a text or once a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.cells import Cells, shown_sql
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.customers import Customers
from personae.data.reading import text_table
from personae.data.reading.read import open_source
from personae.data.source import Source
from personae.data.understanding.understand import understand
from personae.features.table import customer_table

TEXTS = ["b", "a", None, "NA", "b", "a ", "-", "b"] * 3


@pytest.fixture(params=["codes", "texts"])
def source(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Source]:
    if request.param == "texts":
        source = open_source(pa.table({"word": TEXTS, "n": list(range(24))}), Options())
    else:
        monkeypatch.setattr(text_table, "CODED_LEAST", 0)
        path = tmp_path / "words.csv"
        lines = (f"{text or ''},{n}\n" for n, text in enumerate(TEXTS))
        path.write_text("word,n\n" + "".join(lines))
        source = open_source(path, Options())
    yield source
    source.engine.close()


def test_a_value_is_made_of_every_cell(source: Source) -> None:
    cells = Cells(source)
    word = source.column("word")
    upper = cells.made(word, lambda cell: f"upper({cell.physical})")
    length = cells.made(word, lambda cell: f"length({cell.physical})")
    with cells.rows() as lines:
        rows = source.engine.rows(f"SELECT {upper}, {length} FROM {lines} ORDER BY line")
    assert rows == [(text and text.upper(), text and len(text)) for text in TEXTS]


def test_the_rows_are_shown_for_as_long_as_they_are_asked(source: Source) -> None:
    cells = Cells(source)
    upper = cells.made(source.column("word"), lambda cell: f"upper({cell.physical})")
    with cells.rows() as lines:
        pass
    if not source.column("word").texts:
        pytest.skip("cells that have no codes are read where they lie")
    with pytest.raises(duckdb.CatalogException):
        source.engine.rows(f"SELECT {upper} FROM {lines}")


def test_rows_of_a_view_have_the_same_values(source: Source) -> None:
    source.engine.run(f"CREATE TEMP VIEW late AS SELECT * FROM {source.coded} WHERE line > 5")
    cells = Cells(replace(source, relation="late", coded_relation="late"))
    length = cells.made(source.column("word"), lambda cell: f"length({cell.physical})")
    with cells.rows() as lines:
        rows = source.engine.rows(f"SELECT {length} FROM {lines} ORDER BY line")
    first = 4 if source.column("word").texts else 5  # a file has its header in line 1
    assert [row[0] for row in rows] == [text and len(text) for text in TEXTS[first:]]


def test_a_text_over_the_relation_is_the_cell(source: Source) -> None:
    cells = Cells(source)
    text = cells.text(source.column("word")).physical
    with cells.rows() as lines:
        rows = source.engine.rows(f"SELECT {text} FROM {lines} ORDER BY line")
    assert [row[0] for row in rows] == TEXTS


def test_a_code_is_shown_as_its_text(source: Source) -> None:
    word = source.column("word")
    shown = shown_sql(word.texts, word.physical)
    rows = source.engine.rows(f"SELECT {shown} FROM {source.coded} ORDER BY line")
    assert [row[0] for row in rows] == TEXTS


def test_the_key_of_a_missing_token_is_missing(source: Source) -> None:
    word = source.column("word")
    if not word.texts:
        pytest.skip("a column of texts has no codes")
    cells = Cells(source)
    key = cells.key(word)
    with cells.rows() as lines:
        rows = source.engine.rows(f"SELECT {key} IS NULL FROM {lines} ORDER BY line")
    assert [row[0] for row in rows] == [text in (None, "NA", "-") for text in TEXTS]


def log_lines() -> str:
    """Return a log with returns, ties, gaps, charges, repeats and two described columns."""
    lines = ["customer,date,order,product,description,quantity,price,country"]
    for i in range(600):
        customer = f"k{i * 7 % 23}" if i % 17 else ""
        back = i % 5 == 3
        order = f"{'C' if back else ''}{1000 + i // 4}" if i % 19 else "-"
        product, text = ("POST", "POSTAGE") if i % 13 == 0 else (f"p{i % 6}", f"thing {i % 6}")
        day = f"2024-0{1 + i // 100}-{1 + i // 8 % 28:02d} 10:00:00" if i % 41 else "n/a"
        price = f"{i % 9}.{i % 4}5" if i % 53 else "free"
        country = ["DE", "AT", "NA", ""][i * 3 % 7 % 4]
        quantity = -(i % 3) - 1 if back else i % 4 + 1
        lines += [f"{customer},{day},{order},{product},{text},{quantity},{price},{country}"] * (
            1 + (i % 97 == 0)
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("settings", [
    {}, {"drop_duplicates": True}, {"returns": "ignore"}, {"id": ("customer", "country")},
    {"charges": ("p1",)}, {"window": 60},
])  # fmt: skip
def test_a_log_gives_the_same_customers_from_codes_and_from_texts(
    settings: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(log_lines())
    options = Options(**settings)

    def customers() -> Customers:
        source = open_source(path, options)
        schema = understand(source, options)
        found = customer_table(source, plan_cleaning(source, schema, options), as_of=None)
        source.engine.close()
        return found

    plain = customers()
    monkeypatch.setattr(text_table, "CODED_LEAST", 0)
    coded = customers()
    assert coded.ids.equals(plain.ids)
    assert coded.table.equals(plain.table)
    assert (coded.facts, coded.findings) == (plain.facts, plain.findings)
    assert coded.ledger.to_dict() == plain.ledger.to_dict()
    assert coded.ledger.rejected.equals(plain.ledger.rejected)
