"""The appendix accounts for every row and says how to repeat the run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from personae.config import Options
from personae.data.schema import Finding
from personae.report.method import command_line, data_section, method_section
from personae.workflow.result import Result

Make = Callable[..., Result]


def test_refused_rows_are_counted_by_reason(make_result: Make) -> None:
    rejected = data_section(make_result())["rejected"]
    assert [(row["code"], row["count"]) for row in rejected] == [
        ("no-id", "2"),
        ("zero-price", "1"),
    ]


def test_warnings_come_before_notes(make_result: Make) -> None:
    findings = data_section(make_result())["findings"]
    assert [item["severity"] for item in findings] == ["warning", "note"]


def test_only_changed_options_are_listed(make_result: Make) -> None:
    options = method_section(make_result())["options"]
    assert [item["option"] for item in options] == ["--features", "--seed", "--min-cell"]


def test_the_command_survives_a_hostile_file_name() -> None:
    assert (
        command_line("a b; rm -rf $HOME.csv", Options()) == "personae run 'a b; rm -rf $HOME.csv'"
    )


def test_a_report_for_others_tells_of_no_finding_about_a_few_people(make_result: Make) -> None:
    result = make_result()
    one = Finding("numbers/heavy-tail", "warning", "One customer holds 31% of all.", count=1)
    many = Finding("log/charges", "note", "2,012 lines are postage.", count=2012)
    found = dataclasses.replace(result, findings=(one, many))
    assert [item["what"] for item in data_section(found)["findings"]] == [one.what, many.what]
    shared = dataclasses.replace(found, options=Options(share=True))
    assert [item["what"] for item in data_section(shared)["findings"]] == [many.what]
