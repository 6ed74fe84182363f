"""Every entry of the catalogue, through the library and the command line, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from catalogue.case import MARK, Case
from catalogue.table import DECLINED, ELSEWHERE, cases

from personae.cli.main import execute
from personae.config import Options, option_specs
from personae.errors import PersonaeError
from personae.workflow.check import check
from personae.workflow.run import run
from personae.workflow.segment import segment
from personae.workflow.summary import quality

CASES = cases()


def _shared_out(*, typed: bool) -> list[Any]:
    """Take one format of each case, another one for each interface; the others with --full.

    Of the files that are read, the command line takes every other one. A run that works draws a
    report on the command line, which adds nothing here.
    """
    listed = []
    for number, case in enumerate(CASES):
        ways = [way for way in case.ways if not typed or way not in {"pandas", "polars"}]
        draws = typed and case.command == "run" and (case.code == 0 or case.remedy is not None)
        for place, way in enumerate(ways):
            every_other = typed and case.code == 0 and number % 2
            spared = draws or every_other or place != (number + typed) % len(ways)
            marks = pytest.mark.full if spared else ()
            listed.append(pytest.param(case, way, marks=marks))
    return listed


def named(value: Any) -> str:
    return f"{value.entry}-{value.name}" if isinstance(value, Case) else str(value)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("case", "way"), _shared_out(typed=False), ids=named)
def test_the_library_does_what_the_catalogue_says(case: Case, way: str, tmp_path: Path) -> None:
    source = case.source(tmp_path, way)
    where, arguments = _split(source)
    before = _files(tmp_path)
    options = {**case.options, **arguments}
    if case.code:
        with pytest.raises(PersonaeError) as caught:
            _call(case, where, options)
        error = caught.value
        assert error.exit_code == case.code, str(error)
        told_codes = {code.partition("/")[0] + "/any" for code in error.codes} | {*error.codes}
        assert case.rule in told_codes, (error.codes, str(error))
        assert all(problem.fix for problem in error.problems), str(error)
        _says_what_resolves_it(case, str(error))
        told = str(error)
        if case.remedy is not None:
            told += _called_and_closed(case, where, {**options, **case.remedy})
    else:
        told = _called_and_closed(case, where, options)
    _no_cell_in(told, case)
    assert _files(tmp_path) == before


@pytest.mark.parametrize(("case", "way"), _shared_out(typed=True), ids=named)
def test_the_command_line_does_what_the_catalogue_says(  # noqa: PLR0917 (fixtures)
    case: Case,
    way: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    where, arguments = _split(case.source(tmp_path, way))
    before = _files(tmp_path)
    ending = ["--out", str(arguments.pop("out", "result"))] if case.command == "run" else []
    flags = _flags({**case.options, **arguments})
    code = execute([case.command, *ending, "--json", *flags, "--", str(where)])
    out, err = capsys.readouterr()
    assert code == case.code, err
    assert "Traceback" not in err
    _no_cell_in(out + err, case)
    if case.code:
        assert out == ""
        assert err.startswith("Error: ")
        assert "\nFix: " in err
        _says_what_resolves_it(case, err)
        assert _files(tmp_path) == before
        if case.remedy is not None and request.config.getoption("--full"):
            flags += _flags(case.remedy)
            assert execute([case.command, *ending, *flags, "--", str(where)]) == 0
            out, err = capsys.readouterr()
            _no_cell_in(out + err, case)
    else:
        answer = json.loads(out)
        if case.command == "check":
            assert _tells(answer, case.rule), case.rule
            assert _files(tmp_path) == before


def test_every_entry_has_a_case_or_a_reason() -> None:
    covered = {case.entry for case in CASES}
    assert covered | {*ELSEWHERE} | {*DECLINED} == set(range(1, 137))
    assert not covered & {*DECLINED}


def test_there_are_enough_cases() -> None:
    assert len(_shared_out(typed=False)) + len(_shared_out(typed=True)) >= 1000


def _call(case: Case, where: Any, options: dict[str, Any]) -> Any:
    out = options.pop("out", None)
    chosen = Options.from_mapping(options)
    if case.command == "check":
        return check(where, options=chosen)
    if out is not None:
        return run(where, options=chosen, out=out)
    return segment(where, options=chosen)


def _called_and_closed(case: Case, where: Any, options: dict[str, Any]) -> str:
    """Call where it must work; return all that it tells."""
    found = _call(case, where, options)
    try:
        ledger = found.customers.ledger
        assert ledger.rows_in == ledger.rows_segmented + ledger.rows_rejected + ledger.rows_merged
        if not case.code:
            if case.rows is not None:
                assert found.customers.n_customers == case.rows
            if case.holds is not None:
                case.holds(found)
        told = found.to_dict() if case.command == "check" else quality(found, found.findings)
        if not case.code:
            assert _tells(told, case.rule), (case.rule, told)
        return json.dumps(told)
    finally:
        found.source.engine.close()


def _tells(told: dict[str, Any], rule: str) -> bool:
    """Tell whether a rule is among what was found, changed, refused or stated."""
    known = {item["code"] for item in told["findings"]}
    known |= {item["code"] for item in told["changes"]}
    known |= {item["what"] for item in told["read_as"]}
    known |= {f"{item['what']}: {item['value']}" for item in told["read_as"]}
    known |= set(told["rejected_by_code"])
    known |= {f"{item['name']} is {item['role']}" for item in told["roles"]}
    return not rule or rule in known


def _says_what_resolves_it(case: Case, message: str) -> None:
    if case.option:
        assert case.option in message.rpartition("Fix: ")[2] or case.option in message, message


def _no_cell_in(told: str, case: Case) -> None:
    assert MARK not in told.lower(), told
    if not isinstance(case.make, dict):
        return
    for cells in case.make.values():
        for cell in cells:
            long = isinstance(cell, str) and len(cell.strip()) > 5
            if long and cell not in case.spoken:
                assert cell not in told, cell


def _split(source: Any) -> tuple[Any, dict[str, Any]]:
    return source if isinstance(source, tuple) else (source, {})


def _flags(options: dict[str, Any]) -> list[str]:
    """Return options as they are typed."""
    flags = []
    for spec in option_specs():
        value = options.get(spec.name)
        if isinstance(value, bool):
            name = spec.name.replace("_", "-")
            flags.append(f"--{name}" if value else f"--no-{name}")
        elif value is not None:
            typed = ",".join(value) if isinstance(value, list | tuple) else str(value)
            flags.append(f"--{spec.name.replace('_', '-')}={typed}")
    return flags


def _files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))
