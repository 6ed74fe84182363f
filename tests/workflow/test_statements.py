"""No text of a file becomes part of a query: every statement of whole runs is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import personae
from personae.config import Options
from personae.engines.duckdb import DuckDBEngine
from personae.workflow.check import check

# What stands between quotes is a value or a name; a quote inside is doubled.
QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
CANARY = "zqx"
HOSTILE = f"{CANARY}'\"; DROP TABLE source; --\\"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that the engine is told to do."""
    told: list[str] = []
    for name in ("run", "rows", "fetch"):
        original = getattr(DuckDBEngine, name)

        def noted(self: Any, query: str, *rest: Any, original: Any = original) -> Any:
            told.append(query)
            return original(self, query, *rest)

        monkeypatch.setattr(DuckDBEngine, name, noted)
    yield told
    assert len(told) > 20
    assert [query for query in told if CANARY in QUOTED.sub("", query)] == []


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture
def hostile_table(tmp_path: Path) -> Path:
    names = [f"{HOSTILE}{place}" for place in range(4)]
    rows = [
        [f"{HOSTILE}{i}", str(i % 2 * 40 + i % 7), str(i % 3 * 100 + i % 5), f"{HOSTILE}k{i % 3}"]
        for i in range(120)
    ]
    path = tmp_path / f"{HOSTILE.replace('/', '')}.csv"
    path.write_text("\n".join(",".join(map(cell, row)) for row in [names, *rows]) + "\n")
    return path


@pytest.fixture
def hostile_purchases(tmp_path: Path) -> Path:
    rows = [["customer_id", "date", "amount", "product", "category", f"{HOSTILE} kind"]]
    rows += [
        [f"{HOSTILE}{i % 40}", f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}", str(5 + i % 9),
         f"{HOSTILE}p{i % 11}", f"{HOSTILE}c{i % 4}", f"{HOSTILE}k{i % 3}"]
        for i in range(900)
    ]  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("\n".join(",".join(map(cell, row)) for row in rows) + "\n")
    return path


def test_customers(hostile_table: Path, statements: list[str]) -> None:
    options = Options(id=(f"{HOSTILE}0",), features=(f"{HOSTILE}1", f"{HOSTILE}2"), k=3)
    assert check(hostile_table, options=options).schema.having("id") == (f"{HOSTILE}0",)
    result = personae.segment(hostile_table, options=options)
    assert result.customers.n_customers == 120
    assert len(result.model.assign(hostile_table)) == 120


def test_purchases(hostile_purchases: Path, statements: list[str]) -> None:
    result = personae.segment(hostile_purchases, options=Options(k=3))
    assert result.customers.n_customers == 40
    assert len(result.model.assign(hostile_purchases)) == 40
    assert result.suggestions is not None
