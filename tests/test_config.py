"""Options are defined once, bounded, and refused all together with the flag to correct."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from personae.config import Options, load_config, option_specs
from personae.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_option_has_a_help_and_a_group() -> None:
    for spec in option_specs():
        assert spec.help.endswith("."), spec.name
        assert spec.group, spec.name


def test_options_survive_json() -> None:
    options = Options(
        k=5, features=("a", "b"), as_of=dt.date(2011, 12, 10), header=False, margin=0.35, id=("x",)
    )
    assert Options.from_mapping(json.loads(json.dumps(options.to_dict()))) == options


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"k": "auto"}, {"k": None}),
        ({"k": "5"}, {"k": 5}),
        ({"k-max": 8}, {"k_max": 8}),
        ({"features": "income, spend"}, {"features": ("income", "spend")}),
        ({"features": ["a,b", "c"]}, {"features": ("a,b", "c")}),
        ({"as_of": "2024-02-29"}, {"as_of": dt.date(2024, 2, 29)}),
        ({"as_of": dt.datetime(2024, 2, 29, 23)}, {"as_of": dt.date(2024, 2, 29)}),  # noqa: DTZ001
        ({"min_share": "0.1"}, {"min_share": 0.1}),
    ],
)
def test_loosely_typed_values_are_understood(given: dict, meant: dict) -> None:
    options = Options.from_mapping(given)
    assert {name: getattr(options, name) for name in meant} == meant


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"k": "five"}, '--k (the call) needs a whole number of segments or "auto".'),
        ({"k": 2.5}, '--k (the call) needs a whole number of segments or "auto".'),
        ({"k": True}, '--k (the call) needs a whole number of segments or "auto".'),
        ({"as_of": "2023-02-29"}, "--as-of (the call) needs a date such as 2024-12-31."),
        ({"header": "no"}, "--no-header (the call) needs true or false."),
        ({"k_max": "many"}, "--k-max (the call) needs a whole number from 2 to 100."),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(given: dict, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        Options.from_mapping(given)
    first, fix = str(caught.value).splitlines()
    assert first == message
    assert fix.startswith(f"Fix: Pass for example {message.split(maxsplit=1)[0]}")
    assert caught.value.exit_code == 2


def test_the_example_of_every_refusal_is_accepted() -> None:
    for spec in option_specs():
        if spec.choices or spec.low is not None:
            with pytest.raises(UsageError) as caught:
                Options.from_mapping({spec.name: "no such value"})
            advice = str(caught.value).splitlines()[-1]
            example = advice.partition(f"{spec.flag} ")[2].partition(";")[0]
            assert getattr(Options.from_mapping({spec.name: example}), spec.name) is not None


def test_all_problems_come_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        Options.from_mapping({"transfrom": "raw", "k": "five", "seed": "x"})
    assert caught.value.codes == ("options/unknown", "options/value", "options/value")
    assert 'Closest: "transform".' in str(caught.value)
    with pytest.raises(UsageError) as caught:
        Options(transform="loud", k=0, min_share=0.9)
    assert [problem.what for problem in caught.value.problems] == [
        "--transform needs one of auto, raw, standard, log.",
        '--k needs a whole number of segments or "auto".',
        "--min-share needs a number from 0 to 0.5.",
    ]


def test_a_config_file_is_toml_or_json(tmp_path: Path) -> None:
    toml, other = tmp_path / "a.toml", tmp_path / "a.json"
    toml.write_text('k = 5\nfeatures = ["income", "spend"]\nas_of = 2024-01-31\n')
    other.write_text('{"k": 5, "features": ["income", "spend"], "as_of": "2024-01-31"}')
    assert Options.from_mapping(load_config(toml)) == Options.from_mapping(load_config(other))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.toml", b"k: 5", "config/unreadable"),
        ("a.json", b"k = 5", "config/unreadable"),
        ("a.json", b"[1]", "config/unreadable"),
        ("a.toml", b"k = \xff", "config/unreadable"),
        ("none.toml", None, "config/missing"),
    ],
)
def test_a_config_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as caught:
        load_config(tmp_path / name)
    assert caught.value.codes == (code,)
    assert str(tmp_path / name) in str(caught.value)
