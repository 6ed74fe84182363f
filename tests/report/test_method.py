"""The appendix accounts for every row and says how to repeat the run."""

from __future__ import annotations

from collections.abc import Callable

from personae.config import Options
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
