"""What is typed becomes options by the one definition in `config`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from personae.cli.parameters import options_from, with_options
from personae.cli.run import run
from personae.config import Options, option_specs
from personae.errors import UsageError


def test_a_command_takes_every_option_that_config_defines() -> None:
    names = {item.name for item in run.params}
    assert {spec.name for spec in option_specs()} <= names


def test_a_command_takes_only_the_options_it_names_in_the_order_of_config() -> None:
    @click.command
    @with_options("k", "as_of", "share")
    def command(**values: Any) -> None: ...

    assert [item.name for item in command.params] == ["as_of", "k", "share"]


def test_a_command_gets_the_texts_as_they_were_typed_and_none_where_nothing_was() -> None:
    @click.command
    @with_options("k", "id", "header", "share", "seed")
    def command(**values: Any) -> None: ...

    with command.make_context("x", ["--k", "abc", "--no-header", "--seed="]) as context:
        assert context.params == {
            "k": "abc", "id": None, "header": False, "share": None, "seed": "",
        }  # fmt: skip


def test_nothing_typed_gives_the_defaults() -> None:
    assert options_from({spec.name: None for spec in option_specs()}) == Options()


def test_typed_texts_become_values() -> None:
    options = options_from(
        {"k": "4", "min_share": "0.05", "as_of": "2011-12-10", "id": "a, b", "header": False}
    )
    assert (options.k, options.min_share, options.as_of) == (4, 0.05, dt.date(2011, 12, 10))
    assert (options.id, options.header) == (("a", "b"), False)


def test_a_name_with_a_comma_stands_in_double_quotes() -> None:
    assert options_from({"features": '"Sales, net",Age'}).features == ("Sales, net", "Age")


def test_typed_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    config = tmp_path / "options.toml"
    config.write_text('k = 5\nk-max = 12\nfeatures = ["a", "b"]\ndrop_duplicates = true\n')
    options = options_from({"k": "3", "drop_duplicates": False}, config=config)
    assert (options.k, options.k_max, options.features) == (3, 12, ("a", "b"))
    assert options.drop_duplicates is False
    assert options.seed == 0


def test_auto_takes_back_a_number_of_the_file(tmp_path: Path) -> None:
    config = tmp_path / "options.json"
    config.write_text(json.dumps({"k": 5}))
    assert options_from({"k": "auto"}, config=config).k is None


def test_the_effective_options_of_a_run_are_a_config_file(tmp_path: Path) -> None:
    options = Options(k=4, features=("a", "b"), as_of=dt.date(2011, 12, 10), header=False)
    config = tmp_path / "config.json"
    config.write_text(json.dumps(options.to_dict()))
    assert options_from({}, config=config) == options


def test_problems_stand_in_the_order_of_the_help_whatever_was_typed_first() -> None:
    with pytest.raises(UsageError) as caught:
        options_from({"seed": "x", "k": "many", "as_of": "tomorrow"})
    named = [problem.what.split()[0] for problem in caught.value.problems]
    assert named == ["--as-of", "--k", "--seed"]


def test_all_problems_of_file_and_command_line_are_told_at_once(tmp_path: Path) -> None:
    config = tmp_path / "options.toml"
    config.write_text('transfrom = "raw"\n')
    with pytest.raises(UsageError) as caught:
        options_from({"k": "many", "as_of": "tomorrow"}, config=config)
    assert caught.value.codes == ("options/value", "options/value", "options/unknown")
    assert 'There is no option "transfrom"' in str(caught.value)
    assert 'Closest: "transform".' in str(caught.value)


def test_a_date_is_typed_year_first(personae: Callable[..., Any]) -> None:
    answer = personae("run", "x.csv", "--as-of", "10/12/2011")
    assert answer.code == 2
    assert "needs a date such as 2024-12-31" in answer.err
