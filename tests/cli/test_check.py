"""`personae check` shows how a file would be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    rows = [f"c{n},{n * 37 % 91},{n * n % 83}" for n in range(30)]
    (tmp_path / "shop.csv").write_text("\n".join(["customer_id,income,spend", *rows]) + "\n")
    return tmp_path / "shop.csv"


def test_people_see_what_each_column_is_taken_for(personae: Callable[..., Any], shop: Path) -> None:
    answer = personae("check", shop)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("shop.csv: 30 rows, one row per customer")
    assert "customer_id" in answer.out


def test_programs_get_it_as_json_and_options_count(
    personae: Callable[..., Any], shop: Path
) -> None:
    found = json.loads(personae("check", shop, "--ignore", "income", "--json").out)
    roles = {column["name"]: column["role"] for column in found["roles"]}
    assert roles["income"] == "ignored"
