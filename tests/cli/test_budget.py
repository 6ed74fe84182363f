"""`personae budget` as people type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.config import Options
from personae.workflow.run import run

PLAN = '[[offer]]\nname = "Mail"\ncost = 1\nmargin = 0.5\nresponse = 8\nerror = 2\n'


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("budget")
    rows = [f"c{i},{i % 2 * 40 + i % 7},{i % 2 * 900 + i % 11}" for i in range(120)]
    (folder / "shop.csv").write_text("\n".join(["customer_id,visits,revenue", *rows]) + "\n")
    run(folder / "shop.csv", options=Options(k=2), out=folder / "run")
    return folder


def test_a_sentence_first_and_then_the_table(
    run_folder: Path, personae: Callable[..., Any]
) -> None:
    (run_folder / "plan.toml").write_text(PLAN)
    answer = personae(
        "budget", run_folder / "run", "--budget", "100", "--plan", run_folder / "plan.toml"
    )
    assert answer.code == 0
    text = " ".join(answer.out.split())
    # 100 of 120 people, each worth 8 * .5 - 1
    assert text.startswith("Spend 100.00 of 100.00; 300 is expected to be left after cost (95 %: ")
    assert "The next 100 would leave 60.00 more after cost." in text
    assert "No depth steps stated, so every contact is taken to bring the same: Mail." in text


def test_everything_wrong_with_a_plan_at_once(
    run_folder: Path, personae: Callable[..., Any]
) -> None:
    (run_folder / "wrong.toml").write_text('[[offer]]\nname = "Mail"\ncost = -1\nbuyers = 2\n')
    answer = personae(
        "budget", run_folder / "run", "--budget", "100", "--plan", run_folder / "wrong.toml"
    )
    assert answer.code == 2
    for said in (
        "Offer 1: buyers and spend go together.",
        "Offer 1: margin is missing.",
        "Offer 1: cost is not a number it can be.",
    ):
        assert said in answer.err
