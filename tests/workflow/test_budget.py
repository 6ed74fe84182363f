"""From a run and a plan to a folder that says where to spend, and to whom."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import csv

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.errors import InputError, NotEnoughDataError, OutputError, UsageError
from personae.workflow.budget import budget

PLAN = """
margin = 0.4
[[offer]]
name = "Postcard"
cost = 0.9
buyers = 4
spend = 120
range = [1, 7]
depth = [[0.3, 1.0], [0.7, 0.5]]
fixed_cost = 40
[[offer]]
name = "Call"
cost = 6
response = 40
range = [10, 70]
segments = ["1", "3"]
max_share = 0.2
[offer.segment.3]
response = 25
range = [5, 45]
[[offer]]
name = "Catalogue"
cost = 5
response = 9
error = 2
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def rows_of(found: dict[str, Any], offer: str) -> list[dict[str, Any]]:
    return [row for row in found["allocation"] if row["offer"] == offer]


def test_a_budget_for_a_real_run(log_run: Path, plan: Path, tmp_path: Path) -> None:
    made = budget(log_run, plan, money=900.0, out=tmp_path / "spend", lists=True)
    found = made.summary
    rows = found["allocation"]
    once = sum(found["fixed_costs"].values())
    assert found["spent"] == pytest.approx(sum(row["cost"] for row in rows) + once)
    assert 850 < found["spent"] <= 900.0
    assert found["spent"] + found["left_over"] == pytest.approx(900.0)
    left = sum(row["left_after_cost"] for row in rows) - once
    assert found["left_after_cost"] == pytest.approx(left)
    assert found["low"] < found["left_after_cost"] < found["high"]
    # 9 sold at a margin of .4 is less than the 5 it costs
    assert [(row["contacts"], row["first_contact"] > 0) for row in rows_of(found, "Catalogue")] == [
        (0, False)
    ] * 4
    for row in rows_of(found, "Call"):
        assert row["contacts"] <= 0.2 * row["people"]
    assert found["same_response_at_any_depth"] == ["Call", "Catalogue"]
    assert found["same_in_all_segments"] == ["Postcard"]
    assert found["supplied_by_user"][1] == "the responses of Call, Catalogue, Postcard"
    assert [point["budget"] for point in found["curve"]] == [90.0 * step for step in range(21)]
    [at] = [point for point in found["curve"] if point["budget"] == 900.0]
    assert at["left_after_cost"] == pytest.approx(found["left_after_cost"], abs=5)
    written = tmp_path / "spend"
    assert json.loads((written / "budget.json").read_bytes()) == found
    assert csv.read_csv(written / "budget.csv").num_rows == len(rows)
    assert csv.read_csv(written / "curve.csv").num_rows == 21
    assert (written / "budget.png").read_bytes().startswith(b"\x89PNG")
    told = (written / "README.txt").read_text(encoding="utf-8")
    assert set(made.files) == {path.relative_to(written).as_posix()
                               for path in written.rglob("*") if path.is_file()}  # fmt: skip
    assert [name for name in made.files if name != "manifest.json" and name not in told] == [
        "README.txt"
    ]


def test_the_lists_hold_as_many_as_the_table_and_nobody_twice(
    log_run: Path, plan: Path, tmp_path: Path
) -> None:
    never = tmp_path / "never.csv"
    members = csv.read_csv(
        log_run / "segments.csv",
        convert_options=csv.ConvertOptions(column_types={"id": "string"}),
    )
    ids = sorted(members.column("id").to_pylist())
    never.write_text("\n".join(["id", *ids[:60]]) + "\n")
    request = CampaignRequest("x", suppress=never, global_holdout=0.1)
    made = budget(log_run, plan, money=2000.0, request=request, out=tmp_path / "s", lists=True)
    found, everybody = made.summary, []
    assert sorted(found["lists"]) == ["lists/call.csv", "lists/postcard.csv"]
    for offer in ("Call", "Postcard"):
        table = csv.read_csv(
            io.BytesIO((tmp_path / "s" / f"lists/{offer.lower()}.csv").read_bytes()),
            convert_options=csv.ConvertOptions(column_types={"id": "string"}),
        )
        assert table.column_names == ["id", "segment", "name"]
        listed = table.column("id").to_pylist()
        assert listed == sorted(listed)
        everybody += listed
        for row in rows_of(found, offer):
            assert table.column("segment").to_pylist().count(row["segment"]) == row["contacts"]
    assert len(everybody) == len(set(everybody)) > 0
    assert not set(everybody) & set(ids[:60])
    counted = [row["left_out"] for row in found["people"]]
    assert sum(row.get("never to be contacted", 0) for row in counted) == 60
    assert (
        0.05 * 995 < sum(row.get("left out of every campaign", 0) for row in counted) < 0.15 * 995
    )
    for row in found["people"]:
        assert row["members"] == row["can_be_contacted"] + sum(row["left_out"].values())


def test_the_same_request_gives_the_same_bytes_whatever_the_order_of_offers(
    log_run: Path, plan: Path, tmp_path: Path
) -> None:
    head, *offers = PLAN.split("[[offer]]")
    turned = tmp_path / "turned.toml"
    turned.write_text("[[offer]]".join([head, *offers[::-1]]))
    one = budget(log_run, plan, money=900.0, out=tmp_path / "one", lists=True)
    two = budget(log_run, turned, money=900.0, out=tmp_path / "two", lists=True)
    assert one.files == two.files
    for name in one.files:
        if name != "manifest.json":
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def measured(folder: Path, run: Path) -> Path:
    """Write what lift would say of the first two segments of a run."""
    names = [row["name"] for row in json.loads((run / "summary.json").read_bytes())["segments"]]
    parts = [{"segment": name, "difference": {"money": {"estimate": value, "error": 1.0}}}
             for name, value in zip(names, (3.0, 9.0), strict=False)]  # fmt: skip
    whole = {"difference": {"money": {"estimate": 6.0, "error": 0.7}}}
    result = {"format": "personae.lift/1", "doubts": [], "whole": whole, "segments": parts}
    file = folder / "result.json"
    file.write_text(json.dumps(result))
    return file


def test_what_was_measured_stands_in_for_what_is_not_stated(log_run: Path, tmp_path: Path) -> None:
    file = measured(tmp_path, log_run)
    plan = tmp_path / "plan.toml"
    plan.write_text('[[offer]]\nname = "Letter"\ncost = 1\nmargin = 0.4\n')
    found = budget(log_run, plan, money=100.0, lifts=[f"letter={file}"]).summary
    [result] = found["measured"]
    # tau^2 = 17; 17/18 of the own figure
    assert [row["used"] for row in result["segments"]] == pytest.approx(
        [6 - 3 * 17 / 18, 6 + 3 * 17 / 18]
    )
    assert [row["offer"] for row in found["not_considered"]] == ["Letter", "Letter"]
    assert {row["response_from"] for row in found["allocation"]} == {"measured"}
    assert found["supplied_by_user"] == ["the budget, costs, margins and limits"]
    # a file that the plan names lies beside the plan
    plan.write_text('[[offer]]\nname = "Letter"\ncost = 1\nmargin = 0.4\nlift = "result.json"\n')
    again = budget(log_run, plan, money=100.0).summary
    assert again["allocation"] == found["allocation"]


@pytest.mark.parametrize(
    ("lifts", "said"),
    [
        (["a.json", "b.json"], "--lift is given twice without the offer that it is for."),
        (["Call=a.json", "Call=b.json"], '--lift is given twice for the offer "Call".'),
        (["Cal=a.json"], '--lift names an offer "Cal" that the plan does not have.'),
        (["Call=a.json"], 'Offer "Call": lift and response both say what a contact brings.'),
    ],
)
def test_measured_results_that_cannot_be_meant(
    log_run: Path, plan: Path, lifts: list[str], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        budget(log_run, plan, money=100.0, lifts=lifts)
    assert caught.value.problems[0].what == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[offer]\n", "is not a TOML file: Expected ']]' at the end of an array declaration"),
        ("name = Mail\n", "is not a TOML file: Invalid value (at line 1, column 8)."),
    ],
)
def test_a_plan_that_cannot_be_read_says_where(
    log_run: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        budget(log_run, path, money=10.0)
    assert str(caught.value).startswith(f"{path} {said}")


def test_no_plan_comes_with_one_to_begin_with(log_run: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        budget(log_run, tmp_path / "none.toml", money=10.0)
    [problem] = caught.value.problems
    assert problem.what == f"There is no plan {tmp_path / 'none.toml'} that can be read."
    (tmp_path / "none.toml").write_text(problem.fix.partition("\n")[2])
    assert budget(log_run, tmp_path / "none.toml", money=10.0).summary["spent"] == 9.9


def test_options_that_cannot_be_meant(log_run: Path, plan: Path) -> None:
    with pytest.raises(UsageError) as caught:
        budget(log_run, plan, money=0.0, lists=True)
    assert str(caught.value) == (
        "--budget is not a sum of money above 0.\nFix: Pass for example --budget 10000.\n\n"
        "--lists needs a folder to write the lists into.\n"
        "Fix: Pass --out with a folder, such as --out spend."
    )


def test_a_run_is_not_overwritten(log_run: Path, plan: Path) -> None:
    with pytest.raises(OutputError, match="holds what another command of Personae wrote"):
        budget(log_run, plan, money=10.0, out=log_run)


def test_nobody_to_contact_is_refused(log_run: Path, plan: Path, tmp_path: Path) -> None:
    ids = [line.split(",")[0] for line in (log_run / "segments.csv").read_text().splitlines()[1:]]
    (tmp_path / "never.csv").write_text("\n".join(["id", *ids]) + "\n")
    request = CampaignRequest("x", suppress=tmp_path / "never.csv")
    with pytest.raises(NotEnoughDataError) as caught:
        budget(log_run, plan, money=100.0, request=request)
    assert str(caught.value) == (
        "None of the 995 customers of this run may be contacted.\n"
        "Fix: Look at what --suppress, --consent and --holdout-of leave out."
    )
