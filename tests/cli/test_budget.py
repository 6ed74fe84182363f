"""`personae budget` as people type it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personae.config import Options
from personae.workflow.run import run

PLAN = """
margin = 0.5
[[offer]]
name = "Mail"
cost = 1
response = 8
error = 2
[[offer]]
name = "Gift"
cost = 9
response = 4
error = 1
"""


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("budget")
    rows = [f"c{i:03d},{i % 2 * 40 + i % 7},{i % 2 * 900 + i % 11}" for i in range(120)]
    (folder / "shop.csv").write_text("\n".join(["customer_id,visits,revenue", *rows]) + "\n")
    run(folder / "shop.csv", options=Options(k=2), out=folder / "run")
    (folder / "plan.toml").write_text(PLAN)
    return folder


def test_a_sentence_first_and_then_the_table(
    run_folder: Path, personae: Callable[..., Any]
) -> None:
    answer = personae(
        "budget", run_folder / "run", "--budget", "100", "--plan", run_folder / "plan.toml"
    )
    assert answer.code == 0
    text = " ".join(answer.out.split())
    # 100 of 120 people, each worth 8 * .5 - 1
    assert text.startswith("Spend 100.00 of 100.00: expect 300 to be left after cost (95 %: ")
    assert "The next 100 would leave 60.00 more after cost" in text
    assert "Costs more than it brings: Gift everywhere." in text
    assert "Without depth steps every contact is taken to bring the same: Gift, Mail." in text
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_lists_without_those_never_to_be_contacted(
    run_folder: Path, personae: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "never.csv").write_text("id\nc001\nc002\nc999\n")
    answer = personae(
        "budget", run_folder / "run", "--budget", "500", "--plan", run_folder / "plan.toml",
        "--suppress", tmp_path / "never.csv", "--out", tmp_path / "spend", "--lists",
    )  # fmt: skip
    assert answer.code == 0
    text = " ".join(answer.out.split())
    assert (
        "382.00 is left over, since nothing that it buys would pay: everybody who may be contacted"
        in text
    )
    assert "Left out: 2 never to be contacted." in text
    lines = (tmp_path / "spend" / "lists" / "mail.csv").read_text().splitlines()
    listed = [line.split(",")[0].strip('"') for line in lines[1:]]
    assert listed == [f"c{i:03d}" for i in range(120) if i not in {1, 2}]
    for word in ("README.txt", "budget.csv", "budget.png", "lists"):
        assert (tmp_path / "spend" / word).exists()
        assert word in answer.out.replace("\n", "")  # a long path is broken


def test_json_for_programs_and_nothing_when_quiet(
    run_folder: Path, personae: Callable[..., Any]
) -> None:
    asked = ("budget", run_folder / "run", "--budget", "50", "--plan", run_folder / "plan.toml")
    found = json.loads(personae(*asked, "--json").out)
    assert (found["format"], found["spent"]) == ("personae.budget/1", 50.0)
    assert personae(*asked, "--quiet").out == ""


def test_a_campaign_that_was_measured_supplies_the_next_budget(
    run_folder: Path, personae: Callable[..., Any], tmp_path: Path
) -> None:
    """From a campaign through what came of it to the next budget, all by the command line."""
    out, may, result = run_folder / "run", tmp_path / "may", tmp_path / "result.json"
    made = personae("campaign", out, "--campaign", "May", "--holdout", "0.5", "--out", may, "-q")
    assert made.code == 0
    lines = ["customer_id,amount"]
    for arm, amount in (("treatment", 30), ("control", 18)):
        rows = (may / f"{arm}.csv").read_text().splitlines()[1:]
        ids = [row.split(",")[0].strip('"') for row in rows]
        lines += [f"{one},{amount + k % 9}" for k, one in enumerate(ids) if k % 5]
    (tmp_path / "after.csv").write_text("\n".join(lines) + "\n")
    assert personae("lift", may, tmp_path / "after.csv", "--out", result, "-q").code == 0
    # measured before somebody renamed the segment
    names = [row["name"] for row in json.loads((out / "summary.json").read_bytes())["segments"]]
    result.write_text(result.read_text().replace(names[1], "As it was"))
    (tmp_path / "plan.toml").write_text('[[offer]]\nname = "May"\ncost = 1\nmargin = 0.4\n')
    answer = personae("budget", out, "--budget", "300", "--plan", tmp_path / "plan.toml",
                      "--lift", f"May={result}", "--holdout-of", may)  # fmt: skip
    assert answer.code == 0, answer.err
    text = " ".join(answer.out.split())
    assert f'is taken for segment 2, which is called "{names[1]}" here.' in text
    assert "drawn towards everybody's" in text
    held = len((may / "control.csv").read_text().splitlines()) - 1
    assert f"Left out: {held} held out of a campaign." in text


def test_everything_wrong_with_a_plan_at_once(
    run_folder: Path, personae: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text('[[offer]]\nname = "Mail"\ncost = -1\nbuyers = 2\n')
    answer = personae(
        "budget", run_folder / "run", "--budget", "100", "--plan", tmp_path / "wrong.toml"
    )
    assert answer.code == 2
    assert answer.err == (
        'Error: Offer "Mail": cost is not a sum of money, 0 or more.\n'
        "Fix: Write for example cost = 0.80.\n\n"
        'Offer "Mail": margin is missing.\n'
        "Fix: Add margin: a share from 0 to 1, such as 0.35.\n\n"
        'Offer "Mail": buyers needs spend: what one more buyer spends.\n'
        "Fix: Write for example spend = 60.\n\n"
        'Offer "Mail": nothing says how sure buyers is.\n'
        "Fix: Add range = [LOW, HIGH], between which buyers lies in 19 of 20 cases, or error, its "
        "standard error.\n"
    )
